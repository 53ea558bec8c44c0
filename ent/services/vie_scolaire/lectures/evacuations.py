"""Who is on site now, as the rolls say: what one phone counts, with what the others counted. Enrolled = expected + absent + gone."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from ent.annuaire.destinataires import presents
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.annuaire.registres.enfants import gardes_a

from ..demi_journees import DemiJournee, du_moment, est_en_classe
from ..droits import evacuations as droits
from ..evenements.appels import inscrits
from ..models import Appel, DeclarationAbsence, Evacuation, LigneAppel, PointageEvacuation
from .adultes import Adultes, adultes_sur_place
from .appels import confies_a


@dataclass
class Compte:
    """A pupil at the meeting point."""

    eleve: Personne
    pointage: PointageEvacuation | None = None
    chez: str = ""  # who has them for the day
    garde: str = ""  # outside class, what keeps them at school
    est_attendu: bool = True  # outside class, only who is kept then, or whom somebody said something of

    @property
    def vu(self) -> bool:
        return self.pointage is not None and self.pointage.vu


@dataclass
class Rassemblement:
    """The pupils of a class, or those whom one was given."""

    nom: str
    est_appele: bool  # else nobody said who is there: all those whom no family announced are looked for
    attendus: list[Compte] = field(default_factory=list)
    absents: list[Personne] = field(default_factory=list)
    partis: list[Personne] = field(default_factory=list)

    @property
    def inscrits(self) -> int:
        return len(self.attendus) + len(self.absents) + len(self.partis)

    @property
    def vus(self) -> int:
        return sum(compte.vu for compte in self.attendus)

    @property
    def nombre(self) -> int:
        """How many are looked for or seen: fewer than the names to tick, outside class."""
        return sum(compte.est_attendu for compte in self.attendus)

    @property
    def manquent(self) -> int:
        return self.nombre - self.vus


@dataclass
class SurPlace:
    """What one counts in a school."""

    etablissement: Etablissement
    demi: DemiJournee | None
    evacuation: Evacuation | None
    groupes: list[Rassemblement]
    adultes: Adultes = field(default_factory=Adultes)
    finie: Evacuation | None = None  # none runs, and this one may be taken up again
    sans_classe: bool = False  # that day: nobody is expected
    hors_classe: bool = False  # of a day of class: before it, between two half-days, once it is over
    du_personnel: bool = False  # who counts keeps no class: of pupils, they read those alone whom a service keeps

    @property
    def attendus(self) -> int:
        return sum(groupe.nombre for groupe in self.groupes)

    @property
    def vus(self) -> int:
        return sum(groupe.vus for groupe in self.groupes)

    @property
    def manquent(self) -> int:
        return self.attendus - self.vus

    @property
    def manquent_en_tout(self) -> int:
        """Children and adults."""
        return self.manquent + self.adultes.manquent

    @property
    def pas_vus(self) -> list[tuple[str, list[Compte]]]:
        """Who is still looked for, group by group."""
        par_groupe = (
            (g.nom, [compte for compte in g.attendus if compte.est_attendu and not compte.vu]) for g in self.groupes
        )
        return [(nom, comptes) for nom, comptes in par_groupe if comptes]

    @property
    def eleves(self) -> set[int]:
        return {compte.eleve.pk for groupe in self.groupes for compte in groupe.attendus}


def sur_place(
    personne: Personne, ecole: Etablissement, *, est_copie: bool = False, a: dt.datetime | None = None
) -> SurPlace:
    """The classes that one keeps there, all of them for a direction, and the pupils whom one was given today; for the staff, those whom a service keeps.
    A copy made on a day without class, or in the evening, is read in the morning, without network: it expects everybody. `a`: when one counted, of what
    arrives later.
    """
    lue = Evacuation.objects.en_cours_ou_a_reprendre().filter(etablissement=ecole).select_related("finie_par").first()
    evacuation, finie = (lue, None) if lue and lue.finie_le is None else (None, lue)
    lu = _compter(personne, ecole, evacuation, finie, timezone.now())
    return lu if est_copie else _hors_classe(lu, evacuation.ouverte_le if evacuation else a or timezone.now())


def a_la_fin(personne: Personne, finie: Evacuation) -> SurPlace:
    """What it counted, of the pupils whom one has and of all adults, as the rolls said who was there when it ended."""
    lu = _compter(personne, finie.etablissement, finie, finie, finie.finie_le or timezone.now())
    return _hors_classe(lu, finie.ouverte_le)


def _compter(
    personne: Personne, ecole: Etablissement, evacuation: Evacuation | None, finie: Evacuation | None, a: dt.datetime
) -> SurPlace:
    jour = timezone.localtime(a).date()
    demi = du_moment(ecole, a)
    pointages = _vus(evacuation)
    classes = list(Classe.objects.gerees_par(personne).filter(etablissement=ecole, fermee_le=None))
    moment = demi.moment if demi else ""
    lignes = {
        ligne.eleve_id: ligne
        for ligne in LigneAppel.objects.qui_comptent()
        .filter(appel__etablissement=ecole, appel__jour=jour, appel__moment=moment)
        .select_related("appel__confie_a")
    }
    faits = set(
        Appel.objects.faits().filter(etablissement=ecole, jour=jour, moment=moment).values_list("classe_id", flat=True)
    )
    annonces = {d.eleve_id for d in DeclarationAbsence.objects.couvrant(jour, moment).filter(etablissement=ecole)}
    groupes = []
    for classe in classes:
        eleves = [i.eleve for i in inscrits(classe.pk, jour)]
        groupe = Rassemblement(classe.nom, classe.pk in faits)
        _ranger(groupe, eleves, lignes, annonces, pointages, a)
        groupes.append(groupe)
    deja = {c.eleve.pk for g in groupes for c in g.attendus}
    for appel, sienne in confies_a(personne, jour):
        if appel.etablissement_id == ecole.pk and sienne.moment == moment:
            eleves = [li.eleve for li in appel.lignes.select_related("eleve") if li.eleve_id not in deja]
            groupe = Rassemblement(appel.de_la_classe.nom if appel.de_la_classe else "", appel.fait_le is not None)
            _ranger(groupe, eleves, lignes, annonces, pointages, a)
            groupes.append(groupe)
    adultes = adultes_sur_place(personne, ecole, evacuation)
    du_personnel = not droits.compte_des_classes(personne, ecole)
    return SurPlace(ecole, demi, evacuation, groupes, adultes, finie, du_personnel=du_personnel)


def _vus(evacuation: Evacuation | None) -> dict[int, PointageEvacuation]:
    """By pupil (id); of several who saw a child, the last."""
    vus = evacuation.pointages.filter(vu=True).order_by("le", "pk").select_related("par") if evacuation else []
    return {p.eleve_id: p for p in vus}


def _hors_classe(lu: SurPlace, debut: dt.datetime) -> SurPlace:
    """Outside class no roll says who is there: those alone are expected whom a service keeps then, or of whom somebody said something. It is judged when
    the evacuation begins: the end of class takes nobody out of one that runs. On a day of class where nothing here knows who stays, everybody is
    looked for. On a day without class, adults are not at work either.
    """
    if lu.demi is not None and est_en_classe(lu.etablissement, debut):
        return lu
    gardes = gardes_a(lu.etablissement.pk, debut)
    if lu.du_personnel:
        lu.groupes += _gardes(lu, gardes or {})
    elif lu.demi is not None and gardes is None:
        return lu
    lu.sans_classe, lu.hors_classe = lu.demi is None, lu.demi is not None
    gardes = gardes or {}
    dits = set(lu.evacuation.pointages.order_by().values_list("eleve_id", flat=True)) if lu.evacuation else set()
    for groupe in lu.groupes:
        # Who came since the roll, or came back, is there.
        groupe.attendus += [Compte(e) for e in [*groupe.absents, *groupe.partis] if e.pk in gardes]
        groupe.absents = [eleve for eleve in groupe.absents if eleve.pk not in gardes]
        groupe.partis = [eleve for eleve in groupe.partis if eleve.pk not in gardes]
        for compte in groupe.attendus:
            compte.garde = gardes.get(compte.eleve.pk, "")
            compte.est_attendu = bool(compte.garde) or compte.eleve.pk in dits
        groupe.attendus.sort(key=lambda compte: not compte.est_attendu)
    for compte in lu.adultes.comptes if lu.sans_classe else ():
        compte.est_attendu = compte.pointage is not None
    return lu


def _gardes(lu: SurPlace, gardes: Mapping[int, str]) -> list[Rassemblement]:
    """Class by class, those whom a service keeps: for who has no class, and reads nothing of the rolls."""
    vus = _vus(lu.evacuation)
    places = presents(lu.etablissement.pk).filter(eleve__in=gardes.keys() - lu.eleves)
    groupes: dict[int, Rassemblement] = {}
    for place in places.select_related("eleve", "classe").order_by("classe__nom", "classe_id", "eleve__prenom", "pk"):
        groupe = groupes.setdefault(place.classe_id, Rassemblement(place.classe.nom, est_appele=True))
        groupe.attendus.append(Compte(place.eleve, vus.get(place.eleve_id)))
    return list(groupes.values())


def _ranger(
    groupe: Rassemblement,
    eleves: list[Personne],
    lignes: dict[int, LigneAppel],
    annonces: set[int],
    pointages: dict[int, PointageEvacuation],
    maintenant: dt.datetime,
) -> None:
    """Each pupil of a group in one heap: expected, absent, gone."""
    heure = timezone.localtime(maintenant).time()
    for eleve in eleves:
        ligne = lignes.get(eleve.pk)
        appele = ligne.appel.fait_le is not None if ligne else groupe.est_appele
        if (ligne and ligne.absent) or (not appele and eleve.pk in annonces):
            groupe.absents.append(eleve)
        elif ligne and ligne.parti_a and ligne.parti_a <= heure and not (ligne.revenu_a and ligne.revenu_a <= heure):
            groupe.partis.append(eleve)
        else:
            confie = ligne.appel.confie_a if ligne and ligne.appel.classe_id is None else None
            groupe.attendus.append(Compte(eleve, pointages.get(eleve.pk), confie.nom_affiche if confie else ""))
