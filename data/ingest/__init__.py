"""Real input: mappings, readers, runs; parsing is pure."""
