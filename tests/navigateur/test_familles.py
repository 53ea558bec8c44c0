"""A parent's evening: tomorrow first, a séance opened, a tick; the teacher sees it; then without network."""

import re

import pytest

from tests.navigateur.test_accessibilite import debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

PROCHAIN = (
    "__import__('ent.annuaire.calendrier', fromlist=['x']).prochain_jour_de_classe(d.elementaire, "
    "__import__('django.utils.timezone', fromlist=['x']).localdate())"
)
COPIES = "caches.keys().then((noms) => noms.filter((nom) => nom.startsWith('copie-')))"


def copies(a, attendu) -> list[str]:
    """Names of the copies on the device, once they are as expected (a promise is not waited for by Playwright's own)."""
    for _essai in range(100):
        noms = a.page.evaluate(COPIES)
        if attendu(noms):
            return noms
        a.page.wait_for_timeout(100)
    raise AssertionError(noms)


@pytest.fixture
def travail(serveur) -> int:
    """Something for the whole CP-CE1, for the next class day, that nobody has seen."""
    serveur.faire(
        "from cahier_de_textes.actions.travaux import publier_travail\n"
        f"publier_travail(auteur=d.enseignante, classe=d.cp_ce1, nature='lire', texte='Relire la lettre', date_pour={PROCHAIN})"
    )
    return serveur.lire(
        "__import__('cahier_de_textes.models', fromlist=['x']).Travail.objects.filter(texte='Relire la lettre').last().pk"
    )


@pytest.fixture
def seance(serveur) -> str:
    serveur.faire(
        "from cahier_de_textes.models import Seance\nfrom django.utils import timezone\n"
        "Seance.objects.create(etablissement=d.elementaire, classe=d.cp_ce1, auteur=d.enseignante, date=timezone.localdate(),\n"
        "  domaine='FRA-LEC', titre='Une lettre du Sénégal', publie_le=timezone.now(), visible_le=timezone.now(),\n"
        "  contenu=[{'type': 'texte', 'value': '<p>Nos correspondants nous ont écrit.</p>'}])"
    )
    return "Une lettre du Sénégal"


def test_a_parent_of_two_reads_ticks_and_the_teacher_sees_it_live(appareil, serveur, travail, seance):
    bureau, telephone = appareil("bureau"), appareil("telephone")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/travail/{travail}/suivi/?filtre=non_vu")
    bureau.page.locator(".suivi__ligne", has_text="Inès").get_by_text("M. Belhadj : pas encore vu").first.wait_for()
    bureau.aller(f"/cahier/travail/{travail}/suivi/")
    chargement = bureau.page.evaluate("performance.timeOrigin")

    telephone.entrer("mehdi.belhadj@exemple.fr")
    telephone.page.get_by_role("link", name="Plus", exact=True).last.click()
    telephone.page.get_by_role("link", name="Cahier, jour par jour").click()
    telephone.page.wait_for_url(re.compile("/cahier/jour/$"))
    premier = telephone.page.locator("main h2").first.inner_text()
    assert premier.startswith("Pour")
    enfants = telephone.page.locator("main .fil").first.locator(".fil__meta b").all_inner_texts()
    assert set(enfants) == {"Inès", "Sofiane"}

    # Seen without a gesture, once the item has stayed on the screen.
    ligne = telephone.page.locator(f"[data-vu='{travail}']").first
    ligne.scroll_into_view_if_needed()
    telephone.photographier("parent-jour")
    chez_elle = bureau.page.locator(".suivi__ligne", has_text="Inès")
    chez_elle.get_by_text("vu par M. Belhadj, aujourd’hui").wait_for(timeout=8000)
    ligne.get_by_role("button", name=re.compile("^Fait")).click()
    ligne.locator("button[aria-pressed=true]").wait_for()
    chez_elle.get_by_text("fait", exact=True).wait_for(timeout=5000)
    assert bureau.page.evaluate("performance.timeOrigin") == chargement
    bureau.photographier("suivi-en-direct")

    telephone.page.get_by_role("link", name=seance).first.click()
    telephone.page.get_by_text("Nos correspondants nous ont écrit.").first.wait_for()
    telephone.photographier("parent-seance")


