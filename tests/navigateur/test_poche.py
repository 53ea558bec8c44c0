"""What a parent's own phone keeps of what was read: read again without network, with its date, and gone with the right to read it."""

import re

import pytest

from tests.navigateur.test_accessibilite import debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images
from tests.navigateur.test_familles import COPIES, copies
from tests.navigateur.test_mots import donner_un_mot

pytestmark = pytest.mark.navigateur

ADRESSES = """async () => {
  const [nom] = (await caches.keys()).filter((nom) => nom.startsWith("copie-"));
  return nom ? (await (await caches.open(nom)).keys()).map(({ url }) => url.slice(location.origin.length)) : [];
}"""
# As if the home had been read on the first of this month.
LE_PREMIER = """async () => {
  const coffre = await caches.open((await caches.keys()).find((nom) => nom.startsWith("copie-")));
  const page = await coffre.match("/");
  const entetes = new Headers(page.headers);
  entetes.set("X-Le", Date.parse("2026-11-01T09:05:00+01:00"));
  await coffre.put("/", new Response(await page.text(), { headers: entetes }));
}"""
LANGUES = """async () => {
  const coffre = await caches.open((await caches.keys()).find((nom) => nom.startsWith("copie-")));
  const pages = await Promise.all((await coffre.keys()).map((cle) => coffre.match(cle)));
  return pages.filter((p) => p.headers.get("Content-Type")?.startsWith("text/html")).map((p) => p.headers.get("Content-Language"));
}"""
AU_CALME = ["/", "/agenda/", "/carnet/", "/periscolaire/menus/", "/semaine/"]


def gardees(a, attendu) -> list[str]:
    """Addresses of what the device keeps, once they are as expected."""
    for _essai in range(150):
        adresses = a.page.evaluate(ADRESSES)
        if attendu(adresses):
            return adresses
        a.page.wait_for_timeout(100)
    raise AssertionError(adresses)


def chez_elle(appareil, courriel: str = "nadia.belhadj@exemple.fr"):
    """Her phone, at home, once it has kept what it does quietly."""
    a = appareil("telephone")
    a.sans_attendre()
    a.entrer(courriel)
    gardees(a, lambda lues: set(AU_CALME) <= set(lues))
    a.avoir_fini()
    return a


def test_what_was_read_is_read_without_network_with_its_date(appareil, couper):
    a = chez_elle(appareil)
    couper(a)
    for chemin in AU_CALME:
        a.aller(chemin)
        a.page.get_by_text(re.compile(r"^Gardé le \S+ \d+\S* \S+ à \d+\sh\s\d\d\.")).wait_for()
        a.photographier(f"poche{chemin.replace('/', '-')}")
        assert a.page.locator("main h1, main h2, header h1").count()
    a.page.evaluate(LE_PREMIER)
    a.aller("/")
    a.page.get_by_text(re.compile(r"^Gardé le dimanche 1er novembre à 9\sh\s05\.")).wait_for()
    a.aller("/semaine/")
    fautes = examiner(a.page, "semaine gardée")
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert (fautes, debords(a.page)) == ([], False)


@pytest.fixture
def puis_en_francais(serveur):
    """The others of this file read her pages in French."""
    yield
    serveur.faire("Personne.objects.filter(courriel='nadia.belhadj@exemple.fr').update(langue='fr')")


