"""The cahier of a collège: each gives work in their subject, corrects their own, and families read it by subject and day."""

import datetime as dt
import io
from uuid import uuid4

import pypdf
import pytest
from django.urls import reverse

from cahier_de_textes.actions import gestes
from cahier_de_textes.actions.decalage import decaler
from cahier_de_textes.actions.remises import remettre
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.agenda import calendrier_de
from cahier_de_textes.models import Remise, Seance, Travail
from ent.annuaire import actions as annuaire
from ent.annuaire.models import Affectation, Personne
from tests.cahier_de_textes.test_impressions import lire
from tests.cahier_de_textes.test_organisation import LUNDI

JEUDI = dt.date(2026, 11, 26)
ENVOI = {"nature": "ecrire", "texte": "Exercices 3 et 4 page 52", "jour": "2026-11-26", "pour": ""}


def donner(auteur, classe, texte="Exercice 12 page 40", **autres) -> Travail:
    champs = {"nature": "ecrire", "matiere": "2D-ANG", "date_pour": JEUDI, "classe": classe}
    return publier_travail(auteur=auteur, texte=texte, **champs | autres)


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


# --- the subject --------------------------------------------------------------------------------------------------------
def test_who_teaches_one_subject_is_asked_nothing(c, mardi, entrer):
    page = entrer(c.anglais).get(reverse("cahier_donner_classe", args=[c.cinquieme.pk])).text
    assert 'name="matiere"' not in page
    assert "circulaire du 29 décembre 1956" not in page
    entrer(c.anglais).post(reverse("cahier_donner_classe", args=[c.cinquieme.pk]), ENVOI)
    donne = Travail.objects.get()
    assert (donne.matiere, donne.get_matiere_display()) == ("2D-ANG", "Anglais")


def test_who_teaches_two_chooses_among_them_alone(c, mardi, entrer):
    adresse = reverse("cahier_donner_classe", args=[c.cinquieme.pk])
    page = entrer(c.maths).get(adresse).text
    assert "Mathématiques" in page and "Physique-chimie" in page and "Anglais" not in page
    assert entrer(c.maths).post(adresse, ENVOI | {"matiere": "2D-ANG"}).status_code == 422
    assert entrer(c.maths).post(adresse, ENVOI | {"matiere": "2D-PC"}).status_code == 302
    assert Travail.objects.get().matiere == "2D-PC"


def test_an_ecole_has_no_subject(d, mardi, entrer):
    adresse = reverse("cahier_donner_classe", args=[d.cp_ce1.pk])
    assert 'name="matiere"' not in entrer(d.enseignante).get(adresse).text
    entrer(d.enseignante).post(adresse, ENVOI | {"nature": "lire", "matiere": "2D-ANG"})
    assert Travail.objects.get().matiere == ""


def test_somebody_without_a_subject_chooses_in_the_whole_list(c, mardi, entrer):
    Affectation.objects.filter(enseignant=c.anglais).update(matieres=[])
    adresse = reverse("cahier_donner_classe", args=[c.cinquieme.pk])
    assert entrer(c.anglais).post(adresse, ENVOI).status_code == 422
    assert entrer(c.anglais).post(adresse, ENVOI | {"matiere": "2D-DOC"}).status_code == 302


def test_a_line_is_of_the_subject_it_says_or_of_the_first(c, mardi, entrer):
    adresse = reverse("cahier_ajouter_classe", args=[c.cinquieme.pk])

    def ajouter(phrase, **puces):
        page = entrer(c.maths).post(adresse, {"phrase": phrase})
        champs = {
            "phrase": phrase,
            "lue": phrase,
            "montree": "travail",
            "sorte": "travail",
            "jour": "2026-11-26",
            "pour": "",
        }
        if page.status_code == 422:
            entrer(c.maths).post(adresse, champs | {"nature": "apprendre", "minutes": 10} | puces)

    ajouter("pour jeudi apprendre la leçon 3", matiere="2D-MAT")
    ajouter("pour jeudi apprendre la leçon 4", matiere="2D-PC")
    dits = dict(Travail.objects.values_list("texte", "matiere"))
    assert set(dits.values()) == {"2D-MAT", "2D-PC"}


