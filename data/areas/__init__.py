"""The nested areas: queries and the in-memory grid index."""