@pytest.mark.usefixtures("puis_en_francais")
def test_what_was_kept_is_said_again_in_the_language_that_is_chosen_since(appareil, couper):
    """The copy of the cahier rested two hours and pages one, whatever the language: a mother who chose Tamil read French. The hour was the browser’s
    own (« 4:57 PM »), where the product writes 16:57 everywhere else."""
    a = chez_elle(appareil)
    for langue in ("ta", "ar"):
        a.sans_attendre()
        a.aller("/langue/?suite=/")
        a.page.locator(f"button[value={langue}]").click()
        a.page.wait_for_url(lambda url: "/langue/" not in url)
        for _essai in range(150):
            if set(a.page.evaluate(LANGUES)) == {langue}:
                break
            a.page.wait_for_timeout(100)
        assert set(a.page.evaluate(LANGUES)) == {langue}
        a.avoir_fini()
    couper(a)
    for chemin in ("/cahier/jour/", "/agenda/"):
        a.aller(chemin)
        dit = a.page.locator(".avis--attente:visible").filter(has_text=re.compile(r"\d")).first.inner_text()
        assert re.search(r"\b\d?\d:\d\d\b", dit) and not re.search(r"[AP]M|\d [صم]\b", dit), dit
        assert a.page.locator("html").get_attribute("lang") == "ar"


def test_what_was_not_kept_says_so(appareil, couper):
    a = chez_elle(appareil)
    couper(a)
    a.aller("/")
    messages = a.page.get_by_role("link", name="Messages").first
    assert (
        messages.get_attribute("data-reseau"),
        a.page.get_by_role("link", name="Semaine").first.get_attribute("data-reseau"),
    ) == ("", None)
    a.aller("/messages/")
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()


def test_going_out_wipes_at_once(appareil, couper):
    a = chez_elle(appareil)
    a.aller("/plus/")
    a.page.get_by_role("button", name="Sortir sur cet appareil").click()
    a.page.wait_for_url(lambda url: "/plus/" not in url)
    copies(a, lambda noms: noms == [])
    couper(a)
    a.aller("/semaine/")
    a.page.get_by_role("heading", name="Pas de réseau").wait_for()


@pytest.mark.parametrize("perdue", ["session", "compte"])
def test_a_session_that_is_lost_wipes_at_the_next_contact(appareil, serveur, perdue):
    a = chez_elle(appareil, "samira.haddad@exemple.fr")
    if perdue == "session":
        a.contexte.clear_cookies()
    else:
        serveur.faire("Personne.objects.filter(courriel='samira.haddad@exemple.fr').update(is_active=False)")
    a.aller("/semaine/")
    assert "/entrer/" in a.page.url
    copies(a, lambda noms: noms == [])
    serveur.faire("Personne.objects.filter(courriel='samira.haddad@exemple.fr').update(is_active=True)")


def demander_lentement(a, chemin: str):
    """Her page asks for that one, whose answer is on its way; what is given brings it."""
    sur_le_chemin = []
    a.contexte.route(f"**{chemin}", lambda route: sur_le_chemin.append((route, route.fetch())))
    a.page.evaluate(f"() => void setTimeout(() => location.assign('{chemin}'), 0)")
    a_cote = a.contexte.new_page()
    while not sur_le_chemin:
        a_cote.wait_for_timeout(50)

    def arriver() -> None:
        [(route, reponse)] = sur_le_chemin
        assert "garder" in reponse.headers["x-copie"]
        route.fulfill(response=reponse)
        a.contexte.unroute(f"**{chemin}")
        a.page.wait_for_url(f"**{chemin}")
        a_cote.wait_for_timeout(1_000)  # what it would keep is kept by then

    return a_cote, arriver


def test_an_answer_that_comes_after_one_went_out_is_kept_no_more(appareil, serveur, couper):
    """A slow page in one tab, the way out in another: nothing of hers is there for whoever comes next."""
    a = chez_elle(appareil)
    a.aller("/hors-ligne/")  # which hears of nothing: another would be led to the door, and ask for that page no more
    a_cote, arriver = demander_lentement(a, "/carnet/")
    a_cote.goto(serveur.adresse + "/plus/")
    a_cote.get_by_role("button", name="Sortir sur cet appareil").click()
    a_cote.wait_for_url(lambda url: "/plus/" not in url)
    arriver()
    assert a_cote.evaluate(COPIES) == []
    couper(a)
    a_cote.goto(serveur.adresse + "/carnet/")
    a_cote.get_by_role("heading", name="Pas de réseau").wait_for()


