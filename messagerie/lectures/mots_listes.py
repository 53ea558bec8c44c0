"""The mots that one follows, with how many answered; whom one may write to."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Groupe, Inscription, Personne

from ..models import Mot, ReponseMot

PAGE = 40
RETIRES_MONTRES = dt.timedelta(days=30)


@dataclass
class LigneDeListe:
    mot: Mot
    repondus: int  # children with at least one answer
    sur: int


@dataclass
class Cibles:
    """Whom this person may write to."""

    classes: list[Classe]
    groupes: list[Groupe]
    ecoles: list[Etablissement]


def eleves_de(classe: Classe) -> list[tuple[Personne, str]]:
    """Pupils of the class today with their level, by first name. One query."""
    inscriptions = Inscription.objects.filter(en_cours(), classe=classe).select_related("eleve")
    return [(i.eleve, i.niveau) for i in inscriptions]


def groupes_ou_ecrire(personne: Personne) -> QuerySet[Groupe]:
    """Groups that one teaches, and those of the schools that one directs."""
    portee = personne.portee
    des_miens = Q(pk__in=portee.groupes_tenus) | Q(etablissement__in=portee.ecoles_ou("carnet"))
    return Groupe.objects.filter(des_miens, ponctuel_de=None).select_related("etablissement")


def cibles_de(personne: Personne) -> Cibles:
    """Three queries at most."""
    diriges = personne.portee.ecoles_ou("carnet")
    classes = Classe.objects.gardees_par(personne, "carnet").filter(fermee_le=None).select_related("etablissement")
    ecoles = list(Etablissement.objects.tenus_par(personne, "carnet")) if diriges else []
    return Cibles(list(classes), list(groupes_ou_ecrire(personne)), ecoles)


def mots_retires(personne: Personne) -> list[Mot]:
    """Those that this person may put back, last withdrawn first: for a month they are found again where they stood."""
    recents = Mot.objects.modifiables_par(personne).filter(retire_le__gte=timezone.now() - RETIRES_MONTRES)
    return list(recents.select_related("etablissement", "classe", "groupe", "auteur").order_by("-retire_le")[:PAGE])


def ou_remettre(pk: int) -> str:
    """Address of the list, which offers to put that mot back."""
    return f"{reverse('carnet_enseignant')}?retire={pk}"


def mots_suivis(personne: Personne) -> list[LigneDeListe]:
    """Newest first. Four queries, whatever their number."""
    mots = list(Mot.objects.suivis_par(personne).select_related("etablissement", "classe", "groupe", "auteur")[:PAGE])
    signes = ReponseMot.objects.en_vigueur().filter(mot__in=mots).order_by().values_list("mot_id", "eleve_id")
    repondus: dict[int, set[int]] = defaultdict(set)
    for mot_signe, eleve in signes:
        repondus[mot_signe].add(eleve)
    eleves = destinataires.eleves_de({mot.audience for mot in mots})
    # A pupil who left had answered too.
    return [LigneDeListe(mot, len(repondus[mot.pk] & eleves[mot.audience]), len(eleves[mot.audience])) for mot in mots]
