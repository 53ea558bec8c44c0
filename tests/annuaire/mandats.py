"""What tests of confided powers share."""

import datetime as dt

from ent.annuaire import actions
from ent.annuaire.models import Mandat, Personne, Role
from ent.annuaire.pouvoir import pouvoirs

CODES = [p.code for p in pouvoirs()]
JOUR = dt.date(2026, 11, 24)


def secretaire_de(d, nom: str = "Kerbrat") -> Personne:
    """Works in both schools, and teaches in none."""
    identite = {
        "civilite": "Mme",
        "prenom": "Solène",
        "nom": nom,
        "courriel_contact": f"solene.{nom.lower()}@exemple.fr",
    }
    elle = actions.accueillir(
        etablissement=d.elementaire, auteur=d.directrice, identite=identite, nature=Role.Nature.PERSONNEL
    )
    actions.donner_role(personne=elle, nature=Role.Nature.PERSONNEL, etablissement=d.maternelle)
    return elle


def confier(d, a: Personne, *codes: str, debut=JOUR, fin=JOUR + dt.timedelta(days=30), par=None) -> Mandat:
    return actions.confier_des_pouvoirs(
        etablissement=d.elementaire, personne=a, auteur=par or d.directrice, pouvoirs=codes, debut=debut, fin=fin
    )


def relue(personne: Personne) -> Personne:
    """As another request would find them."""
    return Personne.objects.get(pk=personne.pk)
