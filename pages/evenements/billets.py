"""What may be told of a billet, and to whom. Recipients are computed from the rights of the moment."""

from collections.abc import Collection

from ent.annuaire import destinataires

from ..models.billets import Billet

BILLET_PUBLIE = "pages.billet_publie"
BILLET_CHANGE = "pages.billet_change"
BILLET_A_RELIRE = "pages.billet_a_relire"


def eleves(billet: Billet) -> dict[int, str]:
    """First name by id of the pupils to whom it is shown today; nobody when it is for the team."""
    return {} if billet.equipe else destinataires.eleves(billet.audience)


def responsables(billet: Billet, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(responsable, child) for each of these pupils, by the ties that the school of the billet declared."""
    return destinataires.familles(billet.etablissement_id, eleves)


def enseignants(billet: Billet) -> set[int]:
    """Those who teach the class or group today. One query."""
    return destinataires.enseignants(billet.audience)


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
    return tous | montres.keys() | destinataires.adultes(billet.etablissement_id, montres)
