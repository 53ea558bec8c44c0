"""Pages of the cahier de textes."""
