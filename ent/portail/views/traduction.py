"""What every page that offers « Traduire » answers with."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ent.socle import frein

from ..traduction import TraductionImpossible, est_branchee, traduire_une_fois

# A person reads; a script that would spend the operator's service is braked.
MAXIMUM, FENETRE = 60, 600


def rendre_la_traduction(
    request: HttpRequest,
    *,
    original: str,
    qui: str,
    retour: str,
    traduire: Callable[[str, str], str] = traduire_une_fois,
) -> HttpResponse:
    """These words, whose right to read the caller has judged, in the reader's language: a fragment for htmx, a page without script.

    The original stays shown in both, signed `qui`; `retour` leads back to where it is read. 404 where nothing translates,
    422 with a sentence when the service does not.
    """
    if not est_branchee():
        raise Http404
    langue = request.LANGUAGE_CODE
    contexte = {
        "original": original,
        "qui": qui,
        "retour": retour,
        "adresse": request.path,
        "langue": langue,
        "traduction": "",
        "erreur": "",
    }
    cle = f"traduire:{request.user.pk}"
    if frein.attente(cle, maximum=MAXIMUM, fenetre=FENETRE):
        contexte["erreur"] = _("Vous avez demandé beaucoup de traductions. Attendez quelques minutes.")
    else:
        frein.compter(cle, fenetre=FENETRE)
        try:
            contexte["traduction"] = traduire(original, langue)
        except ValidationError as refus:
            contexte["erreur"] = " ".join(refus.messages)
        except TraductionImpossible:
            contexte["erreur"] = _(
                "La traduction ne répond pas pour le moment. Le texte est là, tel qu’il a été écrit ; essayez plus tard."
            )
    gabarit = "portail/_traduction.html" if request.htmx else "portail/traduction.html"
    return render(request, gabarit, contexte, status=422 if contexte["erreur"] else 200)
