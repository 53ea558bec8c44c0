"""Who signed, who saw, who needs paper: live for who sent it and for the direction."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree
from ent.socle.dates import a_venir

from ..actions import mots_rappels as rappels
from ..actions import mots_reponses as actions
from ..droits import mots as droits
from ..forms.mots_reponses import PapiersForm
from ..lectures import mots_listes as listes
from ..lectures import mots_suivi as lectures
from ..lectures.mots_heures import aussi_proposees_par
from ..lectures.mots_phrases import quand_il_part
from ..lectures.mots_versions import papiers_d_avant
from ..lectures.sans_responsable import sans_responsable_parmi
from ..models.mots import Mot
from ..mots_coupons import coupons_pdf
from ..mots_exports import en_csv, en_ods

REFUS = gettext_lazy("Seuls les enseignants de la classe tiennent le suivi de ce mot. Demandez-leur.")
AVEC = ("etablissement", "classe", "groupe", "auteur")
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _suivi(request: HttpRequest, pk: int) -> Mot:
    return get_object_or_404(Mot.objects.suivis_par(request.user).select_related(*AVEC), pk=pk)


def _tenu(request: HttpRequest, pk: int) -> Mot:
    """404 for who may not know it; 403 for a direction that reads it without keeping it."""
    mot = _suivi(request, pk)
    exiger(droits.peut_tenir_le_carnet(request.user, mot), REFUS)
    return mot


def _suivi_lu(request: HttpRequest, mot: Mot) -> lectures.Suivi:
    return lectures.vu_par(lectures.suivi_du_mot(mot, request.user), request.user)


@require_GET
def suivi(request: HttpRequest, pk: int) -> HttpResponse:
    """Child by child; `?filtre=sans` keeps those whose answer is missing. A parent never reads it. One that was withdrawn leads to
    where it is put back.
    """
    mot = Mot.objects.suivis_par(request.user).filter(pk=pk).select_related(*AVEC).first()
    finie = mot is None or (mot.classe is not None and mot.classe.fermee_le is not None)
    if finie and (passe := _de_l_annee_finie(request, pk)):
        return passe
    if mot is None:
        get_object_or_404(Mot.objects.modifiables_par(request.user).exclude(retire_le=None), pk=pk)
        return redirect(listes.ou_remettre(pk))
    complet = _suivi_lu(request, mot)
    filtre = "sans" if request.GET.get("filtre") == "sans" else ""
    contexte = {
        "mot": mot,
        "suivi": complet,
        "filtre": filtre,
        "lignes": complet.manquantes if filtre else complet.lignes,
        "barre": barre(complet),
        "est_rappele": lectures.rappele_aujourd_hui(mot),
        "part_le": _attente(mot),
        "depart": quand_il_part(mot) if mot.attend else "",
        "peut_tenir": droits.peut_tenir_le_carnet(request.user, mot),
        "peut_corriger": droits.peut_modifier_le_mot(request.user, mot),
    }
    if request.htmx:
        return render(request, "messagerie/carnet/_suivi.html", contexte)
    contexte |= {"fichiers": list(mot.fichiers.all()), "versions": mot.versions.count()}
    contexte["sans_responsable"] = sans_responsable_parmi(complet.lignes)
    contexte["aussi"] = aussi_proposees_par(request.user, mot)
    return render(request, "messagerie/carnet/suivi.html", contexte)


def _de_l_annee_finie(request: HttpRequest, pk: int) -> HttpResponse | None:
    """What a class that is over answered, for who taught it and for the direction: to be read."""
    suivis = Mot.objects.suivis_par(request.user.autrefois).select_related(*AVEC, "classe__annee")
    if (mot := suivis.filter(pk=pk).exclude(classe=None).first()) is None:
        return None
    passe = lectures.suivi_du_mot(mot, inscriptions=lectures.eleves_d_alors(mot))
    complet = lectures.vu_par(passe, request.user)
    contexte = {"mot": mot, "lignes": complet.lignes, "fichiers": list(mot.fichiers.all())}
    return render(request, "messagerie/carnet/suivi_passe.html", contexte)


def barre(complet: lectures.Suivi) -> list[dict]:
    """The parts of the bar, over 600 units, with 3 between them."""
    presents = [(etat, complet.comptes[etat]) for etat in lectures.ETATS if complet.comptes[etat]]
    libre = 600 - 3 * max(len(presents) - 1, 0)
    x, parts = 0.0, []
    for etat, nombre in presents:
        largeur = libre * nombre / len(complet.lignes)
        parts.append({"etat": etat, "nombre": nombre, "x": f"{x:.1f}", "largeur": f"{largeur:.1f}"})
        x += largeur + 3
    return parts


def _attente(mot: Mot) -> str:
    """« demain à 7 h 00 » when a reminder sent now waits for the end of quiet hours, else empty."""
    maintenant = timezone.now()
    depart = calendrier.ouverture(mot.etablissement, maintenant)
    return "" if depart == maintenant else a_venir(depart)


@cree
@require_POST
def relancer(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those missing who can be reached, and nobody else."""
    mot = _tenu(request, pk)
    try:
        nombre = rappels.relancer_mot(mot=mot, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _phrase(nombre, _attente(mot)))
    return redirect("carnet_suivi", pk=pk)


