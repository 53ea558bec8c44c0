"""What the cantine, the garderie and the étude hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "periscolaire.jours",
        _("Cantine, garderie et étude"),
        _("Savoir qui mange et qui reste, combien servir, et qui est reparti avec qui."),
        _("Élèves, et qui déclare pour eux"),
        _("Jours déclarés, présences, heure et personne du départ"),
        _("La famille, ceux qui encadrent, la direction ; la commune, pour ses factures"),
        (
            Garde(
                Depuis.ANNEE,
                GARDE_DES_ANNEES.days,
                lignes={
                    "periscolaire.JourDeclare": "jour",
                    "periscolaire.Pointage": "jour",
                    "periscolaire.Rythme": "fin",
                    "periscolaire.Menu": "jour",
                },
            ),
        ),
        Base.MISSION,
        (
            Tenue("periscolaire.Rythme", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue("periscolaire.JourDeclare", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue("periscolaire.Pointage", hors=("eleve", "par")),
            Tenue("periscolaire.Declarant", gens=("responsable",), hors=("eleve", "decide_par")),
            Tenue("periscolaire.ServicePeriscolaire", hors=("encadrants",)),
            Tenue("periscolaire.Menu", hors=("auteur",)),
        ),
    ),
    Traitement(
        "periscolaire.regimes",
        _("Régimes à la cantine"),
        _("Donner à chaque enfant ce qu’il peut manger."),
        _("Élèves"),
        _("Ce qu’un enfant mange et doit éviter ; jamais pourquoi"),
        _("La cuisine, sans nom quand un compte suffit ; ceux qui servent, la famille"),
        (
            Garde(Depuis.ANNEE, quoi=_("Un régime changé"), lignes={"periscolaire.Regime": "remplace_le"}),
            Garde(Depuis.ELEVE, par="exploitation.conservation"),
        ),
        Base.MISSION,
        (Tenue("periscolaire.Regime", hors=("eleve", "par")),),
        sensible=True,
    ),
]
SANS_PERSONNE = {"periscolaire.Plat": "a dish and its allergens"}
