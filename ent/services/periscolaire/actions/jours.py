"""Declare days: by a family until the hour, by the school after it. Places are given under a lock, in the order of who asked."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from .. import droits, evenements
from ..lectures.phrases import apres_l_heure
from ..lectures.places import places_prises
from ..models import Declarant, JourDeclare, Rythme, ServicePeriscolaire

OUI, NON, ATTENTE = JourDeclare.Etat.OUI, JourDeclare.Etat.NON, JourDeclare.Etat.ATTENTE
Cle = tuple[int, int, dt.date]  # service, child, day


@dataclass(frozen=True)
class Voeu:
    """What is wanted of a day."""

    service: ServicePeriscolaire
    eleve: Personne
    jour: dt.date
    veut: bool
    rythme: Rythme | None = None  # that says it
    lu: str | None = None  # the state that their page had read; None: no page was read

    @property
    def cle(self) -> Cle:
        return self.service.pk, self.eleve.pk, self.jour


@dataclass
class Bilan:
    """What became of the wishes: nothing that was refused is silent."""

    ecrits: list[JourDeclare] = field(default_factory=list)
    refuses: list[tuple[Voeu, str]] = field(default_factory=list)
    laisses: list[tuple[dt.date, str]] = field(default_factory=list)  # days of a rhythm that it does not take

    @property
    def en_attente(self) -> list[JourDeclare]:
        return [dit for dit in self.ecrits if dit.etat == ATTENTE]


@dataclass
class _Tour:
    """What is read once the services are locked: rules, what is in force, places taken."""

    services: dict[int, ServicePeriscolaire]
    actuels: dict[Cle, JourDeclare]
    prises: Counter
    maintenant: dt.datetime


@transaction.atomic
def declarer_jours(
    *,
    voeux: Collection[Voeu],
    par: Personne,
    origine: str = JourDeclare.Origine.FAMILLE,
) -> Bilan:
    """Write each wish that may be; a refused one is told, and stops none. The school (`ECOLE`) is bound by no hour and no place: no
    child is refused a meal. What an absence cancelled (`ABSENCE`) comes back until the count is stopped.
    """
    bilan = Bilan()
    if not voeux:
        return bilan
    tour = _prendre_son_tour(voeux)
    _refuser_qui_ne_declare_pas(voeux, par, origine, bilan)
    _refuser_ce_qui_fut_dit_depuis(voeux, tour, par, bilan)
    for voeu in sorted(voeux, key=lambda v: v.jour):
        if any(refuse is voeu for refuse, _phrase in bilan.refuses):
            continue
        etat, refus = _juger(voeu, tour, origine)
        if refus:
            bilan.refuses.append((voeu, refus))
        elif etat:
            bilan.ecrits.append(_nouveau(voeu, etat, par, origine, tour))
    _ecrire(bilan.ecrits, tour)
    comptees = {numero for numero, service in tour.services.items() if service.capacite is not None}
    liberes = {(d.service_id, d.jour) for d in bilan.ecrits if d.etat == NON and d.service_id in comptees}
    donner_les_places(tour.services, liberes)
    _dire(bilan.ecrits, tour.services, par, origine)
    return bilan


def _prendre_son_tour(voeux: Iterable[Voeu]) -> _Tour:
    """Services are locked one after the other by their number: two families who ask for the last place take their turn. Who waits has it
    before who asks: a date may have freed a place, which nobody is told of.
    """
    services = verrouiller({v.service.pk for v in voeux})
    eleves, jours = {v.eleve.pk for v in voeux}, {v.jour for v in voeux}
    donner_a_qui_attend(services=[pk for pk, s in services.items() if s.capacite is not None], jours=jours)
    dits = JourDeclare.objects.en_vigueur().filter(service__in=services, eleve__in=eleves, jour__in=jours)
    return _Tour(
        services,
        {(d.service_id, d.eleve_id, d.jour): d for d in dits},
        places_prises(services.values(), jours),
        timezone.now(),
    )


def prendre_son_tour(ecole: int) -> None:
    """Of two hands that open the same service of a school, one anew and one again, the second finds what the first did."""
    Etablissement.objects.select_for_update(of=("self",), no_key=True).get(pk=ecole)


def verrouiller(services: Collection[int]) -> dict[int, ServicePeriscolaire]:
    verrou = ServicePeriscolaire.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {s.pk: s for s in verrou.select_related("etablissement").filter(pk__in=services)}


def _refuser_qui_ne_declare_pas(voeux: Collection[Voeu], par: Personne, origine: str, bilan: Bilan) -> None:
    if origine == JourDeclare.Origine.ECOLE:
        return
    decident = Declarant.objects.decident({v.eleve.pk for v in voeux})
    for voeu in voeux:
        rendu = voeu.veut and origine == JourDeclare.Origine.ABSENCE
        cle = voeu.service.etablissement_id, voeu.eleve.pk
        if not droits.peut_declarer(par, *cle, decident.get(cle), meme_ferme=rendu):
            bilan.refuses.append((voeu, _("L’école a décidé qui déclare pour cet enfant. Parlez-en à la direction.")))


def _refuser_ce_qui_fut_dit_depuis(voeux: Collection[Voeu], tour: _Tour, par: Personne, bilan: Bilan) -> None:
    """The last word counts, of who read what it replaces: a phone that was off for two days does not speak last over somebody it never read."""
    for voeu in voeux:
        actuel = tour.actuels.get(voeu.cle)
        if voeu.lu is None or actuel is None or actuel.etat == voeu.lu or actuel.par_id == par.pk:
            continue
        if voeu.veut != (actuel.etat in (OUI, ATTENTE)):
            bilan.refuses.append((voeu, _("Quelqu’un d’autre l’a dit depuis : relisez ce jour.")))


def _juger(voeu: Voeu, tour: _Tour, origine: str) -> tuple[str, str]:
    """The state to write (empty: it is said already), or why it may not be."""
    service, actuel = tour.services[voeu.service.pk], tour.actuels.get(voeu.cle)
    etat, de_l_ecole = actuel.etat if actuel else "", origine == JourDeclare.Origine.ECOLE
    # Given back, it stands as it did: a service that closed may open again.
    rendu = voeu.veut and origine == JourDeclare.Origine.ABSENCE
    if (service.ferme_le and not rendu) or not service.ouvre_le(voeu.jour):
        return "", _("Le service est fermé ce jour-là.")
    if voeu.veut == (etat in (OUI, ATTENTE)) and etat and not (de_l_ecole and etat == ATTENTE):
        return "", ""
    if de_l_ecole:
        return OUI if voeu.veut else NON, ""
    if voeu.veut:
        limite = service.arret(voeu.jour) if rendu else service.limite_ajout(voeu.jour)
        if tour.maintenant > limite:
            return "", apres_l_heure(service, limite)
        pleine = service.capacite is not None and tour.prises[service.pk, voeu.jour] >= service.capacite
        return ATTENTE if pleine else OUI, ""
    if etat == OUI and tour.maintenant > service.limite_annulation(voeu.jour):
        return "", apres_l_heure(service, service.limite_annulation(voeu.jour))
    return NON, ""


def _nouveau(voeu: Voeu, etat: str, par: Personne, origine: str, tour: _Tour) -> JourDeclare:
    if etat == OUI:
        tour.prises[voeu.service.pk, voeu.jour] += 1
    return JourDeclare(
        service=voeu.service,
        eleve=voeu.eleve,
        jour=voeu.jour,
        etat=etat,
        origine=origine,
        rythme=voeu.rythme,
        par=par,
        dit_le=tour.maintenant,
    )


def _ecrire(dits: list[JourDeclare], tour: _Tour) -> None:
    anciens = [tour.actuels[cle].pk for d in dits if (cle := (d.service_id, d.eleve_id, d.jour)) in tour.actuels]
    JourDeclare.objects.filter(pk__in=anciens).update(remplace_le=tour.maintenant)
    JourDeclare.objects.bulk_create(dits)


def donner_les_places(services: dict[int, ServicePeriscolaire], liberes: Collection[tuple[int, dt.date]]) -> None:
    """Those who wait take what was freed, in the order in which they asked, until the count is stopped; all of them where places are
    counted no more. A service that is closed gives none: they were told that it closes, and have them when it opens again. Under the lock.
    """
    maintenant = timezone.now()
    prises = places_prises(services.values(), {jour for _numero, jour in liberes})
    for numero, jour in sorted(liberes):
        service = services[numero]
        if service.ferme_le or maintenant > service.arret(jour) or not service.ouvre_le(jour):
            continue
        libres = None if service.capacite is None else max(service.capacite - prises[numero, jour], 0)
        dits = JourDeclare.objects.en_vigueur().presents(jour, [service.etablissement_id])
        attendent = dits.filter(service=service, etat=ATTENTE)
        for dit in list(attendent.select_related("eleve", "par").order_by("dit_le", "pk")[:libres]):
            _donner(service, dit, maintenant)


@transaction.atomic
def donner_a_qui_attend(*, services: Collection[int], jours: Collection[dt.date] | None = None) -> None:
    """Of places that nobody freed by cancelling: a child left, the school set more of them. Of these days, or of all that come."""
    if not services:
        return
    attendent = JourDeclare.objects.en_vigueur().filter(
        service__in=services, service__ferme_le=None, etat=ATTENTE, jour__gte=timezone.localdate()
    )
    if jours is not None:
        attendent = attendent.filter(jour__in=jours)
    attendus = set(attendent.order_by().values_list("service_id", "jour"))
    if attendus:
        donner_les_places(verrouiller({numero for numero, _jour in attendus}), attendus)


def suivre_les_departs(eleves: Collection[int]) -> None:
    """Of children (ids) who may have left: their places are others'."""
    leurs = JourDeclare.objects.en_vigueur().filter(eleve__in=eleves, etat=OUI, jour__gte=timezone.localdate())
    leurs = leurs.exclude(service__capacite=None).order_by().values_list("service_id", flat=True)
    donner_a_qui_attend(services=set(leurs))


