"""What a direction reads of its cantine on its home."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne

from . import droits
from .models import JourDeclare, ServicePeriscolaire


def repas_du_jour(personne: Personne) -> dict[int, int]:
    """Meals of today by school (id), where a cantine is open. One query."""
    dirigees = droits.portee_de(personne).ecoles_ou("periscolaire")
    oui = JourDeclare.objects.en_vigueur().presents(timezone.localdate(), dirigees).filter(etat=JourDeclare.Etat.OUI)
    par_service = oui.filter(service=OuterRef("pk")).order_by().values("service").annotate(n=Count("pk")).values("n")
    cantines = ServicePeriscolaire.objects.diriges_par(personne).filter(
        nature=ServicePeriscolaire.Nature.CANTINE, ferme_le=None
    )
    comptes = cantines.order_by().annotate(n=Subquery(par_service)).values_list("etablissement_id", "n")
    return {ecole: n or 0 for ecole, n in comptes}


def dire(_etat: Any, n: int | None) -> str:
    return _("pas ouverte ici") if n is None else ngettext("%(n)s repas", "%(n)s repas", n) % {"n": n}
