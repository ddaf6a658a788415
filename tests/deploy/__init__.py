"""What is shipped for running a city: its files, and a real nginx before real workers."""
