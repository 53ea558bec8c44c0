"""Ask families for something else than images, follow, remind, print, enter what came back, take the roll of an outing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe
from ent.annuaire.views.gestes import cree
from ent.socle.nombres import entier

from ..actions import autorisations as actions
from ..actions import consentements, sorties
from ..demi_journees import du_moment
from ..droits import consentements as droits
from ..droits.appels import peut_appeler
from ..exports import autorisations_ods
from ..feuilles import coupons_pdf
from ..forms.autorisations import SaisieForm, SignaturesForm
from ..forms.sorties import AnnulerSortieForm, DemanderForm
from ..lectures import autorisations as lectures
from ..lectures.annonces import dit_le, quand_elles_le_savent
from ..lectures.changements import histoire
from ..lectures.phrases import quand_et_ou
from ..lectures.suivi import classes_de
from ..models import DemandeConsentement

REFUS = gettext_lazy("La direction, ou ceux qui tiennent toutes ces classes, peuvent le faire. Demandez-leur.")


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """What one follows, what to ask again in September, and what to ask now."""
    if not droits.suit_des_demandes(request.user):
        raise Http404
    annee, finies = lectures.a_redemander(request.user)
    en_desaccord = lectures.nombre_de_desaccords(request.user)
    contexte = {
        "demandes": [(d, quand_et_ou(d), en_desaccord.get(d.pk)) for d in lectures.demandes_suivies(request.user)],
        "a_demander": [
            (ecole, lectures.genres_de(request.user, ecole)) for ecole in lectures.ecoles_ou_demander(request.user)
        ],
        "annee": annee,
        "a_redemander": finies,
    }
    return render(request, "vie_scolaire/autorisations/accueil.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def demander(request: HttpRequest, pk: int, genre: str) -> HttpResponse:
    """Ask: the direction of anybody in its school, who teaches of their classes."""
    ecole = lectures.ecole_ou_demander(request.user, pk)
    if ecole is None or genre not in lectures.genres_de(request.user, ecole):
        raise Http404
    classes = lectures.classes_ou_demander(request.user, ecole)
    formulaire = DemanderForm(
        request.POST or None,
        personne=request.user,
        genre=genre,
        etablissement=ecole,
        classes=classes,
        dirige=droits.dirige(request.user, ecole.pk),
    )
    if request.method == "POST" and formulaire.is_valid():
        choisies = formulaire.cleaned_data["classes"]
        exiger(droits.peut_demander(request.user, ecole.pk, genre, {c.pk for c in choisies}), REFUS)
        try:
            demande = actions.demander_autorisation(
                etablissement=ecole, auteur=request.user, genre=genre, classes=choisies, champs=formulaire.champs
            )
        except ValidationError as refus:
            formulaire.add_error(refus.code if refus.code in formulaire.fields else None, refus)
        else:
            _dire_que_c_est_demande(request, demande)
            return redirect("autorisation", pk=demande.pk)
    contexte = {
        "formulaire": formulaire,
        "ecole": ecole,
        "genre": DemandeConsentement.Genre(genre),
        "est_sortie": genre == DemandeConsentement.Genre.SORTIE,
    }
    return render(
        request, "vie_scolaire/autorisations/demander.html", contexte, status=422 if formulaire.is_bound else 200
    )


def _dire_que_c_est_demande(request: HttpRequest, demande: DemandeConsentement) -> None:
    vu = _("C’est demandé : les familles le voient maintenant.")
    fait = _("C’est prêt.") if demande.attend else dit_aux_familles(vu, *demande.audiences)
    messages.success(request, f"{fait} {quand_elles_le_savent(request.user, demande)}")


def _suivie(request: HttpRequest, pk: int) -> DemandeConsentement:
    posees = DemandeConsentement.objects.suivies_par(request.user).actes_usuels()
    return get_object_or_404(posees.select_related("etablissement", "auteur"), pk=pk)


def _peut_mener(request: HttpRequest, demande: DemandeConsentement) -> bool:
    return droits.peut_mener(request.user, demande, set(demande.classes.values_list("pk", flat=True)))


def menee(request: HttpRequest, pk: int) -> DemandeConsentement:
    """404 for who may not know it; 403 for who teaches one class among several."""
    demande = _suivie(request, pk)
    exiger(_peut_mener(request, demande), REFUS)
    return demande


def _classe(request: HttpRequest, demande: DemandeConsentement, pk: int | None) -> Classe:
    classe = next((c for c in classes_de(request.user, demande) if c.pk == pk), None)
    if classe is None:
        raise Http404
    return classe


@require_GET
def demande(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked; class by class, where each child stands; for the direction, who said what."""
    return page(request, _suivie(request, pk))


