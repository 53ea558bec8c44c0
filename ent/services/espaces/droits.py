"""Spaces between schools: who enters, who reads, who writes. No model is imported.

One rule stands under all: a school is **in** a space when its direction said so, has not left, and has the room open (`ecole_dedans`). Each right goes
through a school that is in, and through a tie of the moment: to work there, to teach a class, to be in one, to answer for who is.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from ent.annuaire.droits import module_ouvert
from ent.annuaire.registres.collectifs import RELECTURE
from ent.socle.dates import aujourd_hui

MODULE = "espaces"  # as a school turns it off (`etages.module`)
POUVOIR = "espaces"  # as a direction may confide it
RIEN = Q(pk__in=[])
# One goes on reading a space that is over for `RELECTURE`: time to take up an archive, to read again what was said. Its archives are kept longer.
GARDE_DES_ARCHIVES = dt.timedelta(days=365)


def portee_de(personne):
    """What this person reaches in the schools that have the module on: every right of this room is written with it."""
    return personne.portee.pour(MODULE)


# --- Schools ----------------------------------------------------------------------------------------------------------
def ecole_engagee(prefixe: str = "") -> Q:
    """It agreed and has not left, whatever rooms are open: an archive is left to it."""
    cles: dict[str, Any] = {f"{prefixe}accord_le__isnull": False, f"{prefixe}quittee_le": None}
    return Q(**cles)


def ecole_dedans(prefixe: str = "", *, archive_de: int | None = None) -> Q:
    """Rows of a school in a space, at this path: it agreed, it has not left, its room is open; and so is that of the school that carries the space.

    For the archive left to one school (`archive_de`, its id): its own are always there, those of another while that one has its room open. The
    room that the carrying school closed over the last day takes nothing from what the others did.
    """
    ouverte = module_ouvert(MODULE, f"{prefixe}etablissement__")
    if archive_de is not None:
        return ecole_engagee(prefixe) & (ouverte | Q(**{f"{prefixe}etablissement": archive_de}))
    return Q(ecole_engagee(prefixe), ouverte, module_ouvert(MODULE, f"{prefixe}espace__etablissement__"))


def espace_lisible(prefixe: str = "") -> Q:
    """Until its relecture ends."""
    return Q(**{f"{prefixe}fin__gte": aujourd_hui() - RELECTURE})


def espace_commence(prefixe: str = "") -> Q:
    """Families and pupils read it from its first day on; whoever prepares it, before."""
    return Q(espace_lisible(prefixe), **{f"{prefixe}debut__lte": aujourd_hui()})


def ecoles_engagees_par(personne) -> frozenset[int]:
    """Schools that this person may bring into a space: those they direct, or whose direction confided it."""
    return portee_de(personne).ecoles_ou("espaces")


def ecoles_du_travail_de(personne) -> Q:
    """Over schools of spaces: those by which this person is in. Who commits the school is; whoever it named is, while they work there."""
    nommee = Q(
        adultes__personne=personne.pk,
        adultes__retire_le=None,
        etablissement__in=portee_de(personne).etablissements_de_travail,
    )
    return ecole_dedans() & espace_lisible("espace__") & (Q(etablissement__in=ecoles_engagees_par(personne)) | nommee)


def ecoles_invitees_de(personne) -> Q:
    """Invitations that wait for this person's word. Nothing of the space is read by them but what it is."""
    return Q(refus_le=None) & ecoles_repondables_par(personne)


def ecoles_repondables_par(personne) -> Q:
    """Those, and the ones that were refused: one may change one's mind while the space lasts."""
    sans_accord = Q(accord_le=None, quittee_le=None, etablissement__in=ecoles_engagees_par(personne))
    return sans_accord & espace_ouvert("espace__") & module_ouvert(MODULE, "espace__etablissement__")


def espace_ouvert(prefixe: str = "") -> Q:
    return Q(**{f"{prefixe}clos_le": None, f"{prefixe}fin__gte": aujourd_hui()})


def ecoles_suivies_par(personne) -> Q:
    """In, asked, out or gone: where what was sent twice is answered, of the schools that this person commits."""
    return Q(etablissement__in=ecoles_engagees_par(personne)) & espace_lisible("espace__")


def ecoles_quittees_de(personne) -> Q:
    """Spaces that this person's school left, while they last: it may be taken back."""
    parties = Q(accord_le__isnull=False, quittee_le__isnull=False, etablissement__in=ecoles_engagees_par(personne))
    return parties & espace_ouvert("espace__")


def ecole_invitable() -> Q:
    """Over schools: it works still, and has the room open."""
    return Q(fermee_le=None) & module_ouvert(MODULE)


def ecoles_a_archives_de(personne) -> Q:
    """Schools whose archive this person may take: those that they direct, left or not, while it is kept. It holds the lines of the thread, which a
    direction reads and whom it confided spaces to does not.
    """
    fin = Q(espace__fin__gte=aujourd_hui() - GARDE_DES_ARCHIVES)
    return Q(etablissement__in=portee_de(personne).etablissements_diriges) & ~Q(accord_le=None) & fin


# --- Families and pupils ------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, never the pupil themself."""
    return portee_de(personne).enfants_suivis


def sois_meme(personne) -> list:
    """One's own classes, of a pupil."""
    return [suivi for suivi in portee_de(personne).suivis if suivi.eleve.pk == personne.pk]


def classes_lues_par(suivis: Collection[Any]) -> Q:
    """Over classes of spaces: those of these children, by a school that is in."""
    classes = {suivi.classe_id for suivi in suivis}
    return Q(ecole_dedans("ecole__"), espace_commence("ecole__espace__"), classe__in=classes, retiree_le=None)


# --- What may be done -------------------------------------------------------------------------------------------------
def peut_ouvrir(personne) -> bool:
    return bool(ecoles_engagees_par(personne))


def engage(personne, ecole: Any) -> bool:
    """Agrees, refuses, names the first adults, leaves: the direction of that school, or whom it confided it to."""
    return ecole.etablissement_id in ecoles_engagees_par(personne)


def enseigne_ici(personne, classe: Any) -> bool:
    """Brings a class who teaches it."""
    return classe.pk in portee_de(personne).classes_tenues


# --- The board of works -----------------------------------------------------------------------------------------------
def oeuvre_accrochee(*, archive_de: int | None = None) -> Q:
    """Over works: those that hang. Of a class that went or closed, of a school that left or closed the room, none does."""
    la = Q(retiree_le=None, classe__retiree_le=None, classe__classe__fermee_le=None)
    return la & ecole_dedans("classe__ecole__", archive_de=archive_de)


def oeuvres_ecrites_par(personne) -> Q:
    """Over works: those of the classes that this person teaches, and of the schools that they commit, while the class is of the space."""
    return oeuvres_reprises_par(personne) & Q(classe__retiree_le=None)


def oeuvres_reprises_par(personne) -> Q:
    """The same, of a class that was taken away too: its works would hang again the day it comes back, and may be taken down before."""
    siennes = Q(classe__classe__in=portee_de(personne).classes_tenues) | Q(
        classe__ecole__etablissement__in=ecoles_engagees_par(personne)
    )
    return siennes & ecole_dedans("classe__ecole__")
