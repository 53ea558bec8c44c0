"""Who may see and do what in the directory.

A right is a ``Q`` over field paths (what may be seen) or a predicate on an object in hand (what may be done). All are written with the ids of
`Personne.portee`, so that one truth serves pages, exports and signals. No model is imported.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ent.socle.dates import aujourd_hui
from ent.socle.preparees import JOUR, gardee

RIEN = Q(pk__in=[])


def exiger(permis: bool, phrase: str = "") -> None:
    """Refuse with 403 what is known but not allowed; `phrase` tells the person what to do instead."""
    if not permis:
        raise PermissionDenied(phrase)


def en_cours(prefixe: str = "", jour: Any = None) -> Q:
    """A tie counts from its first day to its last, both included; that day, or today."""
    return _en_cours(prefixe, jour or aujourd_hui())


@lru_cache(maxsize=64)
def _en_cours(prefixe: str, jour: dt.date) -> Q:
    return gardee(Q(**{f"{prefixe}debut__lte": jour}) & pas_fini(prefixe, jour))


def pas_fini(prefixe: str = "", jour: Any = None) -> Q:
    """A tie of that day (today) or to come: whoever has one keeps what it gives until the evening of its last day."""
    return Q(**{f"{prefixe}fin": None}) | Q(**{f"{prefixe}fin__gte": jour or aujourd_hui()})


def en_cours_ce_jour() -> Q:
    """`en_cours`, of the day when the database is asked: for rules that are kept."""
    return Q(debut__lte=JOUR) & pas_fini(jour=JOUR)


def compte_ouvert(prefixe: str = "") -> Q:
    """An account that nobody closed: neither closed, nor merged, nor left."""
    return Q(**{f"{prefixe}is_active": True, f"{prefixe}fermee_le": None, f"{prefixe}fusionnee_dans": None})


def tient_un_compte_ouvert(personne) -> bool:
    """The same, of somebody who was read."""
    return personne.is_active and personne.fermee_le is None and personne.fusionnee_dans_id is None


def d_un_eleve_present() -> Q:
    """Of ties: of today, with a child who has not left (`fermee_le`). One who has no class yet is there."""
    return en_cours() & Q(enfant__fermee_le=None)


def pas_finie(prefixe: str) -> Q:
    """A school year that is not over: nobody closes a group, it ends with its year."""
    return Q(**{f"{prefixe}fin__gte": aujourd_hui()})


# How long one goes on reading a school year that is over, after its last day. Said here alone: pages, files and what erases obey it.
GARDE_DES_ANNEES = dt.timedelta(days=365)
# The account of who works there no more, or answers for the child no more, is erased within three months (arrêté of 30 November 2006); a school may choose
# less, and never less than the notice that is given.
DELAI_MAX, PREAVIS = dt.timedelta(days=90), dt.timedelta(days=30)


def annee_relue(prefixe: str = "") -> Q:
    """A school year that has begun, and that is read still."""
    jour = aujourd_hui()
    return Q(**{f"{prefixe}debut__lte": jour, f"{prefixe}fin__gte": jour - GARDE_DES_ANNEES})


def classe_finie(prefixe: str = "") -> Q:
    """A class that was closed, or whose year is over: whoever read it then reads it still (`Personne.autrefois`)."""
    close = Q(**{f"{prefixe}fermee_le__isnull": False}) | Q(**{f"{prefixe}annee__fin__lt": aujourd_hui()})
    return close & annee_relue(f"{prefixe}annee__")


# Of who asks why a page is not there: a module, and schools that are taken as having it on (`suppose_ouvert`).
_suppose: ContextVar[tuple[str, Collection[int]]] = ContextVar("suppose", default=("", ()))


@contextmanager
def suppose_ouvert(module: str, ecoles: Collection[int]) -> Iterator[None]:
    """Meanwhile, what asks of no person in particular takes it as on in these schools. Nothing is ever shown by it (`Portee.si_ouvert`)."""
    jeton = _suppose.set((module, ecoles))
    try:
        yield
    finally:
        _suppose.reset(jeton)


def module_ouvert(module: str, prefixe: str = "") -> Q:
    """Schools, at this path, where the module is on: for what asks of no person in particular (the clock, the day's e-mails)."""
    ouvert = ~Q(**{f"{prefixe}modules_fermes__contains": f" {module} "})
    suppose, ecoles = _suppose.get()
    return ouvert | Q(**{f"{prefixe}pk__in": sorted(ecoles)}) if ecoles and suppose == module else ouvert


# --- Schools --------------------------------------------------------------------------------------------------------
def etablissements_visibles_par(personne) -> Q:
    """One's own schools and one's children's; a commune's référent, its schools; the operator, all."""
    portee = personne.portee
    if portee.est_operateur:
        return ~Q(pk__in=portee.fermees) if portee.fermees else Q()
    ids = portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    return Q(pk__in=ids) | portee.dans_ses_communes()


def etablissements_suivis_par(personne) -> Q:
    """Schools read in figures: all by the operator, those of their communes by a référent. Nothing of who is there."""
    return Q() if personne.portee.est_operateur else Q(commune__in=personne.portee.communes)


def etablissements_comptes_par(personne) -> Q:
    """Those, and the schools that one directs: what an import refused is said to both, without a name."""
    if personne.portee.est_operateur:
        return Q()
    return etablissements_suivis_par(personne) | Q(pk__in=personne.portee.etablissements_diriges)


def suit_des_ecoles(personne) -> bool:
    return personne.portee.est_operateur or bool(personne.portee.communes)


def peut_ouvrir_une_ecole(personne) -> bool:
    """The operator alone: a school that is made is everybody's on the territory."""
    return personne.portee.est_operateur


def peut_reunir_des_ecoles(personne) -> bool:
    """The operator alone writes down what the commune and the académie decided: neither school ends another."""
    return personne.portee.est_operateur


def communes_reglees_par(personne) -> Q:
    """A référent keeps the settings of their communes; nobody those of another."""
    return Q(pk__in=personne.portee.communes)


def communes_dont_les_reglages_se_lisent_par(personne) -> Q:
    """Those that one keeps; the operator reads them all, and changes none: what a commune decides is its own, within what the territory leaves."""
    return Q() if personne.portee.est_operateur else communes_reglees_par(personne)


def peut_regler_la_commune(personne, commune_id: int) -> bool:
    return commune_id in personne.portee.communes


def peut_regler_le_territoire(personne) -> bool:
    """The operator alone: what the territory fixes or bounds holds for every commune and every school."""
    return personne.portee.est_operateur


def etablissements_diriges_par(personne) -> Q:
    """The directeur alone keeps the school's directory and settings."""
    return Q(pk__in=personne.portee.etablissements_diriges)


def etablissements_servis_par(personne) -> Q:
    """Those whose direction confided a power, whichever: they are named, and lead to what is confided."""
    return Q(pk__in=personne.portee.mandats)


def etablissements_tenus_par(personne, pouvoir: str) -> Q:
    """Where one may do what this power lets do: the direction, and whom it confided it to."""
    return Q(pk__in=personne.portee.ecoles_ou(pouvoir))


def peut_noter_un_depart(personne, partante, roles) -> bool:
    """One's colleagues leave, by the roles they hold there; the direction itself is named by the operator."""
    return partante.pk != personne.pk and all(role.nature != "directeur" for role in roles)


def interlocuteurs_visibles_par(personne) -> Q:
    """Who answers in the schools that one knows, and in the territory, which is said to all."""
    portee = personne.portee
    if portee.est_operateur:
        return Q()
    ids = portee.etablissements_de_travail | {s.etablissement_id for s in portee.suivis}
    return Q(etablissement__in=ids) | Q(etablissement__commune__in=portee.communes) | Q(etablissement=None)


# --- Classes and groups ---------------------------------------------------------------------------------------------
def classes_tenues_par(personne) -> Q:
    """A teacher holds the classes of their current affectations."""
    return Q(pk__in=personne.portee.classes_tenues)


def classes_gerees_par(personne) -> Q:
    """The teachers of a class and the direction keep its slips, its tablet link and its pupils' secrets."""
    return classes_tenues_par(personne) | Q(etablissement__in=personne.portee.etablissements_diriges, fermee_le=None)


def classes_gardees_par(personne, pouvoir: str) -> Q:
    """The same, and whom this power was confided to, of the whole school."""
    return classes_tenues_par(personne) | Q(etablissement__in=personne.portee.ecoles_ou(pouvoir), fermee_le=None)


def classes_visibles_par(personne) -> Q:
    """A class is known by those who keep it, its pupils and their responsables."""
    return classes_gerees_par(personne) | Q(pk__in=[s.classe_id for s in personne.portee.suivis])


def classes_relues_par(personne) -> Q:
    """Classes of the years that are over, to be read only: by those who taught them to their end and work there still, and by the direction."""
    portee = personne.autrefois.portee
    return Q(pk__in=portee.classes_tenues) | classe_finie() & Q(etablissement__in=portee.etablissements_diriges)


def groupes_tenus_par(personne) -> Q:
    return Q(pk__in=personne.portee.groupes_tenus)


def groupes_relus_par(personne) -> Q:
    """Groups that one taught, of the years that are over."""
    return Q(pk__in=personne.autrefois.portee.groupes_tenus)


def groupes_visibles_par(personne) -> Q:
    """A group is known by its teachers, the direction, its pupils and their responsables."""
    suivis = [pk for s in personne.portee.suivis for pk in s.groupes]
    return groupes_tenus_par(personne) | Q(etablissement__in=personne.portee.etablissements_diriges) | Q(pk__in=suivis)


# --- People ---------------------------------------------------------------------------------------------------------
def eleves_visibles_par(personne) -> Q:
    """A pupil is known by their responsables, themself, the teachers of their class or group, and the direction."""
    portee = personne.portee
    visible = Q(pk__in=[s.eleve.pk for s in portee.suivis])
    if portee.etablissements_de_travail:
        visible |= Q(pk__in=portee.eleves_du_travail)
    return visible


def personnes_visibles_par(personne) -> Q:
    """A direction reads the people of its school: staff, pupils, and the responsables that the school declared."""
    diriges = personne.portee.etablissements_diriges
    if not diriges:
        return RIEN
    return (
        (en_cours("roles__") & Q(roles__etablissement__in=diriges))
        | Q(inscriptions__classe__etablissement__in=diriges)
        | Q(responsabilites__etablissement__in=diriges)
    )


def peut_chercher_des_gens(personne) -> bool:
    """Whoever works in a school, a commune or the territory. A family has no directory, not even of its own class."""
    return personne.portee.est_personnel


def responsabilites_du_travail_de(personne) -> Q:
    """Ties of the pupils whom one teaches or directs, as the school where one has them declares them: those of another school, and of
    one's own children, are nothing of one's work.
    """
    portee = personne.portee
    if not portee.etablissements_de_travail:
        return RIEN
    ici = {"eleve": OuterRef("enfant"), "classe__etablissement": OuterRef("etablissement")}
    return en_cours() & Q(Exists(portee.inscriptions_du_travail.filter(**ici)))


def roles_trouves_par(personne) -> Q:
    """The team of one's schools; who directs the schools of a commune, for its référent; who directs any school, for the operator."""
    portee = personne.portee
    trouves = Q(etablissement__in=portee.etablissements_de_travail)
    if portee.est_operateur:
        trouves |= Q(nature="directeur")
    else:
        trouves |= Q(nature="directeur", etablissement__commune__in=portee.communes)
    return en_cours() & trouves


def peut_lire_les_coordonnees(personne, etablissement_id: int) -> bool:
    """Addresses, phones and e-mails that the school holds, and the INE: its direction alone. A teacher writes by the product."""
    return etablissement_id in personne.portee.etablissements_diriges


def personnes_connues_de(personne) -> Q:
    """The same, and those who worked there and left: a direction reads what they did."""
    diriges = personne.portee.etablissements_diriges
    return personnes_visibles_par(personne) | Q(roles__etablissement__in=diriges) if diriges else RIEN


# --- Between those who answer for one child ---------------------------------------------------------------------------
def est_le_sien(personne, eleve_id: int) -> bool:
    """Joined to that child by a tie of their own, with authority or without: what another adult of the child gave or said is not theirs to read by
    working there; a colleague does.
    """
    return eleve_id in personne.portee.siens


def dits_par_un_autre(personne, *, par: str = "par", eleve: str = "eleve") -> Q:
    """Rows about a child of this reader's own, that another gave or said, or nobody known. Nothing for who has no child."""
    siens = personne.portee.siens
    return Q(**{f"{eleve}__in": siens}) & ~Q(**{par: personne.pk}) if siens else RIEN


# --- Confided powers ------------------------------------------------------------------------------------------------
def mandat_en_cours() -> Q:
    """Between its days, ended by nobody. That its giver still directs is asked of the database (`qui_tiennent`)."""
    return en_cours() & Q(fini_le=None)


def mandats_recus_par(personne) -> Q:
    return Q(personne=personne)


def mandats_tenus_par(personne) -> Q:
    """The direction alone confides and takes back, whoever of it had given: who was confided a power confides none."""
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def peut_confier_un_pouvoir(personne, membre, roles) -> bool:
    """To somebody of one's team, never to oneself, nor to who directs: they hold them all."""
    return membre.pk != personne.pk and bool(roles) and all(role.nature != "directeur" for role in roles)


# --- Temporary help -------------------------------------------------------------------------------------------------
def aide_en_cours() -> Q:
    """Ended by nobody, and not over."""
    return Q(finie_le=None, fin__gt=timezone.now())


def aides_tenues_par(personne) -> Q:
    """Any of the direction ends what another opened."""
    return Q(etablissement__in=personne.portee.etablissements_diriges)


def aides_recues_par(personne) -> Q:
    return Q(a_qui=personne)


# --- Confided accesses ----------------------------------------------------------------------------------------------
def delegation_en_cours() -> Q:
    """Accepted, ended by nobody, between its days. That its giver still holds the tie is asked of the database (`qui_tiennent`)."""
    return Q(en_cours(), ~Q(acceptee_le=None), finie_le=None)


def peut_repondre(suivi, salle: str) -> bool:
    """One's own child, or one confided with that room's answers."""
    return suivi.delegation is None or suivi.delegation.repond(salle)


def delegations_vues_par(personne) -> Q:
    """Of the children that one follows, what any holder confided; what one was given; of the pupils one teaches or directs, all. What is
    shown of each is another question: to the other holder, that it exists.
    """
    portee = personne.portee
    vues = Q(delegue=personne)
    for suivi in portee.suivis:
        if suivi.eleve.pk != personne.pk:
            vues |= Q(enfant=suivi.eleve.pk, etablissement=suivi.etablissement_id)
    return vues | delegations_du_travail_de(personne)


def delegations_du_travail_de(personne) -> Q:
    """Of the schools that one directs; of the pupils of the classes that one teaches, in that school."""
    portee = personne.portee
    if not portee.etablissements_de_travail:
        return RIEN
    ici = {"eleve": OuterRef("enfant"), "classe__etablissement": OuterRef("etablissement")}
    des_classes = Q(Exists(portee.inscriptions_du_travail.filter(classe__in=portee.classes_tenues, **ici)))
    lues = Q(etablissement__in=portee.etablissements_diriges) | des_classes
    return lues & ~dits_par_un_autre(personne, par="delegant", eleve="enfant")


def peut_confier(personne, suivi) -> bool:
    """A holder of authority, of a child that they follow by their own tie: what was confided is confided no further."""
    return suivi in personne.portee.suivis and suivi.eleve.pk != personne.pk


def peut_changer_la_scolarite(personne, etablissement_id: int) -> bool:
    """The direction alone says in which class a pupil of its school is, and that they left."""
    return etablissement_id in personne.portee.etablissements_diriges


def peut_confirmer_responsabilite(personne, responsabilite) -> bool:
    """Only the direction of the school that declared a tie says who holds parental authority."""
    return responsabilite.etablissement_id in personne.portee.etablissements_diriges


def journal_visible_par(personne) -> Q:
    """A direction reads its school's journal; the operator reads the lines that belong to no school."""
    visible = Q(etablissement__in=personne.portee.ecoles_ou("historique"))
    if personne.portee.est_operateur:
        visible |= Q(etablissement=None)
    return visible
