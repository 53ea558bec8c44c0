"""Who reads a thread, in what capacity, and what one may do with a message."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.audience.droits import Colonnes, Place
from ent.annuaire.droits import RIEN, est_le_sien
from ent.annuaire.registres.collectifs import RELECTURE
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import gardee

from .regles import ADULTES_DE_L_ECOLE, ENTRE_COLLEGUES, REFERENT, Nature, Qualite

FILS = Colonnes(eleve="eleve")
# How long one mends or takes back what has left.
DELAI_DE_CORRECTION = dt.timedelta(minutes=15)


# By thread of several schools, those of them where a person works today.
type Reunies = Mapping[int, Collection[int]]
# (pupil, class)
type JamaisEus = Collection[tuple[int, int]]


def fils_visibles_par(personne, membre_de: Collection[int], reunies: Reunies, jamais_eus: JamaisEus) -> Q:
    """A thread is read by whom its kind names today; `membre_de` are the threads that name this person themself, `reunies` those of several
    schools, with the schools of theirs that are in, `jamais_eus` the pupils who left their classes before they taught them.

    Class and school threads follow the ties of the moment. A household's thread is read by the adults it names, while they
    answer for the child in that school, and by the teachers of its class (once the child left it, those who had them), or the direction when it has
    none, unless they answer for that child too in another household. What a commune writes to a
    direction is read by these two alone. One of several schools is read by whom it names, while they work in one of them, and by their directions.
    """
    portee = personne.portee
    visible = _lus_au_travail(personne, membre_de, jamais_eus) if portee.etablissements_de_travail else RIEN
    if reunies:
        siens = [
            fil for fil, ecoles in reunies.items() if qualites_reunies(personne, ecoles, est_membre=fil in membre_de)
        ]
        visible |= Q(pk__in=siens, nature=Nature.COLLECTIF)
    if portee.etablissements_diriges:
        visible |= Q(etablissement__in=portee.etablissements_diriges, nature=Nature.COMMUNE)
    if portee.communes:
        visible |= Q(etablissement__commune__in=portee.communes, nature=Nature.COMMUNE)
    for suivi in portee.suivis:
        visible |= _de_sa_place(Place.de(suivi), suivi.eleve.pk == personne.pk)
    enfants = [suivi for suivi in portee.suivis if suivi.eleve.pk != personne.pk]
    if enfants:
        visible |= FILS.aux_eleves(enfants) & Q(pk__in=membre_de, nature=Nature.FOYER)
    return visible


@lru_cache(maxsize=8192)
def _de_sa_place(ici: Place, est_eleve: bool) -> Q:
    """What a pupil, or who follows them, reads of the class, the groups and the school where they are. Written once, as `Colonnes.pour`."""
    if est_eleve:
        return gardee(FILS.a_sa_classe(ici) & Q(nature=Nature.ELEVES))
    # Of the class without a child: among a year of households' threads, the index of the class's own is then used.
    return gardee(
        FILS.a_sa_classe(ici) & Q(nature__in=[Nature.ANNONCE, Nature.ELEVES, Nature.PARENTS])
        | FILS.a_un_groupe(ici) & Q(nature=Nature.ANNONCE)
        | FILS.a_son_ecole(ici) & Q(nature=Nature.ECOLE)
    )


def _lus_au_travail(personne, membre_de: Collection[int], jamais_eus: JamaisEus) -> Q:
    portee = personne.portee
    ici, diriges = portee.etablissements_de_travail, portee.etablissements_diriges
    visible = FILS.tenues_par(personne)
    visible |= Q(etablissement__in=ici, nature__in=[Nature.EQUIPE, Nature.ECOLE])
    visible |= Q(etablissement__in=diriges, nature__in=[Nature.ANNONCE, Nature.ELEVES])
    visible |= Q(etablissement__in=diriges, nature=Nature.FOYER, classe=None)
    visible |= Q(pk__in=membre_de, nature=Nature.PROJET, etablissement__in=ici)
    if portee.siens:
        visible &= ~d_un_autre_foyer(personne, membre_de)
    for classe in sorted({classe for _eleve, classe in jamais_eus}):
        partis = sorted(eleve for eleve, la in jamais_eus if la == classe)
        visible &= ~Q(classe=classe, eleve__in=partis)
    return visible


def d_un_autre_foyer(personne, membre_de: Collection[int], fil: str = "") -> Q:
    """Of another household of their own child, who teaches or directs reads what they read at home. A thread (at this path) about a pupil is a
    household's alone.
    """
    siens = personne.portee.siens
    return Q(**{f"{fil}eleve__in": siens}) & ~Q(**{f"{fil}pk__in": membre_de}) if siens else RIEN


def salle_de(collectif: str) -> str:
    """Of « espaces-12 », the room: a school that closed it is of none of its threads."""
    return collectif.partition("-")[0]


def relisible(prefixe: str = "") -> Q:
    """Over threads of several schools: until their relecture ends, like all the rest of what gathered them."""
    return Q(**{f"{prefixe}fin__gte": aujourd_hui() - RELECTURE})


def ecoles_reunies(personne, collectif: str, ecoles: Collection[int]) -> set[int]:
    """Of the schools of such a thread, those where this person works today and where the room that gathers them is open."""
    return personne.portee.pour(salle_de(collectif)).etablissements_de_travail & {*ecoles}


def qualites_reunies(personne, ecoles: Collection[int], *, est_membre: bool) -> dict[int, set[str]]:
    """By school of a thread of several where this person works, in what capacities they are in it: whoever it names, and the direction of each."""
    lues = {ecole: qualites_dans_l_ecole(personne, ecole) for ecole in ecoles}
    return {ecole: siennes for ecole, siennes in lues.items() if est_membre or Qualite.DIRECTION in siennes}


def qualites_dans(
    personne, fil, *, est_membre: bool, ecoles: Collection[int] = (), jamais_eus: JamaisEus = ()
) -> set[str]:
    """In what capacities this person is in the thread; empty for who does not read it. `fils_visibles_par` in hand. `ecoles`: of a thread of
    several schools, those where they work.
    """
    portee, nature, ecole = personne.portee, fil.nature, fil.etablissement_id
    if nature == Nature.COMMUNE:
        return _qualites_avec_la_commune(personne, fil)
    if nature == Nature.COLLECTIF:
        return set().union(*qualites_reunies(personne, ecoles, est_membre=est_membre).values())
    qualites: set[str] = set()
    est_tu = nature == Nature.FOYER and not est_membre and est_le_sien(personne, fil.eleve_id)
    l_a_eu = (fil.eleve_id, fil.classe_id) not in jamais_eus
    enseigne = not est_tu and l_a_eu and fil.audience.est_tenue_par(personne)
    dirige = not est_tu and ecole in portee.etablissements_diriges
    if enseigne:
        qualites.add(Qualite.ENSEIGNANT)
    if dirige and (nature in (Nature.ANNONCE, Nature.ELEVES) or (nature == Nature.FOYER and fil.classe_id is None)):
        qualites.add(Qualite.DIRECTION)
    if ecole in portee.etablissements_de_travail and (
        nature in (Nature.EQUIPE, Nature.ECOLE) or (nature == Nature.PROJET and est_membre)
    ):
        qualites |= qualites_dans_l_ecole(personne, ecole)
    for suivi in portee.suivis:
        if _suit(personne, suivi, fil, est_membre=est_membre):
            qualites.add(Qualite.ELEVE if suivi.eleve.pk == personne.pk else Qualite.RESPONSABLE)
    return qualites


def _qualites_avec_la_commune(personne, fil) -> set[str]:
    """The direction of the school, and who follows the schools of its commune."""
    portee = personne.portee
    qualites: set[str] = {Qualite.DIRECTION} if fil.etablissement_id in portee.etablissements_diriges else set()
    if portee.communes and fil.etablissement.commune_id in portee.communes:
        qualites.add(REFERENT)
    return qualites


def qualites_dans_l_ecole(personne, ecole: int) -> set[str]:
    """What one is among the staff of a school."""
    natures = {"directeur": Qualite.DIRECTION, "enseignant": Qualite.ENSEIGNANT, "personnel": Qualite.PERSONNEL}
    return {natures[r.nature] for r in personne.portee.roles if r.etablissement_id == ecole and r.nature in natures}


def _suit(personne, suivi, fil, *, est_membre: bool) -> bool:
    """A pupil is in the thread of the pupils; their adults in all but those of colleagues, and in a household's that names them."""
    if suivi.eleve.pk == personne.pk:
        return fil.nature == Nature.ELEVES and fil.audience.comprend(suivi)
    if fil.nature in ENTRE_COLLEGUES or (fil.nature == Nature.FOYER and not est_membre):
        return False
    return fil.audience.comprend(suivi)


