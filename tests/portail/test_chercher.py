"""One search over everything one may read, and nothing else."""

import datetime as dt
import re

import pytest

from ent.portail.registres import Fouille, Trouvaille
from ent.portail.registres import fouille as registre
from ent.portail.views import chercher as vue
from tests.cahier_de_textes.test_actions import donner
from tests.messagerie.mots import envoyer

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie")


def trouve(client, lettres: str) -> list[str]:
    page = client.post("/chercher/", {"lettres": lettres}).text
    return re.findall(r"<span><bdi>(.*?)</bdi>", page)


@pytest.fixture
def ecrits(d, mardi):
    donner(d, texte="Apprendre la poésie du hérisson")
    envoyer(d, titre="Sortie à la forêt", texte="On cherchera des hérissons.")


def test_rooms_are_searched_at_once_by_the_beginnings_of_words_without_accents(d, entrer, ecrits):
    assert trouve(entrer(d.mere), "HERIS") == ["Apprendre la poésie du hérisson", "Sortie à la forêt"]
    assert trouve(entrer(d.mere), "poesie heriss") == ["Apprendre la poésie du hérisson"]


def test_what_is_found_opens(d, entrer, ecrits):
    client = entrer(d.mere)
    page = client.post("/chercher/", {"lettres": "hérisson"}).text
    liens = re.findall(r'<ul class="liste liens">\s*(.*?)</ul>', page, re.DOTALL)
    adresses = [a for liste in liens for a in re.findall(r'<a href="([^"]+)"', liste)]
    assert len(adresses) == 2
    assert [client.get(a, follow=True).status_code for a in adresses] == [200, 200]


MOTS = ("photo", "sortie", "cantine", "absence", "message", "rendez-vous", "agenda", "classe", "compte", "mot")


@pytest.mark.parametrize(
    "qui", ["mere", "assistante", "eleve_cp", "enseignante", "directrice", "referente", "operateur"]
)
def test_no_help_that_is_found_leads_to_a_page_that_does_not_open(d, entrer, mardi, qui):
    """From « Chercher », and from the help's own search: to a childminder, nothing of what was not confided."""
    client, fermees = entrer(d.gens[qui]), []
    for mot in MOTS:
        pages = client.post("/chercher/", {"lettres": mot}).text, client.get(f"/aide/?q={mot}").text
        contenus = [page.partition("<main")[2].partition("</main>")[0] for page in pages]
        for adresse in set(re.findall(r'<a href="(/[^"#]*)"', "".join(contenus))):
            if client.get(adresse, follow=True).status_code != 200:
                fermees.append((mot, adresse))
    assert not fermees


def test_nobody_finds_what_is_not_theirs(d, entrer, ecrits):
    """Of another school; and a référente, who reads no content. Of another level: Kenza is in CE1."""
    donner(d, texte="Le hérisson du CP", niveau="CP")
    assert "Le hérisson du CP" not in trouve(entrer(d.mere_arabophone), "hérisson")
    for personne in (d.directrice_maternelle, d.referente, d.operateur):
        assert trouve(entrer(personne), "hérisson") == [], personne


def test_what_was_withdrawn_is_not_found(d, entrer, mardi):
    from messagerie.actions import mots

    mot = envoyer(d, titre="Sortie à la forêt")
    mots.retirer_mot(mot=mot, auteur=mot.auteur)
    assert trouve(entrer(d.mere), "forêt") == []


def test_a_page_is_found_by_its_name(d, entrer):
    assert "Carnet de liaison" in trouve(entrer(d.mere), "carnet")


def test_the_carnet_has_one_name_and_is_found_by_its_mots(d, entrer, ecrits):
    """« Mots de l’école » led to « Carnet de liaison »: one read them as two rooms."""
    client = entrer(d.mere)
    for page in (client.get("/plus/").text, client.post("/chercher/", {"lettres": "foret"}).text):
        assert "Carnet de liaison" in page and "Mots de l’école" not in page
    assert "<h1>Carnet de liaison</h1>" in client.get("/carnet/").text
    assert "Carnet de liaison" in trouve(client, "mots signer")
    assert "Carnet de liaison" in entrer(d.enseignante).get("/plus/").text


def test_nothing_found_says_what_to_try_and_letters_are_kept(d, entrer):
    page = entrer(d.mere).post("/chercher/", {"lettres": "zzz <b>"}).text
    assert "Rien ne répond" in page and "zzz &lt;b&gt;" in page and "zzz <b>" not in page


def test_nothing_is_asked_before_a_letter(d, entrer, monkeypatch):
    monkeypatch.setitem(registre._fouilles, "essai", Fouille("essai", "Essai", "info", lambda *_tout: 1 / 0))
    client = entrer(d.mere)
    assert [client.get("/chercher/").status_code, client.post("/chercher/", {"lettres": " ! "}).status_code] == [
        200,
        200,
    ]


