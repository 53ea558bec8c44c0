"""The first loop: a teacher gives work, the parent's phone and the pupil's tablet show it without a reload."""

import time

import pytest

pytestmark = pytest.mark.navigateur

CLASSE = "[d.cp_ce1.pk, d.cp_ce1.jeton_tablette]"


@pytest.fixture
def classe(serveur) -> tuple[int, str]:
    pk, jeton = serveur.lire(CLASSE)
    return pk, jeton


def entrer_par_les_images(tablette, serveur, jeton: str, prenom: str = "Inès") -> None:
    """The pupil picks their first name on the wall, then touches their three pictures."""
    images = serveur.lire(
        "(lambda m: [str(n) for _i, n in next(e for e in m.mur_de(d.cp_ce1) if e.nom_du_mur == "
        f"{prenom!r}).images_nommees])(__import__('ent.connexion.lectures', fromlist=['x']))"
    )
    tablette.aller(f"/tablette/{jeton}/")
    tablette.page.get_by_text(prenom, exact=True).click()
    for image in images:
        tablette.page.get_by_role("button", name=image, exact=True).click()
    tablette.page.wait_for_url(serveur.adresse + "/")


def test_given_by_the_teacher_seen_at_once_by_parent_and_pupil(appareil, serveur, classe):
    pk, jeton = classe
    telephone, tablette, bureau = appareil("telephone"), appareil("tablette"), appareil("bureau")
    telephone.entrer("nadia.belhadj@exemple.fr")
    entrer_par_les_images(tablette, serveur, jeton)
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/cahier/classe/{pk}/")
    chargements = [telephone.page.evaluate("performance.timeOrigin"), tablette.page.evaluate("performance.timeOrigin")]

    bureau.page.get_by_role("link", name="Donner du travail", exact=True).click()
    bureau.page.locator(".donner").get_by_text("À lire", exact=True).click()
    bureau.page.locator(".donner .puce").get_by_text("CP", exact=True).click()
    bureau.page.get_by_label("Ce qu’il y a à faire").fill("Relire le loup, page 31")
    bureau.photographier("enseignante-donne")
    depart = time.monotonic()
    bureau.page.get_by_role("button", name="Donner aux familles").click()

    telephone.page.get_by_text("Relire le loup, page 31").first.wait_for(timeout=5000)
    chez_le_parent = time.monotonic() - depart
    tablette.page.get_by_text("Relire le loup, page 31").first.wait_for(timeout=5000)
    print(
        f"seen by the parent {chez_le_parent * 1000:.0f} ms after the click, by the pupil {(time.monotonic() - depart) * 1000:.0f} ms"
    )
    bureau.page.get_by_text("Les familles le voient maintenant.").first.wait_for()
    telephone.photographier("mere-recoit")
    tablette.photographier("eleve-recoit")

    # The pupil ticks; the mother, the father and the teacher see it, still without a reload.
    carte = tablette.page.locator(".tache", has_text="Relire le loup")
    carte.get_by_role("button", name="J’ai fini").click()
    carte.get_by_role("button", name="C’est fait !").wait_for()
    ligne = telephone.page.locator(".fil__article", has_text="Relire le loup")
    ligne.locator("button[aria-pressed=true]").wait_for(timeout=5000)
    bureau.page.locator(".seance", has_text="Relire le loup").get_by_text("1 fait", exact=True).wait_for(timeout=5000)
    assert chargements == [
        telephone.page.evaluate("performance.timeOrigin"),
        tablette.page.evaluate("performance.timeOrigin"),
    ]


def test_a_phone_that_lost_the_network_catches_up(appareil, serveur, classe):
    pk, _jeton = classe
    telephone, bureau = appareil("telephone"), appareil("bureau")
    telephone.entrer("mehdi.belhadj@exemple.fr")
    bureau.entrer("claire.lefort@exemple.fr")
    telephone.contexte.set_offline(True)
    telephone.page.evaluate("window.dispatchEvent(new Event('offline'))")
    serveur.couper()  # the socket is really cut, whatever the emulation does
    serveur.rendre()
    bureau.aller(f"/cahier/classe/{pk}/travail/?pour={serveur.lire(PROCHAIN)}")
    bureau.page.get_by_label("Ce qu’il y a à faire").fill("Raconter la sortie à la ferme")
    bureau.page.get_by_role("button", name="Donner aux familles").click()
    bureau.page.get_by_text("C’est donné pour").first.wait_for()
    telephone.contexte.set_offline(False)
    telephone.page.get_by_text("Raconter la sortie à la ferme").first.wait_for(timeout=45000)


PROCHAIN = (
    "__import__('ent.annuaire.calendrier', fromlist=['x']).prochain_jour_de_classe(d.elementaire, "
    "__import__('django.utils.timezone', fromlist=['x']).localdate()).isoformat()"
)


def test_everything_works_without_scripts(appareil, serveur):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("nadia.belhadj@exemple.fr")
    ligne = telephone.page.locator(".fil__ligne", has=telephone.page.locator("button[aria-pressed=false]")).first
    texte = ligne.locator(".fort").inner_text()
    ligne.get_by_role("button").click()
    cochee = telephone.page.locator(".fil__ligne", has_text=texte).first
    assert cochee.locator("button[aria-pressed=true]").count() == 1


@pytest.mark.parametrize("doigt", [False, True], ids=["seule", "sous un doigt"])
def test_what_a_tile_hears_while_its_answer_is_on_its_way_is_read_too(appareil, doigt):
    """That answer was made before: two answers that leave together from a phone, the second one would be shown as not given."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page, demandes, retenues = telephone.page, [], []
    page.locator("[data-direct=ouvert]").wait_for()

    def retenir(route) -> None:
        demandes.append(route.request.url)
        if len(demandes) == 1:
            retenues.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/tuile/famille/jours/**", retenir)
    dire = "() => document.body.dispatchEvent(new CustomEvent('cahier_de_textes:travail_publie', { bubbles: true }))"
    with page.expect_request("**/tuile/famille/jours/**"):
        page.evaluate(dire)
    page.wait_for_function("() => document.getElementById('tuile-jours').classList.contains('htmx-request')")
    if doigt:
        page.evaluate("() => dispatchEvent(new PointerEvent('pointerdown'))")
    page.evaluate(
        "() => { window.poses = 0;"
        " document.body.addEventListener('htmx:afterSwap', ({ target }) => target.id === 'tuile-jours' && (window.poses += 1)); }"
    )
    page.evaluate(dire)
    page.wait_for_timeout(200)  # both are heard, and one alone was asked
    assert len(demandes) == 1
    route, reponse = retenues[0]
    route.fulfill(response=reponse)
    page.wait_for_function("() => window.poses === 2", timeout=5_000)
    page.evaluate("() => dispatchEvent(new PointerEvent('pointerup'))")
    telephone.avoir_fini()
    assert len(demandes) <= 3
