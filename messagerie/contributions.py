"""What the messagerie gives to the homes."""
