"""The case drawer's parts: one file = one part; each is handed the opened case and returns what stands there."""
