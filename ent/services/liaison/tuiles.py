"""What dossiers show elsewhere: what waits for a family, under the news that tell it, in « Plus »."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.portail.lectures import EtatEcole, reponses_de
from ent.portail.registres import Chose, Geste, Lignes

from . import evenements
from .lectures import familles as lectures
from .lectures.passages import PASSAGES
from .models import Campagne, Correspondant, Dossier, Reception


def a_lire(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Each dossier that waits for this holder. No query of its own while none of their children has one."""
    montres = {s.eleve.pk for s in request.suivis if s.delegation is None}
    dossiers = [pk for pk, eleve, _vers in lignes[0] if eleve in montres] if lignes else []
    lus = lectures.lus_par(request.user, dossiers) if dossiers else []
    return [_chose(request, lu) for lu in lus if lu.a_dire]


def _chose(request: HttpRequest, lu: lectures.Lu) -> Chose:
    def dessiner(chose: Chose) -> str:
        return render_to_string("liaison/famille/_attend.html", {"lu": lu, "chose": chose}, request)

    pk, eleve = lu.dossier.pk, lu.dossier.eleve_id
    return Chose(
        f"dossier-{pk}-{lu.version.numero}",
        [eleve],
        dessiner,
        minutes=lu.minutes,
        avant=lu.dossier.campagne.date_reponse,
        dits=[(evenements.MONTRE, pk), (evenements.RELANCE, pk)],
    )


def raconter(request: HttpRequest, dossiers: Collection[int]) -> dict[int, str]:
    """Its parts, and where this holder stands."""
    return {
        lu.dossier.pk: render_to_string("liaison/famille/_recit.html", {"lu": lu})
        for lu in lectures.lus_par(request.user, dossiers)
    }


def etat_des_dossiers(request: HttpRequest) -> str | None:
    """Where they stand, in « Plus », where nothing is said of it while there is none. One query without any."""
    lus = lectures.lus_par(request.user)
    if not lus:
        return None
    n = sum(bool(lu.a_dire) for lu in lus)
    return ngettext("%(n)s à lire et répondre", "%(n)s à lire et répondre", n) % {"n": n} if n else _("rien à répondre")


def ma_page(request: HttpRequest) -> dict | None:
    """The way to a pupil's own page, until it leaves. No query of its own."""
    [lignes] = reponses_de(request.user, "eleve", "dossiers")
    return {"titre": PASSAGES[lignes[-1][2]].ma_page} if lignes else None


def etat_de_l_ecole(request: HttpRequest) -> str:
    """How many campaigns one prepares. One query."""
    n = Campagne.objects.preparees_par(request.user).count()
    return ngettext("%(n)d classe en cours", "%(n)d classes en cours", n) % {"n": n} if n else _("aucun dossier ouvert")


# --- What comes -----------------------------------------------------------------------------------------------------------
def etat_des_recus(request: HttpRequest) -> str:
    """How many wait for who says whom they are about. One query."""
    n = Reception.objects.tenues_par(request.user).filter(etat=Reception.Etat.A_CONFIRMER).count()
    return ngettext("%(n)s à confirmer", "%(n)s à confirmer", n) % {"n": n} if n else _("rien à confirmer")


def a_confirmer(personne: Personne) -> dict[int, int]:
    """By school (id) that this person directs. One query."""
    attendent = Reception.objects.tenues_par(personne).filter(etat=Reception.Etat.A_CONFIRMER).order_by()
    return dict(attendent.values_list("etablissement").annotate(Count("pk")))


def dire_a_confirmer(_etat: EtatEcole, n: int | None) -> int | str:
    """Nothing where nothing came: most schools receive once a year."""
    return n or ""


def confirmer(_etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s dossier reçu d’une autre école attend que vous disiez de quel élève il parle.",
        "%(n)s dossiers reçus d’autres écoles attendent que vous disiez de quels élèves ils parlent.",
        n,
    )
    return Geste(phrase % {"n": n}, _("Confirmer les dossiers reçus"), reverse("liaison_recus"))


def etat_d_avant(request: HttpRequest) -> str:
    """Of one's pupils of today. One query."""
    n = Reception.objects.lues_par(request.user).count()
    return ngettext("%(n)s dossier", "%(n)s dossiers", n) % {"n": n} if n else _("rien n’est encore arrivé")


def etat_des_correspondants(request: HttpRequest) -> str:
    n = Correspondant.objects.tenus_par(request.user).filter(ferme_le=None).count()
    return ngettext("%(n)s établissement", "%(n)s établissements", n) % {"n": n} if n else _("aucun établissement")


# --- On the pages of the school ------------------------------------------------------------------------------------------
def de_la_classe(request: HttpRequest, classe: Any) -> dict | None:
    """On the page of a class, for who prepares its dossiers. No query."""
    portee = request.user.portee
    est_d_ici = classe.etablissement_id in portee.etablissements_diriges or classe.pk in portee.classes_tenues
    return {"classe": classe} if est_d_ici else None


def de_l_eleve(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet: their dossier, for who prepares it; what came of them, for who reads it. Two queries, none for who does neither."""
    portee = request.user.portee
    if not (portee.classes_tenues or portee.etablissements_diriges):
        return None
    prepares = Dossier.objects.prepares_par(request.user).filter(eleve=fiche.eleve, etablissement=fiche.etablissement)
    lues = Reception.objects.lues_par(request.user).filter(eleve=fiche.eleve, etablissement=fiche.etablissement)
    dossier, recues = prepares.order_by("-pk").first(), list(lues.select_related("de").order_by("-recue_le", "-pk"))
    return {"dossier": dossier, "recues": recues} if dossier or recues else None
