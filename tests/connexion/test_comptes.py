"""The adults' door and their account, on django-allauth."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Personne
from tests.prises import est_servie

from .conftest import erreurs

ENTREE_REFUSEE = "Cette adresse ou cet identifiant ne va pas avec ce mot de passe. Vérifiez les deux."


def entrer_par(login, mot_de_passe=MOT_DE_PASSE, *, ip="127.0.0.1", **options):
    client = Client(REMOTE_ADDR=ip)
    return client, client.post(reverse("account_login"), {"login": login, "password": mot_de_passe, **options})


def entrer_et_confirmer(login):
    """Signed in, and the password given again a moment ago, as changing the protection of an account asks."""
    client, _reponse = entrer_par(login)
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    return client


@pytest.mark.parametrize(
    "login", ["nadia.belhadj@exemple.fr", "NADIA.Belhadj@Exemple.fr", "nadia.belhadj", " nadia.belhadj "]
)
def test_one_comes_in_with_the_email_or_the_identifiant(d, login):
    client, reponse = entrer_par(login)
    assert reponse.headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(d.mere.pk)


def test_a_phone_stays_in_for_ninety_days_if_asked(d, horloge, mardi):
    client, _reponse = entrer_par("nadia.belhadj", remember="on")
    assert client.session.get_expiry_age() == 90 * 24 * 3600
    de_passage, _reponse = entrer_par("nadia.belhadj")
    assert de_passage.session.get_expire_at_browser_close()


def test_an_unknown_account_and_a_wrong_password_cannot_be_told_apart(d):
    pages = []
    for login in ("nadia.belhadj@exemple.fr", "personne.ici@exemple.fr", "nadia.belhadj", "personne.ici"):
        _client, reponse = entrer_par(login, "Mauvais-mot-de-passe")
        assert reponse.status_code == 422
        assert erreurs(reponse) == [ENTREE_REFUSEE]
        pages.append(re.sub(r'value="[^"]*"|X-CSRFToken[^}]+', "", reponse.text))
    assert len(set(pages)) == 1


def test_the_end_of_the_address_that_is_missing_is_said(d):
    _client, reponse = entrer_par("nadia.belhadj@exemple")
    assert reponse.status_code == 422
    assert erreurs(reponse) == ["Il manque la fin de l’adresse, par exemple « .fr »."]
    assert 'value="nadia.belhadj@exemple"' in reponse.text


def test_nobody_signs_up_alone(d):
    assert Client().get("/inscription/").headers["Location"] == reverse("connexion_activer")
    for nom in (
        "socialaccount_signup",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
        "account_request_login_code",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(nom)


def test_leaving_is_a_post(d, entrer):
    client = entrer(d.mere)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("connexion_compte")).status_code == 200
    assert client.post(reverse("account_logout")).headers["Location"] == reverse("account_login")
    assert client.get(reverse("connexion_compte")).status_code == 302


def test_who_leaves_reads_once_that_it_is_done(d, entrer):
    """On a device that others use, one looks for it before one goes away."""
    client = entrer(d.mere)
    client.post(reverse("account_logout"))
    lues = [
        client.get(reverse("account_login")).text.count("cet appareil n’ouvre plus votre compte") for _fois in range(2)
    ]
    assert lues == [1, 0]


# --- Forgotten password ---------------------------------------------------------------------------------------------
def demander(courriel):
    return Client().post(reverse("account_reset_password"), {"email": courriel})


def test_a_forgotten_password_is_changed_by_mail(d):
    assert demander("Nadia.Belhadj@exemple.fr").headers["Location"] == reverse("account_reset_password_done")
    [message] = mail.outbox
    assert (message.to, message.subject) == (["nadia.belhadj@exemple.fr"], "Mes écoles : choisir un autre mot de passe")
    assert "Votre identifiant est nadia.belhadj." in message.body
    lien = next(mot for mot in message.body.split() if mot.startswith("http")).removeprefix("http://testserver")
    client = Client()
    page = client.get(lien, follow=True)
    assert "Nouveau mot de passe" in page.text
    adresse = page.redirect_chain[-1][0]
    faible = client.post(adresse, {"password1": "1234", "password2": "1234"})
    assert faible.status_code == 422
    client.post(adresse, {"password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"})
    d.mere.refresh_from_db()
    assert d.mere.check_password("Neuf-chats-gris")
    assert "Ce lien ne sert plus." in Client().get(lien, follow=True).text


def test_known_unknown_and_unverified_addresses_get_the_same_answer(d):
    EmailAddress.objects.filter(user=d.pere_separe).update(verified=False)
    reponses = [demander(c) for c in (d.mere.courriel, "personne@exemple.fr", d.pere_separe.courriel)]
    assert {(r.status_code, r.headers["Location"]) for r in reponses} == {(302, reverse("account_reset_password_done"))}
    assert [m.to for m in mail.outbox] == [[d.mere.courriel]]


def test_an_address_mistyped_at_activation_opens_nothing(d, aline, code, ouvrir):
    """Aline typed the address of somebody else; that person asks for « mot de passe oublié »."""
    ouvrir(code, "01/05/2020", courriel="alien.royer@exemple.fr")
    mail.outbox.clear()
    demander("alien.royer@exemple.fr")
    assert mail.outbox == []


# --- Second key -----------------------------------------------------------------------------------------------------
@pytest.fixture
def obligatoire(settings):
    settings.ENT_SECOND_FACTEUR = True


def code_de(personne) -> str:
    secret = TOTP(Authenticator.objects.get(user=personne, type="totp")).instance.data["secret"]
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("qui", ["directrice", "operateur"])
def test_direction_and_operator_set_up_a_second_key_before_anything_opens(d, entrer, obligatoire, qui):
    client = entrer(getattr(d, qui))
    for adresse in (
        "/",
        reverse("connexion_compte"),
        reverse("connexion_feuilles", args=[d.cp_ce1.pk]),
        "/annuaire/nexiste/pas/",
    ):
        assert client.get(adresse).headers["Location"] == reverse("mfa_index")
        assert client.post(adresse).headers["Location"] == reverse("mfa_index")
        # A part of a page that was open before: the page of keys is never drawn within it.
        assert client.get(adresse, headers={"HX-Request": "true"}).status_code == 401
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert "il faut une deuxième clé avant d’aller plus loin" in page.text
    TOTP.activate(getattr(d, qui), "A" * 32)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("qui", "avant"), [("directrice", False), ("operateur", False), ("mere", True)])
def test_no_signal_is_heard_before_the_second_key(d, obligatoire, qui, avant):
    """A message travels whole over the socket: it opens with the pages."""
    personne = getattr(d, qui)

    assert est_servie(personne) is avant
    TOTP.activate(personne, "A" * 32)
    assert est_servie(personne)


@pytest.mark.parametrize("qui", ["mere", "enseignante", "referente"])
def test_others_are_not_asked(d, entrer, obligatoire, qui):
    assert entrer(getattr(d, qui)).get(reverse("connexion_compte")).status_code == 200


def test_recovery_codes_alone_are_not_a_second_key(d, entrer, obligatoire):
    RecoveryCodes.activate(d.directrice)
    assert entrer(d.directrice).get("/").headers["Location"] == reverse("mfa_index")


def test_a_family_pays_their_ties_for_it_which_a_page_reads_anyway(d, entrer, settings, compter_lectures):
    """Asked by the installation or not: what a school asks is written on it, and read with the ties of a person (0156)."""
    client = entrer(d.mere)
    for demande in (False, True):
        settings.ENT_SECOND_FACTEUR = demande
        with compter_lectures(2):  # the person, their ties
            client.get(reverse("account_logout"))


def test_the_application_of_codes_is_set_up_then_asked_for(d):
    client = entrer_et_confirmer("anne.quemeneur")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = re.search(r"<code>(\w+)</code>", page.text)[1]
    faux = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert faux.status_code == 422
    bon = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": bon}).headers["Location"] == reverse(
        "mfa_view_recovery_codes"
    )
    secours = re.findall(r"<li><code>(\w+)</code>", client.get(reverse("mfa_view_recovery_codes")).text)
    assert len(secours) == 10

    suivante, reponse = entrer_par("anne.quemeneur")
    assert reponse.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in suivante.session
    refus = suivante.post(reverse("mfa_authenticate"), {"code": "111111"})
    assert refus.status_code == 422
    assert "Ce n’est pas le bon code." in " ".join(erreurs(refus))
    assert suivante.post(reverse("mfa_authenticate"), {"code": secours[0]}).headers["Location"] == "/"

    une_fois = entrer_par("anne.quemeneur")[0].post(reverse("mfa_authenticate"), {"code": secours[0]})
    assert une_fois.status_code == 422


def test_a_new_paper_does_not_go_round_the_second_key(d, ouvrir, mardi):
    """Whoever prints a paper must not become the person: the second key is still asked."""
    from ent.connexion import actions

    TOTP.activate(d.mere, "B" * 32)
    code = actions.emettre_code(personne=d.mere, etablissement=d.elementaire, renouveler=True)
    client, reponse = ouvrir(code, d.eleve_cp.date_naissance.strftime("%d/%m/%Y"))
    assert reponse.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_changing_the_second_key_asks_for_the_password_again(d, entrer):
    """A phone left open on a table is not enough."""
    client = entrer(d.mere)  # signed in long ago: no recent proof in the session
    assert client.get(reverse("mfa_activate_totp")).headers["Location"].startswith(reverse("account_reauthenticate"))
    faux = client.post(reverse("account_reauthenticate"), {"password": "non"})
    assert (faux.status_code, erreurs(faux)) == (422, ["Ce n’est pas votre mot de passe."])
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_passkey_can_be_begun_without_an_account_and_says_nothing_of_who_has_one(d):
    reponse = Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert reponse.status_code == 200
    assert reponse.json()["request_options"]["publicKey"].get("allowCredentials", []) == []


# --- French, and nothing inline -------------------------------------------------------------------------------------
PUBLIQUES = [
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_inactive", "account_email_verification_sent", "connexion_activer", "connexion_trouver_tablette",
]  # fmt: skip
DU_COMPTE = [
    "account_logout", "account_email", "account_change_password", "account_reauthenticate", "connexion_compte",
    "connexion_ajouter_enfant", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate",
]  # fmt: skip
ANGLAIS = re.compile(
    r"\b(the|your|you|password|sign|code is|email address|submit|cancel|username|key|remove|add|token|please|this|field|"
    r"authenticator|security|enter|confirm your|name)\b",
    re.IGNORECASE,
)


@pytest.fixture
def recente(d):
    """A client whose password was given a moment ago, with a second key in place for the pages that need one."""

    def client_pour(nom: str) -> Client:
        personne: Personne = d.mere
        if nom in PUBLIQUES:
            return Client()
        client = entrer_et_confirmer("nadia.belhadj")
        if nom not in ("mfa_activate_totp", "mfa_index", "account_reauthenticate"):
            TOTP.activate(personne, "C" * 32)
            RecoveryCodes.activate(personne)
        return client

    return client_pour


@pytest.mark.parametrize("nom", PUBLIQUES + DU_COMPTE)
def test_every_page_speaks_french_and_runs_under_the_policy(d, recente, nom):
    reponse = recente(nom).get(reverse(nom))
    assert reponse.status_code == 200
    page = reponse.text
    assert '<html lang="fr"' in page
    lu = re.sub(r"<(script|template|style).*?</\1>|<head.*?</head>|<[^>]+>", " ", page, flags=re.DOTALL)
    lu += " ".join(re.findall(r'(?:aria-label|alt|placeholder|title)="([^"]*)"', page))
    assert ANGLAIS.findall(lu) == []
    for balise in re.findall(r"<script[^>]*>", page):
        assert "src=" in balise or 'type="application/json"' in balise
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", page)
    politique = reponse.headers["Content-Security-Policy"]
    assert "script-src 'self';" in politique
    assert "unsafe-inline" not in politique


def test_account_pages_are_closed_to_who_is_not_in(d):
    for nom in DU_COMPTE:
        reponse = Client().get(reverse(nom))
        assert reponse.status_code == 302, nom


def test_the_address_is_asked_for_in_our_words_and_in_the_language_of_who_reads(d):
    d.mere.langue = "ta"
    d.mere.save()
    page = entrer_et_confirmer("nadia.belhadj").get(reverse("account_email")).text
    with override("ta"):
        assert gettext("Nouvelle adresse e-mail") in page
    assert "placeholder" not in page and ">E-mail" not in page


def test_changing_the_address_keeps_the_former_until_the_new_one_is_confirmed(d):
    client = entrer_et_confirmer("nadia.belhadj")
    client.post(reverse("account_email"), {"email": "nadia@exemple.org", "action_add": ""})
    d.mere.refresh_from_db()
    assert d.mere.courriel == "nadia.belhadj@exemple.fr"
    page = client.get(reverse("account_email")).text
    assert "nadia@exemple.org attend d’être confirmée" in page
    lien = next(mot for mot in mail.outbox[-1].body.split() if mot.startswith("http")).removeprefix("http://testserver")
    client.post(lien)
    d.mere.refresh_from_db()
    assert d.mere.courriel == "nadia@exemple.org"


def test_changing_the_password_leaves_this_device_in_and_puts_the_others_out(d, entrer):
    autre = entrer(d.mere)
    client, _reponse = entrer_par("nadia.belhadj")
    refus = client.post(
        reverse("account_change_password"),
        {"oldpassword": "non", "password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"},
    )
    assert erreurs(refus) == ["Ce n’est pas le mot de passe actuel."]
    client.post(
        reverse("account_change_password"),
        {"oldpassword": MOT_DE_PASSE, "password1": "Neuf-chats-gris", "password2": "Neuf-chats-gris"},
    )
    page = client.get(reverse("connexion_compte"))
    assert page.status_code == 200
    assert "Une adresse d’agenda ne le demande pas" in page.text, "what stays open is said"
    assert autre.get(reverse("connexion_compte")).status_code == 302


def test_who_runs_the_territory_is_sent_to_no_school(d, mardi, entrer):
    """No school keeps what is written of them, nor corrects it: who opened their account does."""
    operateur, mere = entrer(d.operateur), entrer(d.mere)
    pages = ("connexion_compte", "connexion_donnees", "notifications")
    dites = [re.sub("<[^>]+>", " ", operateur.get(reverse(nom)).text) for nom in pages]
    assert [re.findall("l’école[^.]*", page, re.IGNORECASE) for page in dites] == [[], [], []]
    assert "Dites-le à la personne qui vous a ouvert ce compte" in dites[1]
    fait = operateur.post(reverse("connexion_donnees_opposition"), {"garder": "1"}, follow=True).text
    assert "C’est noté : ce que vous avez écrit reste, sans votre nom." in fait
    aide = operateur.get("/aide/?page=connexion_compte").text
    assert "Votre nom vient de l’école" not in aide and "la personne qui vous a ouvert ce compte le corrige" in aide
    assert "Écrivez à l’école : elle la corrige." in mere.get(reverse("connexion_donnees")).text
    assert "Votre nom vient de l’école" in mere.get("/aide/?page=connexion_compte").text
