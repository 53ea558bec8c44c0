"""« Each Monday and Thursday, until a date »: declared at once, taken back in one tap."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.actions import parente
from ent.annuaire.models import Responsabilite
from ent.annuaire.registres import Manque
from ent.services.periscolaire.actions import ecole
from ent.services.periscolaire.actions import rythmes as actions
from ent.services.periscolaire.actions.absences import annuler_pour_absence, rendre_apres_absence
from ent.services.periscolaire.models import JourDeclare, Rythme

from .conftest import PROCHAIN, VENDREDI, etats

JOUR = dt.timedelta(days=1)
NOEL = dt.date(2027, 1, 8)


@pytest.fixture
def poser(d, cantine):
    def pose(jours="03", fin=dt.date(2026, 12, 11), par=None, service=None, eleve=None, debut=dt.date(2026, 11, 24)):
        return actions.poser_rythme(
            service=service or cantine, eleve=eleve or d.eleve_cp, jours=jours, debut=debut, fin=fin, par=par or d.mere
        )

    return pose


def test_it_says_each_of_its_days_that_may_still_be_said(d, cantine, poser):
    """Thursday the 26th: its hour has passed on Tuesday at ten."""
    poser()
    assert etats(cantine, d.eleve_cp) == {
        dt.date(2026, 11, 30): "oui",
        dt.date(2026, 12, 3): "oui",
        dt.date(2026, 12, 7): "oui",
        dt.date(2026, 12, 10): "oui",
    }


def test_only_days_that_are_served_are_offered_and_repeated(d, cantine, ouvrir, entrer, poser):
    """Nobody believes that a child eats on a day without cantine: no service opens on Wednesdays here, one closes on Fridays."""
    ouvrir(nature="garderie-soir", jours="013")
    page = entrer(d.mere).get(reverse("periscolaire_rythmes")).text
    assert [n for n in range(5) if f'name="jours" value="{n}"' in page] == [0, 1, 3, 4]
    du_soir = ouvrir(nature="etude", jours="013")
    rythme, _bilan = poser(jours="024", service=du_soir)
    assert (rythme.jours, str(rythme.jours_en_mots)) == ("0", "lundi")


def test_holidays_are_skipped(d, cantine, poser):
    poser(jours="0", debut=dt.date(2026, 12, 14), fin=NOEL)
    assert list(etats(cantine, d.eleve_cp)) == [dt.date(2026, 12, 14), dt.date(2027, 1, 4)]


def test_a_day_said_by_hand_stays_as_it_was_said_and_stopping_leaves_it(d, cantine, poser, dire):
    dire(cantine, d.eleve_cp, PROCHAIN, veut=False)
    dire(cantine, d.eleve_cp, VENDREDI)
    rythme, _bilan = poser(jours="04")
    assert etats(cantine, d.eleve_cp)[PROCHAIN] == "non"
    assert etats(cantine, d.eleve_cp)[PROCHAIN + 4 * JOUR] == "oui"
    assert actions.arreter_rythme(rythme=rythme, par=d.mere) == 3
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "oui", PROCHAIN: "non"}
    assert actions.arreter_rythme(rythme=rythme, par=d.mere) == 0  # stopped already


def test_the_days_that_it_does_not_take_are_named_with_why(d, cantine, dire, entrer):
    """Thursday's hour has passed; Monday was said « no » by the mother, then by the father: « c’est noté » would be believed of them."""
    dire(cantine, d.eleve_cp, PROCHAIN, veut=False)
    client = entrer(d.pere_separe)
    envoi = {"pour": f"{cantine.pk}:{d.eleve_cp.uuid}", "jours": ["0", "3"], "debut": "2026-11-24", "fin": "2026-12-11"}
    page = client.post(reverse("periscolaire_rythmes"), envoi, follow=True).text.replace("\u00a0", " ")
    assert "C’est noté. 3 jours sont inscrits." in page
    assert "Pas inscrit par ce rythme : jeudi 26 novembre. C’était à dire avant" in page
    assert "Pas inscrit par ce rythme : lundi 30 novembre. Mme Belhadj avait dit non : changez-le" in page


