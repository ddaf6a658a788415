"""Pure functions of the map floor."""
