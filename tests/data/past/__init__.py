"""Looking back: what is said of a moment is what was said at that moment."""