def test_an_answer_that_comes_after_somebody_else_came_in_is_kept_no_more(appareil, serveur):
    """Her session was lost without a word, and another parent is there."""
    a = chez_elle(appareil)
    (siennes,) = a.page.evaluate(COPIES)
    a_cote, arriver = demander_lentement(a, "/carnet/")
    a.contexte.add_cookies([serveur.session("samira.haddad@exemple.fr") | {"url": serveur.adresse}])
    a_cote.goto(serveur.adresse + "/semaine/")
    a_cote.wait_for_timeout(1_000)
    assert siennes not in a_cote.evaluate(COPIES)
    arriver()
    assert siennes not in a_cote.evaluate(COPIES)


def test_somebody_else_finds_nothing(appareil):
    a = chez_elle(appareil)
    (siennes,) = a.page.evaluate(COPIES)
    a.entrer("claire.lefort@exemple.fr")
    copies(a, lambda noms: siennes not in noms)


def test_who_answers_for_a_child_no_more_keeps_nothing_of_before(appareil, serveur):
    """Of two children, one leaves: what was kept is of both, and goes whole; what is kept next is of the other alone."""
    a = chez_elle(appareil)
    liens = "__import__('ent.annuaire.models', fromlist=['x']).Responsabilite.objects.filter(adulte=d.mere, enfant__prenom='Inès')"
    serveur.faire(f"{liens}.update(fin=__import__('datetime').date(2026, 1, 1))")
    try:
        a.aller("/semaine/")  # the first page that may be kept says it
        gardees(a, lambda lues: "/carnet/" not in lues)
        a.aller("/")
        gardees(a, lambda lues: set(AU_CALME) <= set(lues))
        dits = "async () => (await (await caches.match('/')).text()).includes('Inès')"
        assert a.page.evaluate(dits) is False
    finally:
        serveur.faire(f"{liens}.update(fin=None)")


def test_a_mot_that_was_taken_back_leaves_the_phone(appareil, serveur):
    donner_un_mot(serveur, "Sortie à la patinoire")
    a = chez_elle(appareil)
    mot = "__import__('messagerie.models', fromlist=['x']).Mot.objects.get(titre='Sortie à la patinoire')"
    adresse = f"/carnet/{serveur.lire('str(d.eleve_cp.uuid)')}/{serveur.lire(f'{mot}.pk')}/"
    a.aller(adresse)
    gardees(a, lambda lues: adresse in lues)
    serveur.faire(f"__import__('messagerie.actions.mots', fromlist=['x']).retirer_mot(mot={mot}, auteur=d.enseignante)")
    a.aller("/")
    gardees(a, lambda lues: adresse not in lues and set(AU_CALME) <= set(lues))
    listes = (
        "async () => (await Promise.all(['/', '/carnet/'].map(async (p) => (await caches.match(p)).text()))).join('')"
    )
    assert "patinoire" not in a.page.evaluate(listes)


def test_what_was_said_once_is_not_said_again_by_a_kept_page(appareil, serveur, couper):
    """« C’est signé », kept with the page that said it, would be read as said of today."""
    mot = donner_un_mot(serveur, "Sortie au moulin")
    a = chez_elle(appareil)
    adresse = f"/carnet/{serveur.lire('str(d.eleve_cp.uuid)')}/{mot}/"
    a.aller(adresse)
    # As a phone sends it before its scripts have come: the answer is a page.
    a.page.evaluate(
        """() => { const bulletin = document.querySelector('form[action$="/signer/"]');
        bulletin.append(Object.assign(document.createElement("input"), { type: "hidden", name: "choix", value: "oui" }));
        bulletin.submit(); }"""
    )
    a.page.locator(".messages").wait_for()
    gardees(a, lambda lues: adresse in lues)
    couper(a)
    a.aller(adresse)
    a.page.get_by_text(re.compile(r"^Gardé le ")).wait_for()
    assert not a.page.locator(".messages").is_visible()


