"""What third services are handed, and what is kept of it."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "tiers.services",
        _("Services faits par d’autres"),
        _("Ouvrir un service que l’école a choisi sans autre mot de passe, en lui disant le strict nécessaire."),
        _("Élèves et adultes à qui l’école ouvre un service"),
        _(
            "Ce que la page de chaque service dit : un numéro opaque, et ce que l’école a laissé passer ; qui en est retiré par sa famille"
        ),
        _("Le service, et lui seul ; la page « Ce qu’il reçoit » le dit à chacun"),
        (
            Garde(Depuis.DATE, quoi=_("Un jeton"), par="tiers.jetons_finis"),
            Garde(Depuis.ELEVE, quoi=_("L’opposition d’une famille"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("tiers.ServiceTiers"),
            Tenue("tiers.OuvertureTiers", hors=("ouvert_par",)),
            Tenue(
                "tiers.OppositionTiers",
                titre="opposition à un service",
                gens=("par",),
                hors=("eleve",),
                avec=("service__nom",),
                restent=("par",),
            ),
            Tenue("allauth_idp_oidc.Client", hors=("owner",)),
            Tenue("allauth_idp_oidc.Token", hors=("user",), partent=("user",)),
        ),
    ),
]
SANS_PERSONNE = {"tiers.CleDeSignature": "a sealed key", "tiers.VisitesTiers": "how many came in a month, and nobody"}
