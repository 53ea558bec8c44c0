"""Absences: a family tells one in two taps, is asked why when nobody told, and no more once one adult did. The direction follows the month."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.registres import Proposition, SuiteDAbsence, absents_de, enfants
from ent.diffusion.models import Notification
from ent.fichiers.models import Fichier
from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee, demi_journees, jours_de_classe
from ent.services.vie_scolaire.models import DeclarationAbsence
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.conftest import photo

MARDI = MARDI_10H.date()
JEUDI = MARDI + dt.timedelta(days=2)
PREVENIR, ABSENCES = "/absences/prevenir/", "/absences/"


def cle(d, eleve) -> str:
    return str(eleve.inscriptions.get().pk)


def envoyer(client, d, eleve, **champs):
    """What a page sends: what the school will read was shown first, its print is in the page."""
    envoi = {"eleves": [cle(d, eleve)], "quand": "demain", "duree": "journee", "motif": "maladie"} | champs
    premiere = client.post(PREVENIR, envoi)
    lue = premiere.text.partition('name="lue" value="')[2].partition('"')[0]
    return client.post(PREVENIR, envoi | {"lue": lue}) if premiere.status_code == 422 else premiere


# --- A family tells ---------------------------------------------------------------------------------------------------
def test_a_parent_tells_the_next_class_day_in_two_taps(d, mardi, entrer):
    client = entrer(d.mere_arabophone)
    d.mere_arabophone.langue = "fr"
    d.mere_arabophone.save()
    page = client.get(PREVENIR).text
    assert f'value="{cle(d, d.eleve_ce1)}"' in page
    assert page.count("checked") == 3  # the only child, today, the whole day: why is left, and sending
    assert envoyer(client, d, d.eleve_ce1)["Location"] == ABSENCES
    dite = DeclarationAbsence.objects.get()
    assert (dite.eleve, dite.par, dite.debut, dite.fin, dite.motif) == (
        d.eleve_ce1,
        d.mere_arabophone,
        JEUDI,
        JEUDI,
        "maladie",
    )


def test_what_the_school_will_read_is_shown_before_it_is_sent(d, mardi, entrer):
    client = entrer(d.mere)
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "journee", "motif": "maladie"}
    phrase = "Inès ne viendra pas jeudi 26 novembre, toute la journée. Malade."
    assert phrase in client.post("/absences/prevenir/apercu/", envoi).text
    jamais_montree = client.post(PREVENIR, envoi)
    assert jamais_montree.status_code == 422
    assert phrase in jamais_montree.text
    assert not DeclarationAbsence.objects.exists()
    assert envoyer(client, d, d.eleve_cp).status_code == 302
    assert Notification.objects.filter(nature="vie_scolaire.absence_declaree").count() == 2
    for qui in (d.enseignante, d.directrice):
        assert phrase in entrer(qui).get("/notifications/").text
    assert phrase not in entrer(d.enseignant).get("/notifications/").text


def test_under_what_was_just_told_no_absence_is_not_what_one_reads(d, mardi, entrer):
    client = entrer(d.mere)
    assert "Aucune absence cette année." in client.get(ABSENCES).text
    envoyer(client, d, d.eleve_cp)
    assert "Aucune absence cette année." not in client.get(ABSENCES).text


def test_the_words_that_another_reason_asks_for_are_not_said_to_be_optional(d, mardi, entrer):
    client = entrer(d.mere)
    etiquette = re.compile(r'<label for="id_precision">(.*?)</label>')
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "plusieurs", "debut": "2026-12-01", "duree": "journee"}
    refusee = client.post(PREVENIR, envoi | {"motif": "autre"})
    assert refusee.status_code == 422 and "Dites-le en quelques mots" in refusee.text
    assert 'value="2026-12-01"' in refusee.text
    for page in (client.get(PREVENIR).text, refusee.text):
        assert etiquette.search(page)[1] == "En quelques mots"


def test_several_children_are_told_at_once_or_none(d, mardi, entrer):
    client = entrer(d.mere)
    envoyer(client, d, d.eleve_cp, eleves=[cle(d, d.eleve_cp), cle(d, d.eleve_ms)])
    assert {dite.eleve for dite in DeclarationAbsence.objects.all()} == {d.eleve_cp, d.eleve_ms}


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"motif": "autre"}, "Dites-le en quelques mots"),
        ({"quand": "plusieurs"}, "Choisissez le premier jour."),
        ({"quand": "plusieurs", "debut": "2026-11-28", "fin": "2026-11-29"}, "Il n’y a pas classe à ce moment-là"),
        ({"quand": "plusieurs", "debut": "2026-09-02"}, "C’est trop loin"),
        ({"eleves": ["999999"]}, "999999"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(d, mardi, entrer, champs, phrase):
    reponse = envoyer(entrer(d.mere), d, d.eleve_cp, **champs)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert not DeclarationAbsence.objects.exists()


def test_nobody_tells_for_a_child_who_is_not_theirs(d, mardi, entrer, declarer):
    assert envoyer(entrer(d.mere_arabophone), d, d.eleve_cp).status_code == 422
    with pytest.raises(ValidationError):
        declarer(d.eleve_cp, d.mere_arabophone)
    assert entrer(d.enseignante).get(PREVENIR).status_code == 404
    assert entrer(d.eleve_cp).get(PREVENIR).status_code == 404


def test_it_is_changed_or_withdrawn_until_the_roll(d, entrer, declarer, manquer):
    dite, client = declarer(d.eleve_cp, d.mere), entrer(d.mere)
    changer = reverse("absences_changer", args=[dite.pk])
    envoi = {
        "eleves": [cle(d, d.eleve_cp)],
        "quand": "plusieurs",
        "debut": str(JEUDI),
        "fin": str(JEUDI),
        "duree": "matin",
        "motif": "transports",
    }
    lue = client.post(changer, envoi).text.partition('name="lue" value="')[2].partition('"')[0]
    assert client.post(changer, envoi | {"lue": lue}).status_code == 302
    en_vigueur = DeclarationAbsence.objects.en_vigueur().get()
    assert (en_vigueur.debut, en_vigueur.duree, en_vigueur.motif) == (JEUDI, "matin", "transports")
    client.post(reverse("absences_retirer", args=[en_vigueur.pk]))
    assert not DeclarationAbsence.objects.en_vigueur().exists()
    assert not Notification.objects.filter(nature="vie_scolaire.absence_declaree").exists()
    autre = declarer(d.eleve_cp, d.mere)
    manquer(d.eleve_cp)
    client.post(reverse("absences_retirer", args=[autre.pk]))
    assert DeclarationAbsence.objects.en_vigueur().get() == autre


def a_changer(client, d, dite) -> tuple[str, dict]:
    """The page that tells it otherwise, its morning chosen alone: where it goes, and what it holds."""
    changer = reverse("absences_changer", args=[dite.pk])
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "plusieurs", "debut": str(JEUDI), "fin": str(JEUDI)}
    caches = re.findall(r'<input type="hidden" name="(change)" value="([^"]+)"', client.get(changer).text)
    return changer, envoi | {"duree": "matin", "motif": "transports"} | dict(caches)


def test_the_page_that_changes_it_shows_the_sentence_that_it_sends(d, entrer, declarer):
    """What follows each choice there is of that page: it asks nothing of the one it changes, and is taken at the first press."""
    dite, client = declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI), entrer(d.mere)
    changer, envoi = a_changer(client, d, dite)
    apercu = client.post("/absences/prevenir/apercu/", envoi).text
    assert "Inès ne viendra pas jeudi 26 novembre, le matin. Transports." in apercu and "Remplacer" not in apercu
    lue = apercu.partition('name="lue" value="')[2].partition('"')[0]
    assert client.post(changer, envoi | {"lue": lue}).status_code == 302
    assert DeclarationAbsence.objects.en_vigueur().get().duree == "matin"


def test_of_what_another_told_no_page_shows_what_would_be_changed(d, entrer, declarer):
    dite = declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI)
    _changer, envoi = a_changer(entrer(d.mere), d, dite)
    assert entrer(d.pere_separe).post("/absences/prevenir/apercu/", envoi).status_code == 404


def test_told_otherwise_without_network_it_is_changed_when_the_network_comes_back(d, entrer, declarer):
    dite, client = declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI), entrer(d.mere)
    changer, envoi = a_changer(client, d, dite)
    client.post(changer, envoi | {"lue": "hors-ligne"}, headers={"X-Boite": "1"})
    assert DeclarationAbsence.objects.en_vigueur().get().duree == "matin"


# --- Why? -------------------------------------------------------------------------------------------------------------
def test_each_adult_is_asked_why_until_one_tells(d, entrer, manquer):
    ligne = manquer(d.eleve_cp)
    question = "Pas à l’école ce matin. Pourquoi ?"
    for adulte in (d.mere, d.pere_separe):
        assert question in entrer(adulte).get("/").text
    assert question not in entrer(d.mere_arabophone).get("/").text
    pourquoi = reverse("absences_expliquer", args=[ligne.pk])
    assert entrer(d.mere_arabophone).post(pourquoi, {"motif": "maladie"}).status_code == 404
    assert entrer(d.mere).post(pourquoi, {"motif": "maladie"}).status_code == 302
    for adulte in (d.mere, d.pere_separe):
        assert question not in entrer(adulte).get("/").text
    assert not Notification.objects.filter(nature="vie_scolaire.absence_constatee").exists()
    ligne.refresh_from_db()
    assert (ligne.declaration.par, ligne.declaration.duree) == (d.mere, "matin")


def test_one_holder_reads_that_the_school_knows_and_not_what_the_other_told(d, entrer, manquer, declarer):
    declarer(d.eleve_cp, d.mere, motif="autre", precision="Rendez-vous chez l’avocat")
    manquer(d.eleve_cp)
    page = entrer(d.pere_separe).get(ABSENCES).text
    assert "l’école sait pourquoi" in page
    assert "avocat" not in page
    assert "Belhadj, Nadia" not in page
    assert "avocat" in entrer(d.mere).get(ABSENCES).text


def test_quiet_hours_hold_the_question_and_not_the_page_that_one_opens(d, entrer, horloge):
    horloge(MARDI_10H.replace(hour=21))
    demi = demi_journee(d.elementaire, MARDI, "matin")
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits={d.eleve_cp.pk: Dit(True)})
    assert "Pas à l’école" not in entrer(d.mere).get("/").text
    assert "Pas à l’école ce matin. Pourquoi ?" in entrer(d.mere).get(ABSENCES).text
    horloge(MARDI_10H + dt.timedelta(days=1))
    assert "Pas à l’école" in entrer(d.mere).get("/").text


@pytest.mark.besoin_de("cahier_de_textes")  # which says what was done: two queries
@pytest.mark.parametrize("combien", [1, 3])
def test_a_family_reads_its_absences_at_the_same_cost(d, entrer, manquer, combien, django_assert_num_queries):
    demis = [
        demi
        for jour in jours_de_classe(d.elementaire, MARDI - dt.timedelta(days=7), MARDI)
        for demi in demi_journees(d.elementaire, jour)
    ]
    for demi in demis[:combien]:
        manquer(d.eleve_ce1, demi.jour, demi.moment)
    client = entrer(d.mere_arabophone)
    with django_assert_num_queries(12):
        client.get(ABSENCES)


def test_a_family_reads_at_what_hour_its_own_child_came_late_or_left(d, mardi, entrer):
    """Of a roll that was made; never of another's child, nor what the school said of why."""
    demi = demi_journee(d.elementaire, MARDI, "matin")
    dits = {
        d.eleve_cp.pk: Dit(arrive_a=dt.time(9, 5)),
        d.eleve_ce1.pk: Dit(parti_a=dt.time(10, 30), revenu_a=dt.time(11, 0)),
    }
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.enseignante, dits=dits)
    page = " ".join(entrer(d.mere).get(ABSENCES).text.replace("\u00a0", " ").split())
    assert "Retards et départs" in page
    assert "<b>Inès</b>mardi 24 novembre · arrivée à 9 h 05" in page
    assert "départ à 10 h 30" not in page
    d.mere_arabophone.langue = "fr"
    d.mere_arabophone.save()
    page = " ".join(entrer(d.mere_arabophone).get(ABSENCES).text.replace("\u00a0", " ").split())
    assert "<b>Kenza</b>mardi 24 novembre · départ à 10 h 30 · retour à 11 h 00" in page
    assert "9 h 05" not in page


