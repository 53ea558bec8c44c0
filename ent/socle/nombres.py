"""Whole numbers, as a browser sends them."""


def entier(brut: str | int | None, chiffres: int = 18) -> int | None:
    """The number ≥ 0 that these ASCII figures write; None for anything else, and beyond `chiffres` figures.

    Python refuses to read thousands of figures, and databases hold numbers of eighteen whatever they are: to whoever asks, such a
    number is that of nothing. What is a number already (a length that the server has read) is written first: one rule for both.
    """
    ecrit = "" if brut is None else str(brut)
    return int(ecrit) if ecrit and len(ecrit) <= chiffres and ecrit.isascii() and ecrit.isdecimal() else None


def entiers(bruts, chiffres: int = 18) -> list[int]:
    """Those of these that are numbers, in their order."""
    return [n for brut in bruts if (n := entier(brut, chiffres)) is not None]
