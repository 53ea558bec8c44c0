"""The help of what the collège says."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

AIDES = [
    aide(
        "continuite",
        "famille",
        (
            _("D’où viennent ces lignes ?"),
            _("Du site du collège. Il nous dit un titre, un jour et une adresse, et rien de plus."),
        ),
        (
            _("Répondre, ou voir le détail."),
            _("Touchez la ligne : elle s’ouvre sur le site du collège."),
        ),
    ),
    aide(
        "continuite_relier continuite_accords",
        "famille",
        (
            _("Que devient ce que j’autorise ?"),
            _(
                "L’ENT du collège montre à vous seul, sur votre compte là-bas, des titres et des jours. L’autre parent décide pour lui."
            ),
        ),
        (
            _("Changer d’avis."),
            _("« Ne plus autoriser » ferme aussitôt. Rien n’est perdu ici."),
        ),
    ),
    aide(
        "continuite",
        "eleve",
        (_("Où va ce bouton ?"), _("Il ouvre le site de ton collège. Reviens ici avec la flèche.")),
    ),
    aide(
        "continuite_emetteurs continuite_nouveau continuite_emetteur",
        "territoire",
        (
            _("Que peut dire un collège ici ?"),
            _(
                "Un titre, un jour et un lien vers lui, de chacun de ses élèves inscrits dans l’annuaire. Jamais un contenu."
            ),
        ),
        (
            _("Changer de clé sans rien couper."),
            _("Ajoutez la nouvelle à côté de l’ancienne ; ôtez l’ancienne quand tout arrive signé de la nouvelle."),
        ),
        (
            _("Fermer un flux."),
            _("Les familles ne lisent plus ce qu’il a dit, aussitôt. « Rouvrir » le remet."),
        ),
    ),
]