# --- The proof --------------------------------------------------------------------------------------------------------
def test_a_proof_is_read_by_who_sent_it_and_by_the_direction_alone(d, entrer, declarer):
    dite = declarer(d.eleve_cp, d.mere)
    adresse = reverse("absences_justificatif", args=[dite.pk])
    assert entrer(d.pere_separe).get(adresse).status_code == 404
    assert entrer(d.mere).post(adresse, {"fichiers": photo()}).status_code == 302
    fichier = Fichier.objects.get()
    lecteurs = {
        nom for nom, personne in d.gens.items() if Fichier.objects.lisibles_par(personne).filter(pk=fichier.pk).exists()
    }
    assert lecteurs == {"mere", "directrice"}


# --- What other rooms do of it, and read of it ------------------------------------------------------------------------
@pytest.fixture
def cantine(monkeypatch):
    """A room that cancels meals."""
    faits = []
    suite = SuiteDAbsence(
        "cantine",
        lambda _personne, manque, _remplaces: Proposition(
            f"Annuler la cantine d’{manque.eleve.prenom}", "Il ne sera pas compté.", "annuler 1 repas"
        ),
        lambda _personne, manque: faits.append(("annule", manque.eleve.prenom, manque.debut)),
        lambda _personne, manque, _restent: faits.append(("rendu", manque.eleve.prenom, manque.debut)),
    )
    monkeypatch.setattr(enfants, "_suites", {"cantine": suite})
    return faits


