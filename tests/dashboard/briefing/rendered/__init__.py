"""What briefings look like."""
