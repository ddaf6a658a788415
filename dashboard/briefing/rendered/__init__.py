"""How a briefing becomes a file that people open."""