def test_a_room_answers_what_it_finds(d, entrer, monkeypatch):
    lire = lambda _request, voulus: [Trouvaille(" ".join(voulus), "/plus/")]  # noqa: E731
    monkeypatch.setitem(registre._fouilles, "essai", Fouille("essai", "Essai", "info", lire))
    assert "Élé de kersaint" not in trouve(entrer(d.mere), "Élé de Kersaint")
    assert "ele de kersaint" in trouve(entrer(d.mere), "Élé de Kersaint")


@pytest.mark.besoin_de("ent.services.periscolaire", "ent.services.rendez_vous", "ent.services.vie_scolaire")
def test_dishes_meetings_and_absences_are_found_by_their_families_alone(d, entrer, mardi):
    from ent.services.periscolaire.models import Menu, Plat
    from ent.services.rendez_vous.models import Rencontre
    from ent.services.vie_scolaire.models import Appel, LigneAppel

    for jour, publie_le in ((26, mardi), (27, None)):
        menu = Menu.objects.create(etablissement=d.elementaire, jour=dt.date(2026, 11, jour), publie_le=publie_le)
        Plat.objects.create(menu=menu, rang=1, nom=f"Gratin du {jour}")
    Rencontre.objects.create(
        etablissement=d.elementaire, classe=d.cp_ce1, titre="Bilan", visible_le=mardi, fin=mardi + dt.timedelta(days=9)
    )
    appel = Appel.objects.create(
        etablissement=d.elementaire, classe=d.cp_ce1, jour=dt.date(2026, 11, 23), moment="matin", fait_le=mardi
    )
    LigneAppel.objects.create(appel=appel, eleve=d.eleve_cp, absent=True)
    assert trouve(entrer(d.mere), "gratin") == ["Gratin du 26"]
    assert "Bilan" in trouve(entrer(d.mere), "bilan")
    assert trouve(entrer(d.mere), "absence lundi") == ["Inès"]
    assert trouve(entrer(d.mere_arabophone), "lundi 23") == []
    assert trouve(entrer(d.directrice_maternelle), "gratin") == []


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_helps_of_who_reads_are_found_too(d, entrer):
    client = entrer(d.mere)
    assert "Absence ou retard" in trouve(client, "absence")
    page = client.post("/chercher/", {"lettres": "prévenir absence"}).text
    assert 'id="trouve-aides"' in page
    assert entrer(d.operateur).post("/chercher/", {"lettres": "prévenir absence"}).text.count("Absence ou retard") == 0


def test_too_many_in_a_row_are_told_to_wait_and_keep_their_words(d, entrer, monkeypatch):
    monkeypatch.setattr(vue, "RECHERCHES", 2)
    client = entrer(d.mere)
    statuts = [client.post("/chercher/", {"lettres": "hérisson"}).status_code for _n in range(3)]
    assert statuts == [200, 200, 429]
    page = client.post("/chercher/", {"lettres": "hérisson"}).text
    assert "attendez une minute ou deux" in page and 'value="hérisson"' in page
    assert client.get("/chercher/").status_code == 200
    assert entrer(d.enseignante).post("/chercher/", {"lettres": "hérisson"}).status_code == 200


def test_who_works_is_led_to_people_too(d, entrer):
    assert "Chercher quelqu’un" in entrer(d.enseignante).get("/chercher/").text
    assert "/annuaire/personnes/" not in entrer(d.mere).get("/chercher/").text


@pytest.mark.toute_la_maison
@pytest.mark.parametrize("combien", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(d, entrer, mardi, django_assert_num_queries, combien):
    for n in range(combien):
        donner(d, texte=f"Le hérisson {n}")
        envoyer(d, titre=f"Le hérisson {n}")
    client = entrer(d.mere)
    with django_assert_num_queries(20):
        client.post("/chercher/", {"lettres": "hérisson"})


def test_pages_of_an_account_are_found_by_their_names(d, entrer):
    assert trouve(entrer(d.mere), "mot de passe")[0] == "Changer mon mot de passe"
    assert trouve(entrer(d.mere), "appareils")[0] == "Mes appareils"


def test_what_an_operator_does_of_schools_is_found_by_the_operator_alone(d, entrer):
    assert trouve(entrer(d.operateur), "réunir") == ["Réunir deux écoles"]
    assert trouve(entrer(d.directrice), "réunir") == []


def test_people_are_found_by_who_works_there_and_lead_to_a_sheet_that_opens(d, entrer):
    client = entrer(d.directrice)
    assert trouve(client, "ines")[0] == str(d.eleve_cp)
    page = client.post("/chercher/", {"lettres": "inès"}).text
    liste = page.split('id="trouve-gens"')[1].split("</ul>")[0]
    adresses = re.findall(r'<a href="([^"]+)"', liste)
    assert adresses and {client.get(adresse).status_code for adresse in adresses} == {200}
    for personne in (d.mere_arabophone, d.referente, d.directrice_maternelle):
        assert 'id="trouve-gens"' not in entrer(personne).post("/chercher/", {"lettres": "inès"}).text, personne
