"""The help of confided powers, and of temporary help."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

POUVOIRS = [
    aide(
        "annuaire_equipe annuaire_pouvoirs_confier",
        "direction",
        (
            _("Confier une partie de mon travail à la secrétaire ou à un collègue."),
            _("Sur sa carte, touchez « Confier des pouvoirs », cochez ce qu’il faut, dites jusqu’à quand."),
            _("Vous gardez tout. « Qui a fait quoi » dit ce qui a été fait « par délégation », et par qui."),
        ),
        (
            _("Reprendre un pouvoir avant sa fin."),
            _("Touchez « Reprendre ces pouvoirs » : c’est immédiat, et « Annuler » les redonne pendant une heure."),
        ),
    ),
    aide(
        "annuaire_aide",
        "direction",
        (
            _("Que voit la personne qui m’aide ?"),
            _("Les seules pages nommées ici, pendant deux heures. Chacune qu’elle ouvre est notée avec son heure."),
            _("« Terminer », sur le bandeau de chaque page, ferme tout aussitôt."),
        ),
    ),
    aide(
        "annuaire_aide_recue",
        "territoire",
        (
            _("Comment lire une page de l’école ?"),
            _("Touchez « Ouvrir » : la direction lit que vous l’avez ouverte. Tout se ferme à l’heure écrite."),
        ),
    ),
    aide(
        "annuaire_pouvoirs",
        "pouvoirs",
        (
            _("Que puis-je faire de ce qui m’est confié ?"),
            _(
                "Ce que dit chaque pouvoir, dans cette école, jusqu’à la date écrite. Rien d’autre de la direction ne s’ouvre."
            ),
            _("Ce que vous faites est noté à votre nom, « par délégation »."),
        ),
        (
            _("Je ne veux plus de ces pouvoirs."),
            _("Touchez « Rendre ces pouvoirs », puis « Je les rends » : c’est immédiat."),
        ),
    ),
]
