"""Pages of families: day by day, the fortnight, one item; and what has been on their screen."""

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.connexion.droits import COOKIE_TABLETTE
from ent.portail.views.traduction import rendre_la_traduction
from ent.socle.nombres import entier

from .. import droits
from ..actions import familles as actions
from ..contenus import texte_brut
from ..ecrits import texte_de
from ..forms.remises import RendreForm
from ..lectures import familles as lectures
from ..lectures.remises import essais_de
from ..models import Seance, Travail
from .communes import page_des_essais, rendu

VUS_MAX = 200  # in one sending; a screen shows twenty


def _suivis(request: HttpRequest) -> list[Suivi]:
    """The children of this adult: for others, these pages do not exist."""
    suivis = lectures.enfants_suivis(request.user)
    if not suivis:
        raise Http404
    return suivis


@require_GET
def jour(request: HttpRequest, date: dt.date | None = None) -> HttpResponse:
    """A day of all the children: what is for tomorrow first, then what was done. Today when no date is given."""
    aujourd_hui = timezone.localdate()
    date = date or aujourd_hui
    if abs(date - aujourd_hui) > dt.timedelta(days=400):
        raise Http404
    page = lectures.page_du_jour(request.user, _suivis(request), date)
    contexte = {"page": page, "aujourd_hui": aujourd_hui, "est_aujourd_hui": date == aujourd_hui}
    gabarit = "cahier_de_textes/_jour.html" if request.htmx else "cahier_de_textes/jour.html"
    return render(request, gabarit, contexte)


@require_GET
def quinzaine(request: HttpRequest) -> HttpResponse:
    """The last fortnight and what is to come, contents included: what a phone keeps to be read without network."""
    lue = lectures.quinzaine(request.user, _suivis(request))
    contexte = {"quinzaine": lue, "aujourd_hui": timezone.localdate()}
    gabarit = "cahier_de_textes/_quinzaine.html" if request.htmx else "cahier_de_textes/quinzaine.html"
    return render(request, gabarit, contexte)


def _travail_de(personne: Personne, eleve: UUID, pk: int) -> tuple[Travail, Suivi] | None:
    """What was given to one child, for those who answer for the child."""
    suivis = lectures.enfants_suivis(personne)
    lu = Travail.objects.des_enfants_de(personne).select_related("auteur").filter(pk=pk).first() if suivis else None
    suivi = next((s for s in suivis if s.eleve.uuid == eleve and droits.concerne(lu, s)), None) if lu else None
    return (lu, suivi) if lu is not None and suivi is not None else None


def _seance_de(request: HttpRequest, eleve: UUID, pk: int) -> tuple[Seance, Suivi]:
    """What one child did, for those who answer for the child, or did when it was told; for others it does not exist."""
    trouvee = lectures.seance_de(request.user, eleve, pk) or lectures.seance_de(request.user.autrefois, eleve, pk)
    if trouvee is None:
        raise Http404
    return trouvee


