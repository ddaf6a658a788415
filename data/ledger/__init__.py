"""What stands in each grid: block grids of departments, objects, organisations, places, people as counts."""
