"""One file is one panel, found by scanning this folder."""
