"""Who reads a thread today, by side: read in one query, whatever its kind."""

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cached_property

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from ent.annuaire import foyers
from ent.annuaire.audience.droits import inscrit
from ent.annuaire.droits import RIEN, en_cours, module_ouvert, pas_finie
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.models import Affectation, Groupe, Inscription, Responsabilite, Role, nom_dit
from ent.diffusion.droits import joignable
from ent.socle.preparees import Preparee, lire_ensemble

from ..droits.fils import salle_de
from ..droits.regles import ENTRE_COLLEGUES, Nature
from ..models import Fil, Participation
from ..models.fils import JAMAIS_EUS

type Questions = dict[str, tuple[Preparee, Q]]
type Lues = Mapping[str, list[tuple]]


def _nom(chemin: str) -> list[str]:
    return [f"{chemin}__{champ}" for champ in ("civilite", "nom", "nom_usage", "prenom")]


ROLES = Preparee(lambda: Role.objects.order_by().values_list("personne_id", "nature", *_nom("personne")))
# Of several schools: the same, with where each works.
ROLES_REUNIS = Preparee(
    lambda: Role.objects.order_by().values_list("personne_id", "nature", "etablissement_id", *_nom("personne"))
)
AFFECTES = Preparee(
    lambda: (
        Affectation.objects.filter(classe__fermee_le=None)
        .order_by()
        .values_list(Cast("debut", CharField()), "pk", "enseignant_id")
    )
)
DU_GROUPE = Preparee(lambda: Groupe.enseignants.through.objects.order_by().values_list("personne_id"))
MEMBRES = Preparee(
    lambda: Participation.objects.filter(est_membre=True).order_by().values_list("pk", "personne_id", *_nom("personne"))
)
INSCRITS = Preparee(lambda: Inscription.objects.order_by().values_list("eleve_id", "classe_id"))
LIENS = Preparee(
    lambda: (
        Responsabilite.objects.exclude(autorite=Responsabilite.Autorite.SANS)
        .order_by()
        .values_list("adulte_id", "enfant_id")
    )
)
# Whom any tie joins to a child, with authority or without.
TENANTS = Preparee(lambda: Responsabilite.objects.order_by().values_list("adulte_id"))
# Of the same rows, whose account nobody opened: what is written here reaches them on paper alone.
SANS_COMPTE = {
    "travail": Preparee(lambda: Role.objects.exclude(joignable("personne__")).order_by().values_list("personne_id")),
    "famille": Preparee(
        lambda: (
            Responsabilite.objects.exclude(autorite=Responsabilite.Autorite.SANS)
            .exclude(joignable("adulte__"))
            .order_by()
            .values_list("adulte_id")
        )
    ),
}


def lire(questions: Questions) -> Lues:
    """The rows of each, in one query."""
    return dict(zip(questions, lire_ensemble(*questions.values()), strict=True))


def _enfants(fil: Fil, eleve: str = "eleve", inscription: str = "") -> Q:
    """The children whose families read the thread, by the paths of a child and of an inscription."""
    return RIEN if fil.nature in ENTRE_COLLEGUES else inscrit(fil.audience, eleve=eleve, inscription=inscription)


def est_concerne(fil: Fil, eleve: int | None) -> bool:
    """Whether the family of this child (id) reads the thread. One query."""
    return eleve is not None and bool(INSCRITS.lire(_enfants(fil) & Q(eleve=eleve)))


