"""Addresses of the collège: the page of a family, those of the operator, and the feed of other systems."""

from django.urls import path

from .views import accords, agendas, comptes, familles, flux, plateformes, territoire

urlpatterns = [
    path("", familles.liste, name="continuite"),
    path("aller/<int:element>/", familles.aller, name="continuite_aller"),
    path("accords/", accords.liste, name="continuite_accords"),
    path("accords/<uuid:accord>/finir/", accords.finir, name="continuite_accord_finir"),
    path("vers/<slug:ligne>/", accords.vers, name="continuite_vers"),
    path("relier/", accords.relier, name="continuite_relier"),
    path("agendas/ajouter/<uuid:eleve>/", agendas.ajouter, name="continuite_agenda_ajouter"),
    path("agendas/<uuid:agenda>/", agendas.agenda, name="continuite_agenda"),
    path("agendas/<uuid:agenda>/garder/", agendas.garder, name="continuite_agenda_garder"),
    path("agendas/<uuid:agenda>/relire/", agendas.relire, name="continuite_agenda_relire"),
    path("agendas/<uuid:agenda>/remplacer/", agendas.remplacer, name="continuite_agenda_remplacer"),
    path("agendas/<uuid:agenda>/retirer/", agendas.retirer, name="continuite_agenda_retirer"),
    path("comptes/relier/<uuid:plateforme>/", comptes.relier, name="continuite_compte_relier"),
    path("comptes/retour/", comptes.retour, name="continuite_compte_retour"),
    path("comptes/finir/", comptes.finir, name="continuite_compte_finir"),
    path("comptes/<uuid:compte>/", comptes.compte, name="continuite_compte"),
    path("comptes/<uuid:compte>/delier/", comptes.delier, name="continuite_compte_delier"),
    path("plateformes/nouvelle/", plateformes.nouvelle, name="continuite_plateforme_nouvelle"),
    path("plateformes/<uuid:plateforme>/", plateformes.plateforme, name="continuite_plateforme"),
    path("plateformes/<uuid:plateforme>/essayer/", plateformes.essayer, name="continuite_plateforme_essayer"),
    path("plateformes/<uuid:plateforme>/fermer/", plateformes.fermer, name="continuite_plateforme_fermer"),
    path("emetteurs/", territoire.liste, name="continuite_emetteurs"),
    path("emetteurs/nouveau/", territoire.nouveau, name="continuite_nouveau"),
    path("emetteurs/<uuid:emetteur>/", territoire.emetteur, name="continuite_emetteur"),
    path("emetteurs/<uuid:emetteur>/secret/", territoire.secret, name="continuite_secret"),
    path("emetteurs/<uuid:emetteur>/fermer/", territoire.fermer, name="continuite_fermer"),
    # --- The feed -----------------------------------------------------------------------------------------------------
    path("flux/contrat.json", flux.contrat, name="continuite_contrat"),
    path("flux/schemas/<slug:nature>.json", flux.schema, name="continuite_schema"),
    path("flux/jeton", flux.jeton, name="continuite_jeton"),
    path("flux/elements", flux.elements, name="continuite_elements"),
    path("flux/famille", flux.famille, name="continuite_famille"),
]
