"""What imports leave on the tile of a direction, and on the page of its school."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.droits import peut_ouvrir_une_ecole
from ent.annuaire.models import Etablissement, Personne
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste
from ent.socle.dates import date_format

from .lectures import derniers_imports as derniers_des_ecoles
from .models import ImportOnde, LigneEnAttente


def lignes_en_attente(personne: Personne) -> dict[int, int]:
    """By school (id). One query."""
    attentes = LigneEnAttente.objects.visibles_par(personne).en_attente().order_by()
    return dict(attentes.values_list("etablissement").annotate(Count("pk")))


def repondre(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s responsable attend que vous disiez qui est son enfant.",
        "%(n)s responsables attendent que vous disiez qui est leur enfant.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Répondre aux questions"), reverse("annuaire_attente", args=[etat.ecole.uai]))


def derniers_imports(personne: Personne) -> dict[int, dt.datetime]:
    """By school (id). One query."""
    imports = ImportOnde.objects.visibles_par(personne).filter(etat=ImportOnde.Etat.APPLIQUE).order_by()
    return dict(imports.values_list("etablissement").annotate(Max("applique_le")))


def jour_du_dernier(_etat: EtatEcole, quand: dt.datetime | None) -> str:
    return date_format(timezone.localtime(quand), "j F") if quand else _("aucun")


def deposer(etat: EtatEcole, _quand: dt.datetime | None) -> Geste | None:
    """A school that has no class yet has never been imported."""
    if etat.effectifs.classes:
        return None
    return Geste(
        _("L’école n’a pas encore de classe. Déposez les deux fichiers d’ONDE : vous verrez tout avant d’écrire."),
        _("Déposer les fichiers d’ONDE"),
        reverse("annuaire_import", args=[etat.ecole.uai]),
    )


def rien(_etat: EtatEcole, _trouve: None) -> str:
    """A fact without a line of its own: it is a gesture, or nothing."""
    return ""


def attendre_l_annuaire(etat: EtatEcole, _trouve: None) -> Geste | None:
    """A collège deposits nothing: its classes come with what the operator receives. Meanwhile who works there may come in."""
    if etat.effectifs.classes or not etat.ecole.est_college:
        return None
    return Geste(
        _(
            "Le collège n’a pas encore de classe. Ses divisions viennent de l’annuaire de l’État (AAF), que relève l’opérateur du site. En attendant, "
            "accueillez l’équipe."
        ),
        _("Accueillir l’équipe"),
        reverse("annuaire_equipe", args=[etat.ecole.uai]),
    )


# --- Fragments of the school's page -----------------------------------------------------------------------------------
def d_une_ecole(request: HttpRequest, objet: Any) -> dict | None:
    """A school, or the state of one: its files come from ONDE, which a collège does not have."""
    ecole = getattr(objet, "ecole", objet)
    return None if ecole.est_college else {"objet": ecole}


def d_un_eleve(request: HttpRequest, fiche: Any) -> dict | None:
    return None if fiche.etablissement.est_college else {"objet": fiche}


def chapeau(request: HttpRequest, ecole: Etablissement) -> dict | None:
    dernier = ecole.imports.filter(applique_le__isnull=False).first()
    return {"dernier": dernier} if dernier else None


def avis(request: HttpRequest, ecole: Etablissement) -> dict | None:
    n = ecole.lignes_en_attente.en_attente().count()
    return {"objet": ecole, "en_attente": n} if n else None


# --- For who follows schools ------------------------------------------------------------------------------------------
def import_refuse() -> list[int]:
    return [ecole for ecole, dernier in derniers_des_ecoles().items() if dernier.est_refuse]


def jamais_importee():
    return Etablissement.objects.exclude(pk__in=derniers_des_ecoles()).order_by().values("pk")


def jours_des_derniers(ecoles: Collection[int]) -> dict[int, dt.date]:
    return {ecole: timezone.localtime(dernier.le).date() for ecole, dernier in derniers_des_ecoles(ecoles).items()}


def section(request: HttpRequest, ecole: Etablissement) -> dict:
    return {"ecole": ecole, "dernier": derniers_des_ecoles([ecole.pk]).get(ecole.pk)}


def lien_des_archives(request: HttpRequest, _objet: None) -> dict | None:
    return {} if peut_ouvrir_une_ecole(request.user) else None
