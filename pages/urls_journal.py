"""Addresses of the class journal."""

from django.urls import path

from .views import (
    archives,
    journal_classes,
    journal_commentaires,
    journal_ecrire,
    journal_eleves,
    journal_familles,
    journal_public,
    portfolio,
)

urlpatterns = [
    # Families and pupils
    path("", journal_familles.journal, name="journal"),
    path("enfant/<uuid:eleve>/", journal_familles.journal, name="journal_enfant"),
    path("photos/", journal_familles.photos, name="journal_photos"),
    path("photos/<uuid:eleve>/", journal_familles.photos, name="journal_photos_enfant"),
    path("enfant/<uuid:eleve>/portfolio/", portfolio.portfolio, name="journal_portfolio"),
    path("enfant/<uuid:eleve>/garder/", archives.archive, name="journal_archive"),
    path("archive/<int:pk>/", archives.telecharger, name="journal_archive_prendre"),
    path("billet/<int:pk>/portfolio/<uuid:eleve>/", portfolio.garder_billet, name="journal_portfolio_billet"),
    path("portfolio/<int:pk>/retirer/", portfolio.retirer, name="journal_portfolio_retirer"),
    path("ecrire/", journal_eleves.ecrire, name="journal_eleve_ecrire"),
    path("ecrire/<int:pk>/", journal_eleves.reprendre_le_mien, name="journal_eleve_billet"),
    path("ecrire/<int:pk>/reprendre/", journal_eleves.reprendre, name="journal_eleve_reprendre"),
    # Whoever may read it
    path("billet/<int:pk>/", journal_classes.billet, name="journal_billet"),
    path("billet/<int:pk>/traduire/", journal_classes.traduire, name="journal_traduire"),
    path("billet/<int:pk>/commenter/", journal_commentaires.commenter, name="journal_commenter"),
    path(
        "billet/<int:pk>/commentaire/<int:numero>/montrer/",
        journal_commentaires.montrer,
        name="journal_commentaire_montrer",
    ),
    path(
        "billet/<int:pk>/commentaire/<int:numero>/retirer/",
        journal_commentaires.retirer,
        name="journal_commentaire_retirer",
    ),
    path(
        "billet/<int:pk>/commentaire/<int:numero>/remettre/",
        journal_commentaires.remettre,
        name="journal_commentaire_remettre",
    ),
    # Everybody
    path("public/<str:uai>/", journal_public.journal, name="journal_public"),
    path("public/<str:uai>/<uuid:uuid>/<slug:nom>", journal_public.fichier, name="journal_public_fichier"),
    # Teachers
    path("classes/", journal_classes.classes, name="journal_classes"),
    path("classe/<int:pk>/", journal_classes.classe, name="journal_classe"),
    path("groupe/<int:pk>/", journal_classes.groupe, name="journal_groupe"),
    path("classe/<int:pk>/publier/", journal_ecrire.ecrire_classe, name="journal_ecrire_classe"),
    path("groupe/<int:pk>/publier/", journal_ecrire.ecrire_groupe, name="journal_ecrire_groupe"),
    path("billet/<int:pk>/modifier/", journal_ecrire.modifier, name="journal_modifier"),
    path("billet/<int:pk>/preparer/", journal_ecrire.preparer, name="journal_preparer"),
    path("billet/<int:pk>/qui/", journal_ecrire.dire_qui, name="journal_qui"),
    path("billet/<int:pk>/photo/<int:piece>/", journal_ecrire.photo, name="journal_photo"),
    path("billet/<int:pk>/photo/<int:piece>/decrire/", journal_ecrire.decrire, name="journal_decrire"),
    path("billet/<int:pk>/photo/<int:piece>/sortir/", journal_ecrire.sortir_piece, name="journal_sortir"),
    path("billet/<int:pk>/rendre/", journal_ecrire.rendre, name="journal_rendre"),
    path("billet/<int:pk>/retirer/", journal_ecrire.retirer, name="journal_retirer"),
    path("billet/<int:pk>/remettre/", journal_ecrire.remettre, name="journal_remettre"),
    path("billet/<int:pk>/commentaires/", journal_commentaires.ouvrir, name="journal_commentaires"),
    path("billet/<int:pk>/site/", journal_ecrire.site, name="journal_site"),
]
