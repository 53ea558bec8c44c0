"""Gather what is to be told into batches: one e-mail a day, one push for the news of a few minutes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..calme import creneaux_de
from ..lectures import a_dire, moment_de_pousser, repos_des_ecoles
from ..models import AdresseRefusee, Appareil, Envoi, Notification
from ..models.reglages import HEURE_RESUME, Canal

PAQUET = 400  # people of one transaction
PAUSE = dt.timedelta(minutes=5)  # between two pushes to one person


def _paquets(personnes: QuerySet) -> Iterator[list[int]]:
    ids = sorted(set(personnes.values_list("destinataire_id", flat=True)))
    for debut in range(0, len(ids), PAQUET):
        yield ids[debut : debut + PAQUET]


def _retenir(personnes: list[int]) -> None:
    """Two workers never gather one person's news together."""
    list(Personne.objects.select_for_update(no_key=True).filter(pk__in=personnes).order_by("pk").values_list("pk"))


# --- The day's e-mail -----------------------------------------------------------------------------------------------
def _a_resumer(maintenant: dt.datetime, lot: str) -> QuerySet[Notification]:
    """Of people whose hour has come and who had no e-mail today. What a school holds back now waits for another day."""
    local = timezone.localtime(maintenant)
    a_l_heure = Q(heure_resume__lte=local.time())
    # An hour that the school keeps quiet every day would never come: its news leave when it opens in the morning.
    minuit = local.replace(hour=0, minute=0, second=0, microsecond=0)
    calmes, par_heures = repos_des_ecoles(maintenant)
    for (debut, fin), ecoles in par_heures.items():
        jamais = Q(heure_resume__gte=debut) | Q(heure_resume__lt=fin)
        a_l_heure |= jamais & Q(etablissement__in=ecoles, visible_le__lt=minuit)
    du_jour = Envoi.objects.filter(destinataire=OuterRef("destinataire"), canal=Canal.COURRIEL, lot=lot)
    refusees = AdresseRefusee.objects.filter(
        personne=OuterRef("destinataire"), adresse=OuterRef("destinataire__courriel")
    )
    heure_resume = Coalesce("destinataire__prevenance__heure_resume", Value(HEURE_RESUME))
    dicibles = a_dire(Canal.COURRIEL, maintenant).annotate(heure_resume=heure_resume)
    return dicibles.filter(
        a_l_heure,
        ~Exists(du_jour),
        ~Exists(refusees),
        ~Q(etablissement__in=calmes),
        lot_resume="",
        destinataire__courriel__isnull=False,
    )


def preparer_resumes(*, maintenant: dt.datetime) -> int:
    """One row per person to write to today; the day itself makes a second one impossible. Gives how many."""
    lot = timezone.localtime(maintenant).date().isoformat()
    return sum(_preparer_resumes(maintenant, lot, p) for p in _paquets(_a_resumer(maintenant, lot)))


@transaction.atomic
def _preparer_resumes(maintenant: dt.datetime, lot: str, personnes: list[int]) -> int:
    _retenir(personnes)
    lignes = _a_resumer(maintenant, lot).filter(destinataire__in=personnes).values_list("pk", "destinataire_id")
    a_qui = dict(lignes)
    Envoi.objects.bulk_create(
        [
            Envoi(destinataire_id=p, canal=Canal.COURRIEL, lot=lot, essayer_le=maintenant)
            for p in sorted(set(a_qui.values()))
        ]
    )
    Notification.objects.filter(pk__in=a_qui).update(lot_resume=lot)
    nombre = len(set(a_qui.values()))
    if nombre:
        consigner("diffusion.preparer_resumes", nombre=nombre)
    return nombre


# --- Pushes ---------------------------------------------------------------------------------------------------------
def preparer_poussees(*, maintenant: dt.datetime) -> int:
    """One row per device of each person whose push is due. Gives how many people."""
    dues = Notification.objects.filter(pousser_le__lte=maintenant).order_by()
    return sum(_preparer_poussees(maintenant, p) for p in _paquets(dues))


