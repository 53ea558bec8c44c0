"""Temporary help, as pages say it."""

from django.db.models import Q
from django.utils import timezone

from ent.socle.preparees import Preparee

from ..droits import aide_en_cours, en_cours
from ..models import Aide, Etablissement, Personne, Role
from ..pouvoir import pouvoirs_nommes

# Where, which, and nothing more: read on every page with the count of its news (`ent.portail.registres.Veille`).
SIGNES = Preparee(lambda: Aide.objects.qui_tiennent().order_by().values_list("etablissement_id", "pk", "pages"))


def question() -> tuple[Preparee, Q]:
    return SIGNES, aide_en_cours()


def qui_concernent(personne: Personne, signes: list[tuple]) -> list[Aide]:
    """Of these, those of the schools whose direction's pages this person opens. One query if any."""
    portee = personne.portee
    ecoles = portee.etablissements_diriges | portee.mandats.keys() | portee.aides.keys()
    siennes = [pk for ecole, pk, _pages in signes if ecole in ecoles]
    if not siennes:
        return []
    return list(Aide.objects.filter(pk__in=siennes).select_related("etablissement", "a_qui").order_by("pk"))


def aidants() -> list[Personne]:
    """Who keeps the territory today, by name. One query."""
    roles = Role.objects.filter(en_cours(), nature=Role.Nature.OPERATEUR).order_by().values("personne")
    return list(Personne.objects.filter(pk__in=roles, is_active=True).order_by("nom", "prenom", "pk"))


def aides_de(ecole: Etablissement) -> list[dict]:
    """The last ones, newest first, each with what was opened. Three queries."""
    en_cours = set(ecole.aides.en_cours().order_by().values_list("pk", flat=True))
    aides = ecole.aides.select_related("a_qui", "ouverte_par", "finie_par").prefetch_related("ouvertures")[:10]
    return [{"aide": aide, "pages": pages_dites(aide), "en_cours": aide.pk in en_cours} for aide in aides]


def pages_dites(aide: Aide) -> list[tuple]:
    """When, and the name of the page."""
    noms = {p.code: p.nom for p in pouvoirs_nommes({o.page for o in aide.ouvertures.all()})}
    return [(timezone.localtime(o.le), noms.get(o.page, o.page)) for o in aide.ouvertures.all()]
