"""A cantine in each school, a garderie with two places, and somebody who serves."""

import datetime as dt

import pytest

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne, Role
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.actions import jours, menus
from ent.services.periscolaire.menu_colle import lire_la_semaine
from ent.services.periscolaire.models import JourDeclare, ServicePeriscolaire

LUNDI = dt.date(2026, 11, 23)  # of the week of `mardi`
PROCHAIN = dt.date(2026, 11, 30)
MARDI, JEUDI, VENDREDI = dt.date(2026, 11, 24), dt.date(2026, 11, 26), dt.date(2026, 11, 27)
SEMAINE = """Lundi : Taboulé (gluten), sauté de dinde (aucun) / boulettes de pois chiches (sésame), yaourt (lait)
Mardi : Concombre, lasagnes (gluten, lait), kiwi
Jeudi : Soupe (céleri), riz (aucun)
Vendredi : Œuf dur (œufs), semoule (gluten), banane (aucun)"""


@pytest.fixture
def ouvrir(d, mardi):
    """``ouvrir()``: the cantine of the elementary school, the eve for adding, the morning for cancelling."""

    def ouvert(ecole=None, nature="cantine", **champs) -> ServicePeriscolaire:
        ecole = ecole or d.elementaire
        regles = {
            "nature": nature, "jours": "0134", "debut": dt.time(11, 45), "fin": dt.time(13, 30), "capacite": None,
            "delai_ajout": "1 09:00", "delai_annulation": "0 09:00", "contact": "Mme Garnier, 01 99 00 12 30", "demande_reponse": False,
        }  # fmt: skip
        auteur = d.directrice_maternelle if ecole == d.maternelle else d.directrice
        return actions.regler_service(etablissement=ecole, auteur=auteur, champs=regles | champs)

    return ouvert


@pytest.fixture
def cantine(ouvrir) -> ServicePeriscolaire:
    return ouvrir()


@pytest.fixture
def dire(d):
    """``dire(cantine, d.eleve_cp, JEUDI)``: by the mother, on a screen."""

    def dite(service, eleve, *dates, veut=True, par=None, **options) -> jours.Bilan:
        voeux = [jours.Voeu(service, eleve, jour, veut) for jour in dates]
        return jours.declarer_jours(voeux=voeux, par=par or d.mere, **options)

    return dite


@pytest.fixture
def publier(d, mardi):
    """``publier()``: the menus of the week to come, in the elementary school."""

    def publies(ecole=None, lundi=PROCHAIN, texte=SEMAINE) -> None:
        ecole = ecole or d.elementaire
        menus.ecrire_semaine(
            ecoles=[ecole], lundi=lundi, jours=lire_la_semaine(texte, lundi).jours, auteur=d.directrice
        )
        menus.publier_semaine(ecoles=[ecole], lundi=lundi, auteur=d.directrice)

    return publies


@pytest.fixture
def cantiniere(d, mardi) -> Personne:
    """Of the staff of the elementary school: she serves, and teaches nobody."""
    personne = Personne.objects.create_user(
        password="Cerf-volant-2026", civilite="Mme", prenom="Fanta", nom="Diallo", identifiant="fanta.diallo"
    )
    annuaire.donner_role(
        personne=personne, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
    )
    return personne


def etats(service, eleve) -> dict[dt.date, str]:
    """What is in force, by day."""
    return dict(
        JourDeclare.objects.en_vigueur()
        .filter(service=service, eleve=eleve)
        .order_by("jour")
        .values_list("jour", "etat")
    )
