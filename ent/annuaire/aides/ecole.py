"""The help of the school as its direction keeps it, and of a teacher's groups."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "annuaire annuaire_ecole",
        "direction",
        (
            _("Comment mettre à jour les élèves et les responsables ?"),
            _("Touchez « Importer depuis ONDE » et déposez les deux extractions."),
            _("Vous relisez tout avant que rien ne soit écrit."),
        ),
        (
            _("Que veut dire « à confirmer » ?"),
            _("ONDE ne dit pas qui a l’autorité parentale. Touchez « Confirmer » et répondez pour chaque adulte."),
            _("Tant que vous n’avez pas répondu, son accord pour les photos ne compte pas."),
        ),
        (
            _("Qui répond aux questions des familles ?"),
            _("Touchez « Qui répond », donnez un nom, un téléphone et des heures : chaque page d’aide le montre."),
        ),
    ),
    aide(
        "annuaire annuaire_ecoles",
        ("commune", "territoire"),
        (
            _("Comment trouver une école ?"),
            _(
                "Tapez une partie de son nom, sa commune ou son UAI. « À voir » montre celles à qui il manque quelque chose."
            ),
            _("« Excel (CSV) » emporte la liste telle que vous la voyez."),
        ),
    ),
    aide(
        "annuaire_fiche",
        ("commune", "territoire"),
        (
            _("Que lit-on d’une école ?"),
            _("Des comptes, qui la dirige, son dernier import, son site. Jamais le nom d’un enfant ni un travail."),
        ),
        (
            _("La direction change."),
            _(
                "Nommez d’abord qui prend la suite, puis touchez « Ne dirige plus » : une école n’est jamais sans direction."
            ),
        ),
    ),
    aide(
        "annuaire_ecoles_ouvrir annuaire_fiche_direction",
        "territoire",
        (
            _("Comment la direction ouvre-t-elle son compte ?"),
            _("Par le lien de l’invitation qui part à son adresse, et qui sert quatorze jours."),
            _("Ou avec un papier : « Son papier (PDF) », sur la page de l’école, à donner en main propre."),
        ),
    ),
    aide(
        "annuaire_fiche_corriger",
        "territoire",
        (
            _("Jusqu’à quand corriger ou retirer ?"),
            _("Tant que personne n’y est nommé, et qu’il n’a ni classe ni élève. Ensuite, son nom se lit partout."),
        ),
    ),
    aide(
        "annuaire_comptes",
        "direction",
        (
            _("Comment un responsable ouvre-t-il son compte ?"),
            _("Avec son papier : touchez « Imprimer son papier » sur sa ligne."),
            _("Pour toute une classe, ouvrez-la, puis « Imprimer les papiers »."),
        ),
    ),
    aide(
        "annuaire_classe",
        "direction",
        (_("Imprimer les codes d’une famille."), _("Touchez « Imprimer les papiers » et cochez qui en a besoin.")),
        (
            _("Un élève est dans la mauvaise classe."),
            _("Corrigez-le dans ONDE, puis importez à nouveau : le plan montre son changement de classe."),
        ),
    ),
    aide(
        "annuaire_equipe",
        "direction",
        (
            _("Un remplaçant arrive ce matin."),
            _("Touchez « Accueillir quelqu’un », cochez ses classes et donnez la date de fin."),
            _("Puis « Imprimer les papiers de l’équipe » pour lui donner son code."),
        ),
        (
            _("Un collègue quitte l’école."),
            _("Ouvrez « Ne travaille plus ici » à côté de son nom, puis « Noter le départ »."),
            _(
                "Il ne lit plus rien de l’école aussitôt. Vous pouvez annuler pendant une heure, aussitôt ou dans « Qui a fait quoi »."
            ),
        ),
        (
            _("Confier une classe à un collègue."),
            _("Touchez « Ses classes », cochez, dites en tant que quoi, enregistrez."),
        ),
    ),
    aide(
        "annuaire_accueillir",
        "direction",
        (
            _("Quelle adresse e-mail donner ?"),
            _(
                "Celle que la personne lit : elle la tapera avec le code de son papier, et c’est ainsi qu’on la reconnaît."
            ),
        ),
        (
            _("La personne a déjà un compte dans une autre école."),
            _("Accueillez-la quand même : avec son code, elle ajoutera cette école au compte qu’elle a."),
        ),
    ),
    aide(
        "annuaire_membre_classes",
        "direction",
        (
            _("Jusqu’à quand un remplaçant voit-il la classe ?"),
            _("Jusqu’au jour donné dans « Jusqu’au », compris. Sans date, jusqu’à ce que vous décochiez la classe."),
        ),
    ),
    aide(
        "annuaire_service",
        "direction",
        (
            _("À quoi sert la matière ?"),
            _("Elle suit le nom du professeur pour les familles, et le travail qu’il donne à cette classe."),
            _("Ce qu’il enseignait avant reste dit aux jours d’avant."),
        ),
    ),
    aide(
        "annuaire_reglages",
        "direction",
        (
            _("À quoi sert le repos des familles ?"),
            _("Pendant ces heures, rien n’arrive aux familles : ce qui est écrit part à la fin."),
            _("Choisissez si la page elle-même attend, ou seulement les notifications."),
        ),
        (
            _("Pourquoi un réglage a-t-il un cadenas ?"),
            _("Le territoire ou la commune l’a fixé pour toutes ses écoles. La ligne dit qui, et quel jour."),
            _("Si votre école a besoin d’autre chose, écrivez à cette personne : elle seule peut le rendre libre."),
        ),
        (
            _("Notre école n’utilise pas la cantine de l’ENT : comment l’enlever ?"),
            _("Dans « Ce que l’école utilise », décochez-la : plus personne de l’école ne la voit. Rien n’est effacé."),
            _("Prévenez d’abord les familles : l’ENT ne leur dit rien. Recochée, tout revient comme avant."),
        ),
        (
            _("Qui doit avoir une deuxième clé ?"),
            _(
                "Dans « Les comptes de l’équipe », choisissez la direction, ou toute l’équipe : jamais moins que l’installation."
            ),
            _("Prévenez vos collègues : à leur prochaine page, il leur faudra un téléphone ou une clé, deux minutes."),
        ),
        (
            _("J’ai changé un réglage par erreur."),
            _("En bas de la page, « Ce qui a changé » : touchez « Annuler ». C’est possible pendant quinze jours."),
        ),
        (
            _("D’où les élèves peuvent-ils entrer ?"),
            _(
                "Dans « Les tablettes », choisissez : partout, pendant la classe, ou sur les tablettes de la classe seulement."
            ),
        ),
    ),
    aide(
        "annuaire_reglages_territoire annuaire_reglages_commune annuaire_reglage_territoire annuaire_reglage_commune",
        ("commune", "territoire"),
        (
            _("Comment décider pour mes écoles ?"),
            _(
                "Touchez « Changer » sur le réglage, choisissez que faire et la valeur, puis « Voir ce que cela change »."
            ),
            _(
                "La page dit combien d’établissements changeraient et combien gardent leur choix. Rien n’est écrit avant « Appliquer »."
            ),
        ),
        (
            _("Proposer, borner, fixer : quelle différence ?"),
            _("« Proposer » vaut pour les écoles qui n’ont rien choisi. « Borner » les laisse choisir en deçà."),
            _("« Fixer » ne laisse plus choisir : le choix d’une école est mis de côté, et revient si vous libérez."),
        ),
        (
            _("Comment changer plusieurs réglages d’un coup ?"),
            _(
                "Une fois le premier préparé, touchez « En préparer un autre » : la page les garde, même si vous la quittez."
            ),
            _("« Appliquer les 3 » les écrit ensemble, « Annuler les 3 » revient sur tous."),
        ),
        (
            _("Comment fermer un module, la cantine par exemple ?"),
            _("Dans « Ce que l’école utilise », « Changer », « Fixer » ou « Proposer », puis « fermé »."),
            _("La page dit ce qui ne se verrait plus : menus, jours réservés. Rien n’est effacé."),
            _("La direction de chaque école concernée reçoit une nouvelle. Les familles, non : dites-le-leur."),
        ),
        (
            _("Comment revenir en arrière ?"),
            _("Tout de suite, « Annuler » est en haut de la page. Plus tard, dans « Ce qui a changé » : quinze jours."),
        ),
    ),
    aide(
        "annuaire_interlocuteur",
        "direction",
        (
            _("Qui verra ce nom et ces heures ?"),
            _("Les familles et l’équipe de votre école, au bas de chaque page d’aide. Personne d’une autre école."),
        ),
        (
            _("Je ne veux pas donner de téléphone."),
            _("Laissez-le vide et gardez « montrer « Écrire » » coché : on écrira à la direction, par les messages."),
        ),
    ),
    aide(
        "annuaire_interlocuteur_territoire",
        "territoire",
        (
            _("Qui lira ce contact ?"),
            _(
                "Les directions, les communes, et toute personne qui n’arrive pas à entrer. Les familles le lisent après celui de leur école."
            ),
        ),
    ),
    aide(
        "annuaire_journal",
        "direction",
        (
            _("Que garde cette page, et combien de temps ?"),
            _("Qui a fait quoi dans l’école, depuis un an au plus. Aucun mot de ce qui a été écrit."),
            _("Une ligne ne se change pas et ne s’efface pas."),
        ),
        (
            _("Comment retrouver un geste ?"),
            _("Choisissez qui, sur quoi ou quel jour, puis « Voir »."),
            _("De quelqu’un en particulier : depuis sa fiche, « Qui a fait quoi à son sujet »."),
        ),
    ),
    aide(
        "annuaire_traitements",
        ("direction", "commune", "territoire"),
        (
            _("À quoi sert ce registre ?"),
            _("La loi le demande à qui tient des données sur des personnes : le voici, prêt à donner."),
            _("« Excel (CSV) » l’emporte. Aucun nom n’y est."),
        ),
        (
            _("Que veut dire « tout seul » ?"),
            _(
                "Passé ce temps, le produit efface sans qu’on le lui demande. Ailleurs, c’est une règle que l’école tient elle-même."
            ),
        ),
    ),
    aide(
        "annuaire_responsables",
        "direction",
        (
            _("Comment savoir qui a l’autorité parentale ?"),
            _("Par défaut les deux parents l’ont. Un jugement peut dire autre chose : demandez à le lire."),
            _("Répondez sur chaque ligne, puis « Enregistrer cette page »."),
        ),
        (
            _("Deux parents séparés : que voit chacun ?"),
            _("Mettez-les dans deux foyers : chacun lit l’enfant, jamais les réponses ni les messages de l’autre."),
        ),
    ),
    aide(
        "annuaire_niveaux",
        "direction",
        (
            _("Pourquoi dire le niveau de ces élèves ?"),
            _(
                "ONDE écrit parfois autre chose qu’un niveau. Ce qui est donné à un niveau n’atteint un élève que si vous dites le sien."
            ),
            _("Choisissez, puis « Enregistrer les niveaux ». Le prochain export ne l’effacera pas."),
        ),
    ),
    aide(
        "annuaire_chercher",
        PERSONNEL,
        (
            _("Comment trouver quelqu’un dont je ne sais plus écrire le nom ?"),
            _("Tapez quelques lettres du nom ou du prénom, sans accent si vous voulez : la liste se fait à mesure."),
            _("Flèches pour descendre, Entrée pour ouvrir."),
        ),
        (
            _("Pourquoi un élève n’apparaît-il pas ?"),
            _(
                "Un enseignant cherche parmi ses classes, la direction parmi son école. Rien des autres écoles n’apparaît."
            ),
        ),
    ),
    aide(
        "annuaire_chercher",
        ("commune", "territoire"),
        (
            _("Qui puis-je trouver ici ?"),
            _("Les directions de vos écoles. Ni élève ni famille n’apparaît."),
        ),
    ),
    aide(
        "annuaire_eleve",
        "enseignant",
        (
            _("Joindre la famille de cet élève."),
            _("Ses responsables sont en haut de la fiche, avec ce qui mène à leur écrire."),
        ),
        (
            _("Sa fiche est fausse."),
            _("Dites-le à la direction : elle corrige dans ONDE, puis importe."),
        ),
    ),
    aide(
        "annuaire_eleve",
        "direction",
        (
            _("Corriger l’autorité parentale ou le foyer d’un adulte."),
            _("Sous « Ses responsables », touchez « Lien, autorité et foyer »."),
        ),
        (
            _("Cet élève change de classe ou s’en va."),
            _("Touchez « Changer de classe », ou « A quitté l’école » puis « Noter le départ, dès maintenant »."),
            _(
                "Encore là aujourd’hui ? « Noter le départ, pour ce soir » : les listes du jour (appel, cantine, évacuation) le gardent."
            ),
            _(
                "C’est fait, ses travaux sont gardés, et vous pouvez annuler pendant une heure, aussitôt ou dans « Qui a fait quoi »."
            ),
            _("Un départ pour ce soir s’annule sur sa fiche jusqu’au soir."),
            _("Dites-le aussi dans ONDE : un export d’avant remettrait tout comme avant."),
        ),
    ),
    aide(
        "annuaire_eleve_classe",
        "direction",
        (
            _("Qui est prévenu d’un changement de classe ?"),
            _("Les enseignants des deux classes, et les adultes qui ont l’autorité parentale."),
        ),
        (
            _("Que devient ce qui était donné dans l’ancienne classe ?"),
            _("Ses travaux rendus restent les siens. Ce que dit la classe d’avant n’est plus pour lui ni sa famille."),
        ),
    ),
    aide(
        "annuaire_adulte",
        PERSONNEL,
        (
            _("Qui lit ces coordonnées ?"),
            _("La direction seule. Un enseignant lit le nom et les enfants de sa classe."),
        ),
    ),
    aide(
        "annuaire_autorite",
        "direction",
        (
            _("Confirmer toute une classe d’un coup."),
            _("Cochez les adultes qui ont l’autorité parentale, ou « Tout cocher », puis confirmez."),
            _(
                "Laissez vide ce dont vous n’êtes pas sûr. Vous pouvez annuler pendant une heure, aussitôt ou dans « Qui a fait quoi »."
            ),
        ),
    ),
    aide(
        "annuaire_groupes",
        PERSONNEL,
        (
            _("À quoi sert un groupe ?"),
            _("À donner du travail, un mot ou un billet à quelques élèves, d’un seul geste, dans « Pour »."),
        ),
        (
            _("Supprimer un groupe."),
            _("Ouvrez « Supprimer » à côté de son nom. S’il a reçu quelque chose, il reste jusqu’à la fin de l’année."),
        ),
    ),
    aide(
        "annuaire_groupe annuaire_groupe_garder",
        PERSONNEL,
        (
            _("Ajouter ou enlever un élève du groupe."),
            _("Cochez ou décochez son prénom, puis « Garder le groupe »."),
            _("Ce qui est donné au groupe est lu par ceux qui y sont à ce moment."),
        ),
    ),
]
