"""What is typed in the room, made clean."""
