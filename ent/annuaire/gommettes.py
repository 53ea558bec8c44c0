"""The sticker of a pupil: colour × outline × picture, unique in a class (maquettes, « Gommettes »)."""

from collections.abc import Collection, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

Triple = tuple[str, str, str]


class Couleur(models.TextChoices):
    ROUGE = "rouge", _("rouge")
    ORANGE = "orange", _("orange")
    JAUNE = "jaune", _("jaune")
    VERT = "vert", _("verte")
    TURQUOISE = "turquoise", _("turquoise")
    BLEU = "bleu", _("bleue")
    VIOLET = "violet", _("violette")
    ROSE = "rose", _("rose")


class Forme(models.TextChoices):
    ROND = "rond", _("ronde")
    CARRE = "carre", _("carrée")
    HEXAGONE = "hexagone", _("à six côtés")
    FLEUR = "fleur", _("en fleur")
    LOSANGE = "losange", _("en losange")


class Image(models.TextChoices):
    SOLEIL = "soleil", _("le soleil")
    POISSON = "poisson", _("le poisson")
    BATEAU = "bateau", _("le bateau")
    MAISON = "maison", _("la maison")
    POMME = "pomme", _("la pomme")
    BALLON = "ballon", _("le ballon")
    CHAT = "chat", _("le chat")
    FLEUR = "fleur", _("la fleur")
    ETOILE = "etoile", _("l’étoile")
    LUNE = "lune", _("la lune")
    PARAPLUIE = "parapluie", _("le parapluie")
    CHAMPIGNON = "champignon", _("le champignon")
    CLE = "cle", _("la clé")
    FEUILLE = "feuille", _("la feuille")
    ESCARGOT = "escargot", _("l’escargot")
    FUSEE = "fusee", _("la fusée")
    TORTUE = "tortue", _("la tortue")
    PAPILLON = "papillon", _("le papillon")
    RENARD = "renard", _("le renard")
    BALEINE = "baleine", _("la baleine")
    MONTGOLFIERE = "montgolfiere", _("la montgolfière")
    CERISE = "cerise", _("la cerise")
    CACTUS = "cactus", _("le cactus")
    VOITURE = "voiture", _("la voiture")
    OISEAU = "oiseau", _("l’oiseau")


def attribuer(*, prises: Collection[Triple], fratrie: Collection[Triple] = (), graine: int = 0) -> Triple:
    """A free sticker for a newcomer: unlike all of the class (`prises`), and sharing nothing with siblings if possible.

    Pictures are the first thing a child names, so a picture free in the class is preferred while any is left.
    """
    images_prises = {image for _c, _f, image in prises}
    couleurs_fratrie = {c for c, _f, _i in fratrie}
    formes_fratrie = {f for _c, f, _i in fratrie}
    images_fratrie = {i for _c, _f, i in fratrie}

    def gene(triple: Triple) -> int:
        couleur, forme, image = triple
        return (
            4 * (image in images_prises)
            + 2 * (image in images_fratrie)
            + (couleur in couleurs_fratrie)
            + (forme in formes_fratrie)
        )

    candidates = (triple for triple in _toutes(graine) if triple not in prises)
    meilleure: Triple | None = None
    for triple in candidates:
        if meilleure is None or gene(triple) < gene(meilleure):
            meilleure = triple
            if gene(triple) == 0:
                break
    if meilleure is None:
        raise ValueError("The 1,000 stickers of this class are taken.")
    return meilleure


def _toutes(graine: int) -> Iterator[Triple]:
    """All 1,000 stickers in an order that spreads colours, outlines and pictures, starting at `graine`."""
    for pas in range(1000):
        n = (graine * 367 + pas * 367) % 1000
        yield Couleur.values[n % 8], Forme.values[(n // 8) % 5], Image.values[n // 40]
