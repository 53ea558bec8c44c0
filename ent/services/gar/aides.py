"""The help of GAR."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, aide

AIDES = [
    aide(
        "gar gar_recoit",
        ADULTES,
        (
            _("Que sont ces ressources ?"),
            _("Des manuels et des exercices que l’école a choisis. Le ministère les ouvre, par le GAR."),
        ),
        (
            _("Que sait le GAR de mon enfant ?"),
            _("Ce que la page « Ce qu’il reçoit » dit, et rien d’autre."),
        ),
    ),
    aide(
        "gar",
        "eleve",
        (_("Où va ce bouton ?"), _("Il ouvre un autre site, choisi par ton école. Reviens ici avec la flèche.")),
    ),
    aide(
        "gar_envois",
        "territoire",
        (
            _("Que part-il, et quand ?"),
            _("Chaque nuit, cinq sortes de fichiers, des écoles qui ont ouvert le GAR dans leurs réglages."),
        ),
        (
            _("Qui les porte au GAR ?"),
            _("Ce qui envoie le dossier de l’installation. À défaut, prenez les fichiers de cette page."),
        ),
    ),
]
