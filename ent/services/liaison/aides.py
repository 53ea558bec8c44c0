"""The help of dossiers."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

# --- Families and pupils ------------------------------------------------------------------------------------------------
FAMILLES = [
    aide(
        "dossiers_famille dossier_famille",
        "famille",
        (
            _("Qui lira le dossier de mon enfant ?"),
            _("L’école ou le collège écrit en haut de la page, et personne d’autre."),
            _("Il ne lit que ce que vous lisez ici, et seulement ce que vous acceptez."),
        ),
        (
            _("Dire oui, ou non, au dossier."),
            _("Lisez chaque partie. Tout en bas, choisissez votre réponse, puis touchez « Donner ma réponse »."),
            _("Pour garder une partie à la maison, choisissez « Oui, sans une partie »."),
        ),
        (
            _("Je dis non. Que se passe-t-il ?"),
            _("Rien. Votre enfant change d’école sans dossier, sans conséquence."),
        ),
        (
            _("Je veux changer d’avis."),
            _("Touchez « Changer d’avis », jusqu’au départ du dossier. Ensuite, parlez-en à l’école."),
        ),
        (
            _("L’autre parent voit-il ma réponse ?"),
            _("Non. Chacun lit sa réponse et son mot, jamais ceux de l’autre."),
            _("Une partie sur laquelle vous n’êtes pas d’accord ne part pas."),
        ),
    ),
]

AIDES = [*FAMILLES]
