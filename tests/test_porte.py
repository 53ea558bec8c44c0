"""One gate (`ce_qui_ferme`): whatever opens to a person, by a session, a socket, a private address, a ticket or a token, opens by the same judgement."""

import ast
import datetime as dt
import time
from pathlib import Path

import pytest
from allauth.account.utils import perform_login
from allauth.core.context import request_context
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import agenda as ics
from cahier_de_textes.actions import agenda as agendas
from cahier_de_textes.models import AbonnementAgenda
from ent.annuaire import actions
from ent.annuaire.models import Personne, Place, Responsabilite
from ent.connexion.actions import emettre_code
from ent.connexion.droits import SECOND_FACTEUR, DeuxiemeCle
from ent.connexion.models import CodeActivation
from tests.connexion.test_second_facteur import code_de
from tests.prises import est_servie
from tests.services.continuite import test_sortant
from tests.services.continuite.conftest import college  # noqa: F401
from tests.services.continuite.test_sortant import ailleurs  # noqa: F401
from tests.services.identites.conftest import Voyage, donner_un_numero, la, poser  # noqa: F401
from tests.services.tiers import test_cas, test_oidc, test_saml, test_saml_chaine
from tests.services.tiers.conftest import calcul, classe, livres  # noqa: F401
from tests.services.tiers.test_saml_chaine import par_adresse  # noqa: F401
from tests.services.tiers.test_sortie import postes  # noqa: F401

RACINE = Path(__file__).resolve().parents[1]
# Each is given what it needs while everything is open, and gives how it is tried afterwards: whether it opened.


def page(d, navigateur, _services):
    return lambda: navigateur.get(reverse("connexion_compte")).status_code == 200


def morceau_de_page(d, navigateur, _services):
    return lambda: navigateur.get("/", headers={"HX-Request": "true"}).status_code == 200


def prise(d, navigateur, _services):
    """With the very session of the browser."""

    return lambda: est_servie(cookies="; ".join(f"{c.key}={c.value}" for c in navigateur.cookies.values()))


def agenda_prive(d, navigateur, _services):
    navigateur.post(reverse("cahier_agenda"), {"nom": "Téléphone"})
    abonnement = AbonnementAgenda.objects.get()
    adresse = reverse("cahier_ics", args=[abonnement.uuid, ics.signer(abonnement.uuid)])
    return lambda: Client().get(adresse).status_code == 200


def ticket_donne(d, navigateur, _services):
    return lambda: "ticket=" in test_cas.aller(navigateur).headers.get("Location", "")


def ticket_montre(d, navigateur, _services):
    ticket = test_cas.ticket_de(test_cas.aller(navigateur))
    return lambda: test_cas.valider(Client(), ticket).tag.endswith("authenticationSuccess")


def code_donne(d, navigateur, services):
    client = test_oidc.authlib_de(services["livres"])
    ou = test_oidc.decouvrir(navigateur)["authorization_endpoint"]
    vers, _etat = client.create_authorization_url(ou, code_verifier=test_oidc.VERIFIEUR, nonce="n-1")
    return lambda: "code=" in navigateur.get(test_saml.ici(vers)).headers.get("Location", "")


def code_montre(d, navigateur, services):
    code = test_oidc._code(navigateur, services["livres"])
    return lambda: test_oidc._echanger(Client(), services["livres"], code).status_code == 200


def jeton_montre(d, navigateur, services):
    client = test_oidc.authlib_de(services["livres"])
    test_oidc.jetons(navigateur, services["livres"], client)
    ou = test_oidc.decouvrir(navigateur)["userinfo_endpoint"]
    return lambda: client.get(ou).status_code == 200


def assertion_saml(d, navigateur, _services):
    demande = test_saml.ici(test_saml.service_saml(navigateur).login(return_to="https://classe.exemple.fr/cours"))
    return lambda: "SAMLResponse" in navigateur.get(demande).text


def assertion_depuis_la_tuile(d, navigateur, services):
    adresse = reverse("tiers_saml_aller", args=[services["classe"].uuid])
    return lambda: "SAMLResponse" in navigateur.get(adresse).text


