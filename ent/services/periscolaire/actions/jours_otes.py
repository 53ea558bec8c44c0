"""Weekdays on which a service opens no more: what was declared of them is cancelled, and told once a child."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.models import Personne

from .. import evenements
from ..delais import jours_en_mots
from ..lectures.listes import jours_a_venir
from ..models import JourDeclare, Rythme, ServicePeriscolaire
from .fermeture import annoncer


def oter_des_jours(service: ServicePeriscolaire, otes: str, par: Personne) -> None:
    """In the transaction of the rules, under their lock. What is past stays as it was served; nothing comes back by itself if the weekday does."""
    maintenant = timezone.now()
    _oter_des_rythmes(service, otes, maintenant)
    dits = jours_a_venir(service, otes)
    if not dits:
        return
    JourDeclare.objects.filter(pk__in=[dit.pk for dit in dits]).update(remplace_le=maintenant)
    JourDeclare.objects.bulk_create(
        JourDeclare(
            service=service,
            eleve_id=dit.eleve_id,
            jour=dit.jour,
            etat=JourDeclare.Etat.NON,
            origine=JourDeclare.Origine.ECOLE,
            par=par,
            dit_le=maintenant,
        )
        for dit in dits
    )
    couples = destinataires.familles(service.etablissement_id, {dit.eleve_id for dit in dits})
    annoncer(evenements.JOURS_OTES, service, couples, _phrase)


def _oter_des_rythmes(service: ServicePeriscolaire, otes: str, maintenant: dt.datetime) -> None:
    """Those that run name these weekdays no more; one that named no other stops."""
    for rythme in Rythme.objects.select_for_update(of=("self",)).filter(service=service, arrete_le=None).order_by("pk"):
        restent = "".join(jour for jour in rythme.jours if jour not in otes)
        if not restent:
            rythme.arrete_le = maintenant
        rythme.jours = restent or rythme.jours
        rythme.save(update_fields=["jours", "arrete_le"])


def redites(services: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    return {s.pk: partial(_phrase, s) for s in ServicePeriscolaire.objects.filter(pk__in=services)}


def _phrase(service: ServicePeriscolaire, prenom: str) -> str:
    mots = {
        "enfant": prenom,
        "service": str(service.get_nature_display()),
        "jours": jours_en_mots(service.jours),
    }
    return _("%(enfant)s · %(service)s : désormais %(jours)s. Les autres jours demandés n’auront pas lieu.") % mots