def messages_visibles_par(personne, fils) -> Q:
    """What has left, in the threads one reads (`fils`, a subquery); and what one wrote that waits for its hour."""
    return Q(fil__in=fils) & (Q(numero__isnull=False) | Q(auteur=personne, rendu_le=None))


def messages_rendus_a(personne) -> Q:
    """What one wrote and was given back is one's own, in whatever thread: to have lost the thread is often why."""
    return Q(auteur=personne, rendu_le__isnull=False)


def messages_a_reprendre(personne) -> Q:
    """Those that one has neither sent since nor discarded."""
    return messages_rendus_a(personne) & Q(rappele_le=None)


def peut_voir_qui_a_lu(qualites: Collection[str], nature: str) -> bool:
    """Adults of the school see who read; families see it of the two sides of their own thread, never of one another."""
    return nature in (Nature.FOYER, Nature.COMMUNE) or any(q in ADULTES_DE_L_ECOLE for q in qualites)


def peut_modifier(personne, message, *, est_gele: bool) -> bool:
    """Its author, while it waits, then for a few minutes; never during an incident, which freezes what was written."""
    if message.auteur_id != personne.pk or message.est_automatique or est_gele:
        return False
    if message.rappele_le or message.rendu_le:
        return False
    return message.parti_le is None or timezone.now() - message.parti_le <= DELAI_DE_CORRECTION


def se_cite_dans(cite, fil) -> bool:
    """A thread quotes its own messages; a household's, also the announcements that its two sides read."""
    if cite.pk == fil.pk:
        return True
    if fil.nature != Nature.FOYER or cite.etablissement_id != fil.etablissement_id:
        return False
    if cite.nature == Nature.ECOLE:
        return True
    return cite.nature == Nature.ANNONCE and (fil.classe_id is None or cite.classe_id == fil.classe_id)


def peut_ecrire_aux_foyers(qualites: Collection[str]) -> bool:
    """The school writes apart to each household of a child; whoever is of one knows nothing of the others, were they a teacher."""
    return Qualite.RESPONSABLE not in qualites and any(q in ADULTES_DE_L_ECOLE for q in qualites)


def peut_basculer(personne, fil) -> bool:
    """The teachers of the class open and close the thread of its pupils; who opened a project ends it."""
    if fil.nature == Nature.ELEVES:
        return fil.classe_id in personne.portee.classes_tenues
    return fil.nature == Nature.PROJET and fil.cree_par_id == personne.pk


def peut_passer_outre(qualites: Collection[str]) -> bool:
    """An urgent message of the direction does not wait for the morning."""
    return Qualite.DIRECTION in qualites
