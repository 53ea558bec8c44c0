"""The help of what the collège says."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import aide

AIDES = [
    aide(
        "continuite",
        "famille",
        (
            _("D’où viennent ces lignes ?"),
            _("Du site du collège. Il nous dit un titre, un jour et une adresse, et rien de plus."),
        ),
        (
            _("Répondre, ou voir le détail."),
            _("Touchez la ligne : elle s’ouvre sur le site du collège."),
        ),
        (
            _("Rien n’arrive du collège ?"),
            _(
                "Ajoutez l’agenda de votre enfant : le produit du collège (PRONOTE, École directe, Skolengo) en donne l’adresse."
            ),
        ),
    ),
    aide(
        "continuite_agenda continuite_agenda_ajouter continuite_agenda_remplacer",
        "famille",
        (
            _("Où trouver l’adresse ?"),
            _(
                "Dans le produit du collège, à l’emploi du temps ou à l’agenda : cherchez « iCal », « exporter » ou « s’abonner », et copiez l’adresse."
            ),
        ),
        (
            _("Qui voit cet agenda ?"),
            _(
                "Vous seul. L’autre parent, s’il le veut, ajoute le sien. Ni l’école ni le collège ne savent ce que vous ajoutez."
            ),
        ),
        (
            _("L’agenda n’est plus lu."),
            _(
                "Ce qu’il disait reste trente jours, et nous réessayons. Demandez une nouvelle adresse au produit du collège, puis « Remplacer l’adresse »."
            ),
        ),
        (
            _("L’adresse a été vue par quelqu’un."),
            _("Faites-en une nouvelle dans le produit du collège, et remplacez-la ici : l’ancienne ne sert plus."),
        ),
    ),
    aide(
        "continuite_compte continuite_compte_relier continuite_compte_retour continuite_compte_finir",
        "famille",
        (
            _("Relier mon compte du collège ?"),
            _(
                "Vous allez sur son site, vous y donnez votre accord, et ses nouvelles se lisent ici : par vous seul, jusqu’à ce que vous y mettiez fin."
            ),
        ),
        (
            _("Pourquoi dire de qui il parle ?"),
            _(
                "Le site du collège ne le dit pas. Si plusieurs de vos enfants y sont, ses lignes se lisent à part, et non sous l’un d’eux."
            ),
        ),
        (
            _("Et si je change d’avis ?"),
            _("« Délier ce compte » efface tout de suite ce que nous en lisions."),
        ),
    ),
    aide(
        "continuite_relier continuite_accords",
        "famille",
        (
            _("Que devient ce que j’autorise ?"),
            _(
                "L’ENT du collège montre à vous seul, sur votre compte là-bas, des titres et des jours. L’autre parent décide pour lui."
            ),
        ),
        (
            _("Changer d’avis."),
            _("« Ne plus autoriser » ferme aussitôt. Rien n’est perdu ici."),
        ),
    ),
    aide(
        "continuite",
        "eleve",
        (_("Où va ce bouton ?"), _("Il ouvre le site de ton collège. Reviens ici avec la flèche.")),
    ),
    aide(
        "continuite_emetteurs continuite_nouveau continuite_emetteur continuite_plateforme continuite_plateforme_nouvelle",
        "territoire",
        (
            _("Que peut dire un collège ici ?"),
            _(
                "Un titre, un jour et un lien vers lui, de chacun de ses élèves inscrits dans l’annuaire. Jamais un contenu."
            ),
        ),
        (
            _("Changer de clé sans rien couper."),
            _("Ajoutez la nouvelle à côté de l’ancienne ; ôtez l’ancienne quand tout arrive signé de la nouvelle."),
        ),
        (
            _("Une plateforme Edifice."),
            _(
                "Déclarez-y cet ENT (identifiant, secret, adresse de retour, portée « timeline »), puis « Essayer ». Chaque parent relie ensuite son compte, s’il le veut."
            ),
        ),
        (
            _("Fermer un flux."),
            _("Les familles ne lisent plus ce qu’il a dit, aussitôt. « Rouvrir » le remet."),
        ),
    ),
]
