"""The operator lets the ENT of a collège speak here, gives it its secret once, ends it."""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.acces import empreinte
from ..models import Emetteur


def _consigner(verbe: str, emetteur: Emetteur, auteur: Personne) -> None:
    consigner(
        f"continuite.{verbe}",
        auteur=auteur,
        etablissement=emetteur.etablissement,
        objet=f"emetteur {emetteur.pk}",
        nom=emetteur.nom,
    )


def _a_son_tour(emetteur: Emetteur) -> Emetteur:
    """As it is now, behind a feed that is being received or told."""
    return (
        Emetteur.objects.select_for_update(of=("self",), no_key=True)
        .select_related("etablissement")
        .get(pk=emetteur.pk)
    )


@transaction.atomic
def ouvrir_un_emetteur(*, auteur: Personne, champs: dict[str, Any]) -> tuple[Emetteur, str]:
    """The sender, and its secret: said this once."""
    secret = secrets.token_urlsafe(32)
    emetteur = Emetteur.objects.create(**champs, secret=empreinte(secret), ouvert_par=auteur)
    _consigner("ouvrir", emetteur, auteur)
    return emetteur, secret


@transaction.atomic
def corriger_un_emetteur(*, emetteur: Emetteur, auteur: Personne, champs: dict[str, Any]) -> None:
    """A link to a server that is no longer declared leads nowhere any more (`Element.mene_a`)."""
    for nom, valeur in champs.items():
        setattr(emetteur, nom, valeur)
    emetteur.save(update_fields=list(champs))
    _consigner("corriger", emetteur, auteur)


@transaction.atomic
def tirer_un_secret(*, emetteur: Emetteur, auteur: Personne) -> str:
    """The former one opens nothing any more, nor the tokens that it gave."""
    secret = secrets.token_urlsafe(32)
    emetteur.secret = empreinte(secret)
    emetteur.save(update_fields=["secret"])
    _consigner("tirer_un_secret", emetteur, auteur)
    return secret


@transaction.atomic
def fermer_un_emetteur(*, emetteur: Emetteur, auteur: Personne) -> None:
    """What it said is read by nobody any more; it stays until its date, and comes back if it is opened again, with what was told of it."""
    emetteur = _a_son_tour(emetteur)
    if emetteur.ferme_le is not None:
        return
    emetteur.ferme_le = timezone.now()
    emetteur.save(update_fields=["ferme_le"])
    diffusion.mettre_de_cote(natures=evenements.DITS, objets=_qui_se_disent(emetteur))
    _consigner("fermer", emetteur, auteur)


@transaction.atomic
def rouvrir_un_emetteur(*, emetteur: Emetteur, auteur: Personne) -> None:
    """Undo. Who had not read what was told finds it again; nobody is told twice."""
    emetteur = _a_son_tour(emetteur)
    if emetteur.ferme_le is None:
        return
    emetteur.ferme_le = None
    emetteur.save(update_fields=["ferme_le"])
    diffusion.rendre(natures=evenements.DITS, objets=_qui_se_disent(emetteur))
    _consigner("rouvrir", emetteur, auteur)


def _qui_se_disent(emetteur: Emetteur) -> list[int]:
    """Of homework and dates nothing was told."""
    dites = emetteur.elements.filter(nature__in=[nature.value for nature in evenements.RECU], retire_le=None)
    return list(dites.order_by("pk").values_list("pk", flat=True))
