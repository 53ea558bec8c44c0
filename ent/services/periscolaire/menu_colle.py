"""A week of menus as people paste it: a line a day, dishes between commas.

« Lundi : carottes râpées (moutarde), poulet rôti / omelette (œufs), riz, yaourt (lait) ». After « / », what is served instead to those
who eat no meat. Between brackets, allergens by their name or by their number in the annex; « (aucun) » says that there is none.
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from ent.socle.textes import norme, propre

from . import allergenes
from .allergenes import Allergene

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
# « Lundi 30 novembre : », « mardi 1er - », « Jeudi »
TETE = re.compile(
    r"^\W*(lundi|mardi|mercredi|jeudi|vendredi)\b[^\S\n]*(?:\d{1,2}(?:er)?(?:\s+[a-zéûA-ZÉÛ]{3,9})?)?\s*[:–—-]?\s*",
    re.I,
)
# « Mardy : », « Samedi 5 - », « Lun. 30 novembre : »: what begins as a day does, and is none.
TETE_D_AILLEURS = re.compile(
    r"^\W*(?:(?:samedi|dimanche)\b|([^\W\d_]+)\.?(?:\s+\d{1,2}(?:er)?(?:\s+[^\W\d_]{3,9}\.?)?)?\s*:)", re.I
)
# Before a colon too, and of a meal: « Entrée : salade ».
PARTS_DU_REPAS = frozenset(
    [
        "entree",
        "entrees",
        "plat",
        "plats",
        "garniture",
        "legume",
        "legumes",
        "accompagnement",
        "laitage",
        "fromage",
        "dessert",
        "desserts",
        "gouter",
        "pain",
    ]
)
PLATS = re.compile(r"\s*[,;•·]\s*(?![^(]*\))|\s+[–—]\s+(?![^(]*\))")
CROCHET = re.compile(r"\s*\(([^()]*)\)\s*$")
SANS_ALLERGENE = {"aucun", "sansallergene", "0"}
LONGUEUR = 120


@dataclass(frozen=True)
class PlatLu:
    nom: str
    sans_viande: bool = False
    allergenes: tuple[Allergene, ...] = ()
    dits: bool = False  # whether the line says its allergens, none included


@dataclass
class SemaineLue:
    """What was understood by day; what was not, as it was typed."""

    jours: dict[dt.date, list[PlatLu]] = field(default_factory=dict)
    nommes: set[dt.date] = field(default_factory=set)  # days that their line names
    incompris: list[str] = field(default_factory=list)
    trop_longs: list[str] = field(default_factory=list)


def lire_la_semaine(texte: str, lundi: dt.date, servis: Collection[dt.date] = ()) -> SemaineLue:
    """A line without a day's name goes on with the one above. Without any name, five lines are Monday to Friday, and fewer are the days
    `servis`, in their order: a Thursday's dishes on a Wednesday would be Thursday's allergens on the wrong day.
    """
    lignes = [propre(ligne) for ligne in texte.splitlines() if propre(ligne)]
    nommees = any(TETE.match(ligne) for ligne in lignes)
    jours = [lundi + dt.timedelta(days=n) for n in range(len(JOURS))]
    if servis and len(lignes) < len(JOURS):
        jours = sorted(servis)
    lue, jour = SemaineLue(), None
    for rang, ligne in enumerate(lignes):
        tete = TETE.match(ligne)
        if tete:
            jour = lundi + dt.timedelta(days=JOURS.index(tete[1].lower()))
            lue.nommes.add(jour)
        elif not nommees and rang < len(jours):
            jour = jours[rang]
        if jour is None or (not nommees and rang >= len(jours)) or (not tete and _est_un_faux_jour(ligne)):
            lue.incompris.append(ligne)
            continue
        plats = _plats(TETE.sub("", ligne))
        lue.trop_longs += [plat.nom for plat in plats if len(plat.nom) > LONGUEUR]
        if plats or jour not in lue.jours:
            lue.jours.setdefault(jour, []).extend(plats)
    return lue


def _est_un_faux_jour(ligne: str) -> bool:
    """It would go on with the day above, whose families would read another day's dishes."""
    tete = TETE_D_AILLEURS.match(ligne)
    return bool(tete) and norme(tete[1] or "") not in PARTS_DU_REPAS


def _plats(ligne: str) -> list[PlatLu]:
    plats = []
    for morceau in PLATS.split(ligne.rstrip(". ")):
        for rang, choix in enumerate(re.split(r"\s+/\s+", morceau)):
            if plat := _plat(choix, sans_viande=rang > 0):
                plats.append(plat)
    return plats


def _plat(texte: str, *, sans_viande: bool) -> PlatLu | None:
    crochet = CROCHET.search(texte)
    mots = [mot for mot in re.split(r"\s*[,;]\s*", crochet[1]) if mot] if crochet else []
    connus = [allergenes.reconnaitre(mot) for mot in mots]
    aucun = [norme(mot) for mot in mots] in ([mot] for mot in SANS_ALLERGENE)
    if crochet and (aucun or (mots and all(connus))):
        nom, dits = CROCHET.sub("", texte), True
    else:  # « (bio) » is a word of the dish
        nom, dits, connus = texte, False, []
    nom = nom.strip()
    siens = tuple(dict.fromkeys(a for a in connus if a)) if dits else ()
    return PlatLu(nom[:1].upper() + nom[1:], sans_viande, siens, dits) if nom else None


def en_texte(jours: dict[dt.date, list]) -> str:
    """The same week, to be corrected: what `lire_la_semaine` reads back."""
    return "\n".join(
        f"{JOURS[jour.weekday()].capitalize()} : {_ligne(plats)}" for jour, plats in sorted(jours.items()) if plats
    )


def _ligne(plats: list) -> str:
    ligne = ""
    for plat in plats:
        crochet = ""
        if plat.dits:
            crochet = f" ({allergenes.en_mots(plat.allergenes) or 'aucun'})"
        lien = " / " if plat.sans_viande and ligne else ", " if ligne else ""
        ligne += f"{lien}{plat.nom}{crochet}"
    return ligne
