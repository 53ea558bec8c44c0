"""Domains of the programme, by cycle: those of the LSU for cycles 2 and 3, the five domains of the maternelle. In a collège, its subjects."""

from collections.abc import Collection
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ent.annuaire import matieres
from ent.annuaire.codes import CYCLE_PAR_NIVEAU, NIVEAUX_PAR_NATURE

# Codes of the LSU (formats.md §5), the same in both cycles where the domain is the same; « CY1 » is ours: the maternelle has
# no LSU. Each with its name and its colour, one of the eight of the gommettes.
FRANCAIS = [
    ("FRA-LGO", _("Langage oral"), "bleu"),
    ("FRA-LEC", _("Lecture"), "bleu"),
    ("FRA-ECR", _("Écriture"), "bleu"),
    ("FRA-ETL", _("Étude de la langue"), "bleu"),
]
MATHEMATIQUES = [
    ("MAT-NBC", _("Nombres et calcul"), "rouge"),
    ("MAT-GDM", _("Grandeurs et mesures"), "rouge"),
    ("MAT-GEO", _("Espace et géométrie"), "rouge"),
]
COMMUNS = [
    ("EPS-RAC", _("Éducation physique et sportive"), "turquoise"),
    ("ART-PLA", _("Arts plastiques"), "orange"),
    ("ART-MUS", _("Éducation musicale"), "orange"),
    ("EMC-RAC", _("Enseignement moral et civique"), "rose"),
    ("LGV-RAC", _("Langue vivante"), "violet"),
]
CYCLE_1 = [
    ("CY1-LAN", _("Langage"), "bleu"),
    ("CY1-PHY", _("Activité physique"), "turquoise"),
    ("CY1-ART", _("Activités artistiques"), "orange"),
    ("CY1-MAT", _("Premiers outils mathématiques"), "rouge"),
    ("CY1-MON", _("Explorer le monde"), "vert"),
]
CYCLE_2 = [*FRANCAIS, *MATHEMATIQUES, *COMMUNS,
    ("QLM-VMO", _("Vivant, matière, objets"), "vert"),
    ("QLM-ETP", _("Espace et temps"), "vert"),
]  # fmt: skip
CYCLE_3 = [*FRANCAIS, *MATHEMATIQUES, *COMMUNS,
    ("ART-HAR", _("Histoire des arts"), "orange"),
    ("STC-RAC", _("Sciences et technologie"), "vert"),
    ("HIG-RAC", _("Histoire et géographie"), "jaune"),
]  # fmt: skip
PAR_CYCLE = {1: CYCLE_1, 2: CYCLE_2, 3: CYCLE_3}
COLLEGE = frozenset(NIVEAUX_PAR_NATURE["college"])

_TOUS = {code: (nom, couleur) for domaines in PAR_CYCLE.values() for code, nom, couleur in domaines}
CHOIX_DOMAINES = [(code, nom) for code, (nom, _couleur) in _TOUS.items()]


def nom_de(code: str) -> str:
    """The name of a domain, in the language in force; of a subject of a collège; a code that is known no more, as it is."""
    return _nom(code, get_language()) if code in _TOUS else matieres.nom_de(code)


@cache
def _nom(code: str, _langue: str) -> str:
    return str(_TOUS[code][0])


def couleur_de(code: str) -> str:
    """The colour of a domain's spine, or nothing."""
    return _TOUS[code][1] if code in _TOUS else matieres.couleur_de(code)


def domaines_de(niveaux: list[str], enseignees: Collection[str] = ()) -> list[tuple[str, str]]:
    """(code, name) of the domains of these levels' cycles; of all cycles when no level is known (ULIS). Of a collège its subjects, or those of
    `enseignees`.
    """
    if enseignees or not COLLEGE.isdisjoint(niveaux):
        return matieres.choix(enseignees or matieres.MATIERES)
    cycles = sorted({CYCLE_PAR_NIVEAU[n] for n in niveaux} & PAR_CYCLE.keys()) or list(PAR_CYCLE)
    return list({code: nom for cycle in cycles for code, nom, _couleur in PAR_CYCLE[cycle]}.items())


def choix_de_domaines(niveaux: list[str], enseignees: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a form of séance offers: in a collège one's subjects, the first of which is chosen; in an école a domain, or none."""
    offerts = domaines_de(niveaux, enseignees)
    return offerts if enseignees else [("", str(_("Sans domaine"))), *offerts]