def test_what_follows_is_offered_ticked_done_with_it_and_undone_with_it(d, mardi, entrer, cantine):
    client = entrer(d.mere)
    page = client.post(
        PREVENIR, {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "journee", "motif": "maladie"}
    ).text
    assert "Prévenir et annuler 1 repas" in page
    assert f'value="{cle(d, d.eleve_cp)}:cantine" checked' in page
    envoyer(client, d, d.eleve_cp, suites=[f"{cle(d, d.eleve_cp)}:cantine"])
    assert cantine == [("annule", "Inès", JEUDI)]
    client.post(reverse("absences_retirer", args=[DeclarationAbsence.objects.get().pk]))
    assert cantine[1:] == [("rendu", "Inès", JEUDI)]


def test_what_is_left_out_is_not_done(d, mardi, entrer, cantine):
    envoyer(entrer(d.mere), d, d.eleve_cp)
    assert cantine == []


def test_other_rooms_read_who_is_absent(d, manquer, declarer):
    declarer(d.eleve_cp, d.mere, duree="apres_midi")
    declarer(d.eleve_cm2, d.mere, duree="retard")
    manquer(d.eleve_ce1)
    assert absents_de(d.elementaire.pk, MARDI) == {"matin": {d.eleve_ce1.pk: None}, "apres_midi": {d.eleve_cp.pk: None}}
    assert absents_de(d.maternelle.pk, MARDI) == {"matin": {}, "apres_midi": {}}


