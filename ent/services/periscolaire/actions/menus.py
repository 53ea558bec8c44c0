"""Write a week of menus, say its allergens, publish it, take up a former one."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.portail.registres import dire_les_repas_changes
from ent.socle.textes import norme

from .. import allergenes, evenements
from ..menu_colle import PlatLu
from ..models import Menu, Plat

CINQ_JOURS = dt.timedelta(days=4)


@transaction.atomic
def ecrire_semaine(
    *, ecoles: Collection[Etablissement], lundi: dt.date, jours: Mapping[dt.date, list[PlatLu]], auteur: Personne
) -> None:
    """The same week in each of these schools; a day without dishes has no menu. What is published stays published."""
    for ecole in sorted(ecoles, key=lambda e: e.pk):
        semaine = Menu.objects.filter(etablissement=ecole, jour__range=(lundi, lundi + CINQ_JOURS))
        semaine.exclude(jour__in=[jour for jour, plats in jours.items() if plats]).delete()
        deja = semaine.exclude(publie_le=None).order_by("publie_le").values_list("publie_le", flat=True).first()
        for jour, plats in jours.items():
            if plats:
                _ecrire_un_jour(ecole, jour, plats, auteur, deja)
        _consigner("ecrire_menus", ecole, lundi, auteur)
        if deja:
            _signaler(ecole)


def _ecrire_un_jour(
    ecole: Etablissement, jour: dt.date, plats: list[PlatLu], auteur: Personne, publie_le: dt.datetime | None
) -> None:
    """A dish whose name did not move keeps what was said of it; what the line says wins."""
    menu, _cree = Menu.objects.get_or_create(etablissement=ecole, jour=jour, defaults={"publie_le": publie_le})
    menu.auteur = auteur
    menu.save(update_fields=["auteur"])
    dits = {norme(p.nom): p.allergenes_bruts for p in menu.plats.filter(dits=True)}
    menu.plats.all().delete()
    Plat.objects.bulk_create(
        Plat(
            menu=menu,
            rang=rang,
            nom=plat.nom,
            sans_viande=plat.sans_viande,
            allergenes_bruts=allergenes.ecrire(plat.allergenes) if plat.dits else dits.get(norme(plat.nom), ""),
            dits=plat.dits or norme(plat.nom) in dits,
        )
        for rang, plat in enumerate(plats)
    )


@transaction.atomic
def dire_allergenes(
    *,
    ecoles: Collection[Etablissement],
    lundi: dt.date,
    dits: Mapping[tuple[dt.date, str], Collection[str]],
    auteur: Personne,
) -> int:
    """Of dishes of these schools' week, by day and name: all that they hold, or that they hold none. How many were said."""
    plats = Plat.objects.select_related("menu").filter(
        menu__etablissement__in=ecoles, menu__jour__range=(lundi, lundi + CINQ_JOURS)
    )
    touches = []
    for plat in plats:
        if (cle := (plat.menu.jour, plat.nom)) in dits:
            plat.allergenes_bruts, plat.dits = allergenes.ecrire(dits[cle]), True
            touches.append(plat)
    Plat.objects.bulk_update(touches, ["allergenes_bruts", "dits"])
    for ecole in ecoles:
        _consigner("dire_allergenes", ecole, lundi, auteur)
        _signaler(ecole)
    return len(touches)


@transaction.atomic
def publier_semaine(*, ecoles: Collection[Etablissement], lundi: dt.date, auteur: Personne) -> None:
    """Families read it. Said again, it changes nothing."""
    for ecole in ecoles:
        semaine = Menu.objects.filter(etablissement=ecole, jour__range=(lundi, lundi + CINQ_JOURS))
        if not semaine.exists():
            raise ValidationError(_("Il n’y a pas encore de menu cette semaine-là."))
        if semaine.filter(publie_le=None).update(publie_le=timezone.now()):
            _consigner("publier_menus", ecole, lundi, auteur)
            _signaler(ecole)


@transaction.atomic
def retirer_semaine(*, ecoles: Collection[Etablissement], lundi: dt.date, auteur: Personne) -> None:
    """Families read it no more, until it is published again."""
    for ecole in ecoles:
        semaine = Menu.objects.filter(etablissement=ecole, jour__range=(lundi, lundi + CINQ_JOURS))
        if semaine.exclude(publie_le=None).update(publie_le=None):
            _consigner("retirer_menus", ecole, lundi, auteur)
            _signaler(ecole)


@transaction.atomic
def copier_semaine(*, ecole: Etablissement, de: dt.date, vers: dt.date, auteur: Personne) -> None:
    """Dishes alone: a recipe may have changed, so that its allergens are proposed again and said by somebody."""
    jours: dict[dt.date, list[PlatLu]] = {}
    for menu in Menu.objects.filter(etablissement=ecole, jour__range=(de, de + CINQ_JOURS)).prefetch_related("plats"):
        jours[vers + (menu.jour - de)] = [PlatLu(plat.nom, plat.sans_viande) for plat in menu.plats.all()]
    if not jours:
        raise ValidationError(_("Cette semaine-là n’a pas de menu à reprendre."))
    ecrire_semaine(ecoles=[ecole], lundi=vers, jours=jours, auteur=auteur)


def _consigner(verbe: str, ecole: Etablissement, lundi: dt.date, auteur: Personne) -> None:
    consigner(f"periscolaire.{verbe}", auteur=auteur, etablissement=ecole, objet=f"menus du {lundi}")


def _signaler(ecole: Etablissement) -> None:
    dire_les_repas_changes([ecole.pk])
    diffusion.signaler(nature=evenements.MENUS, objet_id=ecole.pk, destinataires=evenements.familles_de(ecole))
