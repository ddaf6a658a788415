"""Screens that are kept as they stood, and whom they are shown to."""
