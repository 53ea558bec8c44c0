"""What this room's acts say in the journal, without who."""

VERBES: dict = {}
