"""The help of third services."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, LECTEURS, aide

AIDES = [
    aide(
        "tiers tiers_recoit tiers_quitter tiers_enfant_retirer",
        ADULTES,
        (
            _("Qui sait que mon enfant y est allé ?"),
            _(
                "Nous comptons combien de personnes y vont chaque mois, sans garder qui ; moins de 5, nous ne disons pas combien."
            ),
        ),
        (
            _("Avoir une copie, ou faire effacer."),
            _(
                "« Garder une copie » donne ce qu’il reçoit, et le numéro par lequel il vous connaît : donnez-le-lui en écrivant."
            ),
        ),
        (
            _("Que sait un service de mon enfant ?"),
            _("« Ce qu’il reçoit » le dit, chose par chose, et ce qu’il ne reçoit jamais."),
            _(
                "Chaque service connaît un numéro qui n’est qu’à lui : deux services ne peuvent pas se dire de qui ils parlent."
            ),
        ),
        (
            _("Retirer mon enfant d’un service."),
            _(
                "« Ce qu’il reçoit », puis « Retirer » : votre enfant n’y entre plus, et l’école le sait. Cela se défait au même endroit."
            ),
        ),
        (
            format_lazy(_("Pourquoi « Vous quittez {site} » ?"), site=settings.ENT_NOM),
            _("Ces services sont faits par d’autres. Nous le disons chaque fois, avant d’y aller."),
        ),
        (
            _("Un service vous inquiète ?"),
            _("Dites-le à la direction de l’école : elle l’a ouvert, elle peut le fermer."),
        ),
    ),
    aide(
        "tiers tiers_recoit tiers_quitter tiers_saml_aller",
        "eleve",
        (_("Où va ce bouton ?"), _("Il ouvre un autre site, choisi par ton école. Reviens ici avec la flèche.")),
    ),
    aide(
        "tiers_cas_sortir tiers_oidc_sortir tiers_saml_sortir tiers_saml_suivre",
        LECTEURS,
        (
            _("Sortir ici ferme-t-il aussi les services ?"),
            _("Oui : ceux que vous avez ouverts depuis cet appareil sont prévenus."),
        ),
    ),
    aide(
        "tiers_dirigees tiers_ecole tiers_ouvrir tiers_fermer",
        "direction",
        (
            _("Ouvrir un service à l’école."),
            _("« Ouvrir », puis dites qui : élèves, enseignants, quels niveaux, quelles classes."),
            _("Les familles voient aussitôt qu’il est ouvert, et ce qu’il reçoit."),
        ),
        (
            _("Un service demande à recevoir plus."),
            _("L’opérateur l’a ajouté à sa liste : ici, rien de plus ne part tant que vous n’avez pas dit oui."),
            _("Si vous dites non, le service continue avec ce qu’il recevait."),
        ),
        (
            _("Fermer un service."),
            _("« Fermer » dit ce qui s’arrête et ce qu’il garde. « Rouvrir comme avant » le défait."),
        ),
        (_("Il manque un service."), _("Le registre est tenu par l’opérateur du territoire : demandez-le-lui.")),
    ),
    aide(
        "tiers_registre tiers_nouveau tiers_service tiers_nouveau_secret tiers_retirer",
        "territoire",
        (
            _("Mettre un service au registre."),
            _("Partez d’un modèle, ou de CAS, d’OpenID Connect ou de SAML 2. Recopiez ses adresses à la lettre près."),
            _("Cochez le moins d’attributs possible : les familles les lisent."),
        ),
        (
            _("J’ai perdu le secret d’un service."),
            _("« Nouveau secret » dit ce qui s’arrête, puis en montre un autre, une fois. L’ancien n’ouvre plus rien."),
        ),
    ),
]