def jeton_d_un_college(d, navigateur, services):
    """What a collège's ENT was allowed to read of a child, whose eldest is there."""
    for enfant, ecole in [(d.eleve_ms, d.maternelle), (services["college"].collegienne, d.college)]:
        Responsabilite.objects.create(
            adulte=d.enseignante,
            enfant=enfant,
            etablissement=ecole,
            debut=dt.date(2026, 9, 1),
            autorite="confirmee",
        )
    jeton = test_sortant.relier(services["ailleurs"], navigateur, d.eleve_ms)["access_token"]
    return lambda: test_sortant.lire(jeton).status_code == 200


PASSAGES = [
    page, morceau_de_page, prise, agenda_prive, ticket_donne, ticket_montre, code_donne, code_montre, jeton_montre, assertion_saml,
    assertion_depuis_la_tuile, jeton_d_un_college,
]  # fmt: skip


@pytest.fixture
def services(calcul, livres, classe, college, ailleurs):  # noqa: F811
    return {"calcul": calcul, "livres": livres, "classe": classe, "college": college, "ailleurs": ailleurs}


def exiger_une_cle(d) -> None:
    actions.regler(
        place=Place(ecole=d.elementaire), code=SECOND_FACTEUR, valeur=DeuxiemeCle.EQUIPE, auteur=d.directrice
    )


def fermer_le_compte(d) -> None:
    Personne.objects.filter(pk=d.enseignante.pk).update(fermee_le=timezone.now())


@pytest.mark.parametrize("passage", PASSAGES)
@pytest.mark.parametrize(
    ("tient_une_cle", "puis", "ouvre"),
    [
        (False, None, True),
        (False, exiger_une_cle, False),
        (True, exiger_une_cle, True),
        (True, fermer_le_compte, False),
    ],
    ids=["rien", "sans-cle", "avec-cle", "compte-ferme"],
)
def test_each_way_in_is_judged_by_the_gate(d, mardi, entrer, services, passage, tient_une_cle, puis, ouvre):
    navigateur = entrer(d.enseignante)
    if tient_une_cle:
        TOTP.activate(d.enseignante, "A" * 32)
        navigateur.post(reverse("mfa_reauthenticate"), {"code": code_de("A" * 32)})
    essayer = passage(d, navigateur, services)
    if puis is not None:
        puis(d)
    assert essayer() is ouvre


def test_an_address_that_a_password_alone_made_gives_nothing_once_a_key_is_asked(d, mardi, client, entrer):
    """Whoever had stolen the password could have made it, and would read on behind the key."""
    avant = agendas.ouvrir_agenda(personne=d.enseignante, nom="Vieux téléphone")
    adresse = reverse("cahier_ics", args=[avant.uuid, ics.signer(avant.uuid)])
    exiger_une_cle(d)
    refus = client.get(adresse)
    assert (refus.status_code, refus.content, refus["Cache-Control"]) == (403, b"", "no-store")
    assert "votre agenda privé ne reçoit plus rien" in entrer(d.enseignante).get(reverse("mfa_index")).text
    TOTP.activate(d.enseignante, "A" * 32)
    assert client.get(adresse).status_code == 403
    apres = agendas.ouvrir_agenda(personne=d.enseignante, nom="Nouveau", derriere_la_cle=True)
    assert client.get(reverse("cahier_ics", args=[apres.uuid, ics.signer(apres.uuid)])).status_code == 200
    navigateur = entrer(d.enseignante)
    lue = navigateur.get(reverse("cahier_agenda")).text
    assert lue.count("elle ne donne plus rien. Supprimez-la") == 1
    assert str(avant.uuid) not in lue and str(apres.uuid) in lue
    assert navigateur.get(reverse("connexion_appareils")).text.count("Créée avant votre deuxième clé") == 1


def test_what_was_made_before_is_good_again_when_no_key_is_asked_any_more(d, mardi, client):
    avant = agendas.ouvrir_agenda(personne=d.enseignante, nom="Vieux téléphone")
    adresse = reverse("cahier_ics", args=[avant.uuid, ics.signer(avant.uuid)])
    exiger_une_cle(d)
    assert client.get(adresse).status_code == 403
    actions.regler(place=Place(ecole=d.elementaire), code=SECOND_FACTEUR, valeur=None, auteur=d.directrice)
    assert client.get(adresse).status_code == 200


