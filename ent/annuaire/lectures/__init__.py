"""What pages of the directory read: people found by some letters, and their sheets."""