def test_a_seance_is_of_a_subject_and_never_of_a_domain_of_the_primary(c, mardi, entrer):
    adresse = reverse("cahier_seance_classe", args=[c.cinquieme.pk])
    page = entrer(c.maths).get(adresse).text
    assert "Mathématiques" in page and "Nombres et calcul" not in page and "Sans domaine" not in page
    entrer(c.maths).post(
        adresse, {"titre": "Thalès", "domaine": "2D-MAT", "date": "2026-11-24", "moment": "matin", "contenu": "[]"}
    )
    seance = Seance.objects.get()
    assert (seance.domaine, seance.get_domaine_display()) == ("2D-MAT", "Mathématiques")


def test_twenty_minutes_of_work_alarm_nobody(c, mardi, entrer):
    donner(c.anglais, c.cinquieme, minutes=45)
    page = entrer(c.maths).get(reverse("cahier_classe", args=[c.cinquieme.pk]) + "?semaine=2026-11-23").text
    assert "45 min" in page and "Au-delà de" not in page and "charge__barre--pleine" not in page


# --- who reads, who corrects --------------------------------------------------------------------------------------------
def test_a_colleague_of_the_division_reads_and_does_not_correct(c, mardi, entrer):
    donne = donner(c.anglais, c.cinquieme)
    page = entrer(c.maths).get(reverse("cahier_travail", args=[donne.pk]))
    assert page.status_code == 200 and "Exercice 12 page 40" in page.text
    assert reverse("cahier_modifier", args=[donne.pk]) not in page.text
    assert entrer(c.maths).get(reverse("cahier_modifier", args=[donne.pk])).status_code == 404
    assert entrer(c.maths).post(reverse("cahier_retirer", args=[donne.pk])).status_code == 404
    assert entrer(c.anglais).get(reverse("cahier_modifier", args=[donne.pk])).status_code == 200
    # Of another division, nothing.
    assert entrer(c.francais).get(reverse("cahier_travail", args=[donne.pk])).status_code == 404


def test_a_draft_is_its_authors(c, mardi, entrer):
    brouillon = donner(c.anglais, c.cinquieme, est_brouillon=True)
    assert entrer(c.anglais).get(reverse("cahier_travail", args=[brouillon.pk])).status_code == 200
    assert entrer(c.maths).get(reverse("cahier_travail", args=[brouillon.pk])).status_code == 404


def test_who_moves_everything_moves_their_own_and_says_so(c, mardi, entrer):
    """What colleagues gave, and the drafts that they alone read, stay at their days; it is undone as anywhere."""
    donner(c.maths, c.cinquieme, matiere="2D-MAT")
    for est_brouillon in (False, True):
        donner(c.anglais, c.cinquieme, est_brouillon=est_brouillon)
    page = entrer(c.maths).get(reverse("cahier_decaler_classe", args=[c.cinquieme.pk]), {"depuis": "2026-11-26"})
    assert "1 travail passe au jour de classe suivant." in page.text
    geste = decaler(auteur=relu(c.maths), a_partir_de=JEUDI, classe=c.cinquieme)
    restes = Travail.objects.filter(date_pour=JEUDI)
    assert [t.auteur for t in restes] == [c.anglais, c.anglais]
    gestes.annuler_geste(geste=geste, auteur=relu(c.maths))
    assert restes.all().count() == 3


def test_a_remplacant_does_the_work_of_who_is_away(c, mardi, entrer):
    donne = donner(c.anglais, c.cinquieme)
    annuaire.affecter(enseignant=c.francais, classe=c.cinquieme, nature="remplacant", matieres=["2D-ANG"])
    assert entrer(relu(c.francais)).get(reverse("cahier_modifier", args=[donne.pk])).status_code == 200


