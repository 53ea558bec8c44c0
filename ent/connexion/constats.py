"""What this room says of somebody's account where people are found, and on their sheets: who came in, and what opens for the others."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.droits import peut_ouvrir_une_ecole
from ent.annuaire.models import Etablissement, Personne, Responsabilite, Role
from ent.socle.lu import PartLue

from . import essais, lectures
from .droits import est_activee
from .models import CodeActivation
from .views.papiers import MENTIONS


def _papiers_de_la_classe(classe: int, qui) -> str:
    return f"{reverse('connexion_feuilles', args=[classe])}?pour={qui.uuid}"


def _papiers_de_l_equipe(etablissement, qui) -> str:
    return f"{reverse('connexion_feuilles_personnel', args=[etablissement.pk])}?pour={qui.uuid}"


def _gere(lecteur, etablissement, classe: int) -> bool:
    """`classes_gerees_par` in hand, of a class that was read through it or through one's work."""
    portee = lecteur.portee
    return classe in portee.classes_tenues or etablissement.pk in portee.ecoles_ou("papiers")


def papier_de(request: HttpRequest, trouvee: Any) -> dict | None:
    """Beside an adult who has not come in yet: their paper, to whoever prints it."""
    qui, etablissement = trouvee.personne, trouvee.etablissement
    a_autorite = any(lien.autorite != Responsabilite.Autorite.SANS for lien in trouvee.liens)
    if trouvee.inscriptions or est_activee(qui):
        return None
    if trouvee.roles:
        dirige = etablissement.pk in request.user.portee.etablissements_diriges
        return {"qui": qui, "adresse": _papiers_de_l_equipe(etablissement, qui)} if dirige else None
    if not a_autorite:
        return None
    gerees = [classe for classe in trouvee.classes if _gere(request.user, etablissement, classe)]
    return {"qui": qui, "adresse": _papiers_de_la_classe(gerees[0], qui) if gerees else ""}


@dataclass
class PapiersLus(PartLue):
    """What each line of a list of accounts asks, read once."""

    par_ecole: dict[int, dict[int, CodeActivation]] = field(default_factory=dict)


def papier_qui_sert(lecteur: Personne, etablissement: Etablissement, adulte: Personne) -> CodeActivation | None:
    """The paper that this adult was given by the school, while it opens their account. One query for all of a page."""
    lus = lecteur.lu.part(PapiersLus).par_ecole
    if etablissement.pk not in lus:
        servent = CodeActivation.objects.filter(
            etablissement=etablissement,
            utilise_le=None,
            expire_le__gt=timezone.now(),
            echecs__lt=essais.ECHECS_MAX_DU_CODE,
        )
        lus[etablissement.pk] = {code.personne_id: code for code in servent}
    return lus[etablissement.pk].get(adulte.pk)


def papier_du_responsable(request: HttpRequest, attend: Any) -> dict:
    """Beside an adult of the list of accounts to open: their paper, from a class of one of their children; none where it opens nothing."""
    return {
        "qui": attend.personne,
        "adresse": _papiers_de_la_classe(attend.classes[0], attend.personne) if attend.classes else "",
        "code": papier_qui_sert(request.user, attend.ecole, attend.personne),
    }


def compte_de(request: HttpRequest, lien: Responsabilite) -> dict | None:
    """Beside an adult of a child: whether they came in. Who reads nothing of the child has nothing to open."""
    return None if lien.autorite == Responsabilite.Autorite.SANS else {"est_ouvert": est_activee(lien.adulte)}


def acces_de(request: HttpRequest, fiche: Any) -> dict | None:
    """On a pupil's sheet, for whoever keeps their class: their secret, their paper."""
    classes = [i.classe for i in fiche.inscriptions if i.classe_id in fiche.classes_gerees]
    return {"eleve": fiche.eleve, "classes": classes} if classes else None


def fiche_du_compte(request: HttpRequest, fiche: Any) -> dict:
    """How an adult comes in: whether they did, the paper that was printed, who may print another."""
    enfants = [lien.enfant for lien in fiche.liens if lien.autorite != Responsabilite.Autorite.SANS]
    qui = lectures.destinataire(fiche.adulte, enfants, fiche.etablissement)
    imprimer = ""
    if fiche.roles:
        imprimer = _papiers_de_l_equipe(fiche.etablissement, fiche.adulte)
    elif classe := fiche.classe_geree(enfants):
        imprimer = _papiers_de_la_classe(classe, fiche.adulte)
    refus = qui.refus(request.user, fiche.etablissement)
    return {
        "qui": qui,
        "imprimer": "" if refus else imprimer,
        "mention": MENTIONS[refus] if imprimer else "",
        "sans_acces": not (fiche.roles or enfants),
    }


# --- The page of a school, for who follows it --------------------------------------------------------------------------
def papier_a_donner(request: HttpRequest, role: Role) -> dict | None:
    """Beside a direction whose account is not open; with their paper, for who named them."""
    if est_activee(role.personne):
        return None
    return {"role": role, "a_imprimer": peut_ouvrir_une_ecole(request.user)}


def tablettes_de_l_ecole(request: HttpRequest, ecole: Etablissement) -> dict | None:
    """Nobody comes in by a school that is closed."""
    return None if ecole.fermee_le or ecole.est_college else {"tablettes": lectures.tablettes_de(ecole)}


def ecoles_gardees(personne: Personne, ecoles: Collection[int]) -> set[int]:
    """Of these schools (ids), those that this person directs, or whose commune they follow."""
    gardees = Q(pk__in=personne.portee.etablissements_diriges) | Q(commune__in=personne.portee.communes)
    return set(Etablissement.objects.filter(gardees, pk__in=ecoles).order_by().values_list("pk", flat=True))
