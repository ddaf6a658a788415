"""Stock: movements, what is left, who may move it."""