def test_what_is_handed_in_is_read_by_who_gave_it(c, mardi, entrer):
    donne = donner(c.anglais, c.cinquieme, est_a_rendre=True)
    remettre(travail=donne, eleve=c.hugo, par=c.hugo, uuid=uuid4(), texte="My name is Hugo.")
    assert [r.pk for r in Remise.objects.corrigees_par(relu(c.anglais))] == [Remise.objects.get().pk]
    assert not Remise.objects.corrigees_par(relu(c.maths)).exists()
    assert not Remise.objects.corrigees_par(relu(c.francais)).exists()


# --- families and pupils ------------------------------------------------------------------------------------------------
def test_a_family_reads_the_work_of_a_day_by_subject(c, mardi, entrer):
    donner(c.anglais, c.cinquieme, "Learn unit 4")
    donner(c.maths, c.cinquieme, "Exercice 12 page 40", matiere="2D-MAT")
    donner(c.francais, c.sixieme, "Relire la fable", matiere="2D-FRA")
    page = entrer(c.mere).get(reverse("cahier_jour")).text
    assert page.index("Mathématiques") < page.index("Exercice 12") < page.index("Anglais") < page.index("Learn unit 4")
    assert "Relire la fable" not in page
    travail = Travail.objects.get(matiere="2D-ANG")
    une = entrer(c.mere).get(reverse("cahier_enfant_travail", args=[c.hugo.uuid, travail.pk])).text
    assert "Anglais" in une and "Mme Roux" in une


def test_the_pupil_reads_it_on_their_home(c, mardi, entrer):
    donner(c.maths, c.cinquieme, matiere="2D-MAT")
    donner(c.francais, c.sixieme, "Relire la fable", matiere="2D-FRA")
    page = entrer(c.hugo).get("/").text
    assert "Mathématiques" in page and "Exercice 12" in page and "Relire la fable" not in page


def test_the_pupil_reads_what_all_their_teachers_gave_for_the_days_to_come(c, mardi, entrer):
    """On a wall of small ones, three cards; in a collège one plans one's week."""
    for n in range(5):
        donner(c.maths, c.cinquieme, f"Exercice {n} page 40", matiere="2D-MAT", date_pour=JEUDI + dt.timedelta(days=n))
    page = entrer(c.hugo).get("/").text
    assert [n for n in range(5) if f"Exercice {n} page 40" in page] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("qui", ["mere", "hugo"])
def test_a_subject_of_the_schools_own_is_said_as_it_was_written(c, mardi, entrer, qui):
    donner(c.anglais, c.cinquieme, matiere="Atelier théâtre")
    assert "Atelier théâtre" in entrer(getattr(c, qui)).get("/").text


# --- on paper -----------------------------------------------------------------------------------------------------------
def test_what_leaves_the_page_bears_its_subject(c, d, mardi, entrer):
    """« Exercice 12 page 40 », of which book? The paper of the class, that of the family and their agenda did not say."""
    donner(c.anglais, c.cinquieme)
    vu = "Anglais · Travail écrit : Exercice 12 page 40"
    (semaine,) = lire(entrer(c.anglais).get(reverse("cahier_imprimer_classe", args=[c.cinquieme.pk])).content)
    (feuille,) = lire(entrer(c.mere).get(reverse("semaine_feuille", args=[LUNDI])).content)
    assert vu in semaine and vu in feuille
    ics = calendrier_de(relu(c.mere), lambda _ligne: "https://exemple.fr", lambda chemin: chemin)
    assert f"Hugo · {vu}" in ics.decode().replace("\r\n ", "")


def test_the_name_of_the_school_ends_where_the_page_does(d, mardi, entrer):
    """It floated in the middle of the paper."""
    page = entrer(d.enseignante).get(reverse("cahier_imprimer_classe", args=[d.cp_ce1.pk])).content
    places = {}
    lu = pypdf.PdfReader(io.BytesIO(page)).pages[0]
    lu.extract_text(visitor_text=lambda texte, _cm, tm, *_police: places.setdefault(texte.strip(), tm[4]))
    debut = next(x for texte, x in places.items() if texte.startswith("École du Cerf-Volant"))
    assert debut > 230 / 25.4 * 72
