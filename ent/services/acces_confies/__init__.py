"""Confided accesses: a holder of authority opens some rooms of a child to another adult, sees it used, ends it."""
