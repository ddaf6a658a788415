"""What lies in a shape that somebody drew: cases, forces, facilities, grids."""