def test_photos_that_were_seen_are_seen_again(appareil, serveur, couper):
    serveur.faire("__import__('tests.pages.journal', fromlist=['x']).publie(d, [], [], [], titre='La sortie au bois')")
    a = chez_elle(appareil)
    billet = serveur.lire("__import__('pages.models', fromlist=['x']).Billet.objects.get(titre='La sortie au bois').pk")
    adresse = f"/journal/billet/{billet}/"
    a.aller(adresse)
    images = a.page.locator("main img[src*='/fichiers/']")
    for image in images.all():
        image.scroll_into_view_if_needed()
    a.avoir_fini()
    gardees(a, lambda lues: adresse in lues and sum(lue.startswith("/image:") for lue in lues) >= 3)
    vues = images.evaluate_all("(images) => images.map((i) => new URL(i.currentSrc).pathname)")
    couper(a)
    a.aller(adresse)
    a.page.get_by_text(re.compile("^Gardé le")).wait_for()
    for image in images.all():
        image.scroll_into_view_if_needed()
    a.page.wait_for_function(
        "() => [...document.querySelectorAll(\"main img[src*='/fichiers/']\")].every((i) => i.complete)"
    )
    assert images.evaluate_all("(images) => images.filter((i) => !i.naturalWidth).length") == 0
    a.photographier("poche-photos")
    couper.rendre()
    serveur.faire(
        "from pages.actions.billets import retirer_billet\nfrom pages.models import Billet\n"
        f"retirer_billet(billet=Billet.objects.get(pk={billet}), auteur=d.enseignante)"
    )
    a.aller("/")
    gardees(a, lambda lues: adresse not in lues and not [lue for lue in lues if lue.removeprefix("/image:") in vues])


def test_an_image_that_is_blurred_leaves_the_phone_at_the_next_home_and_its_page_stays(appareil, serveur):
    serveur.faire("__import__('tests.pages.journal', fromlist=['x']).publie(d, [], titre='Le potager')")
    billet = "__import__('pages.models', fromlist=['x']).Billet.objects.get(titre='Le potager')"
    adresse = f"/journal/billet/{serveur.lire(f'{billet}.pk')}/"
    a = chez_elle(appareil)
    a.aller(adresse)
    a.page.locator("main img[src*='/fichiers/']").first.scroll_into_view_if_needed()
    a.avoir_fini()
    photo = serveur.lire(f"str({billet}.pieces.get().fichier.uuid)")
    gardees(a, lambda lues: any(lue.startswith(f"/image:/fichiers/{photo}/") for lue in lues))
    serveur.faire(
        f"__import__('ent.fichiers.actions', fromlist=['x']).flouter(fichier={billet}.pieces.get().fichier, rectangles=[(0, 0, 500, 500)], auteur=d.enseignante)"
    )
    a.aller("/")
    gardees(a, lambda lues: adresse in lues and not any(photo in lue for lue in lues))


def test_a_tablet_of_a_class_a_pupil_and_who_works_there_keep_no_page(appareil, serveur):
    tablette = appareil("tablette")
    tablette.sans_attendre()
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    tablette.avoir_fini()
    assert tablette.page.evaluate(COPIES) == []
    (cookie,) = [c for c in tablette.contexte.cookies() if c["name"] == "tablette"]
    for courriel, cookies in [("nadia.belhadj", [cookie]), ("claire.lefort", []), ("anne.quemeneur", [])]:
        autre = appareil("telephone")
        autre.contexte.add_cookies(cookies)
        autre.sans_attendre()
        autre.entrer(f"{courriel}@exemple.fr")
        autre.avoir_fini()
        reponse = autre.page.request.get(
            serveur.adresse + "/carnet/envoyes/" if not cookies else serveur.adresse + "/carnet/"
        )
        assert "garder" not in reponse.headers["x-copie"]
        assert not {"/", "/carnet/"} & set(autre.page.evaluate(ADRESSES))


