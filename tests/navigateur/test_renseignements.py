"""The record of a child in Chromium: a mother gives a contact, who may come with a photo, opens health, asks a correction; the direction accepts, and she reads it."""

import io

import pytest
from PIL import Image

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.typographie import relacher

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.renseignements")]


def bien(page, nom: str) -> None:
    assert examiner(page, nom) == []
    assert not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []


def portrait() -> dict:
    tampon = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(tampon, "JPEG")
    return {"name": "mamie.jpg", "mimeType": "image/jpeg", "buffer": tampon.getvalue()}


def test_a_family_keeps_its_record_and_the_school_validates_it(appareil):
    telephone, bureau = appareil("telephone"), appareil("telephone")
    page = telephone.page
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/plus/")
    page.get_by_role("link", name="Mes enfants").click()
    bien(page, "children")
    telephone.photographier("enfants")
    page.get_by_role("main").get_by_role("link", name="Sofiane").click()
    page.get_by_role("heading", name="Qui l’a ouverte").wait_for()
    bien(page, "child")
    telephone.photographier("enfant")

    page.get_by_role("link", name="Ajouter un contact").click()
    page.get_by_label("Nom", exact=True).fill("Tata Leïla")
    page.get_by_label("Lien avec l’enfant").fill("tante")
    page.get_by_label("Téléphone", exact=True).fill("06 39 98 30 01")
    bien(page, "contact")
    page.get_by_role("button", name="Donner ce contact à l’école").click()
    page.get_by_text("C’est donné").first.wait_for()
    page.get_by_role("button", name="Monter Tata Leïla").click()
    assert relacher(page.locator("ol.proches > li").first.inner_text()).startswith("Tata Leïla")

    page.get_by_role("link", name="Ajouter quelqu’un").click()
    page.get_by_label("Nom", exact=True).fill("Tata Leïla")
    page.get_by_label("Lien avec l’enfant").fill("tante")
    page.get_by_label("Téléphone", exact=True).fill("06 39 98 30 01")
    page.locator("input[type=file]").set_input_files(portrait())
    page.locator(".depot__fichier img").wait_for()
    bien(page, "collector")
    page.get_by_role("button", name="Le dire à l’école").click()
    page.get_by_role("img", name="Photo : Tata Leïla").wait_for()

    page.get_by_role("link", name="Sa fiche de santé").click()
    page.get_by_text("Peuvent la lire").first.wait_for()
    bien(page, "health")
    page.get_by_role("link", name="Écrire la fiche de santé").click()
    page.get_by_label("Allergies").fill("pollen")
    bien(page, "write health")
    page.get_by_role("button", name="Garder la fiche de santé").click()
    page.get_by_text("pollen").first.wait_for()
    telephone.photographier("enfant-sante")

    page.get_by_role("link", name="Sofiane").first.click()
    page.get_by_role("link", name="Corriger : Téléphone portable").click()
    page.get_by_label("Téléphone portable").fill("06 39 98 40 04")
    bien(page, "ask")
    page.get_by_role("button", name="Demander la correction").click()
    page.get_by_text("C’est demandé").first.wait_for()

    bureau.entrer("anne.quemeneur@exemple.fr")
    bureau.page.get_by_role("link", name="Lire et répondre").click()
    bien(bureau.page, "corrections")
    bureau.photographier("corrections")
    siennes = bureau.page.locator("section.fiche-partie", has_text="06 39 98 40 04")
    siennes.get_by_role("button", name="Accepter").click()
    bureau.page.get_by_text("C’est corrigé : la famille le sait.").first.wait_for()
    bureau.aller("/mes-enfants/equipe/")
    bien(bureau.page, "team")
    bureau.page.get_by_role("link", name="À la sortie : CM2").click()
    bureau.page.get_by_role("img", name="Photo : Tata Leïla").wait_for()
    bien(bureau.page, "gate")
    bureau.photographier("sortie")
    bureau.aller("/mes-enfants/equipe/")
    bureau.page.get_by_role("link", name="Fiches : CM2").click()
    bien(bureau.page, "class")
    bureau.page.get_by_role("main").get_by_role("link", name="Sofiane Belhadj").click()
    bureau.page.get_by_role("button", name="Ouvrir la fiche de santé").click()
    bureau.page.get_by_text("pollen").first.wait_for()
    bien(bureau.page, "record")
    bureau.photographier("dossier")

    page.reload()
    page.get_by_text("06 39 98 40 04").first.wait_for()
    page.get_by_text("acceptée").first.wait_for()
    vues = relacher(page.locator("section", has=page.get_by_role("heading", name="Qui l’a ouverte")).inner_text())
    assert "La fiche de santé, par la direction" in vues
    assert "Quéméneur" not in vues
    telephone.photographier("enfant-vu")


def test_it_is_given_without_scripts(appareil):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("samira.haddad@exemple.fr")
    telephone.aller("/mes-enfants/")
    telephone.page.locator(".liens a").first.click()
    telephone.page.locator("form[action*='/retirer/'] button").first.click()
    telephone.page.locator(".messages form button").click()  # undone
    assert telephone.page.locator("ol.proches > li").count() == 1


GARDES = """async () => {
  const lues = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((reussir) => { indexedDB.open(name).onsuccess = ({ target }) => reussir(target.result); });
    for (const nom of base.objectStoreNames) {
      const demande = base.transaction(nom).objectStore(nom).getAll();
      lues.push(...await new Promise((reussir) => { demande.onsuccess = () => reussir(demande.result); }));
    }
    base.close();
  }
  return JSON.stringify([lues, { ...localStorage }, { ...sessionStorage }]);
}"""


def test_nothing_of_health_stays_on_the_device(appareil):
    """Without network, other forms wait on the phone to be sent later; of this one, neither the words nor the paper do."""
    telephone = appareil("telephone")
    page = telephone.page
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/mes-enfants/")
    page.get_by_role("main").get_by_role("link", name="Sofiane").first.click()
    page.get_by_role("link", name="Sa fiche de santé").click()
    page.locator("a[href$='/sante/ecrire/']").first.click()
    page.locator("[data-depot][data-pret]").wait_for(state="attached")
    telephone.contexte.set_offline(True)
    page.locator("[name=allergies]").fill("Secret de Nadia")
    page.locator("input[type=file]").set_input_files(portrait())
    page.locator(".depot__fichier").wait_for()
    page.wait_for_timeout(500)
    assert "mamie.jpg" not in page.evaluate(GARDES)
    page.locator(".depot__fichier button").first.click()
    page.get_by_role("button", name="Garder la fiche de santé").click()
    page.get_by_text("Pas d’internet : rien n’est parti.").wait_for()
    assert page.locator("[name=allergies]").input_value() == "Secret de Nadia"
    assert "Secret de Nadia" not in page.evaluate(GARDES)
    telephone.contexte.set_offline(False)
