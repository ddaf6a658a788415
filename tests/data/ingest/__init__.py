"""The import door: files and mappings of every kind, good and bad."""
