"""What the clock asks for."""

from .actions import rappels


def rappeler() -> None:
    """Families of services that ask each week, a day before the hour."""
    rappels.rappeler_tout()