def test_a_reminder_says_to_how_many_and_goes_to_them_alone(appareil, serveur, travail):
    bureau = appareil("bureau")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/travail/{travail}/")
    bureau.page.get_by_role("link", name="Qui l’a vu, qui l’a fait").click()
    bureau.page.get_by_role("link", name=re.compile("^Pas vu")).click()
    bureau.photographier("suivi-pas-vu")
    bureau.page.get_by_role("button", name="Rappeler à 4 familles").click()
    bureau.page.get_by_text("Le rappel est parti à 4 familles.").first.wait_for()
    assert bureau.page.get_by_role("button", name=re.compile("^Rappeler")).count() == 0
    telephone = appareil("telephone")
    telephone.entrer("samira.haddad@exemple.fr")
    telephone.aller("/notifications/")
    # Samira reads Arabic: what the product says is in her language, what the teacher wrote is as she wrote it.
    telephone.page.get_by_text(re.compile("تذكير: .*Relire la lettre")).wait_for()


@pytest.mark.parametrize("chemin", ["/cahier/jour/", "/cahier/quinzaine/", "/cahier/agenda/", "/cahier/copie/"])
def test_pages_of_a_parent_for_every_eye(appareil, seance, chemin):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    fautes = []
    for largeur, theme in [(390, "light"), (1280, "dark")]:
        a.page.set_viewport_size({"width": largeur, "height": 844})
        a.page.emulate_media(color_scheme=theme)
        a.aller(chemin)
        a.photographier(f"{chemin.strip('/').replace('/', '-')}-{largeur}")
        fautes += examiner(a.page, f"{chemin} {largeur} {theme}")
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page)
    assert fautes == []


@pytest.mark.parametrize("filtre", ["", "?filtre=non_vu", "?filtre=non_fait"])
def test_the_follow_up_for_every_eye(appareil, travail, filtre):
    a = appareil("telephone")
    a.entrer("claire.lefort@exemple.fr")
    fautes = []
    for largeur, theme in [(390, "light"), (1280, "dark")]:
        a.page.set_viewport_size({"width": largeur, "height": 844})
        a.page.emulate_media(color_scheme=theme)
        a.aller(f"/cahier/travail/{travail}/suivi/{filtre}")
        a.photographier(f"suivi{filtre[8:]}-{largeur}")
        fautes += examiner(a.page, f"suivi{filtre} {largeur} {theme}")
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page)
    assert fautes == []


