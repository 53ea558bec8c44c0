"""The operator's providers: written down, read again, put away. What one last said of itself is kept whatever happens next."""

import logging
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.socle.textes import en_une_ligne

from ..lectures import oidc, saml, sceaux
from ..lectures.reseau import Injoignable
from ..models import FournisseurIdentite

journal = logging.getLogger(__name__)
RELECTURE = 60  # seconds between two readings of keys that somebody's token asked for


def _consigner(verbe: str, fournisseur: FournisseurIdentite, auteur: Personne) -> None:
    consigner(f"identites.{verbe}", auteur=auteur, objet=f"fournisseur {fournisseur.pk}", nom=fournisseur.nom)


@transaction.atomic
def enregistrer(
    *, auteur: Personne, champs: dict[str, Any], secret: str = "", metadonnees: str = ""
) -> FournisseurIdentite:
    fournisseur = FournisseurIdentite(**champs, secret_scelle=sceaux.sceller(secret))
    _poser(fournisseur, metadonnees)
    fournisseur.save()
    _consigner("enregistrer", fournisseur, auteur)
    return fournisseur


@transaction.atomic
def corriger(
    *,
    fournisseur: FournisseurIdentite,
    auteur: Personne,
    champs: dict[str, Any],
    secret: str = "",
    metadonnees: str = "",
) -> None:
    """A secret or a file that was not given is the one that was there. Another address is another provider: what it had said goes."""
    if any(champs.get(nom, getattr(fournisseur, nom)) != getattr(fournisseur, nom) for nom in ("adresse", "protocole")):
        fournisseur.metadonnees = fournisseur.cles = ""
        fournisseur.lues_le = None
    for nom, valeur in champs.items():
        setattr(fournisseur, nom, valeur)
    if secret:
        fournisseur.secret_scelle = sceaux.sceller(secret)
    _poser(fournisseur, metadonnees)
    fournisseur.save()
    _consigner("corriger", fournisseur, auteur)


def _poser(fournisseur: FournisseurIdentite, metadonnees: str) -> None:
    if metadonnees:
        fournisseur.metadonnees, fournisseur.lues_le, fournisseur.panne = metadonnees, timezone.now(), ""
    if fournisseur.est_saml and not fournisseur.cle_scellee:
        fournisseur.cle_scellee, fournisseur.certificat = sceaux.tirer_une_cle(fournisseur.nom)


@transaction.atomic
def retirer(*, fournisseur: FournisseurIdentite, auteur: Personne) -> None:
    """Nobody comes in by it any more; whom its identities are is kept."""
    if fournisseur.retire_le is None:
        fournisseur.retire_le = timezone.now()
        fournisseur.save(update_fields=["retire_le"])
        _consigner("retirer", fournisseur, auteur)


@transaction.atomic
def remettre(*, fournisseur: FournisseurIdentite, auteur: Personne) -> None:
    if fournisseur.retire_le is not None:
        fournisseur.retire_le = None
        fournisseur.save(update_fields=["retire_le"])
        _consigner("remettre", fournisseur, auteur)


def relever(*, fournisseur: FournisseurIdentite) -> str:
    """Read again what it says of itself; why it could not be, or nothing. The network is asked outside of any transaction.

    Not journalled: every hour, and its page says when.
    """
    if not fournisseur.adresse:
        return ""
    dit: dict[str, Any] = {"essayees_le": timezone.now(), "panne": ""}
    try:
        if fournisseur.est_saml:
            dit |= {"metadonnees": saml.relire(fournisseur), "lues_le": timezone.now()}
        else:
            document, cles = oidc.relire(fournisseur)
            dit |= {"metadonnees": document, "cles": cles, "lues_le": timezone.now()}
    except Injoignable as panne:
        dit["panne"] = en_une_ligne(str(panne), 200)
        journal.warning("Fournisseur d’identité %s : %s", fournisseur.pk, panne)
    except Exception:  # nonsense of a kind that nobody thought of: the others are read all the same
        dit["panne"] = "réponse illisible"
        journal.exception("Fournisseur d’identité %s", fournisseur.pk)
    # Only where it is still the same provider: its address may have been corrected meanwhile.
    FournisseurIdentite.objects.filter(pk=fournisseur.pk, adresse=fournisseur.adresse).update(**dit)
    for nom, valeur in dit.items():
        setattr(fournisseur, nom, valeur)
    return dit["panne"]


def relever_pour_une_cle(*, fournisseur: FournisseurIdentite) -> bool:
    """A token was signed by a key that we did not know: it may be new. Once a minute at most, whoever asks."""
    if not cache.add(f"identites-cles:{fournisseur.pk}", True, RELECTURE):
        return False
    return not relever(fournisseur=fournisseur)


def relever_tout() -> None:
    """Every hour. One that is away keeps none of the others."""
    for fournisseur in FournisseurIdentite.objects.ouverts():
        relever(fournisseur=fournisseur)


def noter_le_refus(*, fournisseur: FournisseurIdentite, mot: str) -> None:
    """For the operator's page: why it was last not believed. Never of whom; not journalled."""
    dit = en_une_ligne(mot, 200)  # what a stranger sent may stand in it
    FournisseurIdentite.objects.filter(pk=fournisseur.pk).update(refus=dit, refus_le=timezone.now())
