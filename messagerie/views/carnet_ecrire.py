"""Write a mot to a class, a group or the whole school; correct it, withdraw it, put it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.destinataires import dit_aux_familles
from ent.annuaire.droits import exiger
from ent.annuaire.models import Classe, Etablissement
from ent.annuaire.views.gestes import corrige, cree
from ent.diffusion.lectures import Prevenus
from ent.fichiers.envois import recoit_des_fichiers
from ent.portail.views.brouillons import brouillon_termine
from ent.socle.nombres import entier

from ..actions import mots as actions
from ..droits import mots as droits
from ..forms.mots import Destinataires, MotForm
from ..lectures import mots_listes as lectures
from ..lectures.mots_phrases import quand_il_part
from ..lectures.sans_responsable import sans_responsable
from ..models import Mot

REFUS = gettext_lazy("Seuls les enseignants de la classe et la direction écrivent à ces familles.")
REFUS_CORRIGER = gettext_lazy("Seuls ceux qui ont envoyé ce mot le corrigent. Dites-leur ce qui est à changer.")


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """The mots that this person sent or follows, with how many answered; and whom they may write to."""
    if not droits.ecrit_des_mots(request.user):
        raise Http404
    retires, dit = lectures.mots_retires(request.user), entier(request.GET.get("retire"))
    contexte = {
        "lignes": lectures.mots_suivis(request.user),
        "cibles": lectures.cibles_de(request.user),
        "retires": retires,
        "retire": next((mot for mot in retires if mot.pk == dit), None),
    }
    return render(request, "messagerie/carnet/accueil.html", contexte)


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    """To a class, one level of it, or named pupils."""
    cible = get_object_or_404(Classe.objects.gardees_par(request.user, "carnet").select_related("etablissement"), pk=pk)
    exiger(droits.peut_ecrire_un_mot(request.user, classe=cible), REFUS)
    return _ecrire(request, Destinataires(cible, lectures.eleves_de(cible)))


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """To a group."""
    cible = get_object_or_404(lectures.groupes_ou_ecrire(request.user), pk=pk)
    exiger(droits.peut_ecrire_un_mot(request.user, groupe=cible), REFUS)
    return _ecrire(request, Destinataires(cible))


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def ecole(request: HttpRequest, pk: int) -> HttpResponse:
    """To every family of the school: its direction alone."""
    cible = get_object_or_404(Etablissement.objects.tenus_par(request.user, "carnet"), pk=pk)
    return _ecrire(request, Destinataires(cible))


def _ecrire(request: HttpRequest, destinataires: Destinataires) -> HttpResponse:
    formulaire = MotForm(request.POST or None, request.FILES or None, destinataires=destinataires, auteur=request.user)
    if request.method == "POST" and formulaire.is_valid():
        try:
            mot = actions.envoyer_mot(auteur=request.user, **formulaire.champs)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _phrase_de_depart(mot))
            return redirect("carnet_suivi", pk=mot.pk)
    cle = f"mot:{destinataires.genre}:{destinataires.cible.pk}"
    contexte = {"formulaire": formulaire, "cible": destinataires.cible, "mot": None, "nature": None, "cle": cle}
    contexte["sans_responsable"] = sans_responsable(destinataires.audience)
    return render(request, "messagerie/carnet/ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


def _phrase_de_depart(mot: Mot) -> str:
    if mot.attend:
        return f"{quand_il_part(mot)}."
    return dit_aux_familles(_("C’est parti : les familles le voient maintenant."), mot.audience)


def _modifiable(request: HttpRequest, pk: int) -> Mot:
    """404 for who may not know it, 403 for who follows it without having sent it."""
    connus = Mot.objects.suivis_par(request.user).select_related(
        "etablissement", "classe__etablissement", "groupe__etablissement"
    )
    mot = get_object_or_404(connus, pk=pk)
    exiger(droits.peut_modifier_le_mot(request.user, mot), REFUS_CORRIGER)
    return mot


@recoit_des_fichiers
@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what it says, its date, its choices; ask again those who signed, or not."""
    exiger(not Mot.objects.modifiables_par(request.user).exclude(retire_le=None).filter(pk=pk).exists(), actions.RETIRE)
    mot = _modifiable(request, pk)
    formulaire = MotForm(
        request.POST or None,
        request.FILES or None,
        destinataires=Destinataires(mot.destination),
        auteur=request.user,
        mot=mot,
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            prevenus = actions.corriger_mot(mot=mot, auteur=request.user, **formulaire.champs)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _corrige(prevenus, redemande=formulaire.cleaned_data["redemander"]))
            return redirect("carnet_suivi", pk=pk)
    contexte = {
        "formulaire": formulaire,
        "cible": mot.destination,
        "mot": mot,
        "nature": mot.nature,
        "cle": f"mot:{mot.pk}",
    }
    return render(request, "messagerie/carnet/ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


def _corrige(prevenus: Prevenus, *, redemande: bool) -> str:
    if redemande:
        return _("C’est corrigé. Les familles sont appelées à signer à nouveau.")
    phrases = [_("C’est corrigé.")]
    if n := prevenus.enfants:
        phrases.append(
            ngettext(
                "La famille de %(n)d élève avait répondu à autre chose : elle en est prévenue, et sa réponse compte toujours.",
                "Les familles de %(n)d élèves avaient répondu à autre chose : elles en sont prévenues, et leurs réponses comptent toujours.",
                n,
            )
            % {"n": n}
        )
    if n := prevenus.sans_compte:
        phrases.append(
            ngettext(
                "La famille de %(n)d élève avait répondu à autre chose et n’a pas de compte : dites-le-lui autrement.",
                "Les familles de %(n)d élèves avaient répondu à autre chose et n’ont pas de compte : dites-le-leur autrement.",
                n,
            )
            % {"n": n}
        )
    return " ".join(phrases)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw at once, and offer to put back. Tapped twice, it is withdrawn once."""
    if not Mot.objects.modifiables_par(request.user).exclude(retire_le=None).filter(pk=pk).exists():
        actions.retirer_mot(mot=_modifiable(request, pk), auteur=request.user)
    return redirect(lectures.ou_remettre(pk))


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal. There again already, nothing changes."""
    siens = Mot.objects.modifiables_par(request.user)
    mot = get_object_or_404(siens.select_related("etablissement", "classe", "groupe"), pk=pk)
    if mot.retire_le is not None:
        actions.remettre_mot(mot=mot, auteur=request.user)
    messages.success(request, _("C’est remis, avec les réponses déjà données."))
    return redirect("carnet_suivi", pk=pk)
