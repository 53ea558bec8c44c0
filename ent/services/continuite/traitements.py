"""What this room holds on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

TRAITEMENTS = [
    Traitement(
        "continuite.elements",
        _("Ce que le collège dit aux familles"),
        _("Montrer sur une seule page ce qui concerne chaque enfant, de la maternelle à la 3e."),
        _("Collégiens inscrits ici, et qui ouvre un flux"),
        _("Un titre d’une ligne, un jour, l’adresse où cela se lit au collège ; jamais le contenu"),
        _("Les responsables de l’élève, et lui-même"),
        (
            Garde(Depuis.DATE, 60, _("Ce que le collège a dit"), lignes={"continuite.Element": "jour"}),
            Garde(Depuis.ECRIT, 30, _("Le compte de chaque appel"), par="continuite.appels"),
        ),
        Base.MISSION,
        (
            Tenue(
                "continuite.Element", gens=("agenda__titulaire", "compte__titulaire"), hors=("eleve",), tus=("quand",)
            ),
            Tenue("continuite.Emetteur", hors=("ouvert_par",), tus=("secret", "cles")),
            Tenue("continuite.Plateforme", hors=("ouverte_par",), tus=("secret_scelle",)),
        ),
    ),
    Traitement(
        "continuite.accords",
        _("Ce qu’une famille laisse montrer à l’ENT d’un collège"),
        _("Lire l’école et le collège au même endroit, là où la famille le veut."),
        _("Parents qui l’autorisent, et ceux de leurs enfants qu’ils choisissent"),
        _("Le prénom de l’enfant et son école ; un titre d’une ligne, un jour, l’adresse où cela se lit ici"),
        _("L’ENT du collège que le parent autorise, sous les droits de ce parent"),
        (Garde(Depuis.PERSONNE, quoi=_("Un accord que personne ne reprend"), par="exploitation.conservation"),),
        Base.ACCORD,
        (
            Tenue(
                "continuite.Accord",
                gens=("personne",),
                tus=("uuid", "derriere_la_cle", "code", "defi", "cle", "retour"),
            ),
            Tenue(
                "continuite.EnfantDUnAccord",
                gens=("accord__personne",),
                hors=("eleve",),
                avec=("accord__emetteur",),
                tus=("numero",),
            ),
        ),
    ),
    Traitement(
        "continuite.agendas",
        _("Agendas du collège ajoutés par un parent"),
        _("Lire, à côté de ce que dit l’école, l’agenda que donne le produit du collège."),
        _("Parents qui en ajoutent un, et leur enfant"),
        _("L’adresse de l’agenda, chiffrée ; de chaque cours ou rendez-vous, un titre d’une ligne, un jour, une heure"),
        _("Le parent qui l’a ajouté, et lui seul : ni l’autre parent, ni l’école, ni l’opérateur"),
        (
            Garde(Depuis.FIN_DU_LIEN, quoi=_("L’adresse"), par="continuite.agendas"),
            Garde(Depuis.ECRIT, 30, _("Ce que dit un agenda qui ne répond plus"), par="continuite.agendas"),
            Garde(Depuis.ECRIT, 1, _("Une adresse essayée et non gardée"), par="continuite.essais"),
        ),
        Base.ACCORD,
        (
            Tenue(
                "continuite.AgendaExterne",
                gens=("titulaire",),
                hors=("eleve",),
                tus=("adresse_scellee", "etag", "modifie", "prochain_le", "fenetre_du"),
            ),
        ),
    ),
    Traitement(
        "continuite.comptes",
        _("Compte d’un parent sur le site du collège, relié par lui"),
        _("Lire, à côté de ce que dit l’école, les nouvelles que le site du collège donne à ce parent."),
        _("Parents qui relient leur compte, et leur enfant s’ils le disent"),
        _(
            "Les clés que le site du collège donne, chiffrées ; le prénom et le collège des enfants qu’il nomme ; de chaque chose, une ligne, un moment, l’adresse où elle se lit"
        ),
        _("Le parent qui a relié son compte, et lui seul : ni l’autre parent, ni l’élève, ni l’école, ni l’opérateur"),
        (
            Garde(Depuis.FIN_DU_LIEN, quoi=_("Les clés, et ce qui a été lu"), par="continuite.comptes"),
            Garde(Depuis.ECRIT, 30, _("Ce que dit un compte qui ne répond plus"), par="continuite.comptes"),
        ),
        Base.ACCORD,
        (
            Tenue(
                "continuite.CompteRelie",
                gens=("titulaire",),
                hors=("eleve",),
                avec=("plateforme",),
                tus=("acces_scelle", "renouvellement_scelle", "expire_le", "prochain_le"),
            ),
            Tenue("continuite.EnfantRelie", gens=("compte__titulaire",), hors=("eleve",), tus=("numero",)),
        ),
    ),
]
SANS_PERSONNE = {"continuite.Appel": "how many lines of one call were taken or refused"}
