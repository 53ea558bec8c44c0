"""One line to add: what it says, what it leaves, and that it never invents."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cahier_de_textes.phrase import Contexte, comprendre
from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement

MARDI = dt.date(2026, 11, 24)
ECOLE = Etablissement(nature="elementaire")
CLASSE = Contexte(
    aujourd_hui=MARDI,
    est_jour_de_classe=lambda jour: calendrier.est_jour_de_classe(ECOLE, jour),
    prochain_jour=lambda jour: calendrier.prochain_jour_de_classe(ECOLE, jour),
    niveaux=("CP", "CE1"),
    groupes=((5, "Lecture à voix haute"),),
    eleves=(
        (1, "Yanis", "Benali"),
        (2, "Nour", "Benali"),
        (3, "Gabriel", "Bonnet"),
        (4, "Gabriel", "Moreau"),
        (6, "Rose", "Lemoine"),
        (7, "Marie-Apolline", "de Kersaint"),
    ),
)


def dit(phrase: str, **attendus):
    lu = comprendre(phrase, CLASSE)
    assert {nom: getattr(lu, nom) for nom in attendus} == attendus
    return lu


def test_the_whole_sentence_of_the_mock_up():
    dit(
        "pour mardi CE1 apprendre la poésie Novembre, 2 strophes",
        jour=dt.date(2026, 12, 1),
        niveau="CE1",
        nature="apprendre",
        texte="La poésie Novembre, 2 strophes",
        minutes=None,
    )


@pytest.mark.parametrize(
    ("phrase", "jour"),
    [
        ("pour vendredi lire", dt.date(2026, 12, 4)),
        ("vendredi lire", dt.date(2026, 12, 4)),
        ("lire pour vendredi", dt.date(2026, 12, 4)),
        ("pour lundi lire", dt.date(2026, 11, 30)),
        ("pour vendredi 11 lire", dt.date(2026, 12, 11)),
        ("pour demain lire", None),  # Wednesday has no class
        ("pour le 26 novembre lire", dt.date(2026, 11, 26)),
    ],
)
def test_days_are_those_of_the_week_on_the_screen_once_it_is_to_come(phrase, jour):
    lu = comprendre(phrase, replace(CLASSE, semaine=dt.date(2026, 11, 30)))
    assert (lu.jour, lu.texte) == (jour, "Lire")


@pytest.mark.parametrize("lundi", [dt.date(2026, 11, 23), dt.date(2026, 11, 16)])
def test_of_the_week_in_progress_or_past_they_are_those_to_come(lundi):
    assert comprendre("pour vendredi lire", replace(CLASSE, semaine=lundi)).jour == dt.date(2026, 11, 27)
    assert comprendre("pour lundi lire", replace(CLASSE, semaine=lundi)).jour == dt.date(2026, 11, 30)


def test_without_a_day_the_first_of_the_week_on_the_screen_is_proposed():
    assert comprendre("lire", replace(CLASSE, semaine=dt.date(2026, 11, 30))).propose == dt.date(2026, 11, 30)
    assert comprendre("lire", CLASSE).propose == dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    "phrase", ["lire la page 18 mardi prochain", "mardi prochain lire la page 18", "lire mardi prochain la page 18"]
)
def test_next_tuesday_is_understood_wherever_it_stands_and_leaves_the_text(phrase):
    dit(phrase, jour=dt.date(2026, 12, 1), texte="La page 18")


@pytest.mark.parametrize(
    ("phrase", "jour", "texte"),
    [
        ("pour le 15 réviser les tables", dt.date(2026, 12, 15), "Réviser les tables"),
        ("pour le 30, CE1 lire la page 4", dt.date(2026, 11, 30), "La page 4"),
        ("exercices 3 et 4 pour le 1er", dt.date(2026, 12, 1), "Exercices 3 et 4"),
        ("pour le 1er réviser", dt.date(2026, 12, 1), "Réviser"),
        ("pour le 15 exercice 3", dt.date(2026, 12, 15), "Exercice 3"),
        ("pour jeudi 26/11 lire la page 4", dt.date(2026, 11, 26), "La page 4"),
        ("pour le mardi 8/12/2026 lire la page 4", dt.date(2026, 12, 8), "La page 4"),
        ("pour lundi matin apprendre la poésie", dt.date(2026, 11, 30), "La poésie"),
        ("lundi matin apprendre la poésie", dt.date(2026, 11, 30), "La poésie"),
    ],
)
def test_a_day_said_by_its_number_or_its_morning_leaves_the_text(phrase, jour, texte):
    dit(phrase, jour=jour, texte=texte, est_une_seance=False)


@pytest.mark.parametrize(
    "phrase",
    [
        "Pour le 1er groupe relire la fable",
        "Pour le 1er chapitre faire un résumé",
        "Pour le 15-16 relire la fable",
        "Pour le 45 relire la fable",
        "Pour le 15h relire la fable",
        "Pour mardi 3/12 relire la fable",  # it is a Thursday
    ],
)
def test_a_number_that_is_no_day_stays_in_the_text(phrase):
    dit(phrase, jour=None, jour_refuse=None, texte=phrase)


def test_a_weekday_that_is_not_that_date_is_told():
    assert dit("pour mardi 3/12 lire", jour=None).jour_incompris == "Pour mardi 3/12"


@pytest.mark.parametrize("phrase", ["page 18 CP", "CP page 18"])
def test_the_level_says_the_same_before_and_after(phrase):
    dit(phrase, niveau="CP", texte="Page 18")


@pytest.mark.parametrize(
    ("mots", "jour"),
    [
        ("jeudi", dt.date(2026, 11, 26)),
        ("Jeudi prochain", dt.date(2026, 11, 26)),
        ("mardi", dt.date(2026, 12, 1)),
        ("mardi prochain", dt.date(2026, 12, 1)),
        ("mardi 8", dt.date(2026, 12, 8)),
        ("mardi 1er décembre", dt.date(2026, 12, 1)),
        ("le 3 décembre", dt.date(2026, 12, 3)),
        ("le 3 dec.", dt.date(2026, 12, 3)),
        ("le 3/12", dt.date(2026, 12, 3)),
        ("03/12/2026", dt.date(2026, 12, 3)),
        ("le 7 janvier", dt.date(2027, 1, 7)),
        ("le prochain jour de classe", dt.date(2026, 11, 26)),
        ("après-demain", dt.date(2026, 11, 26)),
    ],
)
@pytest.mark.parametrize("ordre", ["pour {} relire page 3", "relire page 3 pour {}", "{} : relire page 3"])
def test_days(mots, jour, ordre):
    dit(ordre.format(mots), jour=jour, jour_refuse=None, texte="Relire page 3", nature="lire")


@pytest.mark.parametrize(
    ("mots", "refuse", "propose"),
    [
        ("demain", dt.date(2026, 11, 25), dt.date(2026, 11, 26)),
        ("mercredi", dt.date(2026, 11, 25), dt.date(2026, 11, 26)),
        ("le 25 décembre", dt.date(2026, 12, 25), dt.date(2027, 1, 4)),
        ("le 20/11/2026", dt.date(2026, 11, 20), dt.date(2026, 11, 26)),
    ],
)
def test_a_day_without_class_is_told_and_not_moved(mots, refuse, propose):
    dit(f"pour {mots} lire la page 3", jour=None, jour_refuse=refuse, propose=propose, texte="La page 3")


@pytest.mark.parametrize(
    ("phrase", "texte"),
    [
        ("pour le 31/02 lire la page 3", "Pour le 31/02 lire la page 3"),
        ("pour mardi 3 décembre lire la page 3", "Pour mardi 3 décembre lire la page 3"),  # it is a Thursday
        ("apprendre la poésie de lundi", "La poésie de lundi"),
        ("apprendre les jours : lundi, mardi", "Les jours : lundi, mardi"),
    ],
)
def test_what_is_no_day_stays_in_the_text(phrase, texte):
    dit(phrase, jour=None, jour_refuse=None, texte=texte)


def test_a_number_after_a_day_is_not_always_a_date():
    dit(
        "pour mardi 2 strophes à apprendre",
        jour=dt.date(2026, 12, 1),
        texte="2 strophes à apprendre",
        nature="apprendre",
    )


def test_the_first_day_counts_and_the_second_stays():
    dit("pour jeudi apporter un gâteau pour vendredi", jour=dt.date(2026, 11, 26), texte="Un gâteau pour vendredi")


@pytest.mark.parametrize(
    ("phrase", "attendu"),
    [
        ("CE1 lire la page 3", {"niveau": "CE1", "texte": "La page 3"}),
        ("lire la page 3 pour les ce1", {"niveau": "CE1", "texte": "La page 3"}),
        ("lire la page 3 (CP)", {"niveau": "CP", "texte": "La page 3"}),
        ("lire la page 3 CP", {"niveau": "CP", "texte": "La page 3"}),
        ("CP et CE1 lire la page 3", {"niveau": "", "est_pour_tous": True, "texte": "La page 3"}),
        ("pour tous lire la page 3", {"est_pour_tous": True, "texte": "La page 3"}),
        ("CM2 lire la page 3", {"niveau": "", "texte": "CM2 lire la page 3", "nature": "lire"}),
        ("lire le texte des CE1 avec soin", {"niveau": "", "texte": "Le texte des CE1 avec soin"}),
        ("pour le groupe lecture à voix haute relire la fable", {"groupe": 5, "texte": "Relire la fable"}),
        ("relire la fable pour Yanis et Nour", {"eleves": [1, 2], "texte": "Relire la fable"}),
        ("pour yanis, nour : relire la fable", {"eleves": [1, 2], "texte": "Relire la fable"}),
        ("pour Marie-Apolline relire la fable", {"eleves": [7], "texte": "Relire la fable"}),
        ("pour Gabriel Moreau relire la fable", {"eleves": [4], "texte": "Relire la fable"}),
        ("pour Gabriel B. relire la fable", {"eleves": [3], "texte": "Relire la fable"}),
        ("apporter une rose", {"eleves": [], "texte": "Une rose"}),
        ("pour Kévin relire la fable", {"eleves": [], "texte": "Pour Kévin relire la fable"}),
    ],
)  # fmt: skip
def test_whom_it_is_for(phrase, attendu):
    dit(phrase, **attendu)


def test_a_first_name_that_two_pupils_share_names_nobody():
    dit("pour Gabriel relire la fable", eleves=[], ambigus=["gabriel"], texte="Pour Gabriel relire la fable")


@pytest.mark.parametrize(
    ("phrase", "nature", "texte"),
    [
        ("apprendre la leçon", "apprendre", "La leçon"),
        ("à lire : la page 3", "lire", "La page 3"),
        ("relire la page 3", "lire", "Relire la page 3"),
        ("penser à la boîte à chaussures", "apporter", "Penser à la boîte à chaussures"),
        ("prendre le maillot", "apporter", "Prendre le maillot"),
        ("choisir un livre", "preparer", "Choisir un livre"),
        ("projet : les volcans", "projet", "Les volcans"),
        ("copier les mots", "ecrire", "Copier les mots"),
        ("la poésie à apprendre", "apprendre", "La poésie à apprendre"),
        ("apprendre", "apprendre", "Apprendre"),
        ("la piscine", "", "La piscine"),
    ],
)
def test_kinds(phrase, nature, texte):
    dit(phrase, nature=nature, texte=texte)


@pytest.mark.parametrize(
    ("phrase", "minutes", "texte"),
    [
        ("lire la page 3, 10 min", 10, "La page 3"),
        ("lire la page 3 (environ 15 minutes)", 15, "La page 3"),
        ("lire 10 minutes", 10, "Lire 10 minutes"),
        ("lire la page 3 500 min", None, "La page 3 500 min"),
        ("10 min", 10, "10 min"),
    ],
)
def test_minutes(phrase, minutes, texte):
    dit(phrase, minutes=minutes, texte=texte)


MOTS = st.sampled_from(
    [
        "pour",
        "mardi",
        "demain",
        "le",
        "3",
        "décembre",
        "31/02",
        "prochain",
        "jour",
        "CE1",
        "CP",
        "ce1,",
        "et",
        "Yanis",
        "Gabriel",
        "groupe",
        "lecture",
        "à",
        "voix",
        "haute",
        "apprendre",
        "lire",
        ":",
        ",",
        "10",
        "min",
        "environ",
        "(",
        ")",
        "—",
        "’",
        "tous",
        "poésie",
        "İ",
        "ß",
        "\x00",
        "́",
        "1er",
        "mercredi",
        "99/99/9999",
        "00/00",
    ]
)


@given(
    st.one_of(
        st.text(max_size=300), st.lists(MOTS, max_size=25).map(" ".join), st.lists(MOTS, max_size=12).map("".join)
    )
)
def test_whatever_is_typed_nothing_is_lost_nor_moved(phrase):
    lu = comprendre(phrase, CLASSE)
    place, restes = 0, []
    for debut, fin in lu.consommes:
        assert place <= debut < fin <= len(phrase)
        restes += re.findall(r"\w+", phrase[place:debut])
        place = fin
    restes += re.findall(r"\w+", phrase[place:])
    assert [m.casefold() for m in re.findall(r"\w+", lu.texte)] == [m.casefold() for m in restes]
    assert lu.jour is None or (CLASSE.est_jour_de_classe(lu.jour) and lu.jour >= MARDI)
    assert not (lu.jour and lu.jour_refuse)
    assert CLASSE.est_jour_de_classe(lu.propose)


@given(st.lists(st.tuples(st.integers(), st.text(max_size=8), st.text(max_size=8)), max_size=5), st.text(max_size=60))
def test_whatever_pupils_are_called(eleves, phrase):
    comprendre(f"pour {phrase}", Contexte(MARDI, CLASSE.est_jour_de_classe, CLASSE.prochain_jour, eleves=tuple(eleves)))


@pytest.mark.parametrize(
    ("phrase", "jour"),
    [
        ("hier finir", dt.date(2026, 11, 23)),
        ("pour hier finir", dt.date(2026, 11, 23)),
        ("Avant-hier finir", dt.date(2026, 11, 22)),
        ("lundi dernier finir", dt.date(2026, 11, 23)),
        ("mardi dernier finir", dt.date(2026, 11, 17)),
    ],
)
def test_a_past_day_is_refused_as_one_without_class(phrase, jour):
    dit(phrase, jour=None, jour_refuse=jour, propose=dt.date(2026, 11, 26), texte="Finir", est_une_seance=False)


@pytest.mark.parametrize("heures", ["matin", "midi", "soir", "au soir", "après-midi", "aprem"])
@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        ("jeudi", dt.date(2026, 11, 26)),
        ("mardi prochain", dt.date(2026, 12, 1)),
        ("après-demain", dt.date(2026, 11, 26)),
        ("le 30", dt.date(2026, 11, 30)),
        ("lundi 30", dt.date(2026, 11, 30)),
        ("le 3 décembre", dt.date(2026, 12, 3)),
    ],
)
@pytest.mark.parametrize("ordre", ["pour {} lire la page 12", "lire la page 12 pour {}", "pour {}, lire la page 12"])
def test_what_is_for_an_hour_of_a_day_is_for_that_day_and_leaves_no_word_of_it(ordre, jour, attendu, heures):
    dit(ordre.format(f"{jour} {heures}"), jour=attendu, texte="La page 12", nature="lire", est_une_seance=False)


@pytest.mark.parametrize(
    ("phrase", "jour", "texte"),
    [
        ("demain soir lire la page 12", None, "La page 12"),  # Wednesday has no class
        ("ce soir lire la page 12", dt.date(2026, 11, 26), "La page 12"),
        ("ce soir : lire la page 12", dt.date(2026, 11, 26), "La page 12"),
        ("pour ce soir lire la page 12", dt.date(2026, 11, 26), "La page 12"),
        ("lire la page 12 pour ce soir", dt.date(2026, 11, 26), "La page 12"),
        ("pour aujourd’hui lire la page 12", MARDI, "La page 12"),
        ("apprendre la poésie Ce soir", None, "La poésie Ce soir"),
        ("apprendre la chanson du soir", None, "La chanson du soir"),
        ("Ce soir, la lune", None, "Ce soir, la lune"),
    ],
)
def test_this_evening_is_for_the_class_day_that_follows(phrase, jour, texte):
    dit(phrase, jour=jour, texte=texte, est_une_seance=False)


@pytest.mark.parametrize("phrase", ["finir le travail d’hier", "hiérarchiser les mots", "lundi derniers mots à lire"])
def test_yesterday_named_within_the_work_is_no_day(phrase):
    assert comprendre(phrase, CLASSE).jour_refuse is None
