"""Outside calendars are read, politely: a few at once, only what changed, later and later when they do not answer."""

import datetime as dt
import logging
import random
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.diffusion import actions as diffusion
from ent.socle import dehors

from .. import evenements
from ..lectures import ical, sceaux
from ..lignes import Nature
from ..models import AgendaExterne, Element
from . import agendas

A_LA_FOIS = 4
TOURNEE = (
    20.0  # seconds after which a round begins no other: the next one is a minute later, and what else is periodic waits
)
PRIS = dt.timedelta(minutes=10)  # one whose reader was killed is read again after that
CHAQUE = dt.timedelta(hours=1)
D_ABORD, AU_PLUS = dt.timedelta(minutes=15), dt.timedelta(days=1)  # after a failure, doubled each time
GARDE = dt.timedelta(days=30)  # how long its lines stay while it is away
CHAMPS = ("etablissement_id", "titre", "jour", "heure", "quand")
journal = logging.getLogger(__name__)
_hasard = random.SystemRandom()


@dataclass(frozen=True)
class Lecture:
    """What became of one: its lines (nothing: as they were), or why there are none."""

    lignes: Sequence[ical.Dit] | None = None
    trop: bool = False
    etag: str = ""
    modifie: str = ""
    panne: str = ""
    dans: int = 0


def relever() -> int:
    """Those whose time has come. How many were asked."""
    fin, combien = time.monotonic() + TOURNEE, 0
    while time.monotonic() < fin and (pris := _prendre(A_LA_FOIS)):
        _lire(pris)
        combien += len(pris)
    return combien


def lire_un(*, agenda: int) -> None:
    """At once: it was just added."""
    _lire(_prendre(1, agenda))


@transaction.atomic
def _prendre(combien: int, agenda: int | None = None) -> list[tuple[AgendaExterne, str, int]]:
    """(calendar, its address, its collège): no other worker takes them. One that is held no more is erased, and nobody is asked."""
    maintenant = timezone.now()
    dus = AgendaExterne.objects.filter(prochain_le__lte=maintenant).order_by("prochain_le")
    dus = dus.filter(pk=agenda) if agenda is not None else dus
    pris = list(dus.select_for_update(skip_locked=True)[:combien])
    tenus = agendas.fermer(pris)
    for un in pris:
        un.prochain_le = maintenant + (PRIS if tenus.get(un.pk) else AU_PLUS)  # in no collège today: tomorrow, perhaps
    tenables = [un for un in pris if un.pk in tenus]
    AgendaExterne.objects.bulk_update(tenables, ["prochain_le"])
    lisibles = [(un, sceaux.ouvrir(un.adresse_scellee), tenus[un.pk]) for un in tenables]
    return [(un, adresse, college) for un, adresse, college in lisibles if college is not None]


def _lire(pris: Sequence[tuple[AgendaExterne, str, int]]) -> None:
    """Asked side by side, without the database; written one after the other."""
    aujourd_hui = timezone.localdate()
    with ThreadPoolExecutor(A_LA_FOIS) as fils:
        lues = fils.map(lambda un: demander(un[0], un[1], aujourd_hui), pris)
        for (agenda, _adresse, college), lecture in zip(pris, lues, strict=True):
            _ecrire_a_part(agenda.pk, college, lecture, aujourd_hui)


def _ecrire_a_part(agenda: int, college: int, lecture: Lecture, aujourd_hui: dt.date) -> None:
    """What cannot be written counts as a failure of that one alone: those after it are written."""
    for dite in (lecture, Lecture(panne="illisible")):
        try:
            ecrire(agenda=agenda, college=college, lecture=dite, aujourd_hui=aujourd_hui)
            return
        except Exception:
            journal.exception("Agenda %s", agenda)


def demander(agenda: AgendaExterne, adresse: str, aujourd_hui: dt.date) -> Lecture:
    """What it says now. Once a day it is asked whole: the window of what is kept moved."""
    if not adresse:
        return Lecture(panne="scellee")
    meme_jour = agenda.fenetre_du == aujourd_hui and agenda.perdu_le is None
    etag, modifie = (agenda.etag, agenda.modifie) if meme_jour else ("", "")
    try:
        lu = dehors.demander(adresse, etag=etag, modifie=modifie)
        if lu.inchange:
            return Lecture(etag=agenda.etag, modifie=agenda.modifie, trop=agenda.trop)
        lignes, trop = ical.lire_a_part(lu.corps, aujourd_hui=aujourd_hui, fuseau=settings.TIME_ZONE)
    except dehors.Injoignable as refus:
        return Lecture(panne=refus.code, dans=refus.dans)
    except ical.Illisible as refus:
        return Lecture(panne=str(refus))
    except Exception:  # nonsense of a kind that nobody thought of: no neighbour loses their reading
        journal.exception("Agenda %s", agenda.pk)
        return Lecture(panne="illisible")
    return Lecture(lignes, trop, lu.etag, lu.modifie)


