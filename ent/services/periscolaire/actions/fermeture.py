"""A service closes, or opens again: families who had days there are told, child by child."""

from collections.abc import Callable, Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier, destinataires
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import Prevenus, pas_encore_dites, prevenus

from .. import evenements
from ..lectures.listes import eleves_attendus
from ..models import ServicePeriscolaire
from .jours import donner_a_qui_attend, prendre_son_tour


@transaction.atomic
def fermer_service(*, service: ServicePeriscolaire, auteur: Personne) -> Prevenus:
    """Families declare no more there; what was declared and seen is kept, and exported. Of how many children, who had days to come, families are told, and of how
    many a paper will have to.
    """
    service = (
        ServicePeriscolaire.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=service.pk)
    )
    if service.ferme_le is not None:
        return Prevenus()
    service.ferme_le = timezone.now()
    service.save(update_fields=["ferme_le"])
    consigner(
        "periscolaire.fermer_service", auteur=auteur, etablissement=service.etablissement, objet=f"service {service.pk}"
    )
    diffusion.denotifier(nature=evenements.RAPPEL, objet_id=service.pk)
    couples = _familles(service)
    _dire(service, couples)
    return prevenus(couples)


@transaction.atomic
def rouvrir_service(*, service: ServicePeriscolaire, auteur: Personne) -> None:
    """As it was: days that were declared stand again. Who had been told is told; who had not yet, in quiet hours, is told nothing at all. A place that
    was freed meanwhile (a child left) is of who waits for it: closed, the service gave none.
    """
    prendre_son_tour(service.etablissement_id)
    service = (
        ServicePeriscolaire.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=service.pk)
    )
    if service.ferme_le is None:
        return
    autre = ServicePeriscolaire.objects.filter(
        etablissement=service.etablissement, nature=service.nature, ferme_le=None
    )
    if autre.exists():
        raise ValidationError(_("L’école a ouvert ce service à nouveau depuis : c’est celui-là qui reste."))
    service.ferme_le = None
    service.save(update_fields=["ferme_le"])
    consigner(
        "periscolaire.rouvrir_service",
        auteur=auteur,
        etablissement=service.etablissement,
        objet=f"service {service.pk}",
    )
    donner_a_qui_attend(services=[service.pk])
    tenues = pas_encore_dites(nature=evenements.FERME, objet_id=service.pk)
    diffusion.denotifier(nature=evenements.FERME, objet_id=service.pk)
    _dire(service, {couple for couple in _familles(service) if couple not in tenues})


def _familles(service: ServicePeriscolaire) -> set[tuple[int, int]]:
    """(adult, child) of the children who have a day to come there, or wait for one."""
    return destinataires.familles(service.etablissement_id, eleves_attendus(service))


def _dire(service: ServicePeriscolaire, couples: Collection[tuple[int, int]]) -> None:
    annoncer(evenements.FERME, service, couples, _phrase)


def annoncer(
    nature: str,
    service: ServicePeriscolaire,
    couples: Collection[tuple[int, int]],
    phrase: Callable[[ServicePeriscolaire, str], str],
) -> None:
    """Tell families (adult, child) what becomes of a service, once a child, when their school is awake; open pages of those who serve follow."""
    prenoms = dict(Personne.objects.filter(pk__in={enfant for _adulte, enfant in couples}).values_list("pk", "prenom"))
    diffusion.notifier(
        nature=nature,
        objet_id=service.pk,
        etablissement=service.etablissement,
        textes={(adulte, enfant): partial(phrase, service, prenoms[enfant]) for adulte, enfant in couples},
        adresse=reverse("periscolaire"),
        visible_le=calendrier.ouverture(service.etablissement, timezone.now()),
        renouvelle=True,
    )
    lecteurs = {adulte for adulte, _enfant in couples} | evenements.ceux_qui_servent(service.etablissement_id)
    diffusion.signaler(nature=evenements.JOURS, objet_id=service.pk, destinataires=lecteurs)


def redites(services: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    return {s.pk: partial(_phrase, s) for s in ServicePeriscolaire.objects.filter(pk__in=services)}


def _phrase(service: ServicePeriscolaire, prenom: str) -> str:
    mots = {"enfant": prenom, "service": str(service.get_nature_display())}
    if service.ferme_le is None and service.capacite is None:
        return _("%(enfant)s · L’école rouvre : %(service)s. Les jours demandés ont bien lieu.") % mots
    if service.ferme_le is None:  # said alike to who has a place and to who waits for one
        return (
            _(
                "%(enfant)s · L’école rouvre : %(service)s. Les jours inscrits ont bien lieu ; sur la liste d’attente, votre tour est gardé."
            )
            % mots
        )
    return _("%(enfant)s · L’école ferme : %(service)s. Les jours demandés n’auront pas lieu.") % mots
