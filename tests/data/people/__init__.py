"""People: sessions, keys, passwords, the demo's four."""
