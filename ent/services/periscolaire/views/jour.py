"""A day of a service: its list, what is seen, what is changed after the hour; the counts of its kitchen."""

import datetime as dt
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.droits import exiger
from ent.coquille.avis import dire_fait
from ent.diffusion.lectures import prevenus

from .. import droits, evenements
from ..actions import ecole as actions_ecole
from ..actions import jours as actions
from ..actions import jours_fermes
from ..feuilles import cuisine_pdf, liste_pdf, nom_du_fichier
from ..forms.jours import ChangerForm, FermerForm, Saisie, contredite, saisie_de, vus_de
from ..lectures import listes as lectures
from ..models import JourDeclare, ServicePeriscolaire
from .ecole import qui_le_sait

REFUS = gettext_lazy("La direction et le personnel changent un jour après l’heure. Demandez-leur.")


def _lu(request: HttpRequest, pk: int) -> ServicePeriscolaire:
    return get_object_or_404(ServicePeriscolaire.objects.lus_par(request.user).select_related("etablissement"), pk=pk)


def _tenu(request: HttpRequest, pk: int) -> ServicePeriscolaire:
    """404 for who does not work there; 403 for a teacher who does not keep it."""
    service = _lu(request, pk)
    exiger(
        lectures.classes_lues(request.user, service) is None,
        _("La direction, le personnel et ceux qui tiennent ce service pointent les enfants."),
    )
    return service


