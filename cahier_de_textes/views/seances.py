"""Pages of a séance: write, read, correct, withdraw."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire import calendrier
from ent.annuaire.droits import exiger
from ent.annuaire.equipes import matieres_enseignees
from ent.annuaire.models import Classe, Groupe
from ent.annuaire.views.gestes import corrige, cree
from ent.coquille.avis import dire_fait
from ent.fichiers.envois import recoit_des_fichiers
from ent.portail.views.brouillons import brouillon_termine
from ent.socle.dates import date_format
from ent.socle.nombres import entier

from .. import droits
from ..actions import seances as actions
from ..ecrits import quand_visible
from ..forms import SeanceForm
from ..forms.contenus import lieu_de
from ..lectures import annees as lectures_annees
from ..lectures import emploi as lectures_emploi
from ..lectures import lignes as lectures
from ..models import Seance
from .communes import (
    classe_geree,
    date_lue,
    dire_l_heure_oubliee,
    exiger_de_donner,
    groupe_tenu,
    moment_propose,
    porter_le_regard,
    prochain_jour,
    semaine_de,
)

RETIREE = gettext_lazy("Cette séance vient d’être retirée. Remettez-la, puis corrigez-la.")


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def ecrire_classe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a séance of a class."""
    return _ecrire(request, classe_geree(request, pk))


