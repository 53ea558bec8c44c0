"""What this room shows on the homes: what a family still has to say, who eats today for a teacher, what there is to serve."""

import datetime as dt
from collections import defaultdict
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.calendrier import prochain_jour_de_classe
from ent.annuaire.droits import en_cours
from ent.coquille.jinja import dessiner
from ent.portail.lectures import reponses_de
from ent.portail.registres import Chose, DuJour, Lignes
from ent.socle.dates import date_format
from ent.socle.francais import en_francais
from ent.socle.preparees import Preparee

from . import droits, evenements
from .allergenes import en_mots
from .delais import Delai
from .lectures import equipe, familles
from .lectures.menus import UN_JOUR, lundi_de, menus_lus
from .lectures.phrases import quand
from .models import JourDeclare, Menu, ServicePeriscolaire

AUJOURD_HUI = "periscolaire-jour"
CANTINE = ServicePeriscolaire.Nature.CANTINE
FERME = JourDeclare.Origine.FERME
PROCHE = dt.timedelta(hours=48)
# Two numbers and a word each: what a home reads with the count of unread news.
DEMANDENT = Preparee(
    lambda: ServicePeriscolaire.objects.order_by().values_list("pk", "etablissement_id", "delai_ajout")
)
DITS = Preparee(lambda: JourDeclare.objects.order_by().values_list("service_id", "eleve_id", "etat"))
DE_LA_SEMAINE = Preparee(
    lambda: JourDeclare.objects.order_by("jour", "service__debut").values_list(
        "jour", "eleve_id", "service__nature", "service__etablissement", "etat"
    )
)
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