def test_other_rooms_read_who_left_and_when_while_they_have_not_come_back(d, appel):
    """Chloé left at eleven, and was still awaited at the cantine."""
    assert absents_de(d.elementaire.pk, MARDI)["matin"] == {d.eleve_cp.pk: None, d.eleve_ce1.pk: dt.time(9)}
    appel.lignes.filter(eleve=d.eleve_ce1).update(revenu_a=dt.time(10, 30))
    assert absents_de(d.elementaire.pk, MARDI)["matin"] == {d.eleve_cp.pk: None}


def test_who_was_announced_and_came_is_there(d, declarer):
    declarer(d.eleve_cp, d.mere)
    appels.faire_l_appel(
        classe=d.cp_ce1, demi=demi_journee(d.elementaire, MARDI, "matin"), auteur=d.enseignante, dits={}
    )
    assert absents_de(d.elementaire.pk, MARDI) == {"matin": {}, "apres_midi": {d.eleve_cp.pk: None}}


# --- One word of a half-day -------------------------------------------------------------------------------------------
def en_vigueur(eleve) -> list[tuple[str, str]]:
    dites = DeclarationAbsence.objects.en_vigueur().filter(eleve=eleve).order_by("pk")
    return [(dite.par.prenom, dite.duree) for dite in dites]


