"""What school life shows on the homes: absences to explain, the roll to take, image rights that are owed; and on a pupil's sheet."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from ent.annuaire.models import Classe
from ent.fichiers.supports import Support
from ent.portail.registres import Chose, Lignes
from ent.socle.dates import aujourd_hui

from .droits.consentements import peut_recueillir_l_accord
from .evenements.appels import ABSENCE
from .evenements.consentements import DEMANDE
from .lectures import absences, appels
from .lectures import familles as lectures
from .lectures.images import bilan
from .models import Motif


def a_repondre(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """What this person owes for the children of the page, and what they answered today."""
    return [_chose(request, billet) for billet in lectures.billets_du_jour(request.user, request.suivis, lignes)]


def _chose(request: HttpRequest, billet: lectures.Billet) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"billet": billet, "ici": "", "chose": chose}
        return render_to_string("vie_scolaire/consentements/_billet.html", contexte, request)

    return Chose(
        cle=f"photos-{billet.demande.pk}-{billet.suivi.eleve.pk}",
        eleves=[billet.suivi.eleve.pk],
        dessiner=dessiner,
        est_faite=not billet.attendus,
        dits=[(DEMANDE, billet.demande.pk)],
    )


def etat_des_reponses(request: HttpRequest) -> str:
    """Where one's answers stand, in « Plus »."""
    n = sum(billet.attendus for billet in lectures.tous_les_billets(request.user))
    return ngettext("%(n)s réponse attendue", "%(n)s réponses attendues", n) % {"n": n} if n else ""


def droit_a_l_image_de(request: HttpRequest, fiche: Any) -> dict | None:
    """For their teachers and the direction, medium by medium: whether they may be shown today, else why. Never which holder said what."""
    if not any(peut_recueillir_l_accord(request.user, inscription.classe) for inscription in fiche.inscriptions):
        return None
    lu = bilan([fiche.eleve.pk])
    return {"situations": [(support, lu.situation(fiche.eleve.pk, support)) for support in Support]}


def a_expliquer(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Half-days of which nobody told why; nothing once one adult did."""
    montres = {s.eleve.pk for s in request.suivis}
    questions = absences.a_expliquer(request.user) if any(lignes) else []
    return [_a_dire(request, question) for question in questions if question.ligne.eleve_id in montres]


def _a_dire(request: HttpRequest, question: absences.Question) -> Chose:
    def dessiner(chose: Chose) -> str:
        contexte = {"question": question, "motifs": Motif.choices, "chose": chose}
        return render_to_string("vie_scolaire/absences/_question.html", contexte, request)

    ligne = question.ligne
    return Chose(f"absence-{ligne.pk}", [ligne.eleve_id], dessiner, dits=[(ABSENCE, ligne.pk)])


def appel_du_moment(request: HttpRequest) -> dict | None:
    """For who teaches: the roll of the half-day, to be taken or as it was sent. Nothing on a day without class."""
    tenues = list(Classe.objects.tenues_par(request.user).select_related("etablissement"))
    etats = [etat for etat in appels.etats_du_jour(tenues) if etat.du_moment and not etat.collective] if tenues else []
    confies = appels.confies_a(request.user, aujourd_hui())
    return {"etats": etats, "confies": confies} if etats or confies else None
