"""Finding: by number, words and names, within the scope."""
