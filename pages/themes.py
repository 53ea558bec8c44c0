"""What a school may choose of its site's look: a palette whose contrasts a test checks, and a drawn emblem."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Palette(models.TextChoices):
    """Colours are in `jetons.css` (`[data-palette=…]`): a board, its light side, ink of links, in light and dark."""

    TABLEAU = "tableau", _("tableau vert")
    ARDOISE = "ardoise", _("ardoise")
    ENCRE = "encre", _("encre bleue")
    BRIQUE = "brique", _("brique")
    PRUNE = "prune", _("prune")
    OCEAN = "ocean", _("océan")
    SAPIN = "sapin", _("sapin")
    CACAO = "cacao", _("cacao")


class Embleme(models.TextChoices):
    """Pictures of `icones.svg` (`p-…`), drawn for the gommettes."""

    SOLEIL = "soleil", _("soleil")
    MONTGOLFIERE = "montgolfiere", _("montgolfière")
    FLEUR = "fleur", _("fleur")
    ETOILE = "etoile", _("étoile")
    FEUILLE = "feuille", _("feuille")
    BATEAU = "bateau", _("bateau")
    OISEAU = "oiseau", _("oiseau")
    PAPILLON = "papillon", _("papillon")
    TORTUE = "tortue", _("tortue")
    RENARD = "renard", _("renard")
    FUSEE = "fusee", _("fusée")
    MAISON = "maison", _("maison")
