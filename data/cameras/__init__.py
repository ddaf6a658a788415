"""Cameras: the register of a deployment, which of them see a place, and leave to look through one for a while."""
