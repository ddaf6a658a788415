"""Allocation: which free unit goes to which waiting case, why, and what nobody can be sent for."""
