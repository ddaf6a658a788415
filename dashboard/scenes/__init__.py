"""Scenes and tours: what a wall shows for a purpose, what goes round on it, and which of it is on now."""
