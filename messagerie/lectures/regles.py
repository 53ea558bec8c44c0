"""What holds now for one person in one school: the table, a suspension, an incident. Three queries."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement, Personne
from ent.socle.preparees import Preparee

from ..droits.regles import Situation, Table
from ..models import Incident, Regle, Signalement, Suspension

REGLES = Preparee(lambda: Regle.objects.order_by().values_list("etablissement_id", "auteur", "cible", "droit"))
INCIDENTS = Preparee(lambda: Incident.objects.order_by().values_list("portee", flat=True))
SUSPENSIONS = Preparee(lambda: Suspension.objects.order_by().values_list("pk", flat=True))


def cellules(etablissement: int | None) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """What a school says itself, and what the territory says. One query."""
    ecole: dict[tuple[str, str], str] = {}
    territoire: dict[tuple[str, str], str] = {}
    for de, auteur, cible, droit in REGLES.lire(Q(etablissement=etablissement) | Q(etablissement=None)):
        (ecole if de else territoire)[auteur, cible] = droit
    return ecole, territoire


def table(etablissement: int) -> Table:
    """The table of a school, over the territory's, over the defaults. One query."""
    return Table(*cellules(etablissement))


def incident_en_cours(etablissement: int) -> str:
    """« tous », « eleves » or nothing: the stronger of the school's and the territory's. One query."""
    en_cours = INCIDENTS.lire(Q(fini_le=None) & (Q(etablissement=etablissement) | Q(etablissement=None)))
    return max(en_cours, key=["eleves", "tous"].index, default="")


def est_suspendu(personne: Personne, etablissement: int) -> bool:
    droit = Q(personne=personne, etablissement=etablissement, levee_le=None, date_fin__gte=timezone.localdate())
    return bool(SUSPENSIONS.lire(droit))


def coupure(personne: Personne, etablissement: Etablissement) -> str:
    """What stops this person from writing anywhere in this school: a suspension, an incident. Two queries."""
    if est_suspendu(personne, etablissement.pk):
        return _("Vous ne pouvez pas écrire pour le moment. La raison est dans vos notifications.")
    incident = incident_en_cours(etablissement.pk)
    dirige = etablissement.pk in personne.portee.etablissements_diriges
    if (incident == Incident.Portee.TOUS and not dirige) or (incident and personne.portee.est_eleve):
        return _("L’école a coupé les messages pour un moment. Vous pouvez lire ; vous écrirez quand ce sera rétabli.")
    return ""


def situation(personne: Personne, etablissement: Etablissement | int) -> Situation:
    ecole = etablissement if isinstance(etablissement, int) else etablissement.pk
    return Situation(table(ecole), est_suspendu(personne, ecole), incident_en_cours(ecole))


def etat_des_messages(etablissement: Etablissement) -> dict[str, Any]:
    """What the direction has to look at: messages reported, people suspended, an incident that lasts. Three queries."""
    signalements = Signalement.objects.filter(etablissement=etablissement, suite="")
    suspensions = Suspension.objects.filter(
        etablissement=etablissement, levee_le=None, date_fin__gte=timezone.localdate()
    )
    return {
        "signales": signalements.order_by().values("message").distinct().count(),
        "suspendus": suspensions.order_by().values("personne").distinct().count(),
        "incident": incident_en_cours(etablissement.pk),
    }
