"""The form of a travail: whom it is for, when, and what a correction tells to whom."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cahier_de_textes.actions import gestes, organisation
from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.actions.commun import Public
from cahier_de_textes.models import Travail, TravailFait
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Etablissement, Groupe
from ent.diffusion.models import Notification
from tests.cahier_de_textes.test_actions import donner, lecteurs

LUNDI, JEUDI = dt.date(2026, 11, 23), dt.date(2026, 11, 26)
SORTIE = "2026-11-24T16:15:00+01:00"  # as the page of this Tuesday sends it
ENVOI = {"nature": "lire", "texte": "Relire la page 14", "jour": "2026-11-26", "pour": ""}


@pytest.fixture
def don(d):
    return reverse("cahier_donner_classe", args=[d.cp_ce1.pk])


def previent(travail) -> set[int]:
    return set(Notification.objects.filter(objet_id=travail.pk).values_list("destinataire", flat=True))


# --- The form ---------------------------------------------------------------------------------------------------------
def test_one_tap_chooses_the_next_class_days(d, mardi, entrer, don):
    texte = entrer(d.enseignante).get(don).text
    for jour in ("jeudi 26, prochain jour de classe", "lundi prochain, le 30", "mardi prochain, le 1er"):
        assert jour in texte
    entrer(d.enseignante).post(don, ENVOI | {"date_pour": ""})
    assert Travail.objects.get().date_pour == JEUDI


def test_the_rule_on_written_work_is_said_and_the_teacher_decides(d, mardi, entrer, don):
    assert "circulaire du 29 décembre 1956" in entrer(d.enseignante).get(don).text
    assert entrer(d.enseignante).post(don, ENVOI | {"nature": "ecrire"}).status_code == 302
    assert Travail.objects.get().minutes == 15


def test_named_pupils_alone_read_it(d, mardi, entrer, don):
    entrer(d.enseignante).post(don, ENVOI | {"pour": "eleves", "eleves": [d.eleve_ce1.pk]})
    travail = Travail.objects.get()
    assert lecteurs(d, travail) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


@pytest.mark.parametrize("eleves", [[], ["x"]])
def test_nobody_named_is_explained(d, mardi, entrer, don, eleves):
    reponse = entrer(d.enseignante).post(don, ENVOI | {"pour": "eleves", "eleves": eleves})
    assert reponse.status_code == 422
    assert not Travail.objects.exists()


@pytest.mark.parametrize("pour", ["", "CP"])
def test_names_ticked_for_the_whole_class_are_asked_about(d, mardi, entrer, don, pour):
    """What was meant for a few is never given to all: nobody guesses which of the two was meant."""
    refus = entrer(d.enseignante).post(don, ENVOI | {"pour": pour, "eleves": [d.eleve_cp.pk]})
    assert refus.status_code == 422 and "Des élèves sont cochés" in refus.text
    assert not Travail.objects.exists()


def test_pupils_and_groups_of_others_are_refused(d, mardi, entrer, don):
    client = entrer(d.enseignante)
    for fou in ({"pour": "eleves", "eleves": [d.eleve_cm2.pk]}, {"pour": f"groupe-{d.groupe_lecture.pk}"}):
        assert client.post(don, ENVOI | fou).status_code == 422
    assert not Travail.objects.exists()


def test_a_group_that_one_holds_is_a_choice_of_the_class(d, mardi, entrer):
    don = reverse("cahier_donner_classe", args=[d.cm2.pk])
    entrer(d.enseignant).post(don, ENVOI | {"pour": f"groupe-{d.groupe_lecture.pk}"})
    travail = Travail.objects.get()
    assert (travail.classe_id, travail.groupe) == (None, d.groupe_lecture)


def test_a_group_kept_once_is_chosen_in_one_tap_and_stays_while_something_is_given_to_it(d, mardi, entrer, don):
    client = entrer(d.enseignante)
    groupe = annuaire.garder_groupe(
        classe=d.cp_ce1, auteur=d.enseignante, nom="Les fusées", eleves=[d.eleve_cp.pk, d.eleve_ce1.pk]
    )
    assert f'value="groupe-{groupe.pk}"' in client.get(don).text
    assert client.post(don, ENVOI | {"pour": f"groupe-{groupe.pk}"}).status_code == 302
    assert lecteurs(d, Travail.objects.get())[:3] == ["assistante", "directrice", "eleve_ce1"]
    texte = client.post(reverse("annuaire_groupe_oublier", args=[groupe.pk]), follow=True).text
    assert "Quelque chose lui est donné" in texte and "Les fusées" in texte


def test_a_group_to_which_something_is_given_is_not_offered_to_be_deleted(d, mardi, entrer, don):
    client, mes_groupes = entrer(d.enseignante), reverse("annuaire_groupes")
    groupe = annuaire.garder_groupe(
        classe=d.cp_ce1, auteur=d.enseignante, nom="Les fusées", eleves=[d.eleve_cp.pk, d.eleve_ce1.pk]
    )
    oublier = reverse("annuaire_groupe_oublier", args=[groupe.pk])
    assert oublier in client.get(mes_groupes).text
    client.post(don, ENVOI | {"pour": f"groupe-{groupe.pk}"})
    page = client.get(mes_groupes).text
    assert oublier not in page and "Quelque chose lui est donné" in page


def test_a_draft_then_given(d, mardi, entrer, don):
    client = entrer(d.enseignante)
    reponse = client.post(don, ENVOI | {"brouillon": "1"}, follow=True)
    assert "C’est gardé en brouillon : seuls les enseignants de la classe le lisent." in reponse.text
    travail = Travail.objects.get()
    assert (lecteurs(d, travail), previent(travail)) == (["enseignante"], set())
    client.post(reverse("cahier_publier", args=[travail.pk]))
    assert d.mere.pk in previent(travail)


def test_another_day_that_was_chosen_is_not_said_optional(d, mardi, entrer, don):
    etiquette = re.search(r'<label for="id_date_pour">(.*?)</label>', entrer(d.enseignante).get(don).text)
    assert etiquette and etiquette[1] == "Un autre jour"


def test_a_scheduled_hour_is_kept_and_may_be_moved(d, mardi, entrer, don):
    client = entrer(d.enseignante)
    reponse = client.post(don, ENVOI | {"jour": "2026-12-01", "a": "2026-11-27T12:00"}, follow=True)
    assert "visible vendredi à 12 h 00" in reponse.text
    travail = Travail.objects.get()
    assert lecteurs(d, travail) == ["directrice", "enseignante"]
    adresse = reverse("cahier_modifier", args=[travail.pk])
    client.post(adresse, ENVOI | {"jour": "2026-12-01", "a": "2026-11-26T12:00"})
    travail.refresh_from_db()
    assert travail.visible_le == dt.datetime(2026, 11, 26, 11, tzinfo=dt.UTC)
    client.post(adresse, ENVOI | {"jour": "2026-12-01", "a": ""})
    assert "mere" in lecteurs(d, travail)


def test_at_the_end_of_the_school_day_in_one_tap(d, mardi, horloge, entrer, don):
    client = entrer(d.enseignante)
    page = client.get(don).text
    assert "À la sortie de l’école, à 16 h 15" in page and f'value="{SORTIE}"' in page
    client.post(don, ENVOI | {"sortie": SORTIE})
    travail = Travail.objects.get()
    assert travail.visible_le == mardi.replace(hour=16, minute=15)
    adresse = reverse("cahier_modifier", args=[travail.pk])
    client.post(adresse, ENVOI | {"a": "2026-11-25T12:00"})
    client.post(adresse, ENVOI | {"sortie": SORTIE, "a": "2026-11-25T12:00"})  # shown as it was, then ticked
    travail.refresh_from_db()
    assert travail.visible_le == mardi.replace(hour=16, minute=15)
    refus = client.post(don, ENVOI | {"sortie": SORTIE, "a": "2026-11-25T12:00"})
    assert refus.status_code == 422 and "Choisissez : à la sortie de l’école, ou à cette heure-ci." in refus.text
    horloge(mardi.replace(hour=17))
    assert "À la sortie de l’école" not in client.get(don).text


def test_an_end_of_day_that_changed_since_the_page_is_said_and_nothing_is_shown_early(d, mardi, horloge, entrer, don):
    client = entrer(d.enseignante)
    horloge(mardi.replace(hour=14))
    Etablissement.objects.filter(pk=d.elementaire.pk).update(apres_midi_fin=dt.time(13, 35))
    refus = client.post(don, ENVOI | {"sortie": SORTIE})
    assert refus.status_code == 422 and "L’heure de la sortie a changé." in refus.text
    assert not Travail.objects.exists()


def test_sent_a_minute_after_the_end_of_the_day_it_is_read_at_once(d, mardi, horloge, entrer, don):
    horloge(mardi.replace(hour=16, minute=16))
    entrer(d.enseignante).post(don, ENVOI | {"sortie": SORTIE})
    assert "mere" in lecteurs(d, Travail.objects.get())


def test_a_draft_says_that_it_keeps_no_hour(d, mardi, entrer, don):
    reponse = entrer(d.enseignante).post(don, ENVOI | {"sortie": SORTIE, "brouillon": "1"}, follow=True)
    assert "L’heure n’est pas gardée avec un brouillon" in reponse.text and Travail.objects.get().est_brouillon


def test_an_hour_that_comes_too_late_is_refused(d, mardi, entrer, don):
    reponse = entrer(d.enseignante).post(don, ENVOI | {"a": "2026-11-26T12:00"})
    assert (
        reponse.status_code == 422
        and "C’est trop tard : les familles le liraient le jour même, ou après." in reponse.text
    )


@pytest.mark.parametrize(("minutes", "gardees"), [("", 10), ("0", 0), ("25", 25)])
def test_minutes_are_those_of_the_kind_unless_said(d, mardi, entrer, don, minutes, gardees):
    entrer(d.enseignante).post(don, ENVOI | {"minutes": minutes})
    assert Travail.objects.get().minutes == gardees


# --- Correcting -------------------------------------------------------------------------------------------------------
def test_another_audience_tells_the_new_ones_only_and_keeps_the_ticks(d, mardi, entrer):
    travail = donner(d, niveau="CP")
    TravailFait.objects.create(travail=travail, eleve=d.eleve_cp)
    Notification.objects.update(lue_le=mardi)
    entrer(d.enseignante).post(reverse("cahier_modifier", args=[travail.pk]), ENVOI)
    travail.refresh_from_db()
    assert (travail.niveau, travail.faits.count()) == ("", 1)
    dites = Notification.objects.filter(objet_id=travail.pk)
    assert dites.get(destinataire=d.mere).lue_le is not None
    assert dites.get(destinataire=d.mere_arabophone).lue_le is None


def test_what_was_told_is_taken_back_from_those_whom_it_does_not_concern_any_more(d, mardi):
    travail = donner(d)
    assert {d.mere.pk, d.mere_arabophone.pk} <= previent(travail)
    renommer(d, travail, d.eleve_ce1)
    assert previent(travail) & {d.mere.pk, d.mere_arabophone.pk} == {d.mere_arabophone.pk}
    assert lecteurs(d, travail) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


def test_the_same_named_pupils_keep_their_group(d, mardi, entrer):
    travail = donner(d, eleves=[d.eleve_ce1])
    adresse = reverse("cahier_modifier", args=[travail.pk])
    entrer(d.enseignante).post(adresse, ENVOI | {"pour": "eleves", "eleves": [d.eleve_ce1.pk], "texte": "Autre"})
    groupe = travail.groupe_id
    travail.refresh_from_db()
    assert (travail.groupe_id, travail.texte, Groupe.objects.exclude(ponctuel_de=None).count()) == (groupe, "Autre", 1)
    entrer(d.enseignante).post(adresse, ENVOI)
    travail.refresh_from_db()
    assert (travail.groupe_id, travail.classe) == (None, d.cp_ce1)


def ponctuels() -> int:
    return Groupe.objects.exclude(ponctuel_de=None).count()


def renommer(d, travail, *eleves) -> None:
    actions.corriger_travail(
        travail=travail,
        auteur=d.enseignante,
        nature="lire",
        texte="T",
        date_pour=JEUDI,
        public=Public(classe=d.cp_ce1, eleves=eleves),
    )


def test_the_group_that_names_nobody_any_more_is_gone_and_no_item_with_it(d, mardi):
    travail = donner(d, eleves=[d.eleve_ce1])
    renommer(d, travail, d.eleve_cp)
    assert (ponctuels(), "mere" in lecteurs(d, travail)) == (1, True)
    renommer(d, travail)
    assert (ponctuels(), Travail.objects.count()) == (0, 1)


def test_a_group_of_the_school_stays_when_a_travail_leaves_it(d, mardi):
    travail = actions.publier_travail(
        auteur=d.enseignant, groupe=d.groupe_lecture, nature="lire", texte="T", date_pour=JEUDI
    )
    actions.corriger_travail(
        travail=travail, auteur=d.enseignant, nature="lire", texte="T", date_pour=JEUDI, public=Public(classe=d.cm2)
    )
    assert Groupe.objects.filter(pk=d.groupe_lecture.pk).exists()


def test_copies_keep_the_group_that_the_first_has_left_and_undoing_gives_them_back(d, mardi):
    """What was withdrawn may be put back: its pupils are still named."""
    travail = donner(d, eleves=[d.eleve_ce1])
    repetes = organisation.repeter(ecrit=travail, auteur=d.enseignante, jours=[3], jusqu_au=dt.date(2026, 12, 10))
    travail.refresh_from_db()
    renommer(d, travail, d.eleve_cp)
    copie = Travail.objects.exclude(pk=travail.pk).earliest("date_pour")
    assert (ponctuels(), "mere_arabophone" in lecteurs(d, copie), "mere" in lecteurs(d, copie)) == (2, True, False)
    retrait = organisation.retirer(ecrit=copie, auteur=d.enseignante, et_les_suivants=True)
    autre = donner(d, eleves=[d.eleve_ce1])
    renommer(d, autre)
    assert ponctuels() == 2
    gestes.annuler_geste(geste=retrait, auteur=d.enseignante)
    assert "mere_arabophone" in lecteurs(d, copie)
    gestes.annuler_geste(geste=repetes, auteur=d.enseignante)
    assert lecteurs(d, copie) == []


def test_the_form_of_a_correction_shows_what_was_chosen(d, mardi, entrer):
    travail = donner(d, niveau="CE1", minutes=12)
    formulaire = entrer(d.enseignante).get(reverse("cahier_modifier", args=[travail.pk])).context["formulaire"]
    assert [formulaire[n].value() for n in ("pour", "jour", "minutes")] == ["CE1", "2026-11-26", 12]
    assert "a" not in formulaire.fields  # families read it already


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_form_costs_the_same_however_many_pupils(d, mardi, entrer, don, django_assert_num_queries, nombre):
    for _n in range(nombre):
        donner(d)
    client = entrer(d.enseignante)
    # session, person; ties; class; pupils, their groups; load; draft; unread
    with django_assert_num_queries(9):
        client.get(don)


def test_an_hour_that_is_past_is_told(d, mardi, entrer, don):
    envoi = ENVOI | {"a": "2026-11-01T10:00"}
    page = entrer(d.enseignante).post(don, envoi)
    assert page.status_code == 422 and "Cette heure est passée." in page.text
    assert not Travail.objects.exists()


def test_a_draft_whose_day_went_by_is_given_for_another(d, mardi, entrer):
    """Families would be told on Tuesday what was to be done for Monday."""
    travail = donner(d, est_brouillon=True)
    Travail.objects.update(date_pour=LUNDI)
    client, modifier = entrer(d.enseignante), reverse("cahier_modifier", args=[travail.pk])
    refus = client.post(reverse("cahier_publier", args=[travail.pk]), follow=True)
    assert refus.request["PATH_INFO"] == modifier and "Ce jour est passé" in refus.text
    envoi = {"nature": "lire", "texte": "Page 3", "date_pour": LUNDI.isoformat(), "pour": ""}
    assert client.post(modifier, envoi | {"donner": ""}).status_code == 422
    assert client.post(modifier, envoi).status_code == 302  # kept as a draft, its words are corrected
    assert Travail.objects.get().est_brouillon and not Notification.objects.exists()
    assert client.post(modifier, envoi | {"donner": "", "jour": JEUDI.isoformat()}).status_code == 302
    assert not Travail.objects.get().est_brouillon