@pytest.mark.parametrize(
    ("dites_par", "dit"), [("mere", "Vous aviez dit non"), ("directrice", "L’école a noté non"), ("absence", "absence")]
)
def test_and_a_rhythm_that_takes_none_says_each_reason_once(d, cantine, dire, entrer, dites_par, dit):
    lundis = [PROCHAIN, PROCHAIN + 7 * JOUR]
    if dites_par == "absence":
        dire(cantine, d.eleve_cp, *lundis)
        annuler_pour_absence(d.mere, Manque(d.eleve_cp, d.elementaire, lundis[0], lundis[1]))
    else:
        origine = {"origine": JourDeclare.Origine.ECOLE} if dites_par == "directrice" else {}
        dire(cantine, d.eleve_cp, *lundis, veut=False, par=getattr(d, dites_par), **origine)
    client = entrer(d.mere)
    envoi = {"pour": f"{cantine.pk}:{d.eleve_cp.uuid}", "jours": ["0"], "debut": "2026-11-30", "fin": "2026-12-11"}
    page = client.post(reverse("periscolaire_rythmes"), envoi, follow=True).text.replace("\u00a0", " ")
    assert "Rien n’a changé" not in page
    assert page.count("Pas inscrit par ce rythme : lundi 30 novembre, lundi 7 décembre.") == 1 and dit in page


def test_full_days_of_a_rhythm_wait_for_a_place_and_stopping_frees_them(d, ouvrir, poser):
    service = ouvrir(nature="garderie-soir", capacite=1)
    rythme, _bilan = poser(jours="0", service=service, eleve=d.eleve_ce1, par=d.mere_arabophone)
    _autre, bilan = poser(jours="04", service=service)
    assert [x.jour for x in bilan.en_attente] == [PROCHAIN, PROCHAIN + 7 * JOUR]
    actions.arreter_rythme(rythme=rythme, par=d.mere_arabophone)
    assert set(etats(service, d.eleve_cp).values()) == {"oui"}


JEUDIS = [dt.date(2026, 12, 3), dt.date(2026, 12, 10)]


def test_the_days_of_one_that_stops_are_left_to_another_that_says_them_too(d, cantine, poser):
    """The mother's Mondays and Thursdays, the father's Thursdays: he found them said."""
    de_la_mere, _bilan = poser()
    du_pere, bilan = poser(jours="3", par=d.pere_separe)
    assert bilan.ecrits == []
    assert actions.arreter_rythme(rythme=de_la_mere, par=d.mere) == 2
    assert etats(cantine, d.eleve_cp) == dict.fromkeys(JEUDIS, "oui")
    assert {dit.par for dit in cantine.jours_declares.filter(remplace_le=None)} == {d.pere_separe}
    assert actions.arreter_rythme(rythme=du_pere, par=d.pere_separe) == 2
    assert etats(cantine, d.eleve_cp) == {}


def test_those_that_the_other_does_not_reach_are_said_no_more(d, cantine, poser):
    de_la_mere, _bilan = poser()
    poser(jours="3", par=d.pere_separe, fin=JEUDIS[0])
    poser(jours="3", par=d.pere_separe, eleve=d.eleve_cm2)  # of another child
    assert actions.arreter_rythme(rythme=de_la_mere, par=d.mere) == 3
    assert list(etats(cantine, d.eleve_cp)) == [JEUDIS[0]]


@pytest.mark.parametrize("qui_ne_declare_plus", ["a perdu l’autorité", "n’est pas qui l’école a dit"])
def test_nor_are_they_left_to_one_whose_adult_declares_no_more(d, cantine, poser, qui_ne_declare_plus):
    de_la_mere, _bilan = poser()
    poser(jours="3", par=d.pere_separe)
    if qui_ne_declare_plus == "a perdu l’autorité":
        lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp, fin=None)
        parente.confirmer_responsabilite(responsabilite=lien, lien=lien.lien, autorite="sans", auteur=d.directrice)
    else:
        ecole.decider_declarant(etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.mere, auteur=d.directrice)
    assert actions.arreter_rythme(rythme=de_la_mere, par=d.mere) == 4
    assert etats(cantine, d.eleve_cp) == {}


