"""Absences as a family tells and reads them. What another adult told is never shown: only that the school knows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models.portee import Suivi
from ent.annuaire.views.gestes import corrige, cree
from ent.fichiers.envois import recoit_des_fichiers
from ent.socle.adresses import page_d_avant
from ent.socle.nombres import entier

from ..actions import absences as actions
from ..droits import absences as droits
from ..forms.absences import AbsenceForm, JustificatifForm, MotifChangeForm
from ..lectures import absences as lectures
from ..models import DeclarationAbsence, LigneAppel, Motif

LIRE_SEULEMENT = gettext_lazy("Les absences vous ont été confiées pour les lire : les expliquer reste à la famille.")


def _suivis(request: HttpRequest) -> list[Suivi]:
    """The children one may speak for; whoever has none has no such page."""
    if not (suivis := droits.enfants_de(request.user)):
        raise Http404
    return suivis


def _a_dire(request: HttpRequest) -> list[Suivi]:
    """Those of whom one may tell an absence."""
    _suivis(request)
    suivis = droits.a_dire_de(request.user)
    exiger(bool(suivis), LIRE_SEULEMENT)
    return suivis


@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """What is asked, what one told, what each child missed."""
    _suivis(request)
    contexte = {
        "questions": lectures.a_expliquer(request.user, sans_attendre=True),
        "peut_dire": bool(droits.a_dire_de(request.user)),
        "motifs": Motif.choices,
        "dites": lectures.declarees(request.user),
        "jours": lectures.jours_manques(request.user),
        "heures": lectures.heures_de(request.user),
    }
    return render(request, "vie_scolaire/absences/famille.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def prevenir(request: HttpRequest) -> HttpResponse:
    est_gardee = "X-Boite" in request.headers
    formulaire = AbsenceForm(
        request.POST or None, personne=request.user, suivis=_a_dire(request), est_gardee=est_gardee
    )
    return _dire(request, formulaire)


@require_POST
def apercu(request: HttpRequest) -> HttpResponse:
    """What the school will read of what is being chosen, and what may follow: a part of the page above, which writes nothing. Asked by
    POST, since why a child is absent stands in no address. Of one that is being changed (`change`) it is what that page shows: told
    as one more, it would ask whether to take the place of itself, and its print would be refused.
    """
    change = entier(request.POST.get("change"))
    dite = None if change is None else _la_mienne(request, change)
    suivis = _a_dire(request) if dite is None else _de_lui(request, dite)
    formulaire = AbsenceForm(request.POST, personne=request.user, suivis=suivis, remplace=dite)
    return render(request, "vie_scolaire/absences/_apercu.html", {"formulaire": formulaire})


@cree
@require_http_methods(["GET", "POST"])
def changer(request: HttpRequest, pk: int) -> HttpResponse:
    """Told otherwise: the former is withdrawn, until the roll."""
    dite = _la_mienne(request, pk)
    formulaire = AbsenceForm(
        request.POST or None,
        personne=request.user,
        suivis=_de_lui(request, dite),
        remplace=dite,
        est_gardee="X-Boite" in request.headers,
    )
    return _dire(request, formulaire)


def _de_lui(request: HttpRequest, dite: DeclarationAbsence) -> list[Suivi]:
    """The child of what was told, in its school, while one may still tell of them."""
    siens = (s for s in _a_dire(request) if (s.eleve.pk, s.etablissement_id) == (dite.eleve_id, dite.etablissement_id))
    if (suivi := next(siens, None)) is None:
        raise Http404
    return [suivi]


def _dire(request: HttpRequest, formulaire: AbsenceForm) -> HttpResponse:
    if request.method == "POST" and formulaire.is_valid() and (changees := _declarer(request, formulaire)) is not None:
        if changees:
            messages.success(request, _("L’école est prévenue."))
        else:
            messages.info(request, _("Rien n’a changé."))
        return redirect("absences")
    statut = 422 if formulaire.errors else 200
    return render(request, "vie_scolaire/absences/prevenir.html", {"formulaire": formulaire}, status=statut)


def _declarer(request: HttpRequest, formulaire: AbsenceForm) -> int | None:
    """All the children chosen, or none. Of how many something else is told than was; None: it is refused."""
    donnees, changees = formulaire.cleaned_data, 0
    try:
        with transaction.atomic():
            for suivi in formulaire.choisis:
                debut, fin = formulaire.jours_de(suivi)
                remplacees = formulaire.remplacees_de(suivi)
                dite = actions.declarer_absence(
                    eleve=suivi.eleve,
                    etablissement=suivi.inscription.classe.etablissement,
                    par=request.user,
                    debut=debut,
                    fin=fin,
                    duree=donnees["duree"],
                    motif=donnees["motif"],
                    precision=donnees["precision"] if donnees["motif"] == Motif.AUTRE else "",
                    remplace=remplacees,
                    heure=donnees["heure"],
                    suites=formulaire.suites_de(suivi),
                )
                changees += dite not in remplacees
    except ValidationError as refus:
        des_jours = ("debut", "fin") if donnees["quand"] == "plusieurs" else ()
        formulaire.add_error(refus.code if refus.code in (*des_jours, "heure") else None, refus)
        return None
    return changees


@require_POST
def expliquer(request: HttpRequest, pk: int) -> HttpResponse:
    """« Pourquoi ? » of one half-day, answered in one tap. Answered already, by whoever: nothing is told twice."""
    siens = {s.eleve.pk for s in droits.siens_de(request.user)}
    exiger(bool(siens) or not _suivis(request), LIRE_SEULEMENT)
    lignes = LigneAppel.objects.des_enfants_de(request.user).filter(eleve__in=siens)
    ligne = get_object_or_404(lignes.absents().select_related("eleve", "appel__etablissement"), pk=pk)
    motif = request.POST.get("motif", "")
    precision = " ".join(request.POST.get("precision", "").split())[:200]
    if motif not in Motif or (motif == Motif.AUTRE and not precision):
        messages.error(request, _("Dites pourquoi, en quelques mots."))
        return redirect("absences")
    if ligne.declaration_id is None:
        jour, ecole, moment = ligne.appel.jour, ligne.appel.etablissement, ligne.appel.moment
        try:
            actions.declarer_absence(
                eleve=ligne.eleve,
                etablissement=ecole,
                par=request.user,
                debut=jour,
                fin=jour,
                duree=moment,
                motif=motif,
                precision=precision if motif == Motif.AUTRE else "",
                # A lateness that was told: the roll said otherwise.
                remplace=DeclarationAbsence.objects.contredites_par(
                    request.user, ligne.eleve, ecole, jour, jour, moment
                ),
            )
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
            return redirect("absences")
    messages.success(request, _("Merci : l’école sait pourquoi.") + " " + _("Pour changer : « Absences »."))
    return redirect(page_d_avant(request) or "absences")


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    dite = _a_retirer(request, pk)
    try:
        actions.retirer_absence(declaration=dite, par=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, _("C’est retiré : l’école l’attend."))
    return redirect("absences")


@corrige
@require_http_methods(["GET", "POST"])
def motif(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, told otherwise once the roll is made: before it, all of it may be changed."""
    dite = _la_mienne(request, pk)
    exiger(any(s.eleve.pk == dite.eleve_id for s in droits.siens_de(request.user)), LIRE_SEULEMENT)
    if not dite.lignes.exists():
        return redirect("absences_changer", pk)
    exiger(lectures.se_corrige_encore(dite), actions.MOTIF_JUGE)
    formulaire = MotifChangeForm(request.POST or None, declaration=dite)
    if request.method == "POST" and formulaire.is_valid():
        if actions.corriger_motif(declaration=dite, par=request.user, **formulaire.cleaned_data):
            messages.success(request, _("C’est changé : l’école le lit, et quand."))
        else:
            messages.info(request, _("Rien n’a changé."))
        return redirect("absences")
    contexte = {"formulaire": formulaire, "dite": dite, "phrase": lectures.phrase_de(dite)}
    return render(request, "vie_scolaire/absences/motif.html", contexte, status=422 if formulaire.errors else 200)


