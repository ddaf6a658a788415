"""What proves the trail of who did what: keys, the chain, its anchor outside the database, the verifier."""