def test_a_day_that_is_left_keeps_its_place_among_who_waits_and_what_an_absence_cancelled(
    d, ouvrir, poser, dire, horloge
):
    service = ouvrir(nature="garderie-soir", capacite=1)
    dire(service, d.eleve_ce1, JEUDIS[0], par=d.mere_arabophone)
    de_la_mere, _bilan = poser(jours="3", service=service)
    poser(jours="3", service=service, par=d.pere_separe)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 24, 11, 0)))
    dire(service, d.eleve_cm2, JEUDIS[0], par=d.pere_separe)
    absence = Manque(d.eleve_cp, d.elementaire, JEUDIS[1], JEUDIS[1])
    annuler_pour_absence(d.mere, absence)
    assert actions.arreter_rythme(rythme=de_la_mere, par=d.mere) == 0
    assert etats(service, d.eleve_cp) == {JEUDIS[0]: "attente", JEUDIS[1]: "non"}
    rendre_apres_absence(d.mere, absence)
    dire(service, d.eleve_ce1, JEUDIS[0], veut=False, par=d.mere_arabophone)
    assert etats(service, d.eleve_cp) == dict.fromkeys(JEUDIS, "oui")
    assert etats(service, d.eleve_cm2) == {JEUDIS[0]: "attente"}


def test_one_that_would_say_nothing_is_refused(d, poser):
    with pytest.raises(ValidationError, match="Aucun jour ouvert"):
        poser(jours="2")
    with pytest.raises(ValidationError, match="année scolaire"):
        poser(fin=dt.date(2028, 1, 1))
    assert not Rythme.objects.exists()


def test_the_other_holder_reads_it_with_who_said_it_and_may_stop_it(d, cantine, poser, entrer):
    poser()
    client = entrer(d.pere_separe)
    page = client.get(reverse("periscolaire_rythmes")).text
    assert "lundi, jeudi, jusqu’au 11 décembre 2026 · par Mme Belhadj" in " ".join(page.split())
    assert "nadia.belhadj" not in page
    assert client.post(reverse("periscolaire_rythme_arreter", args=[Rythme.objects.get().pk])).status_code == 302
    assert etats(cantine, d.eleve_cp) == {}


def test_nobody_else_knows_of_it(d, poser, entrer):
    poser()
    adresse = reverse("periscolaire_rythme_arreter", args=[Rythme.objects.get().pk])
    for autre in (d.mere_arabophone, d.enseignante, d.directrice, d.eleve_cp):
        assert entrer(autre).post(adresse).status_code == 404
    assert Rythme.objects.get().arrete_le is None


def test_it_is_said_on_a_page_that_keeps_what_was_typed(d, cantine, entrer):
    client, adresse = entrer(d.mere), reverse("periscolaire_rythmes")
    envoi = {"pour": f"{cantine.pk}:{d.eleve_cp.uuid}", "jours": ["0"], "debut": "2026-11-30", "fin": "2026-11-01"}
    refus = client.post(adresse, envoi)
    assert (refus.status_code, 'value="2026-11-30"' in refus.text) == (422, True)
    assert client.post(adresse, envoi | {"fin": "2026-12-18"}).status_code == 302
    assert len(etats(cantine, d.eleve_cp)) == 3
    ailleurs = {"pour": f"{cantine.pk}:{d.eleve_ce1.uuid}"}
    assert client.post(adresse, envoi | {"fin": "2026-12-18"} | ailleurs).status_code == 422
    assert etats(cantine, d.eleve_ce1) == {}


@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(d, cantine, poser, entrer, django_assert_num_queries, combien):
    for jours in "013"[:combien]:
        poser(jours=jours)
    client = entrer(d.mere)
    with django_assert_num_queries(8):
        assert client.get(reverse("periscolaire_rythmes")).text.count("Arrêter<") == combien
