"""One gate (`ce_qui_ferme`): whatever opens to a person, by a session, a socket, a private address, a ticket or a token, opens by the same judgement."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes import agenda as ics
from cahier_de_textes.actions import agenda as agendas
from cahier_de_textes.models import AbonnementAgenda
from ent.annuaire import actions
from ent.annuaire.models import Personne, Place, Responsabilite
from ent.connexion.droits import SECOND_FACTEUR, DeuxiemeCle
from ent.diffusion.consumers import signaux
from tests.connexion.test_second_facteur import code_de
from tests.services.continuite import test_sortant
from tests.services.continuite.conftest import college  # noqa: F401
from tests.services.continuite.test_sortant import ailleurs  # noqa: F401
from tests.services.tiers import test_cas, test_oidc, test_saml
from tests.services.tiers.conftest import calcul, classe, livres  # noqa: F401

# Each is given what it needs while everything is open, and gives how it is tried afterwards: whether it opened.


def page(d, navigateur, _services):
    return lambda: navigateur.get(reverse("connexion_compte")).status_code == 200


def morceau_de_page(d, navigateur, _services):
    return lambda: navigateur.get("/", headers={"HX-Request": "true"}).status_code == 200


def prise(d, navigateur, _services):
    """With the very session of the browser."""

    async def ouvrir() -> bool:
        entetes = [(b"cookie", "; ".join(f"{c.key}={c.value}" for c in navigateur.cookies.values()).encode())]
        communicateur = WebsocketCommunicator(signaux, "/ws/", headers=entetes)
        ouverte, _code = await communicateur.connect()
        await communicateur.disconnect()
        return ouverte

    return lambda: async_to_sync(ouvrir)()


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
