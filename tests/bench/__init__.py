"""The table of figures: how fast, how small. Never run as tests; a noisy machine is no fault of the code."""
