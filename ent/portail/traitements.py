"""What homes hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions import GARDE

TRAITEMENTS = [
    Traitement(
        "portail.preferences",
        _("Préférences et brouillons"),
        _("Lire comme on préfère, remettre une chose à demain, ne pas perdre ce que l’on écrivait."),
        _("Élèves et adultes qui ont un compte"),
        _("Taille des lettres, ce qui est remis et jusqu’à quand, formulaires commencés"),
        _("La personne seule"),
        (
            Garde(Depuis.ECRIT, GARDE.days, _("Un brouillon"), {"portail.Brouillon": "modifie_le"}),
            Garde(Depuis.PERSONNE, quoi=_("Le reste"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("portail.Confort", titre="réglages de confort", gens=("personne",)),
            Tenue("portail.PlusTard", gens=("personne",)),
            Tenue("portail.Brouillon", gens=("auteur",)),
        ),
    ),
]
