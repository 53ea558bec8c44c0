"""Confided accesses as each reads them. One row a child: pages show them by gesture."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import AnneeScolaire, Delegation, Etablissement, Personne
from ent.annuaire.registres import SalleConfiee, salles_confiees
from ent.connexion.droits import est_activee
from ent.connexion.lectures import code_qui_sert
from ent.connexion.models import CodeActivation
from ent.diffusion.models import Notification
from ent.socle.dates import aujourd_hui

from . import droits
from .evenements import ACTE

ENCORE = dt.timedelta(days=30)  # how long an access that is over stays on the page


@dataclass
class Acces:
    """One access: the children of it that the reader may read of, and how much of it (`droits.ce_qu_en_lit`)."""

    lignes: list[Delegation]
    lecture: str = droits.ENTIER

    @property
    def premiere(self) -> Delegation:
        return self.lignes[0]

    @property
    def cle(self) -> UUID:
        return self.premiere.cle

    @property
    def enfants(self) -> list[Personne]:
        return [ligne.enfant for ligne in self.lignes]

    @property
    def salles(self) -> list[tuple[SalleConfiee, bool]]:
        """Those that still exist, each with whether one answers there."""
        confie = self.premiere.confie
        return [(salle, confie.repond(salle.code)) for salle in salles_confiees() if confie.lit(salle.code)]

    @property
    def est_entier(self) -> bool:
        return self.lecture == droits.ENTIER

    @property
    def est_fini(self) -> bool:
        return all(ligne.est_finie for ligne in self.lignes)

    @property
    def attend(self) -> bool:
        """Nobody came by its code. Whoever accepted one child of it has an account that is theirs: no code of it is shown or made here."""
        return not any(li.acceptee_le or est_activee(li.delegue) or li.delegue.fusionnee_dans_id for li in self.lignes)

    @property
    def est_a_venir(self) -> bool:
        return self.premiere.debut > aujourd_hui()

    @property
    def opposee(self) -> Delegation | None:
        return next((ligne for ligne in self.lignes if ligne.opposee_le), None)


def _lues(delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    depuis = timezone.now() - ENCORE
    recentes = delegations.filter(fin__gte=aujourd_hui() - ENCORE).exclude(finie_le__lt=depuis)
    return recentes.select_related("enfant", "delegue", "delegant", "etablissement", "finie_par", "opposee_par")


def _en_acces(lignes: Iterable[tuple[Delegation, str]]) -> list[Acces]:
    """By gesture and by what is read of it; those in force first."""
    par_geste: dict[tuple[UUID, str], Acces] = {}
    for ligne, lecture in lignes:
        acces = par_geste.setdefault((ligne.cle, lecture), Acces([], lecture))
        if ligne.enfant_id not in {deja.enfant_id for deja in acces.lignes}:
            acces.lignes.append(ligne)
    return sorted(par_geste.values(), key=lambda acces: acces.est_fini)


def acces_des_enfants_de(personne: Personne) -> list[Acces]:
    """What was confided of one's children, by whom ever. A query, and one a school for who lives with whom."""
    lignes = list(_lues(Delegation.objects.filter(droits.acces_des_enfants_de(personne))))
    foyers = _foyers(personne, lignes)
    lectures = [(li, droits.ce_qu_en_lit(personne, li, foyers[li.enfant_id, li.etablissement_id])) for li in lignes]
    # What is over is no business of who was only told that it existed.
    return _en_acces((li, lu) for li, lu in lectures if lu == droits.ENTIER or not li.est_finie)


def donnes_par(personne: Personne) -> int:
    """Those that this person gave and that are not over. One query."""
    ouverts = Delegation.objects.filter(delegant=personne, finie_le=None, fin__gte=aujourd_hui())
    return ouverts.order_by().values("cle").distinct().count()


def nombre_en_cours(personne: Personne) -> int:
    """Those that are not over, by whom ever they were given. One query."""
    ouverts = Delegation.objects.filter(droits.acces_des_enfants_de(personne), finie_le=None, fin__gte=aujourd_hui())
    return ouverts.order_by().values("cle").distinct().count()


