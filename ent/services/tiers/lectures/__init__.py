"""Readings of third services."""
