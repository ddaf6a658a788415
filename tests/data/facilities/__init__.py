"""Facilities with live capacity."""
