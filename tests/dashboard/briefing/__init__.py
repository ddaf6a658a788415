"""What briefings say."""
