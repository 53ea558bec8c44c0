"""A second factor asked by levels: the territory, a commune or a school asks it of more people than the installation, never of fewer."""

import re
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire import actions, etages
from ent.annuaire.etages import Mode
from ent.annuaire.models import EntreeJournal, Personne, Place, Role
from ent.connexion.actions import fusionner
from ent.connexion.droits import SECOND_FACTEUR, DeuxiemeCle, Ferme
from ent.connexion.lectures import ce_qui_ferme
from ent.coquille.agent import ENTETE
from ent.diffusion import actions as diffusion
from tests.annuaire.mandats import confier, relue
from tests.prises import est_servie

GENS = [
    "mere", "pere_separe", "eleve_cp", "enseignante", "enseignant", "remplacant", "directrice", "directrice_maternelle", "referente", "operateur",
]  # fmt: skip
DU_DESSUS = {"directrice", "referente", "operateur"}


def demander(d, valeur: str | None, place: Place | None = None, mode: str = Mode.LIBRE) -> None:
    lieu = place or Place(ecole=d.elementaire)
    actions.regler(place=lieu, code=SECOND_FACTEUR, valeur=valeur, mode=mode, auteur=d.operateur)


def a_qui_il_manque(d) -> set[str]:
    return {qui for qui in GENS if ce_qui_ferme(Personne.objects.get(pk=getattr(d, qui).pk))}


@pytest.mark.parametrize("installation", [False, True])
@pytest.mark.parametrize(
    ("valeur", "demandes"),
    [
        (DeuxiemeCle.INSTALLATION, set()),
        (DeuxiemeCle.DIRECTION, DU_DESSUS),
        (DeuxiemeCle.EQUIPE, DU_DESSUS | {"enseignante", "enseignant", "remplacant"}),
    ],
)
def test_a_school_asks_more_than_the_installation_and_never_less(d, settings, installation, valeur, demandes):
    settings.ENT_SECOND_FACTEUR = installation
    demander(d, valeur)
    toujours = {"directrice", "directrice_maternelle", "operateur"} if installation else set()
    assert a_qui_il_manque(d) == demandes | toujours


def test_the_territory_asks_it_of_every_direction_and_a_school_asks_no_less(d):
    demander(d, DeuxiemeCle.DIRECTION, Place(), Mode.BORNE)
    assert a_qui_il_manque(d) == DU_DESSUS | {"directrice_maternelle"}
    with pytest.raises(ValidationError, match="au moins : la direction"):
        actions.regler(
            place=Place(ecole=d.elementaire), code=SECOND_FACTEUR, valeur="installation", auteur=d.directrice
        )
    demander(d, DeuxiemeCle.EQUIPE, Place(ecole=d.maternelle))
    assert a_qui_il_manque(d) == DU_DESSUS | {"directrice_maternelle", "remplacant"}
    demander(d, None, Place())
    demander(d, None, Place(ecole=d.maternelle))
    assert a_qui_il_manque(d) == set()


def test_a_commune_asks_it_of_its_own(d):
    demander(d, DeuxiemeCle.DIRECTION, Place(commune=d.maternelle.commune))
    assert a_qui_il_manque(d) == {"directrice_maternelle", "operateur"}


def test_nothing_opens_before_it_and_all_does_after(d, entrer):
    demander(d, DeuxiemeCle.EQUIPE)
    client = entrer(d.enseignante)
    for adresse in ("/", reverse("connexion_compte"), "/annuaire/nexiste/pas/"):
        assert client.get(adresse).headers["Location"] == reverse("mfa_index")
        assert client.post(adresse).headers["Location"] == reverse("mfa_index")
        assert client.get(adresse, headers={"HX-Request": "true"}).status_code == 401
    assert "il faut une deuxième clé avant d’aller plus loin" in client.get(reverse("mfa_index")).text
    TOTP.activate(d.enseignante, "A" * 32)
    assert client.get("/").status_code == 200


def test_a_device_keeps_no_page_of_who_lacks_it(d, entrer):
    """A page without the header is nobody's: the worker of the device wipes what it kept."""
    client = entrer(d.enseignante)
    assert client.get(reverse("mfa_index"))[ENTETE] == f"{d.enseignante.uuid} -"
    demander(d, DeuxiemeCle.EQUIPE)
    assert ENTETE not in client.get(reverse("mfa_index"))
    TOTP.activate(d.enseignante, "A" * 32)
    assert client.get(reverse("mfa_index"))[ENTETE] == f"{d.enseignante.uuid} -"


@pytest.mark.parametrize(("qui", "avant"), [("enseignante", False), ("mere", True), ("directrice_maternelle", True)])
def test_no_signal_is_heard_before_it(d, qui, avant):
    demander(d, DeuxiemeCle.EQUIPE)
    personne = Personne.objects.get(pk=getattr(d, qui).pk)

    assert est_servie(personne) is avant
    TOTP.activate(personne, "A" * 32)
    assert est_servie(personne)


