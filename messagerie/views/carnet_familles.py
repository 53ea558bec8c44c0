"""The carnet as families read it: sign where one reads, change one's mind, and what has been on the screen."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.models.portee import Suivi
from ent.coquille.avis import dire_sans_page
from ent.socle.adresses import d_ici
from ent.socle.nombres import entier

from ..actions import mots_reponses as actions
from ..droits import mots as droits
from ..evenements.mots import MOT_REPONDU
from ..forms.mots_reponses import ReponseForm, ReponseGardeeForm
from ..lectures import mots_familles as lectures
from ..lectures.mots_heures import aussi_prises_par_le_foyer
from ..lectures.mots_versions import ecarts_depuis
from ..models import Mot

VUS_MAX = 200
DECLENCHEUR = MOT_REPONDU.replace(".", ":")


def _suivis(request: HttpRequest) -> list[Suivi]:
    """The children of this adult: for others, these pages do not exist."""
    suivis = lectures.enfants_suivis(request.user)
    if not suivis:
        raise Http404
    return suivis


def mot_de(request: HttpRequest, eleve: UUID, pk: int) -> tuple[Mot, Suivi]:
    """A mot of one child, for those who answer for the child; for others it does not exist."""
    mot = get_object_or_404(Mot.objects.des_enfants_de(request.user).select_related("auteur", "etablissement"), pk=pk)
    suivi = next(
        (s for s in _suivis(request) if s.eleve.uuid == eleve and droits.peut_repondre(request.user, mot, s)), None
    )
    if suivi is None:
        raise Http404
    return mot, suivi


ADRESSES_D_UN_MOT = frozenset({"carnet_lire", "carnet_mot", "carnet_signer", "carnet_reprendre", "carnet_traduire"})


def raison(request: HttpRequest) -> tuple | None:
    """Title, sentence and frame: a page stayed open, or a link was kept, of a mot that the school took back since."""
    trouvee = request.resolver_match
    if trouvee is None or trouvee.url_name not in ADRESSES_D_UN_MOT or not request.user.is_authenticated:
        return None
    if not _est_repris(request, trouvee.kwargs["pk"], trouvee.kwargs.get("eleve")):
        return None
    return _("Ce mot a été retiré"), _dit_retire(), "coquille/base.html"


def _dit_retire() -> str:
    return _("L’école a retiré ce mot : il n’y a plus rien à y lire ni à signer.")


def _est_repris(request: HttpRequest, pk: int, eleve: UUID | None) -> bool:
    repris = Mot.objects.repris_aux_familles_de(request.user).filter(pk=pk).first()
    return repris is not None and any(
        droits.mot_concerne(repris, s) for s in lectures.enfants_suivis(request.user) if eleve in (None, s.eleve.uuid)
    )


@require_GET
def carnet(request: HttpRequest) -> HttpResponse:
    """All the mots of all the children, newest first; what is owed before the rest."""
    bulletins = lectures.tous_les_bulletins(request.user, _suivis(request))
    coupons = [b for b in bulletins if b.est_du or (b.peut_changer and b.est_d_aujourd_hui)]
    contexte = {
        "a_signer": [b for b in coupons if b.est_du],
        "coupons": lectures.a_leur_place(coupons),
        "autres": [b for b in bulletins if b not in coupons],
    }
    gabarit = "messagerie/carnet/_carnet.html" if request.htmx else "messagerie/carnet/carnet.html"
    return render(request, gabarit, contexte)


@require_GET
def lire(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a notification leads: the slip of one's child, or the follow-up of who sent it; once its year is over too."""
    qui, mot = request.user, Mot.objects.visibles_par(request.user).filter(pk=pk).first()
    if mot is None:
        qui = qui.autrefois
        mot = get_object_or_404(Mot.objects.visibles_par(qui), pk=pk)
    miens = [s for s in lectures.enfants_suivis(qui) if droits.mot_concerne(mot, s)]
    if not miens or not Mot.objects.des_enfants_de(qui).filter(pk=pk).exists():
        return redirect("carnet_suivi", pk=pk)
    enfants = {s.eleve.uuid for s in miens}
    # The carnet holds the mots of today's classes alone.
    plusieurs = len(enfants) > 1 and qui is request.user
    return redirect("carnet") if plusieurs else redirect("carnet_mot", eleve=miens[0].eleve.uuid, pk=pk)


