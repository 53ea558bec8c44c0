"""What public identities leave behind, and for how long."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "identites.rattachements",
        _("Identités publiques (ÉduConnect, académie)"),
        _("Entrer avec l’identité que l’État a donnée, sans autre mot de passe."),
        _("Adultes, et élèves de collège, qui entrent ainsi"),
        _(
            "Une empreinte du numéro que le fournisseur donne (personne ne le relit), par quoi la personne fut reconnue, quand"
        ),
        _("La personne ; la direction lit qui est rattaché, et rien d’autre"),
        (
            Garde(
                Depuis.PERSONNE, quoi=_("Ce que la personne n’a pas détaché elle-même"), par="exploitation.conservation"
            ),
            Garde(Depuis.DATE, quoi=_("La trace d’une session"), par="connexion.sessions_finies"),
        ),
        Base.MISSION,
        (
            Tenue("identites.Rattachement", gens=("personne",), avec=("fournisseur__nom",)),
            Tenue(
                "identites.SessionParIdentite",
                titre="session par une identité",
                gens=("ouverte__personne",),
                tus=("indice",),
            ),
        ),
    ),
]
SANS_PERSONNE = {"identites.FournisseurIdentite": "who is believed, and what they say of themselves"}
