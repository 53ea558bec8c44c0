"""Addresses of dossiers: the school that prepares, families, pupils; sending and receiving."""

from django.urls import path

from ent.portail.views.brouillons import brouillon

from .views import (
    campagnes,
    echange,
    eleves,
    envois,
    familles,
    papier,
    positions,
    preparation,
    receptions,
    territoire,
)

# --- The school that prepares -----------------------------------------------------------------------------------------
DE_L_ECOLE = [
    path("ecole/", campagnes.accueil, name="liaison_ecole"),
    path("ecole/classe/<int:pk>/ouvrir/", campagnes.ouvrir, name="liaison_ouvrir"),
    path("ecole/<uuid:cle>/", campagnes.campagne, name="liaison_campagne"),
    path("ecole/<uuid:cle>/dates/", campagnes.dates, name="liaison_dates"),
    path("ecole/<uuid:cle>/completer/", campagnes.completer, name="liaison_completer"),
    path("ecole/classe/<int:pk>/", campagnes.de_la_classe, name="liaison_de_la_classe"),
    path("ecole/<uuid:cle>/fermer/", campagnes.fermer, name="liaison_fermer"),
    path("ecole/<uuid:cle>/rouvrir/", campagnes.rouvrir, name="liaison_rouvrir"),
    path("ecole/<uuid:cle>/ne-plus-montrer/", campagnes.ne_plus_montrer, name="liaison_ne_plus_montrer_les"),
    path("ecole/<uuid:cle>/positions/", positions.positions, name="liaison_positions"),
    path("ecole/<uuid:cle>/montrer/", campagnes.montrer, name="liaison_montrer"),
    path("ecole/<uuid:cle>/relancer/", campagnes.relancer, name="liaison_relancer"),
    path("ecole/<uuid:cle>/annuler/<int:geste>/", preparation.annuler, name="liaison_annuler"),
    path("ecole/dossier/<uuid:cle>/", preparation.dossier, name="liaison_preparer"),
    path("ecole/dossier/<uuid:cle>/montrer/", preparation.montrer, name="liaison_montrer_un"),
    path("ecole/dossier/<uuid:cle>/ne-plus-montrer/", preparation.ne_plus_montrer, name="liaison_ne_plus_montrer"),
    path("ecole/dossier/<uuid:cle>/redemander/", preparation.redemander, name="liaison_redemander"),
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
    path("famille/brouillon/<str:cle>/", brouillon, name="dossier_brouillon"),
    path("famille/<uuid:cle>/lu/", familles.lu, name="dossier_lu"),
    path("famille/<uuid:cle>/traduire/", familles.traduire, name="dossier_traduire"),
    path("eleve/", eleves.page, name="dossier_eleve"),
    path("eleve/fini/", eleves.fini, name="dossier_eleve_fini"),
    path("ecole/dossier/<uuid:cle>/page-de-l-eleve/", eleves.dictee, name="dossier_dictee"),
]

# --- What leaves, what comes, the operator ---------------------------------------------------------------------------
DU_VOYAGE = [
    # --- What leaves ----------------------------------------------------------------------------------------------------
    path("envois/<uuid:campagne>/", envois.liste, name="liaison_envois"),
    path("envois/<uuid:campagne>/envoyer/", envois.envoyer, name="liaison_envoyer"),
    path("envois/<uuid:envoi>/reessayer/", envois.reessayer, name="liaison_reessayer"),
    path("envois/<uuid:envoi>/fichier/", envois.fichier, name="liaison_fichier"),
    path("remettre/<uuid:dossier>/", envois.remettre, name="liaison_remettre"),
    path("copie/<uuid:dossier>/", envois.copie, name="liaison_copie"),
    path("cles/<str:uai>/", envois.les_cles, name="liaison_cles"),
    path("cles/<str:uai>/changer/", envois.changer_de_cle, name="liaison_cle_changer"),
    path("cles/<str:uai>/<int:cle>/revoquer/", envois.revoquer, name="liaison_cle_revoquer"),
    # --- What comes -----------------------------------------------------------------------------------------------------
    path("recus/", receptions.liste, name="liaison_recus"),
    path("recus/<uuid:reception>/", receptions.reception, name="liaison_reception"),
    path("recus/<uuid:reception>/confirmer/", receptions.confirmer, name="liaison_confirmer"),
    path("recus/<uuid:reception>/pas-lui/", receptions.ce_n_est_pas_lui, name="liaison_ce_n_est_pas_lui"),
    path("recus/<uuid:reception>/refuser/", receptions.refuser, name="liaison_refuser"),
    path("d-avant/", receptions.d_avant, name="liaison_d_avant"),
    path("d-avant/<uuid:reception>/", receptions.lire, name="liaison_lire"),
    # --- The operator ---------------------------------------------------------------------------------------------------
    path("correspondants/", territoire.liste, name="liaison_correspondants"),
    path("correspondants/nouveau/", territoire.nouveau, name="liaison_correspondant_nouveau"),
    path("correspondants/<str:uai>/", territoire.correspondant, name="liaison_correspondant"),
    path("correspondants/<str:uai>/relire/", territoire.relire, name="liaison_correspondant_relire"),
    path("correspondants/<str:uai>/confirmer/", territoire.confirmer, name="liaison_correspondant_confirmer"),
    path("correspondants/<str:uai>/fermer/", territoire.fermer, name="liaison_correspondant_fermer"),
]

# --- Between instances ------------------------------------------------------------------------------------------------
ENTRE_INSTANCES = [
    path("echange/annonces", echange.annoncer, name="liaison_annoncer"),
    path("echange/<uuid:identifiant>", echange.envoi, name="liaison_envoi_recu"),
    path("echange/cles/<str:uai>.json", echange.jwks, name="liaison_jwks"),
    path("echange/schema-1.json", echange.schema, name="liaison_schema"),
]

urlpatterns = [*DE_L_ECOLE, *DES_FAMILLES, *DU_VOYAGE, *ENTRE_INSTANCES]
