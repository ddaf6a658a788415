"""Facilities with live capacity: beds, shelters, parking, toilets; who sends it, how full they are, which is near."""
