"""What is told of spaces between schools, and to whom: the right of the moment gives the recipients, school by school."""

from collections.abc import Collection

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Mandat, Role

from .droits import POUVOIR
from .models import AdulteDeLEspace, ClasseDeLEspace, EcoleDeLEspace, Espace

INVITATION = "espaces.invitation"  # to who commits the school
REPONSE = "espaces.reponse"  # to the adults of the school that carries the space
NOMME = "espaces.nomme"  # to an adult, whom their school named
OUVERT = "espaces.ouvert"  # to the families of a class
DATE, DATE_CHANGE, DATE_ANNULEE = "espaces.date", "espaces.date_change", "espaces.date_annulee"  # to families
DATE_RETABLIE = "espaces.date_retablie"  # it takes place, to families who could read that it did not
DES_DATES = (DATE, DATE_CHANGE, DATE_ANNULEE, DATE_RETABLIE)
DATE_EQUIPE = "espaces.date_equipe"  # the same, to the adults
PLACE = "espaces.place"  # to the family of a child who waited
PLACE_EQUIPE = "espaces.place_equipe"  # to the adults of a class that waited
FIN_PROCHE = "espaces.fin_proche"  # to the adults: its last week
ARCHIVE = "espaces.archive"  # to the direction: it is there
CHANGE = "espaces.change"  # pages are read again
DES_FAMILLES = (OUVERT, *DES_DATES, PLACE)
DES_EQUIPES = (INVITATION, REPONSE, NOMME, DATE_EQUIPE, PLACE_EQUIPE, FIN_PROCHE, ARCHIVE)


def ecoles_de(espace: Espace) -> list[EcoleDeLEspace]:
    """The schools that are in, who carries it first. One query."""
    dedans = espace.ecoles.dedans().select_related("etablissement")
    return sorted(dedans, key=lambda ecole: (ecole.etablissement_id != espace.etablissement_id, ecole.pk))


def qui_engage(etablissement: Etablissement) -> set[int]:
    """The direction, and whom it confided it to, from its first day to its last."""
    mandats = Mandat.objects.en_vigueur().filter(etablissement=etablissement)
    confies = {p for p, pouvoirs in mandats.values_list("personne_id", "pouvoirs") if POUVOIR in pouvoirs.split()}
    return qui_dirige(etablissement) | confies


def qui_dirige(etablissement: Etablissement) -> set[int]:
    directions = Role.objects.filter(en_cours(), etablissement=etablissement, nature=Role.Nature.DIRECTEUR)
    return set(directions.values_list("personne_id", flat=True))


def adultes_de(espace: Espace) -> dict[int, set[int]]:
    """By school (id), those whom it named and who work there. One query."""
    lignes = AdulteDeLEspace.objects.presents().filter(ecole__espace=espace).order_by()
    par_ecole: dict[int, set[int]] = {}
    for ecole, personne in lignes.values_list("ecole__etablissement_id", "personne_id"):
        par_ecole.setdefault(ecole, set()).add(personne)
    return par_ecole


def classes_de(espace: Espace) -> dict[int, set[int]]:
    """By school (id), the classes that it brings today. One query."""
    lignes = ClasseDeLEspace.objects.dedans().filter(ecole__espace=espace).order_by()
    par_ecole: dict[int, set[int]] = {}
    for ecole, classe in lignes.values_list("ecole__etablissement_id", "classe_id"):
        par_ecole.setdefault(ecole, set()).add(classe)
    return par_ecole


def prenoms_de(classes: Collection[int]) -> dict[int, str]:
    """The pupils of these classes today."""
    la = Inscription.objects.filter(en_cours(), classe__in=classes, classe__fermee_le=None).order_by()
    return dict(la.values_list("eleve_id", "eleve__prenom"))


def familles_de(etablissement: int, eleves: Collection[int]) -> set[tuple[int, int]]:
    """(adult, child), by the ties of that school."""
    return destinataires.familles(etablissement, eleves)
