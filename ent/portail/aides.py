"""The help of homes, of what one was told and of one's own choices."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, aide

AIDES = [
    # --- Homes ----------------------------------------------------------------------------------------------------------
    aide(
        "accueil",
        "famille",
        (
            _("Par où commencer ?"),
            _("En haut : ce qui attend votre réponse. Ensuite ce qui est à préparer, puis les nouvelles."),
            _("Pas le temps ? « Plus tard » remet la chose à demain, jamais au-delà de son dernier jour."),
            _(
                "Le prénom de l’enfant est écrit à côté de chaque chose. Touchez son prénom en haut pour ne voir que lui."
            ),
        ),
        (
            _("Je ne vois pas un de mes enfants."),
            _("Cherchez le papier que son école vous a donné : il porte un code."),
            _("Ouvrez « Plus », puis « Ajouter un enfant », et tapez ce code."),
            _("Pas de papier ? Demandez-le à l’école."),
        ),
        (
            _("Comment changer la langue ?"),
            _("Touchez l’icône des langues en haut de la page, ou ouvrez « Plus », puis « Langue »."),
            _("Les mots écrits par l’école restent dans la langue où ils sont écrits."),
        ),
        (
            _("Que lire sans réseau ?"),
            _("L’accueil, la semaine, les mots, les menus, l’agenda, et les photos que vous avez vues ici."),
            _("En haut, « Gardé le » dit de quand c’est. Rien n’est gardé sur une tablette de classe."),
            _("« Sortir sur cet appareil » efface tout."),
        ),
        (
            _("Où est le livret scolaire ?"),
            _("Pas ici. Demandez à l’école quand et comment elle le donne."),
        ),
    ),
    aide(
        "partage",
        ADULTES,
        (
            _("Comment envoyer ici des photos de ma galerie ?"),
            _("Mettez d’abord le site sur l’écran de votre téléphone. Il apparaît alors dans « Partager »."),
            _("Choisissez vos photos, touchez « Partager », puis le nom de ce site, et dites où elles vont."),
            _("Rien ne part avant votre dernier geste. Sans réseau, elles attendent sur le téléphone."),
        ),
    ),
    aide(
        "accueil",
        "eleve",
        (
            _("Que faire ici ?"),
            _("Touche une image : ton travail s’ouvre."),
            _("Quand c’est fini, touche « J’ai fini »."),
        ),
        (_("Je ne sais pas lire."), _("Touche le bouton jaune avec le haut-parleur. La tablette te lit la page.")),
        (_("J’ai terminé avec la tablette."), _("Touche la croix en haut. C’est au tour d’un autre.")),
    ),
    aide(
        "accueil",
        "enseignant",
        (
            _("Comment donner du travail depuis l’accueil ?"),
            _("Touchez « Donner du travail », en haut."),
            _("Sous « Ma journée », « Écrire une séance » note ce qui a été fait."),
        ),
        (
            _("Comment faire entrer les élèves sur les tablettes ?"),
            _("Touchez « Élèves », puis « Accès des élèves » sous la classe."),
            _("Vous y lisez le secret de chacun et y ouvrez les tablettes."),
        ),
        (
            _("Une de mes classes n’apparaît pas."),
            _("C’est la direction qui confie les classes, dans « Équipe ». Demandez-lui."),
        ),
        (
            _("Je suis remplaçant ou remplaçante : où sont mes classes ?"),
            _("Sur votre accueil, dès que la direction vous les confie et jusqu’au dernier jour qu’elle a dit."),
        ),
    ),
    aide(
        "accueil",
        "direction",
        (
            _("Que veut dire « À décider aujourd’hui » ?"),
            _(
                "Une ligne par chose qui attend la direction : un appel à faire, des comptes à ouvrir, des liens à confirmer, un import à relire."
            ),
            _(
                "Touchez son bouton : il mène où cela se décide. Quand c’est fait, la ligne s’en va ; sans aucune, tout est en ordre."
            ),
        ),
        (
            _("Où sont les classes, l’équipe et les réglages ?"),
            _("Touchez « Classes et personnes » : la page de l’école mène à tout."),
        ),
    ),
    aide(
        "accueil",
        "commune",
        (
            _("Que comptent ces nombres ?"),
            _(
                "Les écoles de votre commune, leurs classes, leurs élèves, et combien de responsables ont ouvert leur compte."
            ),
            _("Aucun nom de personne n’est lu ici."),
        ),
        (
            _("Une école de la commune manque."),
            _("C’est l’opérateur du territoire qui ajoute les écoles. Écrivez-lui : il est au bas de cette aide."),
        ),
    ),
    aide(
        "accueil",
        "territoire",
        (
            _("Comment ajouter des écoles ?"),
            _(
                "Touchez « Établissements », puis « Imports » : déposez l’archive ZIP. Ou un seul : « Ouvrir un établissement »."
            ),
            _("Vous relisez ce qui va changer avant que rien ne soit écrit."),
        ),
        (
            _("Qui répond aux questions des directions ?"),
            _("La personne que vous nommez dans « Qui répond aux questions ». Chaque page d’aide finit par elle."),
        ),
    ),
    aide(
        "semaine semaine_du",
        "famille",
        (
            _("Qu’y a-t-il dans cette semaine ?"),
            _(
                "Jour par jour, ce que toutes les salles ont pour chaque enfant : le travail, et ce qui s’est fait en classe."
            ),
            _("Touchez un prénom en haut pour ne voir que lui."),
        ),
        (
            _("Avoir la semaine dans le calendrier de mon téléphone."),
            _("Touchez « Mettre dans mon agenda », en bas de la page."),
        ),
        (
            _("Mettre la semaine sur le frigo."),
            _(
                "Touchez « Imprimer la semaine », en bas : une page, un jour par colonne. Un prénom choisi en haut : lui seul."
            ),
        ),
    ),
    aide(
        "eleves",
        ("enseignant",),
        (
            _("Que mène-t-il à la fiche d’un élève ?"),
            _("Son prénom. On y lit à qui écrire, où il peut être montré, et sa semaine."),
        ),
        (
            _("Un élève a oublié ses images secrètes."),
            _("Touchez « Accès des élèves » sous sa classe, puis son prénom."),
        ),
    ),
    # --- What one was told ------------------------------------------------------------------------------------------------
    aide(
        "notifications",
        ("famille", "commune", "territoire"),
        (
            _("Comment effacer ces nouvelles ?"),
            _("Elles restent. Le point s’en va quand vous les avez lues."),
            _("Le bouton du haut marque toutes les autres comme lues."),
        ),
        (
            _("Je veux être prévenu sur mon téléphone."),
            _("Ouvrez « Plus », puis « Être prévenu »."),
            _("Touchez « Me prévenir sur cet appareil » et acceptez ce que demande le téléphone."),
        ),
    ),
    aide(
        "notifications",
        ("enseignant", "direction"),
        (
            _("Qui m’écrit ici ?"),
            _("L’école elle-même : une réponse à un mot, un travail rendu, un message, un billet d’élève à relire."),
            _("Touchez la ligne : la page dont elle parle s’ouvre."),
        ),
        (
            _("Recevoir moins de nouvelles le soir."),
            _(
                "Ouvrez « Plus », puis « Être prévenu » : décochez une sorte de nouvelle, ou ajoutez un moment dans « Me laisser tranquille »."
            ),
        ),
    ),
    # --- One's own choices ------------------------------------------------------------------------------------------------
    aide(
        "plus",
        "famille",
        (
            _("Où sont les autorisations pour les photos ?"),
            _("Sous « Décider pour mes enfants », touchez « Droit à l’image »."),
        ),
        (
            _("Comment sortir de mon compte ?"),
            _("Tout en bas, touchez « Sortir sur cet appareil »."),
            _("Un téléphone perdu ? Ouvrez « Mes appareils » et fermez-le de loin."),
        ),
        (_("L’écran est trop clair le soir."), _("Dans « Couleurs de cet appareil », touchez « Sombre ».")),
        (
            _("Lire plus gros, ou plus à l’aise."),
            _(
                "Sous « Confort de lecture », touchez « Plus grand », « Autre écriture », « Plus d’espace » ou « Sans mouvement »."
            ),
            _("Ce choix vaut pour cet appareil ; touchez encore pour revenir."),
            _("Vous lisez le français ? « Français facile » dit dix pages avec des mots simples."),
        ),
        (
            _("Se faire lire une page."),
            _(
                "Touchez le haut-parleur, en haut : la page est lue à voix haute, dans votre langue, une phrase après l’autre."
            ),
            _("La voix est celle de votre appareil : rien n’est envoyé. La touche Échap arrête."),
        ),
    ),
    aide(
        "plus",
        ("enseignant", "direction", "commune", "territoire"),
        (
            _("Protéger mon compte avec une deuxième clé."),
            _("Dans « Mon compte », touchez « Deuxième clé » et suivez les étapes. Comptez deux minutes."),
        ),
        (
            _("Annoncer mon absence à ceux qui m’écrivent."),
            _("Sous « Moi », touchez « Mon absence (messages) »."),
        ),
        (_("Comment sortir de mon compte ?"), _("Tout en bas, touchez « Sortir sur cet appareil ».")),
    ),
    aide(
        "prevenir",
        ADULTES,
        (
            _("Mon téléphone ne sonne pas."),
            _("Touchez « Me prévenir sur cet appareil » depuis ce téléphone, et acceptez sa question."),
            _("Sur iPhone et iPad, ajoutez d’abord ce site à l’écran d’accueil, puis ouvrez-le de là."),
            _("Vérifiez « Me laisser tranquille » : à ces moments, rien ne sonne."),
        ),
        (
            _("Recevoir un e-mail par jour au lieu des notifications."),
            _("Dans « Quoi, et par où », cochez E-mail pour chaque sorte de nouvelle, puis « Enregistrer mes choix »."),
            _("Pas d’adresse ? Touchez « Ajouter une adresse »."),
        ),
        (
            _("Que lit quelqu’un qui voit mon écran ?"),
            _("Seulement qu’une nouvelle vous attend : aucun prénom, rien de ce que l’école écrit."),
        ),
    ),
    aide(
        "prevenir_arreter",
        "visiteur",
        (
            _("Si j’arrête cet e-mail, est-ce que je perds des nouvelles ?"),
            _(
                "Non. Tout reste sur le site, dans « Tout ce qui vous a été dit ». Vous pourrez le reprendre dans « Être prévenu »."
            ),
        ),
    ),
    aide(
        "langue",
        (*ADULTES, "visiteur"),
        (
            _("Qu’est-ce qui change de langue ?"),
            _("Les boutons, les titres et cette aide. Ce que l’école écrit reste comme elle l’a écrit."),
            _("Sous ce que l’école écrit, « Traduire » le dit dans votre langue, quand le territoire l’offre."),
        ),
    ),
    aide(
        "plus",
        "eleve",
        (
            _("Qu’est-ce que je règle ici ?"),
            _("La langue, les couleurs et la taille du texte, sur cet appareil."),
            _("Sur un ordinateur du collège, touche « Sortir sur cet appareil » avant de partir."),
        ),
        (_("J’ai oublié mon mot de passe."), _("Demande un nouveau papier à ton collège : il porte un code.")),
    ),
    aide(
        "langue", "eleve", (_("Choisir une langue"), _("Touche la langue que tu lis. Tu peux changer quand tu veux."))
    ),
    aide(
        "chercher",
        ADULTES,
        (
            _("Où cherche-t-on ?"),
            _("Dans tout ce que vous pouvez lire, et dans les pages du site."),
            _("Un mot suffit, ou son début ; les accents ne comptent pas."),
        ),
    ),
    aide(
        "langues",
        "territoire",
        (
            _("Pourquoi une langue est-elle « à relire » ?"),
            _("Les phrases du produit y sont traduites, mais personne dont c’est la langue ne les a relues."),
            _("Touchez la langue, téléchargez le fichier PO, faites-le relire, puis déposez-le."),
        ),
    ),
    aide(
        "langues_relire",
        "territoire",
        (
            _("Avec quoi s’ouvre un fichier PO ?"),
            _(
                "Avec Poedit, qui est libre, ou avec tout éditeur de traductions : la phrase en français, la sienne à côté."
            ),
            _("Les mots entre %( et )s sont remplis par le produit : ils restent tels quels dans la traduction."),
        ),
        (
            _("Quand les familles voient-elles la nouvelle traduction ?"),
            _("Au prochain démarrage du service. Qui tient les serveurs le relance quand il veut."),
        ),
    ),
    aide(
        "joindre",
        "direction",
        (
            _("Que faire pour les familles qui ne sont pas atteintes ?"),
            _("Chaque ligne dit pourquoi : pas de compte, pas d’adresse, e-mails refusés."),
            _("Pas de compte : touchez « Imprimer son papier » sur la ligne, et donnez-le."),
            _("En attendant, donnez-leur le papier : un mot s’imprime en coupons depuis son suivi."),
        ),
    ),
    aide(
        "planche",
        (*ADULTES, "eleve", "visiteur"),
        (_("À quoi sert cette page ?"), _("Elle montre les éléments dont les pages sont faites. Elle ne change rien.")),
    ),
    # --- Years that are over ----------------------------------------------------------------------------------------------
    aide(
        "annees annee_enfant",
        "famille",
        (
            _("Où retrouver ce que la classe a fait l’an dernier ?"),
            _("Ouvrez « Plus », puis « Années passées », et touchez le prénom de votre enfant."),
            _("Choisissez un mois. Le cahier, le journal, les mots et les messages restent à lire pendant un an."),
            _("Rien ne s’y écrit plus : pour une question, écrivez à l’école d’aujourd’hui."),
        ),
    ),
    aide(
        "annees annee_classe annee_enfant",
        ("enseignant", "direction"),
        (
            _("Où est ma classe de l’an dernier ?"),
            _("Ouvrez « Plus », puis « Années passées », et touchez son nom."),
            _("Choisissez un mois, ou « Prendre toute l’année » pour le document."),
            _(
                "Tout se lit, rien ne s’y écrit plus. Les élèves ont leur portfolio : leur enseignant d’aujourd’hui le lit."
            ),
        ),
    ),
]
