"""Pages of third services, and the two protocols by which they ask who came."""
