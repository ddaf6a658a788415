"""What the city counts on beside plain counting: each algorithm with its version, owner, runs, cost and score."""
