"""One line to add: show what is understood, then add it."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ent.annuaire.models import Classe, Groupe
from ent.annuaire.views.gestes import cree
from ent.socle.textes import sobre

from ..actions import seances as actions_des_seances
from ..actions import travaux as actions
from ..emploi import Creneau
from ..forms import Destinataires, LigneForm, lire_la_ligne
from ..forms.commun import MANQUE
from ..lectures import charge as charges
from ..lectures import emploi
from ..models import Seance, Travail
from .communes import classe_geree, date_lue, exiger_de_donner, groupe_tenu, lundi_de
from .donner import REFUS, destinataires_de
from .seances import dire_ecrite
from .semaine import adresse_de_semaine, rendre_la_semaine
from .travaux import dire_donne


@require_POST
def comprendre_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """The chips of a phrase, to correct before Enter. Posted, since it may name pupils: an address is kept by proxies."""
    return _comprendre(request, classe_geree(request, pk))


@require_POST
def comprendre_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _comprendre(request, groupe_tenu(request, pk))


@cree
@require_POST
def ajouter_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what the chips say, or show them first: nothing is added that was not shown as understood."""
    return _ajouter(request, classe_geree(request, pk))


@cree
@require_POST
def ajouter_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    return _ajouter(request, groupe_tenu(request, pk))


def _comprendre(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    exiger_de_donner(request, cible, REFUS)
    phrase = sobre(request.POST.get("phrase", ""))
    if not phrase.strip():
        return HttpResponse("")
    destinataires, suivis = destinataires_de(request, cible)
    donnees = request.POST if request.POST.get("lue") == phrase else None
    formulaire = _lire(request, phrase, destinataires, donnees)
    alertes = _alertes(request, formulaire, suivis)
    aussitot = formulaire.se_fait_aussitot(alertes)
    contexte = {"ajout": formulaire, "alertes": alertes, "cible": cible, "aussitot": aussitot}
    return render(request, "cahier_de_textes/_compris.html", contexte)


def _lire(request: HttpRequest, phrase: str, destinataires: Destinataires, donnees) -> LigneForm:
    """The line, with the slots of the timetable for what it leaves unsaid."""
    cible = destinataires.cible

    def prevus(jour: dt.date) -> list[Creneau]:
        return [p.creneau for p in emploi.prevus_du(request.user, cible, jour)] if isinstance(cible, Classe) else []

    return lire_la_ligne(phrase, destinataires, donnees, semaine=_semaine(request), prevus=prevus)


def _semaine(request: HttpRequest) -> dt.date | None:
    """The Monday of the week from which the line is sent."""
    jour = date_lue(request.POST.get("semaine", ""))
    return lundi_de(jour) if jour else None


def _alertes(request: HttpRequest, formulaire: LigneForm, suivis: list) -> list[str]:
    """The levels that would go beyond twenty minutes with this line."""
    dit, cible = formulaire.dit, formulaire.destinataires.cible
    if dit.est_une_seance:
        return []
    if formulaire.is_bound:
        if not formulaire.is_valid():
            return []
        champs, public = formulaire.cleaned_data, formulaire.public
        jour, minutes = champs["jour"], champs["minutes"]
    else:
        jour, minutes = dit.jour or dit.propose, formulaire.initial["minutes"]
        public = formulaire.destinataires.public(formulaire.initial["pour"], formulaire.nommes)
    chargee = public.groupe or cible
    if chargee != cible:
        suivis = charges.publics([chargee])
    eleves = charges.vises(charges.de(chargee, suivis), niveau=public.niveau, eleves=public.eleves)
    lignes = charges.charge(request.user, [chargee], suivis, [jour], plus=charges.Ajout(jour, minutes, eleves))[jour]
    return charges.alertes(ligne for ligne in lignes if eleves & ligne.minutes.keys())


def _ajouter(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    exiger_de_donner(request, cible, REFUS)
    destinataires, suivis = destinataires_de(request, cible)
    phrase = sobre(request.POST.get("phrase", ""))
    formulaire = _lire(request, phrase, destinataires, request.POST)
    if not formulaire.is_bound or not formulaire.is_valid():
        # Without JavaScript, this is the first of the two steps.
        montre = formulaire if phrase.strip() else None
        lundi = lundi_de(formulaire.dit.jour or formulaire.dit.propose)
        contexte = {
            "ajout": montre,
            "phrase": phrase,
            "manque": "" if montre else MANQUE,
            "alertes": _alertes(request, formulaire, suivis),
        }
        return rendre_la_semaine(request, [cible], lundi=lundi, statut=422, **contexte)
    ecrit = (_ecrire if formulaire.dit.est_une_seance else _donner)(request, formulaire)
    if "photo" in request.POST and isinstance(ecrit, Seance):
        return redirect(f"{reverse('cahier_seance_modifier', args=[ecrit.pk])}#ajouter-image")
    jour = formulaire.cleaned_data["jour"]
    return redirect(f"{adresse_de_semaine(cible)}?semaine={lundi_de(jour).isoformat()}&jour={jour.isoformat()}&suite=1")


def _donner(request: HttpRequest, formulaire: LigneForm) -> Travail:
    public, champs = formulaire.public, formulaire.cleaned_data
    donne = actions.publier_travail(
        auteur=request.user,
        classe=public.classe,
        groupe=public.groupe,
        niveau=public.niveau,
        eleves=public.eleves,
        nature=champs["nature"],
        texte=formulaire.dit.texte,
        date_pour=champs["jour"],
        minutes=champs["minutes"],
        matiere=formulaire.matiere_dite,
    )
    dire_donne(request, donne)
    return donne


def _ecrire(request: HttpRequest, formulaire: LigneForm) -> Seance:
    public, champs = formulaire.public, formulaire.cleaned_data
    ecrite = actions_des_seances.ecrire_seance(
        auteur=request.user,
        classe=public.classe,
        groupe=public.groupe,
        niveaux=[public.niveau] if public.niveau else [],
        eleves=public.eleves,
        titre=formulaire.dit.texte,
        date=champs["jour"],
        moment=champs["moment"],
        heure=champs["heure"],
        domaine=champs["domaine"],
    )
    dire_ecrite(request, ecrite)
    return ecrite
