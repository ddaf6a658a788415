"""Tests mirror the rooms; `cast` is the toy city they play in."""
