"""Areas: which square holds a point."""
