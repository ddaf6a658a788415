"""Which grids nobody who is free reaches in time because others are out, and which free unit could stand elsewhere."""
