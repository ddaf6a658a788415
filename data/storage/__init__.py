"""Engine, session, row guard, change log and migrations; no business rules."""
