"""The same line says a séance: what tells it from a travail, what is understood, the other in one tap."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.domaines import domaines_de
from cahier_de_textes.models import Seance, Travail
from cahier_de_textes.phrase import choisir, comprendre, matieres_de
from tests.cahier_de_textes.test_phrase import CLASSE as SANS_MATIERES

LUNDI, MARDI, JEUDI = dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 26)
CLASSE = replace(SANS_MATIERES, matieres=matieres_de(domaines_de(["CP", "CE1"])), semaine=LUNDI)


def dit(phrase: str, **attendus):
    lu = comprendre(phrase, CLASSE)
    assert {nom: getattr(lu, nom) for nom in attendus} == attendus
    return lu


def test_the_whole_sentence_of_the_teacher():
    lu = dit(
        "lundi matin CE1 maths : le litre",
        est_une_seance=True,
        jour=LUNDI,  # of the week on the screen, past included: one writes what was done
        moment="matin",
        niveau="CE1",
        texte="Le litre",
    )
    assert choisir(lu.domaines, lu.texte) == "MAT-GDM"


@pytest.mark.parametrize(
    ("phrase", "attendu"),
    [
        ("ce matin lecture : l’album", {"jour": MARDI, "moment": "matin", "texte": "L’album"}),
        ("cet après-midi : piscine", {"jour": MARDI, "moment": "apres_midi", "texte": "Piscine"}),
        ("hier après-midi anglais : colours", {"jour": LUNDI, "moment": "apres_midi", "texte": "Colours"}),
        ("jeudi 9 h 15 CP lecture : le son « oi »", {"jour": JEUDI, "heure": dt.time(9, 15), "niveau": "CP"}),
        ("jeudi à 14h musique : chant", {"heure": dt.time(14, 0), "texte": "Chant"}),
        ("lundi prochain matin dictée : les doubles", {"jour": dt.date(2026, 11, 30), "texte": "Les doubles"}),
        ("séance de lecture : le loup", {"jour": None, "propose": MARDI, "texte": "Le loup"}),
        ("maths : le litre lundi matin", {"jour": LUNDI, "moment": "matin", "texte": "Le litre"}),
        ("lundi matin sport", {"domaines": ("EPS-RAC",), "texte": "Sport"}),
        ("lundi matin sport au gymnase", {"domaines": ("EPS-RAC",), "texte": "Sport au gymnase"}),
        ("lundi matin lecture pour Yanis et Nour : le loup", {"eleves": [1, 2], "texte": "Lecture le loup"}),
        ("lundi matin écrire à la ferme : écrire", {"est_une_seance": False}),
        ("mercredi matin maths : le litre", {"jour": None, "jour_refuse": dt.date(2026, 11, 25)}),
        ("lundi matin la piscine, 40 min", {"texte": "La piscine, 40 min", "minutes": None}),
    ],
)
def test_what_a_line_says_of_a_seance(phrase, attendu):
    dit(phrase, **({"est_une_seance": True} | attendu))


@pytest.mark.parametrize(
    ("phrase", "attendu"),
    [
        ("hier sport", {"texte": "Sport"}),
        ("hier : sport", {"texte": "Sport"}),
        ("sport hier", {"texte": "Sport"}),
        ("sport hier matin", {"texte": "Sport", "moment": "matin"}),
        ("hier matin sport", {"texte": "Sport", "moment": "matin"}),
        ("hier la piscine", {"texte": "La piscine"}),
        ("hier soir le spectacle", {"texte": "Le spectacle"}),
        ("hier on a fini hier", {"texte": "On a fini hier"}),
        ("avant-hier sport", {"texte": "Sport", "jour": MARDI}),
        ("mardi dernier : sortie au musée", {"texte": "Sortie au musée", "jour": MARDI}),
        ("aujourd’hui la piscine", {"texte": "La piscine", "jour": JEUDI}),
        ("mercredi maths : le litre", {"texte": "Le litre"}),
    ],
)
def test_what_is_said_of_a_past_day_was_done_and_never_is_for_the_morrow(phrase, attendu):
    """On a Thursday « hier » is a day without class: Tuesday is proposed, and no day to come."""
    lu = comprendre(phrase, replace(CLASSE, aujourd_hui=JEUDI))
    assert lu.est_une_seance and {nom: getattr(lu, nom) for nom in attendu} == attendu
    if "jour" not in attendu:
        assert (lu.jour, lu.jour_refuse, lu.propose) == (None, dt.date(2026, 11, 25), MARDI)


@pytest.mark.parametrize("phrase", ["hier finir l’exercice", "pour hier la piscine", "hier apprendre la poésie"])
def test_work_that_was_to_be_done_is_no_seance(phrase):
    assert not comprendre(phrase, replace(CLASSE, aujourd_hui=JEUDI)).est_une_seance


@pytest.mark.parametrize(
    "phrase",
    [
        "pour lundi matin maths : exercice 4",
        "maths : exercice 4",
        "jeudi apprendre la poésie",
        "jeudi matin apporter les photos",
        "jeudi la piscine",
        "lecture pour jeudi",
        "apprendre les jours : lundi, mardi matin",
    ],
)
def test_what_a_line_says_of_work_at_home(phrase):
    dit(phrase, est_une_seance=False)


def test_of_a_week_to_come_it_is_that_week_s():
    lu = comprendre("mardi matin maths : le litre", replace(CLASSE, semaine=dt.date(2026, 12, 7)))
    assert lu.jour == dt.date(2026, 12, 8)
    assert comprendre("séance le litre", replace(CLASSE, semaine=dt.date(2026, 12, 7))).propose == dt.date(2026, 12, 7)
    assert comprendre("séance le litre", replace(CLASSE, semaine=dt.date(2026, 11, 16))).propose == dt.date(
        2026, 11, 16
    )


# --- The page ---------------------------------------------------------------------------------------------------------
PHRASE = "lundi matin CE1 maths : le litre"


@pytest.fixture
def envoyer(d, mardi, entrer):
    client = entrer(d.enseignante)

    def envoyer(vers: str, phrase: str = PHRASE, **autres):
        adresse = reverse(f"cahier_{vers}_classe", args=[d.cp_ce1.pk])
        return client.post(adresse, {"phrase": phrase, "semaine": "2026-11-23"} | autres)

    return envoyer


def puces(reponse, *noms: str) -> dict:
    return {nom: reponse.context["ajout"][nom].value() or "" for nom in ("lue", "montree", "jour", "pour", *noms)}


def test_a_seance_is_shown_understood_then_written(envoyer):
    compris = envoyer("comprendre")
    assert puces(compris, "moment", "heure", "domaine") == {
        "lue": PHRASE, "montree": "seance", "jour": "2026-11-23", "pour": "CE1", "moment": "matin", "heure": "",
        "domaine": "MAT-GDM",
    }  # fmt: skip
    assert envoyer("ajouter").status_code == 422  # nothing is written that was not shown
    assert not Seance.objects.exists()
    reponse = envoyer("ajouter", **puces(compris, "moment", "heure", "domaine"))
    assert reponse["Location"].endswith("?semaine=2026-11-23&jour=2026-11-23&suite=1")
    seance = Seance.objects.get()
    assert (seance.titre, seance.date, seance.moment, seance.liste_niveaux, seance.domaine) == (
        "Le litre", LUNDI, "matin", ["CE1"], "MAT-GDM",
    )  # fmt: skip


def test_monday_typed_on_a_thursday_says_which_and_the_other_is_one_tap_away(envoyer, horloge):
    """Of the week on the screen, and in full; the Monday to come is proposed, and kept when it is chosen."""
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 10)))
    compris = envoyer("comprendre")
    assert "l’écrit au lundi 23 novembre." in compris.text
    assert 'data-jour-propose="2026-11-30">Plutôt lundi 30' in compris.text
    choisi = envoyer("comprendre", **puces(compris, "moment", "heure", "domaine") | {"jour": "2026-11-30"})
    assert "l’écrit au lundi 30 novembre." in choisi.text and "data-jour-propose" not in choisi.text
    envoyer("ajouter", **puces(choisi, "moment", "heure", "domaine"))
    assert Seance.objects.get().date == dt.date(2026, 11, 30)
    for phrase in (
        "lundi 23 matin CE1 maths : le litre",
        "avant-hier matin CE1 maths : le litre",
        "vendredi matin CE1 maths : le litre",
    ):
        assert "data-jour-propose" not in envoyer("comprendre", phrase).text


@pytest.mark.parametrize(
    ("phrase", "aussitot"),
    [
        ("mardi matin CE1 maths : le litre", True),
        ("jeudi 9 h 15 CE1 maths : le litre", True),
        ("CE1 maths : le litre ce matin", True),
        ("pour jeudi CE1 apprendre la table de 4", True),
        ("lundi matin CE1 maths : le litre", False),  # or the Monday to come?
        ("jeudi CE1 maths : le litre", False),  # no half-day
        ("jeudi matin maths : le litre", False),  # for whom?
        ("maths CE1 : le litre", False),
        ("mercredi matin CE1 maths : le litre", False),  # no school
        ("pour jeudi CE1 la table de 4", False),
        ("pour jeudi CE1 écrire la table de 4", False),  # the circulaire
        ("pour jeudi CE1 apprendre la table de 4, 50 min", False),  # beyond twenty minutes
        ("pour jeudi CE1", False),
    ],
)
def test_a_quick_enter_does_what_a_line_says_whole_and_shows_the_rest_first(envoyer, phrase, aussitot):
    assert ("data-aussitot" in envoyer("comprendre", phrase).text) is aussitot


def test_the_other_kind_is_one_tap_away_and_shows_its_own_chips(envoyer):
    comme_travail = envoyer("comprendre", **puces(envoyer("comprendre")), sorte="travail")
    assert puces(comme_travail, "nature")["montree"] == "travail"
    # Lundi 23 is past: work is for the Monday to come, and for its morning.
    ajout = comme_travail.context["ajout"]
    assert (ajout["jour"].value(), ajout.dit.texte) == ("2026-11-30", "Maths : le litre")
    # Tapped, and sent at once by a browser without script: the chips of a séance are not those of a travail.
    assert envoyer("ajouter", **puces(envoyer("comprendre"), "moment", "domaine"), sorte="travail").status_code == 422
    assert not (Seance.objects.exists() or Travail.objects.exists())
    envoyer("ajouter", **puces(comme_travail, "nature", "minutes"), sorte="travail")
    assert Travail.objects.get().texte == "Maths : le litre"
    comme_seance = envoyer("comprendre", "jeudi la piscine", lue="jeudi la piscine", montree="travail", sorte="seance")
    assert puces(comme_seance)["montree"] == "seance"


@pytest.mark.parametrize(
    ("phrase", "refus"),
    [
        ("jeudi 12 h 30 maths : le litre", "Cette demi-journée va de 13 h 30 à 16 h 15."),
        ("lundi matin CE1 " + "a" * 201, "C’est trop long pour une ligne."),
        ("lundi matin", "Écrivez ce qui est fait"),
        ("mercredi matin maths : le litre", "Choisissez le jour."),
    ],
)
def test_what_cannot_be_kept_is_said(envoyer, phrase, refus):
    compris = envoyer("comprendre", phrase)
    reponse = envoyer("ajouter", phrase, **puces(compris, "moment", "heure", "domaine"))
    assert (reponse.status_code, refus in reponse.text) == (422, True)
    assert not Seance.objects.exists()


def test_with_a_photo_the_seance_is_written_and_opens_on_its_photo(envoyer):
    reponse = envoyer("ajouter", **puces(envoyer("comprendre"), "moment", "heure", "domaine"), photo="1")
    seance = Seance.objects.get()
    assert reponse["Location"] == reverse("cahier_seance_modifier", args=[seance.pk]) + "#ajouter-image"


def test_a_domain_of_another_cycle_is_not_understood(d):
    petits = replace(CLASSE, matieres=matieres_de(domaines_de(["PS", "MS"])))
    lu = comprendre("lundi matin maths : les formes", petits)
    assert (choisir(lu.domaines, lu.texte), lu.texte) == ("CY1-MAT", "Les formes")
    lu = comprendre("lundi matin anglais : colours", petits)
    assert (lu.domaines, lu.texte) == ((), "Anglais : colours")