def a_dire(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Each child for whom the school asks and nothing is said, once the hour is near. No query of its own."""
    if not lignes:
        return []
    services, dits = lignes
    deja = {(service, eleve) for service, eleve, _etat in dits}
    cibles, maintenant = _cibles(request.user), timezone.now()
    attendus: dict[int, tuple[Any, dt.datetime, list[int]]] = {}
    for pk, ecole, delai in services:
        jour, lieu = cibles[ecole]
        limite = Delai.lu(delai).limite(lieu, jour)
        if not limite - PROCHE <= maintenant <= limite:
            continue
        for suivi in request.suivis:
            if suivi.etablissement_id == ecole and (pk, suivi.eleve.pk) not in deja:
                _suivi, avant, siens = attendus.get(suivi.eleve.pk, (suivi, limite, []))
                attendus[suivi.eleve.pk] = (suivi, min(avant, limite), [*siens, pk])
    return [_chose(*attendu) for attendu in attendus.values()]


def _chose(suivi: Any, limite: dt.datetime, services: list[int]) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"suivi": suivi, "avant": quand(limite), "chose": chose}
        return render_to_string("periscolaire/_a_dire.html", contexte)

    return Chose(
        cle=f"repas-{suivi.eleve.pk}-{timezone.localdate(limite):%Y%m%d}",
        eleves=[suivi.eleve.pk],
        dessiner=dessiner,
        avant=timezone.localdate(limite),
        dits=[(evenements.RAPPEL, pk) for pk in services],
    )


def _proches(personne) -> list[dt.date]:
    """Today, and the next class day of each school of one's children: the days of the home."""
    aujourd_hui = timezone.localdate()
    ecoles = {s.etablissement_id: s.inscription.classe.etablissement for s in droits.enfants_de(personne)}
    return sorted({aujourd_hui, *(prochain_jour_de_classe(ecole, aujourd_hui) for ecole in ecoles.values())})


def questions_du_programme(personne) -> list[tuple[Preparee, Q]]:
    """What is declared of one's children on each day of the home, and what was and that the school closed."""
    if not droits.enfants_de(personne):
        return []
    jours, oui, ferme = _proches(personne), Q(etat="oui"), Q(origine=FERME)
    dits = _dits(personne)
    return [(PAR_NATURE, Q(dits, ce_qui, jour=jour)) for ce_qui in (oui, ferme) for jour in jours]


def _dits(personne) -> Q:
    """Days of one's children, as they stand."""
    siens = droits.dits_des_enfants_de(personne, "service__")
    return Q(siens, remplace_le=None, service__ferme_le=None)


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """Who eats and who stays, by service: the children of one service together. In a week, with what there is to eat."""
    if lignes is None:
        return _de_la_semaine(request, debut, fin)
    ensembles: dict[tuple, set[int]] = defaultdict(set)
    jours = _proches(request.user)
    for rang, siennes in enumerate(lignes):
        for _service, eleve, nature in siennes:
            ensembles[jours[rang % len(jours)], nature, rang >= len(jours)].add(eleve)
    return [_du_jour(request, jour, nature, eleves, ferme=ferme) for (jour, nature, ferme), eleves in ensembles.items()]


def _de_la_semaine(request: HttpRequest, debut: dt.date, fin: dt.date) -> list[DuJour]:
    ensembles: dict[tuple, set[int]] = defaultdict(set)
    se_disent = Q(etat="oui") | Q(origine=FERME)
    lus = DE_LA_SEMAINE.lire(_dits(request.user) & se_disent & Q(jour__gte=debut, jour__lte=fin))
    for jour, eleve, nature, ecole, etat in lus:
        ensembles[jour, nature, ecole, etat != "oui"].add(eleve)
    ecoles = {s.etablissement_id for s in request.suivis}
    menus = menus_lus(request.user, ecoles, debut, fin) if ensembles else {}
    return [
        _du_jour(request, jour, nature, eleves, menus.get((ecole, jour), "") if nature == CANTINE else "", ferme=ferme)
        for (jour, nature, ecole, ferme), eleves in ensembles.items()
    ]


def _du_jour(
    request: HttpRequest, jour: dt.date, nature: str, eleves: set[int], menu: str = "", *, ferme: bool = False
) -> DuJour:
    suivis = list({s.eleve.pk: s for s in request.suivis if s.eleve.pk in eleves}.values())
    nom = str(ServicePeriscolaire.Nature(nature).label)
    if ferme:
        phrase = _("Fermé ce jour-là.")
        return DuJour(
            jour,
            suivis,
            partial(dessiner, "periscolaire/jour.html:ferme", nom, phrase),
            mots=f"{nom}{_(' : ')}{phrase}",
        )
    dit = partial(dessiner, "periscolaire/jour.html:service", nom, menu)
    return DuJour(jour, suivis, dit, mots=f"{nom}{_(' : ')}{en_francais(menu)}" if menu else nom)


# --- « Plus » ---------------------------------------------------------------------------------------------------------
def etat_des_menus(request: HttpRequest) -> str:
    """Until when one may read what there is to eat. One query."""
    lus = Menu.objects.lus_par(request.user).exclude(publie_le=None).filter(jour__gte=timezone.localdate())
    dernier = lus.order_by("-jour").values_list("jour", flat=True).first()
    return _("menus jusqu’au %(jour)s") % {"jour": date_format(dernier, "j F")} if dernier else _("pas encore de menus")


def etat_du_jour(request: HttpRequest) -> str:
    """How many are expected at table today, of the pupils whom one reads. One query."""
    services = ServicePeriscolaire.objects.lus_par(request.user).filter(ferme_le=None, nature=CANTINE)
    oui = JourDeclare.objects.en_vigueur().filter(service__in=services, etat=JourDeclare.Etat.OUI)
    attendus = oui.presents(timezone.localdate(), droits.ecoles_lues_par(request.user))
    if not droits.portee_de(request.user).etablissements_diriges:
        attendus = attendus.filter(
            en_cours("eleve__inscriptions__"),
            eleve__inscriptions__classe__in=droits.portee_de(request.user).classes_tenues,
        )
    n = attendus.values("eleve").distinct().count()
    return (
        ngettext("%(n)s élève mange aujourd’hui", "%(n)s élèves mangent aujourd’hui", n) % {"n": n}
        if n
        else _("personne à table aujourd’hui")
    )


def questions_des_enseignants(personne) -> list[tuple[Preparee, Q]]:
    """Who of one's classes is expected today, by service."""
    classes = droits.portee_de(personne).classes_tenues
    if not classes:
        return []
    miens = en_cours("eleve__inscriptions__") & Q(eleve__inscriptions__classe__in=classes)
    attendus = Q(
        etat="oui",
        remplace_le=None,
        jour=timezone.localdate(),
        service__ferme_le=None,
        service__etablissement__in=droits.portee_de(personne).etablissements_d_enseignement,
    )
    return [(PAR_NATURE, attendus & miens)]


def aujourd_hui(request: HttpRequest) -> dict | None:
    """For a teacher: how many of their pupils eat and stay. No query of its own; one for who teaches in several schools."""
    lignes = reponses_de(request.user, "enseignant", AUJOURD_HUI)
    if not lignes or not lignes[0]:
        return None
    comptes: dict[tuple[str, int], set[int]] = {}
    for service, eleve, nature in lignes[0]:
        comptes.setdefault((nature, service), set()).add(eleve)
    noms = ServicePeriscolaire.Nature
    ordre = list(noms.values)
    lus = sorted(comptes.items(), key=lambda compte: (ordre.index(compte[0][0]), compte[0][1]))
    ecoles = _ecoles_des_semblables([cle for cle, _eleves in lus])
    return {
        "services": [(str(noms(nature).label), pk, len(eleves), ecoles.get(pk, "")) for (nature, pk), eleves in lus],
        "jour": timezone.localdate(),
    }


def _ecoles_des_semblables(services: list[tuple[str, int]]) -> dict[int, str]:
    """The school of each of these services, when two of them have the same name. One query, or none."""
    if len({nature for nature, _pk in services}) == len(services):
        return {}
    lus = ServicePeriscolaire.objects.filter(pk__in=[pk for _nature, pk in services])
    return dict(lus.values_list("pk", "etablissement__nom"))


def a_servir(request: HttpRequest) -> dict | None:
    """For the staff who serves, who has no home of its own: the services of the day. Nothing is asked for anybody else."""
    servies = droits.ecoles_servies_par(request.user) - droits.portee_de(request.user).etablissements_diriges
    if not servies:
        return None
    lus = [lu for lue in equipe.ecoles_de(request.user) if lue.ecole.pk in servies for lu in lue.services]
    return {"services": lus} if lus else None


def allergies_non_dites(request: HttpRequest, suivi: Any) -> dict | None:
    """On the health of one's child: what its meals do not say."""
    manquent = familles.a_dire_a_la_cantine(request.user, suivi)
    if not manquent or not familles.sert_un_repas(request.user, suivi.etablissement_id):
        return None
    return {"suivi": suivi, "manquent": en_mots(manquent)}


def cuisine_ne_lit_pas(request: HttpRequest, suivi: Any) -> dict | None:
    return {"suivi": suivi} if familles.sert_un_repas(request.user, suivi.etablissement_id) else None
