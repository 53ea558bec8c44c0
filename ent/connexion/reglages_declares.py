"""The settings that this room declares: where the wall of first names opens, and up to which level one comes in by pictures."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import COLLEGE, Choix, Declaration, Ordre

from .derivation import Images
from .droits import SECOND_FACTEUR, DeuxiemeCle
from .tablettes_connues import Mur

TABLETTES, COMPTES = "tablettes", "comptes"
SANS_MUR = frozenset({COLLEGE})  # its pupils come in by themselves

REGLAGES = [
    Declaration(
        "connexion.mur",
        _("Le mur des prénoms s’ouvre"),
        _("D’où l’on voit le mur par lequel les élèves entrent, quand on en a l’adresse."),
        Choix(Mur.choices),
        Mur.PARTOUT.value,
        ordre=Ordre.AU_MOINS,
        borne=_("au moins aussi fermé que : %(valeur)s"),
        rubrique=TABLETTES,
        sauf=SANS_MUR,
    ),
    Declaration(
        "connexion.images",
        _("Entrer par trois images"),
        _(
            "Les autres élèves tapent un mot et deux chiffres ; sans niveau connu (ULIS), ce sont des images. Si vous changez, réimprimez les papiers de leurs classes."
        ),
        Choix(Images.choices),
        Images.CP.value,
        rubrique=TABLETTES,
        sauf=SANS_MUR,
    ),
    Declaration(
        SECOND_FACTEUR,
        _("La deuxième clé"),
        _(
            "Qui doit avoir, en plus du mot de passe, un téléphone ou une clé : sans elle, son compte n’ouvre plus rien."
        ),
        Choix([(cle.value, cle.label) for cle in DeuxiemeCle]),
        DeuxiemeCle.INSTALLATION.value,
        ordre=Ordre.AU_MOINS,
        borne=_("au moins : %(valeur)s"),
        rubrique=COMPTES,
        dans_la_portee=True,
    ),
]