@never_cache
@require_GET
def liste(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """By class, who is expected and who came; a teacher reads their own classes."""
    service = _lu(request, pk)
    return _page(request, service, lectures.liste_du_jour(request.user, service, quand))


def _page(
    request: HttpRequest,
    service: ServicePeriscolaire,
    lue: lectures.ListeDuJour,
    tapees: Mapping[int, Saisie] | None = None,
) -> HttpResponse:
    """`tapees`: by child (id), what was typed and was not kept."""
    quand, tapees = lue.jour, tapees or {}
    tient = lectures.classes_lues(request.user, service) is None
    contexte = {
        "liste": lue,
        "service": service,
        "lus": [
            (classe, [(ligne, tapees.get(ligne.eleve.pk) or saisie_de(ligne)) for ligne in classe.lignes])
            for classe in lue.classes
        ],
        "avant": lectures.prochain_jour(service, quand, -1),
        "apres": lectures.prochain_jour(service, quand),
        "tient": tient,
        "pointe": tient and quand <= timezone.localdate(),
        "pointes": [(ligne, saisie_de(ligne).lu) for ligne in lue.lignes if ligne.pointage],
        "change": service.etablissement_id in droits.ecoles_servies_par(request.user),
        "ouvert": service.ouvre_le(quand),
        "regle": droits.peut_regler(request.user, service.etablissement_id),
        "a_venir": quand >= timezone.localdate(),
        "ferme_pour": service.ferme_pour(quand),
    }
    return render(request, "periscolaire/liste.html", contexte, status=422 if tapees else 200)


@never_cache
@require_GET
def feuille(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """The same to hold at the gate; of a cantine there is the one of the kitchen."""
    service = _lu(request, pk)
    if service.est_repas:
        raise Http404
    return _pdf(liste_pdf(lectures.liste_du_jour(request.user, service, quand)), service.nature, quand)


@require_POST
def pointer(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """What was seen: of the children whom this page changed, and no other. What is not kept of one loses nothing of the others."""
    service = _tenu(request, pk)
    lue = lectures.liste_du_jour(request.user, service, quand)
    vus, tapees = vus_de(request.POST, lue.tous, service.debut)
    try:
        n, refuses = actions_ecole.pointer(service=service, jour=quand, vus=vus, par=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("periscolaire_liste", pk=pk, quand=quand)
    if n and "effacer" in request.POST:
        phrase = ngettext("%(n)s enfant n’est plus pointé.", "%(n)s enfants ne sont plus pointés.", n)
        messages.success(request, phrase % {"n": n})
    elif n:
        phrase = ngettext("%(n)s enfant est pointé.", "%(n)s enfants sont pointés.", n)
        messages.success(request, phrase % {"n": n})
    elif not (refuses or tapees):
        messages.success(request, _("Rien n’a changé."))
    if not (refuses or tapees):
        return redirect("periscolaire_liste", pk=pk, quand=quand)
    relue = lectures.liste_du_jour(request.user, service, quand)
    contredits = {vu.eleve.pk: vu for vu in refuses}
    tapees |= {li.eleve.pk: contredite(li, contredits[li.eleve.pk]) for li in relue.tous if li.eleve.pk in contredits}
    for saisie in tapees.values():
        messages.warning(request, saisie.phrase)
    return _page(request, service, relue, tapees)


@require_POST
def changer(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """A family called: the school adds a child, or takes it off, whatever the hour and the places."""
    service = _lu(request, pk)
    exiger(service.etablissement_id in droits.ecoles_servies_par(request.user), REFUS)
    formulaire = ChangerForm(request.POST)
    if not formulaire.is_valid():
        messages.warning(request, _("Choisissez un enfant de l’école."))
        return redirect("periscolaire_liste", pk=pk, quand=quand)
    inscrits = lectures.inscriptions_du(service, quand)
    inscription = next((i for i in inscrits if i.eleve.uuid == formulaire.qui), None)
    if inscription is None:
        raise Http404
    voeu = actions.Voeu(service, inscription.eleve, quand, veut=formulaire.est_voulu)
    bilan = actions.declarer_jours(voeux=[voeu], par=request.user, origine=JourDeclare.Origine.ECOLE)
    if bilan.refuses:
        messages.warning(request, bilan.refuses[0][1])
    else:
        messages.success(request, _ce_qui_change(voeu, changes=bool(bilan.ecrits)))
    return redirect("periscolaire_liste", pk=pk, quand=quand)


def _ce_qui_change(voeu: actions.Voeu, *, changes: bool) -> str:
    """Of which child: another name may have been taken in the list. Whom nobody has told, the school calls."""
    phrase = _("%(enfant)s est sur la liste.") if voeu.veut else _("%(enfant)s n’est plus sur la liste.")
    phrases = [phrase % {"enfant": f"{voeu.eleve.prenom} {voeu.eleve.nom}"}]
    if changes:
        adultes = evenements.adultes_de(voeu.service.etablissement_id, [voeu.eleve.pk])
        sus = prevenus([(adulte, voeu.eleve.pk) for adulte in adultes])
        if sus.enfants:
            phrases.append(_("Sa famille en est prévenue."))
        elif sus.sans_compte:
            phrases.append(_("Sa famille n’a pas de compte : dites-le-lui autrement."))
    return " ".join(phrases)


def _regle(request: HttpRequest, pk: int) -> ServicePeriscolaire:
    service = _lu(request, pk)
    exiger(droits.peut_regler(request.user, service.etablissement_id), _("La direction ferme un jour. Demandez-lui."))
    return service


@require_POST
def fermer(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """A strike, a flood: nobody is kept that day, and families who counted on it are told."""
    service, formulaire = _regle(request, pk), FermerForm(request.POST)
    if not formulaire.is_valid():
        messages.warning(request, formulaire.errors["raison"][0])
        return redirect("periscolaire_liste", pk=pk, quand=quand)
    raison = formulaire.cleaned_data["raison"]
    try:
        prevenus = jours_fermes.fermer_jour(service=service, jour=quand, raison=raison, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        phrases = [_("C’est fermé ce jour-là."), *qui_le_sait(prevenus)]
        dire_fait(request, " ".join(phrases), annuler=reverse("periscolaire_jour_rouvrir", args=[pk, quand]))
    return redirect("periscolaire_liste", pk=pk, quand=quand)


@require_POST
def rouvrir(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    jours_fermes.rouvrir_jour(service=_regle(request, pk), jour=quand, auteur=request.user)
    messages.success(request, _("C’est rouvert : ce qui était demandé ce jour-là l’est encore."))
    return redirect("periscolaire_liste", pk=pk, quand=quand)


def _compte(request: HttpRequest, pk: int) -> ServicePeriscolaire:
    comptes = ServicePeriscolaire.objects.comptes_par(request.user).select_related("etablissement__commune")
    return get_object_or_404(comptes, pk=pk, nature=ServicePeriscolaire.Nature.CANTINE)


@require_GET
def cuisine(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """Large figures, class by class, what to avoid: counts alone."""
    service = _compte(request, pk)
    demain = lectures.prochain_jour(service, quand)
    contexte = {
        "cuisine": lectures.cuisine_de(service, quand),
        "demain": lectures.deja_reserves(service, demain) if demain else None,
        "avant": lectures.prochain_jour(service, quand, -1),
        "apres": demain,
        "ouvert": service.ouvre_le(quand),
        "lit_les_noms": service.etablissement_id in droits.ecoles_servies_par(request.user),
    }
    return render(request, "periscolaire/cuisine.html", contexte)


@require_GET
def papier(request: HttpRequest, pk: int, quand: dt.date) -> HttpResponse:
    """The same on a sheet."""
    return _pdf(cuisine_pdf(lectures.cuisine_de(_compte(request, pk), quand)), "cuisine", quand)


def _pdf(contenu: bytes, quoi: str, quand: dt.date) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="{nom_du_fichier(quoi, quand, "pdf")}"'
    return reponse
