"""The days of the teacher's week, each drawn once for all who read the same words of it: its teachers again and again, its direction."""

import datetime as dt
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from ent.coquille.jinja import dessiner, dessiner_une_fois

from ..ecrits import quand_visible
from ..lectures.emploi import Prevu
from ..lectures.lus import SeanceLue, TravailLu
from ..lectures.semaine import Case, Cible, Semaine
from ..models import Seance, Travail
from .cahier import donner_a, jour_proche, seance_de

register = template.Library()

LONGUE = 40  # items of a day; beyond, it is drawn each time: what is kept has a bound


class TravailDit(NamedTuple):
    """All that a week shows of a travail."""

    pk: int
    nature: str
    texte: str
    niveau: str
    matiere: str
    cible: str  # its class or group, where several are shown
    prenoms: str  # of the pupils that it names
    est_brouillon: bool
    attend: str  # when families will see it
    concernes: int
    vus: int
    faits: int

    get_niveau_display = Travail.get_niveau_display


class Carte(NamedTuple):
    """All that a week shows of a séance."""

    est_ecrite = True

    pk: int
    titre: str
    niveaux: str
    heure: dt.time | None
    domaine: str
    cible: str
    prenoms: str
    est_brouillon: bool
    attend: str

    liste_niveaux = Seance.liste_niveaux


class PrevuDit(NamedTuple):
    """A slot of the timetable that nothing fills, and where one writes what was done."""

    est_ecrite = False

    ecrire: str
    rang: int
    titre: str
    niveaux: tuple[str, ...]
    debut: dt.time | None
    nom: str  # of its class, where several are shown


class OuEcrire(NamedTuple):
    """Where one gives work to a class or a group, and writes its séances."""

    donner: str
    ecrire: str
    nom: str


class ChargeDite(NamedTuple):
    """How long the work of a day is, for one level."""

    libelle: str
    duree: str
    largeur: int
    depasse: bool


class JourDit(NamedTuple):
    """All that a week shows of one day: two that are alike are drawn alike."""

    date: dt.date
    est_montre: bool  # the one that a phone shows
    est_aujourd_hui: bool
    est_a_venir: bool
    proche: str  # « demain », of the next class day
    est_ouvert: bool
    fermeture: str
    second_niveau: str  # of the week: filled, where the others are outlined
    charges: tuple[ChargeDite, ...]
    travaux: tuple[TravailDit, ...]
    moments: tuple[tuple[str, tuple[Carte | PrevuDit, ...], bool], ...]
    ou_ecrire: tuple[OuEcrire, ...]


@register.simple_tag(takes_context=True)
def jours_de_la_semaine(context: dict) -> SafeString:
    """Where several classes or groups are shown, there is no `cible`."""
    semaine = context["semaine"]
    return mark_safe("".join([_dessiner(_dire(context, semaine, case)) for case in semaine.cases]))  # noqa: S308


def _dire(context: dict, semaine: Semaine, case: Case) -> JourDit:
    aujourd_hui, a_sa_cible = context["aujourd_hui"], not context["cible"]
    return JourDit(
        case.date,
        case.date == context["jour_montre"],
        case.date == aujourd_hui,
        case.date >= aujourd_hui,
        jour_proche(case.date) if case.date == context["prochain"] else "",
        case.est_ouvert,
        case.fermeture,
        semaine.second_niveau,
        tuple([ChargeDite(c.libelle, c.duree, c.largeur, c.depasse) for c in case.charges]),
        tuple([_travail(travail, a_sa_cible) for travail in case.travaux]),
        tuple(
            [
                (
                    moment,
                    tuple([_prevu(c, a_sa_cible) if isinstance(c, Prevu) else _carte(c, a_sa_cible) for c in choses]),
                    ouvert,
                )
                for moment, choses, ouvert in case.moments
            ]
        ),
        tuple([_ou_ecrire(cible, a_sa_cible) for cible in case.ouvertes]) if context["peut_donner"] else (),
    )


def _travail(lu: TravailLu, a_sa_cible: bool) -> TravailDit:
    return TravailDit(
        lu.pk,
        lu.nature,
        lu.texte,
        lu.niveau,
        lu.matiere,
        lu.cible.nom if a_sa_cible else "",
        _pour_qui(lu),
        lu.est_brouillon,
        quand_visible(lu) if lu.attend else "",
        lu.nombre_concernes,
        lu.nombre_vus,
        lu.nombre_faits,
    )


def _carte(lue: SeanceLue, a_sa_cible: bool) -> Carte:
    cible, attend = lue.cible.nom if a_sa_cible else "", quand_visible(lue) if lue.attend else ""
    dite = (lue.pk, lue.titre, lue.niveaux, lue.heure, lue.domaine)
    return Carte(*dite, cible, _pour_qui(lue), lue.est_brouillon, attend)


def _pour_qui(lu: TravailLu | SeanceLue) -> str:
    """The pupils whom it names, or that they are gone; nothing of what is for all."""
    qui = ", ".join(lu.prenoms or lu.partis)
    if not lu.partis:
        return qui
    phrase = ngettext("%(qui)s n’est plus dans la classe", "%(qui)s ne sont plus dans la classe", len(lu.partis))
    return phrase % {"qui": qui}


def _prevu(prevu: Prevu, a_sa_cible: bool) -> PrevuDit:
    creneau, nom = prevu.creneau, prevu.classe.nom if a_sa_cible else ""
    return PrevuDit(seance_de(prevu.classe), prevu.rang, creneau.titre, tuple(creneau.niveaux), creneau.debut, nom)


def _ou_ecrire(cible: Cible, a_sa_cible: bool) -> OuEcrire:
    return OuEcrire(donner_a(cible), seance_de(cible), cible.nom if a_sa_cible else "")


def _dessiner(dit: JourDit) -> str:
    n = len(dit.travaux) + sum(isinstance(c, Carte) for _moment, choses, _ouvert in dit.moments for c in choses)
    return (dessiner_une_fois if n <= LONGUE else dessiner)("cahier_de_textes/semaine.html:jour", dit)
