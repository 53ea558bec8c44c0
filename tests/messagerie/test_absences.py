"""Days away, and the answer that who writes reads: once, on the right side, never to another answer."""

import datetime as dt
import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Affectation, EntreeJournal, Personne
from ent.diffusion.models import Notification
from messagerie.actions import absences, messages
from messagerie.models import Absence, Fil, Message
from tests.graines import MARDI_10H

PAGE = "/messages/absences/"
MARDI, JEUDI = dt.date(2026, 11, 24), dt.date(2026, 11, 26)


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


def absent(personne, *, debut=MARDI, fin=JEUDI, mots="Je reviens vendredi.") -> Absence:
    return absences.declarer_absence(personne=personne, debut=debut, fin=fin, texte=mots)


def lus(fil) -> list[tuple[str, str, bool]]:
    """What the thread says, in order: first name, words, whether it is automatic."""
    ecrits = Message.objects.partis().filter(fil=fil).select_related("auteur")
    return [(m.auteur.prenom, m.texte, m.est_automatique) for m in ecrits]


@pytest.fixture
def co_enseignant(d):
    """Yann holds the class with Claire."""
    Affectation.objects.create(enseignant=d.enseignant, classe=d.cp_ce1, debut=dt.date(2026, 9, 1))
    return d.enseignant


# --- The page ---------------------------------------------------------------------------------------------------------
def test_one_says_when_one_is_away_and_takes_it_back(d, mardi, entrer):
    client = entrer(d.enseignante)
    envoi = {"debut": "2026-11-24", "fin": "2026-11-26", "texte": "Je reviens vendredi."}
    assert client.post(PAGE, envoi).status_code == 302
    absence = Absence.objects.get()
    assert (absence.personne, absence.debut, absence.fin) == (d.enseignante, MARDI, JEUDI)
    lue = texte(client.get(PAGE))
    assert "Du mardi 24 novembre au jeudi 26 novembre" in lue and "en ce moment" in lue
    assert client.post(reverse("messagerie_absence_retirer", args=[absence.pk])).status_code == 302
    assert not Absence.objects.exists()
    assert set(EntreeJournal.objects.filter(auteur_uuid=d.enseignante.uuid).values_list("verbe", flat=True)) >= {
        "messagerie.declarer_absence",
        "messagerie.retirer_absence",
    }


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({}, "Choisissez un jour."),
        ({"debut": "demain", "fin": "2026-11-26", "texte": "x"}, "Ce jour n’existe pas."),
        ({"debut": "2026-11-26", "fin": "2026-11-25", "texte": "x"}, "Le retour vient après le départ."),
        ({"debut": "2026-11-20", "fin": "2026-11-23", "texte": "x"}, "Ces jours sont déjà passés."),
        ({"debut": "2026-11-26", "fin": "2028-11-26", "texte": "x"}, "Choisissez un jour dans l’année qui vient."),
        ({"debut": "2026-11-26", "fin": "2026-11-26"}, "Écrivez ce que lira qui vous écrit."),
        (
            {"debut": "2026-11-26", "fin": "2026-11-27", "texte": "x"},
            "Vous avez déjà annoncé une absence ces jours-là.",
        ),
    ],
)
def test_what_does_not_hold_is_explained(d, mardi, entrer, envoi, phrase):
    absent(d.enseignante)
    reponse = entrer(d.enseignante).post(PAGE, envoi)
    assert reponse.status_code == 422 and phrase in texte(reponse)
    assert Absence.objects.count() == 1


def test_one_s_absences_are_one_s_own(d, mardi, entrer):
    absence = absent(d.enseignante)
    for qui in ("enseignant", "directrice", "mere"):
        client = entrer(d.gens[qui])
        assert "Je reviens vendredi." not in texte(client.get(PAGE))
        assert client.post(reverse("messagerie_absence_retirer", args=[absence.pk])).status_code == 404
    assert entrer(d.eleve_cp).get(PAGE).status_code == 404
    assert Absence.objects.exists()


