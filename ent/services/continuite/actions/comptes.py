"""A parent links the account that they have on a collège's platform, and unlinks it: its keys and its lines go at once."""

import datetime as dt
from collections.abc import Collection
from types import ModuleType

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures import comptes as lectures
from ..lectures import edifice, mes_ecoles, sceaux
from ..lectures.edifice import Cles
from ..models import CompteRelie, Element, Plateforme

TACHE_LIRE = "ent.services.continuite.taches.lire_un_compte"


def _consigner(verbe: str, compte: CompteRelie, auteur: Personne | None) -> None:
    """Of no school: what a parent reads of theirs is read by none."""
    consigner(f"continuite.{verbe}", auteur=auteur, objet=f"compte {compte.pk}", nom=compte.plateforme.nom)


def dialecte_de(plateforme: Plateforme) -> ModuleType:
    """How it is spoken to."""
    return mes_ecoles if plateforme.dit_de_qui else edifice


@transaction.atomic
def relier(
    *, plateforme: Plateforme, titulaire: Personne, ecole: int, cles: Cles, eleve: Personne | None = None
) -> CompteRelie:
    """In the place of what was linked there before. `eleve`: the child of whom all of it is; nobody, of several, or where it says of whom. `ecole` (id): the
    school by which it is open to the parent.
    """
    Personne.objects.select_for_update(no_key=True).get(pk=titulaire.pk)  # two pages at once take their turn
    effacer(CompteRelie.objects.filter(plateforme=plateforme, titulaire=titulaire))
    compte = CompteRelie(
        plateforme=plateforme,
        titulaire=titulaire,
        eleve=eleve,
        etablissement_id=ecole,
    )
    poser_les_cles(compte, cles)
    compte.save()
    _consigner("relier_compte", compte, titulaire)
    diffusion.differer(TACHE_LIRE, compte=compte.pk)
    return compte


def poser_les_cles(compte: CompteRelie, cles: Cles) -> None:
    """Sealed."""
    compte.acces_scelle, compte.renouvellement_scelle = sceaux.sceller(cles.acces), sceaux.sceller(cles.renouvellement)
    compte.expire_le = timezone.now() + dt.timedelta(seconds=cles.dure)


@transaction.atomic
def delier(*, compte: CompteRelie) -> None:
    """Whoever reads it at this moment finds its row no more, and writes nothing."""
    _consigner("delier_compte", compte, compte.titulaire)
    effacer(CompteRelie.objects.filter(pk=compte.pk))


@transaction.atomic
def finir_ceux_de(personne: int) -> None:
    """Of an account (id) that a paper of the school gives back: what somebody else had linked is not read on it."""
    effacer(CompteRelie.objects.filter(titulaire=personne))


@transaction.atomic
def fermer_ce_qui_ne_tient_plus(enfants: Collection[int]) -> None:
    """Ties of these children changed: the account of who answers for them no more goes, and does not come back with the tie."""
    dits = CompteRelie.objects.filter(eleve__in=enfants) | CompteRelie.objects.filter(
        eleve=None, titulaire__in=lectures.qui_les_suivait(enfants)
    )
    fermer(dits.select_related("plateforme"))


@transaction.atomic
def fermer(comptes: Collection[CompteRelie]) -> dict[int, int | None]:
    """Of these, those that are held no more go; the collège of each of the others."""
    comptes = list(comptes)
    tenus = lectures.ou_ils_tiennent(comptes) if comptes else {}
    perdus = [compte for compte in comptes if compte.pk not in tenus]
    for compte in perdus:
        _consigner("fermer_compte", compte, None)
    effacer(CompteRelie.objects.filter(pk__in=[compte.pk for compte in perdus]))
    return tenus


def effacer(comptes) -> None:
    """Rows, keys, lines, and what told of them. In the caller's transaction."""
    effaces = list(comptes.select_for_update().order_by("pk").values_list("pk", "titulaire_id"))
    if not effaces:
        return
    ids = [pk for pk, _titulaire in effaces]
    taire(Element.objects.filter(compte__in=ids))
    diffusion.denotifier_tout(nature=evenements.REFUSE, objets=ids)
    CompteRelie.objects.filter(pk__in=ids).delete()
    for pk, titulaire in effaces:
        diffusion.signaler(nature=evenements.CHANGE, objet_id=pk, destinataires={titulaire})


def taire(elements) -> None:
    """What told of them is told no more."""
    diffusion.denotifier_tout(nature=evenements.NOUVELLE, objets=list(elements.order_by().values_list("pk", flat=True)))
