"""Who is on an image, what may then be shown, and faces blurred so that nothing is left of them."""

import datetime as dt
import io
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ent.annuaire.models import Classe, EntreeJournal, Inscription, Personne
from ent.fichiers import actions, registres, stockage
from ent.fichiers.models import Declinaison, Fichier, Visage, montrables_sur
from ent.fichiers.registres import Destination
from ent.fichiers.supports import Support
from tests.fichiers.fabriques import pdf
from tests.graines import MARDI_10H

JOURNAL, SITE = Support.JOURNAL, Support.SITE
VISAGE = (250, 200, 500, 700)  # the zone that hides a face, in thousandths


@pytest.fixture(autouse=True)
def rien_d_enregistre(monkeypatch):
    """Only what a test registers."""
    for nom, vide in [("_droit", None), ("_refus", None), ("_retraits", []), ("_images", [])]:
        monkeypatch.setattr(registres, nom, vide)


@pytest.fixture
def permettre():
    """``permettre(journal=[eleve], site=[])``: these pupils alone may be shown."""

    def faire(**permis):
        registres.enregistrer_droit_a_l_image(
            lambda support: Personne.objects.filter(pk__in=[e.pk for e in permis.get(support, [])])
        )

    return faire


def visage(largeur: int = 1800, hauteur: int = 1200) -> bytes:
    """Noise, as fine as a face can be: any of it left would be seen."""
    hasard = random.Random(7)
    image = Image.frombytes("RGB", (largeur // 6, hauteur // 6), hasard.randbytes(largeur // 6 * (hauteur // 6) * 3))
    tampon = io.BytesIO()
    image.resize((largeur, hauteur), Image.Resampling.NEAREST).save(tampon, "PNG")
    return tampon.getvalue()


def montrables(support) -> set[Fichier]:
    return set(Fichier.objects.montrables_sur(support))


# --- Saying who is there ----------------------------------------------------------------------------------------------
def test_who_is_on_an_image_is_said_and_said_again(d, deposer):
    fichier = deposer(d.enseignante)
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp, d.eleve_ce1], auteur=d.enseignante)
    assert set(fichier.visages.values_list("eleve", flat=True)) == {d.eleve_cp.pk, d.eleve_ce1.pk}
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_ce1], auteur=d.enseignante)
    assert list(fichier.visages.values_list("eleve", flat=True)) == [d.eleve_ce1.pk]
    actions.dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    fichier.refresh_from_db()
    assert (fichier.personnes_dites_le is not None, list(fichier.visages.all())) == (True, [])
    lignes = EntreeJournal.objects.filter(verbe="fichiers.dire_qui").order_by("pk")
    assert [ligne.details for ligne in lignes] == [
        {"eleves": sorted([d.eleve_cp.pk, d.eleve_ce1.pk])},
        {"eleves": [d.eleve_ce1.pk]},
        {"eleves": []},
    ]


@pytest.mark.parametrize("qui", ["eleve_ms", "mere"], ids=["of another school", "no pupil"])
def test_only_pupils_of_the_school_are_on_its_images(d, deposer, qui):
    fichier = deposer(d.enseignante)
    with pytest.raises(ValidationError):
        actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp, d.gens[qui]], auteur=d.enseignante)
    fichier.refresh_from_db()
    assert (fichier.personnes_dites_le, Visage.objects.count()) == (None, 0)


def test_a_pupil_of_another_class_may_be_there_and_one_who_left_stays_said(d, deposer):
    fichier = deposer(d.enseignante)
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cm2], auteur=d.enseignante)
    hier = timezone.localdate() - dt.timedelta(days=1)
    Inscription.objects.filter(eleve=d.eleve_cm2).update(fin=hier)
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cm2, d.eleve_cp], auteur=d.enseignante)
    assert set(fichier.visages.values_list("eleve", flat=True)) == {d.eleve_cm2.pk, d.eleve_cp.pk}


def test_nobody_is_said_on_what_is_no_image(d, deposer):
    fichier = deposer(d.enseignante, pdf(), "sortie.pdf")
    with pytest.raises(ValidationError):
        actions.dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    with pytest.raises(ValidationError):
        actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante)


