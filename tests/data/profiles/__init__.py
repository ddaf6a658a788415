"""Profiles: what a city decides, version by version."""
