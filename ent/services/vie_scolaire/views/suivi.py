"""Ask, follow, print, enter paper: the direction. Read who may be shown and hear the children: their teachers too."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Etablissement
from ent.annuaire.views.gestes import cree
from ent.socle.nombres import entier

from ..actions import consentements as actions
from ..droits import consentements as droits
from ..feuilles import feuilles_pdf
from ..forms.consentements import AccordsForm, DemandeForm, PapiersForm
from ..lectures import suivi as lectures
from ..models import DemandeConsentement

REFUS = gettext_lazy("Seule la direction demande ces autorisations et lit qui a répondu. Demandez-lui.")


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The questions that one follows; where to ask another, for a direction."""
    if not droits.suit_des_demandes(request.user):
        raise Http404
    contexte = {
        "demandes": lectures.demandes_suivies(request.user),
        "ecoles": lectures.ecoles_dirigees(request.user),
    }
    return render(request, "vie_scolaire/consentements/accueil.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def demander(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the families of one's school."""
    ecole = get_object_or_404(Etablissement.objects.tenus_par(request.user, "autorisations"), pk=pk)
    formulaire = DemandeForm(request.POST or None, etablissement=ecole)
    if request.method == "POST" and formulaire.is_valid():
        try:
            demande = actions.demander_consentement(etablissement=ecole, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            messages.success(
                request,
                _("C’est prêt : les familles le verront à la fin du repos de l’école.")
                if demande.attend
                else dit_aux_familles(_("C’est demandé : les familles le voient maintenant."), *demande.audiences),
            )
            return redirect("consentements_demande", pk=demande.pk)
    contexte = {"formulaire": formulaire, "ecole": ecole}
    return render(
        request, "vie_scolaire/consentements/demander.html", contexte, status=422 if formulaire.is_bound else 200
    )


def _suivie(request: HttpRequest, pk: int) -> DemandeConsentement:
    return get_object_or_404(
        DemandeConsentement.objects.suivies_par(request.user).images().select_related("etablissement", "auteur"), pk=pk
    )


def _dirigee(request: HttpRequest, pk: int) -> DemandeConsentement:
    """404 for who may not know it; 403 for a teacher."""
    demande = _suivie(request, pk)
    exiger(droits.peut_diriger(request.user, demande), REFUS)
    return demande


def _classe(request: HttpRequest, demande: DemandeConsentement, pk: int) -> Classe:
    classe = next((c for c in lectures.classes_de(request.user, demande) if c.pk == pk), None)
    if classe is None:
        raise Http404
    return classe


@require_GET
def demande(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, and by class how many may be shown."""
    lue = _suivie(request, pk)
    contexte = {
        "demande": lue,
        "resumes": lectures.resumes(request.user, lue),
        "dirige": droits.peut_diriger(request.user, lue),
    }
    return render(request, "vie_scolaire/consentements/demande.html", contexte)


@require_POST
def fermer(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop asking: the photos that it allowed are no longer shown."""
    actions.fermer_demande(demande=_dirigee(request, pk), auteur=request.user)
    messages.success(request, _("C’est fermé : les photos que cette demande permettait ne se montrent plus."))
    return redirect("consentements_demande", pk=pk)


@require_POST
@never_cache
def feuilles(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of exactly those who have not answered: of the school, or of one class."""
    lue = _dirigee(request, pk)
    voulue = entier(request.POST.get("classe"))
    classe = _classe(request, lue, voulue) if voulue is not None else None
    try:
        pretes = actions.preparer_feuilles(demande=lue, auteur=request.user, classe=classe)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("consentements_demande", pk=pk)
    reponse = HttpResponse(feuilles_pdf(lue, pretes, request.POST.get("langue", "")), content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="autorisations-{pk}.pdf"'
    return reponse


@require_GET
def classe(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """Child by child: who may be shown; for the direction, also who answered what."""
    lue = _suivie(request, pk)
    return _rendre_classe(request, lue, _classe(request, lue, classe), None)


def _rendre_classe(
    request: HttpRequest, lue: DemandeConsentement, la_classe: Classe, formulaire: AccordsForm | None
) -> HttpResponse:
    lignes = lectures.lignes_de(request.user, lue, la_classe)
    formulaire = formulaire or AccordsForm(lignes=lignes)
    contexte = {
        "demande": lue,
        "classe": la_classe,
        "lignes": [
            (ligne, [(case, formulaire.par_case[ligne.eleve.pk, case.support]) for case in ligne.cases])
            for ligne in lignes
        ],
        "dirige": droits.peut_diriger(request.user, lue),
        "formulaire": formulaire,
    }
    return render(request, "vie_scolaire/consentements/classe.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def accords(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """Keep what the children of a class said."""
    lue = _suivie(request, pk)
    la_classe = _classe(request, lue, classe)
    exiger(droits.peut_recueillir_l_accord(request.user, la_classe))
    formulaire = AccordsForm(request.POST, lignes=lectures.lignes_de(request.user, lue, la_classe))
    if not formulaire.is_valid():
        return _rendre_classe(request, lue, la_classe, formulaire)
    try:
        nombre = actions.dire_accords(demande=lue, auteur=request.user, dits=formulaire.changes)
    except ValidationError as refus:
        formulaire.refuser(refus)
        return _rendre_classe(request, lue, la_classe, formulaire)
    messages.success(
        request,
        ngettext("C’est noté : %(n)d réponse d’enfant.", "C’est noté : %(n)d réponses d’enfants.", nombre)
        % {"n": nombre}
        if nombre
        else _("Rien n’a changé."),
    )
    return redirect("consentements_classe", pk=pk, classe=classe)


@require_http_methods(["GET", "POST"])
def papiers(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """Enter the sheets of a class that came back."""
    lue = _dirigee(request, pk)
    la_classe = _classe(request, lue, classe)
    formulaire = PapiersForm(request.POST or None, lignes=lectures.lignes_de(request.user, lue, la_classe))
    if request.method == "POST" and formulaire.is_valid():
        try:
            nombre = actions.saisir_papiers(demande=lue, auteur=request.user, saisies=formulaire.saisies)
        except ValidationError as refus:
            formulaire.refuser(refus)
        else:
            phrase = ngettext("%(n)d réponse est entrée.", "%(n)d réponses sont entrées.", nombre) % {"n": nombre}
            messages.success(request, phrase if nombre else _("Rien n’était rempli : rien n’est changé."))
            return redirect("consentements_classe", pk=pk, classe=classe)
    contexte = {"demande": lue, "classe": la_classe, "formulaire": formulaire}
    return render(
        request, "vie_scolaire/consentements/papiers.html", contexte, status=422 if formulaire.errors else 200
    )
