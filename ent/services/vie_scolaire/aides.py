"""The help of image rights."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "consentements",
        "famille",
        (
            _("Et si je ne réponds pas ?"),
            _("Votre enfant n’est pas montré : aucune photo où on le reconnaît n’est publiée."),
        ),
        (
            _("Puis-je changer d’avis ?"),
            _("Oui, à tout moment : touchez l’autre réponse. Les photos déjà montrées disparaissent aussitôt."),
        ),
        (
            _("L’autre parent répond autrement."),
            _(
                "Il faut l’accord de chacun de ceux qui ont l’autorité parentale. Un seul non suffit pour ne rien montrer."
            ),
        ),
    ),
    aide(
        "consentements_suivi consentements_demande",
        "enseignant",
        (
            _("Qui a répondu dans ma classe ?"),
            _("Ouvrez la demande, puis votre classe : chaque élève, et s’il peut être montré aujourd’hui."),
        ),
    ),
    aide(
        "consentements_suivi consentements_demande",
        "direction",
        (
            _("Comment demander aux familles ?"),
            _("Sous « Demander aux familles », choisissez pourquoi et où les photos seraient montrées."),
        ),
        (
            _("Des familles n’ont pas de compte."),
            _(
                "Dans la demande, imprimez pour ceux qui n’ont pas répondu, puis entrez les papiers rendus, classe par classe."
            ),
        ),
        (
            _("Fermer une demande."),
            _("Dépliez « Ne plus demander », puis « Fermer cette demande » : ce qu’elle permettait n’est plus montré."),
        ),
    ),
    aide(
        "consentements_classe",
        PERSONNEL,
        (
            _("Que notent les cases des enfants ?"),
            _("Ce que l’enfant dit lui-même. S’il ne veut pas, on ne le montre pas, même si sa famille a dit oui."),
            _("Cochez, puis « Garder ce qu’ils ont dit »."),
        ),
    ),
    aide(
        "consentements_demander",
        "direction",
        (
            _("Pourquoi demander à nouveau chaque année ?"),
            _("Un accord vaut pour ce qui est écrit et pour le temps dit. La fin est celle de l’année scolaire."),
        ),
    ),
    aide(
        "consentements_papiers",
        "direction",
        (
            _("Entrer les papiers rendus."),
            _("Cochez oui ou non pour chaque adulte qui a signé, puis « Entrer ces papiers »."),
            _("Sa réponse dit qu’elle vient du papier, et qu’il peut en changer."),
        ),
    ),
]
