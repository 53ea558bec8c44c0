"""Groups of Wagtail follow the directory: stored, since its workflow reads them, and never more than what roles give.

What a role no longer gives is refused at once all the same: `pages.middleware` shows Wagtail today's rights alone.
"""

from django.db import transaction
from django.db.models import Q

from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Mandat, Personne, Role

from ..droits import site as droits
from ..models import SiteDEcole

Membre = Personne.groups.through


@transaction.atomic
def aligner_personne(*, personne: Personne) -> None:
    """The groups of one person, as their roles are now."""
    _aligner(Q(personne=personne), Q(personne=personne), auteur=personne)


@transaction.atomic
def aligner_equipes() -> None:
    """The groups of everybody, as roles are now; safe to begin again."""
    _aligner(Q(), Q(), auteur=None)


def _aligner(des_roles: Q, des_membres: Q, *, auteur: Personne | None) -> None:
    par_ecole = {s.etablissement_id: s for s in SiteDEcole.objects.all()}
    groupes = {g for s in par_ecole.values() for g in (s.editeurs_id, s.redacteurs_id)}
    roles = Role.objects.filter(des_roles, en_cours(), etablissement__isnull=False).order_by()
    voulus, en_poste = set(), set()
    for personne, ecole, nature in roles.values_list("personne_id", "etablissement_id", "nature"):
        en_poste.add((personne, ecole))
        if nature in droits.ECRIVENT and (site := par_ecole.get(ecole)):
            voulus.add((personne, site.editeurs_id if nature in droits.PUBLIENT else site.redacteurs_id))
    mandats = Mandat.objects.en_vigueur().filter(des_roles, pouvoirs__contains="site").order_by()
    for personne, ecole, pouvoirs in mandats.values_list("personne_id", "etablissement_id", "pouvoirs"):
        if (personne, ecole) in en_poste and "site" in pouvoirs.split() and (site := par_ecole.get(ecole)):
            voulus.add((personne, site.editeurs_id))
    membres = Membre.objects.filter(des_membres, group__in=groupes).values_list("pk", "personne_id", "group_id")
    presents = {(personne, groupe): pk for pk, personne, groupe in membres}
    Membre.objects.filter(pk__in=[pk for lien, pk in presents.items() if lien not in voulus]).delete()
    neufs = voulus - presents.keys()
    Membre.objects.bulk_create([Membre(personne_id=p, group_id=g) for p, g in neufs], ignore_conflicts=True)
    otes = len(presents.keys() - voulus)
    if neufs or otes:
        consigner("pages.aligner_equipes", auteur=auteur, ajoutes=len(neufs), otes=otes)
