"""The evidence of an incident: every word, its former versions, its files, and digests that the journal keeps."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.fichiers import actions as fichiers
from ent.fichiers.registres import Destination
from messagerie.actions import incidents, messages, moderation
from messagerie.models import Incident
from tests.autres_responsables import devient_directeur
from tests.messagerie.test_moderation import texte


@pytest.fixture
def couper(d):
    """``couper(d.elementaire)``: an incident that pupils' accounts were stolen."""

    def coupe(ecole, portee="eleves", auteur=None) -> Incident:
        return incidents.declarer_incident(
            etablissement=ecole, portee=portee, motif="Des comptes volés.", auteur=auteur or d.directrice
        )

    return coupe


@pytest.fixture
def page(d) -> str:
    return reverse("messagerie_incident", args=[d.elementaire.uai])


def emporter(client, incident, debut="2026-11-20", fin="2026-11-24"):
    envoi = {"preuves-debut": debut, "preuves-fin": fin}
    reponse = client.post(reverse("messagerie_preuves", args=[incident.pk]), envoi)
    assert reponse.status_code == 200 and reponse["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content)))


@pytest.fixture
def conversation(d, fils_de, ecrire, tmp_path, settings):
    """A thread with all that a message may carry."""
    fil = fils_de.foyer()
    corrige = ecrire(fil, d.mere, "Première <b>version</b>")
    messages.modifier(message=corrige, auteur=d.mere, texte="Deuxième version")
    messages.reagir(message=corrige, personne=d.enseignante, signe="merci")
    retire = ecrire(fil, d.mere, "Je retire ceci")
    messages.rappeler(message=retire, auteur=d.mere)
    moderation.signaler_message(message=corrige, par=d.enseignante, motif="Étrange")
    return fil


def test_the_archive_holds_every_word_and_its_digests(d, entrer, couper, conversation):
    incident = couper(d.elementaire)
    archive = emporter(entrer(d.directrice), incident)
    uai = d.elementaire.uai
    fil = json.loads(archive.read(f"{uai}/fils/{conversation.pk}.json"))
    corrige, retire = fil["messages"]
    assert (corrige["texte"], [v["texte"] for v in corrige["versions"]]) == (
        "Deuxième version",
        ["Première <b>version</b>"],
    )
    assert [(r["signe"], r["par"]["nom"]) for r in corrige["reactions"]] == [("merci", "Claire Lefort")]
    assert [(s["par"]["nom"], s["motif"]) for s in corrige["signalements"]] == [("Claire Lefort", "Étrange")]
    assert (retire["texte"], [v["texte"] for v in retire["versions"]]) == ("", ["Je retire ceci"])
    assert fil["eleve"]["nom"] == "Inès Belhadj"
    page = archive.read(f"{uai}/fils/{conversation.pk}.html").decode()
    assert "Première &lt;b&gt;version&lt;/b&gt;" in page and "Je retire ceci" in page and "Étrange" in page
    verbes = {ligne["verbe"] for ligne in json.loads(archive.read(f"{uai}/journal.json"))}
    assert {
        "messagerie.envoyer",
        "messagerie.modifier",
        "messagerie.rappeler",
        "messagerie.declarer_incident",
    } <= verbes
    assert f'href="fils/{conversation.pk}.html"' in archive.read(f"{uai}/index.html").decode()
    assert f'href="{uai}/index.html"' in archive.read("lisez-moi.html").decode()
    assert archive.testzip() is None


def test_each_file_has_its_digest_and_the_journal_seals_the_manifest(d, entrer, couper, conversation):
    archive = emporter(entrer(d.directrice), couper(d.elementaire))
    manifeste = archive.read("manifeste.json")
    listes = json.loads(manifeste)["fichiers"]
    assert set(listes) == set(archive.namelist()) - {"manifeste.json"}
    for nom, dit in listes.items():
        contenu = archive.read(nom)
        assert (dit["sha256"], dit["octets"]) == (hashlib.sha256(contenu).hexdigest(), len(contenu))
    demande = EntreeJournal.objects.get(verbe="messagerie.exporter_preuves")
    assert (demande.auteur_uuid, demande.details) == (
        d.directrice.uuid,
        {"debut": "2026-11-20", "fin": "2026-11-24", "ecoles": 1},
    )
    sceau = EntreeJournal.objects.get(verbe="messagerie.sceller_preuves")
    assert sceau.details == {"manifeste_sha256": hashlib.sha256(manifeste).hexdigest(), "messages": 2, "fichiers": 0}


def test_attached_files_leave_with_their_digests(d, fils_de, ecrire, entrer, couper):
    contenu = b"Bonjour,\nvoici la liste.\n"
    [depot] = fichiers.deposer(
        deposant=d.enseignante,
        envoi="7f6f4b9e-9c6f-4d2a-8a52-0d5d9a3a1f10",
        contenu=SimpleUploadedFile("liste.txt", contenu),
        nom="liste.txt",
        destination=Destination(d.elementaire, d.cp_ce1),
    )[:1]
    message = ecrire(fils_de.annonce, d.enseignante, "La liste")
    message.pieces.add(depot)
    archive = emporter(entrer(d.directrice), couper(d.elementaire))
    [piece] = json.loads(archive.read(f"{d.elementaire.uai}/pieces.json"))
    assert piece["nom"] == "liste.txt" and piece["sha256_a_l_envoi"] == hashlib.sha256(contenu).hexdigest()
    assert hashlib.sha256(archive.read(piece["chemin"])).hexdigest() == piece["sha256"]


def test_only_the_days_asked_and_only_the_school_leave(d, fils_de, ecrire, entrer, couper, horloge):
    from tests.graines import MARDI_10H

    horloge(MARDI_10H.replace(day=16))
    ecrire(fils_de.annonce, d.enseignante, "Avant les jours demandés")
    horloge(MARDI_10H)
    ecrire(fils_de.annonce, d.enseignante, "Pendant")
    ecrire(fils_de.foyer(d.eleve_ms, d.mere), d.mere, "Dans l’autre école")
    archive = emporter(entrer(d.directrice), couper(d.elementaire))
    tout = "".join(archive.read(nom).decode() for nom in archive.namelist() if nom.endswith((".json", ".html")))
    assert "Pendant" in tout
    assert "Avant les jours demandés" not in tout and "Dans l’autre école" not in tout


def test_of_the_territory_the_operator_takes_all_schools_and_a_direction_its_own(d, fils_de, ecrire, entrer, couper):
    ecrire(fils_de.annonce, d.enseignante, "Chez nous")
    ecrire(fils_de.foyer(d.eleve_ms, d.mere), d.mere, "Chez les voisins")
    incident = couper(None, "eleves", d.operateur)
    ecoles = lambda archive: {nom.split("/")[0] for nom in archive.namelist() if "/fils/" in nom}  # noqa: E731
    assert ecoles(emporter(entrer(d.operateur), incident)) == {d.elementaire.uai, d.maternelle.uai}
    assert ecoles(emporter(entrer(d.directrice), incident)) == {d.elementaire.uai}


def test_who_directs_takes_no_word_of_another_household_of_their_child(d, fils_de, ecrire, entrer, couper):
    """A colleague does (decision 0188); the file says so, whether there is something or not."""
    for adulte in (d.mere, d.pere_separe):
        fil = fils_de.foyer(d.eleve_cp, adulte, direction=True)
        ecrire(fil, adulte, f"De {adulte.prenom}")
    devient_directeur(d.pere_separe, d.elementaire)
    incident = couper(d.elementaire)

    def lus(qui) -> str:
        archive = emporter(entrer(qui), incident)
        return "".join(archive.read(nom).decode() for nom in archive.namelist())

    son_archive, celle_d_un_collegue = lus(d.pere_separe), lus(d.directrice)
    assert "De Mehdi" in son_archive and "De Nadia" not in son_archive and "un collègue les emporte" in son_archive
    assert "De Nadia" in celle_d_un_collegue and "un collègue les emporte" not in celle_d_un_collegue


@pytest.mark.parametrize(
    ("debut", "fin", "phrase"),
    [
        ("", "2026-11-24", "Choisissez un jour."),
        ("hier", "2026-11-24", "Ce jour n’existe pas."),
        ("2026-11-24", "2026-11-20", "La fin vient après le début."),
        ("2026-10-01", "2026-11-24", "Un mois au plus à la fois."),
    ],
)
def test_days_that_do_not_hold_are_explained(d, mardi, entrer, couper, debut, fin, phrase):
    incident = couper(d.elementaire)
    envoi = {"preuves-debut": debut, "preuves-fin": fin}
    reponse = entrer(d.directrice).post(reverse("messagerie_preuves", args=[incident.pk]), envoi)
    assert reponse.status_code == 422 and phrase in texte(reponse)
    assert not EntreeJournal.objects.filter(verbe="messagerie.exporter_preuves").exists()


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_archive_and_the_page_cost_the_same_for_one_thread_and_for_three(
    d, fils_de, ecrire, entrer, couper, page, django_assert_num_queries, nombre
):
    for fil in [fils_de.annonce, fils_de.foyer(d.eleve_ce1, d.mere_arabophone), fils_de.foyer()][:nombre]:
        ecrire(fil, d.enseignante, "Bonjour")
        messages.reagir(message=ecrire(fil, d.enseignante, "Encore"), personne=d.enseignante, signe="merci")
    incident = couper(d.elementaire)
    directrice = entrer(d.directrice)
    with django_assert_num_queries(27):
        emporter(directrice, incident)
    with django_assert_num_queries(11):
        directrice.get(page)
