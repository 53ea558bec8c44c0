"""The mots that one follows, with how many answered; whom one may write to."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours, est_le_sien
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Classe, Etablissement, Groupe, Inscription, Personne

from ..models import Mot, ReponseMot

PAGE = 40
RETIRES_MONTRES = dt.timedelta(days=30)


@dataclass
class LigneDeListe:
    mot: Mot
    repondus: int  # children whose answer is whole: of one adult, or of each where each signs
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
    """Newest first. Four queries, whatever their number; one more where a mot is to the whole school, and one by school where each adult signs."""
    mots = Mot.objects.suivis_par(personne).select_related("etablissement", "classe", "groupe", "auteur")
    return _lignes(list(mots[:PAGE]), personne)


def combien_attendent(personne: Personne) -> int:
    """Those that families read already and of which an answer is awaited still."""
    ouverts = Mot.objects.suivis_par(personne).filter(
        visible_le__lte=timezone.now(), date_limite__gte=timezone.localdate()
    )
    lignes = _lignes(list(ouverts.distinct().select_related("etablissement", "classe", "groupe")), personne)
    return sum(ligne.repondus < ligne.sur for ligne in lignes)


def _lignes(mots: list[Mot], personne: Personne) -> list[LigneDeListe]:
    if not mots:
        return []
    signes = ReponseMot.objects.en_vigueur().filter(mot__in=mots).order_by().values_list("mot_id", "eleve_id", "par_id")
    repondus: dict[int, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    for mot_signe, eleve, par in signes:
        repondus[mot_signe][eleve].add(par)
    eleves = _eleves_suivis(mots, personne)
    adultes, les_miens = _qui_signent(mots, eleves), _mes_foyers(mots, eleves, personne)

    def est_complet(mot: Mot, eleve: int) -> bool:
        mien = les_miens.get((mot.etablissement_id, eleve))
        dits, attendus = repondus[mot.pk][eleve], adultes[mot].get(eleve, set())
        if mien is not None:
            dits, attendus = dits & mien, attendus & mien
        return bool(dits) and attendus <= dits

    # A pupil who left had answered too.
    comptes = {mot: sum(est_complet(mot, eleve) for eleve in eleves[mot] & repondus[mot.pk].keys()) for mot in mots}
    return [LigneDeListe(mot, comptes[mot], len(eleves[mot])) for mot in mots]


def _eleves_suivis(mots: list[Mot], personne: Personne) -> dict[Mot, set[int]]:
    """As the page of each counts them: of a mot to the whole school, a teacher follows their own pupils."""
    portee = personne.portee
    de_loin = {m for m in mots if m.est_d_ecole and m.etablissement_id not in portee.ecoles_ou("carnet")}
    miens = Inscription.objects.filter(en_cours(), classe__in=portee.classes_tenues).order_by()
    les_miens = set(miens.values_list("eleve_id", flat=True)) if de_loin else set()
    eleves = destinataires.eleves_de({mot.audience for mot in mots})
    return {mot: eleves[mot.audience] & les_miens if mot in de_loin else eleves[mot.audience] for mot in mots}


def _mes_foyers(mots: list[Mot], eleves: dict[Mot, set[int]], personne: Personne) -> dict[tuple[int, int], set[int]]:
    """Of each child of who reads, by school: their own household, whose answer alone they count (0188)."""
    foyers = {}
    for ecole in {mot.etablissement for mot in mots}:
        ici = set().union(*(eleves[mot] for mot in mots if mot.etablissement_id == ecole.pk))
        siens = [eleve for eleve in ici if est_le_sien(personne, eleve)]
        lus = foyers_de(siens, ecole) if siens else {}
        for eleve in siens:
            mien = next((foyer for foyer in lus.get(eleve, []) if personne.pk in foyer), frozenset([personne.pk]))
            foyers[ecole.pk, eleve] = set(mien)
    return foyers


def _qui_signent(mots: list[Mot], eleves: dict[Mot, set[int]]) -> dict[Mot, dict[int, set[int]]]:
    """Where each adult signs, those of each child; one signature is enough elsewhere."""
    de_chacun = [mot for mot in mots if mot.signatures == Mot.Signatures.CHACUN]
    ecoles: dict[int, set[int]] = defaultdict(set)
    for mot in de_chacun:
        ecoles[mot.etablissement_id] |= eleves[mot]
    liens: dict[int, dict[int, set[int]]] = {ecole: defaultdict(set) for ecole in ecoles}
    for ecole, enfants in ecoles.items():
        for adulte, enfant in destinataires.familles(ecole, enfants):
            liens[ecole][enfant].add(adulte)
    return {mot: liens[mot.etablissement_id] if mot in de_chacun else {} for mot in mots}
