"""What pages of the directory show, read through a right."""
