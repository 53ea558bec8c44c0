"""What this room shows on the homes: what a family still has to say, who eats today for a teacher, what there is to serve."""

import datetime as dt

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ent.annuaire.calendrier import prochain_jour_de_classe
from ent.annuaire.droits import en_cours
from ent.portail.lectures import reponses_de
from ent.socle.preparees import Preparee

from . import droits
from .delais import Delai
from .lectures import equipe
from .lectures.menus import UN_JOUR, lundi_de
from .lectures.phrases import quand
from .models import JourDeclare, ServicePeriscolaire

A_DIRE, AUJOURD_HUI = "periscolaire", "periscolaire-jour"
PROCHE = dt.timedelta(hours=48)
# Two numbers and a word each: what a home reads with the count of unread news.
DEMANDENT = Preparee(
    lambda: ServicePeriscolaire.objects.order_by().values_list("pk", "etablissement_id", "delai_ajout")
)
DITS = Preparee(lambda: JourDeclare.objects.order_by().values_list("service_id", "eleve_id", "etat"))
PAR_NATURE = Preparee(lambda: JourDeclare.objects.order_by().values_list("service_id", "eleve_id", "service__nature"))


def _cibles(personne) -> dict[int, tuple[dt.date, object]]:
    """By school (id) of one's children: the first class day of the next week that has one."""
    dimanche = lundi_de(timezone.localdate()) + 6 * UN_JOUR
    ecoles = {s.etablissement_id: s.inscription.classe.etablissement for s in droits.enfants_de(personne)}
    return {pk: (prochain_jour_de_classe(ecole, dimanche), ecole) for pk, ecole in ecoles.items()}


def questions_des_familles(personne) -> list[tuple[Preparee, Q]]:
    """Services that ask each family, and what is said of the week to come."""
    cibles = _cibles(personne)
    if not cibles:
        return []
    jours = [jour for jour, _ecole in cibles.values()]
    eleves = {s.eleve.pk for s in droits.enfants_de(personne)}
    de_la_semaine = Q(
        eleve__in=eleves,
        remplace_le=None,
        jour__gte=lundi_de(min(jours)),
        jour__lte=lundi_de(max(jours)) + 4 * UN_JOUR,
    )
    demandent = Q(etablissement__in=set(cibles), ferme_le=None, demande_reponse=True)
    return [(DEMANDENT, demandent), (DITS, de_la_semaine)]


def a_dire(request: HttpRequest) -> dict | None:
    """Nothing, unless the school asks, nothing is said and the hour is near. No query of its own."""
    if not request.suivis:
        return None
    lignes = reponses_de(request.user, "famille", A_DIRE)
    if not lignes:
        return None
    services, dits = lignes
    deja = {(service, eleve) for service, eleve, _etat in dits}
    cibles, maintenant = _cibles(request.user), timezone.now()
    attendus: dict[int, object] = {}
    limites = []
    for pk, ecole, delai in services:
        jour, lieu = cibles[ecole]
        limite = Delai.lu(delai).limite(lieu, jour)
        if not limite - PROCHE <= maintenant <= limite:
            continue
        for suivi in droits.enfants_de(request.user):
            if suivi.etablissement_id == ecole and (pk, suivi.eleve.pk) not in deja:
                attendus[suivi.eleve.pk] = suivi.eleve
                limites.append(limite)
    if not attendus:
        return None
    return {"enfants": list(attendus.values()), "avant": quand(min(limites))}


def questions_des_enseignants(personne) -> list[tuple[Preparee, Q]]:
    """Who of one's classes is expected today, by service."""
    classes = personne.portee.classes_tenues
    if not classes:
        return []
    miens = en_cours("eleve__inscriptions__") & Q(eleve__inscriptions__classe__in=classes)
    attendus = Q(
        etat="oui",
        remplace_le=None,
        jour=timezone.localdate(),
        service__ferme_le=None,
        service__etablissement__in=personne.portee.etablissements_d_enseignement,
    )
    return [(PAR_NATURE, attendus & miens)]


def aujourd_hui(request: HttpRequest) -> dict | None:
    """For a teacher: how many of their pupils eat and stay. No query of its own."""
    lignes = reponses_de(request.user, "enseignant", AUJOURD_HUI)
    if not lignes or not lignes[0]:
        return None
    comptes: dict[tuple[str, int], set[int]] = {}
    for service, eleve, nature in lignes[0]:
        comptes.setdefault((nature, service), set()).add(eleve)
    noms = ServicePeriscolaire.Nature
    ordre = list(noms.values)
    lus = sorted(comptes.items(), key=lambda compte: (ordre.index(compte[0][0]), compte[0][1]))
    return {
        "services": [(str(noms(nature).label), pk, len(eleves)) for (nature, pk), eleves in lus],
        "jour": timezone.localdate(),
    }


def a_servir(request: HttpRequest) -> dict | None:
    """For the staff who serves, who has no home of its own: the services of the day. Nothing is asked for anybody else."""
    servies = droits.ecoles_servies_par(request.user) - request.user.portee.etablissements_diriges
    if not servies:
        return None
    lus = [lu for lue in equipe.ecoles_de(request.user) if lue.ecole.pk in servies for lu in lue.services]
    return {"services": lus} if lus else None
