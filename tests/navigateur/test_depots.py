"""Forty photos of a phone, a server that falls while they leave, and a page closed then opened again."""

import fcntl
import json
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.fichiers.fabriques import pdf, photo
from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_contenus import ajouter, garde_par_le_serveur

pytestmark = pytest.mark.navigateur

DEPOSES = (
    "[[f.nom_donne, f.attache_le, f.declinaisons.count()] for f in __import__('ent.fichiers.models', fromlist=['x'])"
    ".Fichier.objects.filter(deposant=d.enseignante, attache_le=None).order_by('nom_donne')]"
)
# The twenty seconds between two tries of a worker have passed.
PLUS_TARD = (
    "from django.db.models import F\nfrom django_tasks_db.models import DBTaskResult\n"
    "DBTaskResult.objects.filter(status='READY').update(run_after=F('enqueued_at'))"
)


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> list[str]:
    """Forty JPEGs of 2 to 3 MB, each with the place where it was taken.

    Half of a phone's photo is what one does not see (previews, the maker's notes): here nearly all, so that sending weighs what it should
    and that drawing each again takes no second of the two cores. `tests/fichiers` holds what large photos cost.
    """
    dossier = tmp_path_factory.mktemp("photos")
    jpeg = photo(420, 315, orientation=6, quality=88)
    notes = b"".join(b"\xff\xea\xff\xff" + bytes([n]) * 65_533 for n in range(36))  # segments that no reader opens
    lourde = jpeg[:2] + notes + jpeg[2:]
    chemins = []
    for n in range(40):
        chemin = dossier / f"IMG_{n:04}.jpg"
        chemin.write_bytes(lourde + bytes([n]))
        chemins.append(str(chemin))
    assert 2_000_000 < len(lourde) < 3_000_000
    return chemins


@pytest.fixture
def enseignante(appareil, serveur):
    serveur.faire(
        "from ent.fichiers.models import Fichier\nFichier.objects.filter(deposant=d.enseignante, attache_le=None).delete()"
    )
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller("/planche/#pl-depot")
    return bureau


def couper(serveur) -> None:
    """The machine falls: nothing is finished properly."""
    serveur.processus.kill()
    serveur.processus.wait(timeout=10)


def test_forty_photos_survive_a_cut_and_none_arrives_twice(enseignante, serveur, photos):
    page = enseignante.page
    page.get_by_label("Photos de la sortie").set_input_files(photos)
    compte = page.locator("[data-depot-compte]")
    page.locator(".depot img.depot__vignette").nth(5).wait_for(timeout=60_000)
    assert "photos" not in compte.inner_text(), "a field of any file counts files"
    couper(serveur)
    page.get_by_text("Le réseau est coupé").first.wait_for(timeout=30_000)
    enseignante.photographier("depot-coupe")
    serveur.demarrer()
    page.locator(".depot img.depot__vignette").nth(15).wait_for(timeout=60_000)
    page.reload()  # the page is closed, and opened again
    page.get_by_text("Tout est prêt : 40 fichiers sur 40.").first.wait_for(
        timeout=240_000
    )  # judged one at a time, behind everything else
    enseignante.photographier("depot-fini")
    attendus = [[f"IMG_{n:04}.jpg", None, 1] for n in range(40)]
    assert serveur.lire(DEPOSES) == attendus
    assert page.locator(".depot input[type=hidden]:not([disabled])").count() == 40
    assert page.locator(".depot progress").evaluate("b => b.value === b.max")


def test_without_network_they_leave_when_it_comes_back(enseignante, serveur, photos):
    page = enseignante.page
    enseignante.contexte.set_offline(True)
    page.get_by_label("Photos de la sortie").set_input_files(photos[:3])
    page.get_by_text("Le réseau est coupé").first.wait_for()
    enseignante.contexte.set_offline(False)
    page.get_by_text("Tout est prêt : 3 fichiers sur 3.").first.wait_for(timeout=30_000)
    assert [nom for nom, *_ in serveur.lire(DEPOSES)] == ["IMG_0000.jpg", "IMG_0001.jpg", "IMG_0002.jpg"]


