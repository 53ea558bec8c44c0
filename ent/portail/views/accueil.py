"""Homes made of tiles."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from ent.annuaire.models import Personne
from ent.coquille.jinja import dessiner
from ent.coquille.patrons import remplir

from .. import lectures, registres
from ..lectures import fil

NOMS = {
    "famille": _("Mes enfants"),
    "eleve": _("Ma journée"),
    "enseignant": _("Mes classes"),
    "direction": _("Mon école"),
    "pouvoirs": _("Ce qui m’est confié"),
    "commune": _("Ma commune"),
    "territoire": _("Le territoire"),
}
CONFIES = _("Ce qui vous est confié")
# A sheet for what is read; the table for what is compared.
FEUILLES = {"famille"}
UN_AN = 365 * 24 * 3600
ECOUTE = ' data-tuile data-hx-get="{adresse}" data-hx-trigger="{quand}" data-hx-swap="outerHTML"'
CADRE = '<section id="tuile-{nom}" class="tuile"{ecoute}{cachee}>{corps}</section>'


def nom_de(univers: str, personne: Personne) -> str:
    """Of this home, to this person: children who were all confided to them are not theirs."""
    portee = personne.portee
    sont_confies = univers == "famille" and portee.enfants_confies and not portee.enfants
    return str(CONFIES if sont_confies else NOMS[univers])


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The home of one universe of the person; tabs lead to the others. The address of one that is theirs no more leads to their ordinary home."""
    presents = lectures.univers_de(request.user)
    if (demande := request.GET.get("univers", "")) in presents:
        request.COOKIES[lectures.UNIVERS] = demande  # the frame of this page is already that of this home
    univers = lectures.univers_choisi(request)
    enfant = filtrer_par_enfant(request)
    lectures.annoncer_l_accueil(request.user, univers)
    rendues = [(tuile, rendue) for tuile in registres.tuiles(univers) if (rendue := _rendre(request, tuile))]
    contexte = {
        "univers": univers,
        "onglets": [(u, nom_de(u, request.user)) for u in presents] if len(presents) > 1 else [],
        "titre": nom_de(univers, request.user),
        "en_tete": [rendue for tuile, rendue in rendues if tuile.rang <= registres.Rang.RACCOURCIS],
        "tuiles": [rendue for tuile, rendue in rendues if tuile.rang > registres.Rang.RACCOURCIS and not tuile.a_cote],
        "a_cote": [rendue for tuile, rendue in rendues if tuile.a_cote],
        "enfants": _les_puces(request) if univers == "famille" else [],
        "enfant": enfant,
        "aujourd_hui": timezone.localdate(),
        "moment": lectures.salutation(),
        "est_feuille": univers in FEUILLES,
    }
    gabarit = "portail/accueil_eleve.html" if univers == "eleve" else "portail/accueil.html"
    reponse = render(request, gabarit, contexte)
    if demande in presents and len(presents) > 1:
        garde = {"max_age": UN_AN, "samesite": "Lax", "secure": request.is_secure(), "httponly": True}
        reponse.set_cookie(lectures.UNIVERS, univers, **garde)
    return reponse


def _avec_ce_qui_attend(request: HttpRequest) -> list[tuple]:
    """The children, each with how many things wait for them: not where the page keeps to one, which has not read the others'."""
    comptes = fil.par_enfant(request.user) if not request.GET.get("enfant") else {}
    return [(enfant, comptes.get(enfant.pk, 0)) for enfant in lectures.enfants_de(request.user)]


def enfants_a_choisir(personne: Personne) -> list[Personne]:
    """Those of elsewhere too, of whom a room says something."""
    return [*lectures.enfants_de(personne), *(suivi.eleve for suivi in registres.enfants_d_ailleurs(personne))]


def _les_puces(request: HttpRequest) -> list[tuple]:
    """With those of elsewhere, for whom nothing waits here. Once the home has read its rows."""
    return [*_avec_ce_qui_attend(request), *((suivi.eleve, 0) for suivi in registres.enfants_d_ailleurs(request.user))]


@require_GET
def tuile(request: HttpRequest, univers: str, nom: str) -> HttpResponse:
    """One tile alone: a browser asks for it again when one of its events arrives."""
    demandee = registres.tuile(univers, nom)
    if demandee is None or univers not in lectures.univers_de(request.user):
        raise Http404
    filtrer_par_enfant(request)
    rendue = _rendre(request, demandee)
    if (univers, nom) == ("famille", "a-faire") and request.htmx and not request.GET.get("enfant"):
        rendue += "".join(_puces(request))
    return HttpResponse(rendue)


def _puces(request: HttpRequest) -> Iterator[str]:
    """What waits for each child, in the filter at the top of the same page: it moves with the list."""
    enfants = _avec_ce_qui_attend(request)
    for enfant, n in enfants if len(enfants) > 1 else []:
        yield dessiner("portail/fil.html:compte", enfant, n, vivant=True)


def filtrer_par_enfant(request: HttpRequest) -> UUID | None:
    """Set `request.suivis`: the children of the person and those confided to them, or the one of ?enfant=. Another's child does not exist."""
    portee = request.user.portee
    suivis = [s for s in (*portee.suivis, *portee.suivis_confies) if s.eleve.pk != request.user.pk]
    demande = request.GET.get("enfant", "")
    if demande:
        choisi = [s for s in suivis if str(s.eleve.uuid) == demande]
        suivis = choisi or [s for s in registres.enfants_d_ailleurs(request.user) if str(s.eleve.uuid) == demande]
        if not suivis:
            raise Http404
    request.suivis = suivis
    return suivis[0].eleve.uuid if demande else None


def _rendre(request: HttpRequest, tuile: registres.Tuile) -> str:
    """The tile in its frame. An empty one that may fill later keeps a hidden frame that listens."""
    variables = tuile.contexte(request)
    if variables is None and not tuile.evenements:
        return ""
    corps = render_to_string(tuile.gabarit, variables, request) if variables is not None else ""
    ecoute = ""
    if tuile.evenements:
        adresse = tuile.adresse
        if enfant := request.GET.get("enfant"):
            adresse += f"?enfant={enfant}"
        ecoute = remplir(ECOUTE, adresse=adresse, quand=tuile.declencheurs)
    cachee = SafeString("" if corps else " hidden")
    return remplir(CADRE, nom=tuile.nom, ecoute=ecoute, cachee=cachee, corps=corps)
