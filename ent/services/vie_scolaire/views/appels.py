"""The roll of a class: taken on a phone by exception, sent later when there is no network, corrected knowingly."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Etablissement
from ent.annuaire.views.gestes import corrige, cree, retire
from ent.connexion.droits import COOKIE_TABLETTE
from ent.socle.dates import aujourd_hui, time_format

from ..actions import appels as actions
from ..demi_journees import DemiJournee, demi_journee, demi_journees, du_moment
from ..droits import appels as droits
from ..droits import evacuations as des_evacuations
from ..forms.appels import AppelForm, ConfierForm
from ..lectures import appels as lectures
from ..models import Appel

HEURE = r"G \h i"


def _classe(request: HttpRequest, pk: int) -> Classe:
    return get_object_or_404(
        Classe.objects.gardees_par(request.user, "absences").select_related("etablissement", "annee"), pk=pk
    )


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """Today's rolls: of the classes that one keeps, and those that one was given."""
    portee = request.user.portee
    if not (portee.classes_tenues or portee.ecoles_ou("absences") or portee.etablissements_d_enseignement):
        raise Http404
    classes = list(
        Classe.objects.gardees_par(request.user, "absences")
        .annotate(est_garnie=lectures.garnies())
        .select_related("etablissement")
        .order_by("etablissement", "nom")
    )
    contexte = {
        "etats": lectures.etats_du_jour(classes),
        "confies": lectures.confies_a(request.user, aujourd_hui()),
        "jour": aujourd_hui(),
        "ecoles": Etablissement.objects.tenus_par(request.user, "absences"),
    }
    return render(request, "vie_scolaire/appel/accueil.html", contexte)


@require_GET
def maintenant(request: HttpRequest, pk: int) -> HttpResponse:
    """The roll of the moment of a class, or that there is none today."""
    classe = _classe(request, pk)
    demi = du_moment(classe.etablissement, timezone.now())
    if demi is None:
        messages.info(request, _("Pas de classe aujourd’hui : pas d’appel."))
        return redirect("appel")
    return redirect("appel_classe", pk, demi.jour, demi.moment)


@require_GET
def copie(request: HttpRequest) -> HttpResponse:
    """What a phone of one's own keeps to take a roll without network (`appel.js`). A class's tablet is given none."""
    if COOKIE_TABLETTE in request.COOKIES or not request.user.portee.classes_tenues:
        raise Http404
    formulaires = []
    for tenue in Classe.objects.tenues_par(request.user).select_related("etablissement"):
        ecole = tenue.etablissement
        demi = du_moment(ecole, timezone.now())
        demi = demi or demi_journees(ecole, calendrier.prochain_jour_de_classe(ecole, aujourd_hui()))[0]
        formulaires.append(AppelForm(feuille=lectures.feuille_vierge(tenue, demi, request.user)))
    return render(request, "vie_scolaire/appel/copie.html", {"formulaires": formulaires})


@corrige
@require_http_methods(["GET", "POST"])
def classe(request: HttpRequest, pk: int, jour: dt.date, moment: str) -> HttpResponse:
    """A half-day of a class. The page is of today; the direction reads and fills the former ones, and a phone sends late what it kept."""
    la_classe = _classe(request, pk)
    demi = demi_journee(la_classe.etablissement, jour, moment)
    if demi is None or not (la_classe.annee.debut <= jour <= la_classe.annee.fin):
        raise Http404
    feuille = lectures.feuille_de_classe(la_classe, demi, request.user)
    if request.method == "GET" and jour != aujourd_hui():
        exiger(
            droits.dirige(request.user, la_classe.etablissement_id),
            _("La direction lit et corrige les appels des autres jours."),
        )
    formulaire = AppelForm(request.POST if request.method == "POST" else None, feuille=feuille)
    if request.method == "POST":
        _exiger_l_appel(request, feuille, demi)
        if formulaire.is_valid():
            etait_fait = feuille.est_faite
            actions.faire_l_appel(
                classe=la_classe,
                demi=demi,
                auteur=request.user,
                dits=formulaire.dits,
                montres=formulaire.montres,
                fait_le=formulaire.fait_a,
            )
            _dire_combien(request, formulaire, etait_fait)
            return redirect("appel_classe", pk, jour, moment) if jour == aujourd_hui() else redirect("appel")
    return _page(request, feuille, formulaire)


def _exiger_l_appel(request: HttpRequest, feuille: lectures.Feuille, demi: DemiJournee) -> None:
    maintenant = timezone.now()
    if feuille.est_faite:
        permis = droits.peut_corriger(request.user, feuille.appel, demi, maintenant)
        exiger(permis, _("La demi-journée est finie : la direction corrige cet appel."))
    else:
        permis = droits.peut_faire_l_appel(request.user, feuille.classe, demi, maintenant)
        exiger(permis, _("Cet appel ne peut pas être fait maintenant : la direction le peut."))


