"""Pages of this room, and the feed's own addresses."""
