"""Ways in. django-allauth's pages keep their names and get French addresses; signing up alone does not exist."""

from allauth.account import views as compte
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as secours
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as cles
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic.base import RedirectView

from .views import acces, activation, appareils, donnees, invitations, papiers, tablette
from .views import compte as notre_compte
from .views.commun import adultes, clair, titulaires
from .views.deuxieme_cle import pose_une_cle


def ouverte(vue):
    """A page for people who are not in yet."""
    return login_not_required(clair(vue))


def fermee(vue):
    """A page of one's own account; pupils have none."""
    return adultes(clair(vue))


urlpatterns = [
    # --- Adults come in ---------------------------------------------------------------------------------------------
    path("entrer/", ouverte(notre_compte.entrer), name="account_login"),
    path("sortir/", ouverte(compte.logout), name="account_logout"),
    path("compte-ferme/", ouverte(compte.account_inactive), name="account_inactive"),
    path(
        "inscription/",
        login_not_required(RedirectView.as_view(pattern_name="connexion_activer")),
        name="account_signup",
    ),
    path("mot-de-passe-oublie/", ouverte(compte.password_reset), name="account_reset_password"),
    path("mot-de-passe-oublie/envoye/", ouverte(compte.password_reset_done), name="account_reset_password_done"),
    path(
        "mot-de-passe/change/",
        ouverte(compte.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ouverte(compte.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("entrer/double-cle/", ouverte(mfa.authenticate), name="mfa_authenticate"),
    path("entrer/cle/", ouverte(cles.login_webauthn), name="mfa_login_webauthn"),
    # --- Their account ----------------------------------------------------------------------------------------------
    path("compte/", adultes(notre_compte.compte), name="connexion_compte"),
    path("compte/appareils/", titulaires(appareils.appareils), name="connexion_appareils"),
    path("compte/appareils/tout-fermer/", titulaires(appareils.tout_fermer), name="connexion_appareils_tout_fermer"),
    path(
        "compte/appareils/<slug:nom>/<str:cle>/fermer/", titulaires(appareils.fermer), name="connexion_appareils_fermer"
    ),
    path("compte/donnees/", adultes(donnees.donnees), name="connexion_donnees"),
    path("compte/donnees/tout.zip", adultes(donnees.emporter), name="connexion_donnees_emporter"),
    path("compte/donnees/opposition/", adultes(donnees.opposition), name="connexion_donnees_opposition"),
    path("compte/confirmer/", fermee(compte.reauthenticate), name="account_reauthenticate"),
    path("compte/adresse/", fermee(compte.email), name="account_email"),
    path("compte/adresse/envoye/", ouverte(compte.email_verification_sent), name="account_email_verification_sent"),
    re_path(
        r"^compte/adresse/(?P<key>[-:\w]+)/$", fermee(notre_compte.confirmer_adresse), name="account_confirm_email"
    ),
    path("compte/mot-de-passe/", titulaires(clair(compte.password_change)), name="account_change_password"),
    path("compte/mot-de-passe/choisir/", fermee(compte.password_set), name="account_set_password"),
    path("compte/double-cle/", fermee(mfa.index), name="mfa_index"),
    path("compte/double-cle/confirmer/", fermee(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("compte/double-cle/application/", fermee(pose_une_cle(totp.activate_totp)), name="mfa_activate_totp"),
    path("compte/double-cle/application/retirer/", fermee(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("compte/double-cle/secours/", adultes(notre_compte.codes_de_secours), name="mfa_view_recovery_codes"),
    path(
        "compte/double-cle/secours/nouveaux/",
        fermee(secours.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("compte/double-cle/cles/", fermee(cles.list_webauthn), name="mfa_list_webauthn"),
    path("compte/double-cle/cles/ajouter/", fermee(pose_une_cle(cles.add_webauthn)), name="mfa_add_webauthn"),
    path("compte/double-cle/cles/confirmer/", fermee(cles.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("compte/double-cle/cles/<int:pk>/retirer/", fermee(cles.remove_webauthn), name="mfa_remove_webauthn"),
    path("compte/double-cle/cles/<int:pk>/", fermee(cles.edit_webauthn), name="mfa_edit_webauthn"),
    # --- Codes and papers -------------------------------------------------------------------------------------------
    path("activer/", activation.activer, name="connexion_activer"),
    path("activer/verifier/", activation.verifier, name="connexion_activer_verifier"),
    path("activer/compte/", activation.ouvrir_compte, name="connexion_activer_compte"),
    path("activer/<str:code>/", activation.activer, name="connexion_activer_code"),
    path("ajouter-un-enfant/", activation.ajouter_enfant, name="connexion_ajouter_enfant"),
    path("classe/<int:pk>/papiers/", papiers.feuilles, name="connexion_feuilles"),
    path(
        "annuaire/ecoles/<slug:uai>/direction/<uuid:personne>/papier/",
        papiers.papier_de_la_direction,
        name="connexion_papier_direction",
    ),
    path("invitation/<str:jeton>/", invitations.invitation, name="connexion_invitation"),
    path(
        "annuaire/ecoles/<slug:uai>/direction/<uuid:personne>/inviter/",
        invitations.inviter_la_direction,
        name="connexion_inviter_direction",
    ),
    path("ecole/<int:pk>/papiers/inviter/", invitations.inviter, name="connexion_inviter_personnel"),
    path("ecole/<int:pk>/papiers/", papiers.feuilles_du_personnel, name="connexion_feuilles_personnel"),
    # --- Pupils -----------------------------------------------------------------------------------------------------
    path("tablette/", tablette.trouver_tablette, name="connexion_trouver_tablette"),
    path("tablette/changer/", tablette.changer, name="connexion_changer"),
    path("tablette/oublier/", login_not_required(notre_compte.oublier_tablette), name="connexion_oublier_tablette"),
    path("tablette/<str:jeton>/", tablette.mur, name="connexion_mur"),
    path("tablette/<str:jeton>/<uuid:eleve>/", tablette.secret, name="connexion_secret"),
    path("classe/<int:pk>/acces/", acces.acces, name="connexion_acces"),
    path("classe/<int:pk>/acces/lien/", acces.renouveler_lien, name="connexion_renouveler_lien"),
    path("classe/<int:pk>/acces/ouvrir/", acces.ouvrir_mur, name="connexion_ouvrir_mur"),
    path("classe/<int:pk>/acces/fermer/", acces.fermer_tablettes, name="connexion_fermer_tablettes"),
    path("classe/<int:pk>/acces/<uuid:eleve>/", acces.nouveau_secret, name="connexion_nouveau_secret"),
]
