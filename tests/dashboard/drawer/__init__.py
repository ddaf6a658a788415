"""Each part of the drawer, in plain Python."""