@recoit_des_fichiers
@brouillon_termine
@cree
@require_http_methods(["GET", "POST"])
def ecrire_groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a séance of a group. Its levels give the domains; it has no level of its own."""
    return _ecrire(request, groupe_tenu(request, pk))


def _publics(request: HttpRequest, cible: Classe | Groupe) -> dict:
    """The levels, the pupils and, in a collège, the subjects that the form proposes. One query, two in a collège."""
    matieres = matieres_enseignees(request.user, cible)
    if isinstance(cible, Groupe):
        return {"niveaux": list(lectures.effectifs(groupe=cible)), "matieres": matieres}
    presents = lectures.eleves_de(cible)
    niveaux = list({niveau for _e, niveau in presents})
    return {"niveaux": niveaux, "eleves": [eleve for eleve, _n in presents], "matieres": matieres}


def _groupes(request: HttpRequest, cible: Classe | Groupe) -> QuerySet[Groupe]:
    """From the form of a class, the groups of its school that one holds: each is one tap away."""
    tenus = Groupe.objects.tenus_par(request.user).filter(etablissement=cible.etablissement_id)
    return tenus if isinstance(cible, Classe) else tenus.none()


def _ecrire(request: HttpRequest, cible: Classe | Groupe) -> HttpResponse:
    exiger_de_donner(request, cible, _("Seuls les enseignants de la classe écrivent ses séances."))
    est_classe = isinstance(cible, Classe)
    formulaire = SeanceForm(
        request.POST or None,
        request.FILES or None,
        etablissement=cible.etablissement,
        **_publics(request, cible),
        auteur=request.user,
        lieu=lieu_de(cible),
        initial=_proposition(request, cible),
    )
    if request.method == "POST" and formulaire.is_valid():
        seance = actions.ecrire_seance(
            auteur=request.user,
            classe=cible if est_classe else None,
            groupe=None if est_classe else cible,
            est_brouillon="brouillon" in request.POST,
            **formulaire.cleaned_data,
        )
        dire_ecrite(request, seance)
        if seance.est_brouillon:
            dire_l_heure_oubliee(request, formulaire.cleaned_data.get("a"))
        if "encore" in request.POST:
            return redirect(f"{request.path}?{_suite(request, seance)}")
        return redirect(semaine_de(seance, seance.date))
    porter_le_regard(formulaire, "titre")
    contexte = {"cible": cible, "formulaire": formulaire, "semaine": request.GET.get("jour", "")}
    contexte["groupes"] = _groupes(request, cible)
    contexte["adresse"] = _adresse_de(cible, formulaire)
    contexte["brouillon"] = f"seance:{lieu_de(cible)}"
    return render(request, "cahier_de_textes/seance_ecrire.html", contexte, status=422 if formulaire.is_bound else 200)


def _proposition(request: HttpRequest, cible: Classe | Groupe) -> dict:
    """What the address says, and what the timetable says of the slot that was tapped."""
    jour = date_lue(request.GET.get("jour", "")) or _jour_propose(cible.etablissement)
    proposition = {
        "date": jour,
        "moment": moment_propose(request),
        "niveaux": request.GET.getlist("niveau"),
    }
    creneau = lectures_emploi.creneau(request.user, cible, jour, entier(request.GET.get("creneau", "")))
    if creneau is not None:
        proposition |= {
            "titre": creneau.titre,
            "domaine": next(iter(creneau.domaines), ""),
            "moment": creneau.moment,
            "heure": creneau.debut,
            "niveaux": list(creneau.niveaux),
        }
    return proposition


def _suite(request: HttpRequest, seance: Seance) -> str:
    """« Écrire, puis une autre »: the slot of that day that comes after the one that was tapped, else the same half-day."""
    rang, classe = entier(request.GET.get("creneau", "")), seance.classe
    prevu = lectures_emploi.suivant(request.user, classe, seance.date, rang) if classe and rang is not None else None
    moment = prevu.creneau.moment if prevu else seance.moment
    suite = {"jour": seance.date.isoformat(), "moment": moment} | ({"creneau": prevu.rang} if prevu else {})
    return urlencode(suite)


def _adresse_de(cible: Classe | Groupe, formulaire: SeanceForm) -> str:
    """The week from which one came."""
    jour = formulaire.initial["date"]
    passager = Seance(classe=cible if isinstance(cible, Classe) else None)
    if passager.classe_id is None:
        passager.groupe = cible
    return semaine_de(passager, jour)


def _jour_propose(etablissement):
    """Today while it is a class day: one writes what was just done. Else the next one."""
    aujourd_hui = timezone.localdate()
    if calendrier.est_jour_de_classe(etablissement, aujourd_hui):
        return aujourd_hui
    return prochain_jour(etablissement)


def dire_ecrite(request: HttpRequest, seance: Seance) -> None:
    """What became of it, and « Annuler » once families read it."""
    retour = "" if seance.est_brouillon else reverse("cahier_seance_retirer", args=[seance.pk])
    dire_fait(request, _phrase(seance), annuler=retour)


def _phrase(seance: Seance) -> str:
    jour = date_format(seance.date, "l j F")
    if seance.est_brouillon:
        return _("C’est gardé en brouillon : seuls les enseignants de la classe le lisent.")
    if seance.attend and timezone.localdate(seance.visible_le) >= seance.date:
        return _("C’est écrit au %(jour)s : %(quand)s.") % {"jour": jour, "quand": quand_visible(seance)}
    if seance.date > timezone.localdate():
        return _("C’est prévu pour %(jour)s. Les familles le liront ce jour-là.") % {"jour": jour}
    return _("C’est écrit au %(jour)s.") % {"jour": jour}


@require_GET
def seance(request: HttpRequest, pk: int) -> HttpResponse:
    """A séance as its readers may read it: teachers, direction, and families once its day has come. Withdrawn, it leads its teachers to where it
    is put back.
    """
    lisibles = Seance.objects.visibles_par(request.user).select_related("etablissement", "classe", "groupe", "auteur")
    lue = lisibles.filter(pk=pk).first()
    if lue is None and (passee := lectures_annees.seance_relue(request.user, pk)):
        return render(request, "cahier_de_textes/seance_passee.html", {"seance": passee})
    if lue is None:
        return redirect(_ou_remettre(get_object_or_404(_modifiables(request).exclude(retire_le=None), pk=pk)))
    peut_modifier = droits.peut_modifier(request.user, lue)
    est_du_personnel = (
        lue.audience.est_tenue_par(request.user) or lue.etablissement_id in request.user.portee.etablissements_diriges
    )
    contexte = {
        "seance": lue,
        "semaine": semaine_de(lue, lue.date),
        "peut_modifier": peut_modifier,
        # Families read what was done; its week, its state and who is named are the teachers' own.
        "est_du_personnel": est_du_personnel,
        "nommes": lue.groupe.eleves.order_by("prenom") if est_du_personnel and lue.est_nominatif else [],
    }
    return render(request, "cahier_de_textes/seance.html", contexte)


def _modifiables(request: HttpRequest):
    return Seance.objects.modifiables_par(request.user).select_related("etablissement", "classe", "groupe")


@recoit_des_fichiers
@brouillon_termine
@corrige
@require_http_methods(["GET", "POST"])
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a séance."""
    corrigee = get_object_or_404(_modifiables(request), pk=pk)
    exiger(corrigee.retire_le is None, RETIREE)
    formulaire = SeanceForm(
        request.POST or None,
        request.FILES or None,
        instance=corrigee,
        etablissement=corrigee.etablissement,
        **_publics(request, corrigee.destination),
        auteur=request.user,
        lieu=lieu_de(corrigee.destination),
    )
    if request.method == "POST" and formulaire.is_valid():
        champs = {"niveaux": corrigee.liste_niveaux} | formulaire.cleaned_data
        a = champs.pop("a", None)
        if corrigee.attend:
            champs["a"] = a or timezone.now()
        actions.corriger_seance(seance=corrigee, auteur=request.user, **champs)
        if corrigee.est_brouillon and "donner" in request.POST:
            actions.publier_brouillon_seance(seance=corrigee, auteur=request.user, a=a)
        messages.success(request, _("C’est corrigé."))
        if corrigee.est_brouillon and "donner" not in request.POST:
            dire_l_heure_oubliee(request, a)
        return redirect("cahier_seance", pk=pk)
    porter_le_regard(formulaire)
    contexte = {"seance": corrigee, "formulaire": formulaire, "brouillon": f"seance:{pk}", "groupes": []}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/seance_modifier.html", contexte, status=statut)


@require_POST
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft as it stands."""
    donnee = get_object_or_404(_modifiables(request).presents(), pk=pk)
    actions.publier_brouillon_seance(seance=donnee, auteur=request.user)
    donnee.refresh_from_db()
    messages.success(request, _phrase(donnee))
    return redirect("cahier_seance", pk=pk)


def _ou_remettre(retiree: Seance) -> str:
    """Address of its week, which offers to put it back."""
    return f"{semaine_de(retiree, retiree.date)}&seance_retiree={retiree.pk}"


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw at once, and offer to put back. Tapped twice, it is withdrawn once."""
    retiree = get_object_or_404(_modifiables(request), pk=pk)
    if retiree.retire_le is None:
        actions.retirer_seance(seance=retiree, auteur=request.user)
    return redirect(_ou_remettre(retiree))


@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal. There again already, nothing changes."""
    remise = get_object_or_404(_modifiables(request), pk=pk)
    if remise.retire_le is not None:
        actions.remettre_seance(seance=remise, auteur=request.user)
    messages.success(request, _("C’est remis."))
    return redirect(semaine_de(remise, remise.date))
