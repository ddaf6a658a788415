"""The working list at /desk/queue: what its address means, its bar of filters, its rows, its views, many at once."""
