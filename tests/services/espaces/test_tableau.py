"""The board of works: who hangs, who reads, whose face may be shown, and what goes at once."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.fichiers import actions as fichiers
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination, Souvenir, enregistrer_travaux
from ent.fichiers.supports import Support
from ent.services.espaces import archives_zip
from ent.services.espaces.actions import ecoles, gens
from ent.services.espaces.actions import tableau as actions
from ent.services.espaces.lectures.tableau import Tableau
from ent.services.espaces.models import EcoleDeLEspace, FichierDOeuvre, Oeuvre
from ent.services.vie_scolaire.actions import consentements

from .conftest import FIN, neuf

pytestmark = pytest.mark.besoin_de("ent.services.vie_scolaire")

SANS_IMAGE = b"%PDF-1.4\n"


def image(d, couleur: str = "teal") -> Fichier:
    """Deposited by M. Caradec, on the quota of his class; nobody said who is on it."""
    tampon = io.BytesIO()
    Image.new("RGB", (640, 480), couleur).save(tampon, "JPEG")
    contenu = SimpleUploadedFile("IMG_1.jpg", tampon.getvalue(), content_type="image/jpeg")
    import uuid

    fichier, _neuf = fichiers.deposer(
        deposant=d.enseignant,
        envoi=uuid.uuid4(),
        contenu=contenu,
        nom="IMG_1.jpg",
        destination=Destination(d.elementaire, d.cm2),
    )
    return fichier


@pytest.fixture
def demande(d, a_deux):
    """The élémentaire asks families about projects with another school."""
    return consentements.demander_consentement(
        etablissement=d.elementaire,
        auteur=d.directrice,
        finalite="vie_de_classe",
        supports=[Support.PROJET],
        texte="Des photos dans nos projets avec d’autres écoles.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )


def responsables(d) -> list[Personne]:
    liens = Responsabilite.objects.filter(enfant=d.eleve_cm2, etablissement=d.elementaire)
    return list(Personne.objects.filter(pk__in=liens.exclude(autorite="sans").values("adulte")))


def permettre(d, demande, accorde: bool = True) -> None:
    """All who hold authority over Sofiane say so; the direction confirmed them."""
    Responsabilite.objects.filter(enfant=d.eleve_cm2).exclude(autorite="sans").update(autorite="confirmee")
    for adulte in responsables(d):
        consentements.repondre(demande=demande, eleve=d.eleve_cm2, par=adulte, reponses={"projet": accorde})


def montrer(d, fichier: Fichier, *eleves: Personne) -> None:
    fichiers.dire_qui(fichier=fichier, eleves=eleves, auteur=d.enseignant)


def sert(entrer, personne, fichier: Fichier) -> int:
    return entrer(personne).get(reverse("fichiers_servir", args=[fichier.uuid, "320"])).status_code


def lit(entrer, personne, oeuvre: Oeuvre) -> bool:
    """The board, its page."""
    client = entrer(personne)
    page = client.get(reverse("espaces_oeuvre", args=[oeuvre.pk])).status_code
    mur = client.get(reverse("espaces_tableau", args=[oeuvre.espace_id]))
    dits = {page == 200, mur.status_code == 200 and oeuvre.titre in mur.text}
    assert len(dits) == 1, (personne, page, mur.status_code)
    return dits.pop()


def camarade(d, classe) -> Personne:
    return (
        Personne.objects.exclude(pk=d.eleve_cm2.pk).filter(inscriptions__classe=classe, inscriptions__fin=None).first()
    )


# --- Who reads --------------------------------------------------------------------------------------------------------
def test_adults_pupils_and_families_of_both_schools_read_it_and_nobody_else(d, accrocher, entrer):
    oeuvre = accrocher(image(d))
    for qui in (d.enseignant, d.directrice, d.directrice_maternelle, d.eleve_cm2, d.mere):
        assert lit(entrer, qui, oeuvre), qui
    for qui in (d.enseignante, d.eleve_cp, d.mere_arabophone, d.referente):
        client = entrer(qui)
        assert client.get(reverse("espaces_oeuvre", args=[oeuvre.pk])).status_code == 404
        assert client.get(reverse("espaces_tableau", args=[oeuvre.espace_id])).status_code == 404


def test_of_a_school_that_left_nothing_hangs_for_anybody(d, accrocher, demande, entrer, a_deux):
    fichier = image(d)
    montrer(d, fichier)
    oeuvre = accrocher(fichier)
    assert sert(entrer, d.directrice_maternelle, fichier) == 200
    EcoleDeLEspace.objects.filter(etablissement=d.elementaire).update(
        quittee_le=dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    )
    assert not Oeuvre.objects.accrochees().exists()
    assert entrer(d.directrice_maternelle).get(reverse("espaces_oeuvre", args=[oeuvre.pk])).status_code == 404
    assert sert(entrer, d.directrice_maternelle, fichier) == sert(entrer, d.eleve_cm2, fichier) == 404


def test_a_class_that_went_takes_its_works_along(d, accrocher, entrer, porteuse, a_deux):
    fichier = image(d)
    montrer(d, fichier)
    oeuvre = accrocher(fichier)
    gens.apporter(ecole=porteuse, par=d.directrice, adultes=[d.directrice, d.enseignant], classes=[], parmi=[d.cm2])
    assert not lit(entrer, d.directrice_maternelle, oeuvre)
    assert sert(entrer, d.directrice_maternelle, fichier) == 404


def test_the_other_school_that_left_reads_no_more(d, accrocher, entrer, entree):
    fichier = image(d)
    montrer(d, fichier)
    oeuvre = accrocher(fichier)
    ecoles.quitter(ecole=entree, par=d.directrice_maternelle)
    assert entrer(d.directrice_maternelle).get(reverse("espaces_oeuvre", args=[oeuvre.pk])).status_code == 404
    assert sert(entrer, d.directrice_maternelle, fichier) == 404 and sert(entrer, d.directrice, fichier) == 200


# --- Whose face -------------------------------------------------------------------------------------------------------
def test_an_image_of_which_nobody_said_who_is_on_it_waits_and_says_so(d, accrocher, entrer):
    fichier = image(d)
    oeuvre = accrocher(fichier)
    for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere):
        assert lit(entrer, qui, oeuvre) and sert(entrer, qui, fichier) == 404
        assert str(fichier.uuid) not in entrer(qui).get(reverse("espaces_oeuvre", args=[oeuvre.pk])).text
        assert "dites qui y est" not in entrer(qui).get(reverse("espaces_tableau", args=[oeuvre.espace_id])).text
    page = entrer(d.enseignant).get(reverse("espaces_tableau", args=[oeuvre.espace_id])).text
    assert "Elle attend : dites qui y est." in page and reverse("fichiers_qui", args=[fichier.uuid]) in page
    assert sert(entrer, d.enseignant, fichier) == 200
    montrer(d, fichier)
    assert all(sert(entrer, qui, fichier) == 200 for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere))


def test_the_right_of_the_journal_is_not_that_of_a_project(d, accrocher, entrer):
    journal = consentements.demander_consentement(
        etablissement=d.elementaire,
        auteur=d.directrice,
        finalite="vie_de_classe",
        supports=[Support.JOURNAL, Support.SITE],
        texte="Photos.",
        debut=dt.date(2026, 9, 1),
        fin=dt.date(2027, 8, 31),
    )
    Responsabilite.objects.filter(enfant=d.eleve_cm2).exclude(autorite="sans").update(autorite="confirmee")
    for adulte in responsables(d):
        consentements.repondre(demande=journal, eleve=d.eleve_cm2, par=adulte, reponses={"journal": True, "site": True})
    fichier = image(d)
    montrer(d, fichier, d.eleve_cm2)
    accrocher(fichier)
    assert sert(entrer, d.directrice_maternelle, fichier) == 404


def test_with_the_word_of_the_family_it_is_shown_and_taken_back_it_goes_at_once(d, accrocher, demande, entrer):
    fichier = image(d)
    montrer(d, fichier, d.eleve_cm2)
    oeuvre = accrocher(fichier)
    assert sert(entrer, d.directrice_maternelle, fichier) == 404
    attente = entrer(d.enseignant).get(reverse("espaces_tableau", args=[oeuvre.espace_id])).text
    assert "n’a pas répondu" in attente and "Floutez-la" in attente
    permettre(d, demande)
    assert sert(entrer, d.directrice_maternelle, fichier) == sert(entrer, d.eleve_cm2, fichier) == 200
    permettre(d, demande, accorde=False)
    for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere):
        assert sert(entrer, qui, fichier) == 404
        assert entrer(qui).get(reverse("fichiers_voir", args=[fichier.uuid])).status_code == 404
        assert str(fichier.uuid) not in entrer(qui).get(reverse("espaces_tableau", args=[oeuvre.espace_id])).text


def test_who_is_on_it_corrected_afterwards_counts_at_once(d, accrocher, demande, entrer):
    fichier = image(d)
    montrer(d, fichier)
    accrocher(fichier)
    assert sert(entrer, d.directrice_maternelle, fichier) == 200
    montrer(d, fichier, d.eleve_cm2)
    assert sert(entrer, d.directrice_maternelle, fichier) == 404


def test_a_work_of_which_nothing_may_be_shown_is_seen_by_who_hung_it_alone(d, classe, demande, entrer):
    fichier = image(d)
    oeuvre = actions.accrocher(classe=classe, par=neuf(d.enseignant), titre="L’affiche", deja=[fichier])
    for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere):
        assert not lit(entrer, qui, oeuvre)
    assert lit(entrer, d.enseignant, oeuvre)
    montrer(d, fichier)
    assert all(lit(entrer, qui, oeuvre) for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere))


def test_a_work_of_words_alone_hangs(d, accrocher, entrer):
    oeuvre = accrocher()
    assert "Peinte en octobre." in entrer(d.eleve_cm2).get(reverse("espaces_oeuvre", args=[oeuvre.pk])).text


# --- Names ------------------------------------------------------------------------------------------------------------
def test_names_of_pupils_never_leave_and_first_names_if_their_teacher_chose_so(d, accrocher, entrer):
    sans = accrocher(titre="Sans", eleves=[d.eleve_cm2])
    avec = accrocher(titre="Avec", eleves=[d.eleve_cm2], avec_prenoms=True)
    ailleurs = entrer(d.directrice_maternelle)
    assert d.eleve_cm2.prenom not in ailleurs.get(reverse("espaces_oeuvre", args=[sans.pk])).text
    page = ailleurs.get(reverse("espaces_oeuvre", args=[avec.pk])).text
    assert d.eleve_cm2.prenom in page and d.eleve_cm2.nom not in page
    assert d.eleve_cm2.prenom in entrer(d.enseignant).get(reverse("espaces_tableau", args=[sans.espace_id])).text


def test_a_pupil_of_another_class_is_refused(d, accrocher):
    with pytest.raises(ValidationError, match="plus dans la classe"):
        accrocher(eleves=[d.eleve_cp])


# --- Gestures ---------------------------------------------------------------------------------------------------------
def test_who_hangs(d, accrocher, classe, entrer):
    oeuvre = accrocher()
    adresse = reverse("espaces_accrocher", args=[oeuvre.espace_id, classe.pk])
    assert entrer(d.enseignant).get(adresse).status_code == entrer(d.directrice).get(adresse).status_code == 200
    assert entrer(d.directrice_maternelle).get(adresse).status_code == 403
    assert entrer(d.mere).get(adresse).status_code == entrer(d.eleve_cm2).get(adresse).status_code == 403
    assert entrer(d.enseignante).get(adresse).status_code == 404
    for geste in ("decrocher", "monter", "corriger_oeuvre"):
        lien = reverse(f"espaces_{geste}", args=[oeuvre.pk])
        assert entrer(d.directrice_maternelle).post(lien).status_code == 403
        assert entrer(d.eleve_cm2).post(lien).status_code == 403
        assert entrer(d.mere_arabophone).post(lien).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.decrocher(oeuvre=oeuvre, par=neuf(d.directrice_maternelle))


def test_the_form_hangs_on_the_quota_of_the_class(d, classe, a_deux, entrer):
    client, adresse = entrer(d.enseignant), reverse("espaces_accrocher", args=[a_deux.pk, classe.pk])
    fichier = image(d)
    envoi = client.post(adresse, {"titre": "La fresque", "texte": "", "fichiers-deposes": [str(fichier.uuid)]})
    assert envoi.status_code == 302, envoi.context["formulaire"].errors
    oeuvre = Oeuvre.objects.get()
    assert envoi.url.endswith(f"/tableau/#oeuvre-{oeuvre.pk}")
    [lien] = oeuvre.fichiers.all()
    assert (lien.fichier.etablissement, lien.fichier.classe) == (d.elementaire, d.cm2) and lien.fichier.attache_le


def test_nothing_is_not_a_work_and_what_was_typed_stays(d, classe, a_deux, entrer):
    client, adresse = entrer(d.enseignant), reverse("espaces_accrocher", args=[a_deux.pk, classe.pk])
    page = client.post(adresse, {"titre": "La fresque", "texte": ""})
    assert page.status_code == 422 and "Joignez une image" in page.text and "La fresque" in page.text
    assert not Oeuvre.objects.exists()


def test_taken_down_it_is_read_by_nobody_and_hung_again_within_the_hour(d, accrocher, entrer, horloge):
    fichier = image(d)
    montrer(d, fichier)
    oeuvre = accrocher(fichier)
    client, mur = entrer(d.enseignant), reverse("espaces_tableau", args=[oeuvre.espace_id])
    client.post(reverse("espaces_decrocher", args=[oeuvre.pk]))
    for qui in (d.directrice_maternelle, d.eleve_cm2, d.mere):
        assert sert(entrer, qui, fichier) == 404
        assert "La fresque" not in entrer(qui).get(mur).text
    assert "Accrocher de nouveau" in client.get(mur).text
    client.post(reverse("espaces_raccrocher", args=[oeuvre.pk]))
    assert lit(entrer, d.mere, oeuvre)
    actions.decrocher(oeuvre=oeuvre, par=neuf(d.enseignant))
    horloge(dt.datetime(2026, 11, 24, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    with pytest.raises(ValidationError, match="trop tard"):
        actions.raccrocher(oeuvre=oeuvre, par=neuf(d.enseignant))
    actions.effacer(oeuvre=oeuvre)
    assert not Oeuvre.objects.exists() and not Fichier.objects.filter(pk=fichier.pk).exists()


def test_the_latest_is_on_top_until_another_is_put_there(d, accrocher, entrer):
    une, autre = accrocher(titre="Une"), accrocher(titre="Autre")
    tableau = lambda: [lue.oeuvre.titre for lue in Tableau(neuf(d.mere), une.espace).oeuvres]  # noqa: E731
    assert tableau() == ["Autre", "Une"]
    entrer(d.enseignant).post(reverse("espaces_monter", args=[une.pk]))
    assert tableau() == ["Une", "Autre"]
    assert une.pk != autre.pk


def test_corrected_what_is_let_go_is_erased_and_the_rest_stays(d, accrocher, entrer):
    garde, lache = image(d), image(d, "red")
    oeuvre = accrocher(garde, lache)
    adresse = reverse("espaces_corriger_oeuvre", args=[oeuvre.pk])
    envoi = entrer(d.enseignant).post(
        adresse, {"titre": "La grande fresque", "texte": "", "fichiers-deposes": [str(garde.uuid)]}
    )
    assert envoi.status_code == 302
    oeuvre.refresh_from_db()
    assert oeuvre.titre == "La grande fresque" and oeuvre.fichiers.get().fichier == garde
    assert not Fichier.objects.filter(pk=lache.pk).exists()


def test_after_its_day_nothing_is_hung_and_a_work_still_comes_down(d, accrocher, entrer, horloge, a_deux):
    oeuvre = accrocher()
    horloge(dt.datetime(2026, 12, 21, 10, tzinfo=dt.timezone(dt.timedelta(hours=1))))
    assert lit(entrer, d.mere, oeuvre)
    with pytest.raises(ValidationError, match="fini"):
        actions.accrocher(classe=oeuvre.classe, par=neuf(d.enseignant), titre="Trop tard", texte="x")
    actions.decrocher(oeuvre=oeuvre, par=neuf(d.enseignant))
    assert not Oeuvre.objects.accrochees().exists()
    assert dt.date(2026, 12, 21) > FIN


# --- What exists already ----------------------------------------------------------------------------------------------
def test_a_work_that_a_pupil_handed_in_is_taken_as_it_is(d, classe, a_deux, entrer, monkeypatch):
    fichier = image(d)
    fichiers.attacher(fichiers=[fichier])
    rendu = Souvenir("rendu-1", dt.date(2026, 11, 20), Souvenir.TRAVAIL, "Mon volcan", fichiers=(fichier,))
    monkeypatch.setattr("ent.fichiers.registres._travaux", [])
    enregistrer_travaux(lambda _personne, eleve: [rendu] if eleve.pk == d.eleve_cm2.pk else [])
    client, adresse = entrer(d.enseignant), reverse("espaces_prendre", args=[a_deux.pk, classe.pk])
    assert d.eleve_cm2.prenom in client.get(adresse).text
    assert "Mon volcan" in client.get(f"{adresse}?eleve={d.eleve_cm2.uuid}").text
    client.post(f"{adresse}?eleve={d.eleve_cm2.uuid}", {"cle": "rendu-1"})
    oeuvre = Oeuvre.objects.get()
    assert oeuvre.titre == "Mon volcan" and list(oeuvre.eleves.all()) == [d.eleve_cm2] and not oeuvre.avec_prenoms
    assert FichierDOeuvre.objects.get().fichier == fichier
    assert client.post(f"{adresse}?eleve={d.eleve_cm2.uuid}", {"cle": "rendu-2"}).status_code == 404
    assert entrer(d.directrice).get(adresse).status_code == 403
    mur = reverse("espaces_tableau", args=[a_deux.pk])
    assert adresse in client.get(mur).text and adresse not in entrer(d.directrice).get(mur).text


# --- The archive ------------------------------------------------------------------------------------------------------
def test_the_archive_holds_what_hangs_and_may_be_shown(d, accrocher, demande, entree):
    dite, tue = image(d), image(d, "red")
    montrer(d, dite)
    montrer(d, tue, d.eleve_cm2)
    accrocher(dite, titre="Le paysage")
    accrocher(tue, titre="Le portrait", eleves=[d.eleve_cm2])
    sortie = io.BytesIO()
    archives_zip.ecrire(sortie, entree)
    with zipfile.ZipFile(sortie) as archive:
        images = [nom for nom in archive.namelist() if nom.startswith("oeuvres/")]
        page = archive.read("index.html").decode()
    assert len(images) == 1 and images[0] in page
    assert "Le paysage" in page and "Le portrait" in page and d.eleve_cm2.nom not in page


# --- The price --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("cle", "requetes"), [("mere", 10), ("eleve_cm2", 11), ("enseignant", 14)])
@pytest.mark.parametrize("combien", [1, 3])
def test_the_board_costs_the_same_whatever_hangs(
    d, accrocher, entrer, django_assert_num_queries, cle, requetes, combien
):
    for rang in range(combien):
        accrocher(image(d), titre=f"Œuvre {rang}")
    client, adresse = entrer(d.gens[cle]), reverse("espaces_tableau", args=[Oeuvre.objects.first().espace_id])
    client.get(adresse)
    with django_assert_num_queries(requetes):
        client.get(adresse)


def test_nobody_is_there_by_an_enrolment_that_ended(d, accrocher, entrer):
    oeuvre = accrocher()
    Inscription.objects.filter(eleve=d.eleve_cm2).update(fin=dt.date(2026, 11, 20))
    assert entrer(d.eleve_cm2).get(reverse("espaces_oeuvre", args=[oeuvre.pk])).status_code in (302, 404)
