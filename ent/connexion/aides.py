"""The help of coming in, of one's account and of pupils' way in."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, PERSONNEL, aide

TOUS = (*ADULTES, "visiteur")
D_UNE_ECOLE = tuple(lecteur for lecteur in ADULTES if lecteur != "territoire")
CE_QUI_CHANGE = (
    _("Que puis-je changer ici ?"),
    _("Votre mot de passe, votre adresse e-mail, votre deuxième clé et vos appareils."),
)

AIDES = [
    aide(
        "account_login",
        TOUS,
        (
            _("C’est ma première visite."),
            _("Prenez le papier donné par l’école et touchez « J’ai un code »."),
            _("Tapez le code, dites qui vous êtes, puis choisissez un mot de passe."),
        ),
        (
            _("J’ai oublié mon mot de passe."),
            _("Touchez « Mot de passe oublié » : un lien arrive à votre adresse e-mail."),
            _("Pas d’adresse e-mail ? L’école vous redonne un papier avec un code."),
        ),
        (
            _("Je ne sais plus mon identifiant."),
            _("Il est écrit sur le papier de l’école. Votre adresse e-mail marche aussi."),
        ),
        (
            _("Mon enfant veut entrer sur la tablette."),
            _("Touchez « Tablette de la classe : entrer par les images »."),
        ),
    ),
    aide(
        "account_logout",
        ADULTES,
        (
            _("Faut-il sortir à chaque fois ?"),
            _("Sur votre téléphone, non. Sur un ordinateur partagé, oui : le suivant lirait vos enfants."),
        ),
    ),
    aide(
        "account_logout",
        "eleve",
        (_("Je sors ?"), _("Oui, touche « Sortir » : la tablette est prête pour un autre.")),
    ),
    aide(
        "account_reset_password account_reset_password_done",
        TOUS,
        (
            _("Le lien n’arrive pas."),
            _("Regardez dans les courriers indésirables, et attendez quelques minutes."),
            _("Vérifiez l’adresse : c’est celle que vous avez donnée à l’école ou dans votre compte."),
            _("Toujours rien ? Demandez un papier à l’école et touchez « J’ai un code »."),
        ),
    ),
    aide(
        "account_reset_password_from_key account_reset_password_from_key_done account_set_password",
        TOUS,
        (
            _("Quel mot de passe choisir ?"),
            _("Trois ou quatre mots à vous, sans rapport entre eux. Écrivez-le chez vous si cela vous aide."),
        ),
        (_("Le lien ne marche plus."), _("Il sert une fois et vieillit vite. Touchez « Demander un autre lien ».")),
    ),
    aide(
        "account_inactive",
        TOUS,
        (
            _("Pourquoi mon compte est-il fermé ?"),
            _(
                "L’école ne vous connaît plus dans ses listes, souvent après un départ. Appelez-la : elle peut le rouvrir."
            ),
        ),
    ),
    aide(
        "account_email_verification_sent account_confirm_email",
        TOUS,
        (
            _("Pourquoi confirmer mon adresse ?"),
            _("Pour être sûr qu’elle est à vous : les nouvelles de vos enfants y seront annoncées."),
            _("Ouvrez le message reçu et touchez son lien."),
        ),
    ),
    aide(
        "account_email",
        ADULTES,
        (
            _("Changer d’adresse e-mail."),
            _("Tapez la nouvelle et touchez « Changer d’adresse »."),
            _("Confirmez-la par le lien reçu : l’ancienne sert jusque-là."),
        ),
    ),
    aide(
        "account_change_password",
        ADULTES,
        (
            _("Est-ce que mes autres appareils restent ouverts ?"),
            _("Non : changer de mot de passe ferme les autres appareils. Vous y rentrerez avec le nouveau."),
        ),
    ),
    aide(
        "account_reauthenticate mfa_reauthenticate mfa_reauthenticate_webauthn",
        ADULTES,
        (
            _("Pourquoi redemander mon mot de passe ?"),
            _("Parce que vous allez changer ce qui protège votre compte. Tapez celui que vous avez aujourd’hui."),
        ),
        (
            _("Pourquoi mon mot de passe ne suffit-il pas ?"),
            _("Vous avez une deuxième clé : c’est elle qui est demandée. Sans elle, tapez un de vos codes de secours."),
        ),
    ),
    aide(
        "connexion_activer connexion_activer_code connexion_activer_verifier connexion_activer_compte",
        TOUS,
        (
            _("Le code est refusé."),
            _("Il a huit lettres et chiffres : comptez-les."),
            _("Un code sert une fois. S’il a servi, entrez avec votre mot de passe, ou demandez un autre papier."),
        ),
        (
            _("Pourquoi ma date de naissance ou celle de mon enfant ?"),
            _("Pour vérifier que le papier est dans les bonnes mains. Rien d’autre n’en est fait."),
        ),
        (
            _("J’ai déjà un compte, et un papier de plus."),
            _("Entrez d’abord, puis « Ajouter un enfant » : un seul compte pour tous."),
        ),
    ),
    aide(
        "connexion_trouver_tablette",
        TOUS,
        (
            _("Où trouver le carré à photographier ?"),
            _("La maîtresse ou le maître l’affiche depuis « Accès des élèves »."),
        ),
    ),
    aide(
        "connexion_mur",
        "eleve",
        (_("Comment entrer ?"), _("Cherche ton prénom et touche-le.")),
        (_("Je ne vois pas mon prénom."), _("Lève la main. Le maître ou la maîtresse va t’aider.")),
    ),
    aide(
        "connexion_secret",
        "eleve",
        (_("Que faire ici ?"), _("Touche tes trois images, dans l’ordre.")),
        (_("Je me suis trompé."), _("Touche « Effacer » et recommence.")),
        (_("Ce n’est pas moi."), _("Touche la flèche en haut. Tu reviens aux prénoms.")),
    ),
    aide(
        "connexion_mur connexion_secret",
        ADULTES,
        (
            _("À qui est cette page ?"),
            _("Aux élèves, sur les tablettes de la classe : un prénom, puis trois images ou un mot de passe."),
            _("Le secret d’un élève se lit dans « Accès des élèves »."),
        ),
    ),
    aide(
        "connexion_compte",
        D_UNE_ECOLE,
        (*CE_QUI_CHANGE, _("Votre nom vient de l’école : c’est elle qui le corrige.")),
    ),
    aide(
        "connexion_compte",
        "territoire",
        (*CE_QUI_CHANGE, _("Votre nom : la personne qui vous a ouvert ce compte le corrige.")),
    ),
    aide(
        "connexion_donnees",
        ADULTES,
        (
            _("Que contient le fichier ?"),
            _("Ouvrez « a-lire » dans un navigateur : tout y est rangé par sujet."),
            _("Votre mot de passe est demandé avant, pour que personne ne le prenne à votre place."),
        ),
        (
            _("Que devient ce que j’ai écrit quand je pars ?"),
            _("Il reste sans votre nom, pour ceux qui le lisent. « M’y opposer » le fait partir avec votre compte."),
        ),
    ),
    aide(
        "connexion_ajouter_enfant",
        "famille",
        (
            _("Où est le code ?"),
            _("Sur le papier de l’autre école ou de l’autre classe. Chaque enfant inscrit ailleurs a son papier."),
            _("Après « Ajouter à mon compte », tous vos enfants sont sur le même accueil."),
        ),
    ),
    aide(
        "connexion_ajouter_enfant",
        ("enseignant", "direction", "commune", "territoire"),
        (
            _("Je suis aussi parent."),
            _("Tapez le code du papier de votre enfant : un onglet « Mes enfants » s’ajoute à votre accueil."),
        ),
        (
            _("J’arrive dans une autre école."),
            _("Dépliez « Je travaille à l’école » et tapez le code donné par la direction."),
        ),
    ),
    aide(
        "connexion_appareils",
        ADULTES,
        (
            _("J’ai perdu mon téléphone."),
            _("Touchez « Fermer » à côté de lui : votre compte n’y est plus ouvert."),
            _("Si vous doutez, « Tout fermer, sauf ici », puis changez de mot de passe."),
        ),
        (_("Je ne reconnais pas un appareil."), _("Fermez-le, puis touchez « Changer mon mot de passe ».")),
    ),
    aide(
        "mfa_index mfa_list_webauthn mfa_add_webauthn mfa_activate_totp mfa_deactivate_totp mfa_edit_webauthn mfa_remove_webauthn",
        ADULTES,
        (
            _("Application de codes ou clé d’accès ?"),
            _("La clé d’accès est la plus simple : votre téléphone ou votre ordinateur vous reconnaît."),
            _("L’application montre un code qui change toutes les trente secondes."),
        ),
        (
            _("Si je perds mon téléphone, comment entrer ?"),
            _("Avec un code de secours, gardé sur papier. Créez-les avant d’en avoir besoin."),
        ),
    ),
    aide(
        "mfa_view_recovery_codes mfa_generate_recovery_codes",
        ADULTES,
        (_("Où garder ces codes ?"), _("Sur papier, chez vous. Chacun sert une fois.")),
    ),
    aide(
        "mfa_authenticate",
        TOUS,
        (
            _("Je n’ai plus mon téléphone."),
            _("Tapez un code de secours à la place du code de l’application."),
            _("Plus de codes non plus ? Demandez à la direction de votre école, ou à la personne ci-dessous."),
        ),
    ),
    aide(
        "connexion_acces",
        PERSONNEL,
        (
            _("Un élève a oublié ses images."),
            _("Touchez son prénom : son secret s’affiche. Montrez-le lui, puis « Cacher »."),
            _("Pour en donner un autre : « Nouveau secret »."),
        ),
        (
            _("Ajouter une tablette à la classe."),
            _("Touchez « Ajouter des tablettes » : le mur s’ouvre une demi-heure aux nouvelles."),
            _("Dépliez « Ouvrir une tablette sur la classe » et photographiez le carré avec elle."),
        ),
        (
            _("L’adresse des tablettes circule hors de la classe."),
            _(
                "Dépliez « L’adresse est sortie de la classe », puis « Changer l’adresse ». Chaque tablette photographiera le nouveau carré."
            ),
        ),
    ),
    aide(
        "connexion_feuilles",
        PERSONNEL,
        (
            _("À qui donner ces papiers ?"),
            _("En main propre : chaque code ouvre le compte d’une seule personne."),
            _("Cochez qui en a besoin, puis « Préparer les papiers (PDF) »."),
        ),
        (
            _("Une famille a perdu le sien."),
            _("Imprimez-le à nouveau : le code est le même tant qu’il n’a pas servi."),
        ),
        (
            _("Une famille ne lit pas le français."),
            _("Choisissez sa langue sous « Aussi en… » : chaque phrase est dite dans les deux."),
        ),
    ),
    aide(
        "connexion_feuilles_personnel",
        "direction",
        (
            _("Quelle différence entre l’invitation et le papier ?"),
            _(
                "L’invitation part à l’adresse que l’école connaît : son lien ouvre le compte, une fois, pendant quatorze jours."
            ),
            _("Le papier se donne en main propre ; il sert toute l’année."),
        ),
        (
            _("Un collègue n’arrive pas à ouvrir son compte."),
            _("Il doit taper l’adresse e-mail que l’école connaît de lui. Vérifiez-la dans « Équipe »."),
        ),
    ),
]
