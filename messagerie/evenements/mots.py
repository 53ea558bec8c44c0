"""What may be told of a mot, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from django.db.models import QuerySet

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Affectation, Role

from ..models import Mot, ReponseMot

MOT_PUBLIE = "messagerie.mot_publie"
MOT_CHANGE = "messagerie.mot_change"
MOT_REPONDU = "messagerie.mot_repondu"
MOT_VU = "messagerie.mot_vu"
MOT_RAPPELE = "messagerie.mot_rappele"
MOT_CORRIGE = "messagerie.mot_corrige"
# What asks for an answer; what was told to who had given one is not of it.
DEMANDES = (MOT_PUBLIE, MOT_RAPPELE)
# What families were told with its words: taken back when it is withdrawn.
DITS_AVEC_LE_TITRE = (*DEMANDES, MOT_CORRIGE)


def eleves_du_mot(mot: Mot) -> dict[int, str]:
    """First name by id."""
    return destinataires.eleves(mot.audience)


def reponses_comptees(mot: Mot) -> QuerySet[ReponseMot]:
    """Answers in force of those whom it is for today: who left takes no place any more."""
    siens = destinataires.inscriptions(mot.audience).order_by().values("eleve")
    return ReponseMot.objects.en_vigueur().filter(mot=mot, eleve__in=siens).order_by()


def responsables_du_mot(mot: Mot, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(responsable, child) by the ties that the school of the mot declared, with authority over the child."""
    return destinataires.familles(mot.etablissement_id, eleves)


def familles_du_mot(mot: Mot) -> set[int]:
    """The adults who may read it now; nobody while it waits."""
    if mot.attend or mot.retire_le:
        return set()
    return destinataires.adultes(mot.etablissement_id, eleves_du_mot(mot).keys())


def foyer_de(mot: Mot, eleve: int, adulte: int | None) -> set[int]:
    """Those who live with this adult as far as this child is concerned. The other household is never among them."""
    foyers = foyers_de([eleve], mot.etablissement).get(eleve, [])
    return set(next((foyer for foyer in foyers if adulte in foyer), set()))


def tenants(mot: Mot) -> set[int]:
    """Who follows the answers: its teachers today, and the direction of the school."""
    direction = Role.objects.filter(
        en_cours(), etablissement=mot.etablissement_id, nature=Role.Nature.DIRECTEUR
    ).values_list("personne_id", flat=True)
    return set(direction) | _enseignants(mot)


def _enseignants(mot: Mot) -> set[int]:
    """Those who teach them today and still work in the school; of a mot to all, whoever teaches a class there."""
    if not mot.est_d_ecole:
        return destinataires.enseignants(mot.audience)
    roles = Role.objects.filter(en_cours(), etablissement=mot.etablissement_id, nature__in=DU_TRAVAIL).order_by()
    tenues = Affectation.objects.filter(
        en_cours(),
        classe__etablissement=mot.etablissement_id,
        classe__fermee_le=None,
        enseignant__in=roles.values("personne"),
    )
    return set(tenues.order_by().values_list("enseignant_id", flat=True))
