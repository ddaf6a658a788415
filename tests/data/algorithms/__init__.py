"""Algorithms: which are due, what came of a run, who may switch them."""
