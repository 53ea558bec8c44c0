"""The help of the roll, of absences and of image rights."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

ABSENCES = [
    aide(
        "absences absences_prevenir absences_changer absences_motif",
        "famille",
        (
            _("Prévenir d’une absence."),
            _("Choisissez qui, quand et pourquoi. L’école lit la phrase qui est montrée, rien d’autre."),
            _("« Malade » suffit : ne donnez pas de détail de santé."),
        ),
        (
            _("Puis-je changer d’avis ?"),
            _("Oui, jusqu’à l’appel : « Changer » ou « Retirer »."),
            _("Ensuite, le motif seul : « Changer le motif », jusqu’à ce que la direction réponde."),
        ),
        (
            _("L’autre parent le voit-il ?"),
            _("Il lit que l’école sait pourquoi, jamais ce que vous avez dit ni votre justificatif."),
        ),
        (
            _("On me demande pourquoi."),
            _("L’appel a été fait et personne n’avait prévenu. Répondez une fois : l’école ne le demande plus."),
        ),
    ),
    aide(
        "absences_justificatif",
        "famille",
        (
            _("Faut-il un certificat ?"),
            _("Pas pour une maladie ordinaire. Un papier joint n’est lu que par la direction."),
        ),
    ),
    aide(
        "appel appel_classe appel_confie appel_copie",
        ("enseignant", "direction"),
        (
            _("Faire l’appel."),
            _("Tous sont présents. Touchez seulement ceux qui manquent, puis envoyez."),
            _(
                "En haut, choisissez ce que toucher veut dire : absent, en retard, sort tôt. Toucher de nouveau l’enlève."
            ),
        ),
        (
            _("Il n’y a pas de réseau."),
            _(
                "L’appel est gardé sur ce téléphone et part tout seul, une seule fois. Dites les absents à la direction."
            ),
        ),
        (
            _("Qui prévient les familles ?"),
            _("Le produit, dès que l’appel arrive, pour les absences que personne n’avait annoncées."),
        ),
        (
            _("Corriger un appel."),
            _("Jusqu’à la fin de la demi-journée ; fait après, jusqu’au soir. Ensuite, la direction le corrige."),
        ),
    ),
    aide(
        "appel_confier",
        ("enseignant", "direction"),
        (
            _("Répartir une classe."),
            _("Choisissez les élèves et le collègue qui les prend : il fait leur appel, pour la journée."),
        ),
    ),
    aide(
        "evacuation evacuation_copie",
        ("enseignant", "direction"),
        (
            _("Compter les élèves d’une évacuation."),
            _("Cochez ceux que vous voyez, puis « Envoyer ce compte ». Les comptes de tous se rejoignent."),
            _("Sans réseau, ce qui est coché reste sur le téléphone et partira tout seul."),
        ),
        (
            _("Compter les adultes."),
            _("Ceux de l’école sont sous leurs élèves : cochez leur nom, ou « absent ». Vu par quelqu’un, on est vu."),
            _(
                "Quelqu’un de passage : écrivez son nom, puis « Ajouter ». Sans leur nom, dites combien sont près de vous."
            ),
        ),
        (
            _("Quand est-ce fini ?"),
            _(
                "Quand la direction dit « C’est fini ». Si des enfants ou des adultes ne sont pas vus, la page dit combien et qui."
            ),
            _("Terminée trop tôt, la direction la reprend pendant une heure."),
            _("Les pages ouvertes le disent. Compter encore demande s’il faut en commencer une autre."),
        ),
        (
            _("Qui est attendu ?"),
            _(
                "Les inscrits, sans les absents ni les partis de l’appel. Si l’appel n’est pas fait, tous sont cherchés."
            ),
        ),
    ),
    aide(
        "absences_ecole",
        "direction",
        (
            _("Que faire d’un élève absent que personne n’a annoncé ?"),
            _("Sa famille a été prévenue. Appelez-la : « Sans nouvelle » dit depuis quand elle ne répond pas."),
            _("Quand elle a répondu, notez pourquoi : elle n’est plus questionnée."),
        ),
        (
            _("Un motif à apprécier ?"),
            _("La loi en nomme quatre. Pour les autres, vous dites s’ils sont valables."),
        ),
    ),
    aide(
        "absences_mois",
        "direction",
        (
            _("Que faire à quatre demi-journées ?"),
            _("Dépliez « Ce que la loi demande ». Les lettres s’impriment, une par responsable."),
        ),
        (
            _("L’année dernière ?"),
            _("Le dossier d’absences ne vaut que pour l’année en cours (R131-6)."),
        ),
    ),
    aide(
        "absences_collective",
        "direction",
        (
            _("À quoi cela sert-il ?"),
            _("Aucune famille n’est questionnée, et ces demi-journées ne comptent pour personne."),
        ),
        (
            _("Un appel est déjà fait."),
            _(
                "Sa classe a eu classe : les absents restent « Sans nouvelle », sauf si vous dites que c’en est la raison."
            ),
        ),
    ),
]

AUTORISATIONS = [
    aide(
        "autorisations autorisation_famille",
        "famille",
        (
            _("L’accord d’un seul parent suffit-il ?"),
            _("Oui, pour une sortie ou pour rentrer seul, tant que l’autre responsable n’a pas refusé."),
        ),
        (
            _("Les réponses diffèrent."),
            _(
                "Rien n’est alors autorisé. L’école lit les deux réponses, vous ne lisez que la vôtre : voyez avec elle."
            ),
        ),
        (
            _("Puis-je changer d’avis ?"),
            _("Oui : touchez l’autre réponse. Pour une sortie, jusqu’à la veille ; le jour même, appelez l’école."),
        ),
        (
            _("La sortie a changé."),
            _(
                "Vous lisez ce qui change. Si c’est le jour, le lieu ou les heures, votre réponse ne compte plus : on vous la demande à nouveau."
            ),
        ),
        (
            _("Faut-il répondre chaque année ?"),
            _("Oui : une autorisation finit avec l’année scolaire, et l’école la redemande en septembre."),
        ),
    ),
    aide(
        "autorisations_suivi autorisations_demander",
        ("enseignant", "direction"),
        (
            _("Une autorisation, ou un mot du carnet ?"),
            _("Une autorisation dit qui peut faire quoi : l’appel de la sortie et la garderie la suivent."),
            _("Un mot à signer dit qu’une famille a lu, ou recueille un choix : il n’autorise personne."),
        ),
        (
            _("Qui demande quoi ?"),
            _(
                "Chaque enseignant demande pour ses classes une sortie, ou avec ses mots. La direction demande le reste."
            ),
        ),
        (
            _("Corriger une demande."),
            _("Une sortie se corrige et s’annule depuis sa page."),
            _("Le reste, les familles l’ont accepté comme elles l’ont lu : fermez-la, puis demandez à nouveau."),
        ),
    ),
    aide(
        "autorisations_suivi",
        "direction",
        (
            _("Que faire en septembre ?"),
            _("Sous « À redemander », touchez « Redemander » : la même demande part pour la nouvelle année."),
        ),
    ),
    aide(
        "autorisation",
        ("enseignant", "direction"),
        (
            _("Que veut dire « en désaccord » ?"),
            _(
                "Un responsable a dit oui, un autre non : l’enfant n’est pas autorisé. La direction lit qui a dit quoi et les appelle."
            ),
        ),
        (
            _("Des familles n’ont pas répondu."),
            _("Rappelez-leur, une fois par jour au plus. Pour celles que l’écran n’atteint pas, imprimez les coupons."),
        ),
        (
            _("Le jour de la sortie."),
            _(
                "« Faire l’appel de la sortie » ne compte que ceux qui ont un accord ; les autres restent avec leur classe."
            ),
            _("Une famille répond au portail ? Entrez sa réponse, puis touchez de nouveau ce bouton."),
        ),
        (
            _("Annuler la sortie."),
            _(
                "Elle reste, barrée, et les familles sont prévenues. Pendant une heure, « Rétablir » la remet, avec les réponses."
            ),
        ),
    ),
    aide(
        "autorisation sortie_corriger",
        ("enseignant", "direction"),
        (
            _("Qui devra répondre à nouveau ?"),
            _(
                "Personne pour un détail : à savoir, date de réponse, un quart d’heure, une lettre, ce qui n’était pas dit."
            ),
            _(
                "Tous, si le jour, le lieu, ce qu’on y fait ou les heures changent vraiment. La page le dit avant d’écrire."
            ),
        ),
        (
            _("Les coupons déjà partis."),
            _("Ils disent l’ancien jour : imprimez les nouveaux, et n’entrez que ceux-là."),
        ),
    ),
    aide(
        "autorisation_saisir",
        ("enseignant", "direction"),
        (
            _("Entrer des réponses."),
            _(
                "Dites si elles sont sur papier ou dites en personne, touchez oui ou non pour chacun, puis « Entrer ces réponses »."
            ),
            _("Au clavier : Tab d’un responsable à l’autre, les flèches pour oui ou non."),
        ),
        (
            _("Une réponse donnée à l’écran."),
            _("Elle est à son auteur : lui seul la change, sauf le jour de la sortie, où l’école écrit ce qu’il dit."),
        ),
    ),
]

AIDES = [
    *ABSENCES,
    *AUTORISATIONS,
    aide(
        "consentements",
        "famille",
        (
            _("Et si je ne réponds pas ?"),
            _("Votre enfant n’est pas montré : aucune photo où on le reconnaît n’est publiée."),
        ),
        (
            _("Puis-je changer d’avis ?"),
            _("Oui, à tout moment : touchez l’autre réponse. Les photos déjà montrées disparaissent aussitôt."),
        ),
        (
            _("L’autre parent répond autrement."),
            _(
                "Il faut l’accord de chacun de ceux qui ont l’autorité parentale. Un seul non suffit pour ne rien montrer."
            ),
        ),
    ),
    aide(
        "consentements_suivi consentements_demande",
        "enseignant",
        (
            _("Qui a répondu dans ma classe ?"),
            _("Ouvrez la demande, puis votre classe : chaque élève, et s’il peut être montré aujourd’hui."),
        ),
    ),
    aide(
        "consentements_suivi consentements_demande",
        "direction",
        (
            _("Comment demander aux familles ?"),
            _("Sous « Demander aux familles », choisissez pourquoi et où les photos seraient montrées."),
        ),
        (
            _("Des familles n’ont pas de compte."),
            _(
                "Dans la demande, imprimez pour ceux qui n’ont pas répondu, puis entrez les papiers rendus, classe par classe."
            ),
        ),
        (
            _("Fermer une demande."),
            _("Dépliez « Ne plus demander », puis « Fermer cette demande » : ce qu’elle permettait n’est plus montré."),
        ),
    ),
    aide(
        "consentements_classe",
        PERSONNEL,
        (
            _("Que notent les cases des enfants ?"),
            _("Ce que l’enfant dit lui-même. S’il ne veut pas, on ne le montre pas, même si sa famille a dit oui."),
            _("Cochez, puis « Garder ce qu’ils ont dit »."),
        ),
    ),
    aide(
        "consentements_demander",
        "direction",
        (
            _("Pourquoi demander à nouveau chaque année ?"),
            _("Un accord vaut pour ce qui est écrit et pour le temps dit. La fin est celle de l’année scolaire."),
        ),
    ),
    aide(
        "consentements_papiers",
        "direction",
        (
            _("Entrer les papiers rendus."),
            _("Cochez oui ou non pour chaque adulte qui a signé, puis « Entrer ces papiers »."),
            _("Sa réponse dit qu’elle vient du papier, et qu’il peut en changer."),
        ),
    ),
]