def _de_l_annee_finie(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse | None:
    """A mot of a class that is over, and what one answered: to be read."""
    elle = request.user.autrefois
    siens = [s for s in lectures.enfants_suivis(elle) if s.eleve.uuid == eleve]
    lus = Mot.objects.des_enfants_de(elle).select_related("auteur", "etablissement")
    lu = lus.filter(droits.MOTS.pour_ceux(siens), pk=pk).first()
    suivi = next((s for s in siens if droits.mot_concerne(lu, s)), None) if lu else None
    if lu is None or suivi is None:
        return None
    contexte = {"bulletin": lectures.bulletin_de(elle, lu, suivi), "mot": lu, "passe": True, "aussi": []}
    contexte["fichiers"] = list(lu.fichiers.all())
    return render(request, "messagerie/carnet/mot.html", contexte)


@require_GET
def mot(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """One mot of one child: what it says, and its coupon; of a class that is over, what was answered."""
    try:
        lu, suivi = mot_de(request, eleve, pk)
    except Http404:
        if passe := _de_l_annee_finie(request, eleve, pk):
            return passe
        raise
    return _rendre(request, lu, suivi, None)


def _rendre(
    request: HttpRequest, lu: Mot, suivi: Suivi, formulaire: ReponseForm | None, statut: int = 200
) -> HttpResponse:
    bulletin = lectures.bulletin_de(request.user, lu, suivi)
    depuis = bulletin.derniere
    prises = lectures.places_prises(lu) if lu.nature == Mot.Nature.CRENEAUX else {}
    mienne = bulletin.mienne.choix if bulletin.mienne else ""
    options = [(o, o.places - prises.get(o.cle, 0) if o.places is not None else None) for o in lu.options]
    montant = bulletin.mienne.montant if bulletin.mienne else None
    initial = {"choix": mienne, "montant": str(montant).replace(".", ",") if montant else "", "nom": ""}
    contexte = {
        "bulletin": bulletin,
        "mot": lu,
        "options": options,
        "formulaire": formulaire or ReponseForm(initial=initial),
        "choisi": formulaire.data.get("choix", "") if formulaire else mienne,
        "fichiers": list(lu.fichiers.all()),
        "refus": formulaire.non_field_errors() if formulaire else [],
        "aussi": aussi_prises_par_le_foyer(request.user, bulletin),
        "passe": False,
        "est_redemande": bulletin.est_redemande,
        "depuis": depuis,
        "ecarts": ecarts_depuis(lu, depuis.lue_le, depuis.choix) if depuis else [],
    }
    return render(request, "messagerie/carnet/mot.html", contexte, status=statut)


@require_POST
def signer(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """Sign or change one's mind. From the home, the tile then asks for itself; a refusal opens the slip and says why."""
    vient_de_la_boite = "X-Boite" in request.headers
    try:
        lu, suivi = mot_de(request, eleve, pk)
    except Http404:
        if not (vient_de_la_boite or request.htmx) or not _est_repris(request, pk, eleve):
            raise
        if vient_de_la_boite:
            return JsonResponse({"phrase": _dit_retire()}, status=422)
        messages.warning(request, _dit_retire())
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("carnet")})
    formulaire = (ReponseGardeeForm if vient_de_la_boite else ReponseForm)(request.POST)
    if formulaire.is_valid():
        try:
            actions.repondre(mot=lu, eleve=suivi.eleve, par=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(_champ_de(refus.code), refus)
        else:
            if vient_de_la_boite:
                return JsonResponse({"recu": str(formulaire.cleaned_data["uuid"])})
            return _fait(request, eleve, pk)
    if vient_de_la_boite:
        phrases = [phrase for erreurs in formulaire.errors.values() for phrase in erreurs]
        return JsonResponse({"phrase": " ".join(phrases)}, status=422)
    if request.htmx:
        phrases = [phrase for erreurs in formulaire.errors.values() for phrase in erreurs]
        messages.warning(request, " ".join(phrases))
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("carnet_mot", args=[eleve, pk])})
    return _rendre(request, lu, suivi, formulaire, statut=422)


def _champ_de(code: str | None) -> str | None:
    return {"montant": "montant", "signature": "nom"}.get(code or "")


def _fait(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    phrase = _("C’est signé, l’école le sait.")
    if request.htmx:
        return dire_sans_page(DECLENCHEUR, phrase)
    venue = d_ici(request, request.headers.get("Referer", ""))
    if venue and "/carnet/" not in venue:
        return redirect(f"{venue.partition('#')[0]}#mot-{pk}-{eleve}")  # to the slip, which says that it is signed
    messages.success(request, phrase)
    return redirect("carnet_mot", eleve=eleve, pk=pk)


@require_POST
def reprendre(request: HttpRequest, eleve: UUID, pk: int) -> HttpResponse:
    """Take one's signature back, until the deadline."""
    lu, suivi = mot_de(request, eleve, pk)
    try:
        actions.reprendre_reponse(mot=lu, eleve=suivi.eleve, par=request.user, auteur=request.user)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("Votre réponse est reprise : le mot est de nouveau à signer."))
    return redirect("carnet_mot", eleve=eleve, pk=pk)


@require_POST
def vus(request: HttpRequest) -> HttpResponse:
    """What stayed on this adult's screen, as « 12:<uuid of the child> ». What they may not read is passed over."""
    demandes = {
        (pk, eleve)
        for numero, _deux_points, eleve in (brut.partition(":") for brut in request.POST.getlist("vu")[:VUS_MAX])
        if (pk := entier(numero)) is not None
    }
    mots = Mot.objects.des_enfants_de(request.user).in_bulk({pk for pk, _eleve in demandes})
    lus = {
        (mots[pk], suivi.eleve)
        for pk, eleve in demandes
        for suivi in lectures.enfants_suivis(request.user)
        if pk in mots and str(suivi.eleve.uuid) == eleve and droits.mot_concerne(mots[pk], suivi)
    }
    actions.voir_mots(par=request.user, vus=lus)
    return HttpResponse(status=204)
