"""The record of a child: who gives, who reads which part, who validates. No model is imported.

A holder of authority reads of the record what the school holds of them and what they gave themself, never what the other gave, even of one household: an
address on a file outlives a separation. The health sheet is the child's, and both read it. The school reads by parts, each opened by an act. Who works
there and answers for the child themself reads at school what they read at home; a colleague reads what the other holder gave. Where there is no colleague,
an act of its own (`AUTRE`) opens it, that the other holder reads.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from ent.annuaire.audience.droits import des_enfants
from ent.annuaire.droits import dits_par_un_autre, en_cours

COORDONNEES, URGENCE, SANTE, AUTRE = "coordonnees", "urgence", "sante", "autre"


# --- Families ---------------------------------------------------------------------------------------------------------
def enfants_de(personne) -> list:
    """Those for whom this person answers, in each class; never the pupil themself."""
    return personne.portee.enfants_suivis


def des_enfants_de(personne) -> Q:
    """Of one's children, in the schools where one follows them: what is the child's, and both holders read."""
    return des_enfants(enfants_de(personne))


def donnes_par(personne) -> Q:
    """What one gave or asked oneself of a child whom one still follows there: the other holder never reads it."""
    return Q(par=personne.pk) & des_enfants_de(personne)


# --- The school -------------------------------------------------------------------------------------------------------
def lus_a_l_ecole_par(personne) -> Q:
    """Of what families gave of the pupils whom one reads: of one's own child, what one gave oneself."""
    return ~dits_par_un_autre(personne)


def places_lues_par(personne) -> Q:
    """Enrolments of today of the schools one directs and of the classes one teaches: whom to call is theirs to read."""
    portee = personne.portee
    siennes = Q(classe__in=portee.classes_tenues) | Q(classe__etablissement__in=portee.etablissements_diriges)
    return _de_ce_jour() & siennes


def places_de_sante_par(personne, nommees: Collection[int]) -> Q:
    """The same, and the whole of a school (ids in `nommees`) where the direction named this person to read health."""
    return places_lues_par(personne) | _de_ce_jour() & Q(classe__etablissement__in=nommees)


def places_de_sortie_par(personne) -> Q:
    """At the gate: the same, and those of the schools where one is of the staff who serves and keeps."""
    return places_lues_par(personne) | _de_ce_jour() & Q(classe__etablissement__in=ecoles_servies_par(personne))


def classes_de_sortie_par(personne) -> Q:
    ici = personne.portee.etablissements_diriges | ecoles_servies_par(personne)
    return Q(fermee_le=None) & (Q(pk__in=personne.portee.classes_tenues) | Q(etablissement__in=ici))


def classes_de_fiches_par(personne, nommees: Collection[int]) -> Q:
    """Whose pupils one may find: those of the gate, and the whole of a school where one was named to read health."""
    return classes_de_sortie_par(personne) | Q(fermee_le=None, etablissement__in=nommees)


def _de_ce_jour() -> Q:
    return en_cours() & Q(classe__fermee_le=None)


def ecoles_servies_par(personne) -> set[int]:
    return {r.etablissement_id for r in personne.portee.roles if r.nature == "personnel"}


def travaille_au_dossier(personne) -> bool:
    """Whether the school's pages have anything for this person: who only follows schools (a référent, the operator) has none."""
    return bool(
        personne.portee.classes_tenues or personne.portee.etablissements_diriges or ecoles_servies_par(personne)
    )


def lectures_de_sante_de(personne) -> Q:
    """One's own named rights that run, where one still works."""
    return en_cours() & Q(personne=personne.pk, etablissement__in=personne.portee.etablissements_de_travail)


def dirige(personne, etablissement_id: int) -> bool:
    """Corrections, named readers of health, paper: the direction alone."""
    return etablissement_id in personne.portee.etablissements_diriges


def corrections_dirigees_par(personne) -> Q:
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def parties_lues_par(personne, place: Any, nommees: Collection[int]) -> list[str]:
    """Of a pupil of this enrolment, the parts that this person may open, in their order."""
    ecole = place.classe.etablissement_id
    dirige_la, tient = dirige(personne, ecole), place.classe_id in personne.portee.classes_tenues
    lues = {COORDONNEES: dirige_la, URGENCE: dirige_la or tient, SANTE: dirige_la or tient or ecole in nommees}
    return [partie for partie, lue in lues.items() if lue]
