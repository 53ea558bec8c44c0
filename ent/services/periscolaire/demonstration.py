"""Two schools with rules of their own: menus of this week and the next, a cantine that most families use, a garderie, an étude with few places."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.models import Inscription
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.actions import jours, menus, rythmes
from ent.services.periscolaire.lectures.listes import prochain_jour
from ent.services.periscolaire.lectures.menus import SEMAINE, UN_JOUR, lundi_de
from ent.services.periscolaire.menu_colle import lire_la_semaine
from ent.services.periscolaire.models import JourDeclare, Regime, ServicePeriscolaire

ORDRE = 35
CONTACT = "la direction, 01 99 00 12 30"
CETTE_SEMAINE = """Lundi : Carottes râpées (aucun), parmentier de lentilles (lait), yaourt nature (lait), pomme (aucun)
Mardi : Betteraves (moutarde), poulet rôti (aucun) / omelette (œufs, lait), haricots verts (aucun), clémentine (aucun)
Jeudi : Velouté de potiron (lait, céleri), colin pané (gluten, poissons), riz (aucun), compote (aucun)
Vendredi : Salade verte (moutarde), pâtes aux légumes (gluten), fromage (lait), poire (aucun)"""
LA_PROCHAINE = """Lundi : Taboulé (gluten), sauté de dinde (aucun) / boulettes de pois chiches (gluten, sésame), petits pois (aucun), yaourt (lait)
Mardi : Concombre (aucun), lasagnes d’épinards (gluten, lait), kiwi (aucun)
Jeudi : Soupe de légumes (céleri), hachis parmentier (lait) / hachis de lentilles (lait), fromage blanc (lait)
Vendredi : Œuf dur (œufs), filet de lieu (poissons), semoule (gluten), banane (aucun)"""
MIDI, SOIR, ETUDE = (
    (dt.time(11, 45), dt.time(13, 30)),
    (dt.time(16, 15), dt.time(18, 30)),
    (dt.time(16, 30), dt.time(17, 30)),
)
# Hours, places, until when to add and to cancel.
REGLES = {
    "cantine": (MIDI, None, "1 09:00", "0 09:00"),
    "garderie-soir": (SOIR, 24, "0 12:00", "0 12:00"),
    "etude": (ETUDE, 8, "1 09:00", "1 09:00"),
}


def semer(d, maintenant: dt.datetime) -> None:
    lundi = lundi_de(timezone.localdate(maintenant))
    _menus(d, lundi)
    services = {nature: _ouvrir(d, d.elementaire, d.directrice, nature) for nature in REGLES}
    services["cantine"].demande_reponse = True
    services["cantine"].save(update_fields=["demande_reponse"])
    services["etude"].encadrants.set([d.enseignant])
    petits = _ouvrir(d, d.maternelle, d.directrice_maternelle, "cantine", delai_ajout="jeu 12:00")
    _regimes(d)
    for rang, service in enumerate([*services.values(), petits]):
        _deux_semaines(service, lundi, rang, maintenant)
    _la_famille(d, services, maintenant)
    _la_veille(services["cantine"], d.directrice, timezone.localdate(maintenant))


def _menus(d, lundi: dt.date) -> None:
    for ecole, auteur in ((d.elementaire, d.directrice), (d.maternelle, d.directrice_maternelle)):
        for semaine, texte in ((lundi, CETTE_SEMAINE), (lundi + SEMAINE, LA_PROCHAINE)):
            lue = lire_la_semaine(texte, semaine)
            menus.ecrire_semaine(ecoles=[ecole], lundi=semaine, jours=lue.jours, auteur=auteur)
            menus.publier_semaine(ecoles=[ecole], lundi=semaine, auteur=auteur)


def _ouvrir(d, ecole, auteur, nature: str, **champs) -> ServicePeriscolaire:
    (debut, fin), places, ajout, annulation = REGLES[nature]
    regles = {"nature": nature, "jours": "0134", "contact": CONTACT, "debut": debut, "fin": fin, "capacite": places}
    delais = {"delai_ajout": ajout, "delai_annulation": annulation}
    return actions.regler_service(etablissement=ecole, auteur=auteur, champs=regles | delais | champs)


def _regimes(d) -> None:
    """Some eat no meat, one brings a basket, two avoid something."""
    for ecole, eleve, repas, eviter, par in [
        (d.elementaire, d.eleve_cp, Regime.Repas.SANS_VIANDE, [], d.mere),
        (d.elementaire, d.eleve_cm2, Regime.Repas.PANIER, [], d.directrice),
        (d.elementaire, d.eleve_ce1, Regime.Repas.SANS_VIANDE, ["arachides"], d.mere_arabophone),
        (d.maternelle, d.eleve_ms, Regime.Repas.TOUT, ["lait"], d.mere),
    ]:
        actions.dire_regime(etablissement=ecole, eleve=eleve, repas=repas, a_eviter=eviter, par=par)


def _deux_semaines(service: ServicePeriscolaire, lundi: dt.date, rang: int, maintenant: dt.datetime) -> None:
    """What classmates said on paper in September: most eat, a third stays. The cast says its own."""
    inscrits = Inscription.objects.filter(classe__etablissement=service.etablissement, eleve__gommette_image__gt="")
    inscrits = inscrits.exclude(eleve__responsables__adulte__courriel__isnull=False).order_by("pk")
    un_sur = {"cantine": 5, "etude": 6}.get(service.nature, 3)
    dits, prises = [], {}
    for n, eleve in enumerate(inscrits.values_list("eleve_id", flat=True)):
        for jour in (lundi - SEMAINE + pas * UN_JOUR for pas in range(19)):
            mange = (n + rang + jour.weekday()) % un_sur != 0
            vient = mange if service.est_repas else not mange
            pleine = service.capacite is not None and prises.get(jour, 0) >= service.capacite
            if service.ouvre_le(jour) and vient and not pleine:
                prises[jour] = prises.get(jour, 0) + 1
                dits.append(JourDeclare(service=service, eleve_id=eleve, jour=jour, etat="oui", origine="ecole"))
    for dit in dits:
        dit.dit_le = maintenant - dt.timedelta(days=20)
    JourDeclare.objects.bulk_create(dits)


def _la_famille(d, services: dict[str, ServicePeriscolaire], maintenant: dt.datetime) -> None:
    """Nadia says each Monday, Tuesday and Thursday of Inès; Mehdi said the garderie of Sofiane; Samira's week is like the last."""
    cantine, garderie = services["cantine"], services["garderie-soir"]
    jour = timezone.localdate(maintenant)
    rythmes.poser_rythme(
        service=cantine, eleve=d.eleve_cp, jours="013", debut=jour, fin=jour + dt.timedelta(days=60), par=d.mere
    )
    for service, eleve, par in ((garderie, d.eleve_cm2, d.pere_separe), (cantine, d.eleve_ce1, d.mere_arabophone)):
        prochain = prochain_jour(service, jour)
        if prochain and (apres := prochain_jour(service, prochain)):
            jours.declarer_jours(voeux=[jours.Voeu(service, eleve, apres, veut=True)], par=par)
    for service, eleve in ((cantine, d.eleve_cp), (cantine, d.eleve_cm2), (cantine, d.eleve_ce1)):
        if cantine.ouvre_le(jour):
            voeu = jours.Voeu(service, eleve, jour, veut=True)
            jours.declarer_jours(voeux=[voeu], par=d.directrice, origine=JourDeclare.Origine.ECOLE)


def _la_veille(cantine: ServicePeriscolaire, auteur, jour: dt.date) -> None:
    """The last day was pointed: one of those who were expected was not there."""
    if veille := prochain_jour(cantine, jour, -1):
        attendus = cantine.jours_declares.filter(jour=veille, etat="oui", remplace_le=None).select_related("eleve")
        vus = [actions.Vu(dit.eleve, present=rang != 4) for rang, dit in enumerate(attendus.order_by("pk"))]
        actions.pointer(service=cantine, jour=veille, vus=vus, par=auteur)
