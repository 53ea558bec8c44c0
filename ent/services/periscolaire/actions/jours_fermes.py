"""A school opens a service not on one day (a strike): what was said of that day is cancelled and told, and given back as it stood if it opens after all."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import Prevenus, pas_encore_dites, prevenus
from ent.portail.registres import dire_les_repas_changes

from .. import evenements
from ..models import JourDeclare, ServicePeriscolaire
from .jours import ATTENTE, NON, OUI, donner_les_places, prevenir, verrouiller

FERME = JourDeclare.Origine.FERME


@transaction.atomic
def fermer_jour(*, service: ServicePeriscolaire, jour: dt.date, raison: str, auteur: Personne) -> Prevenus:
    """Of how many children, who had asked for that day, families are told, and of how many a paper will have to. Closed already, it changes nothing."""
    service = verrouiller([service.pk])[service.pk]
    if service.ferme_pour(jour) is not None:
        return Prevenus()
    if service.ferme_le or jour < timezone.localdate() or not service.ouvrirait_le(jour):
        raise ValidationError(_("Le service n’ouvre pas ce jour-là : rien n’est à fermer."))
    _garder(service, service.jours_fermes | {jour.isoformat(): raison})
    maintenant = timezone.now()
    dits = list(_du(service, jour).filter(etat__in=(OUI, ATTENTE)))
    fermes = [_comme(dit, etat=NON, origine=FERME, par=auteur, dit_le=maintenant) for dit in dits]
    _remplacer(dits, fermes, maintenant)
    familles = _familles(service, fermes)
    for ferme in fermes:
        prevenir(evenements.CHANGE, service, ferme, familles[ferme.eleve_id])
    _consigner("fermer_jour", service, jour, auteur, familles)
    return prevenus([(adulte, eleve) for eleve, siens in familles.items() for adulte in siens])


@transaction.atomic
def rouvrir_jour(*, service: ServicePeriscolaire, jour: dt.date, auteur: Personne) -> None:
    """Days are as they stood, at their place among who waits, but those of a rhythm that stopped since. Who had been told is told; who had not yet, in quiet
    hours, is told nothing at all.
    """
    services = verrouiller([service.pk])
    service = services[service.pk]
    if service.ferme_pour(jour) is None:
        return
    _garder(service, {cle: raison for cle, raison in service.jours_fermes.items() if cle != jour.isoformat()})
    maintenant = timezone.now()
    fermes = {dit.eleve_id: dit for dit in _du(service, jour).filter(origine=FERME)}
    avant = JourDeclare.objects.filter(service=service, jour=jour, eleve__in=fermes, etat__in=(OUI, ATTENTE))
    rendus = [
        _comme(dit, etat=dit.etat, origine=dit.origine, par=dit.par, dit_le=dit.dit_le)
        for dit in avant.select_related("eleve", "par")
        if dit.remplace_le == fermes[dit.eleve_id].dit_le
    ]
    _remplacer(fermes.values(), rendus, maintenant)
    familles = _familles(service, rendus)
    for rendu in rendus:
        ferme = fermes[rendu.eleve_id]
        tenues = pas_encore_dites(nature=evenements.CHANGE, objet_id=ferme.pk)
        diffusion.denotifier(nature=evenements.CHANGE, objet_id=ferme.pk)
        a_dire = {adulte for adulte in familles[rendu.eleve_id] if (adulte, rendu.eleve_id) not in tenues}
        prevenir(evenements.CHANGE, service, rendu, a_dire)
    if service.capacite is not None:
        donner_les_places(services, {(service.pk, jour)})
    _consigner("rouvrir_jour", service, jour, auteur, familles)


def _garder(service: ServicePeriscolaire, jours_fermes: dict[str, str]) -> None:
    service.jours_fermes = jours_fermes
    service.save(update_fields=["jours_fermes"])
    if service.est_repas:
        dire_les_repas_changes([service.etablissement_id])


def _du(service: ServicePeriscolaire, jour: dt.date):
    dits = JourDeclare.objects.en_vigueur().presents(jour, [service.etablissement_id])
    return dits.filter(service=service).select_related("eleve", "par")


def _comme(dit: JourDeclare, **champs) -> JourDeclare:
    return JourDeclare(service=dit.service, eleve=dit.eleve, jour=dit.jour, rythme_id=dit.rythme_id, **champs)


def _remplacer(anciens: Iterable[JourDeclare], nouveaux: list[JourDeclare], maintenant: dt.datetime) -> None:
    JourDeclare.objects.filter(pk__in=[dit.pk for dit in anciens]).update(remplace_le=maintenant)
    JourDeclare.objects.bulk_create(nouveaux)


def _familles(service: ServicePeriscolaire, dits: Iterable[JourDeclare]) -> dict[int, set[int]]:
    """By child (id), the adults who answer for it there."""
    eleves = {dit.eleve_id for dit in dits}
    siennes: dict[int, set[int]] = {eleve: set() for eleve in eleves}
    for adulte, eleve in destinataires.familles(service.etablissement_id, eleves):
        siennes[eleve].add(adulte)
    return siennes


def _consigner(
    verbe: str, service: ServicePeriscolaire, jour: dt.date, auteur: Personne, familles: dict[int, set[int]]
) -> None:
    ecole = service.etablissement
    details = {"service": service.nature, "jour": f"{jour}"}
    consigner(f"periscolaire.{verbe}", auteur=auteur, etablissement=ecole, objet=f"service {service.pk}", **details)
    lecteurs = set().union(*familles.values()) | evenements.ceux_qui_servent(ecole.pk)
    diffusion.signaler(nature=evenements.JOURS, objet_id=service.pk, destinataires=lecteurs)
