"""After a merger nothing of last year is lost or mixed: each school's year is read by who read it, under its name, and written no more."""

import uuid
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.models import Seance, Travail
from ent.annuaire import actions
from ent.annuaire.models import Classe, Etablissement, Personne, Responsabilite
from messagerie.actions import fils, messages
from pages.models import EntreePortfolio
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du
from tests.annuaire.rentree import relu
from tests.messagerie.fils import Fils

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")
NOVEMBRE = "?mois=2026-11"


@pytest.fixture
def monde(d, mardi, horloge):
    """A year of the Moyens at les Coquelicots and of the CP-CE1 at le Cerf-Volant, then September in one school. Lina has both mother and
    a new teacher there; another child of her class, whose mother has none at le Cerf-Volant, comes too.
    """
    vu = {"visible_le": timezone.now(), "publie_le": timezone.now()}
    commun = {"moment": "matin", "date": mardi.date(), **vu}
    monde = SimpleNamespace(
        seance=Seance.objects.create(
            etablissement=d.maternelle, classe=d.ms, auteur=d.directrice_maternelle, titre="Les graines", **commun
        ),
        seance_la=Seance.objects.create(
            etablissement=d.elementaire, classe=d.cp_ce1, auteur=d.enseignante, titre="Les sons en ou", **commun
        ),
        travail=Travail.objects.create(
            etablissement=d.maternelle,
            classe=d.ms,
            auteur=d.directrice_maternelle,
            nature="apporter",
            texte="Une boîte à œufs",
            date_pour=mardi.date(),
            **vu,
        ),
        fil=Fils(d).foyer(d.eleve_ms, d.mere),
        entree=EntreePortfolio.objects.create(
            etablissement=d.maternelle, eleve=d.eleve_ms, auteur=d.directrice_maternelle, titre="Mon bonhomme"
        ),
    )
    messages.envoyer(fil=monde.fil, auteur=relu(d.mere), uuid=uuid.uuid4(), texte="Lina dort mal")
    monde.camarade = Personne.objects.get(prenom="Diane", nom="Mercier")
    monde.autre_mere = Responsabilite.objects.get(enfant=monde.camarade).adulte
    Responsabilite.objects.filter(enfant=monde.camarade).update(autorite="confirmee")
    horloge(JUIN)
    declarer(d)
    plan = plan_du(d.elementaire)
    gs = plan.classes.get(nom="GS")  # its teacher is of le Cerf-Volant
    actions.dire_une_classe(passage=plan, prevue=gs, nom="GS", enseignant=d.enseignante, auteur=d.directrice)
    horloge(RENTREE)
    monde.passage = actions.faire_le_passage(passage=plan, auteur=d.directrice)
    monde.gs = Classe.objects.get(etablissement=d.elementaire, nom="GS")
    return monde


def de_lina(d, monde) -> dict[str, str]:
    return {
        "année": reverse("annee_enfant", args=[d.eleve_ms.uuid, d.ms.pk]) + NOVEMBRE,
        "séance": reverse("cahier_enfant_seance", args=[d.eleve_ms.uuid, monde.seance.pk]),
        "travail": reverse("cahier_enfant_travail", args=[d.eleve_ms.uuid, monde.travail.pk]),
        "fil": reverse("messagerie_fil", args=[monde.fil.pk]),
        "portfolio": reverse("journal_portfolio", args=[d.eleve_ms.uuid]),
    }


def statuts(client, adresses) -> dict[str, int]:
    return {quoi: client.get(adresse).status_code for quoi, adresse in adresses.items()}


def test_a_family_reads_the_year_under_the_name_of_the_school_that_ended(d, monde, entrer):
    client = entrer(d.mere)
    assert set(statuts(client, de_lina(d, monde)).values()) == {200}
    liste = client.get("/annees/").text
    assert "Moyens · École Les Coquelicots" in liste
    page = client.get(de_lina(d, monde)["année"]).text
    assert "Les graines" in page and "Une boîte à œufs" in page and "Les sons en ou" not in page
    assert "Lina dort mal" in client.get(de_lina(d, monde)["fil"]).text


def test_a_family_of_the_other_school_reads_nothing_of_it(d, monde, entrer):
    """Samira's daughter was at le Cerf-Volant, and is there."""
    client = entrer(d.mere_arabophone)
    assert set(statuts(client, de_lina(d, monde)).values()) == {404}
    assert "Coquelicots" not in client.get("/annees/").text
    assert client.get(reverse("cahier_enfant_seance", args=[d.eleve_ce1.uuid, monde.seance.pk])).status_code == 404


def test_a_family_that_comes_reads_nothing_of_the_school_where_it_comes(d, monde, entrer):
    client = entrer(monde.autre_mere)
    assert {(s.eleve, s.classe_id) for s in relu(monde.autre_mere).portee.suivis} == {(monde.camarade, monde.gs.pk)}
    assert client.get(reverse("cahier_enfant_seance", args=[monde.camarade.uuid, monde.seance.pk])).status_code == 200
    assert (
        client.get(reverse("cahier_enfant_seance", args=[monde.camarade.uuid, monde.seance_la.pk])).status_code == 404
    )
    assert client.get(de_lina(d, monde)["fil"]).status_code == 404
    assert client.get(reverse("annee_classe", args=[d.cp_ce1.pk])).status_code == 404


