"""The feed beyond the home: the days before, what one puts off; and the week of one's children."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.connexion.views.commun import adultes
from ent.coquille.avis import dire_sans_page
from ent.diffusion.actions import lire_notifications
from ent.socle.dates import date_format
from ent.socle.nombres import entier

from .. import actions
from ..forms import PlusTardForm
from ..lectures import fil
from ..pdf import semaine_pdf
from .accueil import enfants_a_choisir, filtrer_par_enfant
from .personnel import suite_permise

LUES = "nouvelles:lues"  # what the feed and the counts of the frame listen to
LOIN = dt.timedelta(days=400)
PAGES = 1000  # more than anyone was told in their life
MICROS = 16  # figures of a moment, in millionths of a second: until the year 2286


@adultes
@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """All that this person was told, page by page; a POST marks as read what was shown, but messages: not what arrived since."""
    if request.method == "POST":
        vu_le = fil.moment(entier(request.POST.get("vu_le"), MICROS))
        lire_notifications(personne=request.user, jusqu_a=entier(request.POST.get("jusqu_a")) or 0, vu_le=vu_le)
        if request.htmx:
            return dire_sans_page(LUES, _("C’est marqué comme lu."))
        return redirect(suite_permise(request, "notifications"))
    enfant = filtrer_par_enfant(request)
    numero = min(max(entier(request.GET.get("page")) or 1, 1), PAGES)
    contexte = {"fil": fil.fil_de(request, numero=numero), "enfant": enfant, "numero": numero}
    return render(request, "portail/notifications.html", contexte)


@adultes
@require_POST
def plus_tard(request: HttpRequest) -> HttpResponse:
    """Put something off until tomorrow, or see again at once all that one put off."""
    formulaire = PlusTardForm(request.POST)
    phrase = ""
    if formulaire.is_valid() and formulaire.cleaned_data["tout"]:
        actions.reprendre_tout(personne=request.user)
        phrase = _("Remis parmi les choses à faire.")
    elif formulaire.is_valid():
        actions.remettre_a_demain(personne=request.user, cle=formulaire.cleaned_data["cle"])
        phrase = _("Remis à demain.")
    return dire_sans_page("portail:plus_tard", phrase) if request.htmx else redirect("accueil")


@require_GET
def semaine(request: HttpRequest, lundi: dt.date | None = None) -> HttpResponse:
    """What one's children have, day by day, of every room: this week, or next week from Friday evening on."""
    enfant = filtrer_par_enfant(request)
    if not request.suivis:
        raise Http404
    aujourd_hui = timezone.localdate()
    lundi = lundi or fil.lundi_de_la_semaine(timezone.localtime())
    if lundi.weekday() or abs(lundi - aujourd_hui) > LOIN:
        raise Http404
    jours = fil.jours_de_la_semaine(request, lundi)
    passes = fil.jours_passes(jours, aujourd_hui)
    contexte = {
        "jours": jours,
        "passes": passes,
        "passes_dits": ", ".join(date_format(jour.date, "l") for jour in passes),
        "lundi": lundi,
        "precedent": lundi - dt.timedelta(days=7),
        "suivant": lundi + dt.timedelta(days=7),
        "aujourd_hui": aujourd_hui,
        "enfants": enfants_a_choisir(request.user),
        "enfant": enfant,
        "est_la_semaine": lundi == fil.lundi_de_la_semaine(timezone.localtime()),
        "est_la_prochaine": fil.lundi_de_la_semaine(timezone.localtime()) > aujourd_hui,
    }
    return render(request, "portail/semaine.html", contexte)


@require_GET
def feuille(request: HttpRequest, lundi: dt.date) -> HttpResponse:
    """The same week on one page of paper."""
    filtrer_par_enfant(request)
    if not request.suivis or lundi.weekday() or abs(lundi - timezone.localdate()) > LOIN:
        raise Http404
    prenoms = list(dict.fromkeys(suivi.eleve.prenom for suivi in request.suivis))
    reponse = HttpResponse(
        semaine_pdf(fil.jours_de_la_semaine(request, lundi), lundi, prenoms), content_type="application/pdf"
    )
    reponse["Content-Disposition"] = f'inline; filename="semaine-{lundi.isoformat()}.pdf"'
    return reponse
