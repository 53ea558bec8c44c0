"""The register of a class for a month, and who is allowed what, as spreadsheets."""

from django.utils.translation import gettext as _

from ent.socle.dates import date_format
from ent.socle.tableurs import LIGNES, en_ods

from .demi_journees import Moment
from .lectures.autorisations import Etat, Suivi
from .lectures.registre import Registre


def registre_ods(registre: Registre) -> bytes:
    return en_ods(date_format(registre.mois, "F Y"), lignes_du_registre(registre))


def lignes_du_registre(registre: Registre) -> LIGNES:
    """A heading of days, then a row a pupil, by name."""
    jours = [f"{date_format(jour, 'j F')} {Moment(moment).label}" for jour, moment in registre.colonnes]
    yield [_("Nom"), _("Prénom"), *jours, _("Demi-journées d’absence"), _("dont sans motif valable")]
    for rang in registre.rangs:
        yield [rang.eleve.nom, rang.eleve.prenom, *rang.cases, rang.absences, rang.sans_motif]


# --- What families allow ------------------------------------------------------------------------------------------------
def autorisations_ods(suivi: Suivi) -> bytes:
    return en_ods(suivi.demande.nom, lignes_des_autorisations(suivi))


def lignes_des_autorisations(suivi: Suivi) -> LIGNES:
    """Names and where each stands; no contact, and not who said what."""
    mots = {
        Etat.ACCORDEE: _("autorisé"),
        Etat.REFUSEE: _("refusé"),
        Etat.DESACCORD: _("en désaccord"),
        Etat.SANS_REPONSE: _("sans réponse"),
    }
    yield [_("Classe"), _("Nom"), _("Prénom"), _("Autorisation")]
    for classe in suivi.classes:
        for rang in classe.rangs:
            yield [classe.classe.nom, rang.eleve.nom, rang.eleve.prenom, mots[rang.etat]]
