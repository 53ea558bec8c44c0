"""The help of menus, cantine, garderie and étude."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, PERSONNEL, aide

DIRIGENT = ("direction", "commune")

AIDES = [
    aide(
        "periscolaire periscolaire_semaine",
        "famille",
        (
            _("Comment inscrire mes enfants ?"),
            _("Touchez chaque enfant, jour par jour. Le bouton du bas dit le compte : touchez-le pour envoyer."),
            _("« Comme la semaine dernière » coche les mêmes jours ; rien ne part avant le bouton du bas."),
        ),
        (
            _("L’heure est passée."),
            _("Rien n’est perdu : la page dit qui appeler. En cas d’oubli, l’enfant mange dans tous les cas."),
        ),
        (
            _("Le jour est complet."),
            _("Touchez-le quand même : vous êtes sur la liste d’attente, et prévenu si une place se libère."),
        ),
        (
            _("L’autre parent a changé un jour."),
            _("La dernière déclaration compte, et chacun lit qui l’a faite. La direction peut en décider autrement."),
        ),
    ),
    aide(
        "periscolaire_rythmes",
        "famille",
        (
            _("Comment inscrire chaque lundi et chaque jeudi ?"),
            _("Choisissez l’enfant et le service, cochez les jours, puis « Inscrire chaque semaine »."),
            _("Pour revenir en arrière, touchez « Arrêter » : les jours à venir ne sont plus inscrits."),
        ),
    ),
    aide(
        "periscolaire_regime",
        "famille",
        (
            _("Qui lit ce que mon enfant doit éviter ?"),
            _("La direction et le personnel qui sert, quand le repas le demande. La cuisine ne lit que des nombres."),
        ),
    ),
    aide(
        "periscolaire_menus periscolaire_menus_semaine",
        ADULTES,
        (
            _("Où sont les allergènes ?"),
            _("Sous chaque plat. « allergènes pas encore dits » veut dire que personne ne les a donnés : demandez."),
            _("« Écouter » lit la semaine à voix haute, « Imprimer » en fait une feuille."),
        ),
    ),
    aide(
        "periscolaire_equipe",
        (*PERSONNEL, "commune"),
        (
            _("Qui mange aujourd’hui ?"),
            _("« Liste du jour » donne les prénoms, classe par classe ; « Cuisine » ne donne que des nombres."),
        ),
    ),
    aide(
        "periscolaire_menus_ecrire",
        DIRIGENT,
        (
            _("Puis-je coller un menu tout fait ?"),
            _(
                "Oui : un jour par ligne, qui commence par son nom, une virgule entre les plats. Puis « Garder, et dire les allergènes »."
            ),
            _("Les familles ne lisent rien avant « Publier la semaine »."),
        ),
    ),
    aide(
        "periscolaire_allergenes",
        DIRIGENT,
        (
            _("Que veut dire un plat déjà coché ?"),
            _(
                "Un plat du même nom l’était la dernière fois : vérifiez avec la cuisine, puis « Garder les allergènes »."
            ),
        ),
    ),
    aide(
        "periscolaire_ouvrir periscolaire_service",
        "direction",
        (
            _("Comment fixer jusqu’à quand les familles peuvent changer ?"),
            _("Deux heures : une pour inscrire, une pour annuler. Les familles les lisent en toutes lettres."),
        ),
        (
            _("Comment faire la facture de la commune ?"),
            _("Sous « Un mois, pour la facture », prenez le mois en ODS ou en CSV. Le journal garde qui l’a pris."),
        ),
    ),
    aide(
        "periscolaire_eleves periscolaire_eleve",
        "direction",
        (
            _("Deux parents ne sont pas d’accord."),
            _("Ouvrez l’enfant : sous « Qui déclare ses jours », gardez les deux, ou un seul, puis « Enregistrer »."),
        ),
        (
            _("Un enfant apporte son repas."),
            _("Choisissez « panier de la famille ». La cuisine lit « panier », jamais pourquoi."),
        ),
    ),
    aide(
        "periscolaire_liste",
        PERSONNEL,
        (
            _("Comment pointer ?"),
            _("Touchez « absent » pour qui manque, puis « Tous là, sauf les absents »."),
            _("Ou touchez « là » enfant par enfant, puis « Garder le pointage »."),
        ),
        (
            _("Je me suis trompé."),
            _("Touchez « effacer » à côté de l’enfant, puis « Garder le pointage »."),
            _("« Effacer tout le pointage » les efface tous. On pointe le jour même, ou après."),
        ),
        (
            _("Un enfant n’est pas sur la liste."),
            _("Il mange dans tous les cas. La direction ou le personnel l’ajoute sous « Une famille a appelé »."),
        ),
        (
            _("Qui peut venir chercher un enfant ?"),
            _("À l’étude et à la garderie du soir, c’est sous son nom, et sur la feuille à imprimer."),
        ),
    ),
    aide(
        "periscolaire_cuisine",
        DIRIGENT,
        (
            _("Quand le compte est-il arrêté ?"),
            _("À l’heure dite en haut de la page. Après, seule l’école change un jour, et la cuisine le lit aussitôt."),
        ),
    ),
]