@recoit_des_fichiers
@cree
@require_http_methods(["GET", "POST"])
def justificatif(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: read by the direction alone."""
    dite = _la_mienne(request, pk)
    exiger(any(s.eleve.pk == dite.eleve_id for s in droits.siens_de(request.user)), LIRE_SEULEMENT)
    formulaire = JustificatifForm(request.POST or None, request.FILES or None, personne=request.user, declaration=dite)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.joindre_justificatif(declaration=dite, envoi=formulaire.cleaned_data["fichiers"], par=request.user)
        except ValidationError as refus:
            formulaire.add_error("fichiers", refus)
        else:
            messages.success(request, _("C’est joint : la direction seule le lit."))
            return redirect("absences")
    contexte = {"formulaire": formulaire, "dite": dite, "phrase": lectures.phrase_de(dite)}
    return render(
        request, "vie_scolaire/absences/justificatif.html", contexte, status=422 if formulaire.errors else 200
    )


def _a_retirer(request: HttpRequest, pk: int) -> DeclarationAbsence:
    """One's own, while one may tell it; or what was told in one's place, by who was confided one's child."""
    leurs = DeclarationAbsence.objects.dites_en_leur_nom_par(droits.confiees_par(request.user))
    if (dite := leurs.select_related("eleve", "etablissement").filter(pk=pk).first()) is not None:
        return dite
    siennes = DeclarationAbsence.objects.declarees_par(request.user)
    dite = get_object_or_404(siennes.select_related("eleve", "etablissement"), pk=pk)
    exiger(droits.peut_retirer(request.user, dite.eleve_id, dite.etablissement_id), LIRE_SEULEMENT)
    return dite


def _la_mienne(request: HttpRequest, pk: int) -> DeclarationAbsence:
    siennes = DeclarationAbsence.objects.declarees_par(request.user).en_vigueur()
    return get_object_or_404(siennes.select_related("eleve", "etablissement"), pk=pk)
