"""Tests of what free text says beyond one case."""
