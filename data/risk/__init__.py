"""Profiles of grids: where to patrol next, how much each grid needs looking after, what is blind, what clusters.

Grids are profiled, people are not (docs/decisions/2026-11-27-grids-are-profiled-people-are-not.md).
"""
