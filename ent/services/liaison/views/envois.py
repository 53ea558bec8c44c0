"""Who directs sends: one or all of a class, follows each, takes one as a file; keeps the key of the school. A holder takes their copy."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from ent.annuaire.droits import exiger
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import cree, retire
from ent.fichiers.lectures import marque
from ent.fichiers.stockage import lire
from ent.fichiers.views import par_plages
from ent.socle.dates import aujourd_hui

from .. import droits
from ..actions import cles as des_cles
from ..actions import copies
from ..actions import envois as actions
from ..lectures import cles, envois
from ..lectures.motifs import MOTIFS, Refus
from ..models import Campagne, Cle, Dossier, Envoi
from ..parties import Partie

DIRECTION = gettext_noop("La direction envoie les dossiers, au nom de l’école.")


def _campagne(request: HttpRequest, campagne: UUID) -> Campagne:
    preparees = Campagne.objects.preparees_par(request.user).select_related("classe", "etablissement")
    lue = get_object_or_404(preparees, uuid=campagne)
    exiger(droits.peut_envoyer(request.user, lue.etablissement_id), _(DIRECTION))
    return lue


# What the other holder wrote is in it, and what they held back is not.
LE_SIEN = gettext_noop("C’est votre enfant : une autre personne de l’école remet ce fichier.")


def _dossier(request: HttpRequest, dossier: UUID) -> Dossier:
    prepares = Dossier.objects.prepares_par(request.user).select_related("campagne", "eleve", "etablissement")
    lu = get_object_or_404(prepares, uuid=dossier)
    exiger(droits.peut_envoyer(request.user, lu.etablissement_id), _(DIRECTION))
    return lu


@require_GET
def liste(request: HttpRequest, campagne: UUID) -> HttpResponse:
    lue = _campagne(request, campagne)
    lignes = envois.lignes_de(lue, request.user)
    prets = [ligne for ligne in lignes if ligne.est_envoyable]
    contexte = {
        "campagne": lue,
        "lignes": [ligne for ligne in lignes if not ligne.est_a_part],
        "a_part": [ligne for ligne in lignes if ligne.est_a_part],
        "prets": len(prets),
        "sans_reponse": [ligne for ligne in prets if ligne.muets],
        "a_confirmer": [ligne for ligne in prets if ligne.a_confirmer],
        "changes": [ligne for ligne in prets if ligne.a_lire_plus_tard],
        "date_passee": lue.date_reponse < aujourd_hui(),
    }
    return render(request, "liaison/envoi/liste.html", contexte)


@require_POST
def envoyer(request: HttpRequest, campagne: UUID) -> HttpResponse:
    """One (`dossier`, its number), or all those that may go."""
    lue = _campagne(request, campagne)
    un_seul = request.POST.get("dossier", "")
    lignes = [
        li
        for li in envois.lignes_de(lue, request.user)
        if str(li.dossier.uuid) == un_seul or (not un_seul and li.est_envoyable)
    ]
    if not lignes and un_seul:
        raise Http404
    partis, restes = actions.envoyer(dossiers=[ligne.dossier for ligne in lignes], auteur=request.user)
    if partis:
        phrase = ngettext(
            "%(n)d dossier part. Revenez voir : chaque ligne dit où il en est.",
            "%(n)d dossiers partent. Revenez voir : chaque ligne dit où il en est.",
            partis,
        )
        messages.success(request, phrase % {"n": partis})
    for code, n in restes.items():
        messages.warning(request, f"{n} · {MOTIFS[code]}" if n > 1 else str(MOTIFS[code]))
    if not partis and not restes:
        messages.info(request, _("Rien n’est parti : tout ce qui peut partir est déjà envoyé."))
    return redirect("liaison_envois", campagne=campagne)


@require_POST
def reessayer(request: HttpRequest, envoi: UUID) -> HttpResponse:
    tenu = get_object_or_404(
        Envoi.objects.tenus_par(request.user).select_related("dossier__etablissement", "dossier__campagne"), uuid=envoi
    )
    actions.reessayer(envoi=tenu, auteur=request.user)
    return redirect("liaison_envois", campagne=tenu.dossier.campagne.uuid)


@require_POST
def remettre(request: HttpRequest, dossier: UUID) -> HttpResponse:
    lu = _dossier(request, dossier)
    exiger(not droits.est_le_sien(request.user, lu), _(LE_SIEN))
    try:
        envoi = actions.remettre(dossier=lu, auteur=request.user, le_pai=request.POST.get("quoi") == "pai")
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
        return redirect("liaison_envois", campagne=lu.campagne.uuid)
    return redirect("liaison_fichier", envoi=envoi.uuid)


@require_safe
def fichier(request: HttpRequest, envoi: UUID) -> HttpResponse:
    """What was sealed to be handed over, from where it was cut."""
    remis = Envoi.objects.tenus_par(request.user).filter(etat=Envoi.Etat.REMIS).exclude(cle_objet="")
    tenu = get_object_or_404(remis.select_related("dossier__eleve"), uuid=envoi)
    exiger(not droits.est_le_sien(request.user, tenu.dossier), _(LE_SIEN))

    def octets(debut: int, longueur: int) -> Iterator[bytes]:
        return lire(tenu.cle_objet, debut, longueur)

    entetes = {
        "Content-Disposition": content_disposition_header(
            True, _nom(tenu.dossier, tenu.parties == [str(Partie.SANTE)])
        ),
        "Cache-Control": "private, no-store",
    }
    return par_plages(request, marque(tenu.cle_objet), tenu.octets, octets, "application/zip", entetes)


def _nom(dossier: Dossier, est_le_pai: bool = False) -> str:
    return f"{'pai' if est_le_pai else 'dossier-de-liaison'}-{slugify(dossier.eleve.prenom) or 'eleve'}.zip"


@require_GET
def copie(request: HttpRequest, dossier: UUID) -> StreamingHttpResponse:
    """Made while it is asked: what this holder reads of it, and their own word."""
    lus = Dossier.objects.lus_par(request.user).select_related(
        "campagne__classe__annee", "eleve", "etablissement", "destination"
    )
    lu = get_object_or_404(lus, uuid=dossier)
    try:
        flux = copies.copie_de(dossier=lu, personne=request.user)
    except Refus:
        raise Http404 from None
    entetes = {"Content-Disposition": content_disposition_header(True, _nom(lu)), "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(flux, content_type="application/zip", headers=entetes)


# --- The key of the school -----------------------------------------------------------------------------------------------
def _ecole(request: HttpRequest, uai: str) -> Etablissement:
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user), uai=uai)
    if not droits.peut_tenir_les_cles(request.user, ecole.pk):
        raise Http404
    return ecole


@require_GET
def les_cles(request: HttpRequest, uai: str) -> HttpResponse:
    ecole = _ecole(request, uai)
    siennes = Cle.objects.publiees_de(ecole)
    contexte = {"ecole": ecole, "cles": [(cle, cles.dite(cle.kid)) for cle in siennes]}
    return render(request, "liaison/envoi/cles.html", contexte)


@cree
@require_POST
def changer_de_cle(request: HttpRequest, uai: str) -> HttpResponse:
    des_cles.changer_de_cle(ecole=_ecole(request, uai), auteur=request.user)
    messages.success(
        request,
        _(
            "La nouvelle clé signe dès maintenant. Les établissements qui reçoivent de vous la confirment avant de prendre un dossier."
        ),
    )
    return redirect("liaison_cles", uai=uai)


@retire
@require_POST
def revoquer(request: HttpRequest, uai: str, cle: int) -> HttpResponse:
    tenue = get_object_or_404(Cle.objects.publiees_de(_ecole(request, uai)), pk=cle)
    des_cles.revoquer(cle=tenue, auteur=request.user)
    messages.success(request, _("La clé est révoquée : plus rien de ce qu’elle a signé ne sera pris."))
    return redirect("liaison_cles", uai=uai)
