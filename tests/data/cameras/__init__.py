"""Cameras: register, view, leave."""
