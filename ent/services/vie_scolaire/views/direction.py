"""Absences as a direction follows them: today, the month, the register of the year in progress, the letters."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models import Classe, Etablissement
from ent.annuaire.views.gestes import cree
from ent.socle.dates import aujourd_hui

from ..actions import absences as actions
from ..actions import collectives
from ..droits import absences as droits
from ..exports import registre_ods
from ..forms.direction import CollectiveForm, MotifForm
from ..lectures import direction as lectures
from ..lectures.absences import phrase_pour_l_ecole
from ..lectures.collectives import sans_nouvelle
from ..lectures.registre import registre as lire_le_registre
from ..models import AbsenceCollective, DeclarationAbsence, LigneAppel, Motif
from ..pdf import lettres_pdf, registre_pdf

TYPES = {"pdf": "application/pdf", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def _ecole(request: HttpRequest, uai: str) -> Etablissement:
    return get_object_or_404(
        Etablissement.objects.tenus_par(request.user, "absences").select_related("commune"), uai=uai
    )


def _mois(mois: dt.date) -> dt.date:
    """Of the school year in progress: the file of another is not read (R131-6)."""
    if mois not in lectures.mois_de_l_annee():
        raise Http404
    return mois


@require_GET
def jour(request: HttpRequest, uai: str) -> HttpResponse:
    """Who is missing, of whom nobody told, whom to call."""
    ecole = _ecole(request, uai)
    lu = lectures.jour_de(ecole, request.user)
    contexte = {
        "ecole": ecole,
        "lu": lu,
        "motifs": Motif.choices,
        "jour": aujourd_hui(),
        "mois": lectures.mois_de_l_annee(),
        "attendus": [_lue(request, d) for d in lu.attendus],
        "a_juger": [_lue(request, d) for d in lu.a_juger],
    }
    return render(request, "vie_scolaire/absences/jour.html", contexte)


def _lue(request: HttpRequest, dite: DeclarationAbsence) -> tuple[DeclarationAbsence, str, bool]:
    """With what is said of it to who reads, and whether why is not."""
    return dite, phrase_pour_l_ecole(dite, request.user), droits.est_tue_a(request.user, dite)


@require_GET
def mois(request: HttpRequest, uai: str, mois: dt.date) -> HttpResponse:
    """Four half-days without a valid motive: who, and what the law asks. How each class attends."""
    ecole, lequel = _ecole(request, uai), _mois(mois)
    contexte = {
        "ecole": ecole,
        "mois": lequel,
        "autres": [autre for autre in lectures.mois_de_l_annee() if autre != lequel],
        "alertes": lectures.alertes(ecole, lequel),
        "assiduites": lectures.assiduites(ecole, lequel),
    }
    return render(request, "vie_scolaire/absences/mois.html", contexte)


@require_GET
def registre(request: HttpRequest, pk: int, mois: dt.date, forme: str) -> HttpResponse:
    """The register of a class: by who teaches it, and by the direction."""
    classe = get_object_or_404(
        Classe.objects.gardees_par(request.user, "absences").select_related("etablissement"), pk=pk
    )
    lu = lire_le_registre(classe, _mois(mois))
    reponse = HttpResponse(registre_pdf(lu) if forme == "pdf" else registre_ods(lu), content_type=TYPES[forme])
    nom = slugify(f"registre-{classe.nom}-{mois:%Y-%m}")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}.{forme}"'
    return reponse


@require_POST
def lettres(request: HttpRequest, uai: str, mois: dt.date, eleve) -> HttpResponse:
    """One letter for each adult who answers for the child."""
    ecole, lequel = _ecole(request, uai), _mois(mois)
    alerte = next((a for a in lectures.alertes(ecole, lequel) if a.eleve.uuid == eleve), None)
    if alerte is None:
        raise Http404
    enfant = alerte.eleve
    adultes = actions.preparer_lettres(ecole=ecole, eleve=enfant, auteur=request.user)
    pages = lettres_pdf(ecole, alerte, lequel, adultes, request.user.nom_affiche)
    reponse = HttpResponse(pages, content_type=TYPES["pdf"])
    reponse["Content-Disposition"] = f'attachment; filename="absences-{mois:%Y-%m}-{enfant.pk}.pdf"'
    return reponse


@require_POST
def dire(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, after a call: in the name of the family, which is asked no more."""
    ligne = get_object_or_404(
        LigneAppel.objects.diriges_par(request.user)
        .absents()
        .select_related("eleve", "appel__etablissement", "declaration"),
        pk=pk,
    )
    formulaire = MotifForm(request.POST)
    ecole = ligne.appel.etablissement
    if not formulaire.is_valid():
        messages.error(request, _("Choisissez pourquoi."))
    elif ligne.declaration_id is None:
        try:
            actions.declarer_absence(
                eleve=ligne.eleve,
                etablissement=ecole,
                par=request.user,
                debut=ligne.appel.jour,
                fin=ligne.appel.jour,
                duree=ligne.appel.moment,
                origine=DeclarationAbsence.Origine.ECOLE,
                **formulaire.cleaned_data,
            )
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
        else:
            messages.success(request, _("C’est noté : la famille n’est plus questionnée."))
    elif ligne.declaration.motif == formulaire.cleaned_data["motif"]:  # one tap twice, or the same heard by two
        messages.success(request, _("C’est noté : la famille n’est plus questionnée."))
    else:
        messages.warning(
            request,
            _("Ceci a changé depuis que vous l’avez lu : rien n’est noté. Relisez, puis répondez de nouveau."),
        )
    return redirect("absences_ecole", ecole.uai)


@require_POST
def juger(request: HttpRequest, pk: int) -> HttpResponse:
    """A motive that the law does not name: valid, or not."""
    dite = get_object_or_404(
        DeclarationAbsence.objects.dirigees_par(request.user).select_related("etablissement", "eleve"),
        pk=pk,
    )
    verdict = {"oui": True, "non": False}.get(request.POST.get("valable", ""))
    try:
        actions.juger_absence(declaration=dite, valable=verdict, par=request.user, lu=request.POST.get("lu", ""))
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    return redirect("absences_ecole", dite.etablissement.uai)


@cree
@require_http_methods(["GET", "POST"])
def collective(request: HttpRequest, uai: str) -> HttpResponse:
    """A strike, a closure: nobody is asked why. Who was already found missing is named first."""
    ecole = _ecole(request, uai)
    # No reason is ready: what is noted asks nothing more of anybody, and is meant.
    initiales = {"debut": aujourd_hui(), "fin": aujourd_hui()}
    formulaire = CollectiveForm(request.POST or None, etablissement=ecole, initial=initiales)
    tues: list[LigneAppel] = []
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        try:
            collectives.noter_collective(etablissement=ecole, auteur=request.user, **dits)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
            tues = sans_nouvelle(ecole.pk, *(dits[nom] for nom in ("debut", "fin", "moment", "classes")))
        else:
            messages.success(
                request,
                _("C’est noté : aucune famille n’est questionnée pour cela. Si elles ne le savent pas, écrivez-leur."),
            )
            return redirect("absences_ecole", uai)
    contexte = {"ecole": ecole, "formulaire": formulaire, "tues": tues}
    return render(request, "vie_scolaire/absences/collective.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def collective_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    notee = get_object_or_404(AbsenceCollective.objects.lues_par(request.user).select_related("etablissement"), pk=pk)
    collectives.retirer_collective(collective=notee, auteur=request.user)
    messages.success(request, _("C’est retiré : ces demi-journées comptent de nouveau."))
    return redirect("absences_ecole", notee.etablissement.uai)
