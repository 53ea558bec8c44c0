"""Responsables of a plan: which lines are one adult, who they already are, whom they are tied to.

ONDE gives them no number. Hence rules that are each on the safe side, besides those of `planifier_enfants`:

- two lines are one parent only if they bear the same name and share a child, an e-mail, a mobile phone or an address.
  Wrongly merging two people shows one family to another; wrongly splitting one is repaired by the family's second code;
- a parent is found again (`RETROUVER`) by the name under which this school's ONDE knew them, and by the same shared signs;
- a first name one letter away from that of an adult whom this school tied to the same child is a question (`Doute`);
- each child of whom the lines are surely goes down `LIENS`. Once the direction has written that an adult has no authority over
  a child, no line ties anyone new to that child: a spelling would undo what was decided. A person says;
- what an adult's record holds is shown and changed only by a school that declared that adult;
- a tie is never closed by a file. One that the file no longer holds is listed, and the direction decides: a change of
  spelling in ONDE must not shut a family out in silence.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.socle.textes import norme

from . import planifier_autorites as autorites
from .autre_ecole import refuser_les_responsables_d_une_autre
from .identites import (
    a_une_lettre,
    cle_adulte,
    differences,
    noms_de,
    par_jointures,
    signes,
    signes_de,
    survivante,
    uniques,
)
from .lignes import Lecture, LigneResponsable
from .models import FicheOnde
from .plan import AUTRE, MEME, Doute, EleveVise, Plan, ResponsableVise, acquis
from .planifier_enfants import PlanificateurEnfants


@dataclass
class Amas:
    """Lines that are one adult, by their ranks, with all that they share with others."""

    rangs: list[int]
    marques: set
    civilite: str
    connus: set[int] = field(default_factory=set)  # people whom the State's numbers of these lines already are

    def est_le_meme(self, autre: "Amas") -> bool:
        """A child, or a way to reach them, in common; and not « M. » on one side and « Mme » on the other, nor two people by their numbers."""
        contraires = self.civilite and autre.civilite and self.civilite != autre.civilite
        deux = self.connus and autre.connus and not self.connus & autre.connus
        return bool(self.marques & autre.marques) and not contraires and not deux

    def avec(self, autre: "Amas") -> "Amas":
        return Amas(
            self.rangs + autre.rangs,
            self.marques | autre.marques,
            self.civilite or autre.civilite,
            self.connus | autre.connus,
        )


@dataclass(eq=False)
class Adulte:
    """One adult of the file: their lines, the children of whom these are surely, and their open ties once they are found."""

    lignes: list[LigneResponsable]
    vise: ResponsableVise
    liens: dict[int, Responsabilite]

    @property
    def enfants_connus(self) -> set[int]:
        return {e.personne.pk for e in self.vise.enfants if e.personne}

    def lien_avec(self, enfant: EleveVise) -> Responsabilite | None:
        return self.liens.get(enfant.personne.pk) if enfant.personne else None


class PlanificateurResponsables:
    def __init__(self, plan: Plan, reponses: dict[str, list[str]]) -> None:
        self.plan = plan
        self.enfants = PlanificateurEnfants(plan, reponses)
        self.pris: set[int] = set()  # adults whom a group of lines is already
        self.cites: set[str] = set()  # names of adults that the files write
        self.adultes: list[Adulte] = []  # those of the plan
        self.en_doute: set[tuple[int, int]] = set()  # an adult and a child, until somebody says

    def planifier(self, lectures: list[Lecture]) -> None:
        lignes = [ligne for lecture in lectures for ligne in lecture.lignes]
        blocs = [bloc for ligne in lignes for bloc in ligne.enfants]
        refuser_les_responsables_d_une_autre(
            lectures[0].fichier, len(self.plan.eleves), blocs, lambda bloc: bool(self.enfants.homonymes(bloc))
        )
        self.cites = {cle_adulte(ligne.nom, ligne.prenom) for ligne in lignes}
        surs = [self.enfants.de(ligne) for ligne in lignes]
        self.par_jointure = par_jointures(FicheOnde.Nature.RESPONSABLE, (ligne.jointure for ligne in lignes))
        groupes = _reunir(lignes, surs, self.par_jointure)
        self._charger(surs)
        for rangs in groupes:
            self._viser([lignes[r] for r in rangs], uniques(e for r in rangs for e in surs[r]))
        self._lister_les_absents({id(e) for enfants in surs for e in enfants})
        autorites.planifier(self)
        self.plan.questions = list(self.enfants.questions.values())

    # --- what the directory holds -----------------------------------------------------------------------------------
    def _charger(self, surs: list[list[EleveVise]]) -> None:
        enfants = sorted({e.personne.pk for liste in surs for e in liste if e.personne})
        self.liens: dict[int, list[Responsabilite]] = defaultdict(list)
        self.adultes_de: dict[int, list[Personne]] = defaultdict(list)
        ouverts = (
            Responsabilite.objects.filter(enfant__in=enfants, fin=None)
            .select_related("adulte__fusionnee_dans", "enfant")
            .order_by("pk")
        )
        for lien in ouverts:
            adulte = survivante(lien.adulte)
            self.liens[adulte.pk].append(lien)
            self.adultes_de[lien.enfant_id].append(adulte)
        self.fiches: dict[str, list[Personne]] = defaultdict(list)
        for fiche in self.plan.fiches:
            if fiche.nature == FicheOnde.Nature.RESPONSABLE:
                self.fiches[fiche.cle].append(survivante(fiche.personne))
        self.venus_d_onde = {personne.pk for connus in self.fiches.values() for personne in connus}
        self.ouverts_ailleurs = self._ecoles_ouvertes(enfants)

    def _ecoles_ouvertes(self, enfants: list[int]) -> dict[int, set[int]]:
        """Schools, other than this one, where these children are still present, were it until this evening."""
        ecoles: dict[int, set[int]] = defaultdict(set)
        for enfant, ecole in (
            Inscription.objects.filter(Q(fin=None) | Q(fin__gte=timezone.localdate()), eleve__in=enfants)
            .exclude(classe__etablissement=self.plan.etablissement)
            .order_by()
            .values_list("eleve", "classe__etablissement")
        ):
            ecoles[enfant].add(ecole)
        return ecoles

    # --- one adult --------------------------------------------------------------------------------------------------
    def _viser(self, lignes: list[LigneResponsable], enfants: list[EleveVise]) -> None:
        premiere = lignes[0]
        champs: dict[str, str] = {}
        for ligne in lignes:
            champs = ligne.champs | champs
        vise = ResponsableVise(
            nom=premiere.nom,
            prenom=premiere.prenom,
            fichier=premiere.fichier,
            lignes=[ligne.ligne for ligne in lignes],
            civilite=next((ligne.civilite for ligne in lignes if ligne.civilite), ""),
            champs=champs,
            enfants=enfants,
            cle=cle_adulte(premiere.nom, premiere.prenom),
            jointures=tuple(ligne.jointure for ligne in lignes if ligne.jointure),
        )
        adulte = Adulte(lignes, vise, {})
        vise.personne = self._retrouver(adulte)
        if vise.personne is None and self._douter(adulte):
            return
        if vise.personne:
            adulte.liens = {lien.enfant_id: lien for lien in self.liens.get(vise.personne.pk, ())}
        vise.enfants = [enfant for enfant in enfants if self._rattacher(adulte, enfant)]
        if not vise.enfants:
            return
        if vise.personne:
            self.pris.add(vise.personne.pk)
            self._comparer(adulte)
        self.adultes.append(adulte)
        self.plan.responsables.append(vise)

    def _retrouver(self, adulte: Adulte) -> Personne | None:
        """The one whom the State's number is; else the one of whom a child is shared first, then the oldest account; never one already
        found, nor the child.
        """
        par_numero = [p for j in adulte.vise.jointures if (p := self.par_jointure.get(j)) and p.pk not in self.pris]
        if par_numero and par_numero[0].pk not in adulte.enfants_connus:
            return par_numero[0]
        candidats: dict[int, tuple[bool, Personne]] = {}
        for cas in RETROUVER:
            candidats |= {personne.pk: (partage, personne) for partage, personne in cas(self, adulte)}
        civilite = adulte.vise.civilite
        possibles = [
            (not partage, personne.pk, personne)
            for partage, personne in candidats.values()
            if personne.pk not in self.pris
            and personne.pk not in adulte.enfants_connus
            and not (civilite and personne.civilite and civilite != personne.civilite)
        ]
        return min(possibles)[2] if possibles else None

    def _douter(self, adulte: Adulte) -> bool:
        """Whether somebody must first say if this is an adult already tied to the child, whose first name was corrected."""
        vise, ligne = adulte.vise, adulte.lignes[0]
        for enfant, connu in self._presque_memes(adulte):
            marque = hashlib.sha256(f"adulte|{vise.cle}|{connu.uuid}".encode()).hexdigest()
            reponse = self.enfants.reponses.get(marque)
            if reponse == [MEME]:
                vise.personne = connu
                return False
            if reponse != [AUTRE] and ligne.jointure:
                self._faire_dire(adulte, enfant, connu)
                return True
            if reponse != [AUTRE]:
                dit = f"{vise.civilite} {vise}".strip()
                self.plan.doutes.append(Doute(marque, ligne.fichier, ligne.ligne, dit, connu, str(enfant)))
                self.en_doute |= {(connu.pk, pk) for pk in adulte.enfants_connus}
                return True
        return False

    def _faire_dire(self, adulte: Adulte, enfant: EleveVise, connu: Personne) -> None:
        """Nobody reads the plan of the AAF: its doubt waits in the queue, where « Rattacher » says that this is another adult."""
        self.en_doute |= {(connu.pk, pk) for pk in adulte.enfants_connus}
        doute = _("Son prénom est à une lettre de celui de %(connu)s, qui suit déjà cet enfant.") % {"connu": connu}
        for bloc in self.enfants.surs_de(adulte.lignes, enfant):
            if bloc.attente:
                self.enfants.rappeler(bloc, bloc.attente)
            else:
                self.enfants.demander(bloc, doute)

    def _presque_memes(self, adulte: Adulte) -> Iterator[tuple[EleveVise, Personne]]:
        """Adults of that family name whom this school tied to one of the children, and whom the files name nowhere else.

        Not of a line that a person tied by hand: they have said who it is. Nothing is told of what another school declared.
        """
        for enfant in adulte.vise.enfants:
            if enfant.personne is None or self.enfants.a_ete_choisi(adulte.lignes, enfant):
                continue
            for connu in self.adultes_de.get(enfant.personne.pk, ()):
                if self._est_presque(adulte.vise, connu) and self._declare_ici(connu, enfant.personne.pk):
                    yield enfant, connu

    def _est_presque(self, vise: ResponsableVise, connu: Personne) -> bool:
        noms = {norme(nom) for nom in (vise.nom, vise.champs.get("nom_usage", "")) if nom}
        contraires = vise.civilite and connu.civilite and vise.civilite != connu.civilite
        cite = connu.pk in self.pris or bool(self.cites & {cle_adulte(n, connu.prenom) for n in noms_de(connu)})
        presque = bool(noms & noms_de(connu)) and a_une_lettre(vise.prenom, connu.prenom)
        return presque and not contraires and not cite

    def _declare_ici(self, adulte: Personne, enfant: int) -> bool:
        ecole = self.plan.etablissement.pk
        return any(lien.enfant_id == enfant and lien.etablissement_id == ecole for lien in self.liens[adulte.pk])

    def _rattacher(self, adulte: Adulte, enfant: EleveVise) -> bool:
        """Whether this adult answers for that child once the plan is applied."""
        return next(retenu for cas in LIENS if (retenu := cas(self, adulte, enfant)) is not None)

    def _comparer(self, adulte: Adulte) -> None:
        """A school changes the record of the adults it declares, and reads « before » only if it did already."""
        vise, personne = adulte.vise, acquis(adulte.vise.personne)
        ici = personne.pk in self.venus_d_onde or any(
            lien.etablissement_id == self.plan.etablissement.pk for lien in adulte.liens.values()
        )
        ecrits = vise.champs | ({"civilite": vise.civilite} if vise.civilite else {})
        vise.declare_ici = ici or bool(vise.a_lier or vise.a_reprendre)
        vise.champs = {}
        if vise.declare_ici:
            vise.champs, vise.changements = differences(personne, ecrits, taire=not ici)

    def _lister_les_absents(self, cites: set[int]) -> None:
        """Ties of this school that the file no longer holds, of adults whom ONDE gave. Listed; never closed."""
        cites_pk = {e.personne.pk for e in self.plan.eleves if e.personne and id(e) in cites}
        tenus = {
            (vise.personne.pk, enfant)
            for vise in self.plan.responsables
            if vise.personne
            for enfant in [e.personne.pk for e in vise.enfants if e.personne]
        } | self.en_doute
        for adulte, liens in self.liens.items():
            for lien in liens:
                if (
                    adulte in self.venus_d_onde
                    and lien.etablissement_id == self.plan.etablissement.pk
                    and lien.enfant_id in cites_pk
                    and (adulte, lien.enfant_id) not in tenus
                ):
                    self.plan.liens_absents.append(lien)


def _reunir(
    lignes: list[LigneResponsable], surs: list[list[EleveVise]], numeros: dict[str, Personne]
) -> list[list[int]]:
    """Ranks of lines, by person, in the order of the file. A person of whom nothing is sure is not created: the
    question keeps the line."""
    par_nom: dict[str, list[Amas]] = defaultdict(list)
    for rang, ligne in enumerate(lignes):
        connu = {numeros[ligne.jointure].pk} if ligne.jointure in numeros else set()
        amas = Amas([rang], signes(ligne.champs) | {("enfant", id(e)) for e in surs[rang]}, ligne.civilite, connu)
        restes = []
        connus = par_nom[cle_adulte(ligne.nom, ligne.prenom)]
        for autre in connus:
            if autre.est_le_meme(amas):
                amas = autre.avec(amas)
            else:
                restes.append(autre)
        connus[:] = [*restes, Amas(sorted(amas.rangs), amas.marques, amas.civilite, amas.connus)]
    par_personne: dict[object, list[int]] = defaultdict(list)  # two numbers of one account, under two names
    for amas in (amas for connus in par_nom.values() for amas in connus):
        par_personne[min(amas.connus, default=("seul", amas.rangs[0]))] += amas.rangs
    groupes = [sorted(rangs) for rangs in par_personne.values()]
    return sorted((g for g in groupes if any(surs[r] for r in g)), key=min)


# --- who an adult is already: (a child is shared, whom), from each way of finding them ----------------------------------
Trouves = Iterator[tuple[bool, Personne]]


def connu_d_onde_sous_ce_nom(p: PlanificateurResponsables, adulte: Adulte) -> Trouves:
    """Known to this school's ONDE by that name, with a child or a way to reach them in common."""
    marques = set().union(*(signes(ligne.champs) for ligne in adulte.lignes))
    for personne in p.fiches.get(adulte.vise.cle, ()):
        partage = any(lien.enfant_id in adulte.enfants_connus for lien in p.liens.get(personne.pk, ()))
        if partage or marques & signes_de(personne):
            yield partage, personne


