"""What a city has decided about its cases, in numbered versions: classes, routing, duties, limits, weights."""
