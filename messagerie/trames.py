"""A message as browsers hold it: the same whether the signal brings it or the page asks for what it missed."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import nom_dit
from ent.fichiers.models import Fichier, numeroter
from ent.socle.dates import date_format, time_format

from .models import Message

EXTRAIT = 120
HEURE = r"G \h i"  # « 7 h 00 »
# Of what a process keeps drawn: fifty windows of a thread, some 7 MB.
GARDEES = 2048
# Signs of a message that is kept so. Five thousand, of those that HTML writes in five, would be 460 MB: whoever writes could fill the memory of a server.
COURT = 1000


# Columns of a message, of whom it names, of what it answers, in the order of `Dit`.
DU_MESSAGE = (
    "pk",
    "fil_id",
    "numero",
    "revision",
    "texte",
    "ecrit_le",
    "part_le",
    "parti_le",
    "modifie_le",
    "rappele_le",
    "rendu_le",
    "urgence",
    "est_automatique",
    "auteur_id",
)
NOMS = ("civilite", "nom", "nom_usage", "prenom")


class Piece(NamedTuple):
    octets: int
    nature: str
    nom_donne: str
    uuid: str
    duree: int | None = None  # seconds, of a sound that says it


class Dit(NamedTuple):
    """What everyone who reads the thread may hold of a message, by value: two that are equal make one frame, and one bubble (decision 0193). Nothing in it
    depends on the reader.

    Names are those of `Message` and of who wrote it; `cite_…` are of the message that it answers, None without one; of its words, what is said (`EXTRAIT`).
    """

    pk: int
    fil_id: int
    numero: int | None
    revision: int
    texte: str
    ecrit_le: dt.datetime
    part_le: dt.datetime
    parti_le: dt.datetime | None
    modifie_le: dt.datetime | None
    rappele_le: dt.datetime | None
    rendu_le: dt.datetime | None
    urgence: str
    est_automatique: bool
    auteur_id: int
    uuid: str
    auteur: str
    civilite: str
    nom: str
    nom_usage: str
    prenom: str
    cite_fil: int | None
    cite_numero: int | None
    cite_texte: str | None
    cite_rappele_le: dt.datetime | None
    cite_civilite: str | None
    cite_nom: str | None
    cite_nom_usage: str | None
    cite_prenom: str | None
    pieces: tuple[Piece, ...] = ()
    signes: tuple[str, ...] = ()


def dit(message: Message) -> Dit:
    """The same of a message in hand. What is joined to it and its signs are two queries, unless they were read with it."""
    auteur, cite = message.auteur, message.en_reponse_a
    return Dit(
        *(getattr(message, champ) for champ in DU_MESSAGE),
        str(message.uuid),
        str(auteur.uuid),
        *(getattr(auteur, champ) for champ in NOMS),
        *((cite.fil_id, cite.numero, cite.texte[:EXTRAIT], cite.rappele_le) if cite else [None] * 4),
        *(getattr(cite.auteur if cite else None, champ, None) for champ in NOMS),
        pieces=tuple(
            Piece(f.octets, f.nature, f.nom_donne, str(f.uuid), None if f.duree is None else int(f.duree))
            for f in message.pieces.all()
        ),
        signes=tuple(reaction.signe for reaction in message.reactions.all()),
    )


def trame(message: Message) -> dict[str, Any]:
    """What a browser is sent of a message.

    Reactions are counts: who reacted is nobody's business but theirs. Addresses of files are judged at each request.
    """
    return dict(trame_de(dit(message), get_language()))


def trame_de(dit: Dit, langue: str | None) -> dict[str, Any]:
    """The same, in this language, which is the one in force. Shared: who adds to it copies it."""
    return gardee(_trame, dit)(dit, langue)


def gardee(faire: Any, dit: Dit) -> Callable[..., Any]:
    """What makes something of it: kept (`lru_cache`), or made again each time of a long one."""
    return faire if len(dit.texte) <= COURT else faire.__wrapped__


@lru_cache(maxsize=GARDEES)
def _trame(dit: Dit, _langue: str | None) -> dict[str, Any]:
    parti = timezone.localtime(dit.parti_le or dit.ecrit_le)
    rappele, attend = dit.rappele_le is not None, dit.numero is None
    return {
        "id": dit.pk,
        "fil": dit.fil_id,
        "numero": dit.numero,
        "revision": dit.revision,
        "uuid": str(UUID(dit.uuid)),
        "auteur": str(UUID(dit.auteur)),
        "nom": nom_dit(dit.civilite, dit.nom, dit.nom_usage, dit.prenom),
        "texte": "" if rappele else dit.texte,
        "jour": parti.date().isoformat(),
        "jour_dit": _jour_dit(parti.date(), get_language()),
        "heure": _heure(parti.time().replace(second=0, microsecond=0), get_language()),
        "le": parti.isoformat(timespec="seconds"),
        "attend": attend,
        "part": date_format(timezone.localtime(dit.part_le), f"l j F, {HEURE}") if attend else "",
        "est_modifie": dit.modifie_le is not None and not rappele,
        "est_rappele": rappele,
        "est_urgent": bool(dit.urgence),
        "est_automatique": dit.est_automatique,
        "reponse": _reponse(dit),
        "pieces": [] if rappele else list(_pieces(dit.pieces)),
        "reactions": dict(Counter(dit.signes)),
    }


@lru_cache(maxsize=512)
def _jour_dit(jour: dt.date, _langue: str | None) -> str:
    """A thread says few days, again and again."""
    return date_format(jour, "l j F")


@lru_cache(maxsize=4096)
def _heure(heure: dt.time, _langue: str | None) -> str:
    return time_format(heure, HEURE)


def _reponse(dit: Dit) -> dict[str, Any] | None:
    """What it answers: in the same thread, or an announcement that the same people read (`droits.fils.se_cite_dans`)."""
    if dit.cite_fil is None:
        return None
    texte = _("Message retiré") if dit.cite_rappele_le else dit.cite_texte or _("Pièce jointe")
    ou = f"{adresse('messagerie_fil', dit.cite_fil)}?message={dit.cite_numero}#m{dit.cite_numero}"
    nom = nom_dit(dit.cite_civilite or "", dit.cite_nom or "", dit.cite_nom_usage or "", dit.cite_prenom or "")
    return {"adresse": ou, "nom": nom, "extrait": texte}


@cache
def _autour_du_numero(nom: str) -> tuple[str, str]:
    avant, _zero, apres = reverse(nom, args=[0]).rpartition("0")
    return avant, apres


def adresse(nom: str, pk: int) -> str:
    """`reverse(nom, args=[pk])`, for the many of a page."""
    return str(pk).join(_autour_du_numero(nom))


def _pieces(pieces: Iterable[Piece]) -> Iterable[dict[str, Any]]:
    fichiers = (
        Fichier(octets=p.octets, nature=p.nature, nom_donne=p.nom_donne, uuid=UUID(p.uuid), duree=p.duree)
        for p in pieces
    )
    for fichier in numeroter(fichiers):
        yield {
            "nom": fichier.nom,
            "nature": fichier.nature,
            "taille": fichier.taille,
            "duree": fichier.duree_dite,
            "adresse": fichier.page,
            "vignette": fichier.vignette,
        }


def vide() -> dict[str, Any]:
    """A frame of nobody, for the pattern that the script fills."""
    rien = dict.fromkeys(("id", "fil", "uuid", "auteur", "nom", "texte", "jour", "jour_dit", "heure", "le", "part"), "")
    faux = dict.fromkeys(("attend", "est_modifie", "est_rappele", "est_urgent", "est_automatique", "est_moi"), False)
    return rien | faux | {
        "numero": None, "revision": 0, "reponse": None, "pieces": [], "reactions": {}, "mon_signe": "", "peut_modifier": False,
    }  # fmt: skip
