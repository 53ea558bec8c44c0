"""What is told of rolls and absences, and to whom. Recipients are computed from the rights of the moment."""

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.models import Inscription, Role
from ent.socle.dates import aujourd_hui, date_format

from ..demi_journees import Moment

ABSENCE = "vie_scolaire.absence_constatee"  # to each adult who may know, at once
PRESENCE = "vie_scolaire.absence_levee"  # to those who were told: the child is there after all
DECLAREE = "vie_scolaire.absence_declaree"  # to who teaches the child, and to the direction
ALERTE = "vie_scolaire.quatre_demi_journees"  # to the direction
EVACUATION = "vie_scolaire.pointage"  # a signal alone
BANNIERES = "coquille.bannieres"  # a signal alone: what stands above every page has changed
APPEL = "vie_scolaire.appel_fait"  # a signal alone: screens count again


def direction_de(ecole: int) -> set[int]:
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    return set(roles.order_by().values_list("personne_id", flat=True))


def personnel_de(ecole: int) -> set[int]:
    """The staff, who may be alone there before class and after it."""
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.PERSONNEL)
    return set(roles.order_by().values_list("personne_id", flat=True))


def equipe_de(ecole: int, eleves: Collection[int]) -> set[int]:
    """The direction, and who teaches the classes of these pupils in that school today."""
    classes = set(destinataires.presents(ecole).filter(eleve__in=eleves).order_by().values_list("classe_id", flat=True))
    return direction_de(ecole).union(*enseignants_des_classes(classes).values())


def familles_de(ecole: int, eleve: int) -> set[int]:
    """Every adult who answers for the child there, separated or not: each is told for themself."""
    return destinataires.adultes(ecole, [eleve])


def inscrits(classe: int, jour: dt.date):
    """Who was in that class that day, by first name."""
    return Inscription.objects.filter(en_cours(jour=jour), classe=classe).select_related("eleve")


def quand_dit(jour: dt.date, moment: str) -> str:
    """« ce matin », « cet après-midi », « mardi 24 novembre, matin »."""
    if jour == aujourd_hui():
        return _("ce matin") if moment == Moment.MATIN else _("cet après-midi")
    return _("%(jour)s, %(moment)s") % {"jour": date_format(jour, "l j F"), "moment": Moment(moment).label}
