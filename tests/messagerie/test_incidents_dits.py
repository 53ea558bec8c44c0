"""What an incident leaves to a school is told there, even when somebody else acted."""

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from messagerie.actions import incidents, incidents_dits
from tests.messagerie.test_incidents_preuves import emporter


def lues(nature: str) -> dict:
    return {n.destinataire: n.texte for n in Notification.objects.filter(nature=nature).select_related("destinataire")}


def test_who_directs_and_who_teaches_there_prints_the_papers_of_pupils_again(d, mardi, couper, entrer):
    """The operator alone read it, and the images of a first-grader opened nothing any more."""
    couper(d.elementaire, auteur=d.operateur)
    dites = lues(incidents_dits.SECRETS)
    assert {d.directrice, d.enseignante, d.enseignant} <= set(dites)
    assert not {d.operateur, d.mere, d.eleve_cp, d.directrice_maternelle} & set(dites)
    assert set(dites.values()) == {
        "Un incident a changé le secret de tous les élèves : imprimez de nouveau leurs papiers."
    }
    assert "imprimez de nouveau leurs papiers" in entrer(d.enseignante).get(reverse("notifications")).text


def test_who_acted_knows_and_a_college_has_no_such_paper(c, d, mardi, couper):
    couper(None, auteur=d.operateur)
    incidents.finir_incident(incident=incidents.Incident.objects.get(), auteur=d.operateur)
    assert {d.directrice, d.directrice_maternelle} <= set(lues(incidents_dits.SECRETS))
    assert c.principale not in lues(incidents_dits.SECRETS)
    couper(d.elementaire, auteur=d.directrice)
    assert Notification.objects.filter(nature=incidents_dits.SECRETS, destinataire=d.directrice).count() == 1


@pytest.mark.parametrize("par", ["operateur", "directrice"])
def test_who_directs_reads_that_messages_of_their_school_left(d, mardi, couper, entrer, par):
    incident = couper(d.elementaire)
    assert emporter(entrer(getattr(d, par)), incident).namelist()
    dite = f"{d.operateur.nom_affiche} a emporté l’archive des messages, du 20 novembre au 24 novembre."
    assert lues(incidents_dits.PREUVES) == ({d.directrice: dite} if par == "operateur" else {})


def test_the_page_of_the_territory_says_that_an_archive_holds_messages(d, mardi, entrer):
    page = entrer(d.operateur).get(reverse("messagerie_territoire")).text
    assert "l’archive que vous emportez contient des messages" in page
