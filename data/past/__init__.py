"""Looking back: what was known at an earlier moment. Nothing is written here; data/ingest/replay.py is not this."""
