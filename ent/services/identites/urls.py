"""Addresses of public identities. Providers know some of them: they do not change."""

from django.urls import path

from .views import compte, ecole, entree, sortie, territoire

urlpatterns = [
    path("identites/registre/", territoire.registre, name="identites_registre"),
    path("identites/registre/nouveau/", territoire.nouveau, name="identites_nouveau"),
    path("identites/registre/<uuid:fournisseur>/", territoire.fournisseur, name="identites_fournisseur"),
    path("identites/registre/<uuid:fournisseur>/verifier/", territoire.verifier, name="identites_verifier"),
    path("identites/registre/<uuid:fournisseur>/retirer/", territoire.retirer, name="identites_retirer"),
    path("identites/ecole/<uai:uai>/", ecole.ecole, name="identites_ecole"),
    path("identites/ecole/<uai:uai>/papiers/", ecole.papiers, name="identites_papiers"),
    path("identites/compte/<int:pk>/detacher/", compte.delier, name="identites_delier"),
    # --- Coming in ----------------------------------------------------------------------------------------------------
    path("identites/code/", entree.code, name="identites_code"),
    path("identites/rattacher/", entree.rattacher, name="identites_rattacher"),
    path("identites/<uuid:fournisseur>/aller/", entree.aller, name="identites_aller"),
    path("identites/<uuid:fournisseur>/retour/", entree.retour, name="identites_retour"),
    path("identites/<uuid:fournisseur>/finir/", entree.finir, name="identites_finir"),
    path("identites/<uuid:fournisseur>/metadonnees.xml", sortie.metadonnees, name="identites_metadonnees"),
    # --- Going out ----------------------------------------------------------------------------------------------------
    path("identites/sorti/", sortie.sorti, name="identites_sorti"),
    path("identites/<uuid:fournisseur>/revenu/", sortie.revenu, name="identites_revenu"),
    path("identites/<uuid:fournisseur>/sortie/", sortie.saml_sortie, name="identites_saml_sortie"),
    path("identites/<uuid:fournisseur>/sortie/oidc/", sortie.oidc_sortie, name="identites_oidc_sortie"),
]
