"""Writes of third services."""
