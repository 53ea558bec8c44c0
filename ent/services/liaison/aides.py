"""The help of dossiers de liaison."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

# --- The school that prepares -----------------------------------------------------------------------------------------
DE_L_ECOLE = [
    aide(
        "liaison_ecole liaison_ouvrir liaison_campagne liaison_dates",
        ("enseignant", "direction"),
        (
            _("Par où commencer ?"),
            _("Ouvrez les dossiers de la classe, puis touchez un prénom : une phrase suffit, le reste viendra."),
            _("Cochez « Ma page est faite », puis « Montrer » : la famille lit et répond, partie par partie."),
        ),
        (
            _("Qu’est-ce qui part, et quand ?"),
            _(
                "Rien ne part tout seul. La direction envoie les dossiers qui ont un accord ; une partie refusée reste ici."
            ),
        ),
        (
            _("Je les ai ouverts par erreur."),
            _(
                "« Dates et élèves », puis « Ouverts par erreur ? » : tant qu’aucune famille n’a rien lu, ils se ferment. « Fermés » les rouvre pendant sept jours."
            ),
        ),
        (
            _("Une famille ne répond pas."),
            _("« Rappeler » écrit seulement à celles qui n’ont pas répondu, une fois par jour au plus."),
        ),
    ),
    aide(
        "liaison_preparer",
        ("enseignant", "direction"),
        (
            _("Que puis-je écrire ?"),
            _(
                "Ce que l’élève sait, ce qui l’aide, un mot. Douze lignes se lisent ; la famille lit tout avant l’envoi."
            ),
            _("Ni santé, ni diagnostic : un PAI est écrit à part, par la direction."),
        ),
        (
            _("Je me suis trompé."),
            _("« Annuler » remet ce qui était écrit juste avant, tant que personne d’autre n’a écrit."),
        ),
        (
            _("Un responsable ne l’est plus. Et son « non » ?"),
            _("Il vaut jusqu’à ce que vous demandiez de nouveau à la famille : chacun redit alors sa réponse."),
        ),
        (
            _("J’ai corrigé après l’avoir montré."),
            _(
                "La famille lit encore les mots d’avant : montrez-le de nouveau. Ses réponses aux parties inchangées restent."
            ),
        ),
    ),
    aide(
        "liaison_positions",
        ("enseignant", "direction"),
        (
            _("Comment aller vite ?"),
            _(
                "Tapez 1, 2, 3 ou 4 : le curseur passe à la case suivante. Entrée va à l’élève suivant, les flèches vont partout."
            ),
            _("R, ou la flèche d’une colonne, recopie vers le bas là où rien n’est dit. Ctrl + Z revient en arrière."),
        ),
        (
            _("Un collègue remplit le même tableau."),
            _(
                "Seul ce que vous avez changé est enregistré. Si vous avez touché le même élève, la page vous le dit avant de remplacer."
            ),
        ),
    ),
    aide(
        "liaison_travaux",
        ("enseignant", "direction"),
        (
            _("Pourquoi cette image ne part-elle pas ?"),
            _(
                "On y voit un autre enfant, ou personne n’a dit qui est dessus. Dites-le dans le journal, ou choisissez-en une autre."
            ),
        ),
        (
            _("Le même billet pour plusieurs élèves."),
            _(
                "« Le même pour tous ceux qui y sont » l’ajoute à chaque dossier, avec les seules images qui peuvent y aller."
            ),
        ),
    ),
    aide(
        "liaison_coupon",
        ("enseignant", "direction"),
        (
            _("Une famille sans compte a rendu son papier."),
            _("Dites qui a signé, puis recopiez les cases cochées. Chaque responsable a son papier et sa réponse."),
            _("Une réponse donnée ensuite avec un compte remplace celle du papier."),
            _("Si une réponse plus récente est déjà notée, la page la montre et vous laisse choisir."),
        ),
    ),
    aide(
        "liaison_sante",
        "direction",
        (
            _("Qui lit le PAI ?"),
            _(
                "Vous, les responsables de l’élève, puis la direction et le médecin de l’établissement suivant. Personne d’autre."
            ),
        ),
    ),
]

# --- Families and pupils ------------------------------------------------------------------------------------------------
FAMILLES = [
    aide(
        "dossiers_famille dossier_famille",
        "famille",
        (
            _("Qui lira le dossier de mon enfant ?"),
            _("L’école ou le collège écrit en haut de la page, et personne d’autre."),
            _("Il ne lit que ce que vous lisez ici, et seulement ce que vous acceptez."),
        ),
        (
            _("Dire oui, ou non, au dossier."),
            _("Lisez chaque partie. Tout en bas, choisissez votre réponse, puis touchez « Donner ma réponse »."),
            _("Pour garder une partie à la maison, choisissez « Oui, sans une partie »."),
        ),
        (
            _("Je dis non. Que se passe-t-il ?"),
            _("Rien. Votre enfant change d’école sans dossier, sans conséquence."),
        ),
        (
            _("Je veux changer d’avis."),
            _("Touchez « Changer d’avis », jusqu’au départ du dossier. Ensuite, parlez-en à l’école."),
        ),
        (
            _("L’autre parent voit-il ma réponse ?"),
            _("Non. Chacun lit sa réponse et son mot, jamais ceux de l’autre."),
            _("Une partie sur laquelle vous n’êtes pas d’accord ne part pas."),
        ),
    ),
]

ELEVES = [
    aide(
        "dossier_eleve",
        "eleve",
        (
            _("Que dois-je écrire ?"),
            _("Ce que tu aimes, ce que tu sais bien, ce que tu voudrais. Puis touche « Je garde »."),
        ),
        (
            _("Qui va lire ma page ?"),
            _("Ta famille d’abord. Puis ta nouvelle école, si ta famille dit oui."),
        ),
    ),
    aide(
        "dossier_dictee",
        ("enseignant", "direction"),
        (
            _("Un élève n’écrit pas encore."),
            _("Tapez ses mots comme il les dit. Il choisit lui-même ses travaux, sur la tablette."),
        ),
    ),
]

# --- What leaves and what comes -----------------------------------------------------------------------------------------
TRANSPORT = [
    aide(
        "liaison_envois",
        "direction",
        (
            _("Qu’est-ce qui part exactement ?"),
            _("Les parties que la famille laisse partir, telles qu’elle les a lues."),
            _("Une photo où un autre enfant est reconnu depuis reste ici, et la ligne le dit."),
        ),
        (
            _("L’établissement ne reçoit pas par ce site."),
            _(
                "« Remettre en fichier » donne un ZIP signé, qui s’ouvre dans tout navigateur. Remettez-le en main propre, ou à la famille."
            ),
            _("Un PAI n’y est jamais : il se prend à part, pour la direction et le médecin."),
        ),
        (
            _("Un dossier n’arrive pas."),
            _(
                "Sa ligne dit pourquoi, et quoi faire. Ce qui est en retard est réessayé tout seul pendant quatorze jours."
            ),
        ),
        (
            _("J’ai envoyé une erreur."),
            _(
                "Corrigez, montrez de nouveau à la famille, puis envoyez : la nouvelle version prend la place de l’autre."
            ),
        ),
    ),
    aide(
        "liaison_cles",
        ("direction", "territoire"),
        (
            _("Quand changer de clé ?"),
            _("Quand la direction change, ou une fois par an. L’ancienne finit ce qui est en route."),
        ),
        (
            _("Quand révoquer ?"),
            _("Seulement si quelqu’un a pu la prendre : plus rien de ce qu’elle a signé ne sera pris."),
        ),
    ),
    aide(
        "liaison_recus liaison_reception",
        "direction",
        (
            _("Qui lira ce dossier ?"),
            _(
                "Personne avant votre confirmation. Ensuite, ceux qui enseignent à l’élève aujourd’hui ; un PAI, vous seul."
            ),
        ),
        (
            _("Les noms ne sont pas les mêmes."),
            _("La page montre les différences. Si vous n’êtes pas sûr, appelez l’établissement qui l’a envoyé."),
        ),
        (
            _("Cet élève n’est pas encore inscrit."),
            _("Laissez le dossier attendre : il sera proposé dès que l’élève sera dans l’annuaire."),
        ),
    ),
    aide(
        "liaison_d_avant liaison_lire",
        ("enseignant", "direction"),
        (
            _("Jusqu’à quand puis-je le lire ?"),
            _("Tant que vous enseignez à cet élève, et jusqu’à la fin de l’année. Il est ensuite effacé."),
        ),
        (
            _("Puis-je en parler à la famille ?"),
            _("Oui : elle a lu chaque mot, et l’a laissé partir."),
        ),
    ),
    aide(
        "liaison_correspondants liaison_correspondant liaison_correspondant_nouveau",
        "territoire",
        (
            _("Pourquoi appeler pour une clé ?"),
            _(
                "Une adresse peut mentir, une voix connue non. L’empreinte lue au téléphone est la même, ou ce n’est pas lui."
            ),
        ),
        (
            _("Ils ont changé de clé."),
            _(
                "Les clés sont relues chaque heure. La nouvelle attend ici que vous la compariez ; une clé révoquée n’est plus reconnue aussitôt."
            ),
        ),
    ),
]

AIDES = [*DE_L_ECOLE, *FAMILLES, *ELEVES, *TRANSPORT]
