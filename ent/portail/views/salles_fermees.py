"""An old link to a room that a school closed: who would read the page were it open is told who closed it; anybody else, nothing."""

from collections.abc import Callable
from copy import copy, deepcopy

from django.apps import apps
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire import etages
from ent.annuaire.droits import suppose_ouvert
from ent.annuaire.etages import Etage
from ent.annuaire.lectures.reglages import ecoles_fermees_de, qui_a_ferme
from ent.annuaire.models import Etablissement
from ent.annuaire.natures import dire_d_une
from ent.socle import frein
from ent.socle.francais import cite

ESSAIS = 4  # schools of one person that are tried each alone
# Each try plays a page that nobody will read: a person who comes back to closed rooms without end reads what is said of any page that is not there.
PAGES, FENETRE = 30, 600


def raison(request: HttpRequest) -> tuple | None:
    """Title, sentence and frame, and to who directs the school, where it is opened; None where no module is closed, costing nothing."""
    trouvee = request.resolver_match
    if request.method not in ("GET", "HEAD") or "HX-Request" in request.headers or trouvee is None:
        return None
    salle = apps.get_containing_app_config(trouvee.func.__module__)
    module = salle.label if salle else ""
    if not request.user.is_authenticated or not request.user.portee.modules_fermes.get(module):
        return None
    if _insiste(request):
        return None
    ecole = _qui_la_ferme(request, module)
    if ecole is None:
        return None
    cadre = "coquille/base_nue.html" if request.user.portee.est_eleve else "coquille/base.html"
    dite = (*dire_d_une(ecole, _dite, module, ecole), cadre)
    if ecole.pk not in request.user.portee.etablissements_diriges:
        return dite
    return *dite, (reverse("annuaire_reglages", args=[ecole.uai]), _("Réglages de l’école"))


def _dite(module: str, ecole: Etablissement) -> tuple[str, str]:
    return _("Cette rubrique est fermée dans votre école"), _phrase(module, ecole)


def _insiste(request: HttpRequest) -> bool:
    """Past the brake of this person; else, once more."""
    cle = f"salle_fermee:{request.user.pk}"
    if frein.attente(cle, maximum=PAGES, fenetre=FENETRE):
        return True
    frein.compter(cle, fenetre=FENETRE)
    return False


def _qui_la_ferme(request: HttpRequest, module: str) -> Etablissement | None:
    """Of this person's own schools that closed it, the one without which they would read the page; the first of them when it takes several."""
    siennes = ecoles_fermees_de(request.user, module)
    if not siennes or not _ouvrirait(request, module, frozenset(siennes)):
        return None
    seules = list(siennes)[:ESSAIS] if len(siennes) > 1 else []
    return next(
        (siennes[pk] for pk in seules if _ouvrirait(request, module, frozenset({pk}))), next(iter(siennes.values()))
    )


def _ouvrirait(request: HttpRequest, module: str, ecoles: frozenset[int]) -> bool:
    """Whether the room's own view would show the page, were these schools' open. It judges by its own rights, and nothing of what it does stays:
    neither a row, nor what is told after a commit, nor a word in the session.
    """
    trouvee, essai = request.resolver_match, copy(request)
    essai.user = request.user.si_ouvert(module, ecoles)
    essai.lu, essai.session = essai.user.lu, deepcopy(request.session)
    essai._messages = default_storage(essai)
    with transaction.atomic(), suppose_ouvert(module, ecoles):
        try:
            statut = _vue(request)(essai, *trouvee.args, **trouvee.kwargs).status_code
        except (Http404, PermissionDenied):
            statut = 404
        transaction.set_rollback(True)
    return statut < 400


def _vue(request: HttpRequest) -> Callable[..., HttpResponse]:
    return request.resolver_match.func


def _phrase(module: str, ecole: Etablissement) -> str:
    phrases = {
        None: _("« %(nom)s » (%(ecole)s) : cet établissement ne l’utilise pas ici. Sa direction peut l’ouvrir."),
        Etage.TERRITOIRE: _(
            "« %(nom)s » (%(ecole)s) : le territoire l’a fermé. Rien n’est effacé : s’il le rouvre, tout revient."
        ),
        Etage.COMMUNE: _(
            "« %(nom)s » (%(ecole)s) : la commune l’a fermé. Rien n’est effacé : si elle le rouvre, tout revient."
        ),
        Etage.ECOLE: _(
            "« %(nom)s » (%(ecole)s) : l’école l’a fermé. Rien n’est effacé : si elle le rouvre, tout revient."
        ),
    }
    declaree = etages.declaration(f"{etages.MODULE}{module}")
    return phrases[qui_a_ferme(declaree, ecole)] % {"nom": cite(declaree.nom), "ecole": ecole.nom}
