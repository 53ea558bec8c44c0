"""Teachers of the invented territory: titulaires, a directeur per school among them, co-teachers and remplaçants."""

import datetime as dt
import random
import uuid

from ent.annuaire.models import Affectation, Personne, Role

from . import noms
from .ecoles import ENSEIGNANTS, Ecole, proportion, repartir

# Up to so many classes, the directeur teaches one of them.
DIRECTEUR_EN_CLASSE = 8


def inconnu(alea: random.Random, **champs) -> Personne:
    """A person not yet written, who cannot sign in; the UUID too comes from the seed."""
    return Personne(uuid=uuid.UUID(int=alea.getrandbits(128), version=4), password="!", **champs)


def enseignant(alea: random.Random) -> Personne:
    civilite = alea.choices(["Mme", "M."], [84, 16])[0]
    prenom, nom = noms.prenom_adulte(alea, civilite), noms.nom_de_famille(alea)
    usage = noms.nom_de_famille(alea) if civilite == "Mme" and alea.random() < 0.35 else ""
    return inconnu(
        alea,
        civilite=civilite,
        prenom=prenom,
        nom=nom,
        nom_usage=usage,
        courriel_contact=noms.courriel(alea, prenom, usage or nom),
    )


def recruter(ecoles: list[Ecole], alea: random.Random, rentree: dt.date) -> tuple[list[Role], list[Affectation]]:
    """Staff every school, to the exact total of the plan. Returns the roles and affectations to write."""
    classes = sum(len(e.salles) for e in ecoles)
    dechargees = [e for e in ecoles if len(e.salles) > DIRECTEUR_EN_CLASSE]
    # A directeur without a class comes on top of the titulaires; what is left shares or replaces.
    en_plus = max(0, proportion(ENSEIGNANTS, len(ecoles)) - classes - len(dechargees))
    renforts = repartir(en_plus, [len(e.salles) for e in ecoles])
    roles: list[Role] = []
    affectations: list[Affectation] = []
    for ecole, renfort in zip(ecoles, renforts, strict=True):
        ecole.directeur = enseignant(alea)
        roles.append(_role(ecole.directeur, Role.Nature.DIRECTEUR, ecole, rentree))
        for rang, salle in enumerate(ecole.salles):
            directeur_ici = rang == 0 and ecole not in dechargees
            _affecter(salle, ecole.directeur if directeur_ici else enseignant(alea), "titulaire", rentree, affectations)
        for rang in range(renfort):
            salle = ecole.salles[rang % len(ecole.salles)]
            # The first one takes the directeur's class on the days of décharge.
            nature = "co_enseignant" if rang == 0 or alea.random() < 0.6 else "remplacant"
            debut = rentree if nature == "co_enseignant" else rentree + dt.timedelta(days=alea.randrange(60))
            _affecter(salle, enseignant(alea), nature, debut, affectations)
        equipe = {id(p): p for salle in ecole.salles for p in salle.enseignants} | {
            id(ecole.directeur): ecole.directeur
        }
        roles += [_role(p, Role.Nature.ENSEIGNANT, ecole, rentree) for p in equipe.values()]
    return roles, affectations


def _role(personne: Personne, nature: str, ecole: Ecole, rentree: dt.date) -> Role:
    return Role(personne=personne, nature=nature, etablissement=ecole.etablissement, debut=rentree)


def _affecter(salle, personne: Personne, nature: str, debut: dt.date, affectations: list[Affectation]) -> None:
    salle.enseignants.append(personne)
    affectations.append(Affectation(enseignant=personne, classe=salle.classe, nature=nature, debut=debut))
