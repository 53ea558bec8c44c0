"""The roll of a half-day: who takes it, what it says by exception, who is told, until when it is corrected."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Affectation
from ent.diffusion.models import Notification
from ent.services.vie_scolaire.actions import absences as declarer
from ent.services.vie_scolaire.actions import appels as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import Moment, demi_journee, demi_journees, du_moment
from ent.services.vie_scolaire.models import Appel, LigneAppel
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()
JOUR = str(MARDI)


@pytest.fixture
def matin(d):
    return demi_journee(d.elementaire, MARDI, Moment.MATIN)


def adresse(classe, jour=JOUR, moment="matin") -> str:
    return reverse("appel_classe", args=[classe.pk, jour, moment])


def dites(personne, nature: str) -> list[str]:
    return list(
        Notification.objects.filter(destinataire=personne, nature=f"vie_scolaire.{nature}").values_list(
            "texte", flat=True
        )
    )


# --- Half-days --------------------------------------------------------------------------------------------------------
def test_a_class_day_has_its_half_days_and_a_sunday_none(d, mardi):
    assert [demi.moment for demi in demi_journees(d.elementaire, MARDI)] == ["matin", "apres_midi"]
    assert demi_journees(d.elementaire, MARDI + dt.timedelta(days=1)) == []  # a Wednesday of four days
    assert demi_journees(d.elementaire, dt.date(2026, 12, 25)) == []


@pytest.mark.parametrize(
    ("heure", "moment"), [(6, "matin"), (8, "matin"), (12, "matin"), (13, "apres_midi"), (18, "apres_midi")]
)
def test_the_roll_of_the_moment_is_of_the_half_day_that_opened_last(d, heure, moment):
    assert du_moment(d.elementaire, MARDI_10H.replace(hour=heure, minute=0)).moment == moment


# --- Who takes it -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("enseignante", 200),
        ("directrice", 200),
        ("enseignant", 404),
        ("remplacant", 404),
        ("mere", 404),
        ("directrice_maternelle", 404),
    ],
)
def test_who_teaches_the_class_and_the_direction_open_its_roll(d, mardi, entrer, qui, statut):
    assert entrer(d.gens[qui]).get(adresse(d.cp_ce1)).status_code == statut


def test_a_remplacant_takes_the_roll_while_they_hold_the_class(d, mardi, entrer):
    Affectation.objects.create(enseignant=d.remplacant, classe=d.cp_ce1, nature="remplacant", debut=MARDI, fin=MARDI)
    assert entrer(d.remplacant).get(adresse(d.cp_ce1)).status_code == 200


def test_a_day_without_class_has_no_roll(d, mardi, entrer):
    assert entrer(d.directrice).get(adresse(d.cp_ce1, "2026-11-22")).status_code == 404


# --- By exception -----------------------------------------------------------------------------------------------------
def test_what_is_sent_says_those_who_differ_and_nobody_else(d, mardi, entrer):
    tom, lea = [i.eleve for i in d.cp_ce1.inscriptions.exclude(eleve__in=[d.eleve_cp, d.eleve_ce1])[:2]]
    envoi = {
        f"absent-{d.eleve_cp.pk}": "on",
        f"arrive-{tom.pk}": "08:44",
        f"parti-{lea.pk}": "10:10",
        f"revenu-{lea.pk}": "11:00",
    }
    reponse = entrer(d.enseignante).post(adresse(d.cp_ce1), envoi)
    assert reponse.status_code == 302
    appel = Appel.objects.get()
    assert (appel.classe, appel.jour, appel.moment, appel.auteur) == (d.cp_ce1, MARDI, "matin", d.enseignante)
    assert {ligne.eleve: ligne.dit for ligne in appel.lignes.all()} == {
        d.eleve_cp: (True, None, None, None),
        tom: (False, dt.time(8, 44), None, None),
        lea: (False, None, dt.time(10, 10), dt.time(11, 0)),
    }


def test_a_pupil_of_another_class_is_not_on_it(d, mardi, entrer):
    entrer(d.enseignante).post(adresse(d.cp_ce1), {f"absent-{d.eleve_cm2.pk}": "on"})
    assert not LigneAppel.objects.exists()


def test_an_hour_that_is_none_is_said_and_loses_nothing(d, mardi, entrer):
    reponse = entrer(d.enseignante).post(
        adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on", f"arrive-{d.eleve_ce1.pk}": "25:99"}
    )
    assert reponse.status_code == 422
    assert 'value="25:99"' in reponse.text
    assert not Appel.objects.exists()


@pytest.mark.parametrize(
    ("heures", "dit"),
    [
        ({"arrive": "23:50"}, "La demi-journée va de 8 h 30 à 11 h 45."),
        ({"arrive": "07:00"}, "La demi-journée va de 8 h 30 à 11 h 45."),
        ({"arrive": "10:00", "parti": "09:00"}, "Cette heure vient avant l’arrivée."),
        ({"parti": "10:00", "revenu": "09:00"}, "Cette heure vient avant le départ."),
    ],
)
def test_an_hour_that_cannot_be_is_said_beside_the_pupil_and_loses_nothing(d, mardi, entrer, heures, dit):
    """A family was told that their child had come at 23 h 50."""
    tapees = {f"{nom}-{d.eleve_ce1.pk}": heure for nom, heure in heures.items()}
    reponse = entrer(d.enseignante).post(adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on"} | tapees)
    assert reponse.status_code == 422
    fausse = f"id_{list(tapees)[-1]}"
    assert re.search(rf'<p class="erreur" id="{fausse}_error">.*: {dit}</span></p>', reponse.text.replace("\xa0", " "))
    assert f'id="{fausse}" aria-invalid="true" aria-describedby="{fausse}_error"' in reponse.text
    assert f'href="#{fausse}">Kenza Haddad</a>' in reponse.text, "thirty names stand between the top and it"
    assert all(f'name="{nom}" value="{heure}"' in reponse.text for nom, heure in tapees.items())
    assert not Appel.objects.exists()
    assert not Notification.objects.filter(nature__startswith="vie_scolaire.").exists()


def test_an_hour_that_is_kept_hinders_no_other_correction(d, mardi, matin, entrer):
    """The hours of the school changed since."""
    tard = Dit(False, dt.time(12, 30))
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_ce1.pk: tard})
    page = entrer(d.enseignante).get(adresse(d.cp_ce1)).text
    envoi = {f"arrive-{d.eleve_ce1.pk}": "12:30", f"absent-{d.eleve_cp.pk}": "on"}
    assert entrer(d.enseignante).post(adresse(d.cp_ce1), version(page) | envoi).status_code == 302


def test_the_same_roll_sent_twice_makes_one_and_tells_once(d, mardi, entrer):
    client, envoi = entrer(d.enseignante), {f"absent-{d.eleve_cp.pk}": "on", "version": ""}
    boite = {"X-Boite": "un"}
    for _fois in range(2):
        assert client.post(adresse(d.cp_ce1), envoi, headers=boite).json()["recu"] == "un"
    assert Appel.objects.count() == 1
    assert len(dites(d.mere, "absence_constatee")) == 1


def test_a_roll_that_somebody_made_is_corrected_knowingly(d, mardi, matin, entrer):
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.directrice, dits={d.eleve_ce1.pk: Dit(True)})
    client = entrer(d.enseignante)
    refus = client.post(adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on", "version": "ce que le téléphone avait lu"})
    assert refus.status_code == 422
    assert "Mme Quéméneur a modifié cela" in refus.text
    assert [ligne.eleve for ligne in LigneAppel.objects.all()] == [d.eleve_ce1]
    assert client.post(adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on"}).status_code == 302  # read again, then sent
    assert [ligne.eleve for ligne in LigneAppel.objects.all()] == [d.eleve_cp]


# --- Until when -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "heure", "statut"), [("enseignante", 11, 302), ("enseignante", 12, 403), ("directrice", 12, 302)]
)
def test_a_roll_is_corrected_until_the_half_day_ends_then_by_the_direction(
    d, mardi, matin, entrer, horloge, qui, heure, statut
):
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={})
    horloge(MARDI_10H.replace(hour=heure))
    assert entrer(d.gens[qui]).post(adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on"}).status_code == statut


def test_a_roll_made_after_its_half_day_says_until_when_it_is_corrected(d, mardi, entrer, horloge):
    horloge(MARDI_10H.replace(hour=17, minute=25))
    client = entrer(d.enseignante)
    page = client.get(adresse(d.cp_ce1)).text
    assert (
        " data-finie" in page and "Vous pourrez corriger jusqu’à ce soir, ensuite seule la direction corrige." in page
    )
    client.post(adresse(d.cp_ce1), {f"arrive-{d.eleve_cp.pk}": "09:05"})
    page = client.get(adresse(d.cp_ce1)).text
    assert "Corrigeable jusqu’à ce soir. Après, la direction corrige." in page
    assert client.post(adresse(d.cp_ce1), version(page) | {f"arrive-{d.eleve_cp.pk}": "09:15"}).status_code == 302
    assert LigneAppel.objects.get().arrive_a == dt.time(9, 15)


def version(page: str) -> dict:
    return {"version": page.partition('name="version" value="')[2].partition('"')[0]}


def test_no_roll_is_taken_before_its_half_day(d, mardi, entrer):
    client = entrer(d.enseignante)
    assert "Cet appel s’ouvre à 12 h 45." in client.get(adresse(d.cp_ce1, moment="apres_midi")).text
    assert client.post(adresse(d.cp_ce1, moment="apres_midi"), {}).status_code == 403


@pytest.mark.parametrize(("jours", "statut"), [(2, 302), (9, 403)])
def test_a_roll_kept_without_network_arrives_days_later(d, entrer, horloge, jours, statut):
    horloge(MARDI_10H + dt.timedelta(days=jours))
    client, fait_le = entrer(d.enseignante), int(MARDI_10H.replace(hour=8, minute=47).timestamp() * 1000)
    assert client.get(adresse(d.cp_ce1)).status_code == 403  # the page itself is of today
    reponse = client.post(adresse(d.cp_ce1), {f"absent-{d.eleve_cp.pk}": "on", "fait_le": fait_le})
    assert reponse.status_code == statut
    if statut == 302:
        assert Appel.objects.get().fait_le == MARDI_10H.replace(hour=8, minute=47)


def test_the_direction_fills_a_past_roll(d, entrer, horloge):
    horloge(MARDI_10H + dt.timedelta(days=20))
    client = entrer(d.directrice)
    assert client.get(adresse(d.cp_ce1)).status_code == 200
    assert client.post(adresse(d.cp_ce1), {}).status_code == 302


# --- Who is told ------------------------------------------------------------------------------------------------------
def test_each_adult_who_may_know_is_told_at_once(d, mardi, matin, entrer):
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    attendu = ["Inès · Absence ce matin. L’école ne sait pas pourquoi : dites-le-lui."]
    assert dites(d.mere, "absence_constatee") == attendu
    assert dites(d.pere_separe, "absence_constatee") == attendu
    assert dites(d.mere_arabophone, "absence_constatee") == []
    notification = Notification.objects.filter(destinataire=d.mere).get(nature="vie_scolaire.absence_constatee")
    assert notification.visible_le == mardi


def test_in_quiet_hours_it_waits(d, horloge, matin):
    horloge(MARDI_10H.replace(hour=21))
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.directrice, dits={d.eleve_cp.pk: Dit(True)})
    demain = MARDI_10H.replace(hour=7) + dt.timedelta(days=1)
    assert {n.visible_le for n in Notification.objects.filter(nature="vie_scolaire.absence_constatee")} == {demain}


def annoncer(d, eleve, par, duree="journee", **champs):
    return declarer.declarer_absence(
        eleve=eleve,
        etablissement=d.elementaire,
        par=par,
        **({"debut": MARDI, "fin": MARDI, "duree": duree, "motif": "maladie"} | champs),
    )


def test_a_household_that_told_is_not_asked(d, mardi, matin, entrer):
    dite = annoncer(d, d.eleve_cp, d.mere)
    page = entrer(d.enseignante).get(adresse(d.cp_ce1)).text
    assert f'name="absent-{d.eleve_cp.pk}" checked' in page  # announced: the page begins with it
    assert "Sa famille a prévenu · Malade" in page
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    assert LigneAppel.objects.get().declaration == dite
    assert dites(d.mere, "absence_constatee") == dites(d.pere_separe, "absence_constatee") == []


def test_a_lateness_that_was_told_explains_no_absence(d, mardi, matin):
    annoncer(d, d.eleve_cp, d.mere, "retard")
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    assert len(dites(d.mere, "absence_constatee")) == 1


def test_the_hour_that_a_family_told_is_read_on_the_roll_of_the_morning_and_says_nothing_by_itself(d, mardi, entrer):
    annoncer(d, d.eleve_cp, d.mere, "retard", heure=dt.time(10, 30))
    annoncer(d, d.eleve_ce1, d.mere_arabophone, "retard")
    client = entrer(d.enseignante)
    page = client.get(adresse(d.cp_ce1)).text.replace("\u00a0", " ")
    assert "<small data-etat>arrive vers 10 h 30</small>" in page
    assert "arrive vers 10 h 30, dit par sa famille" in page and 'data-attendu="10:30"' in page
    assert "<small data-etat>retard prévu</small>" in page
    assert f'name="arrive-{d.eleve_cp.pk}" value=""' in page  # told, and not come yet: who takes the roll says it
    apres_midi = client.get(adresse(d.cp_ce1, moment="apres_midi")).text
    assert "data-attendu" not in apres_midi and "retard prévu" not in apres_midi


def test_who_was_told_reads_that_the_child_came(d, mardi, matin):
    absente, arrivee = {d.eleve_cp.pk: Dit(True)}, {d.eleve_cp.pk: Dit(arrive_a=dt.time(9, 5))}
    for dits in (absente, arrivee):
        actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits=dits)
    assert dites(d.pere_separe, "absence_constatee") == []
    assert dites(d.pere_separe, "absence_levee") == ["Inès · Bien à l’école, depuis 9 h 05."]


def test_who_had_not_read_it_yet_reads_nothing_of_a_mistake(d, horloge, matin):
    horloge(MARDI_10H.replace(hour=21))
    for dits in ({d.eleve_cp.pk: Dit(True)}, {}):
        actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.directrice, dits=dits)
    assert dites(d.mere, "absence_constatee") == dites(d.mere, "absence_levee") == []


# --- A class that is split --------------------------------------------------------------------------------------------
@pytest.fixture
def confies(d, mardi, matin):
    """Inès goes to M. Caradec for the morning."""
    (appel,) = actions.confier_des_eleves(
        classe=d.cp_ce1, eleves=[d.eleve_cp], a=d.enseignant, auteur=d.directrice, demis=[matin]
    )
    return appel


def test_who_is_given_pupils_takes_their_roll_and_reads_theirs_alone(d, confies, entrer):
    client = entrer(d.enseignant)
    page = client.get(reverse("appel_confie", args=[confies.pk])).text
    assert "Inès Belhadj" in page
    assert "Kenza" not in page
    assert client.get(adresse(d.cp_ce1)).status_code == 404
    assert client.post(reverse("appel_confie", args=[confies.pk]), {f"absent-{d.eleve_cp.pk}": "on"}).status_code == 302
    assert dites(d.mere, "absence_constatee") != []


@pytest.mark.parametrize(
    ("qui", "statut"),
    [("directrice", 200), ("enseignante", 200), ("remplacant", 404), ("mere", 404), ("referente", 404)],
)
def test_nobody_else_of_the_school_reads_whom_a_colleague_was_given(d, confies, entrer, qui, statut):
    assert entrer(d.gens[qui]).get(reverse("appel_confie", args=[confies.pk])).status_code == statut


def test_the_next_day_they_are_read_no_more(d, confies, entrer, horloge):
    horloge(MARDI_10H + dt.timedelta(days=2))
    assert entrer(d.enseignant).get(reverse("appel_confie", args=[confies.pk])).status_code == 404


def test_the_roll_of_the_class_leaves_them_to_it(d, confies, matin, entrer):
    page = entrer(d.enseignante).get(adresse(d.cp_ce1)).text
    assert "Inès (M. Caradec)" in page
    assert f'name="absent-{d.eleve_cp.pk}"' not in page
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    assert not LigneAppel.objects.filter(absent=True).exists()


def test_they_come_back_to_their_class(d, confies, entrer):
    assert entrer(d.enseignant).post(reverse("appel_reprendre", args=[confies.pk])).status_code == 403
    assert entrer(d.enseignante).post(reverse("appel_reprendre", args=[confies.pk])).status_code == 302
    assert f'name="absent-{d.eleve_cp.pk}"' in entrer(d.enseignante).get(adresse(d.cp_ce1)).text


def test_pupils_are_given_from_a_page(d, mardi, entrer):
    envoi = {"eleves": [d.eleve_cp.pk], "a": d.enseignant.pk, "demis": ["matin", "apres_midi"]}
    assert entrer(d.enseignante).post(reverse("appel_confier", args=[d.cp_ce1.pk]), envoi).status_code == 302
    assert Appel.objects.filter(confie_a=d.enseignant).count() == 2
    ailleurs = {**envoi, "eleves": [d.eleve_cm2.pk]}
    assert entrer(d.enseignante).post(reverse("appel_confier", args=[d.cp_ce1.pk]), ailleurs).status_code == 422


# --- The homes --------------------------------------------------------------------------------------------------------
def test_the_home_of_who_teaches_says_the_roll_of_the_moment(d, mardi, matin, entrer):
    assert adresse(d.cp_ce1) in entrer(d.enseignante).get("/").text
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits={d.eleve_cp.pk: Dit(True)})
    assert "fait à 10 h 00, 1 absent" in entrer(d.enseignante).get("/").text


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_costs_the_same_whatever_its_pupils(d, mardi, matin, entrer, django_assert_num_queries, combien):
    eleves = [i.eleve_id for i in d.cp_ce1.inscriptions.all()[:combien]]
    actions.faire_l_appel(classe=d.cp_ce1, demi=matin, auteur=d.enseignante, dits=dict.fromkeys(eleves, Dit(True)))
    client = entrer(d.enseignante)
    with django_assert_num_queries(13):
        client.get(adresse(d.cp_ce1))
