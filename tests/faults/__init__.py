"""Long runs under stress, outside the suite: make faults."""
