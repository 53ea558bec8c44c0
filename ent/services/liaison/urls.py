"""Addresses of dossiers: the school that prepares, families, pupils; sending and receiving."""

from django.urls import path

from ent.portail.views.brouillons import brouillon

from .views import campagnes, echange, eleves, familles, papier, positions, preparation

# --- The school that prepares -----------------------------------------------------------------------------------------
DE_L_ECOLE = [
    path("ecole/", campagnes.accueil, name="liaison_ecole"),
    path("ecole/classe/<int:pk>/ouvrir/", campagnes.ouvrir, name="liaison_ouvrir"),
    path("ecole/<uuid:cle>/", campagnes.campagne, name="liaison_campagne"),
    path("ecole/<uuid:cle>/dates/", campagnes.dates, name="liaison_dates"),
    path("ecole/<uuid:cle>/completer/", campagnes.completer, name="liaison_completer"),
    path("ecole/<uuid:cle>/positions/", positions.positions, name="liaison_positions"),
    path("ecole/<uuid:cle>/montrer/", campagnes.montrer, name="liaison_montrer"),
    path("ecole/<uuid:cle>/relancer/", campagnes.relancer, name="liaison_relancer"),
    path("ecole/<uuid:cle>/annuler/<int:geste>/", preparation.annuler, name="liaison_annuler"),
    path("ecole/dossier/<uuid:cle>/", preparation.dossier, name="liaison_preparer"),
    path("ecole/dossier/<uuid:cle>/montrer/", preparation.montrer, name="liaison_montrer_un"),
    path("ecole/dossier/<uuid:cle>/pai/", preparation.sante, name="liaison_sante"),
    path("ecole/dossier/<uuid:cle>/travaux/", preparation.travaux, name="liaison_travaux"),
    path("ecole/dossier/<uuid:cle>/travaux/tous/", preparation.travail_pour_tous, name="liaison_travail_pour_tous"),
    path("ecole/<uuid:cle>/papiers/", papier.imprimer, name="liaison_papiers"),
    path("ecole/dossier/<uuid:cle>/coupon/<int:numero>/", papier.coupon, name="liaison_coupon"),
    path("ecole/brouillon/<str:cle>/", brouillon, name="liaison_brouillon"),
]

# --- Families and pupils ------------------------------------------------------------------------------------------------
DES_FAMILLES = [
    path("famille/", familles.accueil, name="dossiers_famille"),
    path("famille/<uuid:cle>/", familles.dossier, name="dossier_famille"),
    path("famille/<uuid:cle>/repondre/", familles.repondre, name="dossier_repondre"),
    path("famille/<uuid:cle>/lu/", familles.lu, name="dossier_lu"),
    path("famille/<uuid:cle>/traduire/", familles.traduire, name="dossier_traduire"),
    path("eleve/", eleves.page, name="dossier_eleve"),
    path("eleve/travail/", eleves.travail, name="dossier_eleve_travail"),
    path("eleve/fini/", eleves.fini, name="dossier_eleve_fini"),
    path("ecole/dossier/<uuid:cle>/page-de-l-eleve/", eleves.dictee, name="dossier_dictee"),
]

# --- Between instances ------------------------------------------------------------------------------------------------
ENTRE_INSTANCES = [
    path("echange/annonces", echange.annoncer, name="liaison_annoncer"),
    path("echange/<uuid:identifiant>", echange.envoi, name="liaison_envoi_recu"),
    path("echange/cles/<str:uai>.json", echange.jwks, name="liaison_jwks"),
    path("echange/schema-1.json", echange.schema, name="liaison_schema"),
]

urlpatterns = [*DE_L_ECOLE, *DES_FAMILLES, *ENTRE_INSTANCES]
