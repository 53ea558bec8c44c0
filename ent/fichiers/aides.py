"""The help of photos: who is on them, what is hidden."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "fichiers_qui",
        PERSONNEL,
        (
            _("Pourquoi dire qui est sur la photo ?"),
            _("Une photo n’est montrée aux familles que si chacun des élèves peut l’être."),
            _("Personne de reconnaissable ? Touchez « Personne n’est sur cette photo »."),
        ),
        (
            _("Un élève n’a pas d’autorisation."),
            _("Floutez son visage, ou retirez la photo : les autres la verront sans lui."),
        ),
    ),
    aide(
        "fichiers_flouter",
        PERSONNEL,
        (
            _("Comment flouter un visage ?"),
            _("Tracez un rectangle dessus, au doigt ou à la souris."),
            _("Touchez « Flouter pour toujours ». Ce qui est caché ne revient pas."),
        ),
    ),
    aide(
        "fichiers_voir fichiers_album",
        "famille",
        (
            _("Comment garder une photo ?"),
            _(
                "Ouvrez-la, puis touchez « Télécharger » ; dans l’album, « Tout télécharger » les prend toutes. D’autres enfants "
                "peuvent y être : gardez-les pour vous."
            ),
        ),
        (
            _("Mon enfant est dessus et je ne veux pas."),
            _("Répondez non dans « Droit à l’image » : elle disparaît aussitôt, aussi des anciennes pages."),
        ),
    ),
    aide(
        "fichiers_voir fichiers_album",
        PERSONNEL,
        (
            _("Qui voit cette photo ?"),
            _("C’est écrit sous elle. Si un élève perd son autorisation, elle est cachée aussitôt."),
        ),
    ),
    aide(
        "fichiers_voir fichiers_album",
        "eleve",
        (_("Voir les autres photos"), _("Touche les flèches. La croix te ramène en arrière.")),
    ),
]
