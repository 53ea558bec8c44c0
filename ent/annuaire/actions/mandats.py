"""Powers: confide, change, take back, give back. Each line of the journal says whose; what is done by them is journalled where it is done."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..droits import exiger
from ..journal import consigner, est_le_dernier_geste
from ..models import EntreeJournal, Etablissement, Mandat, Personne
from ..pouvoir import pouvoir
from ..registres import dire_le_travail_donne, dire_le_travail_rendu

GESTES = (
    "annuaire.confier_des_pouvoirs",
    "annuaire.reprendre_des_pouvoirs",
    "annuaire.rendre_des_pouvoirs",
    "annuaire.redonner_des_pouvoirs",
)


def _consigner(verbe: str, mandat: Mandat, auteur: Personne) -> EntreeJournal:
    return consigner(
        verbe,
        auteur=auteur,
        etablissement=mandat.etablissement,
        objet=f"mandat {mandat.pk}",
        pouvoirs=mandat.codes,
    )


def _finir(mandat: Mandat, par: Personne) -> None:
    mandat.fini_le, mandat.fini_par = timezone.now(), par
    mandat.save(update_fields=["fini_le", "fini_par"])


def _le_sien(personne: Personne, etablissement: Etablissement) -> Mandat | None:
    """The one that is not ended, whatever its days. Waits for whoever changes it."""
    siens = Mandat.objects.select_for_update(of=("self",)).filter(fini_le=None)
    return siens.filter(personne=personne, etablissement=etablissement).first()


@transaction.atomic
def confier_des_pouvoirs(
    *,
    etablissement: Etablissement,
    personne: Personne,
    auteur: Personne,
    pouvoirs: Collection[str],
    debut: dt.date,
    fin: dt.date,
) -> Mandat:
    """These powers and no other, from a day to a day: what was confided before ends. Whoever gives directs the school, and holds them all."""
    exiger(etablissement.pk in auteur.portee.etablissements_diriges, _("Seule la direction confie des pouvoirs."))
    Etablissement.objects.select_for_update(of=("self",)).get(
        pk=etablissement.pk
    )  # of two heads, the second finds what the first gave
    if ancien := _le_sien(personne, etablissement):
        _finir(ancien, auteur)
    mandat = Mandat.objects.create(
        etablissement=etablissement,
        confie_par=auteur,
        personne=personne,
        pouvoirs=" ".join(sorted(pouvoir(code).code for code in pouvoirs)),
        debut=debut,
        fin=fin,
    )
    if ancien:
        dire_le_travail_rendu([personne.pk])
    dire_le_travail_donne([personne.pk])
    _consigner("annuaire.confier_des_pouvoirs", mandat, auteur)
    return mandat


@transaction.atomic
def reprendre_des_pouvoirs(*, mandat: Mandat, auteur: Personne) -> int:
    """At once: the next page of whoever held them is not there. Gives the line that says it."""
    mandat = Mandat.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=mandat.pk)
    if mandat.fini_le:
        raise ValidationError(_("Ces pouvoirs étaient déjà repris."))
    _finir(mandat, auteur)
    dire_le_travail_rendu([mandat.personne_id])
    est_le_sien = mandat.personne_id == auteur.pk
    if est_le_sien:
        return _consigner("annuaire.rendre_des_pouvoirs", mandat, auteur).pk
    return _consigner("annuaire.reprendre_des_pouvoirs", mandat, auteur).pk


@transaction.atomic
def redonner_des_pouvoirs(*, geste: int, etablissement: Etablissement, auteur: Personne) -> None:
    """Undo what took them back, once, by who did it: to the day on which they were to end."""
    Etablissement.objects.select_for_update(of=("self",)).get(
        pk=etablissement.pk
    )  # of two who undo, the second finds it undone
    objet = EntreeJournal.objects.filter(pk=geste).values_list("objet", flat=True).first() or ""
    numero = objet.removeprefix("mandat ")
    mandat = Mandat.objects.filter(pk=numero, etablissement=etablissement).first() if numero.isdecimal() else None
    if mandat is None or not est_le_dernier_geste(geste, etablissement=etablissement, objet=objet, verbes=GESTES):
        raise ValidationError(_("Ces pouvoirs ont changé depuis."))
    if mandat.fini_le is None or _le_sien(mandat.personne, etablissement):
        raise ValidationError(_("Ces pouvoirs ont changé depuis."))
    mandat.fini_le = mandat.fini_par = None
    mandat.save(update_fields=["fini_le", "fini_par"])
    dire_le_travail_donne([mandat.personne_id])
    _consigner("annuaire.redonner_des_pouvoirs", mandat, auteur)
