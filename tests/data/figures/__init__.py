"""Figures: definitions, counting, comparison, evaluation, and the cases behind."""
