"""What journals, portfolios and the sites of schools hold on people."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.traitement import Base, Depuis, Garde, Tenue, Traitement

from .actions.archives import APRES_LA_FIN

PAGES_DU_SITE = [
    "AccueilDEcole",
    "PageEquipe",
    "RubriqueProjets",
    "Projet",
    "RubriqueActualites",
    "Actualite",
    "PagePratique",
    "PageContact",
    "PageSimple",
    "MentionsLegales",
    "DeclarationAccessibilite",
]
# What Wagtail keeps of who writes on a site or a billet.
DE_WAGTAIL = {
    "wagtailcore.Page": ("locked_by", "owner"),
    "wagtailcore.Revision": ("user",),
    "wagtailcore.ModelLogEntry": ("user",),
    "wagtailcore.PageLogEntry": ("user",),
    "wagtailcore.WorkflowState": ("requested_by",),
    "wagtailcore.TaskState": ("finished_by",),
    "wagtailcore.Comment": ("user", "resolved_by"),
    "wagtailcore.CommentReply": ("user",),
    "wagtailcore.PageSubscription": ("user",),
    "wagtailcore.UploadedFile": ("uploaded_by_user",),
    "wagtailcore.APIToken": ("user",),
    "wagtailadmin.EditingSession": ("user",),
    "wagtailadmin.FormState": ("user",),
    "wagtailusers.UserProfile": ("user",),
    "wagtailimages.Image": ("uploaded_by_user",),
    "wagtaildocs.Document": ("uploaded_by_user",),
}
# Of those, what is somebody's own: it goes with their account.
A_SOI = {
    "wagtailcore.APIToken",
    "wagtailcore.PageSubscription",
    "wagtailcore.UploadedFile",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailusers.UserProfile",
}

TRAITEMENTS = [
    Traitement(
        "pages.journal",
        _("Journal de la classe"),
        _("Raconter la vie de la classe à ses familles, en images là où chacune y consent."),
        _("Élèves, enseignants, familles qui commentent"),
        _("Billets, photos et qui est dessus, sons, commentaires"),
        _("Les familles de la classe et son équipe ; le public, pour ce que la direction met sur le site"),
        (
            Garde(Depuis.ANNEE, APRES_LA_FIN.days, _("Le journal d’une classe"), par="pages.journaux"),
            Garde(Depuis.ELEVE, quoi=_("Un commentaire sur un élève"), par="exploitation.conservation"),
        ),
        Base.MISSION,
        (
            Tenue("pages.Billet", hors=("auteur",), oeuvres={"auteur": ("titre", "texte", "fichiers")}),
            Tenue("pages.PieceBillet"),
            Tenue("pages.Commentaire", gens=("auteur",), hors=("eleve", "retire_par"), oeuvres={"auteur": ("texte",)}),
            Tenue("pages.ArchiveJournal", hors=("eleve", "demandee_par"), partent=("demandee_par",)),
        ),
    ),
    Traitement(
        "pages.portfolio",
        _("Portfolio de l’élève"),
        _("Garder d’une année sur l’autre les travaux dont un enfant est fier."),
        _("Élèves"),
        _("Travaux choisis, pourquoi, qui les a ajoutés"),
        _("L’enfant, sa famille, ses enseignants de l’année"),
        (Garde(Depuis.ELEVE, par="exploitation.conservation"),),
        Base.MISSION,
        (Tenue("pages.EntreePortfolio", hors=("eleve", "auteur")),),
    ),
    Traitement(
        "pages.site",
        _("Site public de l’école"),
        _("Dire à tous ce qu’est l’école et ce qu’elle fait."),
        _("Qui écrit sur le site ; élèves reconnus sur une image, avec leur accord"),
        _("Pages, images, papiers, qui les a écrits et relus"),
        _("Le public ; qui a écrit, la direction"),
        (Garde(Depuis.MAIN, quoi=_("Une page, et ce qu’elle montre")),),
        Base.MISSION,
        (
            Tenue("pages.ImageDEcole", hors=("uploaded_by_user", "eleves"), restent=("eleves",)),
            Tenue("pages.DocumentDEcole", hors=("uploaded_by_user",)),
            Tenue("pages.PieceDePage"),
            *(Tenue(f"pages.{page}", hors=("locked_by", "owner")) for page in PAGES_DU_SITE),
            *(Tenue(modele, hors=hors, partent=hors if modele in A_SOI else ()) for modele, hors in DE_WAGTAIL.items()),
        ),
    ),
]
SANS_PERSONNE = {
    "pages.SiteDEcole": "a site",
    "pages.DeclinaisonDEcole": "an image in one size",
    "pages.OffreArchive": "that families of a class were told",
    "pages.RelectureEnseignant": "a task of a workflow",
}
