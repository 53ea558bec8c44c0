"""A mot that offers slots, and a meeting, at the same hour of the same adult or household: each page says it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.occupations import Plage, aussi_prises, aussi_proposees

from .conftest import MARDI_8

pytestmark = pytest.mark.besoin_de("messagerie")
PROPOSE, A_AUSSI = "À ces heures-là, vous proposez aussi", "À cette heure-là, votre foyer a aussi"


def a(heure: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(MARDI_8, dt.time.fromisoformat(heure)))


@pytest.fixture
def mot(d, mardi):
    """``mot("17:00", "17:15")``: a mot of the teacher that offers these hours (no end is said)."""
    from messagerie.models import Mot, Option
    from tests.messagerie.mots import envoyer

    def envoye(*heures: str, **champs) -> Mot:
        options = [Option(f"c{n}", "", a(heure), None, 3) for n, heure in enumerate(heures)]
        return envoyer(
            d, nature="creneaux", titre="Livrets", options=options, date_limite=MARDI_8 - dt.timedelta(days=1), **champs
        )

    return envoye


def test_the_teacher_who_offers_both_reads_it_on_each(d, entrer, ouvrir, mot):
    rencontre, envoye = ouvrir(), mot("17:00")
    client = entrer(d.enseignante)
    page = client.get(reverse("rdv_rencontre", args=[rencontre.pk])).text
    assert PROPOSE in page and "Livrets" in page and "mardi 8 décembre à 17 h 00" in page
    page = client.get(reverse("carnet_suivi", args=[envoye.pk])).text
    assert PROPOSE in page and "Bilan" in page


def test_at_other_hours_withdrawn_or_of_a_colleague_nothing_is_said(d, entrer, ouvrir, mot):
    from messagerie.models import Mot

    rencontre, client = ouvrir(), entrer(d.enseignante)
    page = reverse("rdv_rencontre", args=[rencontre.pk])
    mot("18:00")  # when the last slot ends
    assert PROPOSE not in client.get(page).text
    mot("17:00", auteur=d.directrice)
    assert PROPOSE not in client.get(page).text
    un = mot("17:00")
    Mot.objects.filter(pk=un.pk).update(retire_le=timezone.now())
    assert PROPOSE not in client.get(page).text


def test_a_pause_is_no_hour_that_is_offered(d, entrer, ouvrir, mot, creneau):
    rencontre, envoye = ouvrir(), mot("17:00")
    libre = creneau(rencontre, "17:00")
    libre.etat = "pause"
    libre.save()
    assert PROPOSE not in entrer(d.enseignante).get(reverse("carnet_suivi", args=[envoye.pk])).text


def test_a_household_that_took_both_reads_it_on_each_and_the_other_parent_on_none(d, entrer, ouvrir, mot, creneau):
    from tests.messagerie.mots import signer

    rencontre, envoye = ouvrir(), mot("17:00", "17:30")
    signer(envoye, d.eleve_cp, d.mere, "c0")
    signer(envoye, d.eleve_cp, d.pere_separe, "c1")
    client = entrer(d.mere)
    page_rdv = reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])
    page_mot = reverse("carnet_mot", args=[d.eleve_cp.uuid, envoye.pk])
    assert A_AUSSI not in client.get(page_mot).text
    numero = {"numero": str(uuid4()), "moyen": "ecole"}
    page = client.post(page_rdv, {"creneau": creneau(rencontre, "17:00").pk} | numero, follow=True).text
    assert A_AUSSI in page and "Livrets" in page and "C’est réservé" in page
    assert A_AUSSI in client.get(page_mot).text and "Bilan" in client.get(page_mot).text
    pere = entrer(d.pere_separe)
    assert A_AUSSI not in pere.get(page_mot).text
    assert A_AUSSI not in pere.get(page_rdv).text


def test_a_slot_that_the_child_took_before_leaving_the_class_is_their_hour_no_more(d, entrer, ouvrir, mot, creneau):
    """It is free for others: their household has nothing there."""
    from ent.annuaire.actions import changer_de_classe
    from tests.messagerie.mots import signer

    envoye = mot("17:00")
    signer(envoye, d.eleve_cp, d.mere, "c0")
    d_elle = [Plage("rdv", "Bilan", a("17:00"), a("17:15"))]
    assert [plage.titre for plage in aussi_prises([d.mere.pk], d_elle)] == ["Livrets"]
    place = d.eleve_cp.inscriptions.get()
    changer_de_classe(inscription=place, classe=d.cm2, niveau="CP", auteur=d.directrice)
    assert aussi_prises([d.mere.pk], d_elle) == []


def test_who_lives_with_them_reads_it_too(d, entrer, ouvrir, mot, reserver, beau_pere):
    from tests.messagerie.mots import signer

    rencontre, envoye = ouvrir(), mot("17:00")
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    signer(envoye, d.eleve_cp, beau_pere, "c0")
    assert A_AUSSI in entrer(d.mere).get(reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])).text


def test_hours_that_only_meet_do_not_touch():
    un = [Plage("a", "A", a("17:00"), a("17:15"))]
    assert aussi_proposees([], un) == aussi_prises([1], []) == []


def test_who_was_confided_the_meeting_reads_nothing_else_of_the_household(d, entrer, ouvrir, mot, reserver):
    from ent.annuaire.models import Delegation
    from tests.messagerie.mots import signer

    rencontre, envoye = ouvrir(), mot("17:00")
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    signer(envoye, d.eleve_cp, d.mere, "c0")
    Delegation.objects.filter(delegue=d.assistante).update(salles="rendez_vous+")
    page = entrer(d.assistante).get(reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])).text
    assert "17 h 00" in page and A_AUSSI not in page and "Livrets" not in page