def test_the_new_teacher_reads_what_the_child_brings_and_no_private_word(d, monde, entrer):
    client = entrer(d.enseignante)
    assert "Mon bonhomme" in client.get(de_lina(d, monde)["portfolio"]).text
    interdits = [
        reverse("annee_classe", args=[d.ms.pk]),
        reverse("messagerie_fil", args=[monde.fil.pk]),
        reverse("cahier_travail", args=[monde.travail.pk]),
        reverse("cahier_seance", args=[monde.seance.pk]),
    ]
    assert [client.get(adresse).status_code for adresse in interdits] == [404] * 4
    assert client.get(reverse("annee_classe", args=[d.cp_ce1.pk])).status_code == 200


def test_the_direction_that_stays_reads_nothing_of_the_other_s_year(d, monde, entrer):
    client = entrer(d.directrice)
    assert client.get(reverse("annee_classe", args=[d.ms.pk])).status_code == 404
    assert client.get(reverse("messagerie_fil", args=[monde.fil.pk])).status_code == 404
    assert "Coquelicots" not in client.get("/annees/").text


def test_who_directed_and_taught_there_reads_it_still(d, monde, entrer):
    """Who follows, as of today; who follows nowhere, as long as their account is open."""
    client = entrer(d.directrice_maternelle)
    assert "Les graines" in client.get(reverse("annee_classe", args=[d.ms.pk]) + NOVEMBRE).text
    assert "Lina dort mal" in client.get(reverse("messagerie_fil", args=[monde.fil.pk])).text
    assert client.get(reverse("annee_classe", args=[d.cp_ce1.pk])).status_code == 404
    relu(d.directrice_maternelle).roles.filter(etablissement=d.elementaire).delete()
    seule = entrer(d.directrice_maternelle)
    assert "École Les Coquelicots" in seule.get("/annees/").text
    assert "/annees/" in seule.get("/plus/").text
    assert seule.get(reverse("annee_classe", args=[d.ms.pk]) + NOVEMBRE).status_code == 200


def test_a_colleague_who_does_not_follow_reads_nothing_there_any_more(d, monde, entrer):
    assert entrer(d.remplacant).get(reverse("annee_classe", args=[d.ms.pk])).status_code == 200
    relu(d.remplacant).roles.filter(etablissement=d.elementaire).delete()
    assert entrer(d.remplacant).get(reverse("annee_classe", args=[d.ms.pk])).status_code == 404


def test_nothing_is_written_there(d, monde, entrer):
    mere, elle = entrer(d.mere), entrer(d.directrice_maternelle)
    ecrits = [
        (mere, reverse("messagerie_envoyer", args=[monde.fil.pk]), {"texte": "Encore"}),
        (mere, reverse("cahier_cocher", args=[monde.travail.pk, d.eleve_ms.uuid]), {"fait": "1"}),
        (elle, reverse("messagerie_envoyer", args=[monde.fil.pk]), {"texte": "Encore"}),
        (elle, reverse("cahier_retirer", args=[monde.travail.pk]), {}),
    ]
    assert [client.post(adresse, donnees).status_code for client, adresse, donnees in ecrits] == [404] * 4


def test_the_commune_reads_what_it_wrote_to_the_direction_that_ended_and_writes_there_no_more(
    d, mardi, horloge, entrer
):
    """It is said by the tie that remains: the référente's, on the schools of her commune."""
    Etablissement.objects.filter(pk=d.maternelle.pk).update(commune=d.elementaire.commune)
    ouvert = fils.fil_d_ecole(nature="commune", etablissement=relu_ecole(d), auteur=d.referente)
    messages.envoyer(fil=ouvert, auteur=relu(d.referente), uuid=uuid.uuid4(), texte="Les travaux")
    horloge(JUIN)
    declarer(d)
    horloge(RENTREE)
    actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)
    client, adresse = entrer(d.referente), reverse("messagerie_fil", args=[ouvert.pk])
    page = client.get(adresse).text
    assert "Les travaux" in page and "Cette école en a rejoint une autre : ce fil reste à lire." in page
    refus = client.post(reverse("messagerie_envoyer", args=[ouvert.pk]), {"texte": "Encore", "uuid": uuid.uuid4()})
    assert refus.status_code == 403
    assert ouvert.messages.count() == 1


def relu_ecole(d) -> Etablissement:
    return Etablissement.objects.get(pk=d.maternelle.pk)


def test_undone_who_wrote_there_writes_again(d, monde, entrer):
    actions.defaire_le_passage(passage=monde.passage, auteur=d.directrice)
    client = entrer(d.mere)
    assert set(statuts(client, de_lina(d, monde)).items()) >= {("séance", 200), ("travail", 200), ("fil", 200)}
    envoye = client.post(reverse("messagerie_envoyer", args=[monde.fil.pk]), {"texte": "Encore", "uuid": uuid.uuid4()})
    assert envoye.status_code in (200, 302)
    assert monde.fil.messages.count() == 2
    assert entrer(d.enseignante).get(de_lina(d, monde)["portfolio"]).status_code == 404
