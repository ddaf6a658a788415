"""Which areas are heard of."""
