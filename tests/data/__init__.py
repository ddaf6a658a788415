"""Tests of the first floor; whatever needs a database runs on SQLite and on PostgreSQL."""
