"""Arguments of the addresses of image rights: a question of each school to all of its families."""

import datetime as dt

from ent.annuaire.models import Personne
from ent.services.vie_scolaire.actions import consentements as actions


def _demande(o):
    return actions.demander_consentement(
        etablissement=o.ecole,
        auteur=Personne.objects.get(pk=o.enseignante.pk),
        finalite="vie_de_classe",
        supports=["journal", "site"],
        texte="Des photos.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )


def _de_classe(o):
    return [_demande(o).pk, o.classe.pk]


NOUVELLE = {
    "finalite": "vie_de_classe", "supports": ["journal"], "texte": "Des photos.", "debut": "2026-09-01", "fin": "2027-08-31",
}  # fmt: skip

ARGUMENTS = {
    "consentements_repondre": lambda o: (
        [_demande(o).pk, o.eleve.uuid],
        {"support": "journal", "reponse": "oui"},
    ),
    "consentements_demander": lambda o: ([o.ecole.pk], NOUVELLE),
    "consentements_demande": lambda o: ([_demande(o).pk], {}),
    "consentements_fermer": lambda o: ([_demande(o).pk], {}),
    "consentements_feuilles": lambda o: ([_demande(o).pk], {}),
    "consentements_classe": lambda o: (_de_classe(o), {}),
    "consentements_accords": lambda o: (_de_classe(o), {}),
    "consentements_papiers": lambda o: (_de_classe(o), {}),
}
