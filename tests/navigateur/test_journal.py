"""The class journal in Chromium: forty photos of a phone, a pupil's billet from tablet to journal, a consent withdrawn."""

import io
import re

import pytest
from PIL import Image, ImageDraw

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

BILLET = "__import__('pages.models', fromlist=['x']).Billet.objects.filter(titre={!r})"


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> list[str]:
    """Forty photos, each its own, small: reading them gives way to everything else that the two cores do."""
    dossier, chemins = tmp_path_factory.mktemp("photos-du-journal"), []
    for n in range(40):
        image = Image.new("RGB", (480, 360), (30 + 5 * n, 120, 160))
        ImageDraw.Draw(image).rectangle((30, 30, 60 + 10 * n, 270), fill="white")
        tampon = io.BytesIO()
        image.save(tampon, "JPEG", quality=85)
        chemin = dossier / f"IMG_{n:04}.jpg"
        chemin.write_bytes(tampon.getvalue())
        chemins.append(str(chemin))
    return chemins


def test_a_teacher_publishes_forty_photos_from_a_phone(appareil, serveur, photos):
    """Choose them (the progress may be put away: a reload in the middle loses nothing), say who, publish."""
    telephone, mere = appareil("telephone"), appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    mere.entrer("samira.haddad@exemple.fr")
    page = telephone.page
    page.get_by_role("link", name="Publier des photos").click()
    page.locator("input[type=file]").set_input_files(photos)
    page.locator(".depot img.depot__vignette").nth(3).wait_for(timeout=60_000)
    telephone.photographier("journal-envoi")
    page.reload()
    page.get_by_text("Tout est prêt : 40 fichiers sur 40.").first.wait_for(timeout=240_000)
    page.get_by_text("Donner un titre").click()
    page.get_by_label("Titre").fill("La sortie au bois")
    page.get_by_role("button", name="Suite : qui est dessus ?").click()
    page.wait_for_url("**/preparer/")
    assert page.locator("[name=pieces]:checked").count() == 40
    assert examiner(page, "preparer") == [] and not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    # One of them shows a pupil whose father said nothing: it is said apart, and left out.
    page.locator("[name=pieces]").first.uncheck()
    page.get_by_text("Personne de reconnaissable").click()
    page.get_by_role("button", name="C’est noté pour les photos cochées").click()
    page.get_by_role("button", name="Publier 39 photos").wait_for()
    page.locator("[name=pieces]").first.check()
    page.locator("label.puce", has_text="Inès B.").click()
    page.get_by_role("button", name="C’est noté pour les photos cochées").click()
    page.get_by_text("Photo 1 : 1 élève sans autorisation").first.wait_for()
    telephone.photographier("journal-qui")
    page.get_by_role("button", name="Publier 39 photos").click()
    page.get_by_text("C’est publié : les familles le voient maintenant.").first.wait_for()
    assert page.locator(".planche__photo").count() == 40

    # The home of a family shows it without a reload; she sees thirty-nine.
    mere.page.get_by_role("link", name="La sortie au bois").click(timeout=10_000)
    assert mere.page.locator(".planche__photo").count() == 39
    assert examiner(mere.page, "billet") == [] and not debords(mere.page)
    mere.photographier("journal-famille")


def test_the_button_that_publishes_covers_no_choice_of_readers(appareil, serveur):
    """As one comes to them, thumb on the page, on a phone; it stuck to the bottom of the screen, on top of what was to be chosen first."""
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    billet = "__import__('pages.models', fromlist=['x']).Billet.objects.filter(classe=d.cp_ce1, auteur=d.eleve_cp, publie_le=None)"
    telephone.aller(f"/journal/billet/{serveur.lire(f'{billet}.first().pk')}/preparer/")
    titre = "document.querySelector('#publier h2')"
    telephone.page.evaluate(f"scrollBy(0, {titre}.getBoundingClientRect().bottom - innerHeight * 0.7)")
    choix = telephone.page.locator("#publier label.puce").last.bounding_box()
    bouton = telephone.page.locator("#publier .publier__bouton").bounding_box()
    assert bouton["y"] >= choix["y"] + choix["height"]


