"""Writes of the cahier de textes."""
