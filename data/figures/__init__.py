"""Figures: what each number means, how it is counted, compared and evaluated. Keys and values only, no sentences."""
