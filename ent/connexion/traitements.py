"""What coming in holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "connexion.comptes",
        _("Comptes et entrées"),
        _("Ouvrir un compte par le papier de l’école, entrer, protéger son compte, fermer ses appareils."),
        _("Élèves et adultes qui ont un compte"),
        _("Adresse e-mail, empreinte du mot de passe, deuxième clé, appareils ouverts et depuis quand"),
        _("La personne ; la direction sait qui a ouvert son compte"),
        (
            Garde(Depuis.PERSONNE, par="exploitation.conservation"),
            Garde(Depuis.DATE, quoi=_("Un code de papier"), lignes={"connexion.CodeActivation": "expire_le"}),
            Garde(Depuis.DATE, quoi=_("Une session"), par="connexion.sessions_finies"),
        ),
        Base.MISSION,
        (
            Tenue(
                "connexion.CodeActivation", titre="code d’activation", gens=("personne",), tus=("generation", "echecs")
            ),
            Tenue("connexion.SessionOuverte", gens=("personne",)),
            Tenue("connexion.SecretEleve", hors=("eleve",)),
            Tenue("account.EmailAddress", gens=("user",)),
            Tenue("mfa.Authenticator", titre="second facteur", gens=("user",), tus=("data",)),
        ),
    ),
]
SANS_PERSONNE = {"connexion.CleDeDerivation": "a sealed key"}
