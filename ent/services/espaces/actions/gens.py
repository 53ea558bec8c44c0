"""Whom a school brings: the adults that it names, the classes that come."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Personne, Role
from ent.diffusion import actions as diffusion
from ent.socle.francais import cite

from .. import evenements
from ..models import AdulteDeLEspace, ClasseDeLEspace, EcoleDeLEspace, Espace
from . import commun, ecoles, visites
from .commun import consigner


@transaction.atomic
def apporter(
    *,
    ecole: EcoleDeLEspace,
    par: Personne,
    adultes: Collection[Personne],
    classes: Collection[Classe],
    parmi: Collection[Classe],
) -> None:
    """The adults and classes of this school, as its page says them. `parmi`: the classes that this person may bring or take away; the others stay as they are.
    Once the space is over nobody comes in any more; who reads it again may still be taken off.
    """
    ecole = ecoles.verrouiller(ecole)
    commun.exiger_dedans(ecole)
    nommes, retires = _regler_les_adultes(ecole, par, {p.pk for p in adultes})
    apportees, otees = _regler_les_classes(ecole, par, {c.pk for c in classes}, {c.pk for c in parmi})
    if not (nommes or retires or apportees or otees):
        return
    if nommes or apportees:
        commun.exiger_ouvert(ecole.espace)
    consigner("espaces.apporter", ecole, par, adultes=len(nommes), classes=len(apportees))
    _dire_aux_nommes(ecole, nommes - {par.pk})
    if otees:
        ecoles.taire(ecole.espace, ecole.etablissement, otees)
    if retires:
        ecoles.taire_aux_adultes(ecole.espace, retires)
    if otees or apportees:
        visites.remplir_toutes(ecole.espace)
    dire_aux_classes(ecole.espace)
    commun.tenir_la_parole(ecole.espace, par)
    commun.relire(ecole.espace)


def _regler_les_adultes(ecole: EcoleDeLEspace, par: Personne, voulus: set[int]) -> tuple[set[int], set[int]]:
    tenus = {a.personne_id: a for a in AdulteDeLEspace.objects.filter(ecole=ecole)}
    la = {pk for pk, adulte in tenus.items() if adulte.retire_le is None}
    for pk in voulus - la:
        if pk in tenus:
            AdulteDeLEspace.objects.filter(pk=tenus[pk].pk).update(
                retire_le=None, nomme_par=par, nomme_le=timezone.now()
            )
        else:
            AdulteDeLEspace.objects.create(ecole=ecole, personne_id=pk, nomme_par=par)
    AdulteDeLEspace.objects.filter(ecole=ecole, personne__in=la - voulus).update(retire_le=timezone.now())
    return voulus - la, la - voulus


def _regler_les_classes(
    ecole: EcoleDeLEspace, par: Personne, voulues: set[int], parmi: set[int]
) -> tuple[set[int], set[int]]:
    tenues = {c.classe_id: c for c in ClasseDeLEspace.objects.filter(ecole=ecole)}
    la = {pk for pk, classe in tenues.items() if classe.retiree_le is None} & parmi
    voulues &= parmi
    for pk in voulues - la:
        if pk in tenues:
            ClasseDeLEspace.objects.filter(pk=tenues[pk].pk).update(
                retiree_le=None, mise_par=par, mise_le=timezone.now(), dite_le=None
            )
        else:
            ClasseDeLEspace.objects.create(ecole=ecole, classe_id=pk, mise_par=par)
    ClasseDeLEspace.objects.filter(ecole=ecole, classe__in=la - voulues).update(retiree_le=timezone.now())
    return voulues - la, la - voulues


def _dire_aux_nommes(ecole: EcoleDeLEspace, personnes: set[int]) -> None:
    def phrase() -> str:
        return _("Votre école vous a mis dans l’espace « %(titre)s ».") % {"titre": cite(ecole.espace.titre)}

    adresse = reverse("espaces_espace", args=[ecole.espace_id])
    commun.dire(evenements.NOMME, ecole.pk, ecole.etablissement, personnes, phrase, adresse)


def dire_aux_classes(espace: Espace) -> int:
    """The families of classes that were not told yet learn that it begins, from its first day on. Each once. How many classes."""
    if not (espace.est_ouvert and commun.se_lit(espace)):
        return 0
    muettes = ClasseDeLEspace.objects.dedans().filter(ecole__espace=espace, dite_le=None)
    dites = list(muettes.select_related("ecole__etablissement").order_by("pk"))
    for ligne in dites:
        _dire_a_une_classe(espace, ligne)
    return len(dites)


def _dire_a_une_classe(espace: Espace, ligne: ClasseDeLEspace) -> None:
    etablissement = ligne.ecole.etablissement
    prenoms = evenements.prenoms_de([ligne.classe_id])
    phrases = {eleve: partial(_phrase, espace, prenom) for eleve, prenom in prenoms.items()}
    diffusion.notifier(
        nature=evenements.OUVERT,
        objet_id=ligne.pk,
        etablissement=etablissement,
        textes={
            (adulte, eleve): phrases[eleve] for adulte, eleve in evenements.familles_de(etablissement.pk, list(prenoms))
        },
        adresse=reverse("espaces_espace", args=[espace.pk]),
        visible_le=calendrier.ouverture(etablissement, timezone.now()),
    )
    ClasseDeLEspace.objects.filter(pk=ligne.pk).update(dite_le=timezone.now())


def _phrase(espace: Espace, prenom: str) -> str:
    return _("%(enfant)s · Un espace commence avec une autre école : %(titre)s") % {
        "enfant": prenom,
        "titre": espace.titre,
    }


def redites(classes: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says again, to the families of each of these classes, that its space begins."""
    lignes = ClasseDeLEspace.objects.filter(pk__in=classes).select_related("ecole__espace")
    return {ligne.pk: partial(_phrase, ligne.ecole.espace) for ligne in lignes}


# --- Who works in a school, or no more --------------------------------------------------------------------------------
@transaction.atomic
def suivre_l_equipe(ecole: int, personnes: Collection[int]) -> None:
    """In the transaction that says it: the threads of the spaces where this school named them follow."""
    for espace in _ou_sont_nommes(Q(ecole__etablissement=ecole, personne__in=personnes)):
        commun.tenir_la_parole(espace, None)


def suivre_les_dates() -> None:
    """By the clock, each day: who works no more in the school that named them, since whatever day: a worker may have been down for long. Each space in
    its own transaction.
    """
    roles = Role.objects.filter(personne=OuterRef("personne"), etablissement=OuterRef("ecole__etablissement"))
    for espace in _ou_sont_nommes(~Q(Exists(roles.filter(en_cours())))):
        with transaction.atomic():
            commun.tenir_la_parole(espace, None)


def _ou_sont_nommes(nommes: Q) -> list[Espace]:
    touches = AdulteDeLEspace.objects.filter(nommes, retire_le=None).values("ecole__espace")
    lisibles = Espace.objects.lisibles().filter(pk__in=touches)
    return list(lisibles.select_related("etablissement").order_by("pk"))


def commencer() -> int:
    """By the clock: spaces whose first day has come. Each in its own transaction, safe to begin again."""
    ids = Espace.objects.ouverts().filter(ecoles__classes__dite_le=None, ecoles__classes__retiree_le=None)
    return sum(_commencer(pk) for pk in sorted(set(ids.values_list("pk", flat=True))))


@transaction.atomic
def _commencer(pk: int) -> int:
    espace = Espace.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    return dire_aux_classes(espace) if espace else 0
