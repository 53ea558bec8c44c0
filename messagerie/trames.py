"""A message as browsers hold it: the same whether the signal brings it or the page asks for what it missed."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from ent.fichiers.models import Fichier, numeroter
from ent.socle.dates import date_format, time_format

from .models import Message

EXTRAIT = 120
HEURE = r"G \h i"  # « 7 h 00 »


def trame(
    message: Message, *, pieces: Collection[Fichier] | None = None, signes: Collection[str] | None = None
) -> dict[str, Any]:
    """What everyone who reads the thread may hold of a message: nothing in it depends on the reader.

    Reactions are counts: who reacted is nobody's business but theirs. Addresses of files are judged at each request.
    `pieces` and `signes` when they were read for several messages.
    """
    parti = timezone.localtime(message.parti_le or message.ecrit_le)
    rappele = message.rappele_le is not None
    if pieces is None:
        pieces = () if rappele else message.pieces.all()
    if signes is None:
        signes = [reaction.signe for reaction in message.reactions.all()]
    return {
        "id": message.pk,
        "fil": message.fil_id,
        "numero": message.numero,
        "revision": message.revision,
        "uuid": str(message.uuid),
        "auteur": str(message.auteur.uuid),
        "nom": message.auteur.nom_affiche,
        "texte": "" if rappele else message.texte,
        "jour": parti.date().isoformat(),
        "jour_dit": _jour_dit(parti.date(), get_language()),
        "heure": _heure(parti.time().replace(second=0, microsecond=0), get_language()),
        "le": parti.isoformat(timespec="seconds"),
        "attend": message.attend,
        "part": date_format(timezone.localtime(message.part_le), f"l j F, {HEURE}") if message.attend else "",
        "est_modifie": message.modifie_le is not None and not rappele,
        "est_rappele": rappele,
        "est_urgent": bool(message.urgence),
        "est_automatique": message.est_automatique,
        "reponse": _reponse(message),
        "pieces": [] if rappele else [_piece(fichier) for fichier in numeroter(pieces)],
        "reactions": dict(Counter(signes)) if signes else {},
    }


@lru_cache(maxsize=512)
def _jour_dit(jour: dt.date, _langue: str | None) -> str:
    """A thread says few days, again and again."""
    return date_format(jour, "l j F")


@lru_cache(maxsize=4096)
def _heure(heure: dt.time, _langue: str | None) -> str:
    return time_format(heure, HEURE)


def _reponse(message: Message) -> dict[str, Any] | None:
    """What it answers: in the same thread, or an announcement that the same people read (`droits.fils.se_cite_dans`)."""
    cite = message.en_reponse_a
    if cite is None:
        return None
    texte = "" if cite.rappele_le else cite.texte
    ou = f"{adresse('messagerie_fil', cite.fil_id)}?message={cite.numero}#m{cite.numero}"
    return {"adresse": ou, "nom": cite.auteur.nom_affiche, "extrait": texte[:EXTRAIT]}


@cache
def _autour_du_numero(nom: str) -> tuple[str, str]:
    avant, _zero, apres = reverse(nom, args=[0]).rpartition("0")
    return avant, apres


def adresse(nom: str, pk: int) -> str:
    """`reverse(nom, args=[pk])`, for the many of a page."""
    return str(pk).join(_autour_du_numero(nom))


def _piece(fichier) -> dict[str, Any]:
    return {
        "nom": fichier.nom,
        "nature": fichier.nature,
        "taille": fichier.taille,
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
