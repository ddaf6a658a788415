"""Units: who is sent, who is near, who is free."""
