"""What the ground itself shows on the homes."""

from django.http import HttpRequest
from django.urls import reverse

from ent.annuaire.lectures.ecoles import a_voir
from ent.annuaire.lectures.effectifs import Effectifs, total
from ent.annuaire.models import Commune, Role

from . import lectures


# --- Families -------------------------------------------------------------------------------------------------------
def sans_enfant(request: HttpRequest) -> dict | None:
    """Someone who has no child here yet, and nothing else to do: what to do next."""
    if request.suivis or request.user.portee.enfants:
        return None
    attend_une_classe = any(r.nature == Role.Nature.PERSONNEL for r in request.user.portee.roles)
    return {"attend_une_classe": attend_une_classe, "ajouter": reverse("connexion_ajouter_enfant")}


# --- Teachers -------------------------------------------------------------------------------------------------------
def acces_des_eleves(request: HttpRequest) -> dict | None:
    """For each class taught: its page, and how its pupils come in."""
    classes = lectures.classes_enseignees(request.user)
    if not classes:
        return {"classes": []}
    return {"classes": [{"classe": c, "acces": reverse("connexion_acces", args=[c.pk])} for c in classes]}


# --- Direction ------------------------------------------------------------------------------------------------------
def ecoles_dirigees(request: HttpRequest) -> dict | None:
    """The state of each school directed, and its next act."""
    etats = lectures.etat_des_ecoles(request.user)
    return {"etats": etats} if etats else None


# --- Communes and territory -----------------------------------------------------------------------------------------
def commune(request: HttpRequest) -> dict | None:
    """A référent's schools, in figures: each leads to the schools that it counts."""
    lignes = lectures.communes_de(request.user)
    noms = list(Commune.objects.filter(pk__in=request.user.portee.communes).values_list("nom", flat=True))
    ecoles = lectures.ecoles_nommees(lignes)
    for ligne in lignes:
        ligne.adresse = ligne.par_eleves = ligne.par_comptes = reverse("annuaire_fiche", args=[ecoles[ligne.lieu]])
    return _chiffres(request, lignes) | {"noms": ", ".join(noms)}


def territoire(request: HttpRequest) -> dict | None:
    """The territory in figures, by commune: each leads to the schools that it counts."""
    lignes = lectures.territoire_de(request.user)
    for ligne in lignes:
        ligne.adresse = f"{reverse('annuaire_ecoles')}?commune={ligne.lieu}"
        ligne.par_eleves, ligne.par_comptes = f"{ligne.adresse}&tri=eleves", f"{ligne.adresse}&tri=comptes"
    return _chiffres(request, lignes)


def _chiffres(request: HttpRequest, lignes: list[Effectifs]) -> dict:
    return {
        "lignes": lignes,
        "total": total(lignes),
        "ecoles": reverse("annuaire_ecoles"),
        "a_voir": a_voir(request.user) if lignes else [],
    }