@pytest.mark.parametrize(
    ("code", "valeur", "relus"),
    [
        (SECOND_FACTEUR, DeuxiemeCle.EQUIPE, DU_DESSUS | {"enseignante", "enseignant", "remplacant"}),
        ("calme.week_end", False, set()),
    ],
)
def test_who_was_listening_when_it_is_asked_is_judged_again(
    d, monkeypatch, django_capture_on_commit_callbacks, code, valeur, relus
):
    """A socket is judged when it opens, and messages travel whole."""
    congedies: list[int] = []
    monkeypatch.setattr(diffusion, "congedier", congedies.extend)
    with django_capture_on_commit_callbacks(execute=True):
        actions.regler(place=Place(ecole=d.elementaire), code=code, valeur=valeur, auteur=d.operateur)
    assert {qui for qui in GENS if getattr(d, qui).pk in congedies} == relus


@pytest.fixture
def congedies(monkeypatch, django_capture_on_commit_callbacks):
    """Who was listening and is judged again because of what is done in it."""

    @contextmanager
    def suivre():
        vus: list[int] = []
        with monkeypatch.context() as poche, django_capture_on_commit_callbacks(execute=True):
            poche.setattr(diffusion, "congedier", vus.extend)
            yield vus

    return suivre


@pytest.mark.parametrize(
    ("nature", "ou"),
    [
        (Role.Nature.DIRECTEUR, {"etablissement": "elementaire"}),
        (Role.Nature.PERSONNEL, {"etablissement": "maternelle"}),
        (Role.Nature.REFERENT_COMMUNE, {"commune": "commune"}),
        (Role.Nature.OPERATEUR, {}),
    ],
)
def test_who_listens_when_a_role_is_given_to_them_is_judged_again(d, settings, congedies, nature, ou):
    """Pages close at once; the socket of a tab that stays open told whole messages."""
    settings.ENT_SECOND_FACTEUR = True
    demander(d, DeuxiemeCle.EQUIPE, Place(ecole=d.maternelle))
    elle = Personne.objects.create(prenom="Aude", nom="Rivière", password="!")  # knows nobody and works nowhere
    lieux = {"commune": d.maternelle.commune} | {"elementaire": d.elementaire, "maternelle": d.maternelle}
    assert ce_qui_ferme(relue(elle)) is None
    with congedies() as vus:
        actions.donner_role(personne=elle, nature=nature, **{cle: lieux[nom] for cle, nom in ou.items()})
    assert ce_qui_ferme(relue(elle)) is Ferme.CLE
    assert vus == [elle.pk]


def test_so_is_who_is_given_powers_or_given_them_back(d, settings, congedies):
    settings.ENT_SECOND_FACTEUR = True
    elle = d.enseignante
    with congedies() as vus:
        mandat = confier(d, elle, "moderation")
    assert ce_qui_ferme(relue(elle)) is Ferme.CLE and vus == [elle.pk]
    geste = actions.reprendre_des_pouvoirs(mandat=mandat, auteur=d.directrice)
    with congedies() as vus:
        actions.redonner_des_pouvoirs(geste=geste, etablissement=d.elementaire, auteur=d.directrice)
    assert ce_qui_ferme(relue(elle)) is Ferme.CLE and vus == [elle.pk]


def test_so_is_who_had_left_and_did_not(d, congedies):
    demander(d, DeuxiemeCle.EQUIPE)
    depart = actions.noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    assert ce_qui_ferme(relue(d.enseignante)) is None
    with congedies() as vus:
        actions.annuler_un_depart(depart=depart, etablissement=d.elementaire, auteur=d.directrice)
    assert ce_qui_ferme(relue(d.enseignante)) is Ferme.CLE and vus == [d.enseignante.pk]


def test_so_is_a_parent_whose_other_account_works_there(d, congedies):
    demander(d, DeuxiemeCle.EQUIPE)
    autre = Personne.objects.create(prenom=d.mere.prenom, nom=d.mere.nom, password="!")
    actions.donner_role(personne=autre, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire)
    with congedies() as vus:
        fusionner(depuis=autre, vers=d.mere, etablissement=d.elementaire)
    assert ce_qui_ferme(relue(d.mere)) is Ferme.CLE and d.mere.pk in vus


def test_so_is_who_takes_their_key_away(d, congedies):
    elle = entre()
    poser(elle)
    demander(d, DeuxiemeCle.EQUIPE)
    with congedies() as vus:
        elle.post(reverse("mfa_deactivate_totp"))
    assert ce_qui_ferme(relue(d.enseignante)) is Ferme.CLE and d.enseignante.pk in vus


def test_it_is_read_with_the_ties_of_a_person_and_asks_nothing_more(d, django_assert_num_queries):
    demander(d, DeuxiemeCle.DIRECTION)
    mere = Personne.objects.get(pk=d.mere.pk)
    with django_assert_num_queries(1):
        assert ce_qui_ferme(mere) is None
        assert SECOND_FACTEUR not in mere.portee.modules_fermes


def test_its_name_is_the_one_that_is_declared():
    assert etages.declaration(SECOND_FACTEUR).dans_la_portee


# --- A password alone ---------------------------------------------------------------------------------------------------
def entre() -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": "claire.lefort", "password": MOT_DE_PASSE})
    return client


