"""Tests of the city's working time."""
