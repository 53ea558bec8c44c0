"""The register of a class for a month, as a spreadsheet."""

from django.utils.translation import gettext as _

from ent.socle.dates import date_format
from ent.socle.tableurs import LIGNES, en_ods

from .demi_journees import Moment
from .lectures.direction import Registre


def registre_ods(registre: Registre) -> bytes:
    return en_ods(date_format(registre.mois, "F Y"), lignes_du_registre(registre))


def lignes_du_registre(registre: Registre) -> LIGNES:
    """A heading of days, then a row a pupil, by name."""
    jours = [f"{date_format(jour, 'j F')} {Moment(moment).label}" for jour, moment in registre.colonnes]
    yield [_("Nom"), _("Prénom"), *jours, _("Demi-journées d’absence"), _("dont sans motif valable")]
    for rang in registre.rangs:
        yield [rang.eleve.nom, rang.eleve.prenom, *rang.cases, rang.absences, rang.sans_motif]
