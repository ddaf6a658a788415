"""Reach, placement, what-if."""
