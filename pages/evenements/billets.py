"""What may be told of a billet, and to whom. Recipients are computed from the rights of the moment."""

from django.db.models import QuerySet

from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes, enseignants_des_groupes
from ent.annuaire.models import Inscription, Responsabilite

from ..models.billets import Billet

BILLET_PUBLIE = "pages.billet_publie"
BILLET_CHANGE = "pages.billet_change"
BILLET_A_RELIRE = "pages.billet_a_relire"


def _inscriptions(billet: Billet) -> QuerySet[Inscription]:
    """Of its class, of its group, or of the named pupils who are still in the class."""
    inscriptions = Inscription.objects.filter(en_cours(), classe__etablissement=billet.etablissement_id)
    if billet.classe_id:
        inscriptions = inscriptions.filter(classe=billet.classe_id)
    return inscriptions.filter(eleve__groupes=billet.groupe_id) if billet.groupe_id else inscriptions


def eleves(billet: Billet) -> dict[int, str]:
    """First name by id of the pupils to whom it is shown today; nobody when it is for the team."""
    if billet.equipe:
        return {}
    return dict(_inscriptions(billet).order_by().values_list("eleve_id", "eleve__prenom"))


def responsables(billet: Billet, eleves) -> set[tuple[int, int]]:
    """(responsable, child) for each of these pupils, by the ties that the school of the billet declared."""
    liens = Responsabilite.objects.filter(en_cours(), enfant__in=eleves, etablissement=billet.etablissement_id)
    sans = Responsabilite.Autorite.SANS
    return set(liens.exclude(autorite=sans).order_by().values_list("adulte_id", "enfant_id"))


def enseignants(billet: Billet) -> set[int]:
    """Those who teach the class or group today. One query."""
    if billet.classe_id is not None:
        return enseignants_des_classes([billet.classe_id])[billet.classe_id]
    return enseignants_des_groupes([billet.groupe_id])[billet.groupe_id] if billet.groupe_id else set()


def lecteurs(billet: Billet) -> set[int]:
    """Who has it on their screen, or may: its teachers; its pupil author; its pupils and families once it reached them, until it
    is withdrawn.
    """
    tous = enseignants(billet)
    if billet.d_un_eleve:
        tous.add(billet.auteur_id)
    if not billet.est_publie or billet.attend or billet.retire_le:
        return tous
    montres = eleves(billet)
    return tous | montres.keys() | {adulte for adulte, _e in responsables(billet, montres)}
