"""The inbox, a thread, what is written in it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages as avis
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.models import Personne
from ent.annuaire.natures import parler_d_une
from ent.annuaire.views.gestes import corrige
from ent.fichiers.envois import recoit_des_fichiers, refuser_a_la_boite
from ent.portail.traduction import est_branchee
from ent.socle import frein
from ent.socle.nombres import entier, entiers

from ..actions import fils as actions_fils
from ..actions import messages as actions
from ..actions import ouverture
from ..droits.fils import peut_basculer, peut_passer_outre
from ..droits.regles import Nature, Qualite
from ..forms.fils import CorrectionForm, MessageForm
from ..lectures import boite as lectures_boite
from ..lectures import conversation as lectures
from ..lectures.destinataires import Annuaire
from ..lectures.rendus import combien
from ..lectures.traduction import traductions_de
from ..models import Fil, Message
from ..trames import trame

# A person writes and reacts; a script that would fill a class's thread is braked.
MAXIMUM, FENETRE = 100, 600
BROUILLON_MAX = 10 * Message.LONGUEUR  # what is too long to leave is kept whole until it is shortened


def est_freine(request: HttpRequest) -> bool:
    """Too many gestures in a few minutes; else this one counts."""
    cle = f"ecrire:{request.user.pk}"
    if frein.attente(cle, maximum=MAXIMUM, fenetre=FENETRE):
        return True
    frein.compter(cle, fenetre=FENETRE)
    return False


def trop() -> str:
    return _("Vous avez beaucoup écrit. Attendez quelques minutes.")


@require_GET
def boite(request: HttpRequest) -> HttpResponse:
    """Every thread, the latest first; or the messages that hold some words. Asked for by a thread, it stands beside it."""
    ouvert = _entier(request.GET.get("fil")) if request.htmx else 0
    sans_messages = est_sans_messages(request)
    mots = request.GET.get("q", "").strip()[:100]
    page = _entier(request.GET.get("page")) or 1
    debut = (page - 1) * lectures_boite.PAR_PAGE
    entrees = [] if mots else lectures_boite.boite(request.user, debut, ouvert=ouvert)
    contexte = {
        "mots": mots,
        "trouves": lectures_boite.chercher(request.user, mots) if mots else [],
        "entrees": entrees,
        "a_reprendre": 0 if mots or page > 1 or ouvert else combien(request.user),  # a thread says it itself
        "ouvert": ouvert,
        "page": page,
        "suivante": page + 1 if len(entrees) == lectures_boite.PAR_PAGE else 0,
        "base": base_de(request),
        "sans_messages": sans_messages,
        "confie": sans_messages and bool(request.user.portee.suivis_confies),
    }
    gabarit = "messagerie/fils/_boite.html" if request.htmx else "messagerie/fils/boite.html"
    return render(request, gabarit, contexte)


def est_sans_messages(request: HttpRequest) -> bool:
    """Who follows no child by a tie and does not work: messages are confided to nobody. A pupil to whom the rules give nobody to write to."""
    portee = request.user.portee
    if portee.est_eleve and not portee.roles:
        return not Annuaire(request.user).rayons
    return not (portee.suivis or portee.roles)


def base_de(request: HttpRequest) -> str:
    """A pupil's pages have a pupil's frame."""
    return "coquille/base_eleve.html" if request.user.portee.est_eleve else "coquille/base.html"


def _entier(texte: str | None) -> int:
    return entier(texte, 9) or 0


def _fil(request: HttpRequest, pk: int) -> Fil:
    fil = lectures.fil_lu(request.user, pk)
    if fil is None:
        raise Http404
    if fil.nature != Nature.COLLECTIF:  # of several schools, it speaks as its reader's page does
        parler_d_une(fil.etablissement)
    return fil


@require_GET
def fil(request: HttpRequest, pk: int) -> HttpResponse:
    """A thread: its latest messages, older ones page by page, or those around one."""
    try:
        lu = _fil(request, pk)
    except Http404:
        return _relire(request, pk)
    return _page(request, lu)


def _relire(request: HttpRequest, pk: int) -> HttpResponse:
    """A thread of a class that is over, for who read it then: nothing is written there, nor marked as read."""
    elle = request.user.autrefois
    lu = lectures.fil_lu(elle, pk)
    if lu is None:
        raise Http404
    avant, autour = _entier(request.GET.get("avant")), _entier(request.GET.get("message"))
    tout = lectures.conversation(elle, lu, avant=avant, autour=autour)
    contexte = {"conversation": tout, "fil": lu, "base": base_de(request), "est_eleve": False}
    return render(request, "messagerie/fils/relire.html", contexte)


def _page(request: HttpRequest, lu: Fil, formulaire: MessageForm | None = None, *, statut: int = 200) -> HttpResponse:
    avant, autour = _entier(request.GET.get("avant")), _entier(request.GET.get("message"))
    tout = lectures.conversation(request.user, lu, avant=avant, autour=autour)
    if request.htmx and avant:
        est_eleve = Qualite.ELEVE in tout.place.qualites
        return render(
            request, "messagerie/fils/_anciens.html", {"conversation": tout, "fil": lu, "est_eleve": est_eleve}
        )
    cite = _entier(request.GET.get("repondre"))
    contexte = {
        "conversation": tout,
        "fil": lu,
        "base": base_de(request),
        "est_eleve": Qualite.ELEVE in tout.place.qualites,
        "formulaire": formulaire
        or MessageForm(personne=request.user, fil=lu, initial={"texte": tout.brouillon, "brouillon": tout.brouillon}),
        "cite": lectures.message_lu(request.user, cite) if cite else None,
        "peut_urgence": peut_passer_outre(tout.place.qualites) and tout.depart is not None,
        "peut_fermer": peut_basculer(request.user, lu),
        "reponses": _ou_repondre(request, lu),
        "images": lectures.images_en_commun(tout),
    }
    return render(request, "messagerie/fils/fil.html", contexte, status=statut)


def _ou_repondre(request: HttpRequest, lu: Fil) -> list[dict[str, Any]]:
    """Under an announcement, where a family answers: its own thread about each of its children there."""
    suivis = request.user.portee.suivis
    if lu.nature == Nature.ANNONCE:
        ou, concernes = f"classe.{lu.classe_id}", [s for s in suivis if s.classe_id == lu.classe_id]
    elif lu.nature == Nature.ECOLE:
        ou, concernes = f"ecole.{lu.etablissement_id}", [s for s in suivis if s.etablissement_id == lu.etablissement_id]
    else:
        return []
    return [
        {"cle": d.cle, "nom": d.nom, "eleve": d.eleve}
        for rayon in Annuaire(request.user, au_sujet_de=concernes).rayons
        for d in rayon.destinataires
        if d.eleve is not None and d.cle.startswith(f"foyer.{ou}.") and request.user.pk in _adultes(d.cle)
    ]


def _adultes(cle: str) -> set[int]:
    return set(entiers(cle.rpartition(".")[2].split("-")))


@recoit_des_fichiers
@require_POST
def envoyer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in a thread. The same number sent again is the same message."""
    lu = _fil(request, pk)
    en_boite = "X-Boite" in request.headers
    formulaire = MessageForm(request.POST, request.FILES, personne=request.user, fil=lu)
    if deja := formulaire.deja_ecrit():
        return _recu(request, deja)
    ici = lectures.place(request.user, lu)
    if en_boite and not ici.peut_ecrire:
        return JsonResponse({"phrase": ici.pourquoi_pas}, status=403)
    exiger(ici.peut_ecrire, ici.pourquoi_pas)
    if est_freine(request):
        if en_boite:
            return JsonResponse({"phrase": trop()}, status=429)  # the box keeps it, and tries again
        formulaire.add_error(None, trop())
    if formulaire.is_valid():
        try:
            message = _ecrire(lu, request.user, formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        except PermissionDenied as refus:
            if not en_boite:
                raise
            return JsonResponse({"phrase": str(refus)}, status=403)
    if not formulaire.errors:
        return _recu(request, message)
    return refuser_a_la_boite(formulaire) if en_boite else _page(request, lu, formulaire, statut=422)


def _recu(request: HttpRequest, message: Message) -> HttpResponse:
    """To the outbox, under the number that it gave. Sent again after it was given back, it is no longer of the thread: the page's next catch-up takes
    it away.
    """
    if "X-Boite" not in request.headers:
        return redirect(f"{reverse('messagerie_fil', args=[message.fil_id])}#redaction")
    dit = trame(lectures.message_lu(request.user, message.pk) or message)
    return JsonResponse({"recu": str(UUID(request.POST["uuid"])), "message": dit})


def _ecrire(fil: Fil, auteur: Personne, donnees: dict) -> Message:
    geste = ouverture.envoyer_a_chaque_foyer if donnees["aux_foyers"] else actions.envoyer
    return geste(
        fil=fil,
        auteur=auteur,
        uuid=donnees["uuid"],
        texte=donnees["texte"].strip(),
        envoi=donnees["fichiers"],
        en_reponse_a=donnees["en_reponse_a"],
        urgence=donnees["urgence"].strip(),
        ecrit=donnees["ecrit"],
        brouillon=donnees["brouillon"],
    )


@require_GET
def suite(request: HttpRequest, pk: int) -> HttpResponse:
    """What this browser missed since a revision of the thread."""
    return JsonResponse(lectures.suite(request.user, _fil(request, pk), _entier(request.GET.get("revision"))))


@require_POST
def avancer(request: HttpRequest, pk: int) -> HttpResponse:
    """This browser received, or this person read, up to a number."""
    lu = _fil(request, pk)
    actions_fils.avancer(
        fil=lu, personne=request.user, recu=_entier(request.POST.get("recu")), lu=_entier(request.POST.get("lu"))
    )
    return HttpResponse(status=204)


@require_POST
def brouillon(request: HttpRequest, pk: int) -> HttpResponse:
    """What is typed; emptied, of what this page knew (`avant`) alone."""
    texte, lu = request.POST.get("texte", "")[:BROUILLON_MAX], _fil(request, pk)
    if texte or "avant" not in request.POST:
        actions_fils.enregistrer_brouillon(fil=lu, personne=request.user, texte=texte)
    else:
        actions_fils.oublier_brouillon(fil=lu, personne=request.user, connu=request.POST["avant"])
    return HttpResponse(status=204)


@require_POST
def basculer(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close the thread of the pupils, or a project."""
    lu = _fil(request, pk)
    exiger(peut_basculer(request.user, lu), _("Seul qui tient cette discussion l’ouvre et la ferme."))
    geste = actions_fils.ouvrir if request.POST.get("ouvert") == "1" else actions_fils.fermer
    geste(fil=lu, auteur=request.user)
    return redirect("messagerie_fil", pk=pk)


# --- One message ------------------------------------------------------------------------------------------------------
def _message(request: HttpRequest, pk: int) -> Message:
    message = lectures.message_lu(request.user, pk)
    if message is None:
        raise Http404
    return message


@corrige
@require_http_methods(["GET", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """A message and what one may do with it: answer, react, correct, take back, report."""
    lu = _message(request, pk)
    if request.method == "POST":
        actions.exiger_de_changer(lu, request.user)  # before what was typed is judged
    formulaire = CorrectionForm(request.POST or None, message=lu)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.modifier(message=lu, auteur=request.user, texte=formulaire.cleaned_data["texte"].strip())
        except ValidationError as refus:
            formulaire.add_error("texte", refus)
        else:
            return _retour_au_fil(request, lu)
    ici = lectures.place(request.user, lu.fil)
    bulle = lectures.bulle_de(request.user, lu, ici)
    lu.fil.nom = ici.nom
    contexte = {
        "bulle": bulle.trame, "bulles": [bulle], "message": lu, "fil": lu.fil, "place": ici, "signes": lectures.signes(), "formulaire": formulaire,
        "base": base_de(request), "est_eleve": Qualite.ELEVE in ici.qualites,
        "se_traduit": est_branchee() and bool(lu.texte) and lu.auteur_id != request.user.pk, "langue": request.LANGUAGE_CODE,
        "traduction": traductions_de([lu], request.LANGUAGE_CODE).get(lu.pk, "") if est_branchee() else "", "erreur": "",
    }  # fmt: skip
    gabarit = "messagerie/fils/_gestes.html" if request.htmx else "messagerie/fils/message.html"
    return render(request, gabarit, contexte, status=422 if formulaire.errors else 200)


@require_POST
def rappeler(request: HttpRequest, pk: int) -> HttpResponse:
    """Tapped twice, it is taken back once."""
    lu = _message(request, pk)
    if lu.rappele_le is None or lu.auteur_id != request.user.pk:
        actions.rappeler(message=lu, auteur=request.user)
    if not request.htmx:  # else the thread shows it: said later, it would be on the page of something else
        avis.success(request, _("Le message est retiré."))
    return _retour_au_fil(request, lu)


@require_POST
def reagir(request: HttpRequest, pk: int) -> HttpResponse:
    lu = _message(request, pk)
    if lu.attend:  # no page offers it: nobody else reads it
        raise Http404
    if est_freine(request):
        return _retour_au_fil(request, lu, refus=trop())
    try:
        oter = "oter" in request.POST
        signe = request.POST.get("oter" if oter else "signe", "")
        actions.reagir(message=lu, personne=request.user, signe=signe, oter=oter)
    except ValidationError as refus:
        return _retour_au_fil(request, lu, refus=" ".join(refus.messages))
    return _retour_au_fil(request, lu)


def _retour_au_fil(request: HttpRequest, lu: Message, *, refus: str = "") -> HttpResponse:
    """The script shows the change by itself, and a refusal by the page drawn again; without it, one comes back to the message."""
    if refus:
        avis.error(request, refus)
    if request.htmx and refus:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"messagerie:suite": {"id": lu.fil_id}})})
    numero = lu.numero or ""
    adresse = reverse("messagerie_fil", args=[lu.fil_id])
    return redirect(f"{adresse}?message={numero}#m{numero}" if numero else adresse)
