"""A day before the hour, families who said nothing are told once: only where the school asks."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier, destinataires
from ent.annuaire.droits import module_ouvert
from ent.annuaire.journal import consigner
from ent.diffusion import actions as diffusion

from .. import droits, evenements
from ..lectures.menus import UN_JOUR, lundi_de
from ..lectures.phrases import quand
from ..models import JourDeclare, ServicePeriscolaire

AVANCE = dt.timedelta(hours=30)  # seen the evening before, whatever the quiet hours hold


def rappeler_tout() -> int:
    """Each service on its own: one that fails keeps no other from being told."""
    demandent = ServicePeriscolaire.objects.filter(_ouverts(), demande_reponse=True).values_list("pk", flat=True)
    return sum(rappeler(service=pk) for pk in list(demandent))


def _ouverts() -> Q:
    """Nobody is reminded of what their school turned off."""
    return Q(ferme_le=None) & module_ouvert(droits.MODULE, "etablissement__")


@transaction.atomic
def rappeler(*, service: int) -> int:
    """How many children's adults were told. Under a lock: two workers tell once."""
    verrou = ServicePeriscolaire.objects.select_for_update(of=("self",), no_key=True).select_related("etablissement")
    lu = verrou.filter(_ouverts(), pk=service).first()
    if lu is None:
        return 0
    maintenant = timezone.now()
    limite, lundi = _limite_et_lundi(lu, lundi_de(timezone.localdate()) + 6 * UN_JOUR)
    if lu.rappele_pour == lundi or not limite - AVANCE <= maintenant <= limite:
        return 0
    lu.rappele_pour = lundi
    lu.save(update_fields=["rappele_pour"])
    prenoms = dict(destinataires.presents(lu.etablissement_id).values_list("eleve_id", "eleve__prenom"))
    dits = JourDeclare.objects.en_vigueur().filter(service=lu, jour__range=(lundi, lundi + 4 * UN_JOUR))
    muets = prenoms.keys() - set(dits.values_list("eleve_id", flat=True))
    diffusion.denotifier_tout(nature=evenements.RAPPEL, objets=[lu.pk])
    diffusion.notifier(
        nature=evenements.RAPPEL,
        objet_id=lu.pk,
        etablissement=lu.etablissement,
        textes={
            (adulte, enfant): partial(_phrase, lu, limite, prenoms[enfant])
            for adulte, enfant in destinataires.familles(lu.etablissement_id, muets)
        },
        adresse=reverse("periscolaire_semaine", args=[lu.nature, lundi]),
        visible_le=calendrier.ouverture(lu.etablissement, maintenant),
    )
    consigner("periscolaire.rappeler", etablissement=lu.etablissement, objet=f"service {lu.pk}", nombre=len(muets))
    return len(muets)


def _limite_et_lundi(service: ServicePeriscolaire, dimanche: dt.date) -> tuple[dt.datetime, dt.date]:
    """Until when the next week with class is said, and its Monday."""
    premier = calendrier.prochain_jour_de_classe(service.etablissement, dimanche)
    return service.limite_ajout(premier), lundi_de(premier)


def redites(services: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again: « demain » is « aujourd’hui », the day after."""
    lus = ServicePeriscolaire.objects.filter(pk__in=services).select_related("etablissement")
    return {
        lu.pk: partial(_phrase, lu, _limite_et_lundi(lu, lu.rappele_pour - UN_JOUR)[0]) for lu in lus if lu.rappele_pour
    }


def _phrase(service: ServicePeriscolaire, limite: dt.datetime, prenom: str) -> str:
    return _("%(enfant)s · %(service)s de la semaine prochaine : à dire avant %(quand)s") % {
        "enfant": prenom,
        "service": service.get_nature_display(),
        "quand": quand(limite),
    }
