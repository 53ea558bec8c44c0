"""Writes of GAR."""
