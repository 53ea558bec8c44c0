"""Photos of the phone's gallery, shared with the site: the worker takes them, a page asks where they go, and the form that is chosen has them."""

import re

import pytest

from tests.navigateur.conftest import AUX_MAINS_DE_L_AGENT
from tests.navigateur.ecole import tablette_de
from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = pytest.mark.navigateur

# As Android posts what one shares with an installed site: a navigation, its photos, no token.
PARTAGER = """async (combien) => {
  const formulaire = Object.assign(document.createElement("form"), { method: "post", action: "/partage/", enctype: "multipart/form-data" });
  const champ = Object.assign(document.createElement("input"), { type: "file", name: "photos", multiple: true });
  const transfert = new DataTransfer();
  for (let i = 0; i < combien; i += 1) {
    const toile = new OffscreenCanvas(400, 300);
    const pinceau = toile.getContext("2d");
    pinceau.fillStyle = ["teal", "orange", "purple"][i];
    pinceau.fillRect(0, 0, 400, 300);
    transfert.items.add(new File([await toile.convertToBlob({ type: "image/jpeg" })], `IMG_${i}.jpg`, { type: "image/jpeg" }));
  }
  champ.files = transfert.files;
  formulaire.append(champ);
  document.body.append(formulaire);
  setTimeout(() => formulaire.submit()); // once this is answered
}"""
BASES = "indexedDB.databases().then((bases) => bases.map(({ name }) => name))"
BILLETS = (
    "[[b.titre, b.pieces.count()] for b in "
    "__import__('pages.models', fromlist=['x']).Billet.objects.filter(titre={!r})]"
)


def partager(a, combien: int = 3) -> None:
    with a.page.expect_navigation(url="**/partage/"):
        a.page.evaluate(PARTAGER, combien)


def test_a_teacher_shares_photos_in_the_journal_of_a_class(appareil, serveur):
    a = appareil("telephone")
    a.entrer("claire.lefort@exemple.fr")
    partager(a)
    a.page.get_by_text("3 photos attendent sur ce téléphone.").first.wait_for()
    a.photographier("partage")
    assert examiner(a.page, "partage") == []
    a.page.get_by_role("link", name=re.compile("^CP-CE1")).click()
    a.page.wait_for_url("**/publier/")
    a.page.get_by_text("Tout est prêt : 3 fichiers sur 3.").first.wait_for()
    a.photographier("partage-arrive")
    a.page.get_by_text("Donner un titre").click()
    a.page.get_by_label("Titre").fill("Partagé du téléphone")
    a.page.get_by_role("button", name="Suite : qui est dessus ?").click()
    a.page.wait_for_url("**/preparer/")
    a.page.get_by_text("Personne de reconnaissable").click()
    a.page.get_by_role("button", name="C’est noté pour les photos cochées").click()
    a.page.get_by_role("button", name="Publier 3 photos").click()
    a.page.get_by_text("C’est publié : les familles le voient maintenant.").first.wait_for()
    assert serveur.lire(BILLETS.format("Partagé du téléphone")) == [["Partagé du téléphone", 3]]
    # Taken once: nothing waits any more.
    a.aller("/partage/")
    a.page.get_by_text("Aucune photo n’est arrivée ici.").first.wait_for()
    a.avoir_fini()
    assert a.page.locator("[data-partage]").is_hidden()
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page)


def test_without_network_they_wait_and_each_sees_their_own_places(appareil, serveur, couper):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    couper(a)
    partager(a, 2)
    a.page.get_by_text(re.compile("^Vos photos sont gardées sur cet appareil")).wait_for()
    a.photographier("partage-sans-reseau")
    couper.rendre()
    a.aller("/partage/")
    a.page.get_by_text("2 photos attendent sur ce téléphone.").first.wait_for()
    lieux = a.page.locator("[data-vers] bdi:first-child").all_inner_texts()
    assert "Un message" in lieux and "CP-CE1" not in lieux
    a.page.get_by_role("link", name=re.compile("^Un message")).click()
    a.page.locator("#destinataires").get_by_role("button", name=re.compile("Lefort")).first.click()
    a.page.wait_for_url(re.compile("/messages/fil/"))
    a.page.locator(".depot__fichier[data-uuid]").nth(1).wait_for()
    a.photographier("partage-message")


