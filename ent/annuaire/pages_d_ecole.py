"""Where this room's pages stand in the house of a school."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .registres.ecole import FaitsDEcole, PageDEcole, RayonDEcole


def _liens(faits: FaitsDEcole) -> str:
    n = faits.liens_a_confirmer
    return ngettext("%(n)s lien à confirmer", "%(n)s liens à confirmer", n) % {"n": n} if n else ""


def _rentree(faits: FaitsDEcole) -> str:
    return _("Pas encore faite") if faits.rentree_pas_faite else ""


GENS, ANNEE, ENTRER, REGLER, GARDER = RayonDEcole
PAGES = [
    PageDEcole(
        "chercher",
        gettext_lazy("Chercher quelqu’un"),
        "recherche",
        GENS,
        "annuaire_chercher",
        par="",
        mots=gettext_lazy("personne fiche trouver"),
        ordre=10,
    ),
    PageDEcole(
        "responsables",
        gettext_lazy("Responsables"),
        "groupe",
        GENS,
        "annuaire_responsables",
        suite="?tous=1",
        mots=gettext_lazy("parents familles autorité parentale liens de parenté foyers"),
        etat=_liens,
        ordre=20,
    ),
    PageDEcole(
        "equipe",
        gettext_lazy("Équipe"),
        "groupe",
        GENS,
        "annuaire_equipe",
        mots=gettext_lazy("enseignants personnels remplaçants accueillir pouvoirs confier"),
        ordre=30,
    ),
    PageDEcole(
        "rentree",
        gettext_lazy("La rentrée"),
        "agenda",
        ANNEE,
        "annuaire_passage",
        mots=gettext_lazy("passage d’année préparer septembre répartir les classes fusion"),
        etat=_rentree,
        ordre=10,
    ),
    PageDEcole(
        "comptes",
        gettext_lazy("Comptes des responsables"),
        "imprimer",
        ENTRER,
        "annuaire_comptes",
        mots=gettext_lazy("papiers invitations codes familles activer"),
        ordre=10,
    ),
    PageDEcole(
        "reglages",
        gettext_lazy("Réglages"),
        "reglages",
        REGLER,
        "annuaire_reglages",
        mots=gettext_lazy("paramètres horaires modules heures calmes"),
        ordre=10,
    ),
    PageDEcole("interlocuteur", gettext_lazy("Qui répond"), "aide", REGLER, "annuaire_interlocuteur", ordre=80),
    PageDEcole(
        "aide",
        gettext_lazy("Se faire aider"),
        "aide",
        REGLER,
        "annuaire_aide",
        mots=gettext_lazy("ouvrir l’école à l’opérateur assistance"),
        ordre=90,
    ),
    PageDEcole(
        "journal",
        gettext_lazy("Qui a fait quoi"),
        "livre",
        GARDER,
        "annuaire_journal",
        mots=gettext_lazy("historique gestes"),
        ordre=10,
    ),
    PageDEcole(
        "traitements",
        gettext_lazy("Registre des traitements"),
        "cadenas",
        GARDER,
        "annuaire_traitements",
        mots=gettext_lazy("données personnelles RGPD"),
        ordre=20,
    ),
    PageDEcole(
        "conservation",
        gettext_lazy("Ce qui partira"),
        "horloge",
        GARDER,
        "annuaire_conservation",
        mots=gettext_lazy("effacement conservation des données"),
        ordre=30,
    ),
]
