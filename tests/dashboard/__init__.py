"""The third floor, without a browser."""
