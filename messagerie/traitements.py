"""What messages and the carnet hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "messagerie.messages",
        _("Messages"),
        _("Écrire entre l’école et les familles, aux heures que l’école permet."),
        _("Adultes ; élèves là où l’école l’ouvre"),
        _("Messages, versions, réactions, jusqu’où chacun a lu ; jours d’absence dits"),
        _("Ceux de la conversation, et personne d’autre ; la direction lit ce qui lui est signalé"),
        (
            Garde(
                Depuis.ANNEE,
                GARDE_DES_ANNEES.days,
                _("Une conversation où plus rien ne s’écrit"),
                {"messagerie.Fil": "dernier_le"},
            ),
            Garde(Depuis.ELEVE, quoi=_("Celle d’un foyer et de l’école"), par="exploitation.conservation"),
            Garde(Depuis.ANNEE, 0, _("Un jour d’absence dit"), {"messagerie.Absence": "fin"}),
        ),
        Base.MISSION,
        (
            Tenue("messagerie.Fil", hors=("eleve", "cree_par")),
            Tenue("messagerie.EcoleDuFil"),
            Tenue("messagerie.PresenceAuFil", titre="présence à une conversation", gens=("personne",)),
            Tenue("messagerie.Participation", gens=("personne",)),
            Tenue("messagerie.Message", gens=("auteur",), oeuvres={"auteur": ("texte", "recherche", "pieces")}),
            Tenue("messagerie.VersionMessage", titre="version d’un message", gens=("message__auteur",)),
            Tenue("messagerie.Reaction", gens=("personne",)),
            Tenue("messagerie.Absence", gens=("personne",)),
            Tenue("messagerie.Traduction"),
        ),
    ),
    Traitement(
        "messagerie.carnet",
        _("Carnet de liaison"),
        _("Donner un mot à lire, à signer ou à répondre, et savoir qui ne l’a pas eu."),
        _("Familles et enseignants"),
        _("Mots, vus, réponses et signatures, coupons imprimés"),
        _("La famille, les enseignants de la classe, la direction"),
        (
            Garde(Depuis.ANNEE, GARDE_DES_ANNEES.days, _("Un mot, et ses réponses"), {"messagerie.Mot": "visible_le"}),
            Garde(Depuis.ELEVE, quoi=_("Les réponses pour un élève"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("messagerie.Mot", hors=("auteur",)),
            Tenue("messagerie.VersionMot", hors=("par",)),
            Tenue(
                "messagerie.ReponseMot",
                titre="réponse à un mot",
                gens=("par",),
                hors=("eleve", "saisie_par"),
                restent=("par",),
            ),
            Tenue("messagerie.MotVu", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue(
                "messagerie.CouponMot", titre="coupon d’un mot", gens=("adulte",), hors=("eleve",), restent=("adulte",)
            ),
            Tenue("messagerie.DecisionMot", hors=("eleve", "par")),
        ),
    ),
    Traitement(
        "messagerie.moderation",
        _("Signalements, suspensions et incidents"),
        _("Protéger ceux qui s’écrivent, et garder les preuves d’un vol de compte."),
        _("Adultes et élèves qui s’écrivent"),
        _("Message signalé et pourquoi, personne suspendue et jusqu’à quand, incident déclaré"),
        _("La direction"),
        (
            Garde(
                Depuis.ANNEE,
                GARDE_DES_ANNEES.days,
                lignes={
                    "messagerie.Signalement": "fait_le",
                    "messagerie.Suspension": "posee_le",
                    "messagerie.Incident": "declare_le",
                },
            ),
        ),
        Base.MISSION,
        (
            Tenue("messagerie.Signalement", gens=("par",), hors=("traite_par",), restent=("par",)),
            Tenue("messagerie.Suspension", gens=("personne",), hors=("par",)),
            Tenue("messagerie.Incident", hors=("par", "fini_par")),
        ),
    ),
]
