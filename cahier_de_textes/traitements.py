"""What the cahier de textes holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "cahier_de_textes.classe",
        _("Cahier de textes"),
        _("Dire ce qui a été fait en classe et ce qui est à faire ; le cahier se garde d’une année sur l’autre."),
        _("Enseignants"),
        _("Séances, travaux, emploi du temps, visas, et qui les a écrits ; l’adresse d’un agenda privé"),
        _("La classe et ses familles, l’équipe, l’inspection que la direction reçoit"),
        (
            Garde(
                Depuis.ANNEE,
                5 * 365,
                _("Le cahier d’une classe"),
                {
                    "cahier_de_textes.Seance": "date",
                    "cahier_de_textes.Travail": "date_pour",
                    "cahier_de_textes.EmploiDuTemps": "ecrit_le",
                    "cahier_de_textes.Visa": "appose_le",
                },
            ),
            Garde(Depuis.ANNEE, 0, _("Ce qui annule un geste"), {"cahier_de_textes.Geste": "fait_le"}),
            Garde(Depuis.PERSONNE, quoi=_("Un agenda privé"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("cahier_de_textes.Seance", hors=("auteur",), oeuvres={"auteur": ("titre", "contenu", "fichiers")}),
            Tenue("cahier_de_textes.Travail", hors=("auteur",), oeuvres={"auteur": ("texte", "contenu", "fichiers")}),
            Tenue("cahier_de_textes.EmploiDuTemps", hors=("auteur",)),
            Tenue("cahier_de_textes.Visa", hors=("par",)),
            Tenue("cahier_de_textes.Geste", hors=("auteur",), partent=("auteur",)),
            Tenue(
                "cahier_de_textes.AbonnementAgenda",
                titre="abonnement à l’agenda",
                gens=("personne",),
                tus=("derriere_la_cle",),
            ),
        ),
    ),
    Traitement(
        "cahier_de_textes.eleves",
        _("Travaux faits et rendus"),
        _("Savoir ce qu’un enfant a vu, fait et rendu, et lui répondre."),
        _("Élèves, et qui rend avec eux"),
        _("Coché ou non, photo, son, dessin ou mots rendus, réponse de la maîtresse ou du maître"),
        _("L’enfant, sa famille, ses enseignants"),
        (Garde(Depuis.ELEVE, par="exploitation.conservation"),),
        Base.MISSION,
        (
            Tenue("cahier_de_textes.TravailFait", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue("cahier_de_textes.TravailVu", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue("cahier_de_textes.Remise", gens=("par",), hors=("eleve",), restent=("par",)),
            Tenue("cahier_de_textes.Retour", hors=("auteur",)),
        ),
    ),
]
