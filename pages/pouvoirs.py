"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

POUVOIRS = [
    Pouvoir(
        "site",
        _("Site de l’école"),
        _("Publier les pages et les images du site public, régler son allure."),
        _("N’ouvre le journal d’aucune classe."),
        (PageDePouvoir(_("Site de l’école"), "ecole", "mes_sites", cle=""),),
        verbes={"pages.publier_page", "pages.retirer_page", "pages.effacer_page", "pages.regler_site"},
        ordre=80,
    ),
]
