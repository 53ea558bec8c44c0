"""Addresses of third services: the pages of those who go, choose and register; CAS and OpenID Connect, where their clients expect them."""

from django.urls import path

from .views import cas, commun, ecole, familles, oidc, saml, saml_sortie, territoire

urlpatterns = [
    path("services/", familles.liste, name="tiers"),
    path("services/registre/", territoire.registre, name="tiers_registre"),
    path("services/registre/nouveau/", territoire.nouveau, name="tiers_nouveau"),
    path("services/registre/<uuid:service>/", territoire.service, name="tiers_service"),
    path("services/registre/<uuid:service>/secret/", territoire.nouveau_secret, name="tiers_nouveau_secret"),
    path("services/registre/<uuid:service>/retirer/", territoire.retirer, name="tiers_retirer"),
    path("services/ecole/", ecole.dirigees, name="tiers_dirigees"),
    path("services/ecole/<uai:uai>/", ecole.ecole, name="tiers_ecole"),
    path("services/ecole/<uai:uai>/<uuid:service>/", ecole.ouvrir, name="tiers_ouvrir"),
    path("services/ecole/<uai:uai>/<uuid:service>/fermer/", ecole.fermer, name="tiers_fermer"),
    path("services/ecole/<uai:uai>/<uuid:service>/rouvrir/", ecole.rouvrir, name="tiers_rouvrir"),
    path("services/ecole/<uai:uai>/<uuid:service>/accorder/", ecole.accorder, name="tiers_accorder"),
    path(
        "services/ecole/<uai:uai>/<uuid:service>/accorder/<int:geste>/annuler/",
        ecole.reprendre,
        name="tiers_reprendre",
    ),
    path(
        "services/ecole/<uai:uai>/<uuid:service>/refuser/<int:geste>/annuler/",
        ecole.reprendre_un_refus,
        name="tiers_reprendre_un_refus",
    ),
    path("services/<uuid:service>/", familles.recoit, name="tiers_recoit"),
    path("services/<uuid:service>/enfant/<uuid:enfant>/retirer/", familles.retirer, name="tiers_enfant_retirer"),
    path("services/<uuid:service>/enfant/<uuid:enfant>/remettre/", familles.remettre, name="tiers_enfant_remettre"),
    path("services/<uuid:service>/copie/", familles.copie, name="tiers_copie"),
    path("services/<uuid:service>/ouvrir/", familles.quitter, name="tiers_quitter"),
    # --- CAS ----------------------------------------------------------------------------------------------------------
    path("cas/login", cas.entrer, name="tiers_cas_entrer"),
    path("cas/serviceValidate", cas.valider, name="tiers_cas_valider"),
    path("cas/p3/serviceValidate", cas.valider_avec_attributs, name="tiers_cas_valider_3"),
    path("cas/proxyValidate", cas.refuser_les_mandataires, name="tiers_cas_mandataire"),
    path("cas/p3/proxyValidate", cas.refuser_les_mandataires, name="tiers_cas_mandataire_3"),
    path("cas/logout", commun.sortir, name="tiers_cas_sortir"),
    # --- OpenID Connect -----------------------------------------------------------------------------------------------
    path(".well-known/openid-configuration", oidc.decouverte, name="tiers_oidc_decouverte"),
    path("oidc/cles", oidc.cles, name="tiers_oidc_cles"),
    path("oidc/autoriser", oidc.autoriser, name="tiers_oidc_autoriser"),
    path("oidc/jeton", oidc.jeton, name="tiers_oidc_jeton"),
    path("oidc/personne", oidc.personne, name="tiers_oidc_personne"),
    path("oidc/sortir", commun.sortir, name="tiers_oidc_sortir"),
    # --- SAML 2 -------------------------------------------------------------------------------------------------------
    path("saml/fournisseur", saml.metadonnees, name="tiers_saml_metadonnees"),
    path("saml/fournisseur/entrer", saml.entrer, name="tiers_saml_entrer"),
    path("saml/fournisseur/sortir", saml_sortie.sortir, name="tiers_saml_sortir"),
    path("saml/fournisseur/sortir/envoi", saml_sortie.sortir_envoi, name="tiers_saml_sortir_envoi"),
    path("saml/fournisseur/sortie/<uuid:cle>", saml_sortie.suivre, name="tiers_saml_suivre"),
    path("services/<uuid:service>/saml/", saml.aller, name="tiers_saml_aller"),
]