def test_a_face_is_blurred_with_a_finger_and_the_photo_becomes_ready(appareil, serveur):
    serveur.faire("__import__('tests.pages.journal', fromlist=['x']).brouillon(d, [d.eleve_cp], titre='Un visage')")
    telephone = appareil("telephone", has_touch=True)
    telephone.entrer("claire.lefort@exemple.fr")
    pk = serveur.lire(BILLET.format("Un visage") + ".get().pk")
    telephone.aller(f"/journal/billet/{pk}/preparer/")
    page = telephone.page
    page.get_by_text("Photo 1 : 1 élève sans autorisation").first.wait_for()
    page.get_by_role("link", name="Flouter", exact=True).click()
    page.locator("[data-flouter][data-pret]").wait_for()
    image = page.locator("[data-image]")
    image.scroll_into_view_if_needed()
    cadre = image.bounding_box()
    page.mouse.move(cadre["x"] + 40, cadre["y"] + 40)
    page.mouse.down()
    page.mouse.move(cadre["x"] + 140, cadre["y"] + 120, steps=4)
    page.mouse.up()
    assert page.locator("[data-cadres] rect").count() == 1
    assert page.locator("[name=gauche]").first.input_value() != ""
    telephone.photographier("journal-flouter")
    assert examiner(page, "photo") == [] and not debords(page)
    page.get_by_role("button", name="Flouter pour toujours").click()
    page.get_by_text("C’est flouté, pour toujours.").first.wait_for()
    page.get_by_role("button", name="Publier 1 photo", exact=True).wait_for()


def test_a_pupil_s_draft_goes_from_the_tablet_to_the_journal(appareil, serveur):
    """Sent, returned with a word, sent again, published: the pupil sees where it is, another family reads it at the end."""
    tablette, bureau = appareil("tablette"), appareil("bureau")
    jeton, classe = serveur.lire("[d.cp_ce1.jeton_tablette, d.cp_ce1.pk]")
    entrer_par_les_images(tablette, serveur, jeton)
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller(f"/journal/classe/{classe}/")
    page = tablette.page
    page.get_by_role("link", name="Le journal de ma classe").click()
    assert examiner(page, "pupil's journal") == [] and not debords(page)
    page.get_by_role("link", name="J’écris dans le journal").click()
    assert examiner(page, "pupil writes") == [] and not debords(page)
    page.get_by_role("button", name="J’écris").click()
    page.locator("textarea[name=texte]").fill("J’ai planté un haricot géant.")
    tablette.photographier("journal-eleve-ecrit")
    page.get_by_role("button", name="J’envoie").click()
    page.get_by_text("C’est parti ! Ta maîtresse ou ton maître va le lire.").first.wait_for()
    tablette.aller("/journal/")
    page.locator(".mien", has_text="haricot géant").get_by_text("On va le lire").first.wait_for()

    bureau.page.get_by_role("link", name="haricot géant").click(timeout=10_000)  # without a reload
    bureau.page.get_by_label("Un mot pour l’élève").fill("Où l’as-tu planté ?")
    bureau.page.get_by_role("button", name="Rendre avec ce mot").click()
    bureau.page.get_by_text("C’est rendu à Inès, avec votre mot.").first.wait_for()

    tablette.aller("/journal/")
    page.locator(".mien", has_text="haricot géant").click()
    page.get_by_text("Où l’as-tu planté ?").first.wait_for()
    assert examiner(page, "returned") == []
    page.locator("textarea[name=texte]").fill("J’ai planté un haricot géant dans la cour.")
    page.get_by_role("button", name="J’envoie").click()
    page.get_by_text("C’est parti !").first.wait_for()

    bureau.page.get_by_role("link", name="haricot géant dans la cour").click(timeout=10_000)
    bureau.page.get_by_role("button", name=re.compile("^Publier$")).click()
    bureau.page.get_by_text("C’est publié : les familles le voient maintenant.").first.wait_for()
    samira = appareil("telephone")
    samira.entrer("samira.haddad@exemple.fr")
    samira.aller("/journal/")
    samira.page.get_by_text("J’ai planté un haricot géant dans la cour.").first.wait_for()
    tablette.aller("/journal/")
    page.locator(".feuille-journal").get_by_text("haricot géant dans la cour").first.wait_for()
    assert page.locator(".mien", has_text="haricot géant").count() == 0
    tablette.photographier("journal-eleve-lit")


