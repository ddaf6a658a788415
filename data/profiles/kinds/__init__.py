"""Kinds of profiles: one file = one kind, with how its body is checked and what it changes."""