@transaction.atomic
def ecrire(*, agenda: int, college: int, lecture: Lecture, aujourd_hui: dt.date) -> None:
    """All of it, or nothing: a worker that is killed leaves what was there."""
    tenu = AgendaExterne.objects.select_for_update(of=("self",), no_key=True).filter(pk=agenda).first()
    if tenu is None:  # taken away meanwhile
        return
    maintenant = timezone.now()
    if lecture.panne:
        _noter_la_panne(tenu, lecture, maintenant)
        return
    if lecture.lignes is not None and _remplacer(tenu, college, lecture.lignes) and tenu.garde:
        diffusion.signaler(nature=evenements.CHANGE, objet_id=tenu.pk, destinataires={tenu.titulaire_id})
    if tenu.perdu_le:
        diffusion.denotifier(nature=evenements.PERDU, objet_id=tenu.pk)
    tenu.etablissement_id, tenu.lu_le, tenu.panne, tenu.pannes, tenu.perdu_le = college, maintenant, "", 0, None
    tenu.etag, tenu.modifie, tenu.trop, tenu.fenetre_du = lecture.etag, lecture.modifie, lecture.trop, aujourd_hui
    tenu.prochain_le = maintenant + CHAQUE * _hasard.uniform(1, 1.25)
    tenu.save()


def _remplacer(agenda: AgendaExterne, college: int, dits: Collection[ical.Dit]) -> bool:
    """Whether anything changed. What is still said keeps its number."""
    avant = {element.identifiant: element for element in agenda.elements.all()}
    neufs, changes = [], []
    for dit in dits:
        voulu = (college, dit.titre, dit.jour, dit.heure, agendas.quand(dit.jour, dit.heure, agenda.nom))
        element = avant.pop(dit.identifiant, None)
        if element is None:
            element = Element(agenda=agenda, eleve_id=agenda.eleve_id, identifiant=dit.identifiant, version=1)
            element.nature = Nature.EVENEMENT.value
            neufs.append(element)
        elif voulu == tuple(getattr(element, champ) for champ in CHAMPS):
            continue
        else:
            element.version, element.recu_le = element.version + 1, timezone.now()
            changes.append(element)
        for champ, valeur in zip(CHAMPS, voulu, strict=True):
            setattr(element, champ, valeur)
    Element.objects.filter(pk__in=[element.pk for element in avant.values()]).delete()
    Element.objects.bulk_update(
        changes, [*(c.removesuffix("_id") for c in CHAMPS), "version", "recu_le"], batch_size=100
    )
    Element.objects.bulk_create(neufs, batch_size=500)
    return bool(avant or neufs or changes)


# --- When it is away -----------------------------------------------------------------------------------------------------
def attente(pannes: int, dans: int = 0) -> dt.timedelta:
    """Doubled each time, up to a day, at an hour that others do not have; never sooner than it asked, within that day."""
    double = min(D_ABORD * 2 ** min(pannes - 1, 10), AU_PLUS) * _hasard.uniform(0.75, 1)
    return min(max(double, dt.timedelta(seconds=min(dans, 10**6))), AU_PLUS)


def _noter_la_panne(agenda: AgendaExterne, lecture: Lecture, maintenant: dt.datetime) -> None:
    agenda.pannes += 1
    agenda.panne = lecture.panne
    agenda.prochain_le = maintenant + attente(agenda.pannes, lecture.dans)
    if agenda.garde and agenda.perdu_le is None and agenda.lu_le and maintenant - agenda.lu_le >= GARDE:
        agenda.perdu_le = maintenant
        agenda.elements.all().delete()
        _dire_perdu(agenda)
    agenda.save()


def _dire_perdu(agenda: AgendaExterne) -> None:
    """Once, to its holder, within quiet hours."""
    diffusion.signaler(nature=evenements.CHANGE, objet_id=agenda.pk, destinataires={agenda.titulaire_id})
    diffusion.notifier(
        nature=evenements.PERDU,
        objet_id=agenda.pk,
        etablissement=agenda.etablissement,
        textes={(agenda.titulaire_id, agenda.eleve_id): partial(_phrase, agenda.nom, agenda.eleve.prenom)},
        adresse=reverse("continuite_agenda", args=[agenda.uuid]),
        visible_le=calendrier.ouverture(agenda.etablissement, timezone.now()),
    )


def _phrase(nom: str, prenom: str) -> str:
    dit = {"enfant": prenom, "agenda": nom}
    return _("%(enfant)s · %(agenda)s : agenda pas lu depuis trente jours, ses lignes ont été retirées.") % dit


def redites(ids: Collection[int]) -> dict[int, partial[str]]:
    return {agenda.pk: partial(_phrase, agenda.nom) for agenda in AgendaExterne.objects.filter(pk__in=ids)}
