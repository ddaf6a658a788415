"""Allocation: who is proposed for what, and why."""
