"""Walls: what a hall's wall is (profile), how large type must be (reading), and what lies where on it (layout)."""