def test_what_was_already_told_of_that_day_is_said_before_it_is_replaced(d, mardi, entrer, declarer):
    declarer(d.eleve_cp, d.mere, debut=JEUDI, fin=JEUDI, duree="retard")
    client = entrer(d.mere)
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "journee", "motif": "maladie"}
    page = client.post(PREVENIR, envoi)
    assert page.status_code == 422
    assert "Vous avez déjà dit à l’école : <b>Inès arrivera en retard jeudi 26 novembre. Malade.</b>" in page.text
    assert (
        "Vous avez déjà dit à l’école : Inès arrivera en retard jeudi 26 novembre. Malade." in page.text
    )  # under « Remplacer », always in sight
    assert "Remplacer ?" in page.text
    assert en_vigueur(d.eleve_cp) == [(d.mere.prenom, "retard")]
    assert envoyer(client, d, d.eleve_cp).status_code == 302
    assert en_vigueur(d.eleve_cp) == [(d.mere.prenom, "journee")]


def test_what_the_other_parent_told_stays_theirs_and_is_not_shown(d, mardi, entrer, declarer):
    declarer(d.eleve_cp, d.pere_separe, debut=JEUDI, fin=JEUDI, duree="retard")
    client = entrer(d.mere)
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "journee", "motif": "maladie"}
    page = client.post(PREVENIR, envoi).text
    assert "Vous avez déjà dit" not in page and "en retard" not in page and "Remplacer" not in page
    assert "Quelqu’un d’autre a déjà prévenu l’école pour Inès à ce moment-là." in page
    assert "Quelqu’un d’autre" not in client.post(PREVENIR, envoi | {"duree": "apres_midi"}).text
    assert envoyer(client, d, d.eleve_cp).status_code == 302
    assert en_vigueur(d.eleve_cp) == [(d.pere_separe.prenom, "retard"), (d.mere.prenom, "journee")]


@pytest.mark.parametrize(
    ("une", "autre", "se_contredisent"),
    [
        ("matin", "apres_midi", False),
        ("retard", "apres_midi", False),
        ("retard", "matin", True),
        ("journee", "apres_midi", True),
    ],
)
def test_two_things_are_never_told_of_one_half_day(d, declarer, une, autre, se_contredisent):
    declarer(d.eleve_cp, d.mere, duree=une)
    if se_contredisent:
        with pytest.raises(ValidationError, match="Vous avez déjà dit autre chose"):
            declarer(d.eleve_cp, d.mere, duree=autre)
    else:
        declarer(d.eleve_cp, d.mere, duree=autre)
        assert len(en_vigueur(d.eleve_cp)) == 2


def test_a_lateness_that_was_told_gives_way_to_why_the_child_did_not_come(d, entrer, declarer, manquer):
    declarer(d.eleve_cp, d.mere, duree="retard")
    ligne = manquer(d.eleve_cp)
    entrer(d.mere).post(reverse("absences_expliquer", args=[ligne.pk]), {"motif": "maladie"})
    assert en_vigueur(d.eleve_cp) == [(d.mere.prenom, "matin")]


def test_the_first_day_is_not_said_optional(d, mardi, entrer):
    """It is asked for once other days are chosen, and shown only then."""
    page = entrer(d.mere).get(PREVENIR).text
    assert ">Du</label>" in page and '>Au <span class="facultatif">' in page
