"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

from .droits import MODULE

POUVOIRS = [
    Pouvoir(
        "periscolaire",
        _("Cantine, garderie, étude"),
        _("Ouvrir et régler ces services, écrire les menus, tirer les comptes du mois."),
        _("Ne lit ni ne change ce qu’un enfant doit éviter."),
        (PageDePouvoir(_("Cantine et garderie"), "agenda", "periscolaire_equipe", cle=""),),
        verbes={
            "periscolaire.ouvrir_service",
            "periscolaire.regler_service",
            "periscolaire.fermer_service",
            "periscolaire.rouvrir_service",
            "periscolaire.fermer_jour",
            "periscolaire.rouvrir_jour",
            "periscolaire.exporter",
            "periscolaire.ecrire_menus",
            "periscolaire.dire_allergenes",
            "periscolaire.publier_menus",
            "periscolaire.retirer_menus",
        },
        ordre=70,
        module=MODULE,
    ),
]
