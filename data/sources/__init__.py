"""Layers that others serve or that lie in a file: what is declared, fetched with care, and kept. No pixels, no web."""
