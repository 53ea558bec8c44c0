"""Checks that the forms of the cahier share."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ent.annuaire import calendrier

UN_AN = dt.timedelta(days=365)


def exiger_un_jour_de_classe(etablissement, jour: dt.date) -> None:
    if jour > timezone.localdate() + UN_AN:
        raise forms.ValidationError(_("Ce jour est dans plus d’un an : vérifiez l’année."))
    if not calendrier.est_jour_de_classe(etablissement, jour):
        raise forms.ValidationError(
            _("Pas de classe le %(jour)s. Le jour de classe suivant est le %(suivant)s.")
            % {
                "jour": date_format(jour, "l j F"),
                "suivant": date_format(calendrier.prochain_jour_de_classe(etablissement, jour), "l j F"),
            }
        )