def test_a_consent_withdrawn_takes_the_photo_from_who_holds_its_old_address(appareil, serveur):
    """Nadia has the journal open, and the address of a photo of Kenza; Kenza's mother changes her mind on her own phone."""
    nadia, samira = appareil("telephone"), appareil("telephone")
    nadia.entrer("nadia.belhadj@exemple.fr")
    samira.entrer("samira.haddad@exemple.fr")
    pk, adresse = serveur.lire(
        f"(lambda b: [b.pk, b.fichiers.filter(visages__eleve=d.eleve_ce1).get().adresse('320')])({BILLET.format('Elles ont levé !')}.get())"
    )
    nadia.aller(f"/journal/billet/{pk}/")
    assert nadia.page.locator(f'img[src="{adresse}"]').count() == 1
    charge = nadia.page.evaluate("performance.timeOrigin")
    lire = "a => fetch(a, { cache: 'reload' }).then((r) => r.status)"
    assert nadia.page.evaluate(lire, adresse) == 200
    samira.aller("/autorisations/")
    samira.page.locator("form", has=samira.page.locator("input[name=support][value=journal]")).locator(
        "button[value=non]"
    ).first.click()
    nadia.page.locator(f'img[src="{adresse}"]').wait_for(state="detached", timeout=10_000)
    assert nadia.page.evaluate("performance.timeOrigin") == charge
    assert nadia.page.evaluate(lire, adresse) == 404
    # What the browser itself had kept is asked again before use, and refused.
    assert nadia.page.evaluate("a => fetch(a).then((r) => r.status)", adresse) == 404


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_families_and_of_everybody_are_clean(appareil, serveur, theme):
    eleve, classe, uai = serveur.lire("[str(d.eleve_cp.uuid), d.cp_ce1.pk, d.elementaire.uai]")
    mere, bureau = appareil("telephone", color_scheme=theme), appareil("bureau", color_scheme=theme)
    anonyme = appareil("telephone", color_scheme=theme)
    mere.entrer("nadia.belhadj@exemple.fr")
    bureau.entrer("claire.lefort@exemple.fr")
    chemins = [
        (mere, "/journal/"), (mere, f"/journal/enfant/{eleve}/"), (mere, f"/journal/enfant/{eleve}/portfolio/"),
        (mere, f"/journal/enfant/{eleve}/garder/"), (bureau, f"/journal/classe/{classe}/"),
        (bureau, f"/journal/classe/{classe}/publier/"), (anonyme, f"/journal/public/{uai}/"),
    ]  # fmt: skip
    for a, chemin in chemins:
        a.aller(chemin)
        assert examiner(a.page, chemin) == [] and not debords(a.page), chemin


def test_a_family_takes_its_archive(appareil, serveur, tmp_path):
    mere = appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    mere.aller(f"/journal/enfant/{serveur.lire('str(d.eleve_cp.uuid)')}/garder/")
    mere.page.get_by_role("button", name="Faire le livre").click()
    with mere.page.expect_download(timeout=60_000) as prise:
        mere.page.get_by_role("link", name="Prendre le livre").click(timeout=60_000)
    prise.value.save_as(tmp_path / "livre.pdf")
    assert (tmp_path / "livre.pdf").read_bytes().startswith(b"%PDF")


def test_a_family_comments_from_a_phone_and_the_teacher_shows_it(appareil, serveur):
    """What is being typed on an open page stays there when another comment comes."""
    mere, bureau, autre = appareil("telephone"), appareil("bureau"), appareil("telephone")
    adresse = f"/journal/billet/{serveur.lire(BILLET.format('Récolte de feuilles dans la cour') + '.get().pk')}/"
    for a, qui in ((mere, "nadia.belhadj"), (bureau, "claire.lefort"), (autre, "samira.haddad")):
        a.entrer(f"{qui}@exemple.fr")
        a.aller(adresse)
    assert mere.page.locator("#commentaires").count() == 0
    bureau.page.get_by_role("button", name="Ouvrir aux commentaires des familles").click()
    bureau.page.get_by_text("Aucun commentaire pour l’instant.").first.wait_for()
    bureau.page.get_by_label("Votre commentaire").fill("Merci d’être venus")

    mere.aller(adresse)
    mere.page.get_by_label("Votre commentaire").fill("Le gland a germé chez nous.")
    mere.page.get_by_role("button", name="Envoyer").click()
    mere.page.get_by_text("Lu par l’équipe de la classe et par vous").first.wait_for()
    assert examiner(mere.page, "commentaires") == [] and not debords(mere.page)
    assert mere.page.evaluate(PETITES_CIBLES, 44) == []
    mere.photographier("journal-commentaire")

    # It comes by itself; the words of the teacher are still in their field.
    bureau.page.get_by_text("Le gland a germé chez nous.").wait_for(timeout=10_000)
    assert bureau.page.get_by_label("Votre commentaire").input_value() == "Merci d’être venus"
    autre.aller(adresse)
    assert autre.page.get_by_text("Le gland a germé chez nous.").count() == 0
    bureau.page.get_by_role("button", name="Le montrer aux familles").click()
    autre.page.get_by_text("Le gland a germé chez nous.").wait_for(timeout=10_000)
    assert "عائلة Inès" in autre.page.locator("#commentaires").inner_text()
    assert "Belhadj" not in autre.page.locator("#commentaires").inner_text()
    assert examiner(bureau.page, "commentaires de l’équipe") == []
    bureau.photographier("journal-commentaires-equipe")

    mere.page.get_by_role("button", name=re.compile("Retirer")).click()
    mere.page.get_by_role("button", name="Le remettre").wait_for()
    assert mere.page.get_by_text("Le gland a germé chez nous.").count() == 0
