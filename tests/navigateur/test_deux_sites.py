"""Two installations of the product, an école's and a collège's, on their own ports and databases: one tap from the first opens the very page of the second, signed in.

Each plays its own part: the école's is the provider of identities of the collège's, which it has in its registry of services. Both clocks are the machine's.
"""

import pytest

from tests import modeles
from tests.navigateur import horloge
from tests.navigateur.serveur import Serveur

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.identites", "ent.services.tiers")]
PAGE = "/plus/"
CHEZ_LE_COLLEGE = """
from ent.services.identites.actions import fournisseurs
f = fournisseurs.enregistrer(auteur=d.operateur, secret="à venir", champs={{"nom": "Mes écoles", "public": "educonnect", "protocole": "oidc",
    "client_id": "à venir", "portees": "openid profile", "academie": 25, "adresse": {adresse!r} + "/.well-known/openid-configuration"}})
"""
CHEZ_L_ECOLE = """
from ent.services.tiers.actions import ecole, registre
s, secret = registre.enregistrer_service(auteur=d.operateur, champs={{"nom": "eCollège", "objet": "L’ENT du collège", "icone": "ecole",
    "protocole": "oidc", "dialecte": "courant", "accueil": {adresse!r} + "/", "adresses": {adresse!r} + "/identites/{f}/retour/",
    "depart": {adresse!r} + "/identites/{f}/aller/", "publics": "responsable", "attributs": "prenom"}})
ecole.ouvrir_a_l_ecole(service=s, etablissement=d.elementaire, auteur=d.directrice, publics="responsable", niveaux="", classes=(), recoit=s.recoit_ecrit)
from pathlib import Path
from django.conf import settings
Path(settings.VAR, "secret").write_text(secret)
"""
SECRET = "(__import__('django.conf', fromlist=['x']).settings.VAR / 'secret').read_text()"
RELIER = """
from ent.services.identites.actions import entree, fournisseurs
from ent.services.identites.attributs import Dit
from ent.services.identites.models import FournisseurIdentite, Rattachement
f = FournisseurIdentite.objects.get()
fournisseurs.corriger(fournisseur=f, auteur=d.operateur, champs={{"client_id": {client!r}}}, secret={secret!r})
fournisseurs.relever(fournisseur=f)
f.refresh_from_db()
Rattachement.objects.create(fournisseur=f, personne=d.mere, comment="compte", empreinte=entree.empreinte_de(f, Dit(sujet={sujet!r})))
"""
UUID = "str(__import__('ent.services.identites.models', fromlist=['x']).FournisseurIdentite.objects.get().uuid)"
SERVICE = "__import__('ent.services.tiers.models', fromlist=['x']).ServiceTiers.objects.get(nom='eCollège')"
NUMERO = f"__import__('ent.services.tiers.lectures.numeros', fromlist=['x']).numero({SERVICE}, d.mere)"
DEPART = "__import__('ent.connexion.registres', fromlist=['x']).adresse_signee(d.mere, {!r})"


def lance(dossier, nom: str) -> Serveur:
    """Cookies know no port: each has a name of this machine of its own."""
    modeles.copier(dossier, modeles.DEMONSTRATION)
    s = Serveur(dossier)
    s.adresse = f"http://{nom}:{s.port}"
    s.environnement |= {horloge.VARIABLE: "0", "ENT_ADRESSE": s.adresse}
    s.demarrer()
    return s


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    ouverts = []
    try:
        for nom in ("127.0.0.1", "localhost"):
            ouverts.append(lance(tmp_path_factory.mktemp("site"), nom))
        yield ouverts
    finally:
        for s in ouverts:
            s.fermer()


def test_one_tap_opens_the_page_of_the_other_site_signed_in(chromium, sites):
    ici, la = sites
    la.faire(CHEZ_LE_COLLEGE.format(adresse=ici.adresse))
    ici.faire(CHEZ_L_ECOLE.format(adresse=la.adresse, f=la.lire(UUID)))
    client, sujet = ici.lire(f"{SERVICE}.client_id"), ici.lire(NUMERO)
    la.faire(RELIER.format(client=client, secret=ici.lire(SECRET), sujet=sujet))
    contexte = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = contexte.new_page()
    page.set_default_timeout(30_000)
    contexte.add_cookies([ici.session("nadia.belhadj@exemple.fr") | {"url": ici.adresse}])
    depart = ici.lire(DEPART.format(la.adresse + PAGE))
    assert depart.startswith(f"{la.adresse}/identites/")
    page.goto(la.adresse + PAGE)
    assert "/entrer/" in page.url  # nobody is in there
    page.goto(depart)
    page.wait_for_url(la.adresse + PAGE)  # by the école's and back, without a word typed
    page.get_by_role("heading", level=1).first.wait_for()
    # From the collège's to a page of the école's: whoever is in already lands on it at once.
    page.goto(f"{la.adresse}/identites/{la.lire(UUID)}/aller/?next={PAGE}")
    page.wait_for_url(la.adresse + PAGE)
    contexte.close()