# --- What may be shown ------------------------------------------------------------------------------------------------
def test_an_image_nobody_spoke_of_is_not_shown_and_a_document_is(d, deposer, permettre):
    permettre(journal=[d.eleve_cp])
    document = deposer(d.enseignante, pdf(), "sortie.pdf")
    muette, paysage = deposer(d.enseignante), deposer(d.enseignante)
    actions.dire_qui(fichier=paysage, eleves=[], auteur=d.enseignante)
    assert montrables(JOURNAL) == {document, paysage}
    assert muette.personnes_dites_le is None


def test_one_pupil_who_may_not_be_shown_is_enough(d, deposer, permettre):
    seule, deux = deposer(d.enseignante), deposer(d.enseignante)
    actions.dire_qui(fichier=seule, eleves=[d.eleve_cp], auteur=d.enseignante)
    actions.dire_qui(fichier=deux, eleves=[d.eleve_cp, d.eleve_ce1], auteur=d.enseignante)
    permettre(journal=[d.eleve_cp, d.eleve_ce1], site=[d.eleve_cp])
    assert (montrables(JOURNAL), montrables(SITE)) == ({seule, deux}, {seule})


def test_with_nothing_registered_no_pupil_is_shown(d, deposer):
    avec, sans = deposer(d.enseignante), deposer(d.enseignante)
    actions.dire_qui(fichier=avec, eleves=[d.eleve_cp], auteur=d.enseignante)
    actions.dire_qui(fichier=sans, eleves=[], auteur=d.enseignante)
    assert montrables(JOURNAL) == montrables(SITE) == {sans}
    assert set(registres.refus_d_image(JOURNAL, [d.eleve_cp.pk])) == {d.eleve_cp.pk}


@pytest.mark.parametrize("comment", ["parti", "ailleurs", "classe fermee"])
def test_what_a_school_was_allowed_shows_nobody_who_left_it_but_to_who_took_it_along(d, deposer, permettre, comment):
    fichier = deposer(d.enseignante)
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp], auteur=d.enseignante)
    permettre(journal=[d.eleve_cp])
    assert montrables(JOURNAL) == {fichier}
    siennes = Inscription.objects.filter(eleve=d.eleve_cp)
    match comment:
        case "parti":
            siennes.update(fin=MARDI_10H.date() - dt.timedelta(days=1))
        case "ailleurs":
            siennes.update(classe=d.ms)
        case "classe fermee":
            Classe.objects.filter(pk=d.cp_ce1.pk).update(fermee_le=MARDI_10H)
    assert montrables(JOURNAL) == set()
    assert Fichier.objects.filter(montrables_sur(JOURNAL, partout=True)).get() == fichier


# --- Being told -------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_rooms_are_told_after_commit_and_one_that_fails_stops_no_other(d, deposer, caplog):
    recus = []
    registres.enregistrer_retrait(lambda eleves: 1 / 0)
    registres.enregistrer_retrait(lambda eleves: recus.append(eleves))
    registres.enregistrer_image_changee(lambda fichiers: recus.append(fichiers))
    with transaction.atomic():
        registres.prevenir_les_retraits([d.eleve_cp.pk, d.eleve_cp.pk])
        registres.prevenir_les_retraits([])  # of nobody, nobody is told
        assert recus == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registres.prevenir_les_retraits([d.eleve_ce1.pk])
        raise ZeroDivisionError
    fichier = deposer(d.enseignante)
    actions.dire_qui(fichier=fichier, eleves=[], auteur=d.enseignante)
    actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante)
    assert recus == [{d.eleve_cp.pk}, {fichier.pk}, {fichier.pk}]
    assert "ZeroDivisionError" in caplog.text


# --- Blurring ---------------------------------------------------------------------------------------------------------
def pixels_de(objet: Declinaison) -> Image.Image:
    with stockage.stockage().open(objet.cle) as contenu:
        return Image.open(io.BytesIO(contenu.read())).convert("RGB")


