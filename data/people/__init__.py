"""Who may come in: people, sessions, keys."""
