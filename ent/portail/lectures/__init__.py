"""What the shell shows, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.lectures.effectifs import Effectifs, compter, ensemble
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Role
from ent.diffusion.droits import joignable, notifications_visibles_par
from ent.diffusion.models import AdresseRefusee, Appareil, CreneauCalme, Notification, Prevenance, Refus
from ent.diffusion.models.reglages import HEURE_RESUME
from ent.socle.dates import aujourd_hui
from ent.socle.lu import PartLue
from ent.socle.preparees import Compte, Preparee, lire_ensemble
from ent.socle.tri import cle

from .. import registres

UNIVERS = "univers"  # the cookie of the home one is at
NOTIFICATIONS_LUES = 60  # how many of them a page shows
# Two numbers and a word, so that a page may read a few other rows by the same query.
NOUVELLES = Preparee(
    lambda: (
        Notification.objects.non_lues()
        .order_by()
        .values("nature")
        .annotate(n=Compte("pk"), derniere=Max("pk"))
        .values_list("n", "derniere", "nature")
    )
)


@dataclass
class NouvellesLues(PartLue):
    """What the frame of a page and its tiles ask together."""

    comptes: dict[str, int] | None = None  # unread notifications by nature, and « * »
    veilles: list[list[tuple]] | None = None  # the rows of each thing that may have to be said above the page
    accueil: str = ""  # the home that is being drawn: its tiles ask together
    reponses: dict[tuple[str, str], list[list[tuple]]] = field(
        default_factory=dict
    )  # of each tile, until it takes them


def univers_de(personne: Personne) -> list[str]:
    """The homes of a person, in the order of their tabs. A person without any tie gets the family's welcome."""
    portee = personne.portee
    presents = {
        "famille": bool(portee.enfants or portee.enfants_confies),
        "eleve": portee.est_eleve,
        "enseignant": any(r.nature == Role.Nature.ENSEIGNANT for r in portee.roles),
        "direction": bool(portee.etablissements_diriges),
        "pouvoirs": bool(portee.mandats),
        "commune": bool(portee.communes),
        "territoire": portee.est_operateur,
    }
    return [univers for univers, present in presents.items() if present] or ["famille"]


def enfants_de(personne: Personne) -> list[Personne]:
    """Those followed, and those confided: a family's home filters by them."""
    return [*personne.portee.enfants, *personne.portee.enfants_confies]


def univers_choisi(request: HttpRequest) -> str:
    """The home that this person opened last on this device; else the first of theirs. One asked for that is not theirs is none."""
    presents = univers_de(request.user)
    choisi = request.COOKIES.get(UNIVERS, "")
    return choisi if choisi in presents else presents[0]


def places_de(personne: Personne, univers: str) -> list[registres.Entree]:
    """What stands between their home and « Plus », in this universe."""
    return _qui_servent(personne, registres.places(univers))


def navigation_de(personne: Personne) -> list[registres.Entree]:
    """The pages that this person may go to, of all their universes."""
    return _qui_servent(personne, registres.entrees(univers_de(personne)))


def _qui_servent(personne: Personne, entrees: list[registres.Entree]) -> list[registres.Entree]:
    portee = personne.portee
    if portee.modules_fermes:
        entrees = [e for e in entrees if not e.module or _a_le_module(personne.pour(e.module), e)]
    entrees = [e for e in entrees if e.pour is None or e.pour(personne)]
    if portee.suivis:
        return entrees
    if not (ouvertes := portee.salles_confiees):
        siennes = [e for e in entrees if not e.d_un_enfant]
        return [e for e in siennes if _est_a_tous(e)] if _a_eu_un_acces(personne) else siennes
    return [e for e in entrees if e.salle in ouvertes or _est_a_tous(e)]


def _a_le_module(personne: Personne, entree: registres.Entree) -> bool:
    """Of who reaches the schools that have this module on: whether one of them is of this universe. A query of a référent alone."""
    portee = personne.portee
    if not portee.fermees:
        return True
    if entree.univers == "commune":
        return Etablissement.objects.filter(portee.dans_ses_communes()).exists()
    d_un_enfant = [s for s in portee.suivis_confies if entree.salle and s.delegation and s.delegation.lit(entree.salle)]
    presents = {
        "famille": bool(portee.enfants or d_un_enfant),
        "eleve": portee.est_eleve,
        "enseignant": bool(portee.etablissements_d_enseignement),
        "direction": bool(portee.etablissements_diriges),
    }
    return presents[entree.univers] if entree.univers in presents else any(presents.values())


def _a_eu_un_acces(personne: Personne) -> bool:
    """Whose access is over, and who never followed a child by a tie: nothing of a family's was ever theirs. A query or two, of who has nothing."""
    if personne.portee.roles or personne.portee.est_eleve:
        return False
    return a_eu_un_acces(personne) and not personne.responsabilites.exists()


