"""Tests of scenes and tours."""
