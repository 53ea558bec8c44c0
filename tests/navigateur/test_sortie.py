"""Going out of a shared phone: what has not left is said, erased once one says so, and read by nobody who comes next."""

import pytest

from tests.navigateur.ecole import tablette_de
from tests.navigateur.test_accessibilite import debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.vie_scolaire")]

# Why a child was absent, that the school could not receive: its page is gone meanwhile.
DEPOSER = """async (combien) => {
  for (let n = 0; n < combien; n += 1) {
    const base = await new Promise((fini) => { indexedDB.open("boite-d-envoi", 1).onsuccess = (e) => fini(e.target.result); });
    const ecrit = base.transaction("envois", "readwrite");
    ecrit.objectStore("envois").put({
      uuid: crypto.randomUUID(), personne: document.documentElement.dataset.personne, adresse: "/nulle-part/", titre: "Absence",
      estUnFormulaire: true, le: Date.now(), fichiers: [], champs: [["precision", "chez l’avocat"]],
    });
    await new Promise((fini) => { ecrit.oncomplete = fini; });
    base.close();
  }
}"""
LUS = """async () => {
  const base = await new Promise((fini) => { indexedDB.open("boite-d-envoi", 1).onsuccess = (e) => fini(e.target.result); });
  if (!base.objectStoreNames.contains("envois")) return [];
  const lus = base.transaction("envois").objectStore("envois").getAll();
  return new Promise((fini) => { lus.onsuccess = () => fini(lus.result.map(({ champs }) => champs[0][1])); });
}"""


def sortir(a) -> None:
    a.page.get_by_role("button", name="Sortir sur cet appareil").click()


@pytest.mark.parametrize(
    ("combien", "phrase"), [(1, "1 envoi n’est pas encore parti"), (2, "2 envois ne sont pas encore partis")]
)
def test_what_waits_is_said_before_and_erased_knowingly(appareil, combien, phrase):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")  # a page that has the box
    a.avoir_fini()
    a.aller("/plus/")
    a.avoir_fini()
    a.page.evaluate(DEPOSER, combien)
    a.page.evaluate("() => localStorage.setItem(`evacuation:${document.documentElement.dataset.personne}:x`, '{}')")
    sortir(a)
    avis = a.page.locator("[data-avant-de-sortir]")
    avis.get_by_text(phrase).first.wait_for()
    a.photographier(f"sortie-{combien}")
    assert examiner(a.page, "avant de sortir") == []
    assert not debords(a.page)
    avis.get_by_role("button", name="Rester").click()
    assert a.page.evaluate(LUS) == ["chez l’avocat"] * combien
    assert "/plus/" in a.page.url
    sortir(a)
    a.page.get_by_role("button", name="Sortir et effacer").click()
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    assert a.page.evaluate(LUS) == []
    assert a.page.evaluate("() => Object.keys(localStorage).filter((cle) => cle.startsWith('evacuation:'))") == []
    a.entrer("claire.lefort@exemple.fr")
    assert a.page.evaluate(LUS) == []


COCHER = """() => {
  localStorage.setItem(`attente:${document.documentElement.dataset.personne}:coches`, JSON.stringify({ "/cahier/travail/1/fait/": "1" }));
  document.body.dispatchEvent(new CustomEvent("attente"));
}"""


def test_a_tick_that_waits_is_counted_with_what_waits(appareil, couper):
    """« 1 envoi attend le réseau » was read of a signature and of a tick; a tick alone warned of nothing, and stayed on the phone that was left."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")
    a.avoir_fini()
    couper(a)
    a.page.evaluate(COCHER)
    a.page.get_by_text("1 envoi attend le réseau").first.wait_for()
    a.page.evaluate(DEPOSER, 1)
    a.page.evaluate(COCHER)
    a.page.get_by_text("2 envois attendent le réseau").first.wait_for()
    couper.rendre()


def test_a_tick_alone_is_said_before_one_goes_out_and_erased(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/plus/")
    a.avoir_fini()
    a.page.evaluate(COCHER)
    sortir(a)
    a.page.locator("[data-avant-de-sortir]").get_by_text("1 envoi n’est pas encore parti").wait_for()
    a.page.get_by_role("button", name="Sortir et effacer").click()
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    assert a.page.evaluate("() => Object.keys(localStorage).filter((cle) => cle.startsWith('attente:'))") == []


def test_nothing_waits_nothing_is_asked(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/plus/")
    a.avoir_fini()
    sortir(a)
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    assert a.page.locator("[data-avant-de-sortir]").count() == 0


def test_what_waits_of_another_stays_theirs(appareil):
    """A child's work on the tablet, a colleague's roll: going out erases one's own alone."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/absences/prevenir/")
    a.avoir_fini()
    a.page.evaluate(DEPOSER, 1)
    a.contexte.clear_cookies()
    a.entrer("claire.lefort@exemple.fr")
    a.aller("/plus/")
    a.avoir_fini()
    sortir(a)
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    assert a.page.evaluate(LUS) == ["chez l’avocat"]


def test_other_tabs_of_who_went_out_show_nothing_and_lose_no_word(appareil, fil):
    """What was typed is covered, and is there again for the same person alone."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    lue, ecrite = a.contexte.new_page(), a.contexte.new_page()
    lue.goto(f"{a.serveur.adresse}/semaine/")
    ecrite.goto(f"{a.serveur.adresse}/messages/fil/{fil}/")
    for page in (lue, ecrite):
        page.locator("body[data-direct=ouvert]").wait_for()
    mots = ecrite.locator("textarea").first
    mots.fill("Elle sera en retard.")
    a.aller("/plus/")
    sortir(a)
    lue.wait_for_url("**/entrer/**")
    cachee = ecrite.get_by_text("Vous êtes sorti de votre compte")
    cachee.wait_for()
    assert not mots.is_visible()
    assert not ecrite.locator("header").first.is_visible()
    assert ecrite.title() == "Vous êtes sorti de votre compte"
    a.photographier("onglet-sorti")
    a.entrer("mehdi.belhadj@exemple.fr")
    ecrite.bring_to_front()
    ecrite.wait_for_timeout(6000)
    assert not mots.is_visible()
    a.entrer("nadia.belhadj@exemple.fr")
    ecrite.bring_to_front()
    mots.wait_for()
    assert mots.input_value() == "Elle sera en retard."
    ecrite.locator("body[data-direct=ouvert]").wait_for()


def test_gone_out_without_network_the_session_ends_before_anything_else_is_read(appareil, couper):
    """On a phone that is lent: who opens it next, with network, was at home in her place."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/plus/")
    a.avoir_fini()
    couper(a)
    sortir(a)
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()
    a.aller("/semaine/")
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()
    couper.rendre()
    a.aller("/semaine/")
    a.page.wait_for_url("**/entrer/**")
    a.entrer("claire.lefort@exemple.fr")  # said once: it puts nobody else out
    a.aller("/plus/")
    assert "/entrer/" not in a.page.url


def test_a_pupil_who_leaves_the_tablet_without_network_is_not_there_for_the_next_child(appareil, ecole, couper):
    tablette = tablette_de(appareil, ecole)
    tablette.avoir_fini()
    couper(tablette)
    tablette.page.get_by_role("button", name="J’ai fini, retour au mur").click()
    tablette.page.get_by_role("heading", name="Pas de réseau").wait_for()
    couper.rendre()
    tablette.aller("/")
    tablette.page.wait_for_url("**/tablette/**")
    tablette.page.get_by_text("Inès", exact=True).wait_for()
