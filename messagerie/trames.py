"""A message as browsers hold it: the same whether the signal brings it or the page asks for what it missed."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from ent.socle.dates import date_format

from .models import Message

EXTRAIT = 120
HEURE = r"G \h i"  # « 7 h 00 »


def trame(message: Message) -> dict[str, Any]:
    """What everyone who reads the thread may hold of a message: nothing in it depends on the reader.

    Reactions are counts: who reacted is nobody's business but theirs. Addresses of files are judged at each request.
    """
    parti = timezone.localtime(message.parti_le or message.ecrit_le)
    rappele = message.rappele_le is not None
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
        "jour_dit": date_format(parti, "l j F"),
        "heure": time_format(parti, HEURE),
        "le": parti.isoformat(timespec="seconds"),
        "attend": message.attend,
        "part": date_format(timezone.localtime(message.part_le), f"l j F, {HEURE}") if message.attend else "",
        "est_modifie": message.modifie_le is not None and not rappele,
        "est_rappele": rappele,
        "est_urgent": bool(message.urgence),
        "est_automatique": message.est_automatique,
        "reponse": _reponse(message),
        "pieces": [] if rappele else [_piece(fichier) for fichier in message.pieces.all()],
        "reactions": dict(Counter(reaction.signe for reaction in message.reactions.all())),
    }


def _reponse(message: Message) -> dict[str, Any] | None:
    """What it answers: in the same thread, or an announcement that the same people read (`droits.fils.se_cite_dans`)."""
    cite = message.en_reponse_a
    if cite is None:
        return None
    texte = "" if cite.rappele_le else cite.texte
    adresse = f"{reverse('messagerie_fil', args=[cite.fil_id])}?message={cite.numero}#m{cite.numero}"
    return {"adresse": adresse, "nom": cite.auteur.nom_affiche, "extrait": texte[:EXTRAIT]}


def _piece(fichier) -> dict[str, Any]:
    return {
        "nom": fichier.nom,
        "nature": fichier.nature,
        "taille": fichier.taille,
        "adresse": fichier.adresse(),
        "vignette": fichier.vignette,
    }


def vide() -> dict[str, Any]:
    """A frame of nobody, for the pattern that the script fills."""
    rien = dict.fromkeys(("id", "fil", "uuid", "auteur", "nom", "texte", "jour", "jour_dit", "heure", "le", "part"), "")
    faux = dict.fromkeys(("attend", "est_modifie", "est_rappele", "est_urgent", "est_automatique", "est_moi"), False)
    return rien | faux | {
        "numero": None, "revision": 0, "reponse": None, "pieces": [], "reactions": {}, "mon_signe": "", "peut_modifier": False,
    }  # fmt: skip
