"""Which panels stand where: wall and desk."""
