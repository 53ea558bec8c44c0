"""Pages of GAR."""