def test_signed_out_the_door_then_back_to_the_photos(appareil, serveur):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.contexte.clear_cookies()
    a.aller("/entrer/")
    with a.page.expect_navigation(url=re.compile("/entrer/")):
        a.page.evaluate(PARTAGER, 1)
    a.page.locator("input[name=login]").fill("nadia.belhadj@exemple.fr")
    a.page.locator("input[name=password]").fill("Cerf-volant-2026")
    a.page.get_by_role("button", name="Entrer", exact=True).click()
    a.page.wait_for_url("**/partage/")
    a.page.get_by_text("1 photo attend sur ce téléphone.").first.wait_for()
    # They are hers from now on: whoever comes next on this phone is shown none.
    a.contexte.clear_cookies()
    a.entrer("claire.lefort@exemple.fr")
    a.aller("/partage/")
    a.page.get_by_text("Aucune photo n’est arrivée ici.").first.wait_for()
    a.avoir_fini()
    assert a.page.locator("[data-apercus] canvas").count() == 0


def test_going_out_forgets_them(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    partager(a, 1)
    a.page.get_by_text("1 photo attend sur ce téléphone.").first.wait_for()
    a.aller("/plus/")
    a.page.get_by_role("button", name="Sortir sur cet appareil").click()
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    for _essai in range(50):
        if "partage" not in (bases := a.page.evaluate(BASES)):
            break
        a.page.wait_for_timeout(100)
    assert "partage" not in bases


@pytest.mark.parametrize("entre", [True, False])
def test_a_tablet_of_a_class_says_why_and_keeps_nothing(appareil, serveur, ecole, entre):
    """A pupil on it, or its wall with nobody: the next teacher who signs in there is shown no photo."""
    a = tablette_de(appareil, ecole)
    if not entre:
        a.page.locator("form[action='/tablette/changer/'] button").first.click()
        a.page.get_by_text("Qui es-tu ?").first.wait_for()
        a.page.evaluate(AUX_MAINS_DE_L_AGENT)
    partager(a, 2)
    a.page.get_by_text("Ici, on ne partage pas de photos depuis la galerie.").first.wait_for()
    a.photographier(f"partage-refuse-{entre}")
    assert examiner(a.page, "partage refusé") == []
    for _essai in range(50):
        if "partage" not in (bases := a.page.evaluate(BASES)):
            break
        a.page.wait_for_timeout(100)
    assert "partage" not in bases
    a.contexte.clear_cookies(name="sessionid")
    a.entrer("claire.lefort@exemple.fr")
    a.aller("/partage/")
    a.page.get_by_text("Aucune photo n’est arrivée ici.").first.wait_for()


def test_no_other_site_and_no_server_takes_what_bears_no_token(appareil, serveur):
    """Where there is no worker, the server reads nothing of it, and says that nothing came."""
    a = appareil("telephone", service_workers="block")
    a.contexte.add_cookies([serveur.session("claire.lefort@exemple.fr") | {"url": serveur.adresse}])
    a.aller("/plus/")
    avant = serveur.lire("__import__('ent.fichiers.models', fromlist=['x']).Fichier.objects.count()")
    partager(a, 1)
    a.page.get_by_text("Aucune photo n’est arrivée ici.").first.wait_for()
    assert serveur.lire("__import__('ent.fichiers.models', fromlist=['x']).Fichier.objects.count()") == avant


def test_a_parent_shares_a_work_to_hand_in(appareil, serveur, ecole):
    ecole.donner("Photographier une feuille d’automne")
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    partager(a, 1)
    a.page.get_by_role("link", name=re.compile("Photographier une feuille")).first.click()
    a.page.wait_for_function("() => document.querySelector('main input[type=file][multiple]')?.files.length === 1")
    a.photographier("partage-rendre")
    a.page.get_by_role("button", name="J’envoie").click()
    a.page.get_by_text("C’est envoyé.").first.wait_for()
    assert [pieces for _prenom, _texte, pieces in ecole.remises("Photographier une feuille d’automne")] == [["image"]]
