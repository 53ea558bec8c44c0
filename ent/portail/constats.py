"""What the ground finds in a school and tells its direction: accounts to open, ties to confirm."""

import datetime as dt

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.lectures.comptes import nombre_sans_responsable
from ent.annuaire.lectures.parente import a_confirmer
from ent.annuaire.lectures.passages import passages_empeches, rentree_pas_faite
from ent.annuaire.models import Etablissement, Personne
from ent.socle.dates import date_format

from .lectures import EtatEcole
from .registres import Geste


def a_inviter(etat: EtatEcole, _trouve: None) -> int:
    return etat.responsables_a_inviter


def inviter(etat: EtatEcole, _trouve: None) -> Geste | None:
    if not (n := etat.responsables_a_inviter):
        return None
    phrase = ngettext(
        "%(n)s responsable n’a pas encore ouvert son compte. Donnez-lui son papier.",
        "%(n)s responsables n’ont pas encore ouvert leur compte. Donnez-leur leur papier.",
        n,
    )
    adresse = reverse("annuaire_comptes", args=[etat.ecole.uai])
    return Geste(phrase % {"n": n}, _("Voir qui, et imprimer"), adresse)


def sans_responsable(personne: Personne) -> dict[int, int]:
    """By school (id), pupils of whom nobody can be told anything. One query."""
    return nombre_sans_responsable(Etablissement.objects.diriges_par(personne).order_by().values("pk"))


def dire_sans_responsable(_etat: EtatEcole, n: int | None) -> int | str:
    """Nothing while each pupil has one."""
    return n or ""


def trouver_un_responsable(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext(
        "%(n)s élève n’a aucun responsable connu : personne ne reçoit ce qui le concerne.",
        "%(n)s élèves n’ont aucun responsable connu : personne ne reçoit ce qui les concerne.",
        n,
    )
    adresse = reverse("annuaire_comptes", args=[etat.ecole.uai])
    return Geste(phrase % {"n": n}, _("Voir dans quelles classes"), adresse)


def liens_a_confirmer(personne: Personne) -> dict[int, int]:
    """By school (id), as many as the page of ties lists. One query."""
    dirigees = Etablissement.objects.diriges_par(personne).order_by().values("pk")
    liens = a_confirmer().filter(etablissement__in=dirigees)
    return dict(liens.order_by().values_list("etablissement").annotate(Count("pk")))


def confirmer(etat: EtatEcole, n: int | None) -> Geste | None:
    if not n:
        return None
    phrase = ngettext("%(n)s lien de parenté est à confirmer.", "%(n)s liens de parenté sont à confirmer.", n)
    adresse = reverse("annuaire_responsables", args=[etat.ecole.uai])
    return Geste(phrase % {"n": n}, _("Confirmer les liens"), adresse)


def rentree(personne: Personne) -> dict[int, dt.date | bool]:
    """Schools whose classes are still those of last year, or whose passage was to be done by itself one day (given) and was not. Two queries in September
    and October, one in summer, none else.
    """
    dirigees = personne.portee.etablissements_diriges
    return dict.fromkeys(rentree_pas_faite(dirigees), True) | passages_empeches(dirigees)


def dire_la_rentree(_etat: EtatEcole, pas_faite: dt.date | bool | None) -> str:
    """Nothing once it is done."""
    return _("pas faite") if pas_faite else ""


def faire_la_rentree(etat: EtatEcole, pas_faite: dt.date | bool | None) -> Geste | None:
    if not pas_faite:
        return None
    adresse = reverse("annuaire_passage", args=[etat.ecole.uai])
    if isinstance(pas_faite, dt.date):
        phrase = _("La rentrée prévue le %(jour)s n’a pas pu se faire : son plan est à compléter.")
        return Geste(phrase % {"jour": date_format(pas_faite, "j F")}, _("Voir ce qui manque"), adresse)
    phrase = _("La rentrée n’est pas faite : les classes sont encore celles de l’an dernier.")
    return Geste(phrase, _("Faire la rentrée"), adresse)
