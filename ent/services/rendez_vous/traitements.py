"""What meetings hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "rendez_vous.rencontres",
        _("Rendez-vous"),
        _("Convenir d’une heure entre une famille et ceux qui enseignent à son enfant."),
        _("Familles et enseignants"),
        _("Heure, moyen, numéro à appeler, un mot ; notes que seul qui les écrit relit"),
        _("La famille qui vient, ceux qui reçoivent, la direction ; jamais l’autre foyer"),
        (Garde(Depuis.ANNEE, lignes={"rendez_vous.Rencontre": "fin"}),),
        Base.MISSION,
        (
            Tenue("rendez_vous.Rencontre", hors=("auteur", "hotes")),
            Tenue("rendez_vous.Creneau"),
            Tenue(
                "rendez_vous.Reservation", gens=("responsable",), hors=("eleve", "prise_par"), avec=("creneau__debut",)
            ),
            Tenue("rendez_vous.NoteRendezVous", titre="note d’un rendez-vous", gens=("auteur",)),
        ),
    ),
]
