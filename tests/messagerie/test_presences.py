"""Who was of a thread of several schools when something was written: kept, and said by evidence and by what a direction reads, of a school that left too."""

import importlib
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messagerie.actions import moderation
from messagerie.actions.incidents import declarer_incident
from messagerie.lectures.moderation import dossiers
from messagerie.models import Message, Participation, PresenceAuFil, Reaction, Signalement, VersionMessage
from tests.graines import MARDI_10H
from tests.messagerie.collectifs import Projet, relue


@pytest.fixture
def projet(d, mardi) -> Projet:
    return Projet(d)


@pytest.fixture
def parti(d, projet, horloge) -> Projet:
    """The maternelle leaves at noon, between two words."""
    projet.ecrire(projet.louise, "Avant leur départ")
    horloge(MARDI_10H.replace(hour=12))
    projet.tenir(ecoles=[d.elementaire], adultes=[projet.louise])
    horloge(MARDI_10H.replace(hour=14))
    projet.tenir(ecoles=[d.elementaire, projet.tierce], adultes=[projet.louise, projet.autre])
    projet.ecrire(projet.autre, "Après leur départ")
    return projet


def preuves(client, incident) -> zipfile.ZipFile:
    reponse = client.post(
        reverse("messagerie_preuves", args=[incident.pk]), {"preuves-debut": "2026-11-20", "preuves-fin": "2026-11-24"}
    )
    return zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content)))


def le_fil(archive: zipfile.ZipFile, ecole, fil) -> dict:
    return json.loads(archive.read(f"{ecole.uai}/fils/{fil.pk}.json"))


def test_a_school_that_left_takes_what_came_before_and_nothing_after(d, parti, entrer):
    incident = declarer_incident(
        etablissement=d.maternelle, portee="tous", motif="Une menace.", auteur=relue(d.directrice_maternelle)
    )
    archive = preuves(entrer(d.directrice_maternelle), incident)
    dit = le_fil(archive, d.maternelle, parti.fil)
    assert [m["texte"] for m in dit["messages"]] == ["Avant leur départ"]
    assert "Après leur départ" not in archive.read(f"{d.maternelle.uai}/fils/{parti.fil.pk}.html").decode()


def test_a_school_that_left_reads_neither_corrections_nor_signs_nor_arrivals_of_after(d, parti, entrer):
    """What was corrected since says what it said then; who came since is not named."""
    avant = Message.objects.get(texte="Avant leur départ")
    apres = MARDI_10H.replace(hour=14)
    VersionMessage.objects.create(message=avant, texte=avant.texte, remplacee_le=apres)
    Message.objects.filter(pk=avant.pk).update(texte="Corrigé sans eux", modifie_le=apres)
    Reaction.objects.create(message=avant, personne=parti.autre, signe="merci", posee_le=apres)
    Signalement.objects.create(
        message=avant, par=parti.autre, etablissement=parti.tierce, motif="Un mot d’après", fait_le=apres
    )
    for qui in (parti.autre, parti.anouk):
        lu = apres if qui == parti.autre else MARDI_10H.replace(hour=11)
        Participation.objects.filter(fil=parti.fil, personne=qui).update(lu_le=lu)
    incident = declarer_incident(
        etablissement=d.maternelle, portee="tous", motif="Une menace.", auteur=relue(d.directrice_maternelle)
    )
    archive = preuves(entrer(d.directrice_maternelle), incident)
    dit = le_fil(archive, d.maternelle, parti.fil)
    [message] = dit["messages"]
    assert (message["texte"], message["modifie_le"], message["versions"]) == ("Avant leur départ", None, [])
    assert message["reactions"] == message["signalements"] == []
    assert [lecteur["qui"]["nom"] for lecteur in dit["lecteurs"]] == [str(parti.anouk)]
    pages = [json.dumps(dit, ensure_ascii=False), archive.read(f"{d.maternelle.uai}/fils/{parti.fil.pk}.html").decode()]
    for tu in ("Corrigé sans eux", "Un mot d’après", str(parti.autre), parti.tierce.nom, parti.tierce.uai, "14:00"):
        assert not any(tu in page for page in pages), tu
    assert "Avant leur départ" in pages[1]