def page(request: HttpRequest, lue: DemandeConsentement, annuler: AnnulerSortieForm | None = None) -> HttpResponse:
    contexte = {
        "demande": lue,
        "quand": quand_et_ou(lue),
        "suivi": lectures.suivi_de(request.user, lue),
        "mene": _peut_mener(request, lue),
        "lit_qui": droits.lit_qui_a_dit(request.user, lue),
        "est_le_jour": lue.est_sortie and not lue.fermee_le and lue.debut <= timezone.localdate() <= lue.fin,
        "annuler": annuler or AnnulerSortieForm(demande=lue),
        "versions": histoire(lue),
        "visible_le": dit_le(lue.visible_le),
    }
    return render(request, "vie_scolaire/autorisations/demande.html", contexte, status=422 if annuler else 200)


@require_POST
def fermer(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop asking: what was answered is kept, and counts no more."""
    consentements.fermer_demande(demande=menee(request, pk), auteur=request.user)
    messages.success(request, _("C’est fermé : plus personne n’est autorisé par cette demande."))
    return redirect("autorisation", pk=pk)


@require_POST
def redemander(request: HttpRequest, pk: int) -> HttpResponse:
    """The same, for the year that began. Sent twice, the second says that it is done."""
    ancienne = get_object_or_404(
        DemandeConsentement.objects.dirigees_par(request.user).actes_usuels().select_related("etablissement"), pk=pk
    )
    try:
        nouvelle = actions.redemander_autorisation(demande=ancienne, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("autorisations_suivi")
    _dire_que_c_est_demande(request, nouvelle)
    return redirect("autorisation", pk=nouvelle.pk)


@require_POST
def relancer(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those whose answer is missing and who are reached, once a day."""
    try:
        nombre = actions.relancer_autorisation(demande=menee(request, pk), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        phrase = ngettext(
            "Le rappel est parti à la famille de %(n)d enfant.",
            "Le rappel est parti aux familles de %(n)d enfants.",
            nombre,
        )
        vide = _("Il n’y a personne à rappeler par l’écran : il reste le papier.")
        messages.success(request, phrase % {"n": nombre} if nombre else vide)
    return redirect("autorisation", pk=pk)


@require_POST
@never_cache
def feuilles(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip for each child of whom nobody answered: of one class, or of all that one follows."""
    lue = _suivie(request, pk)
    voulue = entier(request.POST.get("classe"))
    classe = _classe(request, lue, voulue) if voulue is not None else None
    try:
        pretes = actions.preparer_coupons(demande=lue, auteur=request.user, classe=classe)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("autorisation", pk=pk)
    reponse = HttpResponse(coupons_pdf(lue, pretes), content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="autorisations-{pk}.pdf"'
    return reponse


@require_GET
@never_cache
def ods(request: HttpRequest, pk: int) -> HttpResponse:
    """Names and where each stands, of the classes that one follows."""
    lue = _suivie(request, pk)
    contenu = autorisations_ods(lectures.suivi_de(request.user, lue))
    reponse = HttpResponse(contenu, content_type="application/vnd.oasis.opendocument.spreadsheet")
    reponse["Content-Disposition"] = f'attachment; filename="autorisations-{pk}.ods"'
    return reponse


@require_http_methods(["GET", "POST"])
def saisir(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """What a class brought back on paper, or said at the door: one tap a holder."""
    lue = _suivie(request, pk)
    la_classe = _classe(request, lue, classe)
    rangs = lectures.suivi_de(request.user, lue, la_classe).rangs
    formulaire = _formulaire_de_saisie(request, lue, rangs, request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            nombre = actions.saisir_autorisations(
                demande=lue,
                auteur=request.user,
                saisies=formulaire.saisies,
                origine=formulaire.cleaned_data["origine"],
                tour=entier(request.POST.get("tour")) or 0,
            )
        except ValidationError as refus:
            formulaire.refuser(refus)
        else:
            phrase = ngettext("%(n)d réponse est entrée.", "%(n)d réponses sont entrées.", nombre) % {"n": nombre}
            messages.success(request, phrase if nombre else _("Rien n’était rempli : rien n’est changé."))
            return redirect("autorisation", pk=pk)
    return _page_de_saisie(request, lue, la_classe, formulaire, SignaturesForm(rangs=rangs))


def _formulaire_de_saisie(
    request: HttpRequest, lue: DemandeConsentement, rangs: list[lectures.Rang], envoi: QueryDict | None = None
) -> SaisieForm:
    lit_qui = droits.lit_qui_a_dit(request.user, lue)
    return SaisieForm(envoi, demande=lue, rangs=rangs, auteur=request.user, lit_qui=lit_qui)


def _page_de_saisie(
    request: HttpRequest,
    lue: DemandeConsentement,
    la_classe: Classe,
    formulaire: SaisieForm,
    signatures: SignaturesForm,
) -> HttpResponse:
    contexte = {
        "demande": lue,
        "quand": quand_et_ou(lue),
        "classe": la_classe,
        "formulaire": formulaire,
        "signatures": signatures,
    }
    statut = 422 if formulaire.errors or signatures.errors else 200
    return render(request, "vie_scolaire/autorisations/saisir.html", contexte, status=statut)


@require_POST
def signer(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """The charter: which children signed too, as those who teach them saw it."""
    lue = _suivie(request, pk)
    la_classe = _classe(request, lue, classe)
    if lue.genre != DemandeConsentement.Genre.CHARTE:
        raise Http404
    exiger(droits.peut_recueillir_l_accord(request.user, la_classe))
    rangs = lectures.suivi_de(request.user, lue, la_classe).rangs
    signatures = SignaturesForm(request.POST, rangs=rangs)
    if signatures.is_valid():
        try:
            nombre = consentements.dire_accords(demande=lue, auteur=request.user, dits=signatures.changes)
        except ValidationError as refus:
            signatures.refuser(refus)
        else:
            phrase = ngettext(
                "C’est noté : %(n)d signature d’enfant a changé.",
                "C’est noté : %(n)d signatures d’enfants ont changé.",
                nombre,
            )
            messages.success(request, phrase % {"n": nombre} if nombre else _("Rien n’a changé."))
            return redirect("autorisation", pk=pk)
    return _page_de_saisie(request, lue, la_classe, _formulaire_de_saisie(request, lue, rangs), signatures)


@require_POST
def appel(request: HttpRequest, pk: int, classe: int) -> HttpResponse:
    """The roll of an outing for one class: opened, or joined by those who may go since."""
    lue = _suivie(request, pk)
    la_classe = _classe(request, lue, classe)
    exiger(peut_appeler(request.user, la_classe))
    try:
        appels = sorties.ouvrir_l_appel(demande=lue, classe=la_classe, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("autorisation", pk=pk)
    actuel = du_moment(lue.etablissement, timezone.now())
    du_jour = [a for a in appels if actuel and a.moment == actuel.moment] or appels
    return redirect("appel_confie", du_jour[0].pk)