def _donner(service: ServicePeriscolaire, dit: JourDeclare, maintenant: dt.datetime) -> None:
    JourDeclare.objects.filter(pk=dit.pk).update(remplace_le=maintenant)
    obtenu = JourDeclare.objects.create(
        service=service, eleve=dit.eleve, jour=dit.jour, etat=OUI, origine=dit.origine, rythme=dit.rythme, par=dit.par
    )
    if dit.par_id and dit.par_id in evenements.adultes_de(service.etablissement_id, [dit.eleve_id]):
        prevenir(evenements.PLACE, service, obtenu, {dit.par_id})


def prevenir(nature: str, service: ServicePeriscolaire, dit: JourDeclare, adultes: Collection[int]) -> None:
    """One sentence by child and day, in the language of its reader."""
    diffusion.notifier(
        nature=nature,
        objet_id=dit.pk,
        etablissement=service.etablissement,
        textes={(adulte, dit.eleve_id): partial(_phrase, nature, service, dit, dit.eleve.prenom) for adulte in adultes},
        adresse=reverse(
            "periscolaire_semaine", args=[service.nature, dit.jour - dt.timedelta(days=dit.jour.weekday())]
        ),
        visible_le=calendrier.ouverture(service.etablissement, timezone.now()),
    )


def redites(nature: str, dits: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    lus = JourDeclare.objects.filter(pk__in=dits).select_related("service")
    return {dit.pk: partial(_phrase, nature, dit.service, dit) for dit in lus}


def _phrase(nature: str, service: ServicePeriscolaire, dit: JourDeclare, prenom: str) -> str:
    mots = {
        "enfant": prenom,
        "service": str(service.get_nature_display()),
        "jour": date_format(dit.jour, "l j F"),
    }
    if nature == evenements.PLACE:
        return _("%(enfant)s · Une place s’est libérée : %(service)s, %(jour)s") % mots
    if dit.origine == JourDeclare.Origine.FERME:
        raison = service.ferme_pour(dit.jour)
        phrase = _("%(enfant)s · Fermé ce jour-là : %(service)s, %(jour)s") % mots
        return f"{phrase} ({raison})" if raison else phrase
    if dit.origine != JourDeclare.Origine.ECOLE:  # as it was said before the school closed that day
        return _("%(enfant)s · Finalement ouvert : %(service)s, %(jour)s. Ce qui était demandé tient.") % mots
    if dit.etat == OUI:
        return _("%(enfant)s · L’école a inscrit : %(service)s, %(jour)s") % mots
    return _("%(enfant)s · L’école a annulé : %(service)s, %(jour)s") % mots


def _dire(ecrits: list[JourDeclare], services: dict[int, ServicePeriscolaire], par: Personne, origine: str) -> None:
    """The journal, a line a service, or a line a day of a child that the school changed; browsers of who serves, and of the children's adults; what the school changed is told to these."""
    for numero in sorted({d.service_id for d in ecrits}):
        siens, service = [d for d in ecrits if d.service_id == numero], services[numero]
        de_l_ecole = origine == JourDeclare.Origine.ECOLE
        if not de_l_ecole:
            consigner(
                "periscolaire.declarer",
                auteur=par,
                etablissement=service.etablissement,
                objet=f"service {numero}",
                oui=sum(d.etat == OUI for d in siens),
                non=sum(d.etat == NON for d in siens),
            )
        eleves = {d.eleve_id for d in siens}
        diffusion.denotifier(nature=evenements.RAPPEL, objet_id=numero, eleves=eleves)
        lecteurs = evenements.adultes_de(service.etablissement_id, eleves)
        lecteurs |= evenements.ceux_qui_servent(service.etablissement_id)
        diffusion.signaler(nature=evenements.JOURS, objet_id=numero, destinataires=lecteurs)
        for dit in siens if de_l_ecole else ():
            _consigner_un_jour(service, dit, par)
            prevenir(evenements.CHANGE, service, dit, evenements.adultes_de(service.etablissement_id, [dit.eleve_id]))


def _consigner_un_jour(service: ServicePeriscolaire, dit: JourDeclare, par: Personne) -> None:
    oui = dit.etat == OUI
    limite = service.limite_ajout(dit.jour) if oui else service.limite_annulation(dit.jour)
    consigner(
        "periscolaire.inscrire_apres_l_heure",
        auteur=par,
        etablissement=service.etablissement,
        objet=f"jour {dit.pk}",
        service=service.nature,
        jour=f"{dit.jour}",
        oui=oui,
        apres=timezone.now() > limite,
    )
