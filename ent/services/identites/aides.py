"""The help of public identities."""

from django.utils.translation import gettext_lazy as _

from ent.coquille.aide import LECTEURS, aide

AIDES = [
    aide(
        "identites_code identites_retour identites_sorti identites_revenu identites_saml_sortie identites_rattacher",
        LECTEURS,
        (
            _("Où est mon code ?"),
            _(
                "Sur le papier donné par l’école : 8 lettres et chiffres. Il ne sert qu’une fois ; l’école peut en imprimer un autre."
            ),
        ),
        (
            _("Ce que l’école apprend de mon identité publique."),
            _(
                "Rien de plus que ce qu’elle sait déjà : nous gardons une empreinte de son numéro, que personne ne peut relire."
            ),
            _("Si votre nom là-bas n’est pas celui du papier, l’école lit qu’il diffère, jamais quel est l’autre."),
        ),
        (
            _("Sur un appareil partagé."),
            _("« Sortir » ferme votre compte ici, puis votre identité publique. Attendez que la page le dise."),
        ),
    ),
    aide(
        "identites_ecole",
        "direction",
        (
            _("Qui est rattaché ?"),
            _("Ceux qui sont entrés au moins une fois avec ÉduConnect ou avec leur compte de l’académie."),
            _(
                "« Deux noms, confirmés » : ÉduConnect connaît la personne sous un autre nom que le papier ; elle a dit que les deux sont les siens. "
                "Un doute ? Donnez-lui un nouveau papier : le mot de passe qu’elle choisit avec lui défait ce rattachement."
            ),
        ),
        (
            _("Que faire pour les autres ?"),
            _("Donnez-leur leur papier : avec son code, ils rattachent leur identité une fois pour toutes."),
            _("Ceux qui ont déjà un compte le font seuls, dans « Mon compte »."),
        ),
    ),
    aide(
        "identites_registre identites_nouveau identites_fournisseur",
        "territoire",
        (
            _("Ajouter un fournisseur."),
            _("Recopiez l’adresse de ses métadonnées, puis donnez-lui nos adresses, montrées sur sa page."),
            _("« Vérifier » le lit à l’instant, et dit ce qui manque."),
        ),
        (
            _("Il ne répond plus."),
            _("Ce qu’il a dit de lui en dernier sert encore. Il est relu chaque heure, et sa page dit depuis quand."),
        ),
    ),
]
