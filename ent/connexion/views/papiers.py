"""« Feuilles d’activation »: who gets a paper, then the PDF."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ent.annuaire.droits import exiger, peut_ouvrir_une_ecole
from ent.annuaire.lectures.ecoles import directions_de
from ent.annuaire.models import Classe, Etablissement
from ent.annuaire.views.ecoles import ecole_suivie
from ent.socle.nombres import entiers

from .. import actions, collegiens, lectures
from ..pdf import Lieu, feuilles_pdf

REFUS = {
    "activated": _(
        "Une de ces personnes a déjà un compte. Cochez « Nouveau papier » si elle ne peut plus entrer : "
        "elle choisira un autre mot de passe."
    ),
    "above": _("Une de ces personnes travaille aussi ailleurs : son papier se demande à la direction de son école."),
    "ouvert": _("Ce compte est déjà ouvert. Pour un nouveau papier, demandez à la direction."),
    "ailleurs": _(
        "Cette famille est connue dans une autre école : elle peut changer son mot de passe par e-mail, ou s’adresser à "
        "l’opérateur."
    ),
    "foyer": _(
        "Vous répondez d’un même enfant que cette personne : son nouveau papier se demande à quelqu’un d’autre de la "
        "direction, ou à l’opérateur."
    ),
    "entre": _("Une de ces personnes a déjà un compte : elle entre avec, ou reçoit un nouveau papier."),
    "vide": _("Choisissez au moins une personne."),
}


# The same, beside the name of the person.
MENTIONS = REFUS | {"above": _("papier à demander à la direction de son école"), "": ""}


def _avec_mention(destinataires, auteur, etablissement) -> list[tuple]:
    """Each adult with the reason why their paper is not printed here, empty when it is."""
    return [(d, MENTIONS[d.refus(auteur, etablissement)]) for d in destinataires]


def _rendre_pdf(
    request: HttpRequest, papiers: list[actions.Papier], *, classe=None, etablissement, nom: str
) -> HttpResponse:
    lieu = Lieu(etablissement, request.build_absolute_uri("/"), classe)
    contenu = feuilles_pdf(papiers, lieu, langue=request.POST.get("langue", ""))
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse.headers["Content-Disposition"] = f'attachment; filename="{slugify(nom) or "papiers"}.pdf"'
    return reponse


def _choisis(request: HttpRequest) -> dict | None:
    """What was ticked, of a page that is refused; nothing before."""
    if request.method != "POST":
        return None
    coches = {nom: set(entiers(request.POST.getlist(nom))) for nom in ("responsable", "eleve")}
    return coches | {"nouveaux": "nouveaux" in request.POST}


@never_cache
def feuilles(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a class: by default, everybody who has not come in yet; from somebody's sheet (`?pour=`), theirs alone."""
    classe = get_object_or_404(
        Classe.objects.gardees_par(request.user, "papiers").select_related("etablissement"), pk=pk
    )
    erreur = ""
    if request.method == "POST":
        responsables, eleves = (
            set(entiers(request.POST.getlist("responsable"))),
            set(entiers(request.POST.getlist("eleve"))),
        )
        try:
            papiers = actions.preparer_papiers(
                classe=classe,
                auteur=request.user,
                responsables=responsables,
                eleves=eleves,
                nouveaux="nouveaux" in request.POST,
            )
            return _rendre_pdf(
                request, papiers, classe=classe, etablissement=classe.etablissement, nom=f"papiers-{classe.nom}"
            )
        except actions.PapierRefuse as refus:
            erreur = REFUS[str(refus)]
    destinataires = _avec_mention(lectures.responsables_de(classe), request.user, classe.etablissement)
    contexte = {
        "classe": classe,
        "destinataires": destinataires,
        "entrees": lectures.mur_de(classe),
        "collegiens": collegiens.de_la_classe(classe),
        "choisis": _choisis(request),
        "erreur": erreur,
        "pour": request.GET.get("pour", ""),
    }
    return render(request, "connexion/feuilles.html", contexte, status=422 if erreur else 200)


@never_cache
def feuilles_du_personnel(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of those who work in a school, for its direction."""
    etablissement = get_object_or_404(Etablissement.objects.diriges_par(request.user), pk=pk)
    erreur = ""
    if request.method == "POST":
        try:
            papiers = actions.preparer_papiers_du_personnel(
                etablissement=etablissement,
                auteur=request.user,
                personnes=set(entiers(request.POST.getlist("responsable"))),
                nouveaux="nouveaux" in request.POST,
            )
            return _rendre_pdf(request, papiers, etablissement=etablissement, nom="papiers-personnel")
        except actions.PapierRefuse as refus:
            erreur = REFUS[str(refus)]
    destinataires = _avec_mention(lectures.personnel_de(etablissement), request.user, etablissement)
    contexte = {
        "etablissement": etablissement,
        "destinataires": destinataires,
        "choisis": _choisis(request),
        "erreur": erreur,
        "pour": request.GET.get("pour", ""),
        "par_courriel": True,
    }
    return render(request, "connexion/feuilles_personnel.html", contexte, status=422 if erreur else 200)


@never_cache
@require_POST
def papier_de_la_direction(request: HttpRequest, uai: str, personne: UUID) -> HttpResponse:
    """The first paper of somebody who directs a school, for the operator who named them."""
    etablissement = ecole_suivie(request, uai)
    exiger(peut_ouvrir_une_ecole(request.user), _("Seul l’opérateur du territoire donne ce papier."))
    direction = get_object_or_404(directions_de(etablissement), uuid=personne)
    try:
        papiers = actions.preparer_papiers_du_personnel(
            etablissement=etablissement, auteur=request.user, personnes={direction.pk}, nouveaux=False
        )
    except actions.PapierRefuse as refus:
        messages.error(request, REFUS[str(refus)])
        return redirect("annuaire_fiche", uai=uai)
    return _rendre_pdf(request, papiers, etablissement=etablissement, nom="papier-direction")
