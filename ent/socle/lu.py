"""What a request has read of its person, kept for as long as it lasts: one declared object, `request.lu` and `personne.lu`.

A page, its frame and its tiles ask the same things of the same person. Each room says in a dataclass of its own what it keeps
so, and reads it as `personne.lu.part(MembreDe)`: the ground names no service, and nothing is hidden under a key. A person who was
not fetched by a request (a task, a test, a socket) has such an object too, as long as they are in hand.
"""

from typing import Any


class PartLue:
    """What one room keeps: a dataclass whose every field has a default, which means « not read yet »."""


class LuParLaRequete:
    """By room, what was read. Nothing of it outlives the person in hand."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: dict[type[PartLue], Any] = {}

    def part[P: PartLue](self, genre: type[P]) -> P:
        """That room's part, empty at first."""
        if genre not in self._parts:
            self._parts[genre] = genre()
        return self._parts[genre]
