"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

POUVOIRS = [
    Pouvoir(
        "papiers",
        _("Papiers et tablettes"),
        _(
            "Donner aux familles et aux élèves le papier qui ouvre leur compte, un nouveau secret, et ouvrir les tablettes d’une classe."
        ),
        _(
            "Ni les papiers de l’équipe, ni un nouveau papier pour un compte déjà ouvert : la direction seule les donne."
        ),
        (PageDePouvoir(_("Comptes à ouvrir"), "cle", "annuaire_comptes"),),
        verbes_partages={
            "connexion.imprimer_papiers",
            "connexion.nouveau_secret",
            "connexion.fermer_les_tablettes",
            "connexion.ouvrir_le_mur",
            "annuaire.renouveler_lien_tablette",
        },
        ordre=20,
    ),
]
