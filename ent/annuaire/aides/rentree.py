"""The help of September: the plan, the turn, and two schools that become one."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

AIDES = [
    aide(
        "annuaire_passage",
        "direction",
        (
            _("Comment préparer la rentrée ?"),
            _(
                "Touchez « Préparer la rentrée » : chaque niveau monte, les derniers partent, chaque classe garde son enseignant."
            ),
            _("Ouvrez une classe, cochez des élèves, dites où ils vont, puis « Placer les élèves cochés »."),
            _("Sous « Nommer », donnez à chaque classe son nom et son enseignant, ou laissez « à nommer »."),
        ),
        (
            _("Quand cela change-t-il pour tout le monde ?"),
            _("Le jour que vous programmez, ou tout de suite avec « Faire le passage maintenant »."),
            _("Pendant 15 jours, « Revenir aux classes d’avant » remet tout, et garde ce qui a été écrit."),
            _("Le prochain fichier d’ONDE confirme : rien ne change si les classes portent les mêmes noms."),
        ),
        (
            _("Une autre école rejoint la nôtre, ou la nôtre en rejoint une autre."),
            _("L’école qui reste place tous les élèves et fait le passage, qui ferme l’autre le même jour."),
            _("L’école qui ferme lit où vont les siens, et coche qui, de son équipe, suit."),
        ),
    ),
    aide(
        "annuaire_reunir",
        "territoire",
        (
            _("Une école en rejoint une autre à la rentrée."),
            _(
                "Sur la page de celle qui ferme, choisissez celle qui reste : lisez ce que cela fait, puis « Écrire la fusion »."
            ),
            _(
                "Rien ne change avant le passage que fait la direction de l’école qui reste ; d’ici là, « Retirer la fusion »."
            ),
        ),
        (
            _("Qui lira l’année passée de l’école qui ferme ?"),
            _("Un an : ses familles, ceux de son équipe qui suivent, et sa direction. Personne de l’autre école."),
        ),
    ),
]
