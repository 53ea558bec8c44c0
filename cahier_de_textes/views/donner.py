"""Give a travail, correct it, and see the day's load while choosing the day."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire.droits import exiger
from ent.annuaire.equipes import matieres_enseignees
from ent.annuaire.models import Classe, Groupe
from ent.annuaire.views.gestes import corrige, cree
from ent.fichiers.envois import recoit_des_fichiers
from ent.portail.views.brouillons import brouillon_termine
from ent.socle.dates import date_format
from ent.socle.nombres import entier

from ..actions import travaux as actions
from ..actions.commun import Public
from ..forms import Destinataires, TravailForm
from ..lectures import charge as charges
from ..models import Travail
from .communes import (
    classe_geree,
    date_lue,
    dire_l_heure_oubliee,
    exiger_de_donner,
    groupe_tenu,
    porter_le_regard,
    prochain_jour,
    semaine_de,
)
from .travaux import dire_donne

REFUS = gettext_lazy("Seuls les enseignants de la classe donnent du travail.")


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Give work to a class, one of its levels, pupils of it, or a group that one holds."""
    return _donner(request, classe_geree(request, pk))


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """Give work to a group."""
    return _donner(request, groupe_tenu(request, pk))


def destinataires_de(request: HttpRequest, cible: Classe | Groupe) -> tuple[Destinataires, list]:
    """Whom one may choose, and these pupils with all their classes and groups. Three queries; four in a collège."""
    suivis = charges.publics([cible])
    eleves = [(s.eleve, s.niveau) for s in charges.de(cible, suivis)]
    groupes = list(Groupe.objects.tenus_par(request.user).select_related("etablissement"))
    return Destinataires(cible, eleves, groupes, matieres_enseignees(request.user, cible)), suivis


