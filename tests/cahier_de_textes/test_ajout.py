"""The line to add: shown understood, corrected by its chips, then added."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cahier_de_textes.models import Travail
from tests.cahier_de_textes.test_actions import donner, lecteurs

JEUDI = dt.date(2026, 11, 26)


@pytest.fixture
def ajouter(d):
    return reverse("cahier_ajouter_classe", args=[d.cp_ce1.pk])


@pytest.fixture
def comprendre(d):
    return reverse("cahier_comprendre_classe", args=[d.cp_ce1.pk])


PHRASE = "pour jeudi CE1 apprendre la poésie Novembre, 2 strophes"


def puces(reponse) -> dict:
    ajout = reponse.context["ajout"]
    return {nom: ajout[nom].value() for nom in ("jour", "pour", "nature", "minutes")}


def test_a_line_is_shown_understood_then_added(d, mardi, entrer, ajouter, comprendre):
    client = entrer(d.enseignante)
    compris = client.post(comprendre, {"phrase": PHRASE})
    assert puces(compris) == {"jour": "2026-11-26", "pour": "CE1", "nature": "apprendre", "minutes": 10}
    assert "CE1 · 10" in compris.text and "La poésie Novembre, 2 strophes" in compris.text
    reponse = client.post(ajouter, {"phrase": PHRASE, "lue": PHRASE, **puces(compris)})
    assert reponse["Location"].endswith("?semaine=2026-11-23&jour=2026-11-26&suite=1")
    travail = Travail.objects.get()
    assert (travail.texte, travail.niveau, travail.date_pour) == ("La poésie Novembre, 2 strophes", "CE1", JEUDI)


def test_a_tower_of_signs_comes_down_before_the_line_is_read(d, mardi, entrer, ajouter, comprendre):
    client, ligne = entrer(d.enseignante), {"phrase": f"{PHRASE} e" + "\u0301" * 300}
    compris = client.post(comprendre, ligne)
    lue = compris.context["ajout"]["lue"].value()
    assert client.post(ajouter, ligne | {"lue": lue, **puces(compris)}).status_code == 302
    assert len(Travail.objects.get().texte) < 50


def test_without_script_the_chips_come_first(d, mardi, entrer, ajouter):
    reponse = entrer(d.enseignante).post(ajouter, {"phrase": PHRASE})
    assert (reponse.status_code, puces(reponse)["pour"], Travail.objects.exists()) == (422, "CE1", False)
    # Chips read from another line do not count.
    autre = {"phrase": PHRASE, "lue": "autre chose", "jour": "2026-11-27", "pour": "", "nature": "lire", "minutes": "0"}
    assert puces(entrer(d.enseignante).post(ajouter, autre))["jour"] == "2026-11-26"
    assert not Travail.objects.exists()


def test_chips_correct_the_line(d, mardi, entrer, ajouter):
    envoi = {"phrase": PHRASE, "lue": PHRASE, "jour": "2026-12-01", "pour": "", "nature": "lire", "minutes": "20"}
    entrer(d.enseignante).post(ajouter, envoi)
    travail = Travail.objects.get()
    assert (travail.nature, travail.niveau, travail.minutes, travail.date_pour.isoformat()) == (
        "lire", "", 20, "2026-12-01",
    )  # fmt: skip


def test_a_day_without_class_is_not_moved_in_silence(d, mardi, entrer, ajouter, comprendre):
    phrase = "pour demain lire la page 3"
    client = entrer(d.enseignante)
    compris = client.post(comprendre, {"phrase": phrase})
    assert puces(compris)["jour"] == ""
    assert "mercredi 25 : pas de classe" in compris.text and "Plutôt jeudi 26" in compris.text
    reponse = client.post(ajouter, {"phrase": phrase, "lue": phrase, **puces(compris)})
    assert reponse.status_code == 422 and "Choisissez le jour." in reponse.text
    assert not Travail.objects.exists()


def test_named_pupils_by_a_line(d, mardi, entrer, ajouter, comprendre):
    phrase = "relire la fable pour Kenza et Yanis"
    client = entrer(d.enseignante)
    compris = client.post(comprendre, {"phrase": phrase})
    assert "Kenza, Yanis" in compris.text
    client.post(ajouter, {"phrase": phrase, "lue": phrase, **puces(compris)})
    assert lecteurs(d, Travail.objects.get()) == ["directrice", "eleve_ce1", "enseignante", "mere_arabophone"]


def test_a_shared_first_name_is_said(d, mardi, entrer, comprendre):
    texte = entrer(d.enseignante).post(comprendre, {"phrase": "pour Gabriel relire la fable"}).text
    assert "Plusieurs élèves s’appellent Gabriel : ajoutez le nom." in texte


def test_pupils_of_another_class_are_words(d, mardi, entrer, comprendre):
    reponse = entrer(d.enseignante).post(comprendre, {"phrase": "pour Sofiane relire la fable"})
    assert reponse.context["ajout"].dit.texte == "Pour Sofiane relire la fable"


def test_too_much_for_a_day_is_said_while_typing(d, mardi, entrer, comprendre):
    donner(d, minutes=15, niveau="CE1")
    client = entrer(d.enseignante)
    assert "Jeudi, CE1 : 25 min" in client.post(comprendre, {"phrase": PHRASE}).text
    assert "min de travail" not in client.post(comprendre, {"phrase": PHRASE.replace("CE1", "CP")}).text


@pytest.mark.parametrize("jour", [
    "pour hier", "pour le 31 février", "pour le 45/12", "pour vendredi 28 novembre", "pour la semaine prochaine",
    "pour dans deux semaines",
])  # fmt: skip
def test_a_day_that_no_calendar_holds_is_said_and_none_is_guessed(d, mardi, entrer, comprendre, ajouter, jour):
    phrase = f"exercice 4 {jour}"
    page = entrer(d.enseignante).post(comprendre, {"phrase": phrase}).text
    assert f"« {jour} » ne dit pas un jour de classe à venir" in page and "il manque le jour" in page
    envoi = {"phrase": phrase, "lue": phrase, "jour": "", "pour": "", "nature": "apprendre", "minutes": "10"}
    assert "Choisissez le jour." in entrer(d.enseignante).post(ajouter, envoi).text
    assert not Travail.objects.exists()


def test_yesterday_is_said_to_be_past(d, mardi, entrer, comprendre):
    page = entrer(d.enseignante).post(comprendre, {"phrase": "hier finir"}).text
    assert "lundi 23 : c’est passé" in page and "Plutôt jeudi 26" in page


@pytest.mark.parametrize(
    ("phrase", "questions"),
    [
        ("hier CE1 apprendre la poésie", "Pour quel jour ?"),
        ("pour jeudi apprendre la poésie", "Pour qui ?"),
        ("pour jeudi CE1 la poésie", "Quel travail ?"),
        ("la poésie", "Pour quel jour ? Pour qui ? Quel travail ?"),
        ("pour jeudi Gabriel la poésie", "Pour qui ? Quel travail ?"),
        ("maths : le litre CE1", "Pour quel jour ? Quel travail ?"),
        ("jeudi maths : le litre", "Pour qui ? Le matin ou l’après-midi ?"),
        ("pour jeudi CE1 apprendre la poésie", ""),
    ],
)
def test_what_enter_lacks_is_asked_first(d, mardi, entrer, comprendre, phrase, questions):
    """A line that Enter does not give says why before all that was understood of it."""
    client = entrer(d.enseignante)
    page = client.post(comprendre, {"phrase": phrase}).text
    trouve = re.match(r'\s*<p class="ajout-rapide__question">.*?<b>([^<]*)</b>', page)
    assert (trouve[1] if trouve else "") == questions
    assert ("data-aussitot" in page) is (not questions)
    assert "Rien n’est encore" in page


def test_a_chip_that_answers_asks_no_more(d, mardi, entrer, comprendre):
    client = entrer(d.enseignante)
    lu = puces(client.post(comprendre, {"phrase": "pour jeudi apprendre la poésie"}))
    envoi = {"phrase": "pour jeudi apprendre la poésie", "lue": "pour jeudi apprendre la poésie"}
    assert "Pour qui ?" in client.post(comprendre, envoi | lu).text
    assert "Pour qui ?" not in client.post(comprendre, envoi | lu | {"pour": "CE1"}).text


def test_a_line_typed_on_a_later_week_speaks_of_its_days(d, mardi, entrer, comprendre, ajouter):
    """« pour vendredi », on the week of 30 November, was given for tomorrow."""
    client = entrer(d.enseignante)
    page = client.get(reverse("cahier_classe", args=[d.cp_ce1.pk]), {"semaine": "2026-11-30"}).text
    assert '<input type="hidden" name="semaine" value="2026-11-30">' in page
    phrase = "pour vendredi lire la fable"
    compris = client.post(comprendre, {"phrase": phrase, "semaine": "2026-11-30"})
    assert puces(compris)["jour"] == "2026-12-04"
    client.post(ajouter, {"phrase": phrase, "lue": phrase, "semaine": "2026-11-30", **puces(compris)})
    assert Travail.objects.get(texte="La fable").date_pour == dt.date(2026, 12, 4)


def test_a_day_far_away_says_its_year(d, mardi, entrer, comprendre):
    page = entrer(d.enseignante).post(comprendre, {"phrase": "pour le 11 novembre relire"}).text
    assert "11/11/2027 : pas de classe" in page and "Plutôt vendredi 12 novembre 2027" in page


def test_a_line_of_spaces_is_answered_by_what_it_lacks(d, mardi, entrer, ajouter):
    assert "Écrivez ce qu’il y a à faire" in entrer(d.enseignante).post(ajouter, {"phrase": "   "}).text


@pytest.mark.parametrize("phrase", ["pour mardi exercice 4", "exercice 4 pour hiérarchiser", "lire les pages 3/4"])
def test_what_is_a_day_or_no_day_at_all_is_not(d, mardi, entrer, comprendre, phrase):
    assert "ne dit pas un jour" not in entrer(d.enseignante).post(comprendre, {"phrase": phrase}).text


@pytest.mark.parametrize(
    "phrase", ["", "   ", "pour jeudi", "\x00", "a" * 700, "pour 99/99/9999 CE1", "10 min", "<b>lire</b>"]
)
def test_any_line_is_answered(d, mardi, entrer, ajouter, comprendre, phrase):
    client = entrer(d.enseignante)
    assert client.post(comprendre, {"phrase": phrase}).status_code == 200
    envoi = {"phrase": phrase, "lue": phrase, "jour": "2026-11-26", "nature": "lire", "minutes": "x"}
    assert client.post(ajouter, envoi).status_code == 422


def test_a_group_has_its_line_too(d, mardi, entrer):
    phrase = "pour jeudi relire la fable CE1"
    ajouter = reverse("cahier_ajouter_groupe", args=[d.groupe_lecture.pk])
    envoi = {"phrase": phrase, "lue": phrase, "jour": "2026-11-26", "pour": "", "nature": "lire", "minutes": "10"}
    entrer(d.enseignant).post(ajouter, envoi)
    travail = Travail.objects.get()
    assert (travail.groupe, travail.texte) == (d.groupe_lecture, "Relire la fable CE1")


def test_the_tile_shows_today_s_seances_and_the_next_class_day(d, mardi, entrer):
    from tests.cahier_de_textes.test_seances import ecrire

    ecrire(d, titre="Les dizaines d’aujourd’hui")
    ecrire(d, titre="Celles de jeudi", date=JEUDI)
    donner(d, texte="Relire pour jeudi")
    donner(d, texte="Pour Kenza seule", eleves=[d.eleve_ce1])
    texte = entrer(d.enseignante).get("/").text
    for attendu in ("Les dizaines d’aujourd’hui", "Relire pour jeudi", "Pour Kenza seule"):
        assert attendu in texte
    assert "Celles de jeudi" not in texte
