"""An evacuation that runs, above every page of who works there: it leads to the count."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from ent.portail.registres import Banniere
from ent.socle.preparees import Preparee

from .droits import evacuations as droits
from .models import Evacuation

EN_COURS = Preparee(lambda: Evacuation.objects.order_by().values_list("etablissement_id", "pk", "etablissement__nom"))


def question() -> tuple[Preparee, Q]:
    return EN_COURS, Q(finie_le=None)


def evacuation(request: HttpRequest, lues: list[tuple]) -> list[Banniere]:
    siennes = droits.ecoles_comptees_par(request.user)
    ou, lien = reverse("evacuation"), gettext("Compter les élèves")
    return [Banniere(gettext("Évacuation en cours"), nom, ou, lien) for ecole, _pk, nom in lues if ecole in siennes]
