"""What third services show: a tile to the pupil and to who teaches, a row of « Plus » to all."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.portail.lectures import EtatEcole
from ent.portail.registres import Geste

from .lectures import oppositions, services
from .models import ServiceTiers


def ouverts(request: HttpRequest) -> dict | None:
    """Those that this person may open; to who teaches, without whom. One query where their schools opened none."""
    siens = [acces for acces in services.acces_de(request.user) if acces.peut_ouvrir]
    return {"acces": siens, "dehors": oppositions.par_service(request.user, siens)} if siens else None


def de_l_eleve(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet, for the direction and who teaches the class: services where they do not go."""
    siennes = oppositions.de_l_eleve(request.user, fiche.eleve, fiche.etablissement)
    return {"oppositions": siennes, "fiche": fiche} if siennes else None


def etat(request: HttpRequest) -> str:
    """How many are open to this person or to their children."""
    n = len(services.acces_de(request.user))
    return ngettext("%(n)s service", "%(n)s services", n) % {"n": n} if n else _("aucun service")


def etat_de_l_ecole(request: HttpRequest) -> str:
    """Of who directs: what waits for their yes first; else how many their schools opened, for whomever it is. One query."""
    ouvertes = list(services.ouvertes_dirigees(request.user))
    if attendent := sum(ouverture.attend for ouverture in ouvertes):
        return ngettext("%(n)s attend votre accord", "%(n)s attendent votre accord", attendent) % {"n": attendent}
    n = len({ouverture.service_id for ouverture in ouvertes})
    return ngettext("%(n)s service", "%(n)s services", n) % {"n": n} if n else _("aucun service")


def a_accorder(personne: Personne) -> dict[int, int]:
    """By school (id) that one directs, services that ask to receive more. One query."""
    return dict(Counter(o.etablissement_id for o in services.ouvertes_dirigees(personne) if o.attend))


def dire_a_accorder(_etat: EtatEcole, n: int | None) -> int | str:
    return n or ""  # nothing where nothing is asked


def accorder(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s service demande à recevoir plus : à vous de dire oui ou non.",
        "%(n)s services demandent à recevoir plus : à vous de dire oui ou non.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Voir les services"), reverse("tiers_ecole", args=[etat.ecole.uai]))


def etat_du_registre(request: HttpRequest) -> str:
    n = ServiceTiers.objects.tenus_par(request.user).filter(retire_le=None).count()
    return ngettext("%(n)s service", "%(n)s services", n) % {"n": n} if n else _("aucun service")
