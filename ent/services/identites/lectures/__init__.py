"""Readings of public identities: what a provider says, whether it is to be believed, whom it names."""
