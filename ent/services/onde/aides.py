"""The help of imports."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

AIDES = [
    aide(
        "annuaire_import",
        "direction",
        (
            _("Quels fichiers prendre dans ONDE ?"),
            _("Menu « Listes et documents », « Extractions » : celle des élèves, puis celle des responsables."),
            _("Ne les ouvrez pas dans un tableur. Déposez-les, puis « Lire les fichiers »."),
        ),
        (
            _("Est-ce que je risque d’effacer quelque chose ?"),
            _("Non : le plan vous montre d’abord tout ce qui changerait. Rien n’est écrit avant votre accord."),
        ),
    ),
    aide(
        "annuaire_import_annee",
        "direction",
        (
            _("Quelle année choisir en juillet ou en août ?"),
            _("Celle des classes du fichier. Avant la rentrée, ONDE donne souvent déjà celles de septembre."),
        ),
    ),
    aide(
        "annuaire_import_plan annuaire_import_imprimer annuaire_import_avancement",
        "direction",
        (
            _("Que relire en premier ?"),
            _("Les questions et les départs : dépliez chaque pile. Un départ ferme un compte, rien n’est effacé."),
        ),
        (
            _("Le plan est faux."),
            _("Touchez « Annuler l’import », corrigez dans ONDE, déposez à nouveau."),
        ),
        (
            _("L’import est long, puis-je fermer la page ?"),
            _("Oui. Tout passe d’un coup, ou rien ne passe : revenez voir."),
        ),
    ),
    aide(
        "annuaire_attente",
        "direction",
        (
            _("Pourquoi ces responsables attendent-ils ?"),
            _("ONDE ne dit pas sûrement qui est leur enfant. Choisissez-le, puis « Rattacher »."),
            _("Vous ne savez pas ? « Mettre de côté » : ils n’ont accès à rien."),
        ),
    ),
    aide(
        "annuaire_territoire",
        "territoire",
        (
            _("Que met-on dans l’archive ZIP ?"),
            _("Un dossier par école, nommé par son UAI, avec ses extractions d’ONDE. Puis « Lire l’archive »."),
        ),
    ),
    aide(
        "annuaire_aaf",
        "territoire",
        (
            _("D’où viennent ces lots ?"),
            _(
                "De l’académie, par le dossier réglé à l’installation. Il est relevé chaque nuit, ou tout de suite par « Relever maintenant »."
            ),
        ),
        (
            _("Un lot est refusé."),
            _(
                "La raison dit quel fichier ou quel jour manque. Déposez-le : le lot est repris au passage suivant. Rien n’a été écrit."
            ),
        ),
    ),
    aide(
        "annuaire_aaf_lot",
        "territoire",
        (
            _("Pourquoi une école est-elle « à vérifier » ?"),
            _("Beaucoup d’élèves la quitteraient d’un coup. Demandez à sa direction, puis « Appliquer quand même »."),
        ),
        (
            _("Une école de l’AAF n’est pas ouverte ici."),
            _("Ouvrez-la dans « Établissements » : le lot complet suivant la remplit."),
        ),
    ),
    aide(
        "annuaire_refus annuaire_territoire_refus annuaire_aaf_refus",
        ("direction", "commune", "territoire"),
        (
            _("Que faire d’une ligne refusée ?"),
            _("Corrigez-la dans ONDE : le prochain import la reprend. Les autres lignes sont déjà passées."),
        ),
    ),
    aide(
        "annuaire_territoire_import annuaire_territoire_avancement",
        "territoire",
        (
            _("Une école est laissée de côté."),
            _("La raison est sur sa ligne. Corrigez son dossier et déposez une archive : les autres ne changent pas."),
        ),
        (
            _("Toute l’archive est refusée."),
            _("Rien n’a été écrit. Corrigez ce que dit la page, puis déposez l’archive à nouveau."),
        ),
    ),
]