def _phrase(nombre: int, attente: str) -> str:
    if not nombre:
        return _("Il n’y a personne à rappeler par l’écran : il reste le papier.")
    if attente:
        return ngettext(
            "La famille de %(n)d enfant recevra le rappel %(quand)s, à la fin du repos de l’école.",
            "Les familles de %(n)d enfants recevront le rappel %(quand)s, à la fin du repos de l’école.",
            nombre,
        ) % {"n": nombre, "quand": attente}
    return ngettext(
        "Le rappel est parti à la famille de %(n)d enfant.",
        "Le rappel est parti aux familles de %(n)d enfants.",
        nombre,
    ) % {"n": nombre}


@require_POST
@never_cache
def coupons(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of coupons of exactly those missing now."""
    mot = _tenu(request, pk)
    try:
        prets = rappels.preparer_coupons(mot=mot, auteur=request.user, pour=request.POST.get("pour", ""))
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("carnet_suivi", pk=pk)
    return _fichier(
        coupons_pdf(mot, prets, request.POST.get("langue", "")), "application/pdf", f"coupons-{mot.titre}", "pdf"
    )


def _fichier(contenu: bytes, type_mime: str, nom: str, suffixe: str) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type=type_mime)
    reponse["Content-Disposition"] = f'attachment; filename="{slugify(nom)[:80] or "mot"}.{suffixe}"'
    return reponse


@require_http_methods(["GET", "POST"])
def papiers(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the coupons that came back, a whole pile at once."""
    mot = _tenu(request, pk)
    if not mot.demande_reponse:
        raise Http404
    complet = _suivi_lu(request, mot)
    d_avant = papiers_d_avant(mot)
    formulaire = PapiersForm(
        request.POST or None, mot=mot, lignes=complet.manquantes, toutes=complet.lignes, d_avant=d_avant
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            nombre = actions.saisir_papiers(
                mot=mot, auteur=request.user, saisies=formulaire.saisies, d_avant=formulaire.d_avant
            )
        except ValidationError as refus:
            if hasattr(refus, "error_dict"):
                formulaire.refuser(refus.message_dict)
            else:
                formulaire.add_error(None, refus)
        else:
            phrase = ngettext("%(n)d papier est entré.", "%(n)d papiers sont entrés.", nombre) % {"n": nombre}
            messages.success(request, phrase if nombre else _("Rien n’était coché : rien n’est changé."))
            return redirect("carnet_suivi", pk=pk)
    saisis = [(li, r) for li in complet.lignes for r in li.reponses if r.source == r.Source.PAPIER]
    contexte = {"mot": mot, "formulaire": formulaire, "saisis": saisis}
    return render(request, "messagerie/carnet/papiers.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def papier_repris(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """Take back what was entered from paper for a child."""
    mot = _tenu(request, pk)
    ligne = _ligne(request, mot, eleve)
    for reponse in ligne.reponses:
        if reponse.source == reponse.Source.PAPIER:
            actions.reprendre_reponse(mot=mot, eleve=ligne.eleve, par=reponse.par, auteur=request.user, a_l_ecole=True)
    messages.success(request, _("La réponse papier est reprise."))
    return redirect("carnet_papiers", pk=pk)


def _ligne(request: HttpRequest, mot: Mot, eleve: UUID) -> lectures.Ligne:
    lignes = _suivi_lu(request, mot).lignes
    ligne = next((li for li in lignes if li.eleve.uuid == eleve), None)
    if ligne is None:
        raise Http404
    return ligne


@require_POST
def trancher(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """Retain one of two answers, once settled with the family."""
    mot = _tenu(request, pk)
    ligne = _ligne(request, mot, eleve)
    exiger(not ligne.est_tue, _("C’est votre enfant : un collègue garde la réponse qui compte."))
    try:
        actions.trancher(mot=mot, eleve=ligne.eleve, choix=request.POST.get("choix", ""), auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    return redirect("carnet_suivi", pk=pk)


@require_GET
@never_cache
def resultats_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """For a French Excel: semicolons, a mark of UTF-8, no cell that runs."""
    mot = _suivi(request, pk)
    return _fichier(en_csv(_suivi_lu(request, mot)), "text/csv; charset=utf-8", mot.titre, "csv")


@require_GET
@never_cache
def resultats_ods(request: HttpRequest, pk: int) -> HttpResponse:
    mot = _suivi(request, pk)
    return _fichier(en_ods(_suivi_lu(request, mot)), ODS, mot.titre, "ods")