def questions(fil: Fil) -> Questions:
    """What is to be read to know who reads this thread."""
    ecole, nature = fil.etablissement_id, fil.nature
    if nature == Nature.COLLECTIF:
        d_ici = Q(etablissement__fils_reunis__fil=fil.pk, nature__in=DU_TRAVAIL)
        ouverte = module_ouvert(salle_de(fil.collectif), "etablissement__")
        return {"roles": (ROLES_REUNIS, en_cours() & d_ici & ouverte), "membres": (MEMBRES, Q(fil=fil.pk))}
    posees: Questions = {"roles": (ROLES, en_cours() & Q(etablissement=ecole, nature__in=DU_TRAVAIL))}
    if nature == Nature.COMMUNE:
        de_la_commune = Q(commune=fil.etablissement.commune_id, nature=Role.Nature.REFERENT_COMMUNE)
        posees["referents"] = ROLES, en_cours() & de_la_commune
    if fil.classe_id:
        posees["affectes"] = AFFECTES, en_cours() & Q(classe=fil.classe_id)
    elif fil.groupe_id:
        posees["du_groupe"] = DU_GROUPE, pas_finie("groupe__annee__") & Q(groupe=fil.groupe_id)
    if nature in (Nature.FOYER, Nature.PROJET):
        posees["membres"] = MEMBRES, Q(fil=fil.pk)
    if nature in (Nature.FOYER, Nature.ELEVES):
        posees["inscrits"] = INSCRITS, _enfants(fil)
    if nature == Nature.FOYER and fil.classe_id:
        posees["jamais_eus"] = JAMAIS_EUS, en_cours() & Q(classe=fil.classe_id, parti=fil.eleve_id)
    if nature == Nature.FOYER:
        posees["foyers"] = foyers.LIENS, en_cours() & Q(enfant=fil.eleve_id, etablissement=ecole)
        posees["tenants"] = TENANTS, en_cours() & Q(enfant=fil.eleve_id)
    elif nature in (Nature.ANNONCE, Nature.ECOLE, Nature.ELEVES, Nature.PARENTS):
        enfants = _enfants(fil, "enfant", "enfant__inscriptions__")
        posees["liens"] = LIENS, en_cours() & Q(etablissement=ecole) & enfants
    return posees


def questions_des_comptes(posees: Questions) -> Questions:
    """What is to be read besides to know who of these people has no account: the same rights, and accounts."""
    de = {"roles": "travail", "referents": "travail", "foyers": "famille", "liens": "famille"}
    return {f"sans_compte_{nom}": (SANS_COMPTE[de[nom]], posees[nom][1]) for nom in de if nom in posees}


