"""What briefings are put together from: one file is one piece."""
