"""Photos under a thumb: found and saved in three taps, looked at one after the other, with and without script; counts that fall."""

import re

import pytest
from PIL import Image

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

VUE = re.compile("/fichiers/[0-9a-f-]{36}/$")


class Doigt:
    """It touches what is on the page, and counts."""

    def __init__(self, page) -> None:
        self.page, self.touches = page, 0

    def toucher(self, cible) -> None:
        self.touches += 1
        cible.tap()

    def glisser(self, de: int, a: int) -> None:
        """Sideways on the photo, as the browser receives it from the screen."""
        cadre = self.page.locator("[data-photo]").bounding_box()
        y = cadre["y"] + cadre["height"] / 2
        cdp = self.page.context.new_cdp_session(self.page)
        for genre, points in [
            ("touchStart", [de]),
            ("touchMove", [(de + a) // 2]),
            ("touchMove", [a]),
            ("touchEnd", []),
        ]:
            cdp.send("Input.dispatchTouchEvent", {"type": genre, "touchPoints": [{"x": x, "y": y} for x in points]})


@pytest.fixture
def sortie(serveur) -> int:
    """Three photos of a trip, on which nobody can be recognised."""
    serveur.faire("__import__('tests.pages.journal', fromlist=['x']).publie(d, [], [], [], titre='La sortie au bois')")
    return serveur.lire(
        "__import__('pages.models', fromlist=['x']).Billet.objects.filter(titre='La sortie au bois').first().pk"
    )


def ici(page) -> str:
    """What holds the focus."""
    return page.evaluate(
        "(e => e.dataset.pas ?? (e.matches('[data-fermer]') ? 'fermer' : e.getAttribute('href')))(document.activeElement)"
    )


def test_a_parent_finds_a_photo_of_the_trip_and_saves_it_in_three_taps(appareil, sortie, tmp_path):
    mere = appareil("telephone", has_touch=True)
    mere.entrer("nadia.belhadj@exemple.fr")
    doigt = Doigt(mere.page)
    doigt.toucher(mere.page.get_by_role("link", name="La sortie au bois").first)
    mere.page.wait_for_url(f"**/journal/billet/{sortie}/")  # its scripts have run: earlier, the photo opens as a page
    doigt.toucher(mere.page.locator(".planche__photo").first)
    mere.page.locator(".voile-photo[open]").wait_for()
    mere.photographier("photo")
    with mere.page.expect_download() as prise:
        doigt.toucher(mere.page.get_by_role("link", name="Télécharger", exact=True))
    prise.value.save_as(tmp_path / "photo.webp")
    assert doigt.touches == 3
    with Image.open(tmp_path / "photo.webp") as prise:
        assert prise.size == (60, 30)


def test_a_teacher_publishes_photos_in_five_taps(appareil, tmp_path):
    """The ideal path: nobody is recognisable, and one says so where one publishes."""
    chemins = []
    for n in range(3):
        chemins.append(tmp_path / f"feuilles-{n}.jpg")
        Image.new("RGB", (400, 300), (30 + 60 * n, 120, 90)).save(chemins[-1])
    maitresse = appareil("telephone", has_touch=True)
    maitresse.entrer("claire.lefort@exemple.fr")
    page, doigt = maitresse.page, Doigt(maitresse.page)
    doigt.toucher(page.get_by_role("link", name="Publier des photos"))
    page.locator("[data-depot][data-pret]").first.wait_for()
    with page.expect_file_chooser() as choix:
        doigt.toucher(page.locator("input[type=file]").first)
    choix.value.set_files(chemins)
    page.get_by_text("Tout est prêt : 3 fichiers sur 3.").first.wait_for()
    doigt.toucher(page.get_by_role("button", name="Suite : qui est dessus ?"))
    doigt.toucher(page.get_by_text("Personne de reconnaissable"))
    doigt.toucher(page.get_by_role("button", name=re.compile("^Publier")).last)
    page.get_by_text("C’est publié : les familles le voient maintenant.").first.wait_for()
    assert doigt.touches == 5
    mere = appareil("telephone")
    mere.entrer("samira.haddad@exemple.fr")
    mere.aller(page.url)
    assert mere.page.locator(".planche__photo").count() == 3


@pytest.mark.parametrize("courriel", ["nadia.belhadj@exemple.fr", "samira.haddad@exemple.fr"])
def test_over_the_page_by_finger_keyboard_and_buttons(appareil, sortie, courriel):
    """Nadia reads from left to right, Samira from right to left: what comes next enters from where each reads on."""
    a = appareil("telephone", has_touch=True)
    a.entrer(courriel)
    a.aller(f"/journal/billet/{sortie}/")
    page, doigt = a.page, Doigt(a.page)
    adresses = [lien.get_attribute("href") for lien in page.locator(".planche__photo").all()]
    arabe = "samira" in courriel
    vers_la_suite, vers_l_avant = ("ArrowLeft", "ArrowRight") if arabe else ("ArrowRight", "ArrowLeft")

    def voit(rang: int) -> None:
        page.wait_for_url(f"**{adresses[rang]}")
        page.locator(f".pellicule a[href='{adresses[rang]}'][aria-current]").wait_for()

    doigt.toucher(page.locator(".planche__photo").first)
    voit(0)
    assert ici(page) == "fermer"
    assert examiner(page, "visionneuse") == [] and not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    page.locator("[data-pas=apres]").press("Enter")
    voit(1)
    assert ici(page) == "apres", "the focus stays on the button that was pressed"
    page.keyboard.press(vers_l_avant)
    voit(0)
    doigt.glisser(*((80, 320) if arabe else (320, 80)))
    voit(1)
    doigt.glisser(200, 190)  # a tap that trembles
    page.keyboard.press(vers_la_suite)
    voit(2)
    assert page.locator("[data-annonce]").last.inner_text().startswith("3 ")
    for _tour in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('.voile-photo')"
        )
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/journal/billet/{sortie}/")
    assert page.locator(".voile-photo").count() == 0
    assert ici(page) == adresses[2], "on the photo that was looked at last"
    page.locator(".planche__photo").nth(1).press("Enter")
    voit(1)
    page.go_back()
    page.locator(".voile-photo").wait_for(state="detached")
    assert ici(page) == adresses[1]


def test_the_page_of_a_photo_stands_without_script(appareil, sortie):
    a = appareil("telephone", java_script_enabled=False)
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller(f"/journal/billet/{sortie}/")
    a.page.locator(".planche__photo").first.click()
    a.page.wait_for_url(VUE)
    a.page.get_by_role("link", name="Photo d’après").click()
    a.page.get_by_text("2 sur 3").first.wait_for()
    a.page.get_by_role("link", name=re.compile("^Fermer, retour à")).click()
    a.page.wait_for_url(f"**/journal/billet/{sortie}/")


def test_a_photo_that_may_be_shown_no_more_leaves_the_screen(appareil, serveur):
    serveur.faire(
        "from tests.pages.journal import publie\n"
        "from ent.services.vie_scolaire.models import DemandeConsentement\n"
        "from ent.services.vie_scolaire.actions import consentements\n"
        "demande = DemandeConsentement.objects.images().get(etablissement=d.elementaire)\n"
        "consentements.repondre(demande=demande, eleve=d.eleve_ce1, par=d.mere_arabophone, reponses={'journal': True})\n"
        "publie(d, [d.eleve_ce1], [], titre='Le portrait')"
    )
    nadia = appareil("telephone")
    nadia.entrer("nadia.belhadj@exemple.fr")
    nadia.aller("/journal/")
    billet = nadia.page.locator(".billet", has_text="Le portrait")
    billet.locator(".planche__photo").first.click()
    nadia.page.locator(".voile-photo[open]").wait_for()
    samira = appareil("telephone")
    samira.entrer("samira.haddad@exemple.fr")
    samira.aller("/autorisations/")
    question = samira.page.locator("form", has=samira.page.locator("input[name=support][value=journal]"))
    question.locator("button[value=non]").first.click()
    nadia.page.locator(".voile-photo").wait_for(state="detached", timeout=15_000)
    assert billet.locator(".planche__photo").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_albums_and_the_page_of_a_photo_for_every_eye(appareil, serveur, sortie, theme):
    photo = serveur.lire(
        f"__import__('pages.models', fromlist=['x']).PieceBillet.objects.filter(billet={sortie}).first().fichier.page"
    )
    telephone, bureau = appareil("telephone", color_scheme=theme), appareil("bureau", color_scheme=theme)
    for a in (telephone, bureau):
        a.entrer("nadia.belhadj@exemple.fr")
        for chemin in ("/journal/photos/", f"/fichiers/album/billet/{sortie}/", photo):
            a.aller(chemin)
            a.avoir_fini()
            a.photographier(f"photos-{chemin.strip('/').split('/')[1]}-{a.page.viewport_size['width']}-{theme}")
            assert examiner(a.page, chemin) == [] and not debords(a.page), chemin
            assert a.page.evaluate(PETITES_CIBLES, 44) == [], chemin
    telephone.page.set_viewport_size({"width": 320, "height": 640})
    assert not debords(telephone.page)


def test_a_pupil_looks_at_the_photos_of_the_class_with_large_targets(appareil, serveur, sortie):
    tablette = appareil("tablette")
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    tablette.aller("/journal/photos/")
    assert examiner(tablette.page, "photos of a pupil") == [] and not debords(tablette.page)
    tablette.page.locator(".albums__un").first.click()
    tablette.page.wait_for_url("**/fichiers/album/**")
    tablette.page.locator(".album a").first.click()
    tablette.page.locator(".voile-photo[open]").wait_for()
    tablette.photographier("photo-eleve")
    assert tablette.page.evaluate(PETITES_CIBLES, 72) == []
    assert examiner(tablette.page, "photo of a pupil") == []


def test_what_is_read_on_one_device_is_read_on_each(appareil, sortie):
    telephone, tablette = appareil("telephone"), appareil("telephone")
    for a in (telephone, tablette):
        a.entrer("mehdi.belhadj@exemple.fr")
    du_billet = f".fil__article:has(a.lien-ligne[href='/journal/billet/{sortie}/'])"
    non_lue = tablette.page.locator(f"{du_billet}.fil__article--non-lu")
    non_lue.wait_for()
    telephone.page.locator(f"a.lien-ligne[href='/journal/billet/{sortie}/']").first.click()
    telephone.page.wait_for_url(f"**/journal/billet/{sortie}/")
    non_lue.wait_for(state="detached", timeout=10_000)
    assert tablette.page.locator(du_billet).count() == 1
    # Read where it is, without the feed.
    restent = tablette.page.locator(".fil__article--non-lu:has(a.lien-ligne[href^='/journal/billet/'])")
    avant = restent.count()
    assert avant > 0
    telephone.aller("/journal/")
    for _fois in range(100):
        if restent.count() < avant:
            break
        tablette.page.wait_for_timeout(100)
    assert restent.count() < avant
