"""Tiles and places of the navigation that the ground itself gives to the homes."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ent.annuaire.models import Commune, Role

from . import lectures
from .lectures import EtatEcole
from .registres import Entree, Tuile, enregistrer_entree, enregistrer_tuile


def adresse_de(nom: str, *arguments) -> str | None:
    """The address of a page, or None while it does not exist: no dead link."""
    try:
        return reverse(nom, args=arguments)
    except NoReverseMatch:
        return None


# --- Families -------------------------------------------------------------------------------------------------------
def sans_enfant(request: HttpRequest) -> dict | None:
    """Someone who has no child here yet, and nothing else to do: what to do next."""
    if request.suivis or request.user.portee.enfants:
        return None
    attend_une_classe = any(r.nature == Role.Nature.PERSONNEL for r in request.user.portee.roles)
    return {"attend_une_classe": attend_une_classe, "ajouter": adresse_de("connexion_ajouter_enfant")}


# --- Teachers -------------------------------------------------------------------------------------------------------
def acces_des_eleves(request: HttpRequest) -> dict | None:
    """For each class taught: its page, and how its pupils come in."""
    classes = lectures.classes_enseignees(request.user)
    if not classes:
        return {"classes": []}
    return {
        "classes": [
            {"classe": c, "page": adresse_de("cahier_classe", c.pk), "acces": adresse_de("connexion_acces", c.pk)}
            for c in classes
        ]
    }


# --- Direction ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Geste:
    """The next thing to do in a school: one sentence, one button."""

    phrase: str
    bouton: str
    adresse: str | None


def prochain_geste(etat: EtatEcole) -> Geste | None:
    """What blocks families comes first; None when nothing waits."""
    uai = etat.ecole.uai
    if not etat.effectifs.classes:
        return Geste(
            _("L’école n’a pas encore de classe. Déposez les deux fichiers d’ONDE : vous verrez tout avant d’écrire."),
            _("Déposer les fichiers d’ONDE"),
            adresse_de("annuaire_import", uai),
        )
    if n := etat.lignes_en_attente:
        return Geste(
            ngettext(
                "%(n)s responsable attend que vous disiez qui est son enfant.",
                "%(n)s responsables attendent que vous disiez qui est leur enfant.",
                n,
            )
            % {"n": n},
            _("Répondre aux questions"),
            adresse_de("annuaire_attente", uai),
        )
    if n := etat.responsables_a_inviter:
        return Geste(
            ngettext(
                "%(n)s responsable n’a pas encore ouvert son compte. Donnez-lui son papier.",
                "%(n)s responsables n’ont pas encore ouvert leur compte. Donnez-leur leur papier.",
                n,
            )
            % {"n": n},
            _("Voir les classes et les papiers"),
            adresse_de("annuaire_ecole", uai),
        )
    if n := etat.liens_a_confirmer:
        return Geste(
            ngettext("%(n)s lien de parenté est à confirmer.", "%(n)s liens de parenté sont à confirmer.", n)
            % {"n": n},
            _("Confirmer les liens"),
            adresse_de("annuaire_responsables", uai),
        )
    return None


def ecoles_dirigees(request: HttpRequest) -> dict | None:
    """The state of each school directed, and its next act."""
    etats = lectures.etat_des_ecoles(request.user)
    ecoles = [
        {
            "etat": etat,
            "geste": prochain_geste(etat),
            "annuaire": adresse_de("annuaire_ecole", etat.ecole.uai),
            "importer": adresse_de("annuaire_import", etat.ecole.uai),
        }
        for etat in etats
    ]
    return {"ecoles": ecoles} if ecoles else None


# --- Communes and territory -----------------------------------------------------------------------------------------
def commune(request: HttpRequest) -> dict | None:
    """A référent's schools, in figures."""
    lignes = lectures.communes_de(request.user)
    noms = sorted(Commune.objects.filter(pk__in=request.user.portee.communes).values_list("nom", flat=True))
    return {"lignes": lignes, "total": lectures.total(lignes), "noms": ", ".join(noms)}


def territoire(request: HttpRequest) -> dict | None:
    """The territory in figures, by commune."""
    lignes = lectures.territoire_de(request.user)
    return {
        "lignes": lignes,
        "total": lectures.total(lignes),
        "ecoles": adresse_de("annuaire_territoire"),
    }


for nom, univers, ordre, fonction in [
    ("sans_enfant", "famille", 10, sans_enfant),
    ("acces", "enseignant", 30, acces_des_eleves),
    ("ecoles", "direction", 10, ecoles_dirigees),
    ("commune", "commune", 10, commune),
    ("territoire", "territoire", 10, territoire),
]:
    enregistrer_tuile(
        Tuile(nom=nom, univers=univers, ordre=ordre, gabarit=f"portail/tuile_{nom}.html", contexte=fonction)
    )

# `ent.annuaire` and `ent.connexion` stand below the shell and cannot register themselves.
for entree in [
    Entree("annuaire", gettext_lazy("Annuaire"), "groupe", "direction", "annuaire", 20),
    Entree("annuaire_operateur", gettext_lazy("Écoles"), "ecole", "territoire", "annuaire_territoire", 20),
    Entree(
        "ajouter_enfant", gettext_lazy("Ajouter un enfant"), "enfant", "famille", "connexion_ajouter_enfant", 60, False
    ),
]:
    enregistrer_entree(entree)
