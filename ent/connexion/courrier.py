"""E-mails of « coming in », written by a worker. Their links start with `ENT_ADRESSE`, whatever address the page was asked by."""

from allauth.account import app_settings
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.socle.francais import objet_de

from . import invitations
from .models import CodeActivation

# The link of an invitation and of a forgotten password is the same; what is said before it is not.
MOT_DE_PASSE, INVITATION = "password_reset_key", "invitation"


def _adresse(nom: str, **arguments: str) -> str:
    return settings.ENT_ADRESSE.rstrip("/") + reverse(nom, kwargs=arguments)


def _envoyer(gabarit: str, courriel: str, langue: str, **contexte: str) -> None:
    contexte |= {"ENT_NOM": settings.ENT_NOM, "ENT_TERRITOIRE": settings.ENT_TERRITOIRE}
    with translation.override(langue):
        objet = objet_de(render_to_string(f"account/email/{gabarit}_subject.txt", contexte).strip())
        texte = render_to_string(f"account/email/{gabarit}_message.txt", contexte)
    send_mail(objet, texte, None, [courriel])


def choisir_un_mot_de_passe(personne: Personne, courriel: str, gabarit: str = MOT_DE_PASSE) -> None:
    lien = _adresse(
        "account_reset_password_from_key",
        uidb36=user_pk_to_url_str(personne),
        key=app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(personne),
    )
    _envoyer(gabarit, courriel, personne.langue, password_reset_url=lien, username=personne.identifiant or "")


def inviter_dans_une_ecole(code: CodeActivation) -> None:
    """The address is read when the e-mail leaves, and is part of what the link says."""
    personne, ecole = code.personne, code.etablissement
    courriel = personne.courriel_contact.strip()
    lien = _adresse("connexion_invitation", jeton=invitations.jeton(code, courriel))
    contexte = {"lien": lien, "ecole": ecole.nom, "nom": personne.nom_affiche, "jours": str(invitations.JOURS)}
    _envoyer("invitation_ecole", courriel, personne.langue, **contexte)


def confirmer(adresse: EmailAddress) -> None:
    cle = get_emailconfirmation_model().create(adresse).key
    lien = _adresse("account_confirm_email", key=cle)
    _envoyer("email_confirmation", adresse.email, adresse.user.langue, activate_url=lien)


def dire_deja_pris(courriel: str, langue: str) -> None:
    lien = _adresse("account_reset_password")
    _envoyer("account_already_exists", courriel, langue, password_reset_url=lien)


def prevenir_le_titulaire(courriel: str, langue: str) -> None:
    """Whoever held the account learns that a paper changed its password. No pupil is named: a mailbox may be shared."""
    with translation.override(langue):
        objet = objet_de(_("votre mot de passe vient d’être changé avec un papier de l’école"))
        texte = _(
            "Bonjour,\n\nVotre compte a reçu un nouveau mot de passe, avec un papier donné par l’école. Si ce n’est pas "
            "vous, choisissez « Mot de passe oublié » et prévenez la direction de l’école."
        )
    send_mail(objet, texte, None, [courriel])
