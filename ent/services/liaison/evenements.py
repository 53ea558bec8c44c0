"""What is told of dossiers, and to whom: those who have authority over the child, by the ties of the moment."""

from django.urls import reverse

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.models import Role

from .models import Dossier

MONTRE = "liaison.montre"  # to the family: it may be read
RELANCE = "liaison.relance"  # to those who did not answer
OBJECTION = "liaison.objection"  # to who prepares it: a holder says no, or would talk first
RECU = "liaison.recu"  # to the direction: one came, that waits for who says whom it is about
SUIVI = "liaison.suivi"  # to the direction that sent: what became of it
CHANGE = "liaison.change"  # pages are read again


def familles_de(dossier: Dossier) -> set[tuple[int, int]]:
    """(adult, child)."""
    return destinataires.familles(dossier.etablissement_id, [dossier.eleve_id])


def adresse_de_la_famille(dossier: Dossier) -> str:
    """Where it reads this dossier."""
    return reverse("dossier_famille", args=[dossier.uuid])


def adresse_de_l_ecole(dossier: Dossier) -> str:
    """Where it is prepared, and what a family said of it is read."""
    return reverse("liaison_preparer", args=[dossier.uuid])


def equipe_de(dossier: Dossier) -> set[int]:
    """Who prepares it: those who teach the class today, and the direction."""
    classe = dossier.campagne.classe_id
    return enseignants_des_classes([classe]).get(classe, set()) | direction_de(dossier.etablissement_id)


def direction_de(etablissement_id: int) -> set[int]:
    """Who directs that school today."""
    direction = Role.objects.filter(en_cours(), etablissement=etablissement_id, nature=Role.Nature.DIRECTEUR)
    return set(direction.order_by().values_list("personne_id", flat=True))
