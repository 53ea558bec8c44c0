"""The record as the school reads it: opening a part is an act, that the family reads."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe

from .. import droits
from ..actions import vues as actions
from ..feuilles import fiches_pdf
from ..lectures import direction as lectures_direction
from ..lectures import equipe as lectures
from ..lectures import papier as lectures_papier
from ..lectures.sante import peuvent_lire
from ..models import Ouverture
from .commun import REFUS, mon_eleve
from .familles import reponse_pdf


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """Class by class: the gate, the records; of the schools that one directs, what waits."""
    if not lectures.travaille_au_dossier(request.user):
        raise Http404
    classes = list(lectures.classes_a_fiches_de(request.user))
    ecoles = {c.etablissement_id: c.etablissement for c in classes if droits.dirige(request.user, c.etablissement_id)}
    dirigees = [(ecole, lectures_direction.combien_attendent(request.user, ecole)) for ecole in ecoles.values()]
    gardees = set(lectures.classes_de(request.user).order_by().values_list("pk", flat=True))
    return render(request, "renseignements/equipe.html", {"classes": classes, "dirigees": dirigees, "gardees": gardees})


def _classe(request: HttpRequest, pk: int) -> Classe:
    return get_object_or_404(lectures.classes_a_fiches_de(request.user), pk=pk)


@require_GET
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Its pupils; a record opens from its line."""
    lue = _classe(request, pk)
    dirige = droits.dirige(request.user, lue.etablissement_id)
    gardee = lectures.classes_de(request.user).filter(pk=lue.pk).exists()
    contexte = {"lue": lectures.classe_de(request.user, lue), "classe": lue, "dirige": dirige, "gardee": gardee}
    return render(request, "renseignements/classe.html", contexte)


@never_cache
@require_GET
def sortie(request: HttpRequest, pk: int) -> HttpResponse:
    """« À la sortie »: who may come for whom today."""
    lue = get_object_or_404(lectures.classes_de(request.user), pk=pk)
    contexte = {
        "classe": lue,
        "eleves": lectures.sortie_de(request.user, lue),
        "autres": lectures.classes_de(request.user),
    }
    return render(request, "renseignements/sortie.html", contexte)


@never_cache
@require_GET
def eleve(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """Closed, but for what this person opened less than a quarter of an hour ago."""
    place = mon_eleve(request, ecole, eleve)
    dossier = lectures.dossier_lu(request.user, place)
    lecteurs = peuvent_lire(request.user, place.eleve, place.classe) if dossier.ouvre(droits.SANTE) else []
    ecole_lue = place.classe.etablissement
    contexte = {
        "dossier": dossier,
        "place": place,
        "ecole": ecole_lue,
        "lecteurs": lecteurs,
        "dirige": droits.dirige(request.user, ecole_lue.pk),
    }
    return render(request, "renseignements/eleve.html", contexte)


@require_POST
def ouvrir(request: HttpRequest, ecole: int, eleve: UUID, partie: str) -> HttpResponse:
    """The act that the family reads: who, as what, which part, when."""
    place = mon_eleve(request, ecole, eleve)
    exiger(
        partie in lectures.parties_de(request.user, place),
        _("Cette partie de la fiche n’est pas pour vous. Demandez à la direction."),
    )
    actions.ouvrir(places=[place], partie=partie, role=lectures.role_de(request.user, place), personne=request.user)
    reponse = redirect("renseignements_eleve", ecole=ecole, eleve=eleve)
    reponse["Location"] += f"#{partie}"
    return reponse


@never_cache
@require_POST
def papiers(request: HttpRequest, pk: int) -> HttpResponse:
    """For families who have no account: one sheet by child and holder, of the class or of one pupil (`eleve`). Printing reads them, and is kept."""
    lue = _classe(request, pk)
    exiger(droits.dirige(request.user, lue.etablissement_id), REFUS)
    voulu = request.POST.get("eleve", "")
    places = [place for place in lectures_papier.places_de(lue) if voulu in ("", str(place.eleve.uuid))]
    if not places:
        raise Http404
    contenu = fiches_pdf(lectures_papier.feuilles_de(request.user, lue, places))
    actions.imprimer(classe=lue, places=places, role=Ouverture.Role.DIRECTION, auteur=request.user)
    return reponse_pdf(contenu)
