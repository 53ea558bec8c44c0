"""How what was read is drawn."""
