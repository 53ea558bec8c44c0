"""Dates of a space: written by its adults, told school by school, read in the days, the month and the calendar of each."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Classe, Etablissement
from ent.diffusion.models import Notification
from ent.services.espaces import evenements
from ent.services.espaces.actions import agenda, espaces
from ent.services.espaces.lectures import calendrier
from ent.services.espaces.models import ClasseDeLEspace, DateDeLEspace, EcoleDeLEspace, Espace

from .conftest import JEUDI_3, neuf

ENVOI = {"titre": "Générale", "jour": "2026-12-10", "de": "14:00", "a": "16:00", "lieu": "Théâtre", "prevenir": "on"}


def dits(qui, nature) -> list[str]:
    recues = Notification.objects.visibles_par(neuf(qui)).filter(nature=nature)
    return [texte.replace("\xa0", " ") for texte in recues.order_by("pk").values_list("texte", flat=True)]


def test_a_date_sent_twice_is_one_and_each_is_told_of_their_own(a_deux, d, entrer):
    client = entrer(d.enseignant)
    chemin = reverse("espaces_ecrire", args=[a_deux.pk])
    numero = client.get(chemin).content.decode().split('name="numero" value="')[1].split('"')[0]
    for _fois in range(2):
        assert client.post(chemin, {**ENVOI, "numero": numero}).status_code == 302
    assert DateDeLEspace.objects.count() == 1
    suite = "Avec une autre école : Générale, jeudi 10 décembre, de 14 h 00 à 16 h 00"
    assert sorted(dits(d.mere, evenements.DATE)) == [f"Lina-Maëlys · {suite}", f"Sofiane · {suite}"]
    assert dits(d.directrice_maternelle, evenements.DATE_EQUIPE) == [
        "La grande chorale : Générale, jeudi 10 décembre, de 14 h 00 à 16 h 00"
    ]
    assert dits(d.enseignant, evenements.DATE_EQUIPE) == []
    assert dits(d.mere_arabophone, evenements.DATE) == []


def test_without_telling_families_only_adults_are(a_deux, d, entrer):
    entrer(d.enseignant).post(reverse("espaces_ecrire", args=[a_deux.pk]), {**ENVOI, "prevenir": ""})
    assert (dits(d.mere, evenements.DATE), len(dits(d.directrice, evenements.DATE_EQUIPE))) == ([], 1)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"jour": "2027-02-02"}, "L’espace va du 23/11/2026 au 18/12/2026"),
        ({"a": "13:00"}, "Cela finit avant de commencer"),
        ({"inscrit": "enfant", "jusqu_a": "2026-12-12T10:00"}, "C’est après la visite"),
        ({"inscrit": "enfant", "jusqu_a": "2026-12-10T20:00"}, "C’est après la visite"),
        ({"inscrit": "enfant", "jusqu_a": "2026-12-11T00:00", "de": "", "a": ""}, "C’est après la visite"),
        ({"inscrit": "enfant", "places": "0"}, "Une place au moins"),
        ({"titre": ""}, "Dites ce qui se passe"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(a_deux, d, entrer, champs, phrase):
    reponse = entrer(d.enseignant).post(reverse("espaces_ecrire", args=[a_deux.pk]), ENVOI | champs)
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert phrase in page
    assert "Théâtre" in page
    assert not DateDeLEspace.objects.exists()


def test_one_signs_up_until_the_eve_at_six_when_nobody_says(a_deux, d, entrer):
    entrer(d.enseignant).post(
        reverse("espaces_ecrire", args=[a_deux.pk]), ENVOI | {"inscrit": "enfant", "places": "20"}
    )
    date = DateDeLEspace.objects.get()
    assert date.jusqu_a == dt.datetime(2026, 12, 9, 17, tzinfo=dt.UTC)
    assert date.places == 20


def test_a_correction_that_counts_is_told_and_another_is_not(dater, d):
    date = dater()
    champs = {nom: getattr(date, nom) for nom in ("titre", "jour", "de", "a", "lieu", "inscrit", "places", "jusqu_a")}
    agenda.corriger(date=date, par=d.enseignant, texte="Apportez une écharpe.", **champs)
    assert dits(d.mere, evenements.DATE_CHANGE) == []
    agenda.corriger(date=date, par=d.enseignant, texte="", **champs | {"lieu": "Préau"})
    assert len(dits(d.mere, evenements.DATE_CHANGE)) == 2
    date.refresh_from_db()
    assert date.sequence == 2


def test_who_could_read_that_it_was_cancelled_reads_that_it_takes_place(dater, d, mardi, horloge):
    date = dater()
    agenda.annuler(date=date, par=d.enseignant, mot="Le théâtre est fermé.")
    agenda.retablir(date=date, par=d.enseignant)
    assert (dits(d.mere, evenements.DATE_ANNULEE), len(dits(d.mere, evenements.DATE_RETABLIE))) == ([], 2)
    assert "a bien lieu" in dits(d.directrice_maternelle, evenements.DATE_EQUIPE)[-1]
    agenda.annuler(date=date, par=d.enseignant, mot="Il pleut.")
    assert dits(d.mere, evenements.DATE_RETABLIE) == []
    agenda.retablir(date=date, par=d.enseignant)
    horloge(mardi.replace(hour=22))
    agenda.annuler(date=date, par=d.enseignant, mot="Par erreur.")
    agenda.retablir(date=date, par=d.enseignant)
    assert dits(d.mere, evenements.DATE_RETABLIE) == [], "nobody had read it: quiet hours held it"


def test_moved_while_it_was_cancelled_it_is_told_to_who_never_read_the_cancelling(dater, d, mardi, horloge):
    """Cancelled, moved and put back in an evening: families knew the former day alone."""
    date = dater()
    horloge(mardi.replace(hour=21))
    agenda.annuler(date=date, par=d.enseignant, mot="Le théâtre est pris.")
    horloge(mardi.replace(hour=21, minute=5))
    champs = {nom: getattr(date, nom) for nom in ("titre", "texte", "de", "a", "lieu", "inscrit", "places", "jusqu_a")}
    agenda.corriger(date=date, par=d.enseignant, jour=dt.date(2026, 12, 10), **champs)
    agenda.retablir(date=date, par=d.enseignant)
    horloge(mardi.replace(day=25, hour=9))
    dites = Notification.objects.visibles_par(neuf(d.mere)).filter(nature__in=evenements.DES_DATES)
    assert {"jeudi 10 décembre" in dit.texte for dit in dites} == {True}
    assert {dit.nature for dit in dites} == {evenements.DATE_CHANGE}


def test_a_space_does_not_begin_after_a_date_that_families_wait_for(dater, d, a_deux):
    date = dater()
    jours = {"titre": "T", "propos": "P", "fin": a_deux.fin}
    with pytest.raises(ValidationError) as refus:
        espaces.corriger(espace=a_deux, par=d.directrice, debut=JEUDI_3 + dt.timedelta(days=1), **jours)
    assert refus.value.code == "debut"
    espaces.corriger(espace=a_deux, par=d.directrice, debut=JEUDI_3, **jours)
    agenda.annuler(date=date, par=d.enseignant, mot="Neige.")
    espaces.corriger(espace=a_deux, par=d.directrice, debut=JEUDI_3 + dt.timedelta(days=1), **jours)


def test_two_corrections_at_once_do_not_overwrite_each_other(dater, d, entrer):
    date = dater()
    chemin = reverse("espaces_corriger_date", args=[date.pk])
    un, autre = entrer(d.enseignant), entrer(d.directrice_maternelle)
    vue = un.get(chemin).context["formulaire"].version
    assert autre.post(chemin, ENVOI | {"version": vue}).status_code == 302
    assert un.post(chemin, ENVOI | {"version": vue, "titre": "Autre"}).status_code == 422
    date.refresh_from_db()
    assert date.titre == "Générale"


def test_families_and_adults_read_it_on_its_day_everywhere(dater, d, entrer):
    date = dater("Répétition générale")
    chemin = reverse("espaces_date", args=[date.pk])
    for qui in ("pere_separe", "enseignant", "directrice_maternelle"):
        page = entrer(d.gens[qui]).get(f"{reverse('agenda')}?mois=2026-12").content.decode()
        assert (qui, chemin in page) == (qui, True)
    semaine = (
        entrer(d.pere_separe).get(f"{reverse('semaine_du', args=[JEUDI_3 - dt.timedelta(days=3)])}").content.decode()
    )
    assert "Répétition générale" in semaine
    for qui in ("mere_arabophone", "enseignante"):
        assert chemin not in entrer(d.gens[qui]).get(f"{reverse('agenda')}?mois=2026-12").content.decode()


@pytest.mark.parametrize(
    "ce_qui_la_retire",
    [
        lambda d, date: ClasseDeLEspace.objects.filter(classe=d.cm2).update(retiree_le=timezone.now()),
        lambda d, date: EcoleDeLEspace.objects.filter(etablissement=d.elementaire).update(quittee_le=timezone.now()),
        lambda d, date: Espace.objects.update(debut=dt.date(2026, 11, 25)),
        lambda d, date: Espace.objects.update(clos_le=timezone.now(), fin=dt.date(2026, 12, 2)),
        lambda d, date: Etablissement.objects.filter(pk=d.elementaire.pk).update(modules_fermes=" espaces "),
        lambda d, date: Classe.objects.filter(pk=d.cm2.pk).update(fermee_le=timezone.now()),
    ],
    ids=["class taken away", "school gone", "not begun", "closed before", "room closed", "class closed"],
)
def test_the_week_of_a_family_has_it_no_more_once(dater, d, entrer, ce_qui_la_retire):
    date = dater("Répétition générale")
    semaine = reverse("semaine_du", args=[JEUDI_3 - dt.timedelta(days=3)])
    assert "Répétition générale" in entrer(d.pere_separe).get(semaine).text
    ce_qui_la_retire(d, date)
    assert "Répétition générale" not in entrer(neuf(d.pere_separe)).get(semaine).text


def test_calendars_hold_it_under_one_name_for_ever(dater, d):
    date = dater("Générale")

    def lus(qui):
        return calendrier.evenements_de(neuf(qui), JEUDI_3, JEUDI_3)

    [lu] = lus(d.mere)
    assert (lu.uid, lu.est_annule, lu.sequence) == (f"espace-{date.uuid}", False, 0)
    agenda.annuler(date=date, par=d.enseignant, mot="Neige.")
    [barre] = lus(d.enseignant)
    assert (barre.uid, barre.est_annule, barre.sequence) == (lu.uid, True, 1)
    assert lus(d.enseignante) == lus(d.mere_arabophone) == []


def test_a_search_finds_it_for_those_who_read_it(dater, d, entrer):
    dater("Répétition générale")
    for qui, trouve in (("pere_separe", True), ("directrice_maternelle", True), ("mere_arabophone", False)):
        client = entrer(d.gens[qui])
        page = client.post(reverse("chercher"), {"lettres": "répét"}).content.decode()
        assert (qui, "Répétition générale" in page) == (qui, trouve)


def test_a_space_that_is_over_is_read_and_takes_nothing(dater, d, entrer, horloge):
    date = dater()
    horloge(dt.datetime(2026, 12, 19, 10, tzinfo=dt.UTC))
    client = entrer(d.enseignant)
    page = client.get(reverse("espaces_espace", args=[date.espace_id])).content.decode()
    assert "Cet espace est fini" in page and "17 janvier 2027" in page
    assert reverse("espaces_ecrire", args=[date.espace_id]) not in page
    reponse = client.post(reverse("espaces_ecrire", args=[date.espace_id]), ENVOI)
    assert reponse.status_code == 422
    assert "on n’y écrit plus" in reponse.content.decode()
    horloge(dt.datetime(2027, 1, 18, 10, tzinfo=dt.UTC))
    assert client.get(reverse("espaces_espace", args=[date.espace_id])).status_code == 404


def test_an_end_does_not_leave_a_date_behind(dater, a_deux, d):
    dater()
    champs = {nom: getattr(a_deux, nom) for nom in ("titre", "propos", "debut")}
    with pytest.raises(ValidationError, match="a lieu après ce jour"):
        espaces.corriger(espace=a_deux, par=d.directrice, fin=dt.date(2026, 12, 1), **champs)
    espaces.corriger(espace=a_deux, par=d.directrice, fin=dt.date(2027, 1, 15), **champs)
    assert Espace.objects.get().fin == dt.date(2027, 1, 15)


@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_and_the_page_cost_the_same_however_many_dates(
    dater, a_deux, d, entrer, django_assert_num_queries, combien
):
    for n in range(combien):
        dater(f"Répétition {n}", inscrit="enfant", jusqu_a=dt.datetime(2026, 12, 2, 17, tzinfo=dt.UTC))
    mere, enseignant = entrer(d.mere), entrer(d.enseignant)
    with django_assert_num_queries(11):
        mere.get(reverse("espaces_espace", args=[a_deux.pk]))
    # Two of them for the thread, which is of adults alone.
    with django_assert_num_queries(14):
        enseignant.get(reverse("espaces_espace", args=[a_deux.pk]))


@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_costs_the_same_however_many_spaces(a_deux, d, entrer, django_assert_num_queries, combien):
    for n in range(combien - 1):
        espaces.ouvrir(
            etablissement=d.elementaire,
            par=d.directrice,
            titre=f"Espace {n}",
            propos="…",
            debut=a_deux.debut,
            fin=a_deux.fin,
        )
    client = entrer(d.directrice)
    with django_assert_num_queries(9):
        client.get(reverse("espaces"))


def test_until_when_is_said_in_the_hour_of_schools(visite, d, entrer):
    page = entrer(d.mere).get(reverse("espaces_date", args=[visite.pk])).content.decode().replace("\xa0", " ")
    assert "À dire avant mercredi 2 décembre à 18 h 00." in page
