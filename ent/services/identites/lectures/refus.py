"""Why somebody does not come in by a provider: a short list, each with its sentence for them, and a word for the operator."""

from enum import StrEnum


class Raison(StrEnum):
    ABSENT = "absent"  # the provider is away, or slow
    DEPART = "depart"  # nothing began on this device, or too long ago, or it was used already
    ANNULE = "annule"  # they said no over there
    PERIME = "perime"  # expired, not valid yet
    AILLEURS = "ailleurs"  # meant for somebody else
    DEJA = "deja"  # said twice
    FAUX = "faux"  # unsigned, wrapped, signed by another, or that nobody can read
    FERME = "ferme"  # the account is closed
    PLUSIEURS = "plusieurs"  # two accounts of ours
    PRISE = "prise"  # the identity is somebody else's here
    AUTRE_UNIVERS = "autre_univers"  # a pupil of the first degree, who comes in by their class


class Refus(Exception):
    """`mot`: for the operator alone, in the protocol's words, and never of whom."""

    def __init__(self, raison: Raison, mot: str = "") -> None:
        super().__init__(mot or raison.value)
        self.raison, self.mot = raison, mot