def a_eu_un_acces(personne: Personne) -> bool:
    """Somebody confided them a child once, and they came. One query."""
    return personne.delegations_recues.exclude(acceptee_le=None).exists()


def dernier_travail_de(personne: Personne) -> Role | None:
    """Where somebody who works in no school any more worked last, and until when. One query."""
    finis = personne.roles.filter(etablissement__isnull=False, fin__lt=aujourd_hui())
    return finis.select_related("etablissement").order_by("fin", "pk").last()


def gestes_confies_a(personne: Personne) -> list[registres.Entree] | None:
    """What a person whose children were all confided does for them, each page under its own name; None for a family, which tells the school."""
    if personne.portee.suivis:
        return None
    return [e for e in navigation_de(personne) if e.rayon == registres.Rayon.PREVENIR and e.place is None]


def _est_a_tous(entree: registres.Entree) -> bool:
    """Of a family's, what serves who only has children that were confided, whatever the rooms; all that is not a family's."""
    de_famille = entree.univers == "famille" and not entree.place
    return entree.salle == registres.TOUTE_SALLE or not (entree.d_un_enfant or de_famille)


def nouvelles_de(personne: Personne) -> dict[str, int]:
    """Unread notifications by nature, and of all (« * »). One query, once per request."""
    lues = personne.lu.part(NouvellesLues)
    if lues.comptes is None:
        lire_avec_les_nouvelles(personne)
    return lues.comptes or {}


def nouvelles_deja_lues(personne: Personne) -> bool:
    return personne.lu.part(NouvellesLues).comptes is not None


def lire_avec_les_nouvelles(personne: Personne, *lectures: tuple[Preparee, Q]) -> list[list[tuple]]:
    """The rows of these, read by the query that every page makes to count what is unread. Two numbers and a word each."""
    veilles = [veille.question() for veille in registres.veilles()]
    nouvelles, *lues = lire_ensemble((NOUVELLES, notifications_visibles_par(personne)), *veilles, *lectures)
    comptes = {nature: n for n, _derniere, nature in nouvelles}
    gardees = personne.lu.part(NouvellesLues)
    gardees.comptes, gardees.veilles = comptes | {"*": sum(comptes.values())}, lues[: len(veilles)]
    return lues[len(veilles) :]


def bannieres_de(request: HttpRequest) -> list[registres.Banniere]:
    """What must be said above this page. Read with the news; one query on a page that counts none, a pupil's."""
    gardees = request.lu.part(NouvellesLues)
    if gardees.veilles is None:
        gardees.veilles = lire_ensemble(*(veille.question() for veille in registres.veilles()))
    trouvees = zip(registres.veilles(), gardees.veilles, strict=True)
    return [banniere for veille, lignes in trouvees if lignes for banniere in veille.dire(request, lignes)]


def annoncer_l_accueil(personne: Personne, univers: str) -> None:
    """Every tile of this home is about to be drawn: their questions are asked together."""
    personne.lu.part(NouvellesLues).accueil = univers


def reponses_de(personne: Personne, univers: str, nom: str) -> list[list[tuple]]:
    """The rows of a tile's questions, in one query. Of a whole home, the first tile that asks reads all, with the news; a tile
    that is asked for alone has no frame around it, which would say the news.
    """
    gardees = personne.lu.part(NouvellesLues)
    lues = gardees.reponses
    if (univers, nom) not in lues:
        est_un_accueil = gardees.accueil == univers
        tuiles = registres.tuiles(univers) if est_un_accueil else [registres.tuile(univers, nom)]
        posees = {t.nom: t.questions(personne) for t in tuiles if t.questions}
        questions = [question for siennes in posees.values() for question in siennes]
        lignes = iter(lire_avec_les_nouvelles(personne, *questions) if est_un_accueil else lire_ensemble(*questions))
        for tuile, siennes in posees.items():
            lues[univers, tuile] = [next(lignes) for _question in siennes]
    return lues.pop((univers, nom))


def notifications_de(personne: Personne) -> list[Notification]:
    """The latest things this person was told, newest first. One query."""
    return list(Notification.objects.visibles_par(personne).select_related("etablissement")[:NOTIFICATIONS_LUES])


def classes_enseignees(personne: Personne) -> list[Classe]:
    """One query."""
    return list(Classe.objects.tenues_par(personne).select_related("etablissement"))


