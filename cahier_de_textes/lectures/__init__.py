"""What the pages of the cahier show, each read in a fixed number of queries."""
