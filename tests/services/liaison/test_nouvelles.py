"""Who is told of what comes and of what became of what left; where dossiers are found from the rest of the site."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.diffusion.models import Notification
from ent.services.liaison.actions import envois, preparation, receptions
from ent.services.liaison.lectures.envois import envois_lisibles
from ent.services.liaison.lectures.receptions import receptions_lisibles
from ent.services.liaison.models import Envoi, Reception
from tests.services.liaison.conftest import relire
from tests.services.liaison.test_echange import envoyer, plus_tard


@pytest.fixture
def arrive(d, accorde, college, reseau) -> Reception:
    """Sent and checked."""
    envoyer(d, accorde)
    return Reception.objects.get()


def dites(nature: str) -> list[tuple[int, str]]:
    return list(Notification.objects.filter(nature=nature).order_by("pk").values_list("destinataire", "texte"))


# --- Told --------------------------------------------------------------------------------------------------------------------
def test_the_direction_that_received_is_told_and_names_no_child_until_it_said_who(d, arrive, college):
    [(qui, dit)] = dites("liaison.recu")
    assert (qui, "Sofiane" in dit) == (college.principale.pk, False)
    assert dit == f"Un dossier de liaison est arrivé : {d.elementaire.nom}. Dites de quel élève il parle."
    assert receptions_lisibles(college.principale, [arrive.pk]) == {arrive.pk}
    assert receptions_lisibles(d.directrice, [arrive.pk]) == set()
    receptions.confirmer(reception=arrive, eleve=d.eleve_cm2, auteur=college.principale)
    assert dites("liaison.recu") == [], "it waits for nobody any more"


def test_the_direction_that_sent_is_told_what_became_of_it(d, arrive, college):
    receptions.refuser(reception=arrive, motif="autre_ecole", precision="", auteur=college.principale)
    envoi = plus_tard(Envoi.objects.get())
    [(qui, dit)] = dites("liaison.suivi")
    assert qui == d.directrice.pk
    assert dit == f"Sofiane · Son dossier de liaison n’a pas été pris : {d.college.nom}. Lisez pourquoi."
    assert envois_lisibles(d.directrice, [envoi.pk]) == {envoi.pk}
    assert envois_lisibles(d.enseignant, [envoi.pk]) == set()


def test_quiet_hours_hold_both_back(d, accorde, college, reseau, horloge):
    nuit = timezone.make_aware(dt.datetime(2026, 11, 24, 22))
    horloge(nuit)
    envoyer(d, accorde)
    assert Notification.objects.get(nature="liaison.recu").visible_le > nuit


# --- One that goes slowly ------------------------------------------------------------------------------------------------------
def test_one_that_goes_slowly_lets_others_go_and_goes_on_from_there(d, accorde, college, reseau, monkeypatch):
    monkeypatch.setattr(envois, "MORCEAU", 100)
    monkeypatch.setattr(envois, "UN_ENVOI", -1.0)
    envoi = envoyer(d, accorde)
    assert (envoi.etat, envoi.envoyes) == (Envoi.Etat.EN_COURS, 100)
    assert envoi.prochain_le <= timezone.now(), "at once at the next round"
    monkeypatch.setattr(envois, "UN_ENVOI", 60.0)
    envois.avancer(envoi_id=envoi.pk)
    assert Reception.objects.get().recus == envoi.octets


# --- Found ---------------------------------------------------------------------------------------------------------------------
def chercher(client, q: str) -> str:
    return client.post(reverse("chercher"), {"lettres": q}).text


def test_a_dossier_is_found_by_a_name_by_where_it_goes_and_a_pai_by_who_reads_it(d, dossier, entrer):
    preparation.ecrire_la_sante(dossier=dossier, auteur=d.directrice, texte="Trousse.")
    adresse = reverse("liaison_preparer", args=[dossier.uuid])
    maitre, direction = entrer(d.enseignant), entrer(d.directrice)
    for q in ("6e sofiane", "dossier sofiane"):
        assert adresse in chercher(maitre, q)
        assert adresse in chercher(direction, q)
    assert adresse in chercher(direction, "PAI")
    assert adresse not in chercher(maitre, "PAI"), "that there is one is not found by who teaches"
    for autre in (d.enseignante, d.mere, d.directrice_maternelle):
        assert adresse not in chercher(entrer(autre), "dossier sofiane")


def test_the_page_of_the_class_and_the_sheet_of_the_pupil_lead_to_it(d, dossier, entrer):
    client = entrer(d.directrice)
    vers = reverse("liaison_de_la_classe", args=[d.cm2.pk])
    assert vers in client.get(reverse("annuaire_classe", args=[d.elementaire.uai, d.cm2.pk])).text
    assert client.get(vers).url == reverse("liaison_campagne", args=[dossier.campagne.uuid])
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cm2.uuid])
    assert reverse("liaison_preparer", args=[dossier.uuid]) in client.get(fiche).text


# --- Without a script ------------------------------------------------------------------------------------------------------------
def test_a_column_is_copied_down_without_a_script_and_nothing_is_saved_before_it_is_asked(d, dossier, entrer):
    client = entrer(d.enseignant)
    adresse = reverse("liaison_positions", args=[dossier.campagne.uuid])
    deux = list(dossier.campagne.dossiers.all()[:2])
    lue = client.get(adresse).text
    envoi = {
        nom: lue.partition(f'name="{nom}" value="')[2].partition('"')[0]
        for nom in (f"lu-{x.pk}" for x in dossier.campagne.dossiers.all())
    }
    envoi |= {f"p-{deux[0].pk}-MET_APP": "2", f"p-{dossier.pk}-CPD_FRA": "3"}
    copiee = client.post(adresse, envoi | {"recopier": "MET_APP"})
    assert copiee.status_code == 200
    assert copiee.context["formulaire"].rangees[1].dites["MET_APP"] == 2
    assert "MET_APP" not in relire(deux[1]).positions
