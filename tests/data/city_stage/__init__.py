"""The city stage: what is measured, proposed, announced."""
