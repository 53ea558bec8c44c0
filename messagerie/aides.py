"""The help of messages, of the carnet de liaison, and of the rules of both."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import ADULTES, PERSONNEL, aide

DES_MESSAGES = [
    aide(
        "messagerie",
        "famille",
        (
            _("Comment écrire à la maîtresse ou au maître ?"),
            _("Touchez « Écrire », puis son nom sous le prénom de votre enfant."),
            _("D’un enfant qui vous est confié, les messages restent à sa famille."),
        ),
        (
            _("Puis-je écrire le soir ?"),
            _("Oui. Votre message attend la fin du repos de l’école et part tout seul : l’heure est écrite dessous."),
        ),
        (_("Retrouver un ancien message."), _("Tapez un mot dans « Chercher dans mes messages ».")),
    ),
    aide(
        "messagerie",
        ("enseignant", "direction"),
        (
            _("Écrire à toutes les familles de la classe."),
            _("Touchez « Écrire », puis « Toutes les familles » : chacune vous répondra dans son propre fil."),
        ),
        (
            _("Un message n’est pas parti."),
            _("Il attend dans « À reprendre » : envoyez-le à nouveau, copiez-le ou jetez-le."),
        ),
    ),
    aide(
        "messagerie",
        "commune",
        (
            _("À qui puis-je écrire ?"),
            _("À la direction de chacune de vos écoles. Touchez « Écrire aux directions » sur votre accueil."),
        ),
    ),
    aide(
        "messagerie",
        "territoire",
        (
            _("À qui puis-je écrire ?"),
            _(
                "Aux personnes que « Qui peut écrire à qui » vous donne. Souvent, personne : les messages sont à l’école."
            ),
        ),
    ),
    aide("messagerie", "eleve", (_("Lire un message"), _("Touche-le. Le haut-parleur te le lit."))),
    aide(
        "messagerie_ecrire",
        "famille",
        (
            _("À qui écrire pour une absence ?"),
            _("À l’enseignant de l’enfant : touchez son nom, écrivez le jour et la raison."),
        ),
        (
            _("L’autre parent lira-t-il mon message ?"),
            _("Si vous êtes du même foyer, oui. Deux foyers séparés ont chacun leur fil, et l’un ne lit pas l’autre."),
        ),
    ),
    aide(
        "messagerie_ecrire",
        PERSONNEL,
        (
            _("Écrire à une famille."),
            _("Touchez le prénom de l’élève, ou tapez quelques lettres d’un nom."),
        ),
        (_("Écrire à quelques collègues."), _("Touchez « Quelques collègues », cochez-les et donnez un sujet.")),
    ),
    aide(
        "messagerie_ecrire",
        "commune",
        (
            _("Écrire à plusieurs directions à la fois."),
            _("Sur votre accueil, touchez « Écrire aux directions » : chacune le lit et vous répond à part."),
        ),
    ),
    aide(
        "messagerie_ecrire",
        "territoire",
        (
            _("Pourquoi la liste est-elle vide ?"),
            _("Les règles de l’école ne vous donnent personne à qui écrire. Lisez « Qui peut écrire à qui »."),
        ),
    ),
    aide(
        "messagerie_ecrire",
        "eleve",
        (_("À qui écrire ?"), _("Touche un nom de la liste. S’il n’y en a pas, parle à ta maîtresse ou à ton maître.")),
    ),
    aide(
        "messagerie_fil messagerie_message",
        "famille",
        (
            _("Corriger ou retirer ce que je viens d’écrire."),
            _(
                "Touchez votre message, puis « Corriger » ou « Retirer » : tant qu’il n’est pas parti, et quinze minutes après."
            ),
        ),
        (_("Lire ce message dans ma langue."), _("Touchez le message, puis « Traduire ».")),
        (
            _("Ce message me choque."),
            _("Touchez-le, puis « Signaler ». La direction le lira ; son auteur ne saura pas qui l’a fait."),
        ),
    ),
    aide(
        "messagerie_fil messagerie_message",
        PERSONNEL,
        (
            _("Envoyer pendant le repos des familles."),
            _(
                "Le message part à la fin du repos. Seule la direction peut déplier « C’est urgent », et elle en dit la raison."
            ),
        ),
        (_("Savoir si la famille a lu."), _("C’est écrit sous votre dernier message, dès qu’elle l’a eu à l’écran.")),
        (
            _("Corriger ou retirer mon message."),
            _("Touchez-le, puis « Corriger » ou « Retirer » : tant qu’il n’est pas parti, et quinze minutes après."),
        ),
    ),
    aide(
        "messagerie_fil",
        "eleve",
        (_("Écrire à ma classe"), _("Écris en bas et envoie. La maîtresse ou le maître et les familles lisent aussi.")),
        (_("Un message me fait de la peine."), _("Touche-le et montre-le à un adulte.")),
    ),
    aide(
        "messagerie_a_reprendre",
        ADULTES,
        (
            _("Pourquoi ces messages ne sont-ils pas partis ?"),
            _("Leur heure venue, écrire n’était plus permis. Personne d’autre que vous ne les lit."),
            _("Touchez « Copier le texte » pour le garder, ou « Jeter »."),
        ),
    ),
    aide(
        "messagerie_a_reprendre",
        "eleve",
        (_("Pourquoi c’est ici ?"), _("Ton mot n’est pas parti. Demande à ta maîtresse ou à ton maître.")),
    ),
    aide(
        "messagerie_directions",
        "commune",
        (
            _("Qui lira ce message ?"),
            _("La direction de chaque école cochée, et vous. Chacune vous répond à part."),
        ),
    ),
    aide(
        "messagerie_projet",
        PERSONNEL,
        (_("Qui lira cette conversation ?"), _("Les collègues cochés et vous. On ne peut pas y ajouter une famille.")),
    ),
    aide(
        "messagerie_signaler",
        ADULTES,
        (
            _("Que se passe-t-il ensuite ?"),
            _(
                "La direction lit ce message et ceux qui l’entourent, puis décide. Son auteur ne sait pas qui a signalé."
            ),
        ),
    ),
    aide(
        "messagerie_signaler",
        "eleve",
        (
            _("Signaler, c’est quoi ?"),
            _("C’est prévenir la direction. Parles-en aussi à ta maîtresse ou à ton maître."),
        ),
    ),
]
DU_CARNET = [
    aide(
        "carnet",
        "famille",
        (
            _("Comment signer un mot ?"),
            _(
                "Touchez votre réponse sous le mot ; s’il y a « Signer » ou « Répondre et signer », touchez-le ensuite. "
                "L’école le sait aussitôt."
            ),
        ),
        (_("J’ai plusieurs enfants concernés."), _("Chaque enfant a son coupon : le prénom est écrit dessus.")),
    ),
    aide(
        "carnet_mot",
        "famille",
        (
            _("Puis-je changer ma réponse ?"),
            _("Oui, jusqu’à la date écrite : touchez l’autre réponse, ou « Reprendre ma réponse »."),
        ),
        (
            _("L’autre parent a déjà signé."),
            _("Une signature suffit, sauf si le mot demande que chaque responsable signe pour soi."),
        ),
        (
            _("Je n’ai pas de réseau."),
            _("Signez quand même : c’est gardé sur ce téléphone et cela part tout seul."),
        ),
        (_("Je préfère le papier."), _("Dites-le à l’école : elle imprime un coupon.")),
    ),
    aide(
        "carnet_enseignant",
        PERSONNEL,
        (
            _("Écrire un mot aux familles."),
            _("Sous « Écrire un mot », touchez la classe ou le groupe."),
            _("Choisissez ce qu’elles font : lire, signer, dire oui ou non, choisir un créneau…"),
        ),
        (_("Qui n’a pas répondu ?"), _("Chaque mot envoyé dit combien ont répondu. Touchez-le : son suivi s’ouvre.")),
    ),
    aide(
        "carnet_ecrire_classe carnet_ecrire_groupe",
        PERSONNEL,
        (
            _("Demander un créneau de rendez-vous."),
            _("Choisissez « prennent un créneau », puis donnez le jour, le début et la fin."),
        ),
        (_("L’envoyer demain matin."), _("Dépliez « L’envoyer plus tard » et choisissez le moment.")),
    ),
    aide(
        "carnet_ecrire_ecole",
        "direction",
        (
            _("À qui va ce mot ?"),
            _(
                "À toutes les familles de l’école, chacune pour ses enfants. Les enseignants lisent le suivi de leur classe."
            ),
        ),
    ),
    aide(
        "carnet_corriger",
        PERSONNEL,
        (
            _("Que deviennent les réponses déjà données ?"),
            _(
                "Elles restent et comptent toujours. Qui avait répondu à autre chose en est prévenu, et lit ce que disait le mot."
            ),
            _(
                "Cochez « Demander à ceux qui ont signé de signer à nouveau » : chacun répond alors à ce qu’il dit maintenant."
            ),
        ),
    ),
    aide(
        "carnet_suivi",
        PERSONNEL,
        (
            _("Comment corriger un mot déjà envoyé ?"),
            _("Sous « Le mot », touchez « Corriger » et changez le texte."),
            _(
                "Touchez « Corriger pour les familles » : elles lisent la nouvelle version, qui dit qu’elle est corrigée."
            ),
        ),
        (
            _("Rappeler celles qui manquent."),
            _(
                "Sous « Rappeler », un seul bouton : une notification à celles-là, et rien aux autres. Un rappel par jour."
            ),
        ),
        (
            _("Des familles n’ont pas l’application."),
            _("Sous « Sur papier », imprimez leurs coupons, puis « Entrer les papiers rendus »."),
        ),
        (_("L’annuler."), _("Dépliez « Retirer aux familles ». « Annuler le retrait » le remet.")),
    ),
    aide(
        "carnet_papiers",
        PERSONNEL,
        (
            _("Un papier est mal entré."),
            _("Sous « Déjà entrés », touchez « Reprendre » à côté de l’enfant, puis entrez-le à nouveau."),
        ),
    ),
]
DES_REGLES = [
    aide(
        "messagerie_absences",
        "famille",
        (
            _("Mon enfant est malade."),
            _("Ce n’est pas ici : cette page dit votre absence à vous. Touchez le bouton qui est en haut."),
        ),
    ),
    aide(
        "messagerie_absences",
        ("enseignant", "direction", "commune", "territoire"),
        (
            _("Que lit une famille qui m’écrit pendant mon absence ?"),
            _("Votre réponse, une seule fois. Vous recevez tout de même son message."),
        ),
    ),
    aide(
        "messagerie_regles messagerie_regles_choisir",
        ("famille", "enseignant", "commune", "territoire"),
        (
            _("Qui décide de ces règles ?"),
            _("La direction de l’école, à partir de celles du territoire. Cette page s’imprime."),
        ),
    ),
    aide(
        "messagerie_regles messagerie_regles_choisir",
        "direction",
        (_("Changer une règle."), _("Touchez « Changer les règles » au bas de la page.")),
    ),
    aide(
        "messagerie_regler",
        "direction",
        (
            _("Que change « Enregistrer les règles » ?"),
            _(
                "Vos choix valent aussitôt. Une case que vous ne changez pas suit la commune, puis le territoire, même s’ils changent plus tard."
            ),
            _("« Suivre de nouveau en tout » oublie vos choix. Le bandeau permet d’annuler."),
        ),
    ),
    aide(
        "messagerie_suspendu",
        ADULTES,
        (
            _("Pourquoi ne puis-je plus écrire ?"),
            _("La raison et la fin sont écrites ici. Vous continuez de tout lire. Pour en parler, appelez l’école."),
        ),
    ),
    aide(
        "messagerie_suspendu",
        "eleve",
        (
            _("Pourquoi je ne peux plus écrire ?"),
            _("La raison est écrite ici. Parles-en à ta maîtresse ou à ton maître."),
        ),
    ),
    aide(
        "messagerie_ecole messagerie_ecoles",
        "direction",
        (
            _("Que puis-je lire des messages de l’école ?"),
            _("Ce qui vous est écrit et ce qui est signalé. Aucun autre fil."),
        ),
        (
            _("Des messages menacent l’école."),
            _("Ouvrez l’incident : un geste coupe les messages, un autre les rouvre."),
        ),
    ),
    aide(
        "messagerie_moderation messagerie_signalement",
        "direction",
        (
            _("Que faire d’un message signalé ?"),
            _("Lisez-le, puis « Ne rien faire de plus » ou « Retirer le message pour tous »."),
            _("Retiré, il reste gardé comme preuve."),
        ),
    ),
    aide(
        "messagerie_suspendre messagerie_suspensions",
        "direction",
        (
            _("Que peut encore faire quelqu’un qui ne peut plus écrire ?"),
            _("Tout lire. Il voit la raison et la date de fin, et peut vous appeler."),
        ),
    ),
    aide(
        "messagerie_incident",
        "direction",
        (
            _("Quand couper les messages ?"),
            _(
                "Comptes volés, menaces : choisissez ce qui est coupé, écrivez ce qui se passe. Une bannière le dit à tous."
            ),
            _("Vous rouvrez d’un geste sur cette page."),
        ),
    ),
    aide(
        "messagerie_incident messagerie_incident_territoire messagerie_territoire",
        "territoire",
        (
            _("Couper une école ou tout le territoire ?"),
            _(
                "Une école suffit le plus souvent : touchez-la dans la liste. Tout le territoire, si des comptes sont volés partout."
            ),
        ),
    ),
]
AIDES = [*DES_MESSAGES, *DU_CARNET, *DES_REGLES]
