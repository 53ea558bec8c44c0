"""What spaces between schools hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .droits import GARDE_DES_ARCHIVES, RELECTURE

TRAITEMENTS = [
    Traitement(
        "espaces.espaces",
        _("Espaces entre écoles"),
        _("Mener un projet ou une visite à plusieurs écoles : qui en est, quand, et qui vient."),
        _("Adultes nommés par leur école, élèves de leurs classes"),
        _("Nom des adultes ; dates ; pour une visite, si un enfant vient"),
        _("Les adultes nommés : le prénom et l’école de qui vient ; les familles : les adultes, et leur propre enfant"),
        (
            Garde(
                Depuis.DATE,
                RELECTURE.days,
                quoi=_("Les personnes, les dates et les inscriptions d’un espace fini"),
                lignes={
                    "espaces.DateDeLEspace": "espace__fin",
                    "espaces.ClasseDeLEspace": "ecole__espace__fin",
                    "espaces.AdulteDeLEspace": "ecole__espace__fin",
                },
            ),
            Garde(
                Depuis.DATE,
                GARDE_DES_ARCHIVES.days,
                quoi=_("L’archive laissée à chaque école"),
                lignes={"espaces.Espace": "fin"},
            ),
        ),
        Base.MISSION,
        (
            Tenue("espaces.Espace", hors=("cree_par",)),
            Tenue("espaces.EcoleDeLEspace", hors=("invitee_par", "accord_par"), avec=("espace__titre",)),
            Tenue(
                "espaces.AdulteDeLEspace",
                gens=("personne",),
                hors=("nomme_par",),
                avec=("ecole__espace__titre",),
            ),
            Tenue("espaces.ClasseDeLEspace", hors=("mise_par",)),
            Tenue("espaces.DateDeLEspace", hors=("auteur",)),
            Tenue(
                "espaces.InscriptionVisite",
                titre="inscription à une visite",
                gens=("par",),
                hors=("eleve",),
                avec=("date__titre", "date__jour"),
                restent=("par",),
            ),
            Tenue("espaces.ArchiveDEspace"),
            Tenue("espaces.Oeuvre", hors=("auteur", "eleves")),
            Tenue("espaces.FichierDOeuvre"),
        ),
    ),
]
