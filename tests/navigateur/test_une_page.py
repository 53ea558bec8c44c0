"""Two installations, an école's and a collège's, each with its own database, keys and address: a mother links her account of the second, and reads both children's week on one page."""

import pytest

from tests import modeles
from tests.navigateur import enveloppe
from tests.navigateur.serveur import Serveur
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.besoin_de("ent.services.continuite"),
    pytest.mark.besoin_de("cahier_de_textes"),
]
AU_COLLEGE = """
import datetime as dt
from pathlib import Path
from django.conf import settings
from cahier_de_textes.actions.travaux import publier_travail
from ent.services.continuite.actions import emetteurs
from tests.services.continuite.conftest import college_de
from tests.services.continuite.la_bas import enseignante_du_college
college_de(d)
roux, cinquieme = enseignante_du_college(d)
publier_travail(classe=cinquieme, auteur=roux, nature="ecrire", texte="Exercices 3 et 4", date_pour=dt.date(2026, 11, 26))
emetteur, secret = emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs={{"etablissement": d.college, "montre": "college", "nom": "Mes écoles",
    "origines": {ici!r}, "retours": {ici!r} + "/college/comptes/retour/", "cles": []}})
Path(settings.VAR, "secret").write_text(f"{{emetteur.uuid}} {{secret}}")
"""
A_L_ECOLE = """
import datetime as dt
from cahier_de_textes.actions.travaux import publier_travail
from ent.services.continuite.actions import plateformes
publier_travail(classe=d.cp_ce1, auteur=d.enseignante, nature="lire", texte="Relire la page du hérisson", date_pour=dt.date(2026, 11, 26))
client, secret = {dit!r}.split()
plateformes.declarer_une_plateforme(auteur=d.operateur, secret=secret, colleges=[], champs={{"genre": "ici", "nom": "Les Grands-Chênes",
    "adresse": {la!r}, "client_id": client}})
"""
DIT = "(__import__('django.conf', fromlist=['x']).settings.VAR / 'secret').read_text()"
FINIR = "[__import__('ent.services.continuite.actions.accords', fromlist=['x']).ne_plus_autoriser(accord=a) for a in __import__('ent.services.continuite.models', fromlist=['x']).Accord.objects.all()]"


@pytest.fixture
def sites(tmp_path_factory):
    """The two, each behind its door: cookies know no port, so each has a name of this machine of its own."""
    cert, cle = enveloppe.certificat(tmp_path_factory.mktemp("porte"))
    portes = [enveloppe.Porte(cert, cle) for _site in range(2)]
    ouverts: list[Serveur] = []
    try:
        for nom, porte in zip(("127.0.0.1", "localhost"), portes, strict=True):
            dossier = tmp_path_factory.mktemp("site")
            modeles.copier(dossier, modeles.DEMONSTRATION)
            s = Serveur(dossier)
            s.environnement |= {
                "ENT_ADRESSE": f"https://{nom}:{porte.port}",
                enveloppe.CERTIFICAT: str(cert),
                enveloppe.PORTS: " ".join(str(p.port) for p in portes),
            }
            ouverts.append(s)
            s.demarrer()
            porte.ouvrir(s.port)
        yield ouverts
    finally:
        for porte in portes:
            porte.fermer()
        for s in ouverts:
            s.fermer()


def lisible(page, nom: str) -> None:
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 844})
        assert (examiner(page, nom), debords(page)) == ([], False)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(PETITES_CIBLES, 44) == []


def test_both_childrens_week_is_one_page_and_a_tap_opens_the_line_over_there(chromium, sites):
    ici, la = (s.environnement["ENT_ADRESSE"] for s in sites)
    ecole, college = sites
    college.faire(AU_COLLEGE.format(ici=ici))
    ecole.faire(A_L_ECOLE.format(la=la, dit=college.lire(DIT)))
    contexte = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-FR", ignore_https_errors=True, service_workers="block"
    )
    for site, adresse in ((ecole, ici), (college, la)):
        contexte.add_cookies([site.session("nadia.belhadj@exemple.fr") | {"url": adresse}])
    page = contexte.new_page()
    page.set_default_timeout(45_000)
    page.goto(f"{ici}/college/")
    lisible(page, "au-college-sans-lien")
    page.get_by_role("link", name="Relier Les Grands-Chênes").click()
    page.get_by_role("heading", name="Relier Les Grands-Chênes").wait_for()
    lisible(page, "relier-un-site")
    page.get_by_role("button", name="Continuer sur localhost").click()
    page.get_by_role("heading", name="Mes écoles demande à montrer ce que dit le collège").wait_for()
    assert page.url.startswith(f"{la}/college/relier/")
    lisible(page, "accorder")
    page.get_by_label("Lina").check()
    page.get_by_role("button", name="Autoriser", exact=True).click()
    page.get_by_role("heading", name="De qui il parle").wait_for()  # read by a worker, while the page asks
    assert page.url.startswith(f"{ici}/college/comptes/")
    lisible(page, "compte-d-un-site")
    page.goto(f"{ici}/semaine/2026-11-23/")
    page.get_by_text("Relire la page du hérisson").first.wait_for()
    ligne = page.get_by_role("link", name="Exercices 3 et 4")
    ligne.wait_for()
    lisible(page, "semaine-de-deux-sites")
    ligne.click()
    page.wait_for_url(f"{la}/semaine/2026-11-23/")  # signed in over there: the very page
    page.get_by_text("Exercices 3 et 4").first.wait_for()
    contexte.close()
