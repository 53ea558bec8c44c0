"""Séances: who writes them, who reads them and when, what the form refuses."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cahier_de_textes import taches
from cahier_de_textes.actions import seances as actions
from cahier_de_textes.evenements import SEANCE_CHANGEE
from cahier_de_textes.models import Seance
from ent.annuaire import actions as annuaire
from ent.annuaire.models import EntreeJournal, Groupe, Personne
from ent.diffusion import actions as diffusion
from tests.cahier_de_textes.test_actions import MARDI_21H, MERCREDI_7H

MARDI = dt.date(2026, 11, 24)
JEUDI = dt.date(2026, 11, 26)


def ecrire(d, **champs) -> Seance:
    return actions.ecrire_seance(
        **{"auteur": d.enseignante, "classe": d.cp_ce1, "date": MARDI, "titre": "Les dizaines"} | champs
    )


def lecteurs(d, seance) -> list[str]:
    gens = Personne.objects.in_bulk([p.pk for p in d.gens.values()])
    return sorted(c for c, p in d.gens.items() if Seance.objects.visibles_par(gens[p.pk]).filter(pk=seance.pk).exists())


ENVOI = {"titre": "Les dizaines", "domaine": "MAT-NBC", "date": "2026-11-24", "moment": "matin", "heure": "10:30"}


@pytest.fixture
def page(d):
    return reverse("cahier_seance_classe", args=[d.cp_ce1.pk])


@pytest.fixture
def signaux(monkeypatch, django_capture_on_commit_callbacks):
    partis = []
    monkeypatch.setattr(diffusion, "publier", lambda cibles, s: partis.append((set(cibles), s["type"], s["id"])))

    def pendant(geste):
        partis.clear()
        with django_capture_on_commit_callbacks(execute=True):
            geste()
        return partis

    return pendant


# --- Actions ----------------------------------------------------------------------------------------------------------
def test_what_was_done_is_read_by_the_families_of_the_levels(d, mardi):
    assert lecteurs(d, ecrire(d, niveaux=["CE1"])) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


def test_named_pupils_alone_read_a_seance_given_to_them(d, mardi):
    seance = ecrire(d, eleves=[d.eleve_ce1], niveaux=["CP"])
    assert (seance.niveaux, seance.est_nominatif) == ("", True)
    assert lecteurs(d, seance) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


def test_a_plan_and_a_draft_are_the_teachers_own(d, mardi):
    assert lecteurs(d, ecrire(d, date=JEUDI)) == ["directrice", "enseignante"]
    assert lecteurs(d, ecrire(d, est_brouillon=True)) == ["enseignante"]


def test_writing_correcting_withdrawing_are_journalled(d, mardi):
    seance = ecrire(d)
    actions.corriger_seance(
        seance=seance,
        auteur=d.enseignante,
        date=MARDI,
        titre="Les unités",
        niveaux=["CP"],
        moment="apres_midi",
        heure=None,
        domaine="MAT-NBC",
    )
    actions.retirer_seance(seance=seance, auteur=d.enseignante)
    assert lecteurs(d, seance) == []
    actions.remettre_seance(seance=seance, auteur=d.enseignante)
    seance.refresh_from_db()
    assert (seance.titre, seance.niveaux, seance.moment) == ("Les unités", ",CP,", "apres_midi")
    verbes = EntreeJournal.objects.filter(objet=f"seance {seance.pk}").order_by("pk").values_list("verbe", flat=True)
    assert [v.split(".")[1] for v in verbes] == [
        "ecrire_seance", "corriger_seance", "retirer_seance", "remettre_seance",
    ]  # fmt: skip


def test_families_hear_of_what_they_may_read_only(d, mardi, signaux):
    [(cibles, nature, _id)] = signaux(lambda: ecrire(d, niveaux=["CE1"]))
    assert nature == "cahier_de_textes.seance_changee"
    assert {d.enseignante.pk, d.eleve_ce1.pk, d.mere_arabophone.pk} <= cibles
    assert not {d.eleve_cp.pk, d.mere.pk} & cibles
    for champs in [{"date": JEUDI}, {"est_brouillon": True}]:
        [(cibles, _nature, _id)] = signaux(lambda champs=champs: ecrire(d, **champs))
        assert cibles == {d.enseignante.pk}


def test_those_who_lose_it_by_a_correction_hear_of_it(d, mardi, signaux):
    seance = ecrire(d, niveaux=["CE1"])
    [(cibles, _nature, _id)] = signaux(
        lambda: actions.corriger_seance(
            seance=seance,
            auteur=d.enseignante,
            date=MARDI,
            titre="T",
            niveaux=["CP"],
            moment="matin",
            heure=None,
            domaine="",
        )
    )
    assert {d.mere.pk, d.mere_arabophone.pk} <= cibles


def test_what_is_written_at_night_shows_itself_when_the_slot_opens(d, horloge, signaux):
    horloge(MARDI_21H)
    [(cibles, _nature, _id)] = signaux(lambda: ecrire(d))
    assert cibles == {d.enseignante.pk}
    horloge(MERCREDI_7H)
    [(cibles, nature, _id)] = signaux(lambda: taches.annoncer_seance.call(Seance.objects.get().pk))
    assert nature == SEANCE_CHANGEE and {d.mere.pk, d.pere_separe.pk, d.eleve_cp.pk} <= cibles
    actions.retirer_seance(seance=Seance.objects.get(), auteur=d.enseignante)
    assert signaux(lambda: taches.annoncer_seance.call(Seance.objects.get().pk)) == []


def test_a_draft_is_given_once(d, mardi, signaux):
    seance = ecrire(d, est_brouillon=True)
    signaux(lambda: actions.publier_brouillon_seance(seance=seance, auteur=d.enseignante))
    assert "mere" in lecteurs(d, seance)
    assert signaux(lambda: actions.publier_brouillon_seance(seance=seance, auteur=d.enseignante)) == []


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_teacher_writes_what_was_done(d, mardi, entrer, page):
    reponse = entrer(d.enseignante).post(page, ENVOI | {"niveaux": ["CP"]}, follow=True)
    assert "C’est écrit au mardi 24 novembre." in reponse.text
    seance = Seance.objects.get()
    assert (seance.liste_niveaux, seance.domaine, seance.heure) == (["CP"], "MAT-NBC", dt.time(10, 30))


def test_all_levels_are_the_whole_class(d, mardi, entrer, page):
    entrer(d.enseignante).post(page, ENVOI | {"niveaux": ["CP", "CE1"]})
    assert Seance.objects.get().niveaux == ""


def test_writing_several_in_a_row_stays_on_the_form_at_the_same_half_day(d, mardi, entrer, page):
    envoi = ENVOI | {"moment": "apres_midi", "heure": "13:45", "encore": "1", "date": "2026-11-26"}
    reponse = entrer(d.enseignante).post(page, envoi)
    assert reponse["Location"] == f"{page}?jour=2026-11-26&moment=apres_midi"


def test_domains_are_those_of_the_cycles_of_the_class(d, mardi, entrer, page):
    texte = entrer(d.enseignante).get(page).text
    assert "Vivant, matière, objets" in texte and "Histoire et géographie" not in texte
    moyens = entrer(d.directrice_maternelle).get(reverse("cahier_seance_classe", args=[d.ms.pk])).text
    assert "Explorer le monde" in moyens and "Vivant, matière, objets" not in moyens
    assert 'name="niveaux"' in texte and 'name="niveaux"' not in moyens


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("titre", "", "Écrivez un titre, par exemple « Les dizaines »."),
        ("date", "2026-11-25", "Pas de classe le mercredi 25 novembre."),
        ("date", "", "Choisissez le jour de la séance."),
        ("date", "2025-11-04", "Ce jour est passé depuis plus d’un an : vérifiez l’année."),
        ("date", "2027-12-03", "Ce jour est dans plus d’un an : vérifiez l’année."),
        ("heure", "12:30", "Cette demi-journée va de 8 h 30 à 11 h 45."),
        ("heure", "25:00", "Cette heure n’existe pas. Écrivez-la ainsi : 8:40."),
        ("domaine", "HIG-RAC", "Sélectionnez un choix valide."),
        ("niveaux", "CM2", "Sélectionnez un choix valide."),
    ],
)
def test_a_mistake_is_explained_and_loses_nothing(d, mardi, entrer, page, champ, valeur, phrase):
    reponse = entrer(d.enseignante).post(page, ENVOI | {champ: valeur})
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert not Seance.objects.exists()


def test_a_half_day_without_school_is_refused(d, mardi, entrer, page):
    d.elementaire.semaine = "4.5"
    d.elementaire.save()
    envoi = ENVOI | {"date": "2026-11-25", "moment": "apres_midi", "heure": ""}
    reponse = entrer(d.enseignante).post(page, envoi)
    assert "Pas de classe le mercredi après-midi." in reponse.text
    assert entrer(d.enseignante).post(page, envoi | {"moment": "matin"}).status_code == 302


@pytest.mark.parametrize(
    ("qui", "statut"), [("mere", 404), ("eleve_cp", 404), ("enseignant", 404), ("remplacant", 404), ("directrice", 403)]
)
def test_only_the_teachers_of_the_class_write(d, mardi, entrer, page, qui, statut):
    assert entrer(getattr(d, qui)).post(page, ENVOI).status_code == statut
    assert not Seance.objects.exists()


def test_a_group_has_its_seances_too(d, mardi, entrer):
    page = reverse("cahier_seance_groupe", args=[d.groupe_lecture.pk])
    entrer(d.enseignant).post(page, ENVOI | {"domaine": "FRA-LEC", "titre": "Lire à voix haute"})
    seance = Seance.objects.get()
    assert (seance.groupe, seance.classe_id) == (d.groupe_lecture, None)
    assert lecteurs(d, seance) == [
        "directrice", "eleve_ce1", "eleve_cm2", "enseignant", "mere", "mere_arabophone", "pere_separe",
    ]  # fmt: skip


def test_families_read_the_content_and_none_of_the_acts(d, mardi, entrer):
    seance = ecrire(d, contenu=[{"type": "mots", "value": ["dizaine", "unité"]}])
    adresse = reverse("cahier_seance", args=[seance.pk])
    texte = entrer(d.mere).get(adresse).text
    assert "dizaine" in texte and "Retirer" not in texte and "Corriger" not in texte
    assert "Retirer" in entrer(d.enseignante).get(adresse).text
    assert "Retirer" not in entrer(d.directrice).get(adresse).text
    plan = reverse("cahier_seance", args=[ecrire(d, date=JEUDI).pk])
    assert entrer(d.mere).get(plan).status_code == 404


def test_a_correction_may_keep_a_day_that_closed_since(d, mardi, entrer):
    seance = ecrire(d, date=dt.date(2026, 11, 25))
    reponse = entrer(d.enseignante).post(
        reverse("cahier_seance_modifier", args=[seance.pk]), ENVOI | {"date": "2026-11-25", "heure": ""}
    )
    assert reponse.status_code == 302


def test_a_draft_is_corrected_then_given(d, mardi, entrer):
    seance = ecrire(d, est_brouillon=True)
    adresse = reverse("cahier_seance_modifier", args=[seance.pk])
    entrer(d.enseignante).post(adresse, ENVOI | {"titre": "Encore"})
    seance.refresh_from_db()
    assert (seance.titre, seance.est_brouillon) == ("Encore", True)
    entrer(d.enseignante).post(adresse, ENVOI | {"titre": "Enfin", "donner": "1"})
    seance.refresh_from_db()
    assert (seance.titre, seance.est_brouillon) == ("Enfin", False)


def test_a_correction_that_is_refused_never_says_that_the_seance_is_not_written(d, mardi, entrer):
    adresse = reverse("cahier_seance_modifier", args=[ecrire(d).pk])
    refus = entrer(d.enseignante).post(adresse, ENVOI | {"titre": ""}).text
    assert "Rien n’est encore corrigé" in refus and "Rien n’est encore écrit" not in refus


def test_withdrawing_is_one_tap_and_so_is_putting_back(d, mardi, entrer):
    seance = ecrire(d)
    client = entrer(d.enseignante)
    reponse = client.post(reverse("cahier_seance_retirer", args=[seance.pk]))
    assert reponse["Location"].endswith(f"?semaine=2026-11-23&jour=2026-11-24&seance_retiree={seance.pk}")
    assert "Annuler le retrait" in client.get(reponse["Location"]).text
    assert client.get(reverse("cahier_seance", args=[seance.pk]))["Location"] == reponse["Location"]
    assert entrer(d.mere).get(reverse("cahier_seance", args=[seance.pk])).status_code == 404
    client.post(reverse("cahier_seance_remettre", args=[seance.pk]))
    seance.refresh_from_db()
    assert seance.retire_le is None


def test_what_was_just_written_is_taken_back_in_one_tap(d, mardi, entrer, page):
    texte = entrer(d.enseignante).post(page, ENVOI, follow=True).text
    retour = reverse("cahier_seance_retirer", args=[Seance.objects.get().pk])
    assert re.search(rf'action="{retour}".*?>Annuler</button>', texte, re.DOTALL)


@pytest.mark.parametrize("nom", ["modifier", "publier", "retirer", "remettre"])
@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice"])
def test_nobody_else_touches_it(d, mardi, entrer, nom, qui):
    seance = ecrire(d)
    assert entrer(getattr(d, qui)).post(reverse(f"cahier_seance_{nom}", args=[seance.pk]), ENVOI).status_code == 404


def test_the_form_of_a_seance_costs_the_same_in_any_class(d, mardi, entrer, page, django_assert_num_queries):
    client = entrer(d.enseignante)
    # session, person; ties; class; levels; draft; unread
    with django_assert_num_queries(7):
        client.get(page)


# --- Its hour, and the pupils it names --------------------------------------------------------------------------------
def test_a_seance_waits_for_the_hour_that_was_chosen(d, mardi, horloge, entrer, page):
    client = entrer(d.enseignante)
    reponse = client.post(page, ENVOI | {"a": "2026-11-27T12:00"}, follow=True)
    assert "C’est écrit au mardi 24 novembre : visible vendredi à 12 h 00." in reponse.text
    seance = Seance.objects.get()
    assert lecteurs(d, seance) == ["directrice", "enseignante"]
    adresse = reverse("cahier_seance_modifier", args=[seance.pk])
    assert client.get(adresse).context["formulaire"]["a"].value() == dt.datetime(2026, 11, 27, 12)
    client.post(adresse, ENVOI | {"a": "2026-11-26T12:00"})
    horloge(dt.datetime(2026, 11, 26, 11, tzinfo=dt.UTC))
    assert "mere" in lecteurs(d, seance)
    assert "a" not in client.get(adresse).context["formulaire"].fields  # families read it already


def test_a_seance_is_read_at_the_end_of_the_school_day_in_one_tap(d, mardi, entrer, page):
    entrer(d.enseignante).post(page, ENVOI | {"sortie": "2026-11-24T16:15:00+01:00"})
    assert Seance.objects.get().visible_le == mardi.replace(hour=16, minute=15)


def test_without_its_hour_any_more_it_is_read_at_once(d, mardi, entrer):
    seance = ecrire(d, a=dt.datetime(2026, 11, 27, 11, tzinfo=dt.UTC))
    entrer(d.enseignante).post(reverse("cahier_seance_modifier", args=[seance.pk]), ENVOI | {"a": ""})
    assert "mere" in lecteurs(d, seance)


def test_a_draft_is_given_for_an_hour(d, mardi, entrer):
    seance = ecrire(d, est_brouillon=True)
    envoi = ENVOI | {"a": "2026-11-27T12:00", "donner": "1"}
    entrer(d.enseignante).post(reverse("cahier_seance_modifier", args=[seance.pk]), envoi)
    seance.refresh_from_db()
    assert (seance.visible_le, "mere" in lecteurs(d, seance)) == (dt.datetime(2026, 11, 27, 11, tzinfo=dt.UTC), False)


def test_a_plan_whose_hour_comes_first_is_still_read_on_its_day(d, mardi, entrer, page):
    envoi = ENVOI | {"date": "2026-12-01", "a": "2026-11-27T12:00"}
    reponse = entrer(d.enseignante).post(page, envoi, follow=True)
    assert "C’est prévu pour mardi 1er décembre. Les familles le liront ce jour-là." in reponse.text


def test_named_pupils_are_chosen_in_the_form(d, mardi, entrer, page):
    client = entrer(d.enseignante)
    client.post(page, ENVOI | {"des_eleves": "on", "eleves": [d.eleve_ce1.pk], "niveaux": ["CP"]})
    seance = Seance.objects.get()
    assert (seance.niveaux, lecteurs(d, seance)) == ("", ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"])
    adresse = reverse("cahier_seance", args=[seance.pk])
    nom = f"{d.eleve_ce1.prenom} {d.eleve_ce1.nom}"
    assert f"Pour {nom}" in client.get(adresse).text
    assert nom not in entrer(d.mere_arabophone).get(adresse).text.partition("<main")[2]
    formulaire = client.get(reverse("cahier_seance_modifier", args=[seance.pk])).context["formulaire"]
    assert [formulaire[n].value() for n in ("des_eleves", "eleves")] == [True, [str(d.eleve_ce1.pk)]]


def test_names_ticked_for_the_whole_class_are_asked_about_and_nobody_reads(d, mardi, entrer, page):
    """What was meant for a few is never given to all: nobody guesses which of the two was meant."""
    refus = entrer(d.enseignante).post(page, ENVOI | {"eleves": [d.eleve_ce1.pk]})
    assert refus.status_code == 422 and "Des élèves sont cochés" in refus.text
    assert not Seance.objects.exists()


def test_the_groups_that_one_holds_are_one_tap_away(d, mardi, entrer, page):
    groupe = annuaire.garder_groupe(classe=d.cp_ce1, auteur=d.enseignante, nom="Les fusées", eleves=[d.eleve_cp.pk])
    du_groupe = reverse("cahier_seance_groupe", args=[groupe.pk])
    texte = entrer(d.enseignante).get(page, {"jour": "2026-11-26", "moment": "apres_midi"}).text
    assert f'href="{du_groupe}?jour=2026-11-26&amp;moment=apres_midi"' in texte
    assert "Lecture à voix haute" not in texte  # a group that another teacher holds


@pytest.mark.parametrize("nommes", ["personne", "eleve_cm2"])
def test_nobody_named_and_a_pupil_of_another_class_are_refused(d, mardi, entrer, page, nommes):
    eleves = [] if nommes == "personne" else [d.eleve_cm2.pk]
    reponse = entrer(d.enseignante).post(page, ENVOI | {"des_eleves": "on", "eleves": eleves})
    assert reponse.status_code == 422
    assert not Seance.objects.exists()


def test_other_named_pupils_take_the_place_of_the_first_whose_group_is_gone(d, mardi, entrer):
    seance = ecrire(d, eleves=[d.eleve_ce1])
    adresse = reverse("cahier_seance_modifier", args=[seance.pk])
    client = entrer(d.enseignante)
    for nommes, lisent in [([d.eleve_ce1.pk], "mere_arabophone"), ([d.eleve_cp.pk], "mere")]:
        client.post(adresse, ENVOI | {"des_eleves": "on", "eleves": nommes})
        assert lisent in lecteurs(d, seance)
        assert Groupe.objects.exclude(ponctuel_de=None).count() == 1
    assert "mere_arabophone" not in lecteurs(d, seance)
    client.post(adresse, ENVOI)
    assert {"mere", "mere_arabophone"} <= set(lecteurs(d, seance))
    assert not Groupe.objects.exclude(ponctuel_de=None).exists()
    assert Groupe.objects.filter(pk=d.groupe_lecture.pk).exists()
