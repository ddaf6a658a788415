"""Coverage gaps and relief."""
