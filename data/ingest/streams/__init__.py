"""Streams of events: read from a broker, stored, and acknowledged after the commit."""