def lie_au_meme_enfant_sous_ce_nom(p: PlanificateurResponsables, adulte: Adulte) -> Trouves:
    """Tied to the same child under that name, whichever school declared it."""
    for enfant in adulte.enfants_connus:
        for personne in p.adultes_de.get(enfant, ()):
            if adulte.vise.cle in {cle_adulte(n, personne.prenom) for n in (personne.nom, personne.nom_usage) if n}:
                yield True, personne


RETROUVER: list[Callable[[PlanificateurResponsables, Adulte], Trouves]] = [
    connu_d_onde_sous_ce_nom,
    lie_au_meme_enfant_sous_ce_nom,
]


# --- whether an adult answers for a child: the first case that says so --------------------------------------------------
def deja_lie(p: PlanificateurResponsables, adulte: Adulte, enfant: EleveVise) -> bool | None:
    """The tie stands. What waited about a protected child is settled; a tie whose school let the child go is taken over, that of one which holds
    them still is when it does (`reprises`).
    """
    lien = adulte.lien_avec(enfant)
    if lien is None:
        return None
    if p.enfants.est_protege(enfant):
        for bloc in p.enfants.surs_de(adulte.lignes, enfant):
            p.enfants.clore(bloc, [enfant])
    if lien.etablissement_id == p.plan.etablissement.pk:
        return True
    if lien.etablissement_id in p.ouverts_ailleurs.get(lien.enfant_id, ()):
        adulte.vise.attendus[lien] = ""
    else:
        adulte.vise.a_reprendre.append(lien)
    return True


def enfant_protege(p: PlanificateurResponsables, adulte: Adulte, enfant: EleveVise) -> bool | None:
    """No line ties anyone new to a child of whom an adult has no authority: it waits, unless a person chose it."""
    if not p.enfants.est_protege(enfant) or p.enfants.a_ete_choisi(adulte.lignes, enfant):
        return None
    for bloc in p.enfants.surs_de(adulte.lignes, enfant):
        if bloc.attente:
            p.enfants.rappeler(bloc, bloc.attente)
        else:
            p.enfants.demander(bloc)
    return False


def a_lier(p: PlanificateurResponsables, adulte: Adulte, enfant: EleveVise) -> bool:
    """A new tie, whose authority the direction will confirm."""
    adulte.vise.a_lier.append(enfant)
    return True


LIENS: list[Callable[[PlanificateurResponsables, Adulte, EleveVise], bool | None]] = [deja_lie, enfant_protege, a_lier]
