"""The help of children's records."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import PERSONNEL, aide

AIDES = [
    aide(
        "renseignements renseignements_enfant renseignements_corriger",
        "famille",
        (
            _("Une information de l’école est fausse."),
            _("Ouvrez l’enfant, puis touchez « Corriger » à côté de l’information."),
            _("L’école lit votre demande et vous répond. Rien ne change avant."),
        ),
        (
            _("L’autre parent lit-il ce que je donne ?"),
            _(
                "Non : ni vos coordonnées, ni vos contacts, ni qui peut venir. L’école, elle, lit ce que chacun a donné."
            ),
            _("La fiche de santé est celle de l’enfant : ses responsables la lisent tous."),
        ),
        (
            _("Qui a ouvert la fiche de mon enfant ?"),
            _("En bas de sa page, sous « Qui l’a ouverte » : le rôle, la partie lue, le jour et l’heure."),
        ),
    ),
    aide(
        "renseignements_contact_donner renseignements_contact",
        "famille",
        (
            _("Dans quel ordre l’école appelle-t-elle ?"),
            _("Dans celui de la page de l’enfant : « Monter » et « Descendre » le changent."),
            _("« Les mêmes pour… » donne ces contacts à un frère ou à une sœur."),
        ),
    ),
    aide(
        "renseignements_autoriser renseignements_autorise",
        "famille",
        (
            _("Qui voit la photo ?"),
            _("Les adultes qui gardent la sortie de sa classe, et vous. Ni l’autre parent, ni les autres familles."),
        ),
        (
            _("Quelqu’un ne doit plus venir."),
            _(
                "Touchez « Retirer » à côté de son nom : l’école ne le lit plus. « Annuler » le remet pendant une heure."
            ),
        ),
    ),
    aide(
        "renseignements_sante renseignements_sante_ecrire",
        "famille",
        (
            _("Qui peut lire la fiche de santé ?"),
            _("Ceux que la page nomme, et personne d’autre. Chaque lecture à l’école est gardée, et vous la lisez."),
            _("Elle n’est ni imprimée, ni envoyée, ni cherchée."),
        ),
    ),
    aide(
        "renseignements_equipe renseignements_classe",
        PERSONNEL,
        (
            _("Comment appeler la famille d’un enfant ?"),
            _(
                "Touchez sa classe, son prénom, puis « Ouvrir » les contacts d’urgence. La famille lit que vous l’avez ouverte."
            ),
        ),
    ),
    aide(
        "renseignements_eleve",
        PERSONNEL,
        (
            _("Pourquoi faut-il ouvrir chaque partie ?"),
            _("Parce que la famille lit qui a ouvert quoi, et quand. Ouvrez ce dont vous avez besoin."),
            _("Une partie reste ouverte un quart d’heure, pour vous seul."),
        ),
        (
            _("L’élève est mon enfant."),
            _(
                "Vous lisez ce que vous avez donné, comme chez vous. Ce qu’un autre responsable a donné, un collègue le lit."
            ),
            _("Si personne d’autre ici ne peut le lire, une partie de plus l’ouvre, et cet autre responsable le sait."),
        ),
    ),
    aide(
        "renseignements_sortie",
        PERSONNEL,
        (
            _("Quelqu’un se présente et n’est pas sur la page."),
            _("Ne confiez pas l’enfant. Ouvrez ses contacts d’urgence et appelez."),
        ),
    ),
    aide(
        "renseignements_corrections",
        "direction",
        (
            _("Que se passe-t-il quand j’accepte ?"),
            _("Ce que l’école tient est remplacé, et la famille est prévenue ; aux heures de repos, à leur fin."),
            _("Corrigez-le aussi dans ONDE : un export d’avant remettrait l’ancienne information."),
            _("Acceptée par erreur : « Remettre comme avant », pendant une heure. La famille le sait aussi."),
        ),
    ),
    aide(
        "renseignements_lecteurs",
        "direction",
        (
            _("Qui lit la santé sans être nommé ?"),
            _("La direction, et qui fait classe à l’enfant aujourd’hui. Un remplacement fini ne lit plus rien."),
            _("Nommez ici les autres, entre deux dates : les familles lisent leur nom."),
        ),
    ),
]
