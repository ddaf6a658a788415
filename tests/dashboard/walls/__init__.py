"""Walls: profiles, type that can be read, and where everything lies."""
