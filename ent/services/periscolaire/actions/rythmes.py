"""« Each Monday and Thursday »: declared at once, taken back in one tap."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..lectures.familles import declare_pour
from ..lectures.phrases import apres_l_heure, deja_non
from ..models import JourDeclare, Rythme, ServicePeriscolaire
from .jours import Bilan, Voeu, declarer_jours, donner_les_places, verrouiller

UN_AN = 366


@transaction.atomic
def poser_rythme(
    *, service: ServicePeriscolaire, eleve: Personne, jours: str, debut: dt.date, fin: dt.date, par: Personne
) -> tuple[Rythme, Bilan]:
    """Days already said by hand stay as they were said: taking the rhythm back leaves them too. A weekday on which the service never opens is
    not of it: repeated to its family, it would be believed. What it does not take is in the `Bilan`, with why: « C’est noté » alone would be
    believed of each of its days.
    """
    jours = "".join(jour for jour in jours if jour in service.jours)
    if (fin - debut).days > UN_AN:
        raise ValidationError(_("Une année scolaire au plus."), code="fin")
    dates = [debut + dt.timedelta(days=pas) for pas in range((fin - debut).days + 1)]
    ouvertes = [j for j in dates if str(j.weekday()) in jours and service.ouvre_le(j)]
    maintenant = timezone.now()
    a_temps = [j for j in ouvertes if maintenant <= service.limite_ajout(j)]
    if not a_temps:
        raise ValidationError(_("Aucun jour ouvert d’ici là : choisissez d’autres jours, ou une date plus lointaine."))
    rythme = Rythme.objects.create(service=service, eleve=eleve, jours=jours, debut=debut, fin=fin, par=par)
    verrouiller([service.pk])
    deja = {
        dit.jour: dit
        for dit in JourDeclare.objects.en_vigueur()
        .filter(service=service, eleve=eleve, jour__in=ouvertes)
        .select_related("par")
    }
    voeux = [Voeu(service, eleve, jour, veut=True, rythme=rythme) for jour in a_temps if jour not in deja]
    bilan = declarer_jours(voeux=voeux, par=par, origine=JourDeclare.Origine.RYTHME)
    if bilan.refuses:
        raise ValidationError(bilan.refuses[0][1])
    bilan.laisses = _laisses(service, ouvertes, deja, {voeu.jour for voeu in voeux}, par)
    _consigner("poser_rythme", rythme, par)
    return rythme, bilan


def _laisses(
    service: ServicePeriscolaire,
    ouvertes: list[dt.date],
    deja: dict[dt.date, JourDeclare],
    pris: set[dt.date],
    par: Personne,
) -> list[tuple[dt.date, str]]:
    """Days on which the child does not come all the same: somebody said no, or their hour has passed."""
    restes = []
    for jour in ouvertes:
        if jour in pris:
            continue
        if (dit := deja.get(jour)) is None:
            restes.append((jour, apres_l_heure(service, service.limite_ajout(jour))))
        elif dit.etat == JourDeclare.Etat.NON:
            restes.append((jour, deja_non(dit, par)))
    return restes


@transaction.atomic
def arreter_rythme(*, rythme: Rythme, par: Personne) -> int:
    """What it declared and may still be cancelled is said no more, unless another rhythm says it too; what is past, or too near, stays. How
    many days.
    """
    services = verrouiller([rythme.service_id])
    rythme = Rythme.objects.select_for_update(of=("self",)).get(pk=rythme.pk)
    if rythme.arrete_le:
        return 0
    rythme.arrete_le = timezone.now()
    rythme.save(update_fields=["arrete_le"])
    service = services[rythme.service_id]
    siens = rythme.jours_dits.filter(remplace_le=None, jour__gte=timezone.localdate())
    repris = [dit for dit in siens if rythme.arrete_le <= service.limite_annulation(dit.jour)]
    JourDeclare.objects.filter(pk__in=[dit.pk for dit in repris]).update(remplace_le=rythme.arrete_le)
    tenus = _laisser_aux_autres(rythme, repris)
    quittes = {(service.pk, dit.jour) for dit in repris if dit.jour not in tenus}
    if service.capacite is not None:
        donner_les_places(services, quittes)
    _consigner("arreter_rythme", rythme, par)
    return len(quittes)


def _laisser_aux_autres(rythme: Rythme, repris: list[JourDeclare]) -> set[dt.date]:
    """Days that a rhythm which still runs says too: it found them said, and wrote nothing of them. They are its own from now on, as they
    stood, at their place among who waits; not of one whose adult may declare no more since: nobody would say those days.
    """
    courent = Rythme.objects.filter(service=rythme.service_id, eleve=rythme.eleve_id, arrete_le=None).order_by("pk")
    cle = rythme.service.etablissement_id, rythme.eleve_id
    autres = [autre for autre in courent.select_related("par") if autre.par and declare_pour(autre.par, *cle)]
    laisses = [(dit, autre) for dit in repris if (autre := next((r for r in autres if r.dit(dit.jour)), None))]
    JourDeclare.objects.bulk_create(
        JourDeclare(
            service_id=dit.service_id,
            eleve_id=dit.eleve_id,
            jour=dit.jour,
            etat=dit.etat,
            origine=dit.origine,
            rythme=autre,
            par_id=dit.par_id if dit.etat == JourDeclare.Etat.NON else autre.par_id,
            dit_le=dit.dit_le,
        )
        for dit, autre in laisses
    )
    return {dit.jour for dit, _autre in laisses}


def _consigner(verbe: str, rythme: Rythme, par: Personne) -> None:
    consigner(
        f"periscolaire.{verbe}",
        auteur=par,
        etablissement=rythme.service.etablissement,
        objet=f"service {rythme.service_id}",
        jours=rythme.jours,
    )
