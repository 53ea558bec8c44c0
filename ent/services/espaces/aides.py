"""The help of spaces between schools."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

LIRE = "espaces espaces_espace espaces_date"
TABLEAU = "espaces_tableau espaces_oeuvre"
ACCROCHER = "espaces_accrocher espaces_prendre espaces_corriger_oeuvre"
AIDES = [
    aide(
        TABLEAU,
        "famille",
        (
            _("Qui voit ces œuvres ?"),
            _(
                "Les enseignants, les élèves et les familles des classes du projet, dans toutes ses écoles. Personne d’autre."
            ),
        ),
        (
            _("Une image de mon enfant."),
            _(
                "Elle ne se voit ici que si vous avez dit oui pour un projet entre écoles. Reprenez votre accord : elle disparaît aussitôt."
            ),
        ),
    ),
    aide(TABLEAU, "eleve", (_("À quoi ça sert ?"), _("Tu vois ce que ta classe et l’autre classe ont fait."))),
    aide(
        f"{TABLEAU} {ACCROCHER}",
        PERSONNEL,
        (
            _("Qui accroche ?"),
            _(
                "Ceux qui enseignent dans une classe de l’espace, et sa direction : une image, un son, une vidéo ou un PDF."
            ),
        ),
        (
            _("Pourquoi une image attend."),
            _(
                "Personne n’a dit qui y est, ou une famille n’a pas dit oui pour un projet entre écoles. La raison est à côté d’elle."
            ),
        ),
        (
            _("Les noms."),
            _("Les autres écoles ne lisent jamais un nom de famille ; un prénom, seulement si vous le choisissez."),
        ),
        (
            _("Décrocher."),
            _("Plus personne ne la voit, aussitôt. Pendant une heure, « Accrocher de nouveau » la remet."),
        ),
    ),
    aide(
        LIRE,
        "famille",
        (
            _("Qu’est-ce qu’un espace entre écoles ?"),
            _("Un projet ou une visite que la classe de votre enfant fait avec une autre école, jusqu’à un jour dit."),
        ),
        (
            _("Inscrire mon enfant à une visite."),
            _("Touchez la date, puis « Oui » ou « Non ». On peut changer d’avis jusqu’à l’heure écrite."),
        ),
        (
            _("C’est complet."),
            _("Un oui met votre enfant sur la liste d’attente. Si une place se libère, vous êtes prévenu."),
        ),
        (
            _("Qui voit mon enfant ?"),
            _(
                "Les enseignants du projet lisent son prénom et son école s’il est inscrit. Les autres familles ne le lisent jamais."
            ),
        ),
    ),
    aide(
        LIRE,
        "eleve",
        (_("À quoi ça sert ?"), _("Tu vois ce que ta classe fait avec une autre école, et quand.")),
    ),
    aide(
        LIRE,
        PERSONNEL,
        (
            _("Qui écrit dans un espace ?"),
            _("Les adultes que chaque école a nommés : ils ajoutent des dates, les corrigent et les annulent."),
        ),
        (
            _("Ce que lisent les familles."),
            _(
                "De quoi il s’agit, les dates, le nom des écoles, des adultes et des classes. Jamais un élève d’ailleurs."
            ),
        ),
        (
            _("Une visite où l’on s’inscrit."),
            _(
                "Ajoutez une date et choisissez qui s’inscrit, combien de places, jusqu’à quand. Le compte est sur la page."
            ),
        ),
        (
            _("La fin."),
            _(
                "Après son dernier jour on relit l’espace trente jours. Chaque direction prend son archive, gardée un an."
            ),
        ),
    ),
    aide(
        "espaces_ouvrir espaces_corriger espaces_inviter espaces_invitation espaces_gens",
        PERSONNEL,
        (
            _("Comment une école entre-t-elle ?"),
            _(
                "Celle qui porte l’espace l’invite ; sa direction dit oui ou non. D’ici là elle ne lit que l’invitation."
            ),
        ),
        (
            _("Qui choisit les classes ?"),
            _("Dans chaque école, sa direction, ou qui enseigne à la classe et a été nommé dans l’espace."),
        ),
        (
            _("Prolonger, ou finir plus tôt."),
            _("L’école qui le porte change le dernier jour, ou le clôt. Une autre école le quitte quand elle veut."),
        ),
    ),
    aide(
        "espaces_ecrire espaces_corriger_date",
        PERSONNEL,
        (
            _("Faut-il s’inscrire ?"),
            _(
                "« Non » : tout le monde vient. Sinon, chaque famille répond pour son enfant, ou chaque classe pour tous."
            ),
        ),
        (
            _("Écrire sans déranger."),
            _("Décochez « Prévenir les familles » : la date est là, et seuls les adultes en reçoivent la nouvelle."),
        ),
    ),
]