@transaction.atomic
def _preparer_poussees(maintenant: dt.datetime, personnes: list[int]) -> int:
    _retenir(personnes)
    dues = Notification.objects.filter(destinataire__in=personnes, pousser_le__lte=maintenant).order_by()
    dicibles = a_dire(Canal.POUSSE, maintenant).filter(destinataire__in=personnes, pousser_le__lte=maintenant)
    par_personne: dict[int, list[Notification]] = defaultdict(list)
    for n in dicibles.select_related("etablissement"):
        par_personne[n.destinataire_id].append(n)
    # Read meanwhile, refused, of a child no longer followed: nothing is due any more.
    dues.exclude(pk__in=[n.pk for siennes in par_personne.values() for n in siennes]).update(pousser_le=None)

    creneaux = creneaux_de(par_personne)
    recents = _derniers(par_personne, maintenant)
    appareils: dict[int, list[int]] = defaultdict(list)
    for pk, personne in Appareil.objects.filter(personne__in=par_personne).values_list("pk", "personne_id"):
        appareils[personne].append(pk)

    lot = maintenant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    partent: list[Notification] = []
    attendent: list[Notification] = []
    for personne, siennes in par_personne.items():
        plus_tot = max(maintenant, recents.get(personne, maintenant))
        for n in siennes:
            n.pousser_le = moment_de_pousser(creneaux.get(personne, []), n.etablissement, n.visible_le, plus_tot)
            (partent if n.pousser_le == maintenant else attendent).append(n)
    Notification.objects.bulk_update(attendent, ["pousser_le"])
    Notification.objects.filter(pk__in=[n.pk for n in partent]).update(pousser_le=None, lot_pousse=lot)
    a_prevenir = sorted({n.destinataire_id for n in partent})
    Envoi.objects.bulk_create(
        [
            Envoi(destinataire_id=p, canal=Canal.POUSSE, lot=lot, appareil=appareil, essayer_le=maintenant)
            for p in a_prevenir
            for appareil in appareils[p]
        ]
    )
    if a_prevenir:
        consigner("diffusion.preparer_poussees", nombre=len(a_prevenir))
    return len(a_prevenir)


def _derniers(personnes: dict, maintenant: dt.datetime) -> dict[int, dt.datetime]:
    """When those who were pushed a moment ago may be pushed again: what comes meanwhile is told together."""
    envois = Envoi.objects.filter(
        destinataire__in=personnes, canal=Canal.POUSSE, cree_le__gt=maintenant - PAUSE
    ).order_by()
    return {p: dernier + PAUSE for p, dernier in envois.values_list("destinataire_id").annotate(Max("cree_le"))}


# --- What was not told ----------------------------------------------------------------------------------------------
def rendre_au_prochain_resume(envois: list[Envoi]) -> None:
    """The news of e-mails that did not arrive are told by a later one, if they are still unread."""
    for envoi in envois:
        if envoi.canal == Canal.COURRIEL:
            Notification.objects.filter(destinataire=envoi.destinataire_id, lot_resume=envoi.lot).update(lot_resume="")


@transaction.atomic
def laisser_au_prochain_resume(nouvelles: list[Notification]) -> None:
    """What an e-mail that leaves now keeps silent, its school being at rest: another will say it."""
    if nouvelles:
        Notification.objects.filter(pk__in=[n.pk for n in nouvelles]).update(lot_resume="")


@transaction.atomic
def laisser_a_la_prochaine_poussee(*, envoi: Envoi, nouvelles: list[Notification], a: dt.datetime) -> None:
    """What a push that leaves now keeps silent, its school or its person being at rest: another says it then, to the devices that have not heard it."""
    lot = a.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S") + "+"
    laissees = Notification.objects.filter(pk__in=[n.pk for n in nouvelles], lot_pousse=envoi.lot)
    if not laissees.update(lot_pousse=lot):
        return
    du_lot = Envoi.objects.filter(destinataire=envoi.destinataire_id, canal=Canal.POUSSE, lot=envoi.lot)
    muets = du_lot.filter(etat__in=[Envoi.Etat.A_ENVOYER, Envoi.Etat.EN_COURS]).order_by("pk")
    Envoi.objects.bulk_create(
        [
            Envoi(destinataire_id=envoi.destinataire_id, canal=Canal.POUSSE, lot=lot, appareil=appareil, essayer_le=a)
            for appareil in muets.values_list("appareil", flat=True)
        ],
        ignore_conflicts=True,
    )
