"""The help of the cahier: what families follow, what pupils hand in, what teachers write."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

DES_FAMILLES = [
    aide(
        "cahier_jour cahier_jour_du",
        "famille",
        (
            _("Qu’y a-t-il à faire pour demain ?"),
            _("C’est le premier titre de la page, enfant par enfant."),
            _("Touchez une ligne pour lire la consigne, écouter un son ou ouvrir un document."),
        ),
        (
            _("À quoi sert « Fait » ?"),
            _("À dire que le travail est fait : l’enseignant le voit. Touchez encore pour l’enlever."),
        ),
        (
            _("Lire sans réseau."),
            _("Touchez « La quinzaine, lisible même sans réseau » : votre téléphone en garde une copie."),
        ),
    ),
    aide(
        "cahier_quinzaine cahier_copie",
        "famille",
        (
            _("De quand date ce que je lis ?"),
            _("Sans réseau, l’heure de la copie est écrite en haut. Avec le réseau, la page est à jour."),
        ),
    ),
    aide(
        "cahier_agenda",
        "famille",
        (
            _("Mettre le travail dans l’agenda du téléphone."),
            _("Donnez un nom à l’appareil et touchez « Créer une adresse »."),
            _("Puis « Ajouter à cet appareil », ou « Copier l’adresse » pour la coller dans votre agenda."),
        ),
        (
            _("J’ai perdu le téléphone où est mon agenda."),
            _("Touchez « Supprimer » à côté de son adresse : elle ne montre plus rien."),
        ),
    ),
    aide(
        "cahier_agenda",
        PERSONNEL,
        (
            _("Que lit mon téléphone à cette adresse ?"),
            _("Vos rendez-vous avec les familles, l’agenda de vos classes et de l’école. Une adresse par appareil."),
        ),
    ),
    aide(
        "cahier_enfant_travail cahier_enfant_seance cahier_seance",
        "famille",
        (
            _("Mon enfant n’a pas compris la consigne."),
            _("Écrivez à son enseignant depuis « Messages » : il vous lira aux heures d’école."),
        ),
        (
            _("Rendre un travail depuis la maison."),
            _("C’est l’enfant qui rend, dans son espace ou sur la tablette. Vous pouvez cocher « Fait »."),
        ),
    ),
    aide(
        "cahier",
        ("famille", "commune", "territoire", "eleve"),
        (
            _("Pourquoi cette page est-elle vide ?"),
            _("Elle montre les classes de ceux qui enseignent. Vous n’en avez pas : revenez à l’accueil."),
        ),
    ),
]
DES_ELEVES = [
    aide(
        "cahier_eleve_travail",
        "eleve",
        (_("Que faire ici ?"), _("Écoute la consigne avec le haut-parleur. Fais ton travail. Touche « J’ai fini ».")),
        (
            _("Comment rendre mon travail ?"),
            _("Choisis : une photo, ta voix, un dessin ou un mot."),
            _("Touche « J’envoie »."),
        ),
        (_("Il n’y a pas de réseau."), _("C’est gardé sur la tablette. Ça partira tout seul.")),
    ),
    aide(
        "cahier_eleve_semaine cahier_eleve_semaine_du",
        "eleve",
        (
            _("Que montre ma semaine ?"),
            _("Chaque jour : ce qui se passe, ce que tu as à faire, par matière, et ce que la classe a fait."),
            _("Touche une ligne pour l’ouvrir. Coche « Fait » quand c’est fini."),
        ),
        (_("Où rendre un travail ?"), _("Touche « Je rends » à côté de lui.")),
    ),
    aide("cahier_seance", "eleve", (_("C’est quoi, cette page ?"), _("Ce que la classe a fait. Écoute et regarde."))),
]
DE_LA_SEMAINE = [
    aide(
        "cahier",
        "enseignant",
        (
            _("Voir toutes mes classes ensemble."),
            _("Touchez « Toute ma semaine ». Une classe seule : touchez son nom."),
        ),
        (_("Travailler avec quelques élèves de plusieurs classes."), _("Touchez « Mes groupes » et gardez un groupe.")),
    ),
    aide(
        "cahier",
        "direction",
        (_("Lire le cahier d’une classe."), _("Ouvrez la classe dans « Annuaire », puis « Le cahier de la classe ».")),
    ),
    aide(
        "cahier_semaine cahier_classe cahier_groupe",
        "enseignant",
        (
            _("Comment donner du travail en une phrase ?"),
            _("Écrivez dans la ligne « Ajouter », par exemple : pour jeudi apprendre la poésie, 10 min."),
            _("Ce qui est compris s’affiche : vérifiez, puis Entrée."),
        ),
        (
            _("Corriger ou retirer un travail déjà donné."),
            _("Touchez-le dans la semaine, puis « Corriger » ou « Retirer aux familles »."),
            _("Les familles lisent la nouvelle version aussitôt, hors des heures de repos."),
        ),
        (
            _("Décaler tout d’un jour."),
            _(
                "Dépliez « Outils de la semaine », puis « Tout décaler d’un jour de classe ». Vous voyez avant, et vous pouvez annuler."
            ),
        ),
        (_("Montrer la journée au tableau."), _("Touchez « Projeter ».")),
    ),
    aide(
        "cahier_semaine cahier_classe cahier_groupe",
        "direction",
        (
            _("Que puis-je faire dans le cahier d’une classe ?"),
            _("Le lire et l’imprimer. Les brouillons restent à l’enseignant."),
            _("Dans « Outils de la semaine », « Viser cette semaine » dit que vous l’avez lue."),
        ),
    ),
    aide(
        "cahier_emploi",
        PERSONNEL,
        (
            _("Comment écrire l’emploi du temps ?"),
            _("Une ligne par moment : « 8h30-9h15 lecture », « 10h récréation »."),
            _("Pour copier un jour, « Comme lundi ». Puis « Garder l’emploi du temps »."),
        ),
    ),
    aide(
        "cahier_projeter cahier_projeter_contenu",
        PERSONNEL,
        (_("Sortir du tableau."), _("Touchez « Quitter le tableau » en bas.")),
    ),
    aide(
        "cahier_decaler_classe cahier_decaler_groupe",
        PERSONNEL,
        (
            _("Est-ce que les familles seront dérangées ?"),
            _(
                "Elles voient les nouvelles dates et sont prévenues une fois. Touchez d’abord « Voir ce qui passerait »."
            ),
        ),
    ),
    aide(
        "cahier_visa",
        "direction",
        (
            _("Qui voit un visa ?"),
            _("Vous et les enseignants de la classe. Les familles ne le voient pas."),
            _("Pour l’inspection, choisissez « Visa de l’inspection » et donnez le nom."),
        ),
        (_("Je me suis trompé de semaine."), _("« Retirer ce visa » le jour même ; ensuite il reste.")),
    ),
    aide(
        "cahier_visa",
        "enseignant",
        (_("Qui a lu ma semaine ?"), _("Chaque visa dit qui, quand, et parfois un mot pour vous.")),
    ),
]
D_UN_ECRIT = [
    aide(
        "cahier_donner_classe cahier_donner_groupe cahier_modifier",
        PERSONNEL,
        (
            _("Donner à quelques élèves seulement."),
            _("Dans « Pour », cochez « Des élèves… » et leurs prénoms : les autres familles ne le voient pas."),
        ),
        (
            _("Joindre une image, un son, des mots à apprendre."),
            _("Touchez le bouton voulu sous « Ajouter ». Chaque bloc se déplace et s’enlève."),
        ),
        (
            _("Préparer maintenant, montrer plus tard."),
            _("Dépliez « Le montrer plus tard » et choisissez le jour et l’heure."),
        ),
        (
            _("J’ai fermé la page sans enregistrer."),
            _("Rouvrez-la : ce que vous tapiez est gardé. Touchez « Reprendre »."),
        ),
    ),
    aide(
        "cahier_seance_classe cahier_seance_groupe cahier_seance_modifier",
        PERSONNEL,
        (
            _("Qui lit une séance ?"),
            _("Les élèves de « Pour » et leurs familles, dès que vous touchez « Écrire au cahier »."),
        ),
        (
            _("Corriger une séance d’hier."),
            _("Changez ce qu’il faut, puis « Corriger la séance ». Les familles lisent la nouvelle version."),
        ),
    ),
    aide(
        "cahier_seance",
        PERSONNEL,
        (
            _("Refaire cette séance ailleurs."),
            _("« Dupliquer » la copie pour un autre jour ou une autre classe, « Répéter » la remet chaque semaine."),
        ),
        (
            _("La donner à mes collègues."),
            _("Touchez « Partager avec l’école » : elle entre dans la réserve, sans nom d’élève."),
        ),
    ),
    aide(
        "cahier_travail",
        "enseignant",
        (
            _("Comment corriger un travail déjà donné ?"),
            _("Touchez « Corriger », changez ce qu’il faut, puis « Corriger pour les familles »."),
            _("Une date fausse se corrige de la même façon."),
        ),
        (_("Le retirer."), _("Touchez « Retirer aux familles ». Vous pouvez annuler juste après.")),
        (
            _("Qui l’a vu ?"),
            _("Touchez « Qui l’a vu, qui l’a fait » : les familles qui manquent se rappellent d’un geste."),
        ),
    ),
    aide(
        "cahier_travail",
        "direction",
        (_("Qui a vu ce travail ?"), _("Touchez « Qui l’a vu, qui l’a fait ». Vous lisez, l’enseignant rappelle.")),
    ),
    aide(
        "cahier_suivi cahier_suivi_papiers",
        PERSONNEL,
        (
            _("Comment atteindre les familles qui n’ont pas vu ?"),
            _("Touchez « Pas vu », puis le rappel : une notification à celles-là, et rien aux autres."),
            _("Sans compte, imprimez les étiquettes à coller dans le cahier papier."),
        ),
    ),
    aide(
        "cahier_remises cahier_remise",
        PERSONNEL,
        (
            _("Répondre vite à chaque élève."),
            _(
                "Un tampon suffit : « Bravo ! », « Très bien »… Ajoutez un mot ou votre voix si vous voulez, puis « Envoyer à l’élève »."
            ),
            _("Les flèches du clavier passent d’un élève à l’autre."),
        ),
        (_("J’ai répondu au mauvais élève."), _("Sous la réponse, touchez « Retirer cette réponse ».")),
    ),
    aide(
        "cahier_dupliquer cahier_reserve_reprendre",
        PERSONNEL,
        (
            _("Qu’est-ce qui est copié ?"),
            _(
                "Le texte, le contenu et les minutes. Dans une autre classe, la copie est pour toute la classe, sans aucun nom."
            ),
            _("« Copier en brouillon » la garde pour vous."),
        ),
    ),
    aide(
        "cahier_repeter cahier_serie",
        PERSONNEL,
        (
            _("Arrêter une série."),
            _("Ouvrez l’un de ses éléments, puis la série : retirez celui-ci, ou celui-ci et les suivants."),
        ),
    ),
    aide(
        "cahier_reserve",
        PERSONNEL,
        (
            _("Que contient la réserve ?"),
            _("Tout ce que vous avez écrit, et ce que les enseignants de vos écoles partagent."),
            _("Cherchez un mot, ou dépliez « Préciser », puis « Reprendre »."),
        ),
    ),
    aide(
        "cahier_etiquettes_classe cahier_etiquettes_groupe",
        PERSONNEL,
        (
            _("Comment imprimer les étiquettes ?"),
            _("Choisissez le jour : un PDF, une étiquette par élève, à couper sur les pointillés."),
        ),
    ),
    aide(
        "cahier_annee_classe cahier_annee_groupe",
        PERSONNEL,
        (
            _("PDF ou ZIP ?"),
            _(
                "« Un document (PDF) » se lit et s’imprime. « Une archive ouverte (ZIP) » se rouvre dans un tableur, avec les fichiers joints."
            ),
            _("Aucun nom d’élève n’y figure."),
        ),
    ),
]
AIDES = [*DES_FAMILLES, *DES_ELEVES, *DE_LA_SEMAINE, *D_UN_ECRIT]
