"""Evacuation: who is on site, pupils and adults, on one phone, without network too; what others counted joins when it is back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import cree
from ent.connexion.droits import COOKIE_TABLETTE
from ent.socle.dates import time_format
from ent.socle.nombres import entier

from ..actions import evacuations as actions
from ..droits import evacuations as droits
from ..forms.evacuations import PointageForm, compte_le
from ..lectures import evacuations as lectures
from ..lectures.adultes import CompteAdulte
from ..models import Evacuation

HEURE = "G\u00a0\\h\u00a0i"
DE_LA_PAGE = {"csrfmiddlewaretoken", "numero", "evacuation", "commencer"}  # of the page that sent it, and not counted


def _ici(request: HttpRequest, *, est_copie: bool) -> list[lectures.SurPlace]:
    """The schools where one counts. A copy is of who has pupils all day: whom a service keeps is known at its hours alone."""
    ou = request.user.portee.etablissements_d_enseignement if est_copie else droits.ecoles_comptees_par(request.user)
    siennes = Etablissement.objects.visibles_par(request.user).filter(pk__in=ou)
    if not (lues := [lectures.sur_place(request.user, ecole, est_copie=est_copie) for ecole in siennes]):
        raise Http404
    return lues


def _contexte(request: HttpRequest, *, est_copie: bool = False) -> dict:
    """Of one that ended a short while ago, what it counted, until one says that another begins; a copy is for the next one."""
    lieux = []
    for lu in _ici(request, est_copie=est_copie):
        est_lue = lu.finie is not None and not est_copie and request.GET.get("commencer") != lu.etablissement.uai
        fin = lectures.a_la_fin(request.user, lu.finie) if est_lue else None
        lieux.append((lu, droits.peut_finir(request.user, lu.etablissement), fin))
    return {
        "lieux": lieux,
        "fait_l_appel": bool(request.user.portee.etablissements_d_enseignement),
        "a_ajouter": CompteAdulte(None, ""),
        "maintenant": timezone.now(),
    }


@require_GET
def evacuation(request: HttpRequest) -> HttpResponse:
    return render(request, "vie_scolaire/appel/evacuation.html", _contexte(request))


@require_GET
def copie(request: HttpRequest) -> HttpResponse:
    """What a phone of one's own keeps to count without network (`appel.js`). A class's tablet is given none."""
    if COOKIE_TABLETTE in request.COOKIES:
        raise Http404
    return render(request, "vie_scolaire/appel/evacuation_copie.html", _contexte(request, est_copie=True))


@cree
@require_POST
def pointer(request: HttpRequest, uai: str) -> HttpResponse:
    """What one phone counted. The same count sent twice makes one."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user), uai=uai)
    exiger(droits.peut_pointer(request.user, ecole), _("Ceux qui travaillent à l’école comptent qui est là."))
    lu = lectures.sur_place(request.user, ecole, a=compte_le(request.POST))
    formulaire = PointageForm(request.POST, eleves=lu.eleves, adultes=lu.adultes.de_l_ecole)
    try:
        evacuation = actions.pointer(
            etablissement=ecole,
            par=request.user,
            lue=formulaire.lue,
            commence=formulaire.commence,
            **formulaire.compte,
        )
    except actions.DejaFinie as refus:
        return _demander_une_autre(request, refus.evacuation)
    if evacuation.finie_le:
        phrase = _("Votre compte est arrivé : il est de l’évacuation finie à %(heure)s.")
        messages.warning(request, phrase % {"heure": time_format(timezone.localtime(evacuation.finie_le), HEURE)})
    else:
        messages.success(request, _("Votre compte est arrivé, avec ce que les autres ont compté."))
    return redirect("evacuation")


def _demander_une_autre(request: HttpRequest, finie: Evacuation) -> HttpResponse:
    """What was counted stands on the page that asks, as it was sent."""
    champs = [(nom, valeur) for nom, dits in request.POST.lists() if nom not in DE_LA_PAGE for valeur in dits]
    contexte = {"finie": finie, "champs": champs}
    return render(request, "vie_scolaire/appel/evacuation_autre.html", contexte, status=422)


def _combien(lu: lectures.SurPlace) -> str:
    """« 2 enfants et 1 adulte ne sont pas vus »."""
    enfants = ngettext("%(n)s enfant", "%(n)s enfants", lu.manquent) % {"n": lu.manquent}
    adultes = ngettext("%(n)s adulte", "%(n)s adultes", lu.adultes.manquent) % {"n": lu.adultes.manquent}
    if lu.manquent and lu.adultes.manquent:
        return _("%(enfants)s et %(adultes)s ne sont pas vus") % {"enfants": enfants, "adultes": adultes}
    qui = enfants if lu.manquent else adultes
    return ngettext("%(qui)s n’est pas vu", "%(qui)s ne sont pas vus", lu.manquent_en_tout) % {"qui": qui}


def _compte(request: HttpRequest, ecole: Etablissement) -> actions.Compte | None:
    """What its form had ticked and not sent, if it had: an end that is sent twice asks for no other evacuation."""
    lu = lectures.sur_place(request.user, ecole, a=compte_le(request.POST))
    formulaire = PointageForm(request.POST, eleves=lu.eleves, adultes=lu.adultes.de_l_ecole)
    return formulaire.compte if formulaire.dit_quelque_chose else None


@require_POST
def finir(request: HttpRequest, pk: int) -> HttpResponse:
    """Said finished, with what its page had ticked and not sent; while somebody is not seen, only knowing how many: one more who is missing since, and it
    is asked again. What was ticked is counted by then.
    """
    trouvee = get_object_or_404(Evacuation.objects.lues_par(request.user).select_related("etablissement"), pk=pk)
    exiger(droits.peut_finir(request.user, trouvee.etablissement), _("La direction dit que c’est fini."))
    admis = entier(request.POST.get("manquent")) or 0
    try:
        est_finie = actions.finir_evacuation(
            evacuation=trouvee, par=request.user, compte=_compte(request, trouvee.etablissement), admis=admis
        )
    except actions.DejaFinie as refus:
        return _demander_une_autre(request, refus.evacuation)
    if not est_finie:
        lu = lectures.sur_place(request.user, trouvee.etablissement)
        contexte = {"evacuation": trouvee, "lu": lu, "combien": _combien(lu)}
        return render(request, "vie_scolaire/appel/evacuation_finir.html", contexte, status=422)
    messages.success(request, _("C’est fini : le compte est gardé au journal."))
    return redirect("evacuation")


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Ended too soon: it goes on, with all that was counted."""
    trouvee = get_object_or_404(Evacuation.objects.lues_par(request.user).select_related("etablissement"), pk=pk)
    exiger(droits.peut_finir(request.user, trouvee.etablissement), _("La direction reprend une évacuation."))
    try:
        actions.reprendre_evacuation(evacuation=trouvee, par=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("L’évacuation reprend, avec tout ce qui était compté."))
    return redirect("evacuation")
