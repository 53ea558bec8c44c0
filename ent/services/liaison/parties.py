"""The parts of a dossier, in their order: what each is called, who may hold it back, which codes it says.

A part is what a family agrees to or not. Its content is a small JSON object (`lectures/contenu.py`); its `empreinte` is the digest of that content, so
that a « oui » is given to these words and to no other.
"""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Partie(models.TextChoices):
    SAVOIRS = "savoirs", _("La page de l’enseignant")  # {"sait", "aide", "mot"}
    POSITIONS = "positions", _("Où il en est du socle")  # {"positions": {code: degree}}
    AMENAGEMENTS = "amenagements", _("Ses aménagements")  # {"amenagements": [{"sorte", "texte"}]}
    SANTE = "sante", _("Son projet d’accueil (PAI)")  # {"texte"}: for the head and the doctor of where it goes, alone
    TRAVAUX = (
        "travaux",
        _("Des travaux choisis"),
    )  # {"pieces": [{"cle", "jour", "titre", "texte", "fichiers": [{"uuid", "legende"}]}]}
    ELEVE = "eleve", _("La page de l’élève")  # {"texte", "pieces": […]}


# Acts that are not usual ones: health, and images or works of the child given outside, which the code civil (art. 372-2 is of usual acts alone) leaves
# to both holders. Any other goes with one « oui » while nobody said « non ».
A_DEUX = frozenset({Partie.SANTE, Partie.TRAVAUX, Partie.ELEVE})


class Composante(models.TextChoices):
    """The eight of the socle, by the codes of the LSU (formats §5). Degrees 1 to 4: insuffisante, fragile, satisfaisante, très bonne maîtrise."""

    CPD_FRA = "CPD_FRA", _("Français, à l’oral et à l’écrit")
    CPD_ETR = "CPD_ETR", _("Langue étrangère ou régionale")
    CPD_SCI = "CPD_SCI", _("Langages mathématiques, scientifiques et informatiques")
    CPD_ART = "CPD_ART", _("Langages des arts et du corps")
    MET_APP = "MET_APP", _("Les méthodes et outils pour apprendre")
    FRM_CIT = "FRM_CIT", _("La formation de la personne et du citoyen")
    SYS_NAT = "SYS_NAT", _("Les systèmes naturels et techniques")
    REP_MND = "REP_MND", _("Les représentations du monde")


class Domaine(models.TextChoices):
    """The five of the maternelle. Degrees 1 to 3: ne réussit pas encore, est en voie de réussite, réussit souvent (formats §5)."""

    LANGAGE = "LANGAGE", _("Le langage dans toutes ses dimensions")
    PHYSIQUE = "PHYSIQUE", _("L’activité physique")
    ARTS = "ARTS", _("Les activités artistiques")
    NOMBRES = "NOMBRES", _("Les premiers outils mathématiques")
    MONDE = "MONDE", _("Explorer le monde")


class Amenagement(models.TextChoices):
    """Formats §11. A PAI is none of them: it is a part of its own."""

    PPRE = "ppre", _("PPRE, programme de réussite éducative")
    PAP = "pap", _("PAP, plan d’accompagnement personnalisé")
    PPS = "pps", _("PPS, projet personnalisé de scolarisation")


MAITRISES = {1: _("Insuffisante"), 2: _("Fragile"), 3: _("Satisfaisante"), 4: _("Très bonne")}
REUSSITES = {1: _("Ne réussit pas encore"), 2: _("Est en voie de réussite"), 3: _("Réussit souvent")}


def empreinte(partie: str, contenu: dict[str, Any], vers: str) -> str:
    """SHA-256 of a part and of where it goes, whatever the order of its keys: a « oui » is for one school."""
    dit = json.dumps([partie, contenu, vers], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(dit.encode()).hexdigest()
