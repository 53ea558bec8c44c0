"""The operator declares the site where parents have an account for some collèges, tries it, ends it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures import sceaux
from ..models import CompteRelie, Element, Plateforme
from . import comptes


def _consigner(verbe: str, plateforme: Plateforme, auteur: Personne) -> None:
    consigner(f"continuite.{verbe}", auteur=auteur, objet=f"plateforme {plateforme.pk}", nom=plateforme.nom)


@transaction.atomic
def declarer_une_plateforme(
    *, auteur: Personne, champs: dict[str, Any], colleges: Collection[Etablissement], secret: str
) -> Plateforme:
    plateforme = Plateforme.objects.create(**champs, secret_scelle=sceaux.sceller(secret), ouverte_par=auteur)
    plateforme.colleges.set(colleges)
    _consigner("declarer_plateforme", plateforme, auteur)
    return plateforme


@transaction.atomic
def corriger_une_plateforme(
    *,
    plateforme: Plateforme,
    auteur: Personne,
    champs: dict[str, Any],
    colleges: Collection[Etablissement],
    secret: str,
) -> None:
    """Its address is no field of it: what families said yes to is that server. No `secret`: the one that is there. A collège that it serves no more takes away
    what was linked of its pupils.
    """
    plateforme = _a_son_tour(plateforme)
    for nom, valeur in champs.items():
        setattr(plateforme, nom, valeur)
    plateforme.secret_scelle = sceaux.sceller(secret) if secret else plateforme.secret_scelle
    plateforme.save(update_fields=[*champs, "secret_scelle"])
    plateforme.colleges.set(colleges)
    if not plateforme.dit_de_qui:
        comptes.effacer(CompteRelie.objects.filter(plateforme=plateforme).exclude(etablissement__in=colleges))
    _consigner("corriger_plateforme", plateforme, auteur)


def essayer(*, plateforme: Plateforme, retour: str) -> str:
    """Asked, then noted: nothing when it is there and knows us."""
    dit = comptes.dialecte_de(plateforme).essayer(plateforme, retour=retour)
    Plateforme.objects.filter(pk=plateforme.pk).update(essaye_le=timezone.now(), essai=dit)
    return dit


@transaction.atomic
def fermer_une_plateforme(*, plateforme: Plateforme, auteur: Personne) -> None:
    """It is asked no more, and what it said is read by nobody; it comes back if it is opened again."""
    plateforme = _a_son_tour(plateforme)
    if plateforme.fermee_le is None:
        Plateforme.objects.filter(pk=plateforme.pk).update(fermee_le=timezone.now())
        diffusion.mettre_de_cote(natures=[evenements.NOUVELLE], objets=_dites_par(plateforme))
        _consigner("fermer_plateforme", plateforme, auteur)


@transaction.atomic
def rouvrir_une_plateforme(*, plateforme: Plateforme, auteur: Personne) -> None:
    """Undo. Who had not read what was told finds it again, of an account that is still linked; nobody is told twice."""
    plateforme = _a_son_tour(plateforme)
    if plateforme.fermee_le is not None:
        Plateforme.objects.filter(pk=plateforme.pk).update(fermee_le=None)
        diffusion.rendre(natures=[evenements.NOUVELLE], objets=_dites_par(plateforme))
        _consigner("rouvrir_plateforme", plateforme, auteur)


def _dites_par(plateforme: Plateforme) -> list[int]:
    dites = Element.objects.filter(compte__plateforme=plateforme)
    return list(dites.order_by("pk").values_list("pk", flat=True))


def _a_son_tour(plateforme: Plateforme) -> Plateforme:
    return Plateforme.objects.select_for_update(no_key=True).get(pk=plateforme.pk)
