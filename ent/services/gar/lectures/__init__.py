"""Readings of GAR: what goes to it, and what comes back."""
