"""Absences that are told: by a holder of authority for their child, read by who teaches the child and by the direction.

What one holder told is theirs: the other reads that the school knows, never the words, the motive or the paper, were they the child's teacher or the
head of the school.
"""

from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from ent.annuaire.droits import RIEN, dits_par_un_autre, est_le_sien, peut_repondre

SALLE = "absences"  # as it may be confided (`enregistrer_salle_confiee`)


def enfants_de(personne) -> list:
    """Those for whom this person answers, and those whose absences were confided to them; never the pupil themself."""
    return personne.portee.enfants_de(SALLE)


def siens_de(personne) -> list:
    """Those for whom this person answers: why a child was not there is asked of nobody else."""
    return [s for s in enfants_de(personne) if s.delegation is None]


def a_dire_de(personne) -> list:
    """Those of whom this person may tell an absence."""
    return [s for s in enfants_de(personne) if peut_repondre(s, SALLE)]


def peut_retirer(personne, eleve_id: int, etablissement_id: int) -> bool:
    """Of what one told oneself: while one may still tell it."""
    return any(s.eleve.pk == eleve_id and s.etablissement_id == etablissement_id for s in a_dire_de(personne))


def peut_dire_pour_la_famille(personne, eleve_id: int, etablissement_id: int) -> bool:
    """Of who holds no tie: that who holds one confided it to them."""
    return any(s.eleve.pk == eleve_id and s.etablissement_id == etablissement_id for s in a_dire_de(personne))


# --- What one sees ----------------------------------------------------------------------------------------------------
def declarations_de(personne) -> Q:
    """One's own, of children for whom one still answers."""
    siens = enfants_de(personne)
    return Q(par=personne.pk, eleve__in={s.eleve.pk for s in siens}) if siens else RIEN


class Confiee(NamedTuple):
    """To whom a child was confided: since when, as they are called, and whether another holder confided them too, whose words theirs may be."""

    depuis: Any
    nom: str
    par_un_autre: bool


type Confiees = dict[tuple[int, int, int], Confiee]


def confiees_par(personne) -> Confiees:
    """By (adult, child, school), those who speak in this person's place of a child for whom this person still answers. Who holds a tie of
    their own speaks for themself. One query, none for who answers for nobody.
    """
    siens = {(s.eleve.pk, s.etablissement_id) for s in siens_de(personne)}
    if not siens:
        return {}
    donnees = personne.delegations_donnees.exclude(acceptee_le=None)
    autres = donnees.model.objects.filter(delegue=OuterRef("delegue"), enfant=OuterRef("enfant"))
    autres = autres.exclude(acceptee_le=None).exclude(delegant=personne.pk).order_by()
    donnees = donnees.exclude(delegue__responsabilites__enfant=F("enfant")).order_by("acceptee_le", "pk")
    lues: Confiees = {}
    for delegue, enfant, ecole, *confiee in donnees.values_list(
        "delegue", "enfant", "etablissement", "acceptee_le", "nom_donne", Exists(autres)
    ):
        if (enfant, ecole) in siens:
            lues.setdefault((delegue, enfant, ecole), Confiee(*confiee))
    return lues


def declarations_en_leur_nom(confiees: Confiees) -> Q:
    """What they told by what was confided to them: withdrawn by who confided it."""
    dites = RIEN
    for (delegue, enfant, ecole), confiee in confiees.items():
        dites |= Q(par=delegue, eleve=enfant, etablissement=ecole, declaree_le__gte=confiee.depuis)
    return dites


def en_leur_nom(declaration, confiees: Confiees) -> Confiee | None:
    """As `declarations_en_leur_nom`, of one."""
    confiee = confiees.get((declaration.par_id, declaration.eleve_id, declaration.etablissement_id))
    return confiee if confiee and declaration.declaree_le >= confiee.depuis else None


def se_remplace_par(personne, declaration, confiees: Confiees) -> bool:
    """One's own, or told in one's place."""
    return declaration.par_id == personne.pk or en_leur_nom(declaration, confiees) is not None


def declarations_dirigees_par(personne) -> Q:
    """Whose motive one judges: of one's own child, not what another told."""
    return Q(etablissement__in=personne.portee.ecoles_ou("absences")) & ~dits_par_un_autre(personne)


def est_tue_a(personne, declaration) -> bool:
    """That the child does not come is read; why is not, by who answers for the child too."""
    return est_le_sien(personne, declaration.eleve_id) and declaration.par_id != personne.pk


def collectives_lues_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.ecoles_ou("absences"))


def justificatifs_lisibles_par(personne) -> Q:
    """A proof may hold health: who sent it, while they answer for the child, and the direction. Not who teaches, not the other holder, nor
    whom absences were confided to."""
    dirigees = Q(etablissement__in=personne.portee.etablissements_diriges) & ~dits_par_un_autre(personne)
    return declarations_de(personne) | dirigees
