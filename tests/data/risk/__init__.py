"""Profiles of grids, in the same rooms."""
