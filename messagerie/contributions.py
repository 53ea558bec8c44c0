"""What the messagerie gives to the homes."""

from . import contributions_regles  # noqa: F401