def _foyers(personne: Personne, lignes: list[Delegation]) -> dict[tuple[int, int], frozenset[int]]:
    """By child and school, the adults who live with this person."""
    trouves: dict[tuple[int, int], frozenset[int]] = {}
    for ecole in {ligne.etablissement for ligne in lignes}:
        siens = {ligne.enfant_id for ligne in lignes if ligne.etablissement_id == ecole.pk}
        foyers = foyers_de(siens, ecole)
        for enfant in siens:
            ensemble = (foyer for foyer in foyers.get(enfant, ()) if personne.pk in foyer)
            trouves[enfant, ecole.pk] = next(ensemble, frozenset([personne.pk]))
    return trouves


def acces_de(personne: Personne, cle: UUID, lecture: str) -> Acces | None:
    """One that this person may read, whole or that it exists: of two children of one gesture, they may live with one alone."""
    tous = acces_des_enfants_de(personne)
    return next((acces for acces in tous if acces.cle == cle and acces.lecture == lecture), None)


def acces_recus_par(personne: Personne) -> list[Acces]:
    """What was confided to this person: what runs, and what has just ended."""
    lignes = list(_lues(Delegation.objects.filter(droits.acces_recus_par(personne))))
    tiennent = set(
        Delegation.objects.en_vigueur().filter(pk__in=[ligne.pk for ligne in lignes]).values_list("pk", flat=True)
    )
    for ligne in lignes:
        if ligne.pk not in tiennent and not ligne.est_finie and ligne.debut <= aujourd_hui():
            ligne.fin = aujourd_hui() - dt.timedelta(days=1)  # the tie of who gave it is over: shown as it reads
    return _en_acces((ligne, droits.ENTIER) for ligne in lignes)


def dernier_recu_par(personne: Personne) -> list[Acces]:
    """The last that was confided to this person, however long ago: to say that it is over to who has nothing else here. One query."""
    siennes = Delegation.objects.filter(droits.acces_recus_par(personne)).select_related("delegant")
    derniere = siennes.order_by("-fin", "-pk").first()
    return [Acces([derniere])] if derniere else []


def recu_de(personne: Personne, cle: UUID) -> Acces | None:
    return next((acces for acces in acces_recus_par(personne) if acces.cle == cle), None)


def code_de(acces: Acces) -> CodeActivation | None:
    """While nobody has accepted it."""
    return code_qui_sert(acces.premiere.delegue) if acces.attend and not acces.est_fini else None


def acte_a_lire(delegation: Delegation) -> str:
    """What who confided it was told of answers in their place, and has not read. One query."""
    dites = Notification.objects.non_lues().filter(nature=ACTE, objet_id=delegation.pk)
    return dites.filter(destinataire=delegation.delegant_id).values_list("texte", flat=True).first() or ""


def dernier_instant(delegations: Sequence[Delegation]) -> dt.datetime:
    """Of the last of these days, where schools are: nothing of them serves after it."""
    fin = max(delegation.fin for delegation in delegations)
    return timezone.make_aware(dt.datetime.combine(fin, dt.time(23, 59, 59)))


def derniere_fin() -> dt.date:
    """The last day of the school year; from July on, of the next."""
    return AnneeScolaire.objects.prevue(aujourd_hui() + dt.timedelta(days=62)).fin


# --- The school ---------------------------------------------------------------------------------------------------------
def acces_de_l_ecole(personne: Personne, ecole: Etablissement) -> list[Acces]:
    """Of all its pupils, for its direction."""
    siens = Delegation.objects.filter(droits.acces_diriges_par(personne), etablissement=ecole)
    return _en_acces((ligne, droits.ENTIER) for ligne in _lues(siens))


def acces_a_l_eleve(personne: Personne, eleve: Personne, ecole: Etablissement) -> list[Acces]:
    """Of one pupil, for who teaches the class and for the direction: those that run."""
    siens = Delegation.objects.filter(droits.acces_lus_a_l_ecole_par(personne), enfant=eleve, etablissement=ecole)
    return [acces for acces in _en_acces((li, droits.ENTIER) for li in _lues(siens)) if not acces.est_fini]


def desaccords(personne: Personne) -> dict[int, int]:
    """By school that one directs, those that nobody has read. One query."""
    attendent = Delegation.objects.filter(
        droits.acces_diriges_par(personne), finie_le=None, fin__gte=aujourd_hui(), opposition_lue_le=None
    ).exclude(opposee_le=None)
    return dict(attendent.order_by().values_list("etablissement").annotate(Count("cle", distinct=True)))
