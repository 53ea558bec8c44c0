"""The journal as teachers keep it: their classes, one journal, one billet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.models import Classe, Groupe, Personne
from ent.portail.views.traduction import rendre_la_traduction

from ..droits import billets as droits
from ..droits import commentaires as droits_des_commentaires
from ..forms.commentaires import CommentaireForm
from ..lectures import commentaires as lectures_des_commentaires
from ..lectures import journal as lectures
from ..lectures.billets_photos import cachees_de
from ..models.billets import Billet
from .journal_communes import billet_relu, commentaire_retire, est_enseignant, numero_de_page, recent_retire


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """The classes and groups whose journal one keeps or follows. With only one, its journal at once. « ?publier »: where one publishes, next."""
    cibles, publie = lectures.cibles_de(request.user), "publier" in request.GET
    if publie:
        cibles = [c for c in cibles if _ecrit(request, c)]
    if len(cibles) == 1 and not publie:
        nom = "journal_classe" if cibles[0].est_classe else "journal_groupe"
        return redirect(nom, pk=cibles[0].cible.pk)
    if not cibles and not est_enseignant(request):
        raise Http404
    return render(request, "pages/journal/classes.html", {"cibles": cibles, "publie": publie})


def _ecrit(request: HttpRequest, lue: lectures.Cible) -> bool:
    return droits.peut_ecrire_un_billet(request.user, **{"classe" if lue.est_classe else "groupe": lue.cible})


@require_GET
def classe(request: HttpRequest, pk: int) -> HttpResponse:
    cible = get_object_or_404(Classe.objects.gerees_par(request.user).select_related("etablissement"), pk=pk)
    return _journal(request, cible, droits.peut_ecrire_un_billet(request.user, classe=cible))


@require_GET
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    cible = get_object_or_404(Groupe.objects.tenus_par(request.user).select_related("etablissement"), pk=pk)
    return _journal(request, cible, True)


def _a_le_choix(request: HttpRequest) -> bool:
    """Several journals; a direction's are counted."""
    portee = request.user.portee
    return portee.tient_plusieurs or bool(portee.etablissements_diriges and len(lectures.cibles_de(request.user)) > 1)


def _journal(request: HttpRequest, cible: Classe | Groupe, peut_ecrire: bool) -> HttpResponse:
    contexte = {
        "cible": cible,
        "est_classe": isinstance(cible, Classe),
        "peut_ecrire": peut_ecrire,
        "journal": lectures.journal_de_classe(request.user, cible, numero_de_page(request)),
        "retire": recent_retire(request),
        "plusieurs": _a_le_choix(request),
    }
    gabarit = "pages/journal/_classe.html" if request.htmx else "pages/journal/classe.html"
    return render(request, gabarit, contexte)


@require_GET
def billet(request: HttpRequest, pk: int) -> HttpResponse:
    """One billet, for whoever may read it: the team, a family, a pupil."""
    lu, lecteur = billet_relu(request, pk)
    return page_du_billet(request, lu, lecteur=lecteur)


def page_du_billet(
    request: HttpRequest, lu: Billet, formulaire: CommentaireForm | None = None, *, lecteur: Personne | None = None
) -> HttpResponse:
    """The billet and what is said under it; with a form that was refused, the words are still there. `lecteur`: who they were, of a class
    that is over, where who asks may do nothing any more.
    """
    contexte = {
        "lu": lectures.lu_par(lecteur or request.user, lu),
        "billet": lu,
        "peut_modifier": droits.peut_modifier(request.user, lu),
        "cachees": cachees_de(lu) if droits.peut_modifier(request.user, lu) else {},
        "peut_montrer": lu.est_publie
        and not lu.equipe
        and lu.groupe_id is None
        and droits.peut_montrer_sur_le_site(request.user, lu),
        "est_eleve": request.user.portee.est_eleve,
        "gardable_pour": _gardable_pour(request, lu),
        "commentaires": lectures_des_commentaires.commentaires_de(request.user, lu),
        "est_le_sien": droits.peut_modifier(request.user, lu)
        and droits_des_commentaires.enfant_de(request.user, lu) is not None,
        "peut_commenter": droits_des_commentaires.peut_commenter(request.user, lu),
        "peut_ouvrir": droits.peut_modifier(request.user, lu)
        and lu.est_publie
        and not (lu.equipe or lu.retire_le)
        and (lu.commentable or lu.etablissement.reglage("pages.commentaires")),
        "retire": commentaire_retire(request, lu),
        "formulaire": formulaire or CommentaireForm(),
    }
    return render(request, "pages/journal/billet.html", contexte, status=422 if formulaire else 200)


@require_POST
def traduire(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a billet that one reads, those of its families' comments left out: they are in any language."""
    lu, _lecteur = billet_relu(request, pk)
    return rendre_la_traduction(
        request,
        original="\n".join(filter(None, [lu.titre, lu.texte])),
        qui=lu.auteur.prenom if lu.d_un_eleve else lu.auteur.nom_affiche,
        retour=reverse("journal_billet", args=[lu.pk]),
    )


def _gardable_pour(request: HttpRequest, lu: Billet):
    """Whose portfolio may keep it, in one tap: the pupil who reads it; for a teacher, the pupil who wrote it."""
    if not lu.est_publie or lu.equipe or lu.retire_le:
        return None
    if request.user.portee.est_eleve:
        return request.user
    return lu.auteur if lu.d_un_eleve and droits.peut_modifier(request.user, lu) else None
