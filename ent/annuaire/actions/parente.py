"""Who answers for a child, as the direction states it: no file says it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ..journal import consigner
from ..models import Classe, EntreeJournal, Personne, Responsabilite
from ..registres import prevenir_des_liens


class DitEntreTemps(Exception):
    """A tie is no longer what was judged: nothing is written, its page judges again."""


def _prendre_les_liens(liens: Collection[Responsabilite]) -> None:
    """Until the end of the transaction, in the order of their numbers whoever asks. One tie is stated at two addresses, and by the State's directory:
    what another said of it since it was read is not replaced unseen.
    """
    lus = Responsabilite.objects.select_for_update(of=("self",)).filter(pk__in=[lien.pk for lien in liens])
    gardes = {lien.pk: (*lien.dit, lien.etablissement_id, lien.fin) for lien in lus.order_by("pk")}
    if any(gardes.get(lien.pk) != (*lien.dit, lien.etablissement_id, lien.fin) for lien in liens):
        raise DitEntreTemps


@transaction.atomic
def confirmer_responsabilite(
    *, responsabilite: Responsabilite, lien: str, autorite: str, auteur: Personne, foyer: str | None = None
) -> None:
    """The direction states the kind of tie, who holds parental authority, and the household (ONDE says none of these)."""
    _prendre_les_liens([responsabilite])
    foyer = responsabilite.foyer if foyer is None else foyer
    _preciser(responsabilite, lien, autorite, foyer, auteur, timezone.now())
    prevenir_des_liens([responsabilite.enfant_id])


def _preciser(
    responsabilite: Responsabilite, lien: str, autorite: str, foyer: str, auteur: Personne, quand: dt.datetime
) -> None:
    responsabilite.lien = lien
    responsabilite.autorite = autorite
    responsabilite.foyer = foyer
    responsabilite.confirmee_par = auteur
    responsabilite.confirmee_le = quand
    responsabilite.save(update_fields=["lien", "autorite", "foyer", "confirmee_par", "confirmee_le"])
    consigner(
        "annuaire.confirmer_responsabilite",
        auteur=auteur,
        etablissement=responsabilite.etablissement,
        objet=f"responsabilite {responsabilite.pk}",
        autorite=autorite,
    )


@transaction.atomic
def confirmer_responsabilites(*, decisions: list[tuple[Responsabilite, str, str, str]], auteur: Personne) -> None:
    """Many ties at once: all are stated, or none."""
    _prendre_les_liens([responsabilite for responsabilite, *_dit in decisions])
    for responsabilite, lien, autorite, foyer in decisions:
        confirmer_responsabilite(
            responsabilite=responsabilite, lien=lien, autorite=autorite, foyer=foyer, auteur=auteur
        )


@transaction.atomic
def confirmer_en_lot(
    *, classe: Classe, liens: Collection[Responsabilite], auteur: Personne
) -> tuple[dt.datetime, EntreeJournal]:
    """These adults of a class hold parental authority; kind of tie and household stay as they were said. Gives when, which names the
    geste, and the line that says all of it, above those of each.
    """
    _prendre_les_liens(liens)
    quand = timezone.now()
    for lien in liens:
        _preciser(lien, lien.lien, Responsabilite.Autorite.CONFIRMEE, lien.foyer, auteur, quand)
    prevenir_des_liens([lien.enfant_id for lien in liens])
    return quand, _consigner("confirmer_en_lot", classe, len(liens), auteur)


def _consigner(verbe: str, classe: Classe, combien: int, auteur: Personne) -> EntreeJournal:
    objet = f"classe {classe.pk}"
    return consigner(f"annuaire.{verbe}", auteur=auteur, etablissement=classe.etablissement, objet=objet, n=combien)


@transaction.atomic
def annuler_en_lot(*, classe: Classe, liens: Collection[int], quand: dt.datetime, auteur: Personne) -> int:
    """These ties (ids), confirmed together at that moment, are to be confirmed again; what was stated since stays. How many."""
    confirmes = Responsabilite.objects.select_for_update(of=("self",)).filter(
        pk__in=liens,
        etablissement=classe.etablissement,
        autorite=Responsabilite.Autorite.CONFIRMEE,
        confirmee_par=auteur,
        confirmee_le=quand,
    )
    repris = list(confirmes.order_by("pk"))
    for lien in repris:
        lien.autorite = Responsabilite.Autorite.A_CONFIRMER
        lien.confirmee_par = lien.confirmee_le = None
        lien.save(update_fields=["autorite", "confirmee_par", "confirmee_le"])
        consigner(
            "annuaire.reprendre_responsabilite",
            auteur=auteur,
            etablissement=classe.etablissement,
            objet=f"responsabilite {lien.pk}",
        )
    if repris:
        _consigner("annuler_en_lot", classe, len(repris), auteur)
    prevenir_des_liens([lien.enfant_id for lien in repris])
    return len(repris)
