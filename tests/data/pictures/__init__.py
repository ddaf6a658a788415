"""Tests of data/pictures."""
