"""Pages of confided accesses."""
