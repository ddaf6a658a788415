"""Kinds of briefings: one file is one kind."""
