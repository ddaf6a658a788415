"""Alarms as a whole: whether walls may sound for them, and whether there are more than people can follow."""
