"""专项行动: a batch of places or cases, a deadline, and how far it has come."""
