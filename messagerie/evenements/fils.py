"""What may be told of a thread, and to whom. Recipients are computed from the rights of the moment, as `droits.fils` says them."""

from django.db.models import Q

from ent.annuaire.droits import en_cours, pas_finie
from ent.annuaire.equipes import DU_TRAVAIL, enseignants_des_classes, enseignants_des_groupes
from ent.annuaire.models import Inscription, Responsabilite, Role

from ..droits.regles import ENTRE_COLLEGUES, Nature
from ..models import Fil, Participation

# The one signal that carries its content: a message, whole, to those who read its thread.
MESSAGE = "messagerie.message"
# What waited for the morning came back to its author, who might write there no more.
NON_PARTI = "messagerie.message_non_parti"
# A message was corrected, taken back or reacted to: whole too, in its new state.
MESSAGE_CHANGE = "messagerie.message_change"
# Someone received or read further.
CURSEUR = "messagerie.curseur"
# The thread opened, closed, or what one may do in it changed.
FIL_CHANGE = "messagerie.fil_change"


def _roles(fil: Fil, *natures: str) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=fil.etablissement_id, nature__in=natures)
    return set(roles.order_by().values_list("personne_id", flat=True))


def enseignants(fil: Fil) -> set[int]:
    """Those who teach the class or group of the thread today, and still work in the school."""
    if fil.classe_id:
        return enseignants_des_classes([fil.classe_id])[fil.classe_id]
    return enseignants_des_groupes([fil.groupe_id])[fil.groupe_id] if fil.groupe_id else set()


def adultes_de_l_ecole(fil: Fil) -> set[int]:
    """The staff who read the thread."""
    match fil.nature:
        case Nature.EQUIPE | Nature.ECOLE:
            return _roles(fil, *DU_TRAVAIL)
        case Nature.PROJET:
            return _membres(fil) & _roles(fil, *DU_TRAVAIL)
        case Nature.ANNONCE | Nature.ELEVES:
            return enseignants(fil) | _roles(fil, Role.Nature.DIRECTEUR)
        case Nature.FOYER if fil.classe_id is None:
            return _roles(fil, Role.Nature.DIRECTEUR)
    return enseignants(fil)


def _membres(fil: Fil) -> set[int]:
    membres = Participation.objects.filter(fil=fil, est_membre=True).order_by()
    return set(membres.values_list("personne_id", flat=True))


def eleves(fil: Fil) -> set[int]:
    """Pupils who are in the thread: those of the class, in the thread of the pupils."""
    if fil.nature != Nature.ELEVES:
        return set()
    return _inscrits(Q(classe=fil.classe_id))


def _inscrits(ou: Q) -> set[int]:
    return set(
        Inscription.objects.filter(en_cours(), ou, classe__fermee_le=None).order_by().values_list("eleve_id", flat=True)
    )


def enfants_concernes(fil: Fil) -> set[int]:
    """The children whose families read the thread."""
    match fil.nature:
        case Nature.FOYER:
            return _inscrits(Q(eleve=fil.eleve_id, classe__etablissement=fil.etablissement_id))
        case Nature.ECOLE:
            return _inscrits(Q(classe__etablissement=fil.etablissement_id))
        case Nature.ANNONCE if fil.classe_id is None:
            du_groupe = Q(eleve__groupes=fil.groupe_id) & pas_finie("eleve__groupes__annee__")
            return _inscrits(du_groupe & Q(classe__etablissement=fil.etablissement_id))
        case Nature.ANNONCE | Nature.ELEVES | Nature.PARENTS:
            return _inscrits(Q(classe=fil.classe_id))
    return set()


def responsables(fil: Fil) -> set[tuple[int, int]]:
    """(adult, child) of the families who read the thread, by the ties that its school declared."""
    enfants = enfants_concernes(fil)
    if not enfants:
        return set()
    liens = Responsabilite.objects.filter(en_cours(), enfant__in=enfants, etablissement=fil.etablissement_id)
    liens = liens.exclude(autorite=Responsabilite.Autorite.SANS)
    if fil.nature == Nature.FOYER:
        liens = liens.filter(adulte__in=_membres(fil))
    return set(liens.order_by().values_list("adulte_id", "enfant_id"))


def participants(fil: Fil) -> set[int]:
    """Everybody who reads the thread today: exactly the people for whom `Fil.objects.visibles_par` holds it."""
    familles = {adulte for adulte, _enfant in responsables(fil)}
    return adultes_de_l_ecole(fil) | familles | eleves(fil)


def qui_sait_les_curseurs(fil: Fil) -> set[int]:
    """Whom to tell that someone read further: the two sides of a household's thread, colleagues; elsewhere the school alone,
    so that no family learns what another has read.
    """
    if fil.nature == Nature.FOYER:
        return participants(fil)
    return adultes_de_l_ecole(fil) if fil.nature != Nature.ECOLE else _roles(fil, Role.Nature.DIRECTEUR)


def se_dit_recu(fil: Fil) -> bool:
    """« Delivered » is told in small threads alone: a class would answer sixty times."""
    return fil.nature in (Nature.FOYER, *ENTRE_COLLEGUES)
