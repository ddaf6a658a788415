"""Pages of the desk beside the map: one file = one page."""
