"""Floor 1: the city as facts. No pixels, no web, no sentences; imports nothing above."""
