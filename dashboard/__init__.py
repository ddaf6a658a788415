"""Floor 3: what people and programs see and press."""
