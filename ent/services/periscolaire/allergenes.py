"""The fourteen allergens that a dish must say (regulation (EU) 1169/2011, annex II), in its order, and how they are kept in a column."""

import re
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.socle.textes import norme


class Allergene(models.TextChoices):
    GLUTEN = "gluten", _("gluten")
    CRUSTACES = "crustaces", _("crustacés")
    OEUFS = "oeufs", _("œufs")
    POISSONS = "poissons", _("poissons")
    ARACHIDES = "arachides", _("arachides")
    SOJA = "soja", _("soja")
    LAIT = "lait", _("lait")
    FRUITS_A_COQUE = "coque", _("fruits à coque")
    CELERI = "celeri", _("céleri")
    MOUTARDE = "moutarde", _("moutarde")
    SESAME = "sesame", _("sésame")
    SULFITES = "sulfites", _("sulfites")
    LUPIN = "lupin", _("lupin")
    MOLLUSQUES = "mollusques", _("mollusques")


# What kitchens write for them. Their number in the annex too: « (1, 7) » is how many menus say it.
AUTREMENT = {
    "ble": Allergene.GLUTEN, "cereales": Allergene.GLUTEN, "crustace": Allergene.CRUSTACES, "oeuf": Allergene.OEUFS,
    "poisson": Allergene.POISSONS, "arachide": Allergene.ARACHIDES, "cacahuete": Allergene.ARACHIDES, "lactose": Allergene.LAIT,
    "noix": Allergene.FRUITS_A_COQUE, "noisette": Allergene.FRUITS_A_COQUE, "amande": Allergene.FRUITS_A_COQUE,
    "fruitacoque": Allergene.FRUITS_A_COQUE, "sulfite": Allergene.SULFITES, "mollusque": Allergene.MOLLUSQUES,
}  # fmt: skip
PAR_MOT = {norme(str(a.value)): a for a in Allergene} | {
    "oeufs": Allergene.OEUFS,
    "fruitsacoque": Allergene.FRUITS_A_COQUE,
}
PAR_MOT |= AUTREMENT | {str(rang): a for rang, a in enumerate(Allergene, 1)}


def reconnaitre(mot: str) -> Allergene | None:
    """« lait », « Œuf », « noisettes », « 7 »."""
    nu = norme(mot)
    return PAR_MOT.get(nu) or PAR_MOT.get(nu.rstrip("s"))


def nommes(texte: str) -> list[Allergene]:
    """Those that a sentence names, in the order of the annex: « arachide et fruits à coque ». A word alone is looked at: « sans lait » too."""
    vus = {reconnaitre(mot) for mot in re.findall(r"[^\W\d_]+", texte)}
    if "fruitsacoque" in norme(texte) or "fruitacoque" in norme(texte):
        vus.add(Allergene.FRUITS_A_COQUE)
    return [a for a in Allergene if a in vus]


def lire(brut: str) -> list[Allergene]:
    """From their column, in the order of the annex."""
    dits = set(brut.split(","))
    return [a for a in Allergene if a.value in dits]


def ecrire(allergenes: Iterable[str]) -> str:
    """For their column: each once, in the order of the annex."""
    dits = {str(a) for a in allergenes}
    return ",".join(a.value for a in Allergene if a.value in dits)


def en_mots(allergenes: Iterable[str]) -> str:
    return ", ".join(str(Allergene(a).label) for a in allergenes)
