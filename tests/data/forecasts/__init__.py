"""Forecasts: what was is read, what will be is told with an interval, and what came of it is kept."""
