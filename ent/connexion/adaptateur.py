"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ent.socle import frein
from ent.socle.adresses import se_lit
from ent.socle.differer import differer
from ent.socle.francais import langue_de_base
from ent.socle.rustines.allauth_essais import EssaisParOrigine

from . import appareils_connus
from .registres import apres_la_sortie, faire_place

# Wrong tries of one account in an hour, from all the devices that it never came in from.
DE_LOIN, UNE_HEURE = 100, 3600
# Wrong tries in a minute from one place, a school or a network of telephones, of all the devices there from which nobody came in yet: a class that
# types its passwords for the first time goes by, and who tries one account after another is slow.
D_UN_LIEU, UNE_MINUTE = 30, 60
ETAPE = "connexion_etape"  # of the session that begins: what the one before goes through first
# The same sentence whatever was wrong: it says nothing of who has an account.
ENTREE_REFUSEE = _("Cette adresse ou cet identifiant ne va pas avec ce mot de passe. Vérifiez les deux.")


class AdaptateurCompte(EssaisParOrigine, DefaultAccountAdapter):
    """Wrong tries brake by account and by where they come from: nobody is locked out of home from afar, and a device from which one
    came in before waits for its own mistakes alone.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": ENTREE_REFUSEE,
        "username_password_mismatch": ENTREE_REFUSEE,
        "invalid_login": ENTREE_REFUSEE,
        "too_many_login_attempts": _("Trop d’essais de suite. Attendez cinq minutes, puis réessayez."),
        "trop_de_loin": _(
            "Trop d’essais sur ce compte depuis des appareils inconnus. Entrez depuis un appareil d’où vous êtes déjà venu, ou dans une heure."
        ),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "enter_current_password": _("Ce n’est pas le mot de passe actuel."),
        "incorrect_code": _("Ce n’est pas le bon code. Prenez celui qui est affiché maintenant."),
        "invalid_password_reset": _("Ce lien ne sert plus. Demandez-en un autre."),
        "rate_limited": _("Trop d’essais de suite. Attendez une minute, puis réessayez."),
        "email_taken": _("Cette adresse sert déjà à un compte."),
        "duplicate_email": _("Cette adresse est déjà la vôtre."),
        "same_as_current": _("C’est déjà votre adresse."),
    }

    def origine(self, request: HttpRequest, login: str) -> str:
        return "connu" if appareils_connus.est_connu(request, login) else frein.adresse_ip(request)

    def pre_authenticate(self, request: HttpRequest, **identite) -> None:
        if self._vient_de_loin(request, identite):
            if frein.attente(_cle(identite), maximum=DE_LOIN, fenetre=UNE_HEURE):
                raise self.validation_error("trop_de_loin")
            if frein.attente(_lieu(request), maximum=D_UN_LIEU, fenetre=UNE_MINUTE):
                raise self.validation_error("rate_limited")
        super().pre_authenticate(request, **identite)

    def authentication_failed(self, request: HttpRequest, **identite) -> None:
        if self._vient_de_loin(request, identite):
            frein.compter(_cle(identite), fenetre=UNE_HEURE)
            frein.compter(_lieu(request), fenetre=UNE_MINUTE)

    @staticmethod
    def _vient_de_loin(request: HttpRequest, identite: dict) -> bool:
        return not appareils_connus.est_connu(request, _login(identite))

    def login(self, request: HttpRequest, user) -> None:
        """The gate of every way in that django-allauth holds: a paper, a password, a key, a link of a mail."""
        accueil = reverse("accueil")
        suite = faire_place(request, user, accueil)
        super().login(request, user)
        if suite != accueil:
            request.session[ETAPE] = suite

    def post_login(self, request: HttpRequest, user, **suite) -> HttpResponse:
        reponse = super().post_login(request, user, **suite)
        if etape := request.session.pop(ETAPE, ""):
            reponse = HttpResponseRedirect(etape)
        appareils_connus.retenir(request, reponse, user)
        return reponse

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Asked before the session ends."""
        return apres_la_sortie(request) or super().get_logout_redirect_url(request)

    def is_safe_url(self, url: str) -> bool:
        """Where a sign-in leads. An address to write to is no page: whoever holds it still, in a page left open, goes home."""
        return super().is_safe_url(url) and se_lit(url)

    def is_open_for_signup(self, request) -> bool:
        """Accounts come from the school's directory, by an activation code; nobody signs up alone."""
        return False

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation, signup: bool) -> None:
        differer("ent.connexion.taches.confirmer", adresse_id=emailconfirmation.email_address.pk)

    def send_account_already_exists_mail(self, email: str) -> None:
        differer("ent.connexion.taches.dire_deja_pris", courriel=email, langue=langue_de_base())

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Each mail of ours is a task, by name: one that django-allauth would begin to send by itself is to be written first."""
        raise NotImplementedError(template_prefix)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("plus" if request.user.est_collegien else "connexion_compte")

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Who holds a second key gives it, and no password: that one alone would take the key away. django-allauth's pages refuse what is not here."""
        phrases = {
            "reauthenticate": _("Avec mon mot de passe"),
            "mfa_reauthenticate": _("Avec un code de mon application"),
            "mfa_reauthenticate:webauthn": _("Avec ma clé d’accès"),
        }
        methodes = super().get_reauthentication_methods(user)
        avec_la_cle = [m for m in methodes if m["id"] != "reauthenticate"]
        return [m | {"description": phrases[m["id"]]} for m in avec_la_cle or methodes]


def _login(identite: dict) -> str:
    return (identite.get("email") or identite.get("username") or "").strip().lower()


def _cle(identite: dict) -> str:
    return f"entree:{_login(identite)}"


def _lieu(request: HttpRequest) -> str:
    return f"entree d’un lieu:{frein.adresse_ip(request)}"


class AdaptateurDeuxiemeCle(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce n’est pas le bon code. Prenez celui qui est affiché maintenant."),
        "cannot_delete_authenticator": _("Cette clé ne peut pas être retirée."),
    }
