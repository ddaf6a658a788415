"""Mapped tables, column types and constraints; no queries, no rules."""
