"""A school that joins another, for tests: les Coquelicots (nursery) and le Moulin (elementary, made here) join le Cerf-Volant."""

import datetime as dt

from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import (
    Affectation,
    Classe,
    Etablissement,
    Inscription,
    Passage,
    Personne,
    Responsabilite,
    Role,
)

PARIS = timezone.get_default_timezone()
JUIN = dt.datetime(2027, 6, 12, 10, tzinfo=PARIS)
RENTREE = dt.datetime(2027, 8, 30, 10, tzinfo=PARIS)


def declarer(d, ecole=None, rejoint=None) -> Passage:
    return actions.declarer_une_fusion(
        etablissement=ecole or d.maternelle, rejoint=rejoint or d.elementaire, auteur=d.operateur
    )


def plan_du(ecole) -> Passage:
    return Passage.objects.get(etablissement=ecole, annee__nom="2027-2028")


def moulin(d) -> Etablissement:
    """A second elementary school: a class « CM2 » as the other's, with a CM1 and a CM2, and its teacher."""
    ecole = actions.creer_etablissement(
        uai="0789912" + lettre_uai("0789912"), nom="École du Moulin", nature="elementaire", code_insee="78621"
    )
    classe = Classe.objects.create(etablissement=ecole, annee=d.cm2.annee, nom="CM2")
    maitre = Personne.objects.create(civilite="M.", prenom="Hugo", nom="Meunier", identifiant="hugo", password="!")
    Role.objects.create(personne=maitre, nature="enseignant", etablissement=ecole, debut=dt.date(2026, 9, 1))
    Affectation.objects.create(enseignant=maitre, classe=classe, debut=dt.date(2026, 9, 1))
    for prenom, niveau in (("Ana", "CM1"), ("Bob", "CM2")):
        eleve = Personne.objects.create(prenom=prenom, nom="Meule")
        parent = Personne.objects.create(civilite="Mme", prenom=f"Mère de {prenom}", nom="Meule")
        Inscription.objects.create(eleve=eleve, classe=classe, niveau=niveau, debut=dt.date(2026, 9, 1))
        Responsabilite.objects.create(
            adulte=parent, enfant=eleve, etablissement=ecole, autorite="confirmee", debut=dt.date(2026, 9, 1)
        )
    return ecole


def etat() -> dict[str, list]:
    """All that a turn with a merger changes, of every school; but what a plan and its trace keep."""
    return {
        "inscriptions": list(Inscription.objects.order_by("pk").values_list("pk", "classe", "niveau", "debut", "fin")),
        "classes": list(Classe.objects.order_by("pk").values_list("pk", "nom", "fermee_le")),
        "gens": list(Personne.objects.order_by("pk").values_list("pk", "fermee_le", "gommette_image")),
        "affectations": list(Affectation.objects.order_by("pk").values_list("pk", "classe", "fin")),
        "roles": list(Role.objects.order_by("pk").values_list("pk", "personne", "nature", "etablissement", "fin")),
        "liens": list(Responsabilite.objects.order_by("pk").values_list("pk", "etablissement", "autorite", "fin")),
        "quittees": list(Responsabilite.anciennes_ecoles.through.objects.order_by("pk").values_list("responsabilite")),
        "ecoles": list(Etablissement.objects.order_by("pk").values_list("pk", "nature", "fermee_le", "rejoint")),
    }