def zone(image: Image.Image, rectangle=VISAGE, bord: int = 0) -> Image.Image:
    gauche, haut, droite, bas = rectangle
    return image.crop(
        (
            gauche * image.width // 1000 + bord,
            haut * image.height // 1000 + bord,
            droite * image.width // 1000 - bord,
            bas * image.height // 1000 - bord,
        )
    )


def finesse(image: Image.Image) -> float:
    """How much neighbours differ, on average: noise has a lot of it, a veil next to none."""
    gris = image.convert("L")
    octets, large = gris.tobytes(), gris.width
    ecarts = [abs(octets[i] - octets[i + 1]) for i in range(len(octets) - 1) if (i + 1) % large]
    return sum(ecarts) / len(ecarts)


@pytest.mark.django_db(transaction=True)
def test_every_width_is_blurred_and_the_old_objects_are_gone(d, deposer, objets):
    fichier = deposer(d.enseignante, visage(), "classe.png")
    avant = {o.nom: (o.cle, pixels_de(o), o.largeur, o.hauteur) for o in fichier.declinaisons.all()}
    empreinte = fichier.empreinte
    actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante)
    apres = {o.nom: o for o in Fichier.objects.get(pk=fichier.pk).declinaisons.all()}
    assert set(apres) == set(avant) == {"320", "800", "1600"}
    for nom, objet in apres.items():
        cle, image, *taille = avant[nom]
        floue = pixels_de(objet)
        assert objet.cle != cle
        assert [objet.largeur, objet.hauteur] == taille == list(floue.size)
        assert finesse(zone(image)) > 4 * finesse(zone(floue, bord=3)), nom
        # Sixteen blocks at most, smoothed: what neighbours differ by is nothing of the face.
        assert finesse(zone(floue, bord=3)) < 3, nom
        dehors = (0, 0, image.width // 5, image.height)
        assert finesse(floue.crop(dehors)) > 0.7 * finesse(image.crop(dehors)), "the rest is as it was"
    assert sorted(o.name for o in objets()) == sorted(o.cle.split("/")[1] for o in apres.values())
    fichier.refresh_from_db()
    assert fichier.empreinte != empreinte
    assert fichier.octets == sum(o.octets for o in apres.values()) == sum(o.stat().st_size for o in objets())
    entree = EntreeJournal.objects.latest("pk")
    assert (entree.verbe, entree.details) == ("fichiers.flouter", {"zones": 1, "eleves": []})


def test_a_veil_keeps_nothing_but_a_few_averages(d, deposer):
    """Two faces with the same sixteen averages give the same veil: the rest of them is nowhere in the file."""
    from ent.fichiers.controles import images

    def veil(etrange: bool) -> bytes:
        image = Image.new("RGB", (400, 400), (128, 128, 128))
        if etrange:  # a checkerboard of the same average
            for x in range(0, 400, 2):
                for y in range(0, 400, 2):
                    image.putpixel((x, y), (255, 255, 255))
                    image.putpixel((x + 1, y), (1, 1, 1))
        images._moyenner(image, (0, 0, 1000, 1000))
        return image.tobytes()

    assert veil(True) == veil(False)


def test_a_thin_or_tiny_zone_is_blurred_too(d, deposer):
    fichier = deposer(d.enseignante, visage(300, 200), "petite.png")
    actions.flouter(
        fichier=fichier, rectangles=[(0, 0, 1, 1), (0, 0, 1000, 1), (999, 0, 1000, 1000)], auteur=d.enseignante
    )
    assert [o.largeur for o in fichier.declinaisons.all()] == [300]


def test_pupils_who_are_hidden_are_no_more_on_the_image(d, deposer, permettre):
    fichier = deposer(d.enseignante, visage(600, 400), "classe.png")
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp, d.eleve_ce1], auteur=d.enseignante)
    permettre(journal=[d.eleve_cp])
    assert montrables(JOURNAL) == set()
    actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante, masques=[d.eleve_ce1])
    assert montrables(JOURNAL) == {fichier}
    assert list(fichier.visages.values_list("eleve", flat=True)) == [d.eleve_cp.pk]


