"""Who has seen a travail and who has done it, for its teachers and the direction; a reminder from its teachers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree
from ent.socle.dates import a_venir

from .. import droits
from ..actions import familles as actions
from ..lectures import suivi as lectures
from ..lectures.impressions import etiquettes_du_suivi
from ..models import Travail
from ..pdf import etiquettes_pdf
from .impressions import en_pdf

FILTRES = {"non_vu": lectures.VU, "un_foyer": lectures.FOYER, "non_fait": lectures.FAIT}


def _suivis(request: HttpRequest):
    return Travail.objects.suivis_par(request.user).select_related("etablissement", "classe", "groupe")


@require_GET
def suivi(request: HttpRequest, pk: int) -> HttpResponse:
    """Per pupil and household; `?filtre=non_vu`, `un_foyer` or `non_fait` keeps those to remind. A parent never reads it."""
    travail = get_object_or_404(_suivis(request), pk=pk)
    complet = lectures.vu_par(travail, request.user)
    filtre = request.GET.get("filtre", "")
    motif = FILTRES.get(filtre, "")
    contexte = {
        "travail": travail,
        "suivi": complet,
        "filtre": filtre if motif else "",
        "motif": motif,
        "lignes": complet.sans(motif) if motif else complet.lignes,
        "nombres": {nom: len(complet.sans(cle)) for nom, cle in FILTRES.items()},
        "familles": complet.familles_a_rappeler(motif) if motif else 0,
        "sans_acces": complet.familles_sans_acces(motif) if motif else 0,
        "sur_papier": complet.sur_papier(motif) if motif else [],
        "est_rappele": lectures.rappele_aujourd_hui(travail),
        "est_passe": travail.date_pour < timezone.localdate(),
        "part_le": _attente(travail),
        "peut_rappeler": droits.peut_modifier(request.user, travail) and not travail.est_brouillon,
    }
    gabarit = "cahier_de_textes/_suivi_lignes.html" if request.htmx else "cahier_de_textes/suivi.html"
    return render(request, gabarit, contexte)


@require_GET
@never_cache
def papiers(request: HttpRequest, pk: int) -> HttpResponse:
    """Labels to paste for those of the filter, or of these for those alone whom no reminder reaches (`?pour=papier`)."""
    travail = get_object_or_404(_suivis(request), pk=pk)
    complet = lectures.suivi_du_travail(travail)
    motif = FILTRES.get(request.GET.get("filtre", ""), "")
    lignes = complet.sans(motif) if motif else complet.lignes
    if motif and request.GET.get("pour") == "papier":
        lignes = lectures.vu_par(travail, request.user).sur_papier(motif)
    contenu = etiquettes_pdf(travail.destination, travail.date_pour, etiquettes_du_suivi(travail, lignes))
    return en_pdf(contenu, f"etiquettes-{travail.destination.nom}-{travail.date_pour.isoformat()}")


@cree
@require_POST
def relancer(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not seen it, or whose child has not done it, and nobody else."""
    travail = get_object_or_404(_suivis(request), pk=pk)
    exiger(droits.peut_modifier(request.user, travail), _("Seuls les enseignants de la classe rappellent un travail."))
    filtre = request.POST.get("filtre", "non_vu")
    page = f"{reverse('cahier_suivi', args=[pk])}?filtre={filtre if filtre in FILTRES else 'non_vu'}"
    motif = FILTRES.get(filtre, lectures.VU)
    try:
        nombre = actions.relancer(travail=travail, auteur=request.user, motif=motif)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        papiers = len(lectures.vu_par(travail, request.user).sur_papier(motif))
        messages.success(request, _phrase(nombre, _attente(travail), papiers))
    return redirect(page)


def _attente(travail: Travail) -> str:
    """« demain à 7 h 00 » when a reminder sent now waits for the end of quiet hours, else empty."""
    maintenant = timezone.now()
    depart = calendrier.ouverture(travail.etablissement, maintenant)
    return "" if depart == maintenant else a_venir(depart)


def _phrase(nombre: int, attente: str, papiers: int) -> str:
    """How many were told; and of how many pupils (`papiers`) a family has to be told otherwise."""
    if not nombre:
        reste = _("Il n’y a personne à rappeler par l’écran : il reste le papier.")
        return reste if papiers else _("Il n’y a personne à rappeler.")
    if attente:
        dit = ngettext(
            "%(n)d famille recevra le rappel %(quand)s, à la fin du repos de l’école.",
            "%(n)d familles recevront le rappel %(quand)s, à la fin du repos de l’école.",
            nombre,
        ) % {"n": nombre, "quand": attente}
    else:
        phrase = ngettext("Le rappel est parti à %(n)d famille.", "Le rappel est parti à %(n)d familles.", nombre)
        dit = phrase % {"n": nombre}
    if not papiers:
        return dit
    reste = ngettext(
        "La famille de %(n)d élève reste à prévenir sur papier.",
        "Les familles de %(n)d élèves restent à prévenir sur papier.",
        papiers,
    )
    return f"{dit} {reste % {'n': papiers}}"
