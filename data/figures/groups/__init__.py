"""One file per group of figures: DEFINITIONS, in the order they are shown."""