def eleves_par_classe(personne: Personne) -> list[tuple[Classe, list[Inscription]]]:
    """The classes that a person teaches, each with its pupils of today in the order of a class list. Two queries."""
    classes = classes_enseignees(personne)
    presents = Inscription.objects.filter(en_cours(), classe__in=classes).select_related("eleve")
    par_classe: dict[int, list[Inscription]] = defaultdict(list)
    for inscription in sorted(presents, key=lambda i: cle(i.eleve.prenom)):
        par_classe[inscription.classe_id].append(inscription)
    return [(classe, par_classe[classe.pk]) for classe in classes]


def heure_du_resume(personne: Personne) -> dt.time:
    """When the day's e-mail leaves to this person. One query."""
    choisie = Prevenance.objects.choisis_par(personne).first()
    return choisie.heure_resume if choisie else HEURE_RESUME


def territoire_de(personne: Personne) -> tuple[list[Effectifs], Effectifs]:
    """The operator reads every commune that has schools, by name, and all together. Six queries."""
    return _chiffres(Etablissement.objects.visibles_par(personne), "commune_id")


def communes_de(personne: Personne) -> tuple[list[Effectifs], Effectifs]:
    """A référent reads the schools of their communes, by name, and all together: not those of their own children elsewhere. Six queries."""
    return _chiffres(Etablissement.objects.suivis_par(personne).filter(fermee_le=None), "pk")


def _chiffres(ecoles: QuerySet[Etablissement], par: str) -> tuple[list[Effectifs], Effectifs]:
    lignes = sorted(compter(ecoles, par).values(), key=lambda ligne: cle(ligne.nom))
    return lignes, ensemble(ecoles, lignes)


def ecoles_nommees(lignes: list[Effectifs]) -> dict[int, str]:
    """The UAI of each school of these lines. One query."""
    ids = [ligne.lieu for ligne in lignes]
    return dict(Etablissement.objects.filter(pk__in=ids).order_by().values_list("pk", "uai"))


@dataclass
class EtatEcole:
    """One school that a person directs: its counts, and what each room found there."""

    ecole: Etablissement
    effectifs: Effectifs
    constats: list[tuple[registres.Constat, Any]]

    @property
    def responsables_a_inviter(self) -> int:
        return self.effectifs.responsables - self.effectifs.responsables_entres

    @property
    def faits(self) -> list[tuple[Any, Any, str]]:
        """Words, what was found, and the list that it counts, as the tile shows them; what says nothing is left out."""
        return [
            (constat.libelle, dit, constat.adresse(self.ecole))
            for constat, trouve in self.constats
            if (dit := constat.dire(self, trouve)) != ""
        ]

    @property
    def gestes(self) -> list[registres.Geste]:
        """What there is to decide; what blocks families comes first."""
        par_urgence = sorted(self.constats, key=lambda paire: paire[0].urgence)
        return [g for constat, trouve in par_urgence if (g := constat.geste(self, trouve))]


def etat_des_ecoles(personne: Personne) -> list[EtatEcole]:
    """The schools that a person directs, by name. Five queries and one by fact, whatever their number."""
    ecoles = list(Etablissement.objects.diriges_par(personne).select_related("commune"))
    comptes = compter(Etablissement.objects.diriges_par(personne), "pk")
    trouves = [(constat, constat.lire(personne)) for constat in registres.constats()]
    return [
        EtatEcole(
            ecole,
            comptes[ecole.pk],
            [
                (constat, par_ecole.get(ecole.pk))
                for constat, par_ecole in trouves
                if ecole.nature not in constat.sauf and ecole.a_le_module(constat.module)
            ],
        )
        for ecole in ecoles
    ]


def salutation() -> str:
    """« bonjour » until 18:00, « bonsoir » after, and before 5:00."""
    return "soir" if not 5 <= timezone.localtime().hour < 18 else "jour"


@dataclass
class ChoixDePrevenance:
    """How a person is told, as their page shows it."""

    heure: dt.time
    refus: set[tuple[str, str]]
    creneaux: list[CreneauCalme]
    appareils: list[Appareil]
    adresse_refusee: AdresseRefusee | None


def prevenance_de(personne: Personne) -> ChoixDePrevenance:
    """Five queries."""
    choisie = Prevenance.objects.choisis_par(personne).first()
    refusee = AdresseRefusee.objects.filter(personne=personne, adresse=personne.courriel or "").first()
    return ChoixDePrevenance(
        heure=choisie.heure_resume if choisie else HEURE_RESUME,
        refus=set(Refus.objects.choisis_par(personne).values_list("sorte", "canal")),
        creneaux=list(CreneauCalme.objects.choisis_par(personne)),
        appareils=list(Appareil.objects.choisis_par(personne)),
        adresse_refusee=refusee,
    )


def personne_de(uuid: str) -> Personne | None:
    """Whom a signed link names, while their account is open."""
    return Personne.objects.filter(joignable(), uuid=uuid).first()
