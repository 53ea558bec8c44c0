"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# The same sentence whatever was wrong: it says nothing of who has an account.
ENTREE_REFUSEE = _("Cette adresse ou cet identifiant ne va pas avec ce mot de passe. Vérifiez les deux.")


class AdaptateurCompte(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": ENTREE_REFUSEE,
        "username_password_mismatch": ENTREE_REFUSEE,
        "invalid_login": ENTREE_REFUSEE,
        "too_many_login_attempts": _("Trop d’essais de suite. Attendez cinq minutes, puis réessayez."),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce n’est pas le bon code. Prenez celui qui est affiché maintenant."),
        "invalid_password_reset": _("Ce lien ne sert plus. Demandez-en un autre."),
        "rate_limited": _("Trop d’essais de suite. Attendez une minute, puis réessayez."),
        "email_taken": _("Cette adresse sert déjà à un compte."),
        "duplicate_email": _("Cette adresse est déjà la vôtre."),
        "same_as_current": _("C’est déjà votre adresse."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Accounts come from the school's directory, by an activation code; nobody signs up alone."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.ENT_NOM} : {subject}"

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("connexion_compte")

    def get_reauthentication_methods(self, user) -> list[dict]:
        phrases = {
            "reauthenticate": _("Avec mon mot de passe"),
            "mfa_reauthenticate": _("Avec un code de mon application"),
            "mfa_reauthenticate:webauthn": _("Avec ma clé d’accès"),
        }
        return [m | {"description": phrases[m["id"]]} for m in super().get_reauthentication_methods(user)]


class AdaptateurDeuxiemeCle(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce n’est pas le bon code. Prenez celui qui est affiché maintenant."),
        "cannot_delete_authenticator": _("Cette clé ne peut pas être retirée."),
    }
