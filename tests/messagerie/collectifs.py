"""A project of two schools, and a third one beside."""

import datetime as dt
import uuid

from ent.annuaire.models import Etablissement, Personne, Role
from ent.annuaire.registres import collectifs
from ent.annuaire.registres.collectifs import Collectif
from messagerie.actions import messages as actions
from messagerie.evenements.fils import participants
from messagerie.lectures.fils import place
from messagerie.models import Fil, Message

FIN = dt.date(2027, 6, 18)


def relue(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def nouvelle(prenom: str, ecole, nature: str = "enseignant") -> Personne:
    personne = Personne.objects.create(civilite="Mme", prenom=prenom, nom="Kerbrat")
    Role.objects.create(personne=personne, nature=nature, etablissement=ecole, debut="2026-09-01")
    return personne


class Projet:
    """A CM2–6e project of two schools: Louise of the one, Anouk of the other; a third school stands beside."""

    def __init__(self, d) -> None:
        self.d = d
        self.louise, self.anouk = d.enseignant, nouvelle("Anouk", d.maternelle)
        self.tierce = Etablissement.objects.create(
            uai="0781111V", nom="École des Étangs", nature="maternelle", commune=d.elementaire.commune
        )
        self.autre = nouvelle("Tania", self.tierce)
        self.chef_tiers = nouvelle("Solenn", self.tierce, "directeur")
        self.ecoles, self.adultes, self.fin = [d.elementaire, d.maternelle], [self.louise, self.anouk], FIN
        self.tenir()

    def tenir(self, **autrement) -> None:
        for nom, valeur in autrement.items():
            setattr(self, nom, valeur)
        collectifs.tenir_parole(
            Collectif(
                "espaces-12",
                "La mare aux grenouilles",
                tuple(e.pk for e in self.ecoles),
                (self.d.cm2.pk,),
                tuple(p.pk for p in self.adultes),
                self.fin,
            ),
            par=relue(self.d.directrice),
        )

    @property
    def fil(self) -> Fil:
        return Fil.objects.get(collectif="espaces-12")

    def lit(self, personne) -> bool:
        """The list, the predicate and the recipients say the same."""
        personne, fil = relue(personne), self.fil
        dits = {
            Fil.objects.visibles_par(personne).filter(pk=fil.pk).exists(),
            bool(place(personne, fil).qualites),
            personne.pk in participants(fil),
            bool(collectifs.adresse_de_la_parole("espaces-12", personne)),
        }
        assert len(dits) == 1, (personne, dits)
        return dits.pop()

    def peut(self, personne) -> bool:
        return place(relue(personne), self.fil).peut_ecrire

    def ecrire(self, personne, texte: str = "Bonjour", **options) -> Message:
        return actions.envoyer(fil=self.fil, auteur=relue(personne), uuid=uuid.uuid4(), texte=texte, **options)