def code_de(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def poser(client: Client) -> str:
    """By her own pages; gives the secret of her application."""
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    secret = re.search(r"<code>(\w+)</code>", client.get(reverse("mfa_activate_totp")).text)[1]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_de(secret)}).status_code == 302
    return secret


def est_entre(client: Client) -> bool:
    return client.get(reverse("connexion_compte")).status_code == 200


def poser_une_cle_d_acces(client: Client, monkeypatch) -> None:
    """What the browser and the key say to each other is django-allauth's; the page and what comes of it are ours."""
    monkeypatch.setattr("allauth.mfa.webauthn.forms.auth.parse_registration_response", lambda dit: dit)
    monkeypatch.setattr("allauth.mfa.webauthn.forms.auth.complete_registration", lambda dit: None)
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    client.get(reverse("mfa_add_webauthn"))
    reponse = client.post(reverse("mfa_add_webauthn"), {"name": "Clé", "credential": '{"id": "cle"}'})
    assert reponse.status_code == 302


@pytest.mark.parametrize("sorte", ["totp", "webauthn"])
def test_the_first_key_ends_what_a_password_alone_had_opened(d, monkeypatch, django_capture_on_commit_callbacks, sorte):
    voleur, elle = entre(), entre()
    congedies: list[int] = []
    monkeypatch.setattr(diffusion, "congedier", congedies.extend)
    with django_capture_on_commit_callbacks(execute=True):
        poser(elle) if sorte == "totp" else poser_une_cle_d_acces(elle, monkeypatch)
    assert Authenticator.objects.filter(user=d.enseignante, type=sorte).exists()
    lue = elle.get(reverse("connexion_appareils")).text
    assert "ils y rentreront avec cette clé" in lue and lue.count("cet appareil</span>") == 1
    assert (est_entre(elle), est_entre(voleur)) == (True, False)
    assert d.enseignante.pk in congedies
    assert EntreeJournal.objects.filter(verbe="connexion.poser_la_premiere_cle").count() == 1


def test_a_wrong_code_ends_nothing_and_a_second_key_neither(d, monkeypatch):
    autre, elle = entre(), entre()
    elle.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    elle.get(reverse("mfa_activate_totp"))
    assert elle.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 422
    assert est_entre(autre)
    secret = poser(elle)
    autre = entre()
    autre.post(reverse("mfa_authenticate"), {"code": code_de(secret)})
    poser_une_cle_d_acces(elle, monkeypatch)
    assert Authenticator.objects.filter(user=d.enseignante, type="webauthn").exists() and est_entre(autre)


def test_a_password_takes_no_key_away(d, entrer):
    """A session that is still there, from before: neither the page nor a POST by hand takes the password for the key."""
    TOTP.activate(d.enseignante, "A" * 32)
    client, confirmer = entrer(d.enseignante), reverse("account_reauthenticate")
    for nom in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_add_webauthn"):
        assert client.get(reverse(nom)).headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.get(confirmer).headers["Location"] == reverse("mfa_reauthenticate")
    refus = client.post(confirmer, {"password": MOT_DE_PASSE})
    assert refus.headers["Location"] == reverse("mfa_reauthenticate")
    assert "Avec mon mot de passe" not in client.get(reverse("mfa_reauthenticate")).text
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=d.enseignante, type="totp").exists()
    client.post(reverse("mfa_reauthenticate"), {"code": code_de("A" * 32)})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=d.enseignante, type="totp").exists()


@pytest.mark.besoin_de("cahier_de_textes")
def test_an_address_says_that_its_session_showed_the_key(d, mardi):
    """Not that its person holds one: the very session says it, that set it, or that came in by it."""
    from cahier_de_textes.models import AbonnementAgenda

    demander(d, DeuxiemeCle.EQUIPE)
    elle = entre()
    secret = poser(elle)
    ensuite = entre()
    ensuite.post(reverse("mfa_authenticate"), {"code": code_de(secret)})
    for client in (elle, ensuite):
        assert client.post(reverse("cahier_agenda"), {"nom": "Téléphone"}).status_code == 302
    assert list(AbonnementAgenda.objects.values_list("derriere_la_cle", flat=True)) == [True, True]


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_session_that_showed_none_shows_it_before_it_opens_an_address(d, mardi, entrer):
    from cahier_de_textes.models import AbonnementAgenda

    TOTP.activate(d.enseignante, "A" * 32)
    client, adresse = entrer(d.enseignante), reverse("cahier_agenda")
    assert client.post(adresse, {"nom": "Avant"}).headers["Location"] == adresse
    assert not AbonnementAgenda.objects.get().derriere_la_cle
    demander(d, DeuxiemeCle.EQUIPE)
    assert client.get(adresse).status_code == 200
    vers = client.post(adresse, {"nom": "Vieux"}).headers["Location"]
    assert vers.startswith(reverse("mfa_reauthenticate")) and AbonnementAgenda.objects.count() == 1
    assert client.post(vers, {"code": code_de("A" * 32)}).status_code == 302
    assert AbonnementAgenda.objects.filter(nom="Vieux", derriere_la_cle=True).count() == 1