def _du_travail(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """Of a year that is over: what was given, what the child handed in, what was answered; or what they handed in for what is theirs no more."""
    elle = request.user.autrefois
    if not any(lectures.enfants_suivis(qui) for qui in (request.user, elle)):
        raise Http404  # a pupil has a page of their own
    if (trouve := _travail_de(elle, eleve, pk)) is None:
        return rendu(request, pk, eleve, "cahier_de_textes/rendu_famille.html")
    lu, suivi = trouve
    contexte = {
        "travail": lu,
        "suivi": suivi,
        "blocs": lectures.blocs_lus_par(elle, lu, suivi),
        "essais": essais_de(elle, lu, suivi.eleve) if lu.est_a_rendre else [],
    }
    return render(request, "cahier_de_textes/travail_passe.html", contexte)


@require_GET
def travail(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """One travail of one child; given to them no more, what they handed in for it."""
    if (trouve := _travail_de(request.user, eleve, pk)) is None:
        return _du_travail(request, eleve, pk)
    return page_du_foyer(request, *trouve)


SES_PAGES = {"cahier_lire", "cahier_cocher", "cahier_enfant_travail", "cahier_eleve_travail", "cahier_rendre"}


def raison(request: HttpRequest) -> tuple | None:
    """Of a travail that was taken back: that it was, to those who could read it."""
    trouvee = request.resolver_match
    if trouvee is None or trouvee.url_name not in SES_PAGES or not request.user.is_authenticated:
        return None
    if not Travail.objects.repris_de(request.user).filter(pk=trouvee.kwargs["pk"]).exists():
        return None
    cadre = "coquille/base_nue.html" if request.user.portee.est_eleve else "coquille/base.html"
    return _("Ce travail est retiré"), _("Il n’y a plus rien à faire pour celui-ci."), cadre


def page_du_foyer(
    request: HttpRequest, lu: Travail, suivi: Suivi, formulaire: RendreForm | None = None
) -> HttpResponse:
    """`formulaire`: a try that was refused, with what was typed."""
    contexte = page_des_essais(request, lu, suivi, formulaire) | {
        "ligne": lectures.ligne_de(lu, suivi),
        "blocs": lectures.blocs_lus_par(request.user, lu, suivi),
        "ici": reverse("cahier_enfant_travail", args=[suivi.eleve.uuid, lu.pk]),
    }
    return render(request, "cahier_de_textes/travail_famille.html", contexte, status=422 if formulaire else 200)


@require_GET
def seance(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """One séance of one child, with its content."""
    lue, suivi = _seance_de(request, eleve, pk)
    contexte = {"seance": lue, "suivi": suivi, "blocs": lectures.blocs_lus_par(request.user, lue, suivi)}
    return render(request, "cahier_de_textes/seance_famille.html", contexte)


@require_POST
def traduire_travail(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    if (trouve := _travail_de(request.user, eleve, pk) or _travail_de(request.user.autrefois, eleve, pk)) is None:
        raise Http404
    return _traduire(request, *trouve, reverse("cahier_enfant_travail", args=[eleve, pk]))


@require_POST
def traduire_seance(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    lue, suivi = _seance_de(request, eleve, pk)
    return _traduire(request, lue, suivi, reverse("cahier_enfant_seance", args=[eleve, pk]))


def _traduire(request: HttpRequest, ecrit: Travail | Seance, suivi: Suivi, retour: str) -> HttpResponse:
    """Its line and the words of its content."""
    blocs = lectures.blocs_lus_par(request.user, ecrit, suivi)
    original = "\n".join(filter(None, [texte_de(ecrit), texte_brut(blocs)]))
    return rendre_la_traduction(request, original=original, qui=ecrit.auteur.nom_affiche, retour=retour)


@require_POST
def vus(request: HttpRequest) -> HttpResponse:
    """What stayed on this person's screen, as « 12:<uuid of the child> ». What they may not read is passed over."""
    demandes = {
        (pk, eleve)
        for numero, _deux_points, eleve in (brut.partition(":") for brut in request.POST.getlist("vu")[:VUS_MAX])
        if (pk := entier(numero)) is not None
    }
    travaux = Travail.objects.des_enfants_de(request.user).in_bulk({pk for pk, _eleve in demandes})
    lus = {
        (travaux[pk], suivi.eleve)
        for pk, eleve in demandes
        for suivi in request.user.portee.suivis
        if pk in travaux and str(suivi.eleve.uuid) == eleve and droits.concerne(travaux[pk], suivi)
    }
    actions.voir(par=request.user, vus=lus)
    return HttpResponse(status=204)


@require_GET
def copie(request: HttpRequest) -> HttpResponse:
    """What a parent's own phone keeps to read without network (`copie.js`). A class's tablet is given none, nor a phone
    of what was confided: it would stay there once the access is over.
    """
    siens = [s for s in _suivis(request) if s.delegation is None]
    if COOKIE_TABLETTE in request.COOKIES or not siens:
        raise Http404
    lue = lectures.quinzaine(request.user, siens)
    contexte = {"quinzaine": lue, "aujourd_hui": timezone.localdate(), "maintenant": timezone.now()}
    return render(request, "cahier_de_textes/copie.html", contexte)
