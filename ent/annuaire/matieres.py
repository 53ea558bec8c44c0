"""What is taught in a collège: the subjects that the tie of a teacher with a division bears, by their code. Pure: no database.

A subject that the list does not hold is kept under its own words (« Breton », « Atelier théâtre »), which are its code and its name.
"""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _traduire
from django.utils.translation import gettext_lazy as _

from ent.socle.textes import lisible, norme

LONGUEUR = 60  # signs of a code
# Each with its name, its colour (one of the eight of the gommettes) and how the State's directory begins its label, once it is normed.
MATIERES = {
    "2D-FRA": (_("Français"), "bleu", ("francais", "lettres")),
    "2D-MAT": (_("Mathématiques"), "rouge", ("mathematiques", "maths")),
    "2D-HG": (_("Histoire-géographie"), "jaune", ("histoire", "hist", "geographie")),
    "2D-EMC": (_("Enseignement moral et civique"), "rose", ("enseignement moral", "enseignt moral", "ens moral", "emc", "education civique")),
    "2D-ANG": (_("Anglais"), "violet", ("anglais", "lv1 anglais", "lv2 anglais")),
    "2D-ALL": (_("Allemand"), "violet", ("allemand", "lv1 allemand", "lv2 allemand")),
    "2D-ESP": (_("Espagnol"), "violet", ("espagnol", "lv1 espagnol", "lv2 espagnol")),
    "2D-ITA": (_("Italien"), "violet", ("italien", "lv1 italien", "lv2 italien")),
    "2D-LCA": (_("Latin et grec"), "violet", ("latin", "grec", "lca", "langues et cultures de l antiquite", "langues cultures antiquite")),
    "2D-SVT": (_("Sciences de la vie et de la Terre"), "vert", ("sciences de la vie", "sciences vie", "svt")),
    "2D-PC": (_("Physique-chimie"), "vert", ("physique", "sciences physiques")),
    "2D-TEC": (_("Technologie"), "vert", ("technologie",)),
    "2D-SCT": (_("Sciences et technologie"), "vert", ("sciences et techno", "sciences techno", "sciences")),
    "2D-EPS": (_("Éducation physique et sportive"), "turquoise", ("education physique", "eps", "ed physique")),
    "2D-APL": (_("Arts plastiques"), "orange", ("arts plastiques",)),
    "2D-EMU": (_("Éducation musicale"), "orange", ("education musicale", "musique", "ed musicale")),
    "2D-DOC": (_("Documentation"), "rose", ("documentation", "education aux medias")),
    "2D-VDC": (_("Vie de classe"), "rose", ("vie de classe", "vie scolaire")),
}  # fmt: skip


def choix(codes: Iterable[str] = MATIERES) -> list[tuple[str, str]]:
    """Of these, or of all, as a form offers them."""
    return [(code, nom_de(code)) for code in codes]


def nom_de(code: str) -> str:
    """The name of a subject, in the language in force; one that the list does not hold, as it was written."""
    return _nom(code, get_language()) if code in MATIERES else code


@cache
def _nom(code: str, _langue: str) -> str:
    return str(MATIERES[code][0])


def couleur_de(code: str) -> str:
    return MATIERES[code][1] if code in MATIERES else ""


def reconnaitre(ecrit: str) -> str:
    """The code of a label, however the State or somebody writes it (« ANGLAIS LV1 », « Sciences vie & Terre »): the longest beginning that the
    list knows. Else the label, readable.
    """
    dit = norme(ecrit)
    trouves = [
        (len(debut), code)
        for code, (nom, _couleur, debuts) in MATIERES.items()
        for debut in map(norme, (*debuts, str(nom)))
        if dit.startswith(debut)
    ]
    return max(trouves)[1] if trouves else lisible(ecrit)[:LONGUEUR].rstrip()


def ranger(codes: Iterable[str]) -> list[str]:
    """Each once, those of the list first, in its order."""
    return sorted(dict.fromkeys(code for code in codes if code), key=lambda code: (rang_de(code), code))


RANGS = {code: rang for rang, code in enumerate(MATIERES)}


def rang_de(code: str) -> int:
    """Its place in the list; what the list does not hold comes last."""
    return RANGS.get(code, len(RANGS))


def en_mots(codes: Iterable[str]) -> str:
    """« mathématiques et physique-chimie », as they follow a name."""
    noms = [_en_phrase(nom_de(code)) for code in codes]
    if len(noms) < 2:
        return "".join(noms)
    return _traduire("%(premiers)s et %(dernier)s") % {"premiers": ", ".join(noms[:-1]), "dernier": noms[-1]}


def _en_phrase(nom: str) -> str:
    """A common noun where the language writes it so; « SVT » and « English » keep their capitals."""
    commun = (get_language() or "").partition("-")[0] in ("fr", "es", "pt") and not nom[1:2].isupper()
    return nom[:1].lower() + nom[1:] if commun else nom
