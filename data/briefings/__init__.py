"""Briefings (简报) as they were made: kept whole, told apart by their digest, released by who may."""