def test_a_device_where_one_does_not_stay_signed_in_keeps_nothing(appareil):
    a = appareil("telephone")
    a.sans_attendre()
    a.aller("/entrer/")
    a.page.locator("input[name=login]").fill("nadia.belhadj@exemple.fr")
    a.page.locator("input[name=password]").fill("Cerf-volant-2026")
    a.page.get_by_label("Rester connecté").uncheck()
    a.page.get_by_role("button", name="Entrer", exact=True).click()
    a.page.wait_for_url(a.serveur.adresse + "/")
    a.aller("/semaine/")
    a.avoir_fini()
    assert not {"/", "/semaine/"} & set(a.page.evaluate(ADRESSES))


def test_what_somebody_wrote_is_never_taken_for_what_dresses_a_page(appareil, serveur):
    """A sheet is kept where the page itself asks for it, and only what never changes under its name."""
    donner_un_mot(serveur, "Lisez /style.000000000001.css")
    a = chez_elle(appareil)
    a.aller("/carnet/")
    a.avoir_fini()
    lues = gardees(a, lambda lues: "/carnet/" in lues)
    assert "/style.000000000001.css" not in lues
    assert any(re.fullmatch(r"/style\.[0-9a-f]{12}\.css", lue) for lue in lues)


FORMULAIRE_D_AILLEURS = """<form method=post action="{adresse}/absences/prevenir/"><input name=envoye-par value="{qui}"><input name=numero
value="7d3b7b7e-6f0e-4f0e-9d0a-3a9f0a9f0a9f"><button>Voir</button></form>"""


def test_a_form_of_another_site_never_waits_to_leave(appareil, serveur, couper):
    a = chez_elle(appareil)
    qui = serveur.lire("str(d.mere.uuid)")
    ailleurs = serveur.adresse.replace("127.0.0.1", "localhost")
    a.page.route(
        "**/piege/",
        lambda route: route.fulfill(
            body=FORMULAIRE_D_AILLEURS.format(adresse=serveur.adresse, qui=qui), content_type="text/html"
        ),
    )
    a.page.goto(f"{ailleurs}/piege/")
    a.page.unroute_all()
    couper(a)
    a.page.get_by_role("button", name="Voir").click(no_wait_after=True)
    a.page.wait_for_url(f"{serveur.adresse}/absences/prevenir/")
    a.page.wait_for_load_state()
    gardes = """() => new Promise((dire) => { const demande = indexedDB.open("boite-d-envoi");
      demande.onsuccess = () => { const base = demande.result;
        if (!base.objectStoreNames.contains("envois")) return dire(0);
        base.transaction("envois").objectStore("envois").count().onsuccess = (e) => dire(e.target.result); }; })"""
    assert a.page.evaluate(gardes) == 0


def test_a_copy_of_a_day_that_is_to_come_is_made_again(appareil):
    """The clock of the phone was wrong, and is right again: nothing was renewed until that day."""
    a = chez_elle(appareil)
    gardees(a, lambda lues: "/cahier/copie/" in lues)
    a.page.evaluate(
        """async () => {
          const [nom] = (await caches.keys()).filter((nom) => nom.startsWith("copie-"));
          const demain = Date.now() + 30 * 86_400_000;
          localStorage.setItem(nom, JSON.stringify({ ...JSON.parse(localStorage.getItem(nom)), quand: demain }));
          const cache = await caches.open(nom);
          await cache.delete("/cahier/copie/");
          for (const adresse of ["/agenda/", "/carnet/"]) {
            const page = await cache.match(adresse);
            const headers = new Headers(page.headers);
            headers.set("X-Le", demain);
            await cache.put(adresse, new Response(await page.blob(), { headers }));
          }
        }"""
    )
    a.aller("/")
    gardees(a, lambda lues: "/cahier/copie/" in lues)
    a.page.wait_for_function(
        "async () => Number((await caches.match('/carnet/')).headers.get('X-Le')) < Date.now() + 86_400_000"
    )
