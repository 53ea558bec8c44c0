"""Pages of the directory, which the direction keeps school by school."""
