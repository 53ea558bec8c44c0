"""A correction is asked, shown to the direction, accepted or refused: nothing is overwritten unseen, and only its asker is told."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal, Personne, Responsabilite
from ent.diffusion.models import Notification
from ent.services.renseignements.actions import fin_d_annee
from ent.services.renseignements.champs_corriges import Champ
from ent.services.renseignements.models import Correction
from tests.graines import MARDI_10H

pytestmark = pytest.mark.usefixtures("mardi")
NEUF = "06 99 88 77 66"


def vu_sur(page: str) -> str:
    return page.partition('name="vu" value="')[2].partition('"')[0]


def corrections(d) -> str:
    return reverse("renseignements_corrections", args=[d.elementaire.pk])


def test_asked_by_a_mother_accepted_in_one_tap_and_told_to_her_alone(d, entrer):
    chemin = reverse("renseignements_corriger", args=[d.elementaire.pk, d.eleve_cp.uuid, "telephone_portable"])
    page = entrer(d.mere).post(chemin, {"telephone_portable": NEUF}, follow=True).text
    assert "C’est demandé" in page and "attend l’école" in page
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == ""
    direction = entrer(d.directrice)
    assert "1 correction demandée par une famille." in direction.get("/").text
    page = direction.get(corrections(d)).text
    assert NEUF in page and "pour Inès Belhadj, demandé le 24 novembre" in page and "ONDE" in page
    demandee = Correction.objects.get()
    direction.post(reverse("renseignements_accepter", args=[demandee.pk]), {"vu": vu_sur(page)})
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == NEUF
    dites = Notification.objects.filter(nature="renseignements.correction_traitee")
    assert [(n.destinataire_id, n.eleve_id) for n in dites] == [(d.mere.pk, d.eleve_cp.pk)]
    assert NEUF not in dites[0].texte
    assert "l’école a pris votre correction" in entrer(d.mere).get("/").text
    assert "demandée par une famille" not in direction.get("/").text
    ligne = EntreeJournal.objects.get(verbe="annuaire.corriger_une_personne")
    assert ligne.details == {"champs": ["telephone_portable"]}
    assert NEUF not in str(list(EntreeJournal.objects.values_list("details", flat=True)))


def test_what_changed_meanwhile_is_said_and_nothing_is_overwritten_unseen(d, entrer, demander):
    demandee, direction = demander(d.mere), entrer(d.directrice)
    vu = vu_sur(direction.get(corrections(d)).text)
    Personne.objects.filter(pk=d.mere.pk).update(telephone_portable="06 00 00 00 00")  # an import
    accepter = reverse("renseignements_accepter", args=[demandee.pk])
    page = direction.post(accepter, {"vu": vu}, follow=True).text
    assert "Rien n’a été remplacé" in page and "06 00 00 00 00" in page and "Cela a changé depuis la demande" in page
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == "06 00 00 00 00"
    direction.post(accepter, {"vu": vu_sur(page)})
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == NEUF
    assert "n’attend plus" in direction.post(accepter, {"vu": vu}, follow=True).text


@pytest.fixture
def acceptee(d, entrer, demander):
    demandee, direction = demander(d.mere), entrer(d.directrice)
    Personne.objects.filter(pk=d.mere.pk).update(telephone_portable="06 00 00 00 00")  # since she asked
    vu = vu_sur(direction.get(corrections(d)).text)
    direction.post(reverse("renseignements_accepter", args=[demandee.pk]), {"vu": vu})
    return demandee


def test_accepted_by_mistake_it_is_put_back_as_it_was_and_waits_again(d, entrer, acceptee, horloge):
    direction = entrer(d.directrice)
    reprendre = reverse("renseignements_reprendre", args=[acceptee.pk])
    assert reprendre in direction.get(corrections(d)).text
    horloge(MARDI_10H + dt.timedelta(minutes=59))
    page = direction.post(reprendre, follow=True).text
    assert "C’est remis comme avant" in page and NEUF in page and reprendre not in page
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == "06 00 00 00 00"
    acceptee.refresh_from_db()
    assert (acceptee.etat, acceptee.traitee_par, acceptee.remplace) == ("attente", None, None)
    accueil = entrer(d.mere).get("/").text
    assert "l’école relit votre correction" in accueil and "l’école a pris" not in accueil
    assert "a remis ce qu’une correction" in direction.get(reverse("annuaire_journal", args=[d.elementaire.uai])).text
    assert direction.post(reprendre).status_code == 302  # said again
    vu = vu_sur(direction.get(corrections(d)).text)
    direction.post(reverse("renseignements_accepter", args=[acceptee.pk]), {"vu": vu})
    assert "l’école a pris votre correction" in entrer(d.mere).get("/").text


def test_what_somebody_changed_since_is_not_put_back(d, entrer, acceptee):
    Personne.objects.filter(pk=d.mere.pk).update(telephone_portable="06 11 11 11 11")
    page = entrer(d.directrice).post(reverse("renseignements_reprendre", args=[acceptee.pk]), follow=True).text
    assert "Quelqu’un l’a changé depuis : rien n’a été remis." in page
    d.mere.refresh_from_db()
    acceptee.refresh_from_db()
    assert (d.mere.telephone_portable, acceptee.etat) == ("06 11 11 11 11", "acceptee")


def test_it_is_not_undone_after_an_hour_nor_over_a_newer_demand(d, entrer, acceptee, demander, horloge):
    direction, reprendre = entrer(d.directrice), reverse("renseignements_reprendre", args=[acceptee.pk])
    demander(d.mere, telephone_portable="06 22 22 22 22")
    assert "répondez à celle-là" in direction.post(reprendre, follow=True).text
    Correction.objects.exclude(pk=acceptee.pk).delete()
    horloge(MARDI_10H + dt.timedelta(minutes=61))
    assert reprendre not in direction.get(corrections(d)).text
    assert "trop tard" in direction.post(reprendre, follow=True).text
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == NEUF
    assert entrer(d.enseignante).post(reprendre).status_code == 404


def test_what_one_parent_asked_is_not_undone_over_what_the_other_was_told_is_taken(d, entrer, demander, horloge):
    direction = entrer(d.directrice)
    siennes = [demander(par, Champ.NOM, nom="Belhadj-Roy") for par in (d.mere, d.pere_separe)]
    for minutes, sienne in enumerate(siennes):
        horloge(MARDI_10H + dt.timedelta(minutes=minutes))
        vu = vu_sur(direction.get(corrections(d)).text)
        direction.post(reverse("renseignements_accepter", args=[sienne.pk]), {"vu": vu})
        sienne.refresh_from_db()
        assert sienne.etat == "acceptee"
    page = direction.post(reverse("renseignements_reprendre", args=[siennes[0].pk]), follow=True).text
    assert "Une autre correction de cela a été acceptée depuis : rien n’a été remis." in page
    siennes[0].refresh_from_db()
    d.eleve_cp.refresh_from_db()
    assert (d.eleve_cp.nom, siennes[0].etat) == ("Belhadj-Roy", "acceptee")
    direction.post(reverse("renseignements_reprendre", args=[siennes[1].pk]))  # the last one is
    siennes[1].refresh_from_db()
    assert siennes[1].etat == "attente"


def test_in_quiet_hours_a_family_is_told_nothing_of_what_was_taken_back(d, entrer, demander, horloge):
    demandee, direction = demander(d.mere), entrer(d.directrice)
    horloge(MARDI_10H + dt.timedelta(hours=12))
    vu = vu_sur(direction.get(corrections(d)).text)
    page = direction.post(reverse("renseignements_accepter", args=[demandee.pk]), {"vu": vu}, follow=True)
    assert "la famille est prévenue demain à 7 h 00. Corrigez-le aussi" in page.text.replace("\u00a0", " ")
    assert "la famille le sait." not in page.text
    assert "l’école a pris votre correction" not in entrer(d.mere).get("/").text  # not yet
    assert Notification.objects.filter(nature="renseignements.correction_traitee").exists()
    direction.post(reverse("renseignements_reprendre", args=[demandee.pk]))
    assert not Notification.objects.filter(nature="renseignements.correction_traitee").exists()


def test_in_quiet_hours_a_refusal_says_when_the_family_is_told(d, entrer, demander, horloge):
    demandee, direction = demander(d.mere), entrer(d.directrice)
    horloge(MARDI_10H + dt.timedelta(hours=12))
    envoi = {"mot": "Apportez le livret de famille."}
    page = direction.post(reverse("renseignements_refuser", args=[demandee.pk]), envoi, follow=True).text
    assert "la famille est prévenue demain à 7 h 00." in page.replace("\u00a0", " ")


def test_a_refusal_says_why(d, entrer, demander):
    demandee, direction = demander(d.mere, Champ.NOM, nom="Belhadj-Roy"), entrer(d.directrice)
    refuser = reverse("renseignements_refuser", args=[demandee.pk])
    vide = direction.post(refuser, {"mot": " "})
    assert (vide.status_code, "Dites en un mot pourquoi" in vide.text) == (422, True)
    direction.post(refuser, {"mot": "Apportez le livret de famille."})
    page = entrer(d.mere).get(reverse("renseignements_enfant", args=[d.elementaire.pk, d.eleve_cp.uuid])).text
    assert "Apportez le livret de famille." in page and "refusée" in page
    d.eleve_cp.refresh_from_db()
    assert d.eleve_cp.nom == "Belhadj"
    assert "Apportez le livret de famille." in entrer(d.mere).get("/").text  # under the news


def test_one_of_each_waits_and_one_may_take_it_back(d, entrer, demander):
    demandee, client = demander(d.mere), entrer(d.mere)
    chemin = reverse("renseignements_corriger", args=[d.elementaire.pk, d.eleve_cp.uuid, "telephone_portable"])
    assert "attend déjà l’école" in client.post(chemin, {"telephone_portable": "06 12 12 12 12"}).text
    client.post(reverse("renseignements_correction_retirer", args=[demandee.pk]))
    demandee.refresh_from_db()
    assert demandee.etat == "retiree"
    assert "n’attend" in entrer(d.directrice).get(corrections(d)).text
    accepter = reverse("renseignements_accepter", args=[demandee.pk])
    assert "n’attend plus" in entrer(d.directrice).post(accepter, {"vu": ""}, follow=True).text


def test_what_the_school_took_meanwhile_is_not_said_to_be_taken_back(d, entrer, acceptee):
    """« L’école garde ce qu’elle tient » was said of what it had just replaced."""
    page = entrer(d.mere).post(reverse("renseignements_correction_retirer", args=[acceptee.pk]), follow=True).text
    assert ("C’est retiré" in page, "Ceci a changé depuis que vous l’avez lu" in page) == (False, True)
    d.mere.refresh_from_db()
    assert d.mere.telephone_portable == NEUF


def test_what_the_school_holds_already_is_no_correction(d, entrer):
    chemin = reverse("renseignements_corriger", args=[d.elementaire.pk, d.eleve_cp.uuid, "prenom"])
    reponse = entrer(d.mere).post(chemin, {"prenom": "Inès"})
    assert (reponse.status_code, "rien à corriger" in reponse.text) == (422, True)


def test_an_address_that_would_join_two_households_is_said_before(d, entrer, demander):
    Personne.objects.filter(pk=d.mere.pk).update(adresse="3 rue des Lilas", code_postal="78190", ville="Trappes")
    demander(d.pere_separe, Champ.ADRESSE, adresse="3, rue des lilas", code_postal="78190", ville="Trappes")
    page = entrer(d.directrice).get(corrections(d)).text
    assert "C’est l’adresse que l’école tient pour Mme Belhadj" in page


def test_who_lost_authority_corrects_nothing_and_nothing_of_theirs_waits_for_ever(d, entrer, demander):
    demandee = demander(d.pere_separe, Champ.NOM, nom="Autre")
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    direction = entrer(d.directrice)
    assert "Autre" not in direction.get(corrections(d)).text
    assert "demandée par une famille" not in direction.get("/").text
    assert direction.post(reverse("renseignements_accepter", args=[demandee.pk]), {"vu": ""}).status_code == 404
    d_une_mere = demander(d.mere)
    fin_d_annee.effacer_ce_qui_est_fini()
    assert list(Correction.objects.all()) == [d_une_mere]
    assert "1 correction demandée par une famille." in direction.get("/").text


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_of_a_family_costs_the_same(d, entrer, demander, appeler, django_assert_num_queries, combien):
    for champ in (Champ.PORTABLE, Champ.DOMICILE, Champ.TRAVAIL)[:combien]:
        demander(d.mere, champ, **{champ.value: NEUF})
        appeler(f"Voisin {champ}", d.mere)
    client = entrer(d.mere)
    client.get("/")
    with django_assert_num_queries(10):
        client.get(reverse("renseignements_enfant", args=[d.elementaire.pk, d.eleve_cp.uuid]))


def test_a_postal_code_has_five_figures_and_a_number_ten(d, entrer):
    client, ici = entrer(d.mere), [d.elementaire.pk, d.eleve_cp.uuid]
    adresse = reverse("renseignements_corriger", args=[*ici, "adresse"])
    for code in ("7819", "781900", "Trappes"):
        envoi = {"adresse": "3 rue des Lilas", "code_postal": code, "ville": "Trappes"}
        reponse = client.post(adresse, envoi)
        assert (reponse.status_code, "Un code postal a cinq chiffres" in reponse.text) == (422, True), code
    reponse = client.post(
        reverse("renseignements_corriger", args=[*ici, "telephone_portable"]), {"telephone_portable": "0612"}
    )
    assert (reponse.status_code, "comme 01 30 12 34 56" in reponse.text) == (422, True)
