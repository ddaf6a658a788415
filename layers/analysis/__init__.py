"""Pure analysis: frame in, frame out."""