def _donner(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    exiger_de_donner(request, cible, REFUS)
    destinataires, suivis = destinataires_de(request, cible)
    prochain = prochain_jour(cible.etablissement)
    jour = date_lue(request.GET.get("pour", "")) or prochain
    formulaire = TravailForm(
        request.POST or None,
        request.FILES or None,
        destinataires=destinataires,
        auteur=request.user,
        initial={"nature": Travail.Nature.APPRENDRE, "date_pour": jour, "texte": request.GET.get("texte", "")},
    )
    if request.method == "POST" and formulaire.is_valid():
        return _publier(request, formulaire.cleaned_data)
    porter_le_regard(formulaire, "texte")
    contexte = {
        "cible": cible,
        "formulaire": formulaire,
        "cle": f"travail:{'classe' if isinstance(cible, Classe) else 'groupe'}:{cible.pk}",
        "genre": "classe" if isinstance(cible, Classe) else "groupe",
        "charges": charges.charge(request.user, [cible], suivis, [jour])[jour],
        "jour": jour,
        "minutes_par_nature": Travail.MINUTES,
    }
    return render(request, "cahier_de_textes/donner.html", contexte, status=422 if formulaire.is_bound else 200)


def _publier(request: HttpRequest, champs: dict) -> HttpResponse:
    public = champs.pop("public")
    donne = actions.publier_travail(
        auteur=request.user,
        classe=public.classe,
        groupe=public.groupe,
        niveau=public.niveau,
        eleves=public.eleves,
        est_brouillon="brouillon" in request.POST,
        **champs,
    )
    dire_donne(request, donne)
    if donne.est_brouillon:
        dire_l_heure_oubliee(request, champs.get("a"))
    # The week that comes says what goes beyond twenty minutes.
    return redirect(semaine_de(donne, donne.date_pour))


def alertes(request: HttpRequest, cible: Classe | Groupe, public: Public, jour: dt.date) -> list[str]:
    """Once corrected: the levels that go beyond twenty minutes that day."""
    chargee = public.groupe or cible
    return charges.alertes(charges.charge(request.user, [chargee], charges.publics([chargee]), [jour])[jour])


def _modifiables(request: HttpRequest):
    return Travail.objects.modifiables_par(request.user).select_related(
        "etablissement", "classe__etablissement", "groupe__etablissement"
    )


@recoit_des_fichiers
@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a travail, whom it is for included; ticks are kept, newly concerned families are told."""
    corrige = get_object_or_404(_modifiables(request), pk=pk)
    exiger(corrige.retire_le is None, actions.RETIRE)
    cible = corrige.destination
    destinataires, suivis = destinataires_de(request, cible)
    formulaire = TravailForm(
        request.POST or None, request.FILES or None, instance=corrige, destinataires=destinataires, auteur=request.user
    )
    if request.method == "POST" and formulaire.is_valid():
        champs = formulaire.cleaned_data
        a = champs.pop("a", None)
        if corrige.attend:
            champs["a"] = a or timezone.now()
        actions.corriger_travail(travail=corrige, auteur=request.user, **champs)
        if corrige.est_brouillon and "donner" in request.POST:
            actions.publier_brouillon(travail=corrige, auteur=request.user, a=a)
        messages.success(request, _("C’est corrigé."))
        if corrige.est_brouillon and "donner" not in request.POST:
            dire_l_heure_oubliee(request, a)
        for phrase in alertes(request, cible, champs["public"], corrige.date_pour):
            messages.warning(request, phrase)
        return redirect("cahier_travail", pk=pk)
    porter_le_regard(formulaire)
    contexte = {
        "travail": corrige,
        "cible": cible,
        "formulaire": formulaire,
        "cle": f"travail:{corrige.pk}",
        "genre": "classe" if corrige.classe_id else "groupe",
        "charges": charges.charge(request.user, [cible], suivis, [corrige.date_pour])[corrige.date_pour],
        "jour": corrige.date_pour,
        "minutes_par_nature": Travail.MINUTES,
    }
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/modifier.html", contexte, status=statut)


@require_GET
def charge_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """The load of the day that is being chosen, with what is being written."""
    return _charge(request, classe_geree(request, pk))


@require_GET
def charge_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _charge(request, groupe_tenu(request, pk))


def _charge(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    """What makes no sense counts for nothing: this is a help, the form is checked when it is sent."""
    exiger_de_donner(request, cible, REFUS)
    jour = date_lue(request.GET.get("jour", "")) or date_lue(request.GET.get("date_pour", ""))
    if jour is None:
        return HttpResponse("")
    destinataires, suivis = destinataires_de(request, cible)
    choix = request.GET.get("pour", "")
    coches = set(request.GET.getlist("eleves"))
    nommes = [e for e in destinataires.eleves if str(e.pk) in coches] if choix == "eleves" else []
    public = destinataires.public(choix if choix in dict(destinataires.choix) else "", nommes)
    chargee = public.groupe or cible
    if chargee != cible:
        suivis = charges.publics([chargee])
    ajout = charges.Ajout(
        jour,
        _minutes(request),
        charges.vises(charges.de(chargee, suivis), niveau=public.niveau, eleves=public.eleves)
        if choix != "eleves" or nommes
        else frozenset(),
    )
    sauf = _modifiables(request).filter(pk=_entier(request.GET.get("sauf", ""))).first()
    lignes = charges.charge(request.user, [chargee], suivis, [jour], sauf=sauf, plus=ajout)[jour]
    contexte = {"charges": lignes, "jour": jour, "jour_dit": date_format(jour, "l j F")}
    return render(request, "cahier_de_textes/_charge_du_jour.html", contexte)


def _minutes(request: HttpRequest) -> int:
    ecrites = request.GET.get("minutes", "")
    if ecrites.strip():
        return min(_entier(ecrites), 120)
    return Travail.MINUTES.get(request.GET.get("nature", ""), 0)


def _entier(texte: str) -> int:
    return entier(texte, 9) or 0
