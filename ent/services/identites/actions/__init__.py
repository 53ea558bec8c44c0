"""Writes of public identities: providers and what they say of themselves, whom each identity is here, sessions that end."""