def test_who_holds_no_address_is_told_of_none(d, mardi, entrer):
    exiger_une_cle(d)
    assert "agenda privé" not in entrer(d.enseignante).get(reverse("mfa_index")).text


# --- Somebody comes in where another is -----------------------------------------------------------------------------
def un_papier(d, navigateur, suite):
    """Their parent opens an account on the tablet that the child left open."""
    emettre_code(personne=d.mere, etablissement=d.elementaire, renouveler=True)
    papier = CodeActivation.objects.get(personne=d.mere, etablissement=d.elementaire)
    seance = navigateur.session
    seance["connexion_activation"] = {
        "code": papier.pk,
        "generation": papier.generation,
        "le": time.time(),
        "confirme": True,
    }
    seance.save()
    champs = {"courriel": "", "mot_de_passe": "Trois-Petits-Cochons-7!"}
    return navigateur.post(reverse("connexion_activer_compte"), champs)


def une_identite(d, navigateur, suite):
    """Who left for their provider comes back where the child came in meanwhile."""
    chez_lui = suite("la")
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    chez_lui.profil = {"sub": "mere", "FrEduCtRefId": ["{AAF}25|x|4711"]}
    voyage = Voyage(chez_lui, poser(d, chez_lui.adresse))
    voyage.partir()
    seance = navigateur.session
    seance["identites_departs"] = voyage.client.session["identites_departs"]
    seance.save()
    voyage.client = navigateur
    return voyage.revenir()


def un_mot_de_passe(d, navigateur, suite):
    """A form that was open before: what django-allauth itself lets in."""
    demande = suite("rf").post("/")
    demande.session, demande.user = navigateur.session, d.eleve_cp
    demande._messages = FallbackStorage(demande)
    with request_context(demande):
        reponse = perform_login(demande, d.mere)
    demande.session.save()
    navigateur.cookies["sessionid"] = demande.session.session_key
    return reponse


@pytest.mark.besoin_de("ent.services.onde", "ent.services.identites")
@pytest.mark.parametrize("entree", [un_papier, une_identite, un_mot_de_passe])
def test_whoever_comes_in_where_another_is_leaves_nobody_inside_third_services(
    d, entrer, request, django_capture_on_commit_callbacks, entree
):
    _service, ecrits = (request.getfixturevalue(nom) for nom in ("calcul", "postes"))
    navigateur = entrer(d.eleve_cp)
    ticket = test_cas.ticket_de(test_cas.aller(navigateur))
    with django_capture_on_commit_callbacks(execute=True):
        entree(d, navigateur, request.getfixturevalue)
    assert navigateur.session["_auth_user_id"] == str(d.mere.pk)
    [(_adresse, champs)] = ecrits
    assert ticket in champs["logoutRequest"]


@pytest.mark.besoin_de("ent.services.onde", "ent.services.identites")
@pytest.mark.parametrize("entree", [un_papier, une_identite, un_mot_de_passe])
def test_a_browser_that_alone_can_tell_a_service_goes_there_first_then_home(d, request, entrer, entree):
    service, navigateur = request.getfixturevalue("par_adresse"), entrer(d.eleve_cp)
    test_saml_chaine.venir(navigateur, service)
    vers = entree(d, navigateur, request.getfixturevalue)["Location"]
    page = navigateur.get(vers)
    ou, _champs = test_saml_chaine.visite(page)
    assert ou.startswith(test_saml.FIN) and f'href="{reverse("accueil")}"' in page.text
    assert navigateur.session["_auth_user_id"] == str(d.mere.pk)


def test_no_way_in_signs_somebody_in_without_making_room():
    """Django's `login` empties the session of another without a word. django-allauth's passes by our adapter, which makes room."""
    muettes = []
    for fichier in [
        f
        for salle in ("ent", "config", "messagerie", "cahier_de_textes", "pages")
        for f in (RACINE / salle).rglob("*.py")
    ]:
        for fonction in ast.walk(ast.parse(fichier.read_text())):
            if isinstance(fonction, ast.FunctionDef):
                dits = {ast.unparse(n.func) for n in ast.walk(fonction) if isinstance(n, ast.Call)}
                if dits & {"login", "django_login", "super().login"} and "faire_place" not in dits:
                    muettes.append(f"{fichier.relative_to(RACINE)}: {fonction.name}")
    assert muettes == []
