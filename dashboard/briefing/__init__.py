"""Briefings (简报): made of frozen data, the same in every format."""