def test_every_day_of_the_cahier_is_within_a_small_screen(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/cahier/jour/")
    droites = a.page.locator(".puces .puce").evaluate_all("puces => puces.map((p) => p.getBoundingClientRect().right)")
    assert len(droites) == 3 and max(droites) <= 390
    a.page.get_by_role("link", name="La quinzaine, lisible même sans réseau").click()
    a.page.wait_for_url("**/cahier/quinzaine/")


class TestWithoutNetwork:
    def couper(self, a, serveur) -> None:
        a.contexte.set_offline(True)
        serveur.couper()  # the worker's own requests fail too, whatever the emulation does

    def rendre(self, a, serveur) -> None:
        serveur.rendre()
        a.contexte.set_offline(False)

    def attendre_la_copie(self, a) -> str:
        a.page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=10_000)
        return copies(a, lambda noms: len(noms) == 1)[0]

    def test_the_fortnight_is_read_and_a_tick_waits(self, appareil, serveur, travail, seance):
        a = appareil("telephone")
        a.entrer("nadia.belhadj@exemple.fr")
        self.attendre_la_copie(a)
        self.couper(a, serveur)
        try:
            a.aller("/cahier/jour/")
            a.page.get_by_text(re.compile(r"^Vous lisez la copie de \d+\sh\s\d\d, ")).wait_for()
            a.page.get_by_text("Nos correspondants nous ont écrit.").first.wait_for()
            a.photographier("parent-hors-ligne")
            ligne = a.page.locator(f"[data-vu='{travail}']").first
            ligne.get_by_role("button", name=re.compile("^Fait")).click()
            ligne.get_by_text("Gardé : partira tout seul.").first.wait_for()
            # Read again, the tick is still there.
            a.aller("/cahier/quinzaine/")
            ligne = a.page.locator(f"[data-vu='{travail}']").first
            ligne.locator("button[aria-pressed=true]").wait_for()
            fait = f"__import__('cahier_de_textes.models', fromlist=['x']).TravailFait.objects.filter(travail={travail}, par=d.mere).count()"
            assert serveur.lire(fait) == 0
        finally:
            self.rendre(a, serveur)
        a.page.get_by_text("Le réseau est revenu").first.wait_for()
        for _essai in range(100):
            if (
                a.page.evaluate(
                    "localStorage.getItem('attente:' + document.documentElement.dataset.personne + ':coches')"
                )
                == "{}"
            ):
                break
            a.page.wait_for_timeout(100)
        assert serveur.lire(fait) == 1

    def test_signing_out_takes_the_copy_away(self, appareil, serveur):
        a = appareil("telephone")
        a.entrer("nadia.belhadj@exemple.fr")
        self.attendre_la_copie(a)
        a.aller("/plus/")
        a.page.get_by_role("button", name="Sortir sur cet appareil").click()
        a.page.wait_for_url(lambda url: "/plus/" not in url)
        copies(a, lambda noms: noms == [])
        self.couper(a, serveur)
        try:
            a.aller("/cahier/quinzaine/")
            a.page.get_by_role("heading", name="Pas de réseau").wait_for()
        finally:
            self.rendre(a, serveur)

    @pytest.mark.parametrize("autre", ["claire.lefort", "samira.haddad"])
    def test_another_person_on_the_device_never_reads_it(self, appareil, serveur, autre):
        a = appareil("telephone")
        a.entrer("nadia.belhadj@exemple.fr")
        nadia = self.attendre_la_copie(a)
        a.contexte.clear_cookies()  # a session that ends by itself: nobody signed out
        a.sans_attendre()
        a.entrer(f"{autre}@exemple.fr")
        copies(a, lambda noms: nadia not in noms)
        a.avoir_fini()
        self.couper(a, serveur)
        try:
            a.aller("/cahier/quinzaine/")
            assert "Sofiane" not in a.page.locator("body").inner_text()
        finally:
            self.rendre(a, serveur)

    def test_a_classroom_tablet_and_a_pupil_keep_nothing(self, appareil, serveur):
        tablette = appareil("tablette")
        tablette.sans_attendre()
        entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
        tablette.avoir_fini()
        assert tablette.page.evaluate(COPIES) == []
        # A parent who signs in on it leaves nothing either.
        (cookie,) = [c for c in tablette.contexte.cookies() if c["name"] == "tablette"]
        autre = appareil("tablette")
        autre.contexte.add_cookies([cookie])
        autre.sans_attendre()
        autre.aller("/entrer/?adulte=1")
        autre.page.locator("input[name=login]").fill("nadia.belhadj@exemple.fr")
        autre.page.locator("input[name=password]").fill("Cerf-volant-2026")
        autre.page.get_by_role("button", name="Entrer", exact=True).click()
        autre.page.wait_for_url(serveur.adresse + "/")
        autre.avoir_fini()
        assert autre.page.evaluate(COPIES) == []
        assert autre.page.request.get(serveur.adresse + "/cahier/copie/").status == 404


def test_putting_the_site_on_the_first_screen_is_offered_to_who_comes_back(appareil):
    """The browser says when it may be: its event is played, as Chromium sends it to an installed worker's page."""
    invite = """() => {
      const invite = new Event("beforeinstallprompt", { cancelable: true });
      invite.prompt = async () => { globalThis.demande = true; };
      dispatchEvent(invite);
    }"""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    offre = a.page.get_by_role("button", name="Mettre sur l’écran")
    a.page.evaluate(invite)
    assert offre.is_hidden()  # her first day
    for _jour in range(2):
        a.page.evaluate(
            "localStorage.setItem('venues', JSON.stringify({...JSON.parse(localStorage.venues), dernier: 'hier'}))"
        )
        a.aller("/")
    a.page.evaluate(invite)
    offre.click()
    assert a.page.evaluate("globalThis.demande") is True and offre.is_hidden()
    a.aller("/")
    a.page.evaluate(invite)
    a.page.locator("[data-installer]").get_by_role("button", name="Plus tard").click()
    a.aller("/")
    a.page.evaluate(invite)
    assert offre.is_hidden()


COUPES = "[...document.querySelectorAll('.tete__lieu *')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"


def test_no_head_of_a_page_is_cut_on_a_small_phone_in_a_language_of_long_words(appareil, fil):
    """Who reads a thread, how many children one has: cut at « 2 பேர் இங்கே… », with no way to read the rest."""
    mere = appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    for langue in ("ta", "ar", "fr"):
        mere.aller("/langue/?suite=/plus/")
        mere.page.locator(f"button[value={langue}]").click()
        mere.page.wait_for_url("**/plus/")
        for largeur in (390, 320):
            mere.page.set_viewport_size({"width": largeur, "height": 640})
            for adresse in ("/plus/", "/semaine/", "/cahier/quinzaine/", f"/messages/fil/{fil}/"):
                mere.aller(adresse)
                assert (mere.page.evaluate(COUPES), debords(mere.page)) == ([], False), (langue, largeur, adresse)
