"""Dispatch proposals as people read them: sentences of reasons, and the shape that screens paint."""
