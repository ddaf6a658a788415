"""Alarms as a whole."""