class Gens:
    """The people of a thread: exactly those for whom `Fil.objects.visibles_par` holds it."""

    def __init__(self, fil: Fil, lues: Lues) -> None:
        self.fil, self.lues = fil, lues

    def _colonne(self, nom: str, rang: int) -> set[int]:
        return {ligne[rang] for ligne in self.lues.get(nom, ())}

    def _du_travail(self, *natures: str) -> set[int]:
        """Those of the staff, or of these kinds of it."""
        return {ligne[0] for ligne in self.lues["roles"] if not natures or ligne[1] in natures}

    @cached_property
    def direction(self) -> set[int]:
        return self._du_travail(Role.Nature.DIRECTEUR)

    @cached_property
    def enseignants(self) -> set[int]:
        """Those who teach the class or group of the thread today, and still work in the school; of the household of a child who left the class, those
        who had them.
        """
        tenants = self._colonne("affectes", 2) - self._colonne("jamais_eus", 2)
        return (tenants | self._colonne("du_groupe", 0)) & self._du_travail()

    @cached_property
    def adultes_de_l_ecole(self) -> set[int]:
        """The staff who read the thread, and who follows the school in its commune."""
        match self.fil.nature:
            case Nature.EQUIPE | Nature.ECOLE:
                return self._du_travail()
            case Nature.COMMUNE:
                return self.direction | self._colonne("referents", 0)
            case Nature.PROJET:
                return self.nommes & self._du_travail()
            case Nature.COLLECTIF:
                return self.nommes & self._du_travail() | self.direction
            case Nature.ANNONCE | Nature.ELEVES:
                return self.enseignants | self.direction
            case Nature.FOYER:
                return self._a_qui_un_foyer_ecrit - self.tus
        return self.enseignants

    @property
    def _a_qui_un_foyer_ecrit(self) -> set[int]:
        return self.enseignants if self.fil.classe_id else self.direction

    @property
    def tus(self) -> set[int]:
        """Who answers for the child of a household's thread in another household: they read it by no work of theirs."""
        return self._colonne("tenants", 0) - self.nommes

    @property
    def n_a_que_des_tus(self) -> bool:
        """At school, nobody but them would read it."""
        return not self.adultes_de_l_ecole and bool(self._a_qui_un_foyer_ecrit)

    @property
    def a_prevenir(self) -> set[int]:
        """Of the staff, whom each message is told to."""
        return self.adultes_de_l_ecole & self.nommes if self.fil.nature == Nature.COLLECTIF else self.adultes_de_l_ecole

    @cached_property
    def nommes(self) -> set[int]:
        """Whom the thread names, still there or not."""
        return self._colonne("membres", 1)

    def par_ecole(self, personnes: Set[int]) -> dict[int, set[int]]:
        """Of a thread of several schools, these people of it, each under one school where they work."""
        rangees: dict[int, set[int]] = defaultdict(set)
        ou = {personne: ecole for personne, _nature, ecole, *_nom in sorted(self.lues["roles"], reverse=True)}
        for personne in personnes & ou.keys():
            rangees[ou[personne]].add(personne)
        return rangees

    @cached_property
    def eleves(self) -> set[int]:
        """Pupils who are in the thread: those of the class, in the thread of the pupils."""
        return self._colonne("inscrits", 0) if self.fil.nature == Nature.ELEVES else set()

    @cached_property
    def classes_de_l_enfant(self) -> set[int]:
        """Where the child of a household's thread is, in its school."""
        return self._colonne("inscrits", 1)

    @cached_property
    def foyers(self) -> list[frozenset[int]]:
        """The households of the child today."""
        return foyers.en_foyers(self.lues["foyers"]).get(self.fil.eleve_id, []) if self.fil.eleve_id else []

    @cached_property
    def responsables(self) -> set[tuple[int, int]]:
        """(adult, child) of the families who read the thread, by the ties that its school declared."""
        if self.fil.nature != Nature.FOYER:
            return set(self.lues.get("liens", ()))
        if not self.classes_de_l_enfant:
            return set()
        return {(ligne[2], ligne[1]) for ligne in self.lues["foyers"] if ligne[2] in self.nommes}

    @cached_property
    def participants(self) -> set[int]:
        """Everybody who reads the thread today."""
        return self.adultes_de_l_ecole | {adulte for adulte, _enfant in self.responsables} | self.eleves

    @cached_property
    def sans_compte(self) -> set[int]:
        """Of them, whom paper alone reaches; nobody, where `questions_des_comptes` was not asked."""
        noms = [nom for nom in self.lues if nom.startswith("sans_compte_")]
        return self.participants & {personne for nom in noms for (personne,) in self.lues[nom]}

    @cached_property
    def qui_sait_les_curseurs(self) -> set[int]:
        """Whom to tell that someone read further: the two sides of a household's thread, colleagues; elsewhere the school
        alone, so that no family learns what another has read.
        """
        if self.fil.nature == Nature.FOYER:
            return self.participants
        return self.direction if self.fil.nature == Nature.ECOLE else self.adultes_de_l_ecole

    # --- How they are named -----------------------------------------------------------------------------------------
    @cached_property
    def identites(self) -> dict[int, tuple[str, str, str, str]]:
        """By id, what names the staff and those whom the thread names; no family that follows from a class."""
        du_travail = {ligne[0]: ligne[-4:] for ligne in [*self.lues.get("referents", ()), *self.lues["roles"]]}
        return du_travail | {ligne[1]: ligne[-4:] for ligne in self.lues.get("membres", ())}

    def nom(self, personne: int) -> str:
        return nom_dit(*self.identites[personne])

    def autre_cote(self, personne: int) -> list[str]:
        """Of a household's thread, who is on the other side than this person: those who teach the class, or its adults."""
        if personne in self.fil.adultes_du_foyer:
            tenues = sorted(self.lues.get("affectes", ()))
            return [self.nom(qui) for _debut, _pk, qui in tenues if qui in self.enseignants - self.tus]
        return [self.nom(membre) for _pk, membre, *_nom in sorted(self.lues["membres"])]


def gens(fil: Fil) -> Gens:
    """One query."""
    return Gens(fil, lire(questions(fil)))
