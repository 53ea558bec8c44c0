"""The timetable of a class: typed a line a slot, kept, taken back; what of a week is left to write."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from cahier_de_textes import emploi
from cahier_de_textes.actions import emploi as actions
from cahier_de_textes.domaines import domaines_de
from cahier_de_textes.lectures import semaine as lectures_semaine
from cahier_de_textes.models import EmploiDuTemps, Seance
from tests.cahier_de_textes.test_seances import ecrire
from tests.gestes import version_de

LUNDI, MARDI, JEUDI = dt.date(2026, 11, 23), dt.date(2026, 11, 24), dt.date(2026, 11, 26)
JOUR = "8h30 accueil\n8h45-9h30 CP lecture\n8h45-9h30 ce1 maths\n10h récréation\nQuoi de neuf ?"


def lire(texte: str, jour: int = 1, moment: str = "matin") -> list[emploi.Creneau]:
    return emploi.lire(texte, jour=jour, moment=moment, niveaux=["CP", "CE1"], domaines=domaines_de(["CP", "CE1"]))


# --- A line a slot ----------------------------------------------------------------------------------------------------
def test_each_line_says_its_hours_its_level_and_its_domain():
    accueil, lecture, maths, recreation, neuf = lire(JOUR)
    assert (accueil.titre, accueil.heure, accueil.est_une_pause) == ("Accueil", "08:30", True)
    assert (lecture.titre, lecture.heure, lecture.fin, lecture.niveaux) == ("Lecture", "08:45", "09:30", ("CP",))
    assert lecture.domaines == ("FRA-LEC",)
    assert (maths.niveaux, maths.domaines) == (("CE1",), ("MAT-NBC", "MAT-GDM", "MAT-GEO"))
    assert recreation.est_une_pause
    assert (neuf.titre, neuf.heure, neuf.domaines, neuf.est_une_pause) == ("Quoi de neuf ?", "", (), False)


@pytest.mark.parametrize(
    ("ligne", "relue"),
    [
        ("9:05 - 10 h : sport", "9h05-10h00 Sport"),
        ("9h CP, CE1 étude de la langue", "9h00 Étude de la langue"),  # all the levels are the class
        ("CP et CE1", "CP et CE1"),
        ("9h", "9h00 9h"),
        ("3 petits cochons", "3 petits cochons"),
    ],
)
def test_a_line_is_typed_again_as_it_was_understood(ligne, relue):
    (creneau,) = lire(ligne)
    assert creneau.ligne == relue
    assert emploi.Creneau.de(creneau.en_json()) == creneau


# --- The page ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def page(d):
    return reverse("cahier_emploi", args=[d.cp_ce1.pk])


def poser(d, texte: str = JOUR, jour: int = 1, **champs) -> EmploiDuTemps:
    return actions.ecrire_emploi(classe=d.cp_ce1, auteur=d.enseignante, creneaux=lire(texte, jour), **champs)


def test_it_is_entered_once_and_shown_again_as_it_was_typed(d, mardi, entrer, page):
    client = entrer(d.enseignante)
    formulaire = client.get(page).context["formulaire"]
    assert list(formulaire.fields) == [
        f"jour-{jour}-{moment}" for jour in (0, 1, 3, 4) for moment in ("matin", "apres_midi")
    ]  # no field on Wednesday: this school has four days
    envoi = {"version": version_de(client, page), "jour-1-matin": JOUR, "jour-1-apres_midi": "13h30 sport"}
    assert client.post(page, envoi)["Location"] == reverse("cahier_classe", args=[d.cp_ce1.pk])
    texte = client.get(page).context["formulaire"]["jour-1-matin"].value()
    assert texte.splitlines()[1:3] == ["8h45-9h30 CP Lecture", "8h45-9h30 CE1 Maths"]


def test_a_day_is_copied_without_keeping_anything_and_given_back(d, mardi, entrer, page):
    client = entrer(d.enseignante)
    envoi = {"version": version_de(client, page), "jour-0-matin": "9h lecture", "jour-1-matin": "9h maths"}
    copie = client.post(page, envoi | {"copier": "1"})
    assert (copie.status_code, copie.context["formulaire"]["jour-1-matin"].value()) == (200, "9h lecture")
    assert "Rendre mardi" in copie.text and "Comme lundi" not in copie.text
    rendu = client.post(page, envoi | {"jour-1-matin": "9h lecture", "avant-jour-1-matin": "9h maths", "rendre": "1"})
    assert rendu.context["formulaire"]["jour-1-matin"].value() == "9h maths"
    assert client.post(page, envoi | {"copier": "0"}).status_code == 200  # nothing comes before Monday
    assert not EmploiDuTemps.objects.exists()


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("14h lecture", "« 14h00 Lecture » : cette demi-journée va de 8 h 30 à 11 h 45."),
        ("\n".join(["lecture"] * 15), "14 lignes au plus."),
        ("lecture " + "a" * 80, "est trop long"),
    ],
)
def test_what_does_not_stand_in_the_half_day_is_said_and_shown_on_a_phone(d, mardi, entrer, page, texte, phrase):
    client = entrer(d.enseignante)
    refus = client.post(page, {"version": version_de(client, page), "jour-3-matin": texte})
    assert (refus.status_code, refus.context["montre"]) == (422, "3")
    assert phrase in refus.text.replace("\xa0", " ")
    assert not EmploiDuTemps.objects.exists()


def test_taking_it_back_gives_the_one_before(d, mardi, entrer):
    poser(d, "9h lecture")
    nouveau = poser(d, "9h maths")
    entrer(d.enseignante).post(reverse("cahier_emploi_annuler", args=[nouveau.pk]))
    (reste,) = EmploiDuTemps.objects.en_vigueur()
    assert [c.titre for c in reste.liste] == ["Lecture"]
    # What somebody wrote since is not undone by who wrote before.
    autre = poser(d, "9h sport")
    texte = entrer(d.enseignante).post(reverse("cahier_emploi_annuler", args=[reste.pk]), follow=True).text
    assert "a été changé depuis" in texte
    assert EmploiDuTemps.objects.en_vigueur().get() == autre


def test_only_its_author_takes_it_back_while_they_teach_there(d, mardi, entrer):
    adresse = reverse("cahier_emploi_annuler", args=[poser(d).pk])
    for qui in (d.directrice, d.enseignant, d.mere):
        assert entrer(qui).post(adresse).status_code == 404
    d.enseignante.affectations.update(fin=LUNDI)
    assert entrer(d.enseignante).post(adresse).status_code == 404
    assert EmploiDuTemps.objects.en_vigueur().exists()


# --- What is left to write ----------------------------------------------------------------------------------------------
def a_ecrire(d, qui=None, lundi: dt.date = LUNDI) -> dict[int, list[str]]:
    semaine = lectures_semaine.semaine(qui or d.enseignante, lundi, [d.cp_ce1])
    return {c.date.weekday(): [p.creneau.titre for p in c.prevus] for c in semaine.cases if c.prevus}


def test_each_class_day_proposes_what_nobody_wrote_and_pauses_are_no_seance(d, mardi):
    poser(d)
    assert a_ecrire(d) == {1: ["Lecture", "Maths", "Quoi de neuf ?"]}
    assert a_ecrire(d, lundi=dt.date(2026, 12, 21)) == {}  # holidays
    assert a_ecrire(d, lundi=dt.date(2026, 11, 16)) == {}  # before it was written
    assert a_ecrire(d, d.directrice) == {}
    assert not Seance.objects.exists()  # shown, never made


@pytest.mark.parametrize(
    ("champs", "reste"),
    [
        ({"heure": dt.time(8, 45), "niveaux": ["CP"]}, ["Maths", "Quoi de neuf ?"]),
        ({"heure": dt.time(9, 0), "domaine": "FRA-LEC"}, ["Maths", "Quoi de neuf ?"]),  # late, and the same lesson
        ({"domaine": "MAT-GEO"}, ["Lecture", "Quoi de neuf ?"]),
        ({"titre": "Quoi de neuf ? Le marché"}, ["Lecture", "Maths"]),
        ({"domaine": "MAT-GEO", "niveaux": ["CP"]}, ["Lecture", "Maths", "Quoi de neuf ?"]),  # maths is for the CE1
        ({"domaine": "MAT-GEO", "moment": "apres_midi"}, ["Lecture", "Maths", "Quoi de neuf ?"]),
        ({"domaine": "MAT-GEO", "date": JEUDI}, ["Lecture", "Maths", "Quoi de neuf ?"]),
        ({"domaine": "MAT-GEO", "est_brouillon": True}, ["Lecture", "Quoi de neuf ?"]),
    ],
)
def test_what_is_written_takes_the_place_of_its_slot(d, mardi, champs, reste):
    poser(d)
    ecrire(d, **({"titre": "Le carré", "date": MARDI} | champs))
    assert a_ecrire(d) == {1: reste}


def test_two_seances_of_one_domain_fill_two_slots(d, mardi):
    poser(d, "9h maths\n10h maths")
    ecrire(d, titre="Le carré", date=MARDI, domaine="MAT-GEO")
    assert a_ecrire(d) == {1: ["Maths"]}
    ecrire(d, titre="Le litre", date=MARDI, domaine="MAT-GDM")
    assert a_ecrire(d) == {}


def test_in_the_week_slots_and_seances_stand_by_the_hour_and_what_has_none_at_the_end(d, mardi, entrer):
    poser(d, "9h lecture\n10h maths\n11h sport\nconte")
    ecrire(d, titre="Divers", date=MARDI)
    ecrire(d, titre="Le carré", date=MARDI, domaine="MAT-GEO")  # it fills the slot of ten
    ecrire(d, titre="Le marché", date=MARDI, heure=dt.time(10, 30))
    semaine = entrer(d.enseignante).get(reverse("cahier_classe", args=[d.cp_ce1.pk]) + "?semaine=2026-11-23").text
    mardi_matin = semaine.partition('id="h-2026-11-24"')[2].partition("moment=apres_midi")[0]
    titres = re.findall(r"<b>\s*(Lecture|Le carré|Le marché|Sport|Divers|Conte)\b", mardi_matin)
    assert titres == ["Lecture", "Le carré", "Le marché", "Sport", "Divers", "Conte"]


def test_a_slot_opens_its_seance_filled_in_and_leads_to_the_next(d, mardi, entrer):
    poser(d)
    client = entrer(d.enseignante)
    semaine = client.get(reverse("cahier_classe", args=[d.cp_ce1.pk]) + "?semaine=2026-11-23").text
    adresse = f"{reverse('cahier_seance_classe', args=[d.cp_ce1.pk])}?jour=2026-11-24&moment=matin&creneau=1"
    assert adresse.replace("&", "&amp;") in semaine
    formulaire = client.get(adresse).context["formulaire"]
    assert {nom: formulaire[nom].value() for nom in ("titre", "domaine", "niveaux", "heure", "moment")} == {
        "titre": "Lecture", "domaine": "FRA-LEC", "niveaux": ["CP"], "heure": dt.time(8, 45), "moment": "matin",
    }  # fmt: skip
    envoi = {"titre": "Le loup", "domaine": "FRA-LEC", "niveaux": "CP", "date": "2026-11-24", "moment": "matin"}
    suite = client.post(adresse, envoi | {"heure": "08:45", "encore": "1"})
    assert suite["Location"].endswith("?jour=2026-11-24&moment=matin&creneau=2")
    # A slot of another day, or none: the form is as it was without one.
    for rang in ("99", "x", "-1"):
        vide = client.get(f"{reverse('cahier_seance_classe', args=[d.cp_ce1.pk])}?jour=2026-11-24&creneau={rang}")
        assert not vide.context["formulaire"]["titre"].value()
    autre_jour = client.get(f"{reverse('cahier_seance_classe', args=[d.cp_ce1.pk])}?jour=2026-11-26&creneau=1")
    assert not autre_jour.context["formulaire"]["titre"].value()


def test_the_line_takes_from_its_slot_what_it_leaves_unsaid(d, mardi, entrer):
    poser(d, "8h45 CP lecture\n8h45 CE1 maths\n10h30 maths")
    comprendre = reverse("cahier_comprendre_classe", args=[d.cp_ce1.pk])

    def dite(phrase: str) -> tuple:
        page = entrer(d.enseignante).post(comprendre, {"phrase": phrase, "semaine": "2026-11-23"})
        return tuple(page.context["ajout"][nom].value() for nom in ("moment", "heure"))

    assert dite("mardi CE1 maths : le litre") == ("matin", dt.time(8, 45))
    assert dite("mardi CP maths : le litre") == ("matin", dt.time(10, 30))
    assert dite("mardi 15 h maths : le litre") == ("apres_midi", dt.time(15, 0))  # said: not taken
    assert dite("jeudi maths : le litre") == ("matin", None)  # no slot that day
    ecrire(d, titre="Le carré", date=MARDI, domaine="MAT-GEO", niveaux=["CE1"])
    assert dite("mardi CE1 maths : le litre") == ("matin", dt.time(10, 30))  # the first is written


# --- The board --------------------------------------------------------------------------------------------------------
def programme(reponse) -> list[str]:
    lignes = reponse.context["programme"]
    return [f"{ligne.heure:%H:%M} {ligne.titre}" if ligne.heure else ligne.titre for ligne in lignes]


def test_the_board_shows_the_day_s_programme_and_offers_tomorrow(d, mardi, entrer):
    poser(d)
    poser_aussi = lire(JOUR) + lire("9h poésie", jour=3)
    actions.ecrire_emploi(classe=d.cp_ce1, auteur=d.enseignante, creneaux=poser_aussi)
    ecrire(d, titre="Le loup", date=MARDI, domaine="FRA-LEC", niveaux=["CP"])
    ecrire(d, titre="À voir plus tard", date=MARDI, est_brouillon=True)
    ecrire(d, titre="Pour Kenza seule", date=MARDI, eleves=[d.eleve_ce1])
    client, adresse = entrer(d.enseignante), reverse("cahier_projeter", args=[d.cp_ce1.pk])
    aujourd_hui = client.get(adresse)
    assert programme(aujourd_hui) == [
        "08:30 Accueil", "08:45 Le loup", "08:45 Maths", "10:00 Récréation", "Quoi de neuf ?",
    ]  # fmt: skip
    assert "Voir jeudi 26" in aujourd_hui.text and "Kenza" not in aujourd_hui.text
    jeudi = client.get(f"{adresse}?jour=2026-11-26")
    assert programme(jeudi) == ["09:00 Poésie"]
    assert "Pour vendredi 27 novembre" in jeudi.text and "Voir mardi 24" in jeudi.text
    assert client.get(f"{adresse}?jour=2026-12-03").context["montre"] == MARDI  # today and tomorrow, no other day


def test_once_the_class_is_gone_the_board_is_tomorrow_s(d, mardi, entrer, horloge):
    horloge(mardi + dt.timedelta(hours=7))
    assert entrer(d.enseignante).get(reverse("cahier_projeter", args=[d.cp_ce1.pk])).context["montre"] == JEUDI
