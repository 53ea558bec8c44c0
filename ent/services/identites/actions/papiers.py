"""The papers of families that are not in yet: those of each class, on one set of sheets."""

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.connexion import actions as connexion
from ent.connexion.lectures import responsables_de

from ..lectures.pages import familles_de


@transaction.atomic
def preparer_les_papiers(*, ecole: Etablissement, auteur: Personne) -> list[connexion.Papier]:
    """One slip per adult who is neither linked nor in, whatever the number of their children; those that their author may hand out."""
    attendus = {a.personne.pk for a in familles_de(ecole).a_imprimer}
    papiers: list[connexion.Papier] = []
    for classe in ecole.classes.filter(fermee_le=None).order_by("nom", "pk"):
        la = responsables_de(classe)
        siens = {d.personne.pk for d in la if d.personne.pk in attendus and not d.refus(auteur, ecole)}
        if siens:
            papiers += connexion.preparer_papiers(
                classe=classe, auteur=auteur, responsables=siens, eleves=set(), nouveaux=False
            )
        attendus -= siens
    consigner("identites.papiers", auteur=auteur, etablissement=ecole, papiers=len(papiers))
    return papiers