def test_the_action_itself_refuses_days_that_overlap(d, mardi):
    absent(d.enseignante)
    with pytest.raises(ValidationError):
        absent(d.enseignante, debut=JEUDI, fin=JEUDI)
    absent(d.enseignante, debut=JEUDI + dt.timedelta(days=1), fin=JEUDI + dt.timedelta(days=1))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(d, mardi, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        jour = JEUDI + dt.timedelta(days=n)
        absent(d.enseignante, debut=jour, fin=jour)
    client = entrer(d.enseignante)
    with django_assert_num_queries(6):
        page = client.get(PAGE)
    assert page.text.count("<article") == nombre


# --- The answer -------------------------------------------------------------------------------------------------------
def test_who_writes_to_someone_away_reads_it_once_per_thread(d, fils_de, ecrire):
    absent(d.enseignante)
    fil, autre = fils_de.foyer(), fils_de.foyer(d.eleve_ce1, d.mere_arabophone)
    ecrire(fil, d.mere, "Bonjour")
    ecrire(fil, d.mere, "Vous êtes là ?")
    ecrire(autre, d.mere_arabophone, "Bonjour aussi")
    assert lus(fil) == [
        ("Nadia", "Bonjour", False),
        ("Claire", "Je reviens vendredi.", True),
        ("Nadia", "Vous êtes là ?", False),
    ]
    assert lus(autre) == [("Samira", "Bonjour aussi", False), ("Claire", "Je reviens vendredi.", True)]
    assert [m.numero for m in Message.objects.filter(fil=fil)] == [1, 2, 3]


def test_another_absence_is_said_again(d, fils_de, ecrire, horloge):
    fil = fils_de.foyer()
    absent(d.enseignante, fin=MARDI)
    absent(d.enseignante, debut=JEUDI, fin=JEUDI, mots="Encore absente.")
    ecrire(fil, d.mere, "Mardi")
    horloge(MARDI_10H + dt.timedelta(days=1))
    ecrire(fil, d.mere, "Mercredi")
    horloge(MARDI_10H + dt.timedelta(days=2))
    ecrire(fil, d.mere, "Jeudi")
    assert [mots for _qui, mots, automatique in lus(fil) if automatique] == ["Je reviens vendredi.", "Encore absente."]


def test_two_absent_teachers_each_say_so(d, fils_de, ecrire, co_enseignant):
    absent(d.enseignante, mots="Claire est absente.")
    absent(co_enseignant, mots="Yann aussi.")
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Bonjour")
    assert lus(fil)[0] == ("Nadia", "Bonjour", False)
    assert set(lus(fil)[1:]) == {("Claire", "Claire est absente.", True), ("Yann", "Yann aussi.", True)}
    assert [m.numero for m in Message.objects.filter(fil=fil)] == [1, 2, 3]
    assert Fil.objects.get(pk=fil.pk).dernier_numero == 3


def test_the_other_side_alone_answers(d, fils_de, ecrire, co_enseignant):
    """A colleague who writes in the thread is not answered by the absent colleague; nor a parent by the other parent."""
    d.eleve_cp.responsables.update(foyer="1")
    absent(d.enseignante, mots="Claire est absente.")
    absent(d.pere_separe, mots="Mehdi est en voyage.")
    fil = fils_de.foyer()
    ecrire(fil, co_enseignant, "Demain, piscine.")
    assert lus(fil) == [("Yann", "Demain, piscine.", False), ("Mehdi", "Mehdi est en voyage.", True)]
    ecrire(fil, d.mere, "Merci")
    assert lus(fil)[2:] == [("Nadia", "Merci", False), ("Claire", "Claire est absente.", True)]


def test_two_absent_people_never_answer_each_other(d, fils_de, ecrire):
    absent(d.enseignante, mots="Je suis absente.")
    absent(d.mere, mots="Moi aussi.")
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Bonjour")
    ecrire(fil, d.enseignante, "Je réponds tout de même")
    ecrire(fil, d.mere, "Merci")
    ecrire(fil, d.enseignante, "De rien")
    assert [(qui, automatique) for qui, _mots, automatique in lus(fil)] == [
        ("Nadia", False), ("Claire", True), ("Claire", False), ("Nadia", True), ("Nadia", False), ("Claire", False),
    ]  # fmt: skip


def test_what_was_written_at_night_is_answered_when_it_leaves_and_once(d, fils_de, ecrire, horloge):
    """Away from Wednesday: what leaves on Wednesday morning is answered, though it was written on Tuesday evening."""
    absent(d.enseignante, debut=JEUDI - dt.timedelta(days=1))
    fil = fils_de.foyer()
    horloge(dt.datetime(2026, 11, 24, 21, 0, tzinfo=timezone.get_default_timezone()))
    ecrire(fil, d.mere, "Première")
    ecrire(fil, d.mere, "Deuxième")
    assert lus(fil) == []
    horloge(dt.datetime(2026, 11, 25, 7, 0, 1, tzinfo=timezone.get_default_timezone()))
    for _fois in range(2):
        messages.faire_partir(fil=fil)
    assert lus(fil) == [
        ("Nadia", "Première", False),
        ("Nadia", "Deuxième", False),
        ("Claire", "Je reviens vendredi.", True),
    ]


def test_when_both_sides_leave_together_in_the_morning_each_is_answered(d, fils_de, ecrire, horloge, co_enseignant):
    d.eleve_cp.responsables.update(foyer="1")
    absent(d.enseignante, debut=JEUDI - dt.timedelta(days=1), mots="Claire est absente.")
    absent(d.pere_separe, debut=JEUDI - dt.timedelta(days=1), mots="Mehdi est en voyage.")
    fil = fils_de.foyer()
    horloge(dt.datetime(2026, 11, 24, 21, 0, tzinfo=timezone.get_default_timezone()))
    ecrire(fil, d.mere, "Question")
    ecrire(fil, co_enseignant, "Information")
    horloge(dt.datetime(2026, 11, 25, 7, 0, 1, tzinfo=timezone.get_default_timezone()))
    messages.faire_partir(fil=fil)
    assert {(qui, mots) for qui, mots, automatique in lus(fil) if automatique} == {
        ("Claire", "Claire est absente."),
        ("Mehdi", "Mehdi est en voyage."),
    }


@pytest.mark.parametrize("nature", ["annonce", "eleves", "equipe", "projet", "ecole"])
def test_nothing_is_answered_where_many_read(d, fils_de, ecrire, nature):
    for qui in (d.enseignante, d.directrice, d.mere, d.enseignant):
        absent(qui)
    fil = getattr(fils_de, nature)
    auteur = {"annonce": d.enseignante, "eleves": d.enseignante, "ecole": d.directrice}.get(nature, d.enseignant)
    ecrire(fil, auteur, "À tous")
    assert [automatique for _qui, _mots, automatique in lus(fil)] == [False]


def test_the_direction_away_answers_the_households_that_write_to_it(d, fils_de, ecrire):
    absent(d.directrice, mots="Le secrétariat vous répondra.")
    fil = fils_de.foyer(direction=True)
    ecrire(fil, d.mere, "Bonjour Madame la directrice")
    assert lus(fil)[1] == ("Anne", "Le secrétariat vous répondra.", True)


def test_who_is_not_away_today_or_has_left_the_class_answers_nothing(d, fils_de, ecrire):
    absent(d.enseignante, debut=JEUDI, fin=JEUDI)
    absent(d.enseignant)  # of another class
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Bonjour")
    assert lus(fil) == [("Nadia", "Bonjour", False)]


def test_who_is_away_is_still_told_of_the_message_and_who_wrote_of_the_answer(d, fils_de, ecrire, co_enseignant):
    absent(d.enseignante)
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Bonjour")
    dites = Notification.objects.filter(nature="messagerie.message", objet_id=fil.pk)
    assert {(n.destinataire.prenom, n.texte) for n in dites} == {
        ("Claire", "Mme Belhadj vous a écrit."),
        ("Yann", "Mme Belhadj vous a écrit."),
        ("Nadia", "Mme Lefort vous a écrit."),
    }


def test_an_answer_leaves_the_message_unread_for_who_is_away(d, fils_de, ecrire):
    absent(d.enseignante)
    fil = fils_de.foyer()
    ecrire(fil, d.mere, "Bonjour")
    place = fil.participations.filter(personne=d.enseignante).first()
    assert place is None or place.lu_jusqu_a == 0


def test_an_answer_is_not_a_reply_that_opens_a_thread(d, fils_de, ecrire):
    """« In reply only »: the answer of a machine has not begun a conversation."""
    absent(d.mere)
    fil = fils_de.foyer()
    ecrire(fil, d.enseignante, "Bonjour")
    assert Fil.objects.get(pk=fil.pk).qualites_qui_ont_ecrit == {"enseignant"}
    assert Personne.objects.get(pk=d.mere.pk)
