"""One file is one map layer, found by scanning this folder."""
