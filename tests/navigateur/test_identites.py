"""ÉduConnect as LemonLDAP::NG plays it, end to end in a browser: the operator adds it, a parent of two schools comes in and goes out, both ways.

Both clocks are the machine's: this provider has no other.
"""

import os
import re
import tempfile
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from config.demonstration.distribution import MOT_DE_PASSE
from tests import modeles
from tests.navigateur import horloge
from tests.navigateur.lemonldap import LemonLDAP, est_la
from tests.navigateur.serveur import Serveur
from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.besoin_de("ent.services.identites", "ent.services.onde"),
    pytest.mark.skipif(
        not est_la() and not os.environ.get("ENT_SANS_SAUT"),  # in `.ci/run` nothing is skipped
        reason="LemonLDAP::NG is not installed here, or one is not root (.ci/run installs it)",
    ),
]
NUMERO = """
from ent.services.onde.models import FicheOnde
FicheOnde.objects.get_or_create(etablissement=d.elementaire, personne=d.mere, nature="responsable", cle="aaf|1d-4711")
"""


@pytest.fixture(scope="module")
def ent(tmp_path_factory):
    var = tmp_path_factory.mktemp("ent")
    modeles.copier(var, modeles.DEMONSTRATION)
    s = Serveur(var)
    s.environnement[horloge.VARIABLE] = "0"
    try:
        s.demarrer()
        s.faire(NUMERO)
        yield s
    finally:
        s.fermer()


@pytest.fixture(scope="module")
def llng():
    """Its user goes through its folder, which those of pytest let nobody do."""
    with tempfile.TemporaryDirectory(prefix="llng-") as dossier:
        la = LemonLDAP(Path(dossier))
        try:
            la.demarrer()
            yield la
        finally:
            la.arreter()


@pytest.fixture
def page(chromium):
    contexte = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = contexte.new_page()
    page.set_default_timeout(30_000)
    yield page
    contexte.close()


def entrer_la_bas(page, qui="parent1"):
    page.locator("input[name=user]").fill(qui)
    page.locator("input[name=password]").fill(qui)
    page.locator("button[type=submit]:visible").first.click()


def ajouter(page, ent, champs: dict[str, str], *, chiffrees=False) -> str:
    """The operator, by the pages: added, then checked. Gives its page's address."""
    page.goto(f"{ent.adresse}/entrer/?next=/identites/registre/nouveau/")
    page.get_by_label("Adresse e-mail ou identifiant").fill("olivier.renard@exemple.fr")
    page.get_by_label("Mot de passe", exact=True).fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.get_by_label("ÉduConnect : familles, et élèves de collège").check()
    for nom, valeur in champs.items():
        page.locator(f"[name={nom}]").fill(valeur)
    page.get_by_label("OpenID Connect" if "secret" in champs else "SAML 2", exact=True).check()
    if chiffrees:
        page.locator("[name=chiffrees]").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_text("répond, et ce qu’il dit de lui est complet")).to_be_visible()
    est_lisible(page)
    adresse = page.url
    page.goto(f"{ent.adresse}/identites/registre/")
    est_lisible(page)
    page.context.clear_cookies()
    return adresse


def est_lisible(page):
    """axe has nothing to say, and nothing goes out of a phone's screen."""
    assert examiner(page, page.url) == []
    assert not debords(page)


def voyager(page, ent, nom):
    page.goto(f"{ent.adresse}/entrer/")
    est_lisible(page)
    page.get_by_role("link", name=re.compile(rf"^{nom} · familles")).click()


def les_enfants_sont_la(page, ent):
    """Of both schools: one account."""
    page.wait_for_url(f"{ent.adresse}/")
    page.goto(f"{ent.adresse}/compte/")
    est_lisible(page)
    for enfant in ent.lire("[s.eleve.prenom for s in d.mere.portee.suivis]"):
        expect(page.get_by_role("main").get_by_text(enfant, exact=True).first).to_be_visible()
    assert ent.lire("len({s.etablissement_id for s in d.mere.portee.suivis})") == 2


