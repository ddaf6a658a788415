"""Briefings: what is kept of them, for whom, and what may be sent out."""