def test_what_has_arrived_stays_in_its_form_when_the_school_cannot_be_asked(enseignante, photos):
    """A page opened again while the server starts anew: its photos were forgotten, and the form left without them."""
    page = enseignante.page
    page.get_by_label("Photos de la sortie").set_input_files(photos[:2])
    page.get_by_text("Tout est prêt : 2 fichiers sur 2.").first.wait_for(timeout=30_000)
    refusees = []

    def redemarrer(demande) -> None:
        if len(refusees) == 2:
            demande.continue_()
        else:
            refusees.append(demande.request.url)
            demande.fulfill(status=503, content_type="text/html", body="<h1>503</h1>")

    enseignante.contexte.route("**?envoi=*", redemarrer)
    page.reload()
    page.locator(".depot input[type=hidden]:not([disabled])").nth(1).wait_for(state="attached", timeout=30_000)
    assert len(refusees) == 2


def test_what_is_chosen_before_the_script_has_come_leaves_by_itself(appareil, photos):
    """A phone on a slow network shows the field before what drives it."""
    bureau = appareil("bureau", service_workers="block")
    bureau.entrer_au_formulaire("claire.lefort@exemple.fr")
    retenues = []

    def retenir(route):
        retenues.append(route)

    bureau.page.route("**/atelier*", retenir)
    bureau.page.goto(bureau.serveur.adresse + "/planche/", wait_until="commit")
    bureau.page.get_by_label("Photos de la sortie").set_input_files(photos[:1])
    assert len(retenues) == 1
    retenues[0].continue_()
    bureau.page.locator(".depot img.depot__vignette").first.wait_for()


def test_what_is_refused_says_why_and_the_rest_leaves(enseignante, serveur, photos, tmp_path):
    page = enseignante.page
    dessin = tmp_path / "dessin.svg"
    dessin.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    film = tmp_path / "spectacle.mp4"
    with film.open("wb") as fichier:
        fichier.truncate(100_000_001)
    page.get_by_label("Photos de la sortie").set_input_files([str(dessin), str(film), photos[0]])
    page.get_by_text(
        "« spectacle.mp4 » pèse 100,1 Mo, la limite est 100 Mo. Il faut en choisir un plus petit."
    ).first.wait_for()
    page.locator(".depot__liste").get_by_text("un dessin SVG peut cacher un programme").first.wait_for()
    page.get_by_text("Tout est prêt : 1 fichier sur 1.").first.wait_for()
    assert [nom for nom, *_ in serveur.lire(DEPOSES)] == ["IMG_0000.jpg"]
    fautes = []
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 844})
        fautes += examiner(page, f"depot {largeur}")
        enseignante.photographier(f"depot-refus-{largeur}")
    fautes += [c for c in page.evaluate(PETITES_CIBLES, 44) if "depot" in c]
    assert fautes == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not debords(page)
    # Taken away with the keyboard: the focus goes to the next one.
    page.locator(".depot__retirer").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".depot__fichier").count() == 2
    assert page.evaluate("document.activeElement.className").endswith("depot__retirer")


@pytest.fixture
def presse(serveur):
    """Other files have the places of the machine: ``presse.close()`` gives them back."""
    with ExitStack() as places:
        for rang in ("0", "1"):
            place = places.enter_context(open(Path(serveur.environnement["ENT_VAR"]) / "sas" / rang, "w"))
            fcntl.flock(place, fcntl.LOCK_EX)
        yield places


