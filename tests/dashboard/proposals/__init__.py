"""Proposals as they are said."""
