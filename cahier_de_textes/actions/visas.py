"""Set a visa on a week, and take it back the same day."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Personne

from .. import droits
from ..models import Visa


@transaction.atomic
def apposer_visa(
    *,
    classe: Classe,
    par: Personne,
    date_lundi: dt.date,
    nature: str = Visa.Nature.DIRECTION,
    nom_inspection: str = "",
    mot: str = "",
) -> Visa:
    """The direction read this week, or records that an inspector did. A week may have several."""
    visa = Visa.objects.create(
        classe=classe,
        par=par,
        date_lundi=date_lundi,
        nature=nature,
        nom_inspection=nom_inspection if nature == Visa.Nature.INSPECTION else "",
        mot=mot,
    )
    _consigner("apposer_visa", visa, par)
    return visa


@transaction.atomic
def retirer_visa(*, visa: Visa, par: Personne) -> None:
    """Only who set it, and only the same day: after that it is a fact."""
    if not droits.peut_retirer_visa(par, visa):
        raise PermissionDenied(_("Un visa se retire le jour même, par la personne qui l’a apposé."))
    _consigner("retirer_visa", visa, par)
    visa.delete()


def _consigner(verbe: str, visa: Visa, par: Personne) -> None:
    consigner(
        f"cahier_de_textes.{verbe}",
        auteur=par,
        etablissement=visa.classe.etablissement,
        objet=f"visa {visa.pk}",
        classe=visa.classe_id,
        semaine=visa.date_lundi.isoformat(),
        nature=str(visa.nature),
    )
