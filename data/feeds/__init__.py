"""Feeds: what sources a deployment declares, of which areas each brings cases, and which areas nothing is heard of."""
