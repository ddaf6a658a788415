"""One file is one step of the schema."""
