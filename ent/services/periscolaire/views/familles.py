"""What a family declares: the week of all its children, rhythms, what each eats."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import corrige, cree, retire

from .. import droits
from ..actions import ecole as actions_ecole
from ..actions import jours as actions
from ..actions import rythmes as actions_rythmes
from ..allergenes import en_mots
from ..forms.ecole import RegimeForm
from ..forms.jours import RythmeForm, jours_perdus, voeux_de
from ..lectures import familles as lectures_familles
from ..lectures import semaine as lectures
from ..lectures.menus import lundi_de
from ..models import Regime, Rythme, ServicePeriscolaire

LIRE_SEULEMENT = gettext_lazy(
    "La cantine et la garderie vous ont été confiées pour les lire : les changer reste à la famille."
)
REFUS_DITS = 10  # sentences: more are not read


def _exiger_des_enfants(request: HttpRequest) -> None:
    if not droits.enfants_de(request.user):
        raise Http404


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The week that is to be said; why there is none. Who works there and has no child is led to the school's page."""
    if not droits.enfants_de(request.user) and droits.portee_de(request.user).etablissements_de_travail:
        return redirect("periscolaire_equipe")
    _exiger_des_enfants(request)
    services = lectures.services_de(request.user)
    if not services:
        siens = any(suivi.delegation is None for suivi in droits.enfants_de(request.user))
        return render(request, "periscolaire/sans_service.html", {"siens": siens})
    nature = lectures.natures_de(services)[0][0]
    lundi = lectures.semaine_a_dire([s for s in services if s.nature == nature])
    return _page(request, services, lectures.semaine_de(request.user, services, nature, lundi))