def _page(request: HttpRequest, feuille: lectures.Feuille, formulaire: AppelForm) -> HttpResponse:
    maintenant, demi = timezone.now(), feuille.demi
    if feuille.est_faite:
        peut = droits.peut_corriger(request.user, feuille.appel, demi, maintenant)
    elif feuille.appel is not None and feuille.appel.classe_id is None:
        le_tient = feuille.appel.confie_a_id == request.user.pk or droits.dirige(request.user, feuille.etablissement.pk)
        peut = le_tient and droits.s_est_ouvert(feuille.appel, demi, maintenant)
    else:
        peut = droits.peut_faire_l_appel(request.user, feuille.classe, demi, maintenant)
    contexte = {
        "feuille": feuille,
        "formulaire": formulaire,
        "peut": peut,
        "sans_eleve": not (feuille.cases or feuille.restent or feuille.ailleurs),
        "demi": demi,
        "autres": [autre for autre in demi_journees(feuille.etablissement, demi.jour) if autre != demi],
        "peut_confier": feuille.appel is None or feuille.appel.classe_id is not None,
        "compte_ici": des_evacuations.peut_pointer(request.user, feuille.etablissement),
        "dirige": droits.dirige(request.user, feuille.etablissement.pk),
        "est_ouverte": maintenant >= demi.ouvre_a,
        "est_finie": maintenant > demi.finit_a,
        "jusqu_au_soir": feuille.est_faite and droits.est_fait_apres(feuille.appel, demi),
    }
    return render(request, "vie_scolaire/appel/feuille.html", contexte, status=422 if formulaire.errors else 200)


def _dire_combien(request: HttpRequest, formulaire: AppelForm, est_corrige: bool) -> None:
    """« L’appel est parti : 1 absent, 1 retard. »: as the button said it (`appel.js`), each pupil once."""
    absents, retards, departs = formulaire.comptes
    dits = [
        ngettext("%(n)s absent", "%(n)s absents", absents) % {"n": absents} if absents else "",
        ngettext("%(n)s retard", "%(n)s retards", retards) % {"n": retards} if retards else "",
        ngettext("%(n)s sorti tôt", "%(n)s sortis tôt", departs) % {"n": departs} if departs else "",
    ]
    combien = {"combien": ", ".join(filter(None, dits)) or _("personne ne manque")}
    phrase = _("L’appel est corrigé : %(combien)s.") if est_corrige else _("L’appel est parti : %(combien)s.")
    messages.success(request, phrase % combien)


@corrige
@require_http_methods(["GET", "POST"])
def confie(request: HttpRequest, pk: int) -> HttpResponse:
    """The roll of pupils whom one was given."""
    appel = get_object_or_404(
        Appel.objects.lus_par(request.user)
        .filter(classe=None)
        .select_related("etablissement", "de_la_classe", "confie_a", "auteur", "sortie"),
        pk=pk,
    )
    demi = demi_journee(appel.etablissement, appel.jour, appel.moment)
    if demi is None:
        raise Http404
    feuille = lectures.feuille_confiee(appel, demi, request.user)
    formulaire = AppelForm(request.POST if request.method == "POST" else None, feuille=feuille)
    if request.method == "POST":
        ouverture = {"heure": time_format(timezone.localtime(demi.ouvre_a), HEURE)}
        exiger(droits.s_est_ouvert(appel, demi, timezone.now()), _("Cet appel s’ouvre à %(heure)s.") % ouverture)
        exiger(
            droits.peut_corriger(request.user, appel, demi, timezone.now()),
            _("La demi-journée est finie : la direction corrige cet appel."),
        )
        if formulaire.is_valid():
            etait_fait = feuille.est_faite
            actions.faire_l_appel_confie(
                appel=appel, auteur=request.user, dits=formulaire.dits, montres=formulaire.montres
            )
            _dire_combien(request, formulaire, etait_fait)
            return redirect("appel_confie", pk)
    return _page(request, feuille, formulaire)


@cree
@require_http_methods(["GET", "POST"])
def confier(request: HttpRequest, pk: int) -> HttpResponse:
    """A class is split for the day: who takes whom."""
    la_classe = _classe(request, pk)
    restantes = [d for d in demi_journees(la_classe.etablissement, aujourd_hui()) if d.finit_a > timezone.now()]
    eleves = lectures.eleves_de(la_classe, aujourd_hui())
    formulaire = ConfierForm(
        request.POST or None, eleves=eleves, demis=restantes, etablissement=la_classe.etablissement
    )
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            actions.confier_des_eleves(
                classe=la_classe,
                eleves=list(donnees["eleves"]),
                a=donnees["a"],
                auteur=request.user,
                demis=formulaire.choisies,
            )
        except ValidationError as refus:
            formulaire.add_error("eleves", refus)
        else:
            qui = donnees["a"].nom_affiche
            messages.success(request, _("C’est noté : %(qui)s fait leur appel.") % {"qui": qui})
            return redirect("appel_confier", pk)
    contexte = {
        "classe": la_classe,
        "formulaire": formulaire,
        "restantes": restantes,
        "confies": lectures.confies_de(la_classe, aujourd_hui()),
        "moments": [demi.moment for demi in restantes],
    }
    return render(request, "vie_scolaire/appel/confier.html", contexte, status=422 if formulaire.errors else 200)


@retire
@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """The pupils are with their class again."""
    appel = get_object_or_404(
        Appel.objects.lus_par(request.user)
        .filter(~droits.garde(), classe=None)
        .select_related("etablissement", "de_la_classe"),
        pk=pk,
    )
    exiger(
        appel.de_la_classe is not None and droits.peut_confier(request.user, appel.de_la_classe),
        _("Ceux qui tiennent la classe la rassemblent."),
    )
    exiger(
        droits.peut_reprendre(demi_journee(appel.etablissement, appel.jour, appel.moment), timezone.now()),
        _("La demi-journée est finie : la direction corrige cet appel."),
    )
    classe_pk = appel.de_la_classe_id
    actions.reprendre_des_eleves(appel=appel, auteur=request.user)
    messages.success(request, _("Ils sont de nouveau sur l’appel de leur classe."))
    return redirect("appel_confier", classe_pk)
