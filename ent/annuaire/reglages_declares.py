"""The settings that this room declares: quiet hours (circulaire of 10 July 2025)."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from .calendrier import Retient
from .droits import DELAI_MAX, PREAVIS
from .etages import Choix, Declaration, Entier, Heure, Ordre, OuiNon

REPOS, CONSERVATION = "repos", "conservation"

REGLAGES = [
    Declaration(
        "calme.debut",
        _("Début du repos, le soir"),
        _("À cette heure, plus rien n’arrive aux familles : ce qui est écrit est gardé et part au matin."),
        Heure(dt.time(13), dt.time(23, 59)),
        dt.time(20),
        ordre=Ordre.AU_PLUS,
        borne=_("au plus tard à %(valeur)s"),
        rubrique=REPOS,
    ),
    Declaration(
        "calme.fin",
        _("Fin du repos, le matin"),
        _("Ce qui attendait arrive aux familles à cette heure."),
        Heure(dt.time(0), dt.time(12)),
        dt.time(7),
        ordre=Ordre.AU_MOINS,
        borne=_("pas avant %(valeur)s"),
        rubrique=REPOS,
    ),
    Declaration(
        "calme.week_end",
        _("Repos du vendredi soir au lundi matin"),
        _("Le repos tient aussi tout le week-end."),
        OuiNon(),
        defaut=True,
        rubrique=REPOS,
    ),
    Declaration(
        "calme.retient",
        _("Ce qui attend pendant le repos"),
        _("La page elle-même attend le matin, ou les familles peuvent lire sans être prévenues."),
        Choix(Retient.choices),
        Retient.TOUT.value,
        rubrique=REPOS,
    ),
    Declaration(
        "conservation.delai",
        _("Combien de temps un compte reste après un départ"),
        _(
            "Le compte de qui ne travaille plus ici, ou ne répond plus d’un élève, s’efface ensuite ; la personne est prévenue 30 jours avant."
        ),
        Entier(PREAVIS.days, DELAI_MAX.days, _("jours")),
        DELAI_MAX.days,
        ordre=Ordre.AU_PLUS,
        borne=_("%(valeur)s au plus"),
        rubrique=CONSERVATION,
    ),
]
