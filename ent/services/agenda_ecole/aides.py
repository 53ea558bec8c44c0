"""The help of the agenda."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

LIRE = "agenda agenda_evenement"
AIDES = [
    aide(
        LIRE,
        "famille",
        (
            _("Que trouve-t-on dans l’agenda ?"),
            _("Ce qui se passe dans la classe et dans l’école de chaque enfant : sorties, réunions, fêtes."),
        ),
        (
            _("L’avoir dans mon téléphone."),
            _("Touchez une date, puis « Dans mon agenda ». Si elle change, touchez à nouveau : elle se met à jour."),
        ),
        (
            _("L’imprimer."),
            _("« Imprimer ce mois » : une page à poser sur le frigo."),
        ),
    ),
    aide(
        LIRE,
        PERSONNEL,
        (
            _("Qui écrit dans l’agenda ?"),
            _("Ceux qui enseignent, pour leurs classes et leurs groupes ; la direction, pour l’école."),
        ),
        (
            _("Corriger une seule fois d’une série."),
            _("Touchez la date, « Corriger », puis « Cette date seulement »."),
        ),
        (
            _("Annuler."),
            _("Touchez la date, dites pourquoi : elle reste, barrée, et les familles sont prévenues."),
        ),
    ),
    aide(
        "agenda_ecrire_ecole agenda_ecrire_classe agenda_ecrire_groupe agenda_corriger",
        PERSONNEL,
        (
            _("Une date qui revient."),
            _(
                "Choisissez « Revient » : chaque semaine, toutes les deux semaines, chaque mois. Les vacances sont ôtées."
            ),
        ),
        (
            _("Écrire sans déranger."),
            _("Décochez « Prévenir les familles » : la date est dans l’agenda, personne ne reçoit de nouvelle."),
        ),
    ),
]
