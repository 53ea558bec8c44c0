"""The CM2 of the Cerf-Volant and the middle section of the Coquelicots: two schools, one project. Sofiane and his sister Lina-Maëlys have the same mother."""

import datetime as dt

import pytest

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier
from ent.services.espaces.actions import agenda, ecoles, espaces, gens, tableau
from ent.services.espaces.models import ClasseDeLEspace, DateDeLEspace, EcoleDeLEspace, Espace, Oeuvre

JEUDI_3 = dt.date(2026, 12, 3)
FIN = dt.date(2026, 12, 18)


def neuf(qui: Personne) -> Personne:
    """With the reach of this moment."""
    return Personne.objects.get(pk=qui.pk)


@pytest.fixture
def espace(d, mardi) -> Espace:
    """Opened by the direction of the élémentaire, alone for now: since Monday, until Friday 18 December."""
    return espaces.ouvrir(
        etablissement=d.elementaire,
        par=d.directrice,
        titre="La grande chorale",
        propos="Chanter ensemble avant Noël.",
        debut=dt.date(2026, 11, 23),
        fin=FIN,
    )


@pytest.fixture
def porteuse(espace) -> EcoleDeLEspace:
    return espace.ecoles.get(etablissement=espace.etablissement)


@pytest.fixture
def invitee(d, espace) -> EcoleDeLEspace:
    return ecoles.inviter(espace=espace, etablissement=d.maternelle, par=d.directrice)


@pytest.fixture
def entree(d, invitee) -> EcoleDeLEspace:
    """The maternelle said yes, and brings nobody yet but its direction."""
    return ecoles.accepter(ecole=invitee, par=d.directrice_maternelle)


@pytest.fixture
def a_deux(d, espace, porteuse, entree) -> Espace:
    """The CM2 with M. Caradec, the middle section with Mme Tissier."""
    gens.apporter(
        ecole=porteuse, par=d.directrice, adultes=[d.directrice, d.enseignant], classes=[d.cm2], parmi=[d.cm2, d.cp_ce1]
    )
    gens.apporter(
        ecole=entree, par=d.directrice_maternelle, adultes=[d.directrice_maternelle], classes=[d.ms], parmi=[d.ms]
    )
    return Espace.objects.get(pk=espace.pk)


@pytest.fixture
def dater(d, a_deux):
    """``dater("Visite", places=2)``: on Thursday 3 December from 14:00 to 15:00, by M. Caradec."""

    def date(titre="Répétition", **champs) -> DateDeLEspace:
        dits = {"jour": JEUDI_3, "de": dt.time(14), "a": dt.time(15), "lieu": "Salle des fêtes", "texte": ""}
        dits |= {"inscrit": "", "places": None, "jusqu_a": None}
        return agenda.ajouter(espace=a_deux, par=d.enseignant, titre=titre, **dits | champs)

    return date


@pytest.fixture
def visite(dater) -> DateDeLEspace:
    """Each family says, until Wednesday at six; three places."""
    return dater(
        "Visite du théâtre",
        inscrit="enfant",
        places=3,
        jusqu_a=dt.datetime(2026, 12, 2, 18, tzinfo=dt.timezone(dt.timedelta(hours=1))),
    )


@pytest.fixture
def classe(d, a_deux) -> ClasseDeLEspace:
    return ClasseDeLEspace.objects.get(classe=d.cm2)


@pytest.fixture
def accrocher(d, classe):
    """``accrocher(image)``: by M. Caradec, of the CM2."""

    def accrochee(*pieces: Fichier, titre: str = "La fresque", **options) -> Oeuvre:
        return tableau.accrocher(
            classe=classe, par=neuf(d.enseignant), titre=titre, texte="Peinte en octobre.", deja=pieces, **options
        )

    return accrochee
