"""What private files hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions import GARDE

TRAITEMENTS = [
    Traitement(
        "fichiers.prives",
        _("Photos, sons et papiers déposés"),
        _(
            "Montrer une photo, un travail, un papier à qui peut lire ce qui le porte, et savoir qui est sur une image pour obéir aux autorisations."
        ),
        _("Qui dépose, et les élèves que l’on reconnaît"),
        _("Le fichier, son poids, sa date, qui l’a déposé, qui est dessus ; ni lieu ni appareil"),
        _("Ceux qui lisent ce qui porte le fichier"),
        (
            Garde(Depuis.PORTEUR, par="exploitation.conservation"),
            Garde(Depuis.ECRIT, GARDE.days, _("Ce que rien n’a pris"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("fichiers.Fichier", gens=("deposant",), restent=("deposant",), tus=("motif", "envoi")),
            Tenue("fichiers.Declinaison"),
            # An image of who is nobody any more is shown to nobody: forgetting who was on it would show it.
            Tenue("fichiers.Visage", hors=("eleve",), restent=("eleve",)),
        ),
    ),
]
