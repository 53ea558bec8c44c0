"""Move everything to the next class day, after a day when nothing could be done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from ent.annuaire import calendrier, destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Groupe, Personne, Responsabilite
from ent.diffusion import actions as diffusion

from ..ecrits import CHAMP_DATE, UnEcrit, compter, date_de
from ..models import Geste, Seance, Travail, TravailVu
from . import annonces
from .commun import exiger_une_cible
from .gestes import DECALES, etat, garder_geste
from .signaler import signaler_ecrits

CHAMPS: dict[Any, list[str]] = {Seance: ["date", "moment"], Travail: ["date_pour"]}


@dataclass
class Decalage:
    """What would move: each item with its next day. `restent`: those that would leave the school year, kept where they are."""

    nom: str
    passages: list[tuple[UnEcrit, dt.date]] = field(default_factory=list)
    restent: list[UnEcrit] = field(default_factory=list)

    @property
    def seances(self) -> int:
        return sum(isinstance(ecrit, Seance) for ecrit, _jour in self.passages)

    @property
    def travaux(self) -> int:
        return len(self.passages) - self.seances

    @property
    def combien(self) -> str:
        return compter(self.seances, self.travaux)

    @property
    def par_jour(self) -> list[tuple[dt.date, dt.date, int]]:
        """(day, next day, number of items), in order."""
        comptes: dict[tuple[dt.date, dt.date], int] = {}
        for ecrit, jour in self.passages:
            cle = (date_de(ecrit), jour)
            comptes[cle] = comptes.get(cle, 0) + 1
        return [(de, vers, n) for (de, vers), n in sorted(comptes.items())]


def preparer_decalage(
    *,
    par: Personne,
    a_partir_de: dt.date,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    verrou: bool = False,
) -> Decalage:
    """Séances and travaux of that day and after that this person corrects (in a division of a collège, their own), in the order of days; the
    last ones stay if the year ends. Two queries.
    """
    etablissement = exiger_une_cible(classe, groupe)
    cible: Any = classe or groupe
    fin = cible.annee.fin
    decalage = Decalage(nom=cible.nom)
    prochains: dict[dt.date, dt.date] = {}
    for modele, champ in CHAMP_DATE.items():
        de_la_cible = Q(classe=classe) if classe else Q(classe=None, groupe=groupe)
        siens = modele.objects.modifiables_par(par).presents()
        ecrits = siens.filter(de_la_cible, **{f"{champ}__range": (a_partir_de, fin)})
        for ecrit in ecrits.select_for_update() if verrou else ecrits:
            jour = date_de(ecrit)
            if jour not in prochains:
                prochains[jour] = calendrier.prochain_jour_de_classe(etablissement, jour)
            if prochains[jour] > fin:
                decalage.restent.append(ecrit)
            else:
                decalage.passages.append((ecrit, prochains[jour]))
    return decalage


@transaction.atomic
def decaler(
    *, auteur: Personne, a_partir_de: dt.date, classe: Classe | None = None, groupe: Groupe | None = None
) -> Geste:
    """Move them all. Pages change at once; those who had already seen a travail are told, once each. Can be undone."""
    etablissement = exiger_une_cible(classe, groupe)
    decalage = preparer_decalage(par=auteur, a_partir_de=a_partir_de, classe=classe, groupe=groupe, verrou=True)
    avants = [(ecrit, etat(ecrit, CHAMPS[type(ecrit)])) for ecrit, _jour in decalage.passages]
    demi_journees = etablissement.jours_de_classe()
    for ecrit, jour in decalage.passages:
        setattr(ecrit, CHAMP_DATE[type(ecrit)], jour)
        if isinstance(ecrit, Seance) and len(demi_journees[jour.weekday()]) == 1:
            ecrit.moment = Seance.Moment.MATIN
    for modele, champs in CHAMPS.items():
        lot = [ecrit for ecrit, _jour in decalage.passages if isinstance(ecrit, modele)]
        if lot:
            modele.objects.bulk_update(lot, champs)
    geste = garder_geste(
        nature=Geste.Nature.DECALER,
        auteur=auteur,
        etablissement=etablissement,
        avants=avants,
        a_partir_de=a_partir_de.isoformat(),
        nom=decalage.nom,
    )
    travaux = [ecrit for ecrit, _jour in decalage.passages if isinstance(ecrit, Travail)]
    annonces.redire(travaux)
    _prevenir(geste, travaux, decalage.nom)
    signaler_ecrits([ecrit for ecrit, _jour in decalage.passages])
    return geste


def _prevenir(geste: Geste, travaux: list[Travail], nom: str) -> None:
    """One notification per adult who had seen one of these travaux, whatever the number of travaux and of children.

    It counts what is given to their own children, and what families may read: no draft, nothing that waits for its hour.
    """
    travaux = [travail for travail in travaux if not travail.est_brouillon and not travail.attend]
    par_audience = destinataires.eleves_de({travail.audience for travail in travaux})
    eleves = {travail.pk: par_audience[travail.audience] for travail in travaux}
    vus = TravailVu.objects.filter(travail__in=travaux).exclude(par=geste.auteur)
    ont_vu = {
        (adulte, enfant)
        for travail, adulte, enfant in vus.order_by().values_list("travail", "par", "eleve")
        if enfant in eleves[travail]
    }
    liens = Responsabilite.objects.filter(en_cours(), etablissement=geste.etablissement).exclude(
        autorite=Responsabilite.Autorite.SANS
    )
    repondent = liens.filter(adulte__in={adulte for adulte, _enfant in ont_vu}).order_by()
    enfants_de: dict[int, set[int]] = defaultdict(set)
    for adulte, enfant in repondent.values_list("adulte_id", "enfant_id"):
        enfants_de[adulte].add(enfant)
    # One child of each adult: a tie that ends silences what was told of them.
    dits = dict(sorted((adulte, enfant) for adulte, enfant in ont_vu if enfant in enfants_de[adulte]))

    def phrase(adulte: int) -> str:
        return _dire(nom, sum(not enfants_de[adulte].isdisjoint(siens) for siens in eleves.values()))

    diffusion.notifier(
        nature=DECALES,
        objet_id=geste.pk,
        etablissement=geste.etablissement,
        textes={(adulte, enfant): partial(phrase, adulte) for adulte, enfant in dits.items()},
        adresse=reverse("accueil"),
        visible_le=calendrier.ouverture(geste.etablissement, timezone.now()),
    )


def _dire(nom: str, n: int, _prenom: str = "") -> str:
    return ngettext(
        "%(nom)s : un travail passe au jour de classe suivant.",
        "%(nom)s : %(n)d travaux passent au jour de classe suivant.",
        n,
    ) % {"nom": nom, "n": n}


def redites(gestes: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each: as many works as it moved, or the fewer that one's children were given. Known of those that kept the name of their class."""
    return {
        geste.pk: [partial(_dire, nom, n) for n in range(len(geste.donnees[Travail._meta.model_name]) + 1)]
        for geste in Geste.objects.filter(pk__in=gestes)
        if (nom := geste.donnees["details"].get("nom"))
    }
