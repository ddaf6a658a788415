"""Travel: how long a way takes."""
