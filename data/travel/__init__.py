"""How long the way takes: along the roads where there are roads, else by a stated speed."""
