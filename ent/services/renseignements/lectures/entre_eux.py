"""Who works at the school and answers for one of its pupils themself: whether a colleague reads what another holder gave, or an act of theirs must open it."""

from ent.annuaire import destinataires
from ent.annuaire.droits import dits_par_un_autre, est_le_sien
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.models import Inscription, Personne

from .. import droits, evenements
from ..models import Correction


def un_collegue_appelle(personne: Personne, place: Inscription) -> bool:
    """Whether the direction or the team of the class has somebody else, who does not answer for the child either, to read whom to call and who may
    come. Three queries.
    """
    lisent = evenements.direction_de(place.classe.etablissement_id)
    lisent |= enseignants_des_classes([place.classe_id]).get(place.classe_id, set())
    return _un_autre(personne, place, lisent)


def un_collegue_dirige(personne: Personne, place: Inscription) -> bool:
    """The same, of who answers a correction. Two queries."""
    return _un_autre(personne, place, evenements.direction_de(place.classe.etablissement_id))


def _un_autre(personne: Personne, place: Inscription, lisent: set[int]) -> bool:
    return bool(lisent - {personne.pk} - destinataires.autres_adultes_de(place.eleve_id))


def corrections_de_l_autre(personne: Personne, place: Inscription) -> int:
    """Those that wait, asked by another holder, in a school that this person directs. One query."""
    attendent = Correction.objects.dirigees_par(personne).vivantes().en_attente()
    ici = attendent.filter(eleve=place.eleve_id, etablissement=place.classe.etablissement_id)
    return ici.filter(dits_par_un_autre(personne)).count()


def est_sans_collegue(personne: Personne, place: Inscription) -> bool:
    """Of one's own child, nobody else of the school could read it: whom to call, or a correction that waits. No query of anybody else's child."""
    if not est_le_sien(personne, place.eleve_id):
        return False
    ecole = place.classe.etablissement_id
    lit = droits.dirige(personne, ecole) or place.classe_id in personne.portee.classes_tenues
    if lit and not un_collegue_appelle(personne, place):
        return True
    return bool(corrections_de_l_autre(personne, place)) and not un_collegue_dirige(personne, place)