def sortir(page, ent):
    page.goto(f"{ent.adresse}/compte/")
    page.get_by_role("main").get_by_role("button", name="Sortir").click()


def test_openid_connect_in_and_out(page, ent, llng):
    adresse = ajouter(
        page,
        ent,
        {
            "nom": "Connect",
            "adresse": llng.adresse,
            "client_id": "ent",
            "secret": "entsecret",
            "hotes_retour": "educonnect.exemple.fr",
        },
    )
    base = f"{ent.adresse}/identites/{adresse.rstrip('/').rsplit('/', 1)[1]}"
    llng.demarrer(oidc={"retour": f"{base}/retour/", "revenu": f"{base}/revenu/", "sortie": f"{base}/sortie/oidc/"})
    voyager(page, ent, "Connect")
    entrer_la_bas(page)
    les_enfants_sont_la(page, ent)
    # Out of here: out over there too, which asks again for a password.
    sortir(page, ent)
    page.wait_for_url(f"{base}/revenu/**")
    expect(page.get_by_text("Votre compte est fermé ici, et Connect aussi.")).to_be_visible()
    est_lisible(page)
    expect(page.get_by_role("link", name="Revenir à : Connect")).to_have_attribute(
        "href", "https://educonnect.exemple.fr/fin"
    )
    voyager(page, ent, "Connect")
    entrer_la_bas(page)
    les_enfants_sont_la(page, ent)
    # The direction reads who is linked, and who needs a paper.
    direction = page.context.browser.new_context(viewport={"width": 390, "height": 844})
    cookie = ent.session("anne.quemeneur@exemple.fr")
    direction.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": ent.adresse}])
    la = direction.new_page()
    la.goto(f"{ent.adresse}/identites/ecole/{ent.lire('d.elementaire.uai')}/")
    expect(la.get_by_role("main")).to_contain_text("Rattachées : 1 sur")
    est_lisible(la)
    direction.close()
    # Out over there: its server tells ours.
    page.goto(f"{llng.adresse}/?logout=1")
    page.wait_for_timeout(1_500)
    page.goto(f"{ent.adresse}/compte/")
    expect(page).to_have_url(re.compile("/entrer/"))


def test_saml_in_and_out(page, ent, llng):
    adresse = ajouter(
        page,
        ent,
        {
            "nom": "Assertion",
            "adresse": f"{llng.adresse}/saml/metadata",
        },
        chiffrees=True,
    )
    base = f"{ent.adresse}/identites/{adresse.rstrip('/').rsplit('/', 1)[1]}"
    with urllib.request.urlopen(f"{base}/metadonnees.xml", timeout=10) as lues:
        llng.demarrer(metadonnees=lues.read().decode())
    voyager(page, ent, "Assertion")
    entrer_la_bas(page)
    les_enfants_sont_la(page, ent)
    sortir(page, ent)
    page.wait_for_url(f"{base}/sortie/**")
    expect(page.get_by_text("Votre compte est fermé ici, et Assertion aussi.")).to_be_visible()
    voyager(page, ent, "Assertion")
    entrer_la_bas(page)
    les_enfants_sont_la(page, ent)
    page.goto(f"{llng.adresse}/?logout=1")
    page.wait_for_timeout(3_000)
    page.goto(f"{ent.adresse}/compte/")
    expect(page).to_have_url(re.compile("/entrer/"))


def test_somebody_unknown_is_asked_the_code_of_their_paper(page, ent, llng):
    """After the journey by SAML: the provider knows us, and this person is nobody here."""
    voyager(page, ent, "Assertion")
    entrer_la_bas(page, "inconnu1")
    expect(page.get_by_text("Nous ne vous reconnaissons pas encore")).to_be_visible()
    est_lisible(page)
    page.get_by_label("Code du papier").fill("BCDFGHJK")
    page.get_by_label("Date de naissance de l’enfant").fill("14/03/2019")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Ce code et cette réponse ne vont pas ensemble")).to_be_visible()
    assert ent.lire("d.mere.rattachements.count()") == 2
