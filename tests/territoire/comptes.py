"""A handful of accounts that can sign in, one per kind; the others wait for their slip, as after an import."""

import datetime as dt
import random
from functools import cached_property

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Commune, Personne, Role

from .ecoles import Ecole
from .familles import Famille
from .personnel import enseignant


class Comptes:
    def __init__(self) -> None:
        self.entrees: list[tuple[str, str]] = []
        self.faits: set[str] = set()

    @cached_property
    def mot_de_passe(self) -> str:
        return make_password(MOT_DE_PASSE)

    def ouvrir(self, ecoles: list[Ecole], familles: list[Famille]) -> None:
        """Open, the first time it is met, an account for a directeur, a teacher and a parent of three; show a pupil."""
        ecole = ecoles[0]
        salle = next((s for s in ecole.salles if ecole.directeur not in s.enseignants), ecole.salles[0])
        self._ouvrir("directeur", ecole.directeur, f"direction, {ecole.etablissement} ({ecole.uai})")
        self._ouvrir("enseignant", salle.enseignants[0], f"enseigne en {salle.classe}, {ecole.etablissement}")
        for famille in familles:
            if len(famille.enfants) == 3:
                parmi = ", ".join(e.eleve.prenom for e in famille.enfants)
                self._ouvrir("responsable", famille.adultes[0][0], f"responsable de trois enfants : {parmi}")
                break
        if "eleve" not in self.faits:
            self.faits.add("eleve")
            eleve = next(e.eleve for f in familles for e in f.enfants if e.place.salle is salle)
            self.entrees.append(
                (f"élève, classe {salle.classe}", f"{eleve.prenom} {eleve.nom}, par le lien de sa classe")
            )

    def ouvrir_le_territoire(self, alea: random.Random, communes: dict[str, Commune], depuis: dt.date) -> None:
        """A commune's référent and an operator: they belong to no school."""
        commune = communes["78621"]
        for nature, lieu, qui in [
            (Role.Nature.REFERENT_COMMUNE, commune, f"référent de commune, {commune}"),
            (Role.Nature.OPERATEUR, None, "opérateur du territoire"),
        ]:
            personne = enseignant(alea)
            personne.save()
            Role.objects.create(personne=personne, nature=nature, commune=lieu, debut=depuis)
            self._ouvrir(nature, personne, qui)

    def _ouvrir(self, nature: str, personne: Personne, qui: str) -> None:
        if nature in self.faits:
            return
        self.faits.add(nature)
        # The UUID makes the address free whatever was already there; nothing can reach it.
        personne.courriel = personne.courriel_contact = (
            f"{nature.replace('_', '-')}.{personne.uuid.hex[:6]}@famille.example"
        )
        personne.password = self.mot_de_passe
        personne.save(update_fields=["courriel", "courriel_contact", "password"])
        EmailAddress.objects.create(user=personne, email=personne.courriel, primary=True, verified=True)
        self.entrees.append((qui, personne.courriel))
