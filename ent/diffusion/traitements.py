"""What telling people holds on them."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import GARDE_DES_ANNEES
from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions.envois import CONSERVATION
from .actions.retraits import RETIREES

TRAITEMENTS = [
    Traitement(
        "diffusion.prevenir",
        _("Nouvelles, e-mails et notifications"),
        _("Prévenir chacun de ce qui le concerne, aux heures et par les moyens qu’il a choisis."),
        _("Élèves et adultes qui ont un compte"),
        _(
            "Phrase de la nouvelle, de quel enfant, lue ou non ; téléphones abonnés ; heures choisies ; adresse qui ne reçoit pas"
        ),
        _("La personne ; la direction lit qu’une adresse ne reçoit pas"),
        (
            Garde(Depuis.ANNEE, GARDE_DES_ANNEES.days, _("Une nouvelle"), {"diffusion.Notification": "visible_le"}),
            Garde(Depuis.ECRIT, CONSERVATION.days, _("Un envoi"), par="diffusion.purge"),
            Garde(Depuis.ECRIT, RETIREES.days, _("La nouvelle d’une chose retirée"), par="diffusion.purge"),
            Garde(Depuis.PERSONNE, quoi=_("Un téléphone abonné, des heures choisies"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("diffusion.Notification", hors=("destinataire", "eleve")),
            Tenue("diffusion.MiseDeCote"),
            Tenue("diffusion.Envoi", gens=("destinataire",), tus=("pris_par", "motif", "appareil")),
            Tenue("diffusion.AdresseRefusee", gens=("personne",)),
            Tenue("diffusion.Appareil", gens=("personne",), tus=("adresse",)),
            Tenue("diffusion.Prevenance", titre="nouvelles à envoyer", gens=("personne",)),
            Tenue("diffusion.Refus", gens=("personne",)),
            Tenue("diffusion.CreneauCalme", titre="heures calmes", gens=("personne",)),
        ),
    ),
]
SANS_PERSONNE = {"diffusion.Tournee": "when a periodic work began"}