@pytest.mark.django_db(transaction=True)
def test_a_browser_that_kept_the_image_is_given_the_blurred_one(d, deposer, entrer):
    fichier = deposer(d.enseignante, visage(600, 400), "classe.png")
    client, adresse = entrer(d.enseignante), reverse("fichiers_servir", args=[fichier.uuid, "320"])
    premier = client.get(adresse)
    ancien = b"".join(premier.streaming_content)
    assert client.get(adresse, headers={"If-None-Match": premier["ETag"]}).status_code == 304
    actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante)
    second = client.get(adresse, headers={"If-None-Match": premier["ETag"]})
    assert (second.status_code, second["ETag"] == premier["ETag"]) == (200, False)
    assert b"".join(second.streaming_content) != ancien


@pytest.mark.parametrize(
    "rectangles",
    [
        [],
        [(0, 0, 1001, 10)],
        [(-1, 0, 10, 10)],
        [(10, 10, 10, 20)],
        [(20, 10, 10, 20)],
        [(0, 0, 10)],
        [(0, 0, 10.5, 10)],
        [(0, 0, True, True)],
        [("0", "0", "10", "10")],
        [(0, 0, 10, 10)] * 61,
    ],
)
def test_rectangles_are_checked(d, deposer, rectangles):
    fichier = deposer(d.enseignante)
    cles = set(Declinaison.objects.values_list("cle", flat=True))
    with pytest.raises(ValidationError):
        actions.flouter(fichier=fichier, rectangles=rectangles, auteur=d.enseignante)
    assert set(Declinaison.objects.values_list("cle", flat=True)) == cles


def test_a_storage_that_fails_leaves_the_image_as_it_was(d, deposer, objets, monkeypatch):
    fichier = deposer(d.enseignante, visage(), "classe.png")
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp], auteur=d.enseignante)
    avant, vrai, faits = objets(), stockage.stockage().save, []

    def sauver(cle, contenu):
        if len(faits) == 2:
            raise OSError("disk full")
        faits.append(cle)
        return vrai(cle, contenu)

    monkeypatch.setattr(stockage.stockage(), "save", sauver)
    with pytest.raises(ValidationError, match="la place manque"):
        actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante, masques=[d.eleve_cp])
    assert (objets(), fichier.visages.count()) == (avant, 1)
    assert {o.cle.split("/")[1] for o in fichier.declinaisons.all()} == {o.name for o in avant}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_blur_at_once_the_second_is_told(d, deposer, monkeypatch):
    from ent.fichiers.controles import images

    fichier = deposer(d.enseignante, visage(600, 400), "classe.png")
    vrai = images.flouter

    def pendant(*arguments):
        monkeypatch.setattr(images, "flouter", vrai)
        actions.flouter(fichier=fichier, rectangles=[(0, 0, 100, 100)], auteur=d.enseignant)
        return vrai(*arguments)

    monkeypatch.setattr(images, "flouter", pendant)
    with pytest.raises(ValidationError) as refus:
        actions.flouter(fichier=fichier, rectangles=[VISAGE], auteur=d.enseignante, masques=[d.eleve_cp])
    assert refus.value.code == "change"


def test_what_is_only_recognised_on_an_image_does_not_keep_it(d, deposer):
    """A `Visage` is said of a file, it does not hold it: the purge still takes it."""
    fichier = deposer(d.enseignante)
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cp], auteur=d.enseignante)
    Fichier.objects.filter(pk=fichier.pk).update(cree_le=MARDI_10H - dt.timedelta(days=2))
    assert actions.purger()["fichiers"] == 1


def test_a_file_of_the_school_takes_any_of_its_pupils(d, deposer):
    fichier = deposer(d.directrice, destination=Destination(d.elementaire))
    actions.dire_qui(fichier=fichier, eleves=[d.eleve_cm2, d.eleve_cp], auteur=d.directrice)
    assert fichier.visages.count() == 2