def test_what_waits_for_its_control_says_so_and_is_told_by_itself(enseignante, serveur, presse, photos, tmp_path):
    page = enseignante.page
    jeu = tmp_path / "jeu.pdf"
    jeu.write_bytes(pdf(script=True))
    page.get_by_label("Photos de la sortie").set_input_files([photos[0], str(jeu)])
    attendus = page.locator(".depot__fichier--attend", has_text="En cours de contrôle")
    attendus.nth(1).wait_for()
    page.get_by_text("En cours de contrôle : 0 fichier sur 2. La suite se fera toute seule.").first.wait_for()
    assert page.locator(".depot img.depot__vignette").count() == 0
    assert page.locator(".depot input[type=hidden]:not([disabled])").count() == 0, "no form leaves with it"
    fautes = []
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 844})
        fautes += examiner(page, f"controle {largeur}")
        attendus.first.scroll_into_view_if_needed()
        enseignante.photographier(f"depot-controle-{largeur}")
    assert fautes == []
    page.set_viewport_size({"width": 390, "height": 300})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("document.querySelector('[data-depot]').closest('form').requestSubmit()")
    expect(page.locator(".depot [role=progressbar], .depot progress").first).to_be_in_viewport()
    page.reload()  # opened again, the page still knows what it waits for
    attendus.nth(1).wait_for()
    presse.close()
    serveur.faire(PLUS_TARD)
    page.locator(".depot img.depot__vignette").first.wait_for(timeout=60_000)
    page.get_by_text("« jeu.pdf » : ce document contient un programme").first.wait_for(timeout=60_000)
    page.get_by_text("Tout est prêt : 1 fichier sur 1.").first.wait_for()
    enseignante.photographier("depot-controle-fini")


def test_photos_do_not_stay_for_another_person(enseignante, serveur, photos):
    page = enseignante.page
    enseignante.contexte.set_offline(True)
    page.get_by_label("Photos de la sortie").set_input_files(photos[:2])
    page.get_by_text("Le réseau est coupé").first.wait_for()
    enseignante.contexte.set_offline(False)
    lire = """() => new Promise(r => { const o = indexedDB.open('depots'); o.onsuccess = () => {
        const g = o.result.transaction('depots').objectStore('depots').getAll(); g.onsuccess = () => r(g.result.length) } })"""
    page.goto(serveur.adresse + "/plus/")
    assert page.evaluate(lire) == 2
    enseignante.contexte.clear_cookies()
    enseignante.entrer("yann.caradec@exemple.fr")
    enseignante.aller("/planche/#pl-depot")
    page.wait_for_function(f"({lire})().then(n => n === 0)")
    assert page.locator(".depot__fichier").count() == 0
    enseignante.aller("/plus/")
    page.get_by_role("button", name="Sortir sur cet appareil").click()
    page.wait_for_url("**/entrer/**")
    assert "depots" not in page.evaluate("indexedDB.databases().then(b => b.map(x => x.name))")


def test_limits_are_told_to_the_browser(enseignante):
    page = enseignante.page
    assert json.loads(page.locator("[data-depot]").get_attribute("data-limites"))["video"] == 100_000_000


def test_a_photo_comes_back_with_the_words_it_was_chosen_for_and_in_nothing_else(appareil, serveur):
    """A photo of a travail left on the way came by itself in the next one that was begun, and in a séance of the class."""
    page_de_seance = f"/cahier/classe/{serveur.lire('d.cp_ce1.pk')}/seance/"
    a = appareil("telephone")
    a.entrer("claire.lefort@exemple.fr")
    deposee = a.page.locator("[data-depot-liste] li", has_text="mare.jpg")

    def un_bloc(adresse: str) -> None:
        a.aller(adresse)
        ajouter(a.page, "Image")
        a.page.locator("[data-depot][data-pret]").wait_for()
        a.avoir_fini()

    un_bloc(page_de_seance)
    a.page.get_by_label("Titre", exact=True).first.fill("La mare")
    a.page.locator("input[type=file]").set_input_files(
        {"name": "mare.jpg", "mimeType": "image/jpeg", "buffer": photo(400, 300)}
    )
    a.page.locator("[name=contenu-0-fichier-deposes]:not([disabled])").wait_for(state="attached")
    garde_par_le_serveur(a)
    for autre in (page_de_seance.replace("seance", "travail"), page_de_seance):
        un_bloc(autre)
        assert deposee.count() == 0, autre
    a.page.get_by_role("button", name="Reprendre", exact=True).first.click()
    expect(a.page.locator("[name=titre]")).to_have_value("La mare")
    assert deposee.count() == 1
    # Thrown away with its words.
    a.aller(page_de_seance)
    a.page.get_by_role("button", name="Effacer", exact=True).first.click()
    un_bloc(page_de_seance)
    assert deposee.count() == 0
