"""What moves do beside changing the state: one file for a few verbs that belong together."""
