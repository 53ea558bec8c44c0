"""Arguments of the addresses of confided accesses: one that Nadia has just confided, of her child in each school."""

import datetime as dt

from ent.annuaire.models import Confie, Personne
from ent.services.acces_confies import actions

SALLES = {"salle_cahier": "lire", "salle_absences": "repondre", "fin": "2027-03-31"}


def acces(o):
    mere = Personne.objects.get(pk=o.d.mere.pk)
    siens = [s for s in mere.portee.suivis if s.eleve.pk == o.eleve.pk]
    return actions.confier(
        delegant=mere,
        suivis=siens,
        prenom="Solange",
        nom="Guérin",
        courriel="solange.guerin@exemple.fr",
        lien="grand_parent",
        confie=Confie.de("absences+ cahier"),
        debut=dt.date(2026, 11, 24),
        fin=dt.date(2027, 3, 31),
    )[0]


def _cle(o):
    return [acces(o).cle]


def _a_l_ecole(o):
    return [o.ecole.uai, acces(o).cle]


ARGUMENTS = {
    "acces_confies_confier": lambda o: (
        [],
        SALLES | {"prenom": "Rosa", "nom": "Lima", "lien": "autre", "enfants": [str(o.d.eleve_cp.uuid)]},
    ),
    "acces_confies_un": lambda o: (_cle(o), SALLES),
    "acces_confies_papier": lambda o: (_cle(o), {}),
    "acces_confies_code": lambda o: (_cle(o), {}),
    "acces_confies_terminer": lambda o: (_cle(o), {}),
    "acces_confies_reprendre": lambda o: (_cle(o), {}),
    "acces_confies_s_opposer": lambda o: (_cle(o), {}),
    "acces_confies_ne_plus_s_opposer": lambda o: (_cle(o), {}),
    "acces_confies_ecole": lambda o: ([o.ecole.uai], {}),
    "acces_confies_ecole_terminer": lambda o: (_a_l_ecole(o), {}),
    "acces_confies_ecole_reprendre": lambda o: (_a_l_ecole(o), {}),
    "acces_confies_ecole_lue": lambda o: (_a_l_ecole(o), {}),
}
SANS_ECOLE = {"acces_confies_confier"}
