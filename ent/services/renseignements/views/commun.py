"""What these pages ask first: the child of a family, the pupil of who works."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement, Inscription

from .. import droits
from ..lectures import equipe as lectures_equipe
from ..lectures import familles as lectures

REFUS = gettext_lazy("La direction de l’école valide les corrections et nomme qui lit la santé. Demandez-lui.")


def mon_enfant(request: HttpRequest, ecole: int, eleve: UUID) -> Any:
    """The child whom one follows in that school; not there for anyone else, the pupil included."""
    suivi = lectures.suivi_de(request.user, ecole, eleve)
    if suivi is None:
        raise Http404
    return suivi


def lieu_de(suivi: Any) -> str:
    """Where what concerns this child is deposited."""
    return f"enfant:{suivi.etablissement_id}-{suivi.eleve.pk}"


def dirigee(request: HttpRequest, pk: int) -> Etablissement:
    """404 for who does not know the school, 403 for who does and does not direct it."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user), pk=pk)
    exiger(droits.dirige(request.user, ecole.pk), REFUS)
    return ecole


def mon_eleve(request: HttpRequest, ecole: int, eleve: UUID) -> Inscription:
    """The pupil of today, if one may open any part of their record."""
    place = lectures_equipe.place_de(request.user, ecole, eleve)
    if place is None:
        raise Http404
    return place