def test_a_direction_whose_school_left_reads_nothing_of_what_follows_what_was_reported(d, projet, entrer, horloge):
    message = projet.ecrire(projet.anouk, "Une menace")
    projet.ecrire(projet.louise, "Une réponse")
    horloge(MARDI_10H.replace(hour=11))
    moderation.signaler_message(message=message, par=relue(projet.louise), motif="")
    assert Signalement.objects.get().etablissement == d.maternelle
    horloge(MARDI_10H.replace(hour=12))
    projet.tenir(ecoles=[d.elementaire, projet.tierce], adultes=[projet.louise, projet.autre])
    horloge(MARDI_10H.replace(hour=14))
    projet.ecrire(projet.autre, "Après leur départ")
    page = entrer(d.directrice_maternelle).get(reverse("messagerie_moderation", args=[d.maternelle.uai])).text
    assert "Une menace" in page and "Une réponse" in page and "Après leur départ" not in page


def test_evidence_says_who_was_of_the_thread_when_each_word_was_written(d, parti, entrer):
    incident = declarer_incident(
        etablissement=d.elementaire, portee="tous", motif="Une menace.", auteur=relue(d.directrice)
    )
    archive = preuves(entrer(d.directrice), incident)
    dit = le_fil(archive, d.elementaire, parti.fil)
    avant, apres = dit["messages"]
    louise, anouk, autre = map(str, (parti.louise, parti.anouk, parti.autre))
    assert set(avant["etaient_du_fil"]) == {d.elementaire.nom, d.maternelle.nom, louise, anouk}
    assert set(apres["etaient_du_fil"]) == {d.elementaire.nom, parti.tierce.nom, louise, autre}
    partie = next(p for p in dit["presences"] if p.get("ecole") == d.maternelle.uai)
    assert (partie["du"], partie["au"]) == ("2026-11-24T10:00:00+01:00", "2026-11-24T12:00:00+01:00")
    page = archive.read(f"{d.elementaire.uai}/fils/{parti.fil.pk}.html").decode()
    assert f"<li>{d.maternelle.nom} : depuis le 24/11/2026 10:00:00, jusqu’au 24/11/2026 12:00:00</li>" in page
    assert page.count("étaient du fil :") == 2


def test_a_school_that_comes_back_reads_all_again(d, parti, entrer, horloge):
    horloge(MARDI_10H.replace(hour=15))
    parti.tenir(ecoles=[d.elementaire, d.maternelle], adultes=[parti.louise])
    incident = declarer_incident(
        etablissement=d.maternelle, portee="tous", motif="Une menace.", auteur=relue(d.directrice_maternelle)
    )
    dit = le_fil(preuves(entrer(d.directrice_maternelle), incident), d.maternelle, parti.fil)
    assert [m["texte"] for m in dit["messages"]] == ["Avant leur départ", "Après leur départ"]
    assert [p["au"] for p in dit["presences"] if p.get("ecole") == d.maternelle.uai] == [
        "2026-11-24T12:00:00+01:00",
        None,
    ]


def test_what_is_reported_says_to_the_direction_who_was_there(d, projet, entrer, horloge):
    message = projet.ecrire(projet.louise, "Une menace")
    horloge(MARDI_10H.replace(hour=12))
    moderation.signaler_message(message=message, par=relue(projet.anouk), motif="")
    projet.tenir(ecoles=[d.elementaire, projet.tierce], adultes=[projet.louise, projet.autre])
    page = entrer(d.directrice).get(reverse("messagerie_moderation", args=[d.elementaire.uai])).text
    (phrase,) = [ligne for ligne in page.splitlines() if "Étaient de la conversation quand c’était écrit" in ligne]
    assert d.maternelle.nom in phrase and str(projet.anouk) in phrase and projet.tierce.nom not in phrase


def test_a_page_of_what_is_reported_costs_one_query_more_for_any_number_of_such_threads(d, projet):
    for _fois in range(3):
        moderation.signaler_message(message=projet.ecrire(projet.louise), par=relue(projet.anouk), motif="")
    with CaptureQueriesContext(
        connection,
    ) as faites:
        lus = dossiers(list(Signalement.objects.all()))
    assert len([q for q in faites.captured_queries if "presenceaufil" in q["sql"]]) == 1
    assert all(d_.presents for d_ in lus)


def test_said_twice_nothing_is_noted_twice(d, projet):
    avant = list(PresenceAuFil.objects.values())
    projet.tenir()
    assert list(PresenceAuFil.objects.values()) == avant and len(avant) == 4


def test_what_was_there_before_it_was_kept_is_since_the_thread_began(d, projet):
    PresenceAuFil.objects.all().delete()
    importlib.import_module("messagerie.migrations.0110_presences_au_fil").depuis_le_debut(apps, None)
    lues = {(p.qui, p.debut, p.fin) for p in PresenceAuFil.objects.all()}
    qui = {d.elementaire.nom, d.maternelle.nom, str(projet.louise), str(projet.anouk)}
    assert lues == {(nom, projet.fil.cree_le, None) for nom in qui}