def _page(request: HttpRequest, services: list[ServicePeriscolaire], lue: lectures.SemaineDeFamille) -> HttpResponse:
    natures = lectures.natures_de(services)
    contexte = {
        "semaine": lue,
        "natures": natures,
        "nature": dict(natures)[lue.nature],
        "comme": "comme" in request.GET,
        "enfants": lectures_familles.enfants_servis(request.user, services),
        "lire_seulement": LIRE_SEULEMENT,
    }
    return render(request, "periscolaire/semaine.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def semaine(request: HttpRequest, nature: str, lundi: dt.date) -> HttpResponse:
    """Every child on one screen. `?comme`: ticked as the week before, kept once it is sent."""
    _exiger_des_enfants(request)
    services = lectures.services_de(request.user)
    if nature not in dict(lectures.natures_de(services)):
        raise Http404
    if lundi != lundi_de(lundi):
        return redirect("periscolaire_semaine", nature=nature, lundi=lundi_de(lundi))
    lue = lectures.semaine_de(request.user, services, nature, lundi, comme="comme" in request.GET)
    if request.method == "POST":
        exiger(bool(droits.siens_de(request.user)), LIRE_SEULEMENT)
        bilan = actions.declarer_jours(voeux=voeux_de(request.POST, lue.cases), par=request.user)
        _dire_le_bilan(request, bilan, jours_perdus(request.POST, lue.cases))
        return redirect("periscolaire_semaine", nature=nature, lundi=lundi)
    return _page(request, services, lue)


def _dire_le_bilan(request: HttpRequest, bilan: actions.Bilan, perdus: Collection[dt.date] = ()) -> None:
    """What was kept, what waits, what could not be and whom to call. `perdus`: days that were changed and that no service offers any more."""
    if bilan.ecrits:
        oui = sum(dit.etat == dit.Etat.OUI for dit in bilan.ecrits)
        attente = len(bilan.en_attente)
        phrase = _("C’est noté.")
        if oui:
            phrase += " " + ngettext("%(n)s jour est inscrit.", "%(n)s jours sont inscrits.", oui) % {"n": oui}
        if attente:
            phrase += " " + ngettext(
                "%(n)s jour est complet : vous êtes sur la liste d’attente, et prévenu si une place se libère.",
                "%(n)s jours sont complets : vous êtes sur la liste d’attente, et prévenu si une place se libère.",
                attente,
            ) % {"n": attente}
        messages.success(request, phrase)
    elif not bilan.refuses and not bilan.laisses and not perdus:
        messages.info(request, _("Rien n’a changé : c’était déjà noté."))
    _dire_les_refus(request, bilan, perdus)


def _dire_les_refus(request: HttpRequest, bilan: actions.Bilan, perdus: Collection[dt.date]) -> None:
    """A sentence a day and a reason: a week has few, and a rhythm may have a year of them."""
    refus: dict[tuple[dt.date, str], list[str]] = defaultdict(list)
    for voeu, pourquoi in bilan.refuses:
        refus[voeu.jour, pourquoi].append(voeu.eleve.prenom)
    for (jour, pourquoi), prenoms in list(refus.items())[:REFUS_DITS]:
        mots = {"prenom": ", ".join(prenoms), "jour": lectures_familles.jour_dit(jour), "pourquoi": pourquoi}
        messages.warning(request, _("%(prenom)s, %(jour)s : rien n’a changé. %(pourquoi)s") % mots)
    _dire_les_laisses(request, bilan)
    for jour in perdus:
        mots = {"jour": lectures_familles.jour_dit(jour)}
        messages.warning(request, _("Pour %(jour)s, rien n’a changé : ce jour ne se dit plus ici.") % mots)


def _dire_les_laisses(request: HttpRequest, bilan: actions.Bilan) -> None:
    """Each reason once, with all its days: a rhythm may find the same « no » each week of a year."""
    raisons: dict[str, list[str]] = defaultdict(list)
    for jour, pourquoi in bilan.laisses:
        raisons[pourquoi].append(lectures_familles.jour_dit(jour))
    for pourquoi, jours in list(raisons.items())[:REFUS_DITS]:
        mots = {"jours": ", ".join(jours), "pourquoi": pourquoi}
        messages.warning(request, _("Pas inscrit par ce rythme : %(jours)s. %(pourquoi)s") % mots)


@cree
@require_http_methods(["GET", "POST"])
def rythmes(request: HttpRequest) -> HttpResponse:
    """Those that run, and a new one."""
    _exiger_des_enfants(request)
    exiger(bool(droits.siens_de(request.user)), LIRE_SEULEMENT)
    services = lectures.services_de(request.user)
    formulaire = RythmeForm(
        request.POST or None,
        choix=lectures_familles.choix_de_rythme(request.user, services),
        fin_d_annee=lectures_familles.fin_d_annee(),
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            _rythme, bilan = actions_rythmes.poser_rythme(**formulaire.champs, par=request.user)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            _dire_le_bilan(request, bilan)
            return redirect("periscolaire_rythmes")
    contexte = {"formulaire": formulaire, "rythmes": lectures_familles.rythmes_de(request.user), "services": services}
    return render(request, "periscolaire/rythmes.html", contexte, status=422 if formulaire.is_bound else 200)


@retire
@require_POST
def arreter(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the days to come that it declared are said no more."""
    siens = Rythme.objects.des_enfants_de(request.user).select_related("service__etablissement", "eleve")
    rythme = get_object_or_404(siens, pk=pk)
    if not lectures_familles.declare_pour(request.user, rythme.service.etablissement_id, rythme.eleve_id):
        messages.warning(request, _("L’école a décidé qui déclare pour cet enfant. Parlez-en à la direction."))
        return redirect("periscolaire_rythmes")
    n = actions_rythmes.arreter_rythme(rythme=rythme, par=request.user)
    messages.success(
        request,
        ngettext(
            "C’est arrêté : %(n)s jour n’est plus inscrit.", "C’est arrêté : %(n)s jours ne sont plus inscrits.", n
        )
        % {"n": n},
    )
    return redirect("periscolaire_rythmes")


@corrige
@require_http_methods(["GET", "POST"])
def regime(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """What one child eats in one school; each holder of authority reads the same. `?sante`: with what its health names ticked, kept once sent."""
    suivi = lectures_familles.suivi_de(request.user, ecole, eleve)
    if suivi is None:
        raise Http404
    lieu = get_object_or_404(Etablissement.objects.visibles_par(request.user.pour(droits.MODULE)), pk=ecole)
    actuel = Regime.objects.des_enfants_de(request.user).filter(eleve=suivi.eleve, etablissement=lieu).first()
    manquent = lectures_familles.a_dire_a_la_cantine(request.user, suivi)
    proposes = manquent if "sante" in request.GET else []
    formulaire = RegimeForm(
        request.POST or None, etablissement=lieu, regime=actuel, de_l_ecole=False, proposes=proposes
    )
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        actions_ecole.dire_regime(etablissement=lieu, eleve=suivi.eleve, par=request.user, **_du_regime(dits))
        messages.success(request, _("C’est noté : l’école le lit aussitôt."))
        return redirect("periscolaire")
    contexte = {"formulaire": formulaire, "suivi": suivi, "ecole": lieu}
    contexte |= {"manquent": en_mots(manquent), "proposes": en_mots(proposes)}
    return render(request, "periscolaire/regime.html", contexte, status=422 if formulaire.is_bound else 200)


def _du_regime(dits: dict) -> dict:
    return {"repas": dits["repas"], "a_eviter": dits["a_eviter"]}
