"""Pages of the agenda: the month, one event, what is typed, paper, and what it costs."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from pypdf import PdfReader

from ent.annuaire.models import Personne
from ent.diffusion.alphabets import est_de_droite
from ent.diffusion.models import Notification
from ent.diffusion.papier import Feuilles
from ent.services.agenda_ecole import actions
from ent.services.agenda_ecole.models import Evenement
from ent.socle.dates import date_format
from tests.langues import A_LA_FRANCAISE
from tests.portail.test_accueil import texte
from tests.services.agenda_ecole.conftest import JEUDI_3
from tests.services.agenda_ecole.test_actions import lus
from tests.typographie import relacher

ENVOI = {
    "titre": "Piscine", "jour": "2026-12-04", "de": "09:00", "a": "10:30", "lieu": "piscine", "rythme": "", "prevenir": "on",
    "sauf_vacances": "on",
}  # fmt: skip


def mois(client, quel: str = "2026-12") -> str:
    return texte(client.get(reverse("agenda"), {"mois": quel}))


# --- Read -----------------------------------------------------------------------------------------------------------------
def test_a_month_is_read_day_by_day(d, serie, ecrire, entrer):
    ecrire("Marché de Noël", jour=dt.date(2026, 12, 11), dernier_jour=dt.date(2026, 12, 12), de=None, a=None)
    page = mois(entrer(d.mere))
    assert "décembre 2026" in page and "Semaine du 30 novembre" in page
    assert "jeudi 3 14 h 00 Bibliothèque CP-CE1" in page
    assert "vendredi 11" in page and "samedi 12" in page
    assert page.count("Marché de Noël") == 4  # two days, by day and in the grid
    assert "Bibliothèque" not in mois(entrer(d.pere_separe), "2027-03")


@pytest.mark.parametrize("brut", ["", "2026-13", "abc", "9999-12", "0001-01"])
def test_what_is_no_month_is_this_one(d, mardi, entrer, brut):
    assert "novembre 2026" in mois(entrer(d.mere), brut)


def test_a_month_that_is_over_opens_on_the_next_one_that_has_something(d, mardi, ecrire, entrer):
    ecrire("Cross", jour=dt.date(2026, 11, 20), dernier_jour=dt.date(2026, 11, 20), de=None, a=None)
    assert "novembre 2026" in mois(entrer(d.mere), "")
    ecrire("Marché de Noël", jour=dt.date(2026, 12, 11), dernier_jour=dt.date(2026, 12, 11), de=None, a=None)
    assert "décembre 2026" in mois(entrer(d.mere), "")
    assert "novembre 2026" in mois(entrer(d.mere), "2026-11")
    ecrire("Photo", jour=dt.date(2026, 11, 24), dernier_jour=dt.date(2026, 11, 24), de=None, a=None)  # today
    assert "novembre 2026" in mois(entrer(d.mere), "")


def test_an_empty_month_says_so(d, mardi, entrer):
    assert "Rien dans l’agenda ce mois-ci." in mois(entrer(d.mere))


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_week_on_paper_is_spaced_and_turned_as_its_language_does(d, serie, entrer, monkeypatch):
    """« • 14:00 Bibliothèque » holds no letter that is read from the right: its bullet stood on the left."""
    from tests.cahier_de_textes.test_actions import donner

    donner(d, texte="Les mots outils : avec, dans", niveau="CP", date_pour=JEUDI_3)
    vrai = Feuilles.lignes
    for langue in ("ta", "ar"):
        Personne.objects.filter(pk=d.mere.pk).update(langue=langue)
        lus_la: set[str] = set()
        monkeypatch.setattr(
            Feuilles, "lignes", lambda pdf, dit, large, lus_la=lus_la: lus_la.add(dit) or vrai(pdf, dit, large)
        )
        assert entrer(d.mere).get(reverse("semaine_feuille", args=[dt.date(2026, 11, 30)])).status_code == 200
        puces = [dit.replace("\u00a0", " ") for dit in lus_la if "•" in dit]
        assert [dit for dit in puces if A_LA_FRANCAISE.search(dit.partition("\u2068")[0])] == []
        assert {"Les mots outils : avec, dans", "Bibliothèque"} <= {
            dit.partition("\u2068")[2].partition("\u2069")[0].split(" (")[0] for dit in puces
        }
    assert [dit for dit in puces if not est_de_droite(dit)] == []


def test_a_month_on_paper(d, serie, entrer):
    reponse = entrer(d.mere).get(reverse("agenda_imprimer"), {"mois": "2026-12"})
    pages = PdfReader(io.BytesIO(reponse.content)).pages
    assert (reponse["Content-Type"], len(pages)) == ("application/pdf", 1)
    assert "14 h 00 Bibliothèque · CP-CE1" in relacher(pages[0].extract_text())


def test_a_month_on_paper_in_the_language_of_who_asks(d, serie, entrer, encre):
    contenu = entrer(d.mere_arabophone).get(reverse("agenda_imprimer"), {"mois": "2026-12"}).content
    assert b"/Lang (ar)" in contenu
    assert encre.perdues == []
    with override("ar"):
        assert encre.a_dit(gettext("Agenda, %(mois)s") % {"mois": date_format(dt.date(2026, 12, 1), "F Y")})
        assert encre.a_dit(date_format(dt.date(2026, 12, 1), "l"))
    assert encre.a_dit("14:00 Bibliothèque · CP-CE1")
    assert not encre.a_dit("décembre")


def test_the_days_of_a_family_hold_it(d, ecrire, entrer):
    ecrire("Photo de classe", jour=dt.date(2026, 11, 24))
    ecrire("Classe verte", dernier_jour=dt.date(2026, 12, 4), de=None, a=None)
    client = entrer(d.mere)
    accueil = texte(client.get("/"))
    assert (
        "de 14 h 00 à 15 h 00 Photo de classe" in relacher(accueil)
        and "Classe verte" not in accueil.split("Nouveau")[0].split("Agenda :")[0]
    )
    semaine = texte(client.get("/semaine/2026-11-30/"))
    assert semaine.count("Classe verte") == 2  # Thursday and Friday, for the two of this school together
    assert "Classe verte" not in texte(client.get(f"/semaine/2026-11-30/?enfant={d.eleve_ms.uuid}"))


def test_its_add_button_says_what_it_adds_where_there_is_one_and_to_who_listens(d, mardi, entrer):
    nommes = {
        "directrice": "Écrire dans l’agenda : École du Cerf-Volant",
        "enseignante": "Écrire dans l’agenda : CP-CE1",
    }
    for qui, nom in nommes.items():
        assert nom in texte(entrer(getattr(d, qui)).get(reverse("agenda")))
    seul = re.search(
        r"<span[^>]*>Écrire dans l’agenda : </span>CP-CE1", entrer(d.enseignante).get(reverse("agenda")).text
    )
    assert "hors-ecran" not in seul[0]


# --- Write ----------------------------------------------------------------------------------------------------------------
def test_a_teacher_writes_for_the_class_and_the_direction_for_the_school(d, mardi, entrer):
    page = entrer(d.enseignante).post(reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk]), ENVOI, follow=True)
    assert "C’est écrit : les familles le voient." in page.text and "Piscine" in page.text
    entrer(d.directrice).post(reverse("agenda_ecrire_ecole", args=[d.elementaire.pk]), ENVOI | {"titre": "Fête"})
    entrer(d.enseignant).post(reverse("agenda_ecrire_groupe", args=[d.groupe_lecture.pk]), ENVOI | {"titre": "Conte"})
    assert list(Evenement.objects.order_by("pk").values_list("titre", "classe", "groupe")) == [
        ("Piscine", d.cp_ce1.pk, None),
        ("Fête", None, None),
        ("Conte", None, d.groupe_lecture.pk),
    ]


def test_without_an_end_a_series_lasts_the_school_year(d, mardi, entrer):
    entrer(d.enseignante).post(reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk]), ENVOI | {"rythme": "hebdo"})
    assert Evenement.objects.get().jusqu_au == dt.date(2027, 8, 31)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"titre": ""}, "Dites ce qui se passe, en quelques mots."),
        ({"jour": ""}, "Dites quel jour."),
        ({"jour": "3026-01-01"}, "Cette date n’existe pas."),
        ({"de": ""}, "Dites aussi à quelle heure cela commence."),
        ({"a": "08:00"}, "Cela finit avant de commencer."),
        ({"dernier_jour": "2026-12-01"}, "Ce jour vient avant le premier."),
        ({"dernier_jour": "2026-12-06"}, "Sur plusieurs jours, ôtez les heures"),
        ({"rythme": "hebdo", "jusqu_au": "2026-11-01"}, "Ce jour vient avant le premier."),
        ({"rythme": "hebdo", "jusqu_au": "2028-11-01"}, "Une série dure un an au plus."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(d, mardi, entrer, champs, phrase):
    reponse = entrer(d.enseignante).post(reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk]), ENVOI | champs)
    assert (reponse.status_code, phrase in reponse.text, Evenement.objects.exists()) == (422, True, False)


@pytest.mark.parametrize("jour", ["2020-01-01", "2026-08-31", "2028-09-01"])
@pytest.mark.parametrize("rythme", ["", "hebdo"])
def test_a_day_of_another_year_is_told_to_nobody(d, mardi, entrer, jour, rythme):
    """« C’est écrit : les familles le voient », of a day six years ago."""
    reponse = entrer(d.enseignante).post(
        reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk]), ENVOI | {"jour": jour, "rythme": rythme}
    )
    assert reponse.status_code == 422
    assert "Écrivez un jour de cette année scolaire, ou de la suivante." in reponse.text
    assert f'value="{jour}"' in reponse.text and 'value="piscine"' in reponse.text
    assert not Evenement.objects.exists()


def test_what_was_written_long_ago_is_corrected_where_it_is(d, mardi, ecrire, entrer):
    ancien = ecrire(jour=dt.date(2026, 8, 28), dernier_jour=dt.date(2026, 8, 28))
    adresse = f"{reverse('agenda_corriger', args=[ancien.pk])}?jour=2026-08-28"
    version = re.search(r'name="version" value="([^"]*)"', entrer(d.directrice).get(adresse).text)[1]
    reponse = entrer(d.directrice).post(adresse, ENVOI | {"jour": "2026-08-28", "version": version})
    assert reponse.status_code == 302


@pytest.mark.parametrize("est_serie", [False, True], ids=["once", "one time of a series"])
def test_what_is_moved_says_from_which_day_and_who_moved_it_reads_whether_families_are_told(
    d, ecrire, serie, entrer, est_serie
):
    """On the page and in the news, in the language of who reads it; a Saturday is said to have no class."""
    lu = serie if est_serie else ecrire("Ferme de Gally", classe=d.cp_ce1)
    client, adresse = entrer(d.enseignante), f"{reverse('agenda_corriger', args=[lu.pk])}?jour=2026-12-03"
    version = re.search(r'name="version" value="([^"]*)"', client.get(adresse).text)[1]
    envoi = ENVOI | {"titre": lu.titre, "jour": "2026-12-12", "version": version, "le": "2026-12-03", "portee": "une"}
    dit = relacher(client.post(adresse, envoi | {"prevenir": "on"}, follow=True).text)
    assert "C’est corrigé : les familles en sont prévenues." in dit
    assert "Samedi 12 décembre n’est pas un jour de classe" in dit
    ligne = Evenement.objects.get(jour=dt.date(2026, 12, 12))
    nouvelle = Notification.objects.filter(nature="agenda_ecole.change", destinataire=d.mere).first()
    assert "samedi 12 décembre, de 9 h 00 à 10 h 30 au lieu de jeudi 3 décembre" in relacher(nouvelle.texte)
    page = reverse("agenda_evenement", args=[ligne.pk])
    assert "Avant le changement : jeudi 3 décembre" in relacher(entrer(d.mere).get(page).text)
    with override("en"):
        redit = actions.redites("agenda_ecole.change", [ligne.pk])[ligne.pk]("Lina")
    assert "instead of" in redit and "3 December" in redit
    version = re.search(
        r'name="version" value="([^"]*)"', client.get(reverse("agenda_corriger", args=[ligne.pk])).text
    )[1]
    envoi.pop("prevenir")
    sans = client.post(
        reverse("agenda_corriger", args=[ligne.pk]), envoi | {"lieu": "Gally", "version": version}, follow=True
    )
    assert "C’est corrigé : les familles le lisent dans l’agenda, sans en être prévenues." in sans.text


def test_one_time_of_a_series_is_corrected_on_its_page(d, serie, entrer):
    client = entrer(d.enseignante)
    chemin = f"{reverse('agenda_corriger', args=[serie.pk])}?jour=2026-12-10"
    page = client.get(chemin).text
    assert "Cette date seulement" in page and 'value="2026-12-10"' in page
    envoi = ENVOI | {"titre": "Ludothèque", "jour": "2026-12-11", "portee": "une", "le": "2026-12-10"}
    assert client.post(chemin, envoi).status_code == 302
    decembre = mois(entrer(d.mere))
    assert "vendredi 11 9 h 00 Ludothèque" in decembre and "jeudi 10" not in decembre


def test_a_family_reads_why_and_corrects_nothing(d, serie, entrer):
    client = entrer(d.enseignante)
    envoi = {"le": "2026-12-10", "portee": "une", "mot": ""}
    assert "Dites en un mot pourquoi" in client.post(reverse("agenda_annuler", args=[serie.pk]), envoi).text
    page = client.post(reverse("agenda_annuler", args=[serie.pk]), envoi | {"mot": "Grève."}, follow=True)
    assert "C’est annulé : les familles le savent." in page.text and "Rétablir" in page.text
    ligne = Evenement.objects.get(serie=serie)
    page = entrer(d.mere).get(reverse("agenda_evenement", args=[ligne.pk])).text
    assert "Grève." in page and "Rétablir" not in page and "Annuler et prévenir" not in page


@pytest.mark.parametrize("portee", ["une", "suivantes"])
def test_cancelled_twice_by_a_double_tap_no_other_date_is(d, serie, entrer, portee):
    """The second tap found its date gone, and took the next one."""
    client, adresse = entrer(d.enseignante), reverse("agenda_annuler", args=[serie.pk])
    envoi = {"le": "2026-12-10", "portee": portee, "mot": "Grève."}
    premiere = client.post(adresse, envoi)
    seconde = client.post(adresse, envoi)
    annulees = {dite[:5] for dite in lus(d.mere) if "~" in dite}
    assert annulees & {"12-03", "12-10", "12-17"} == ({"12-10", "12-17"} if portee == "suivantes" else {"12-10"})
    if portee == "une":
        assert seconde["Location"] == premiere["Location"]
    else:
        assert "Cette date n’est plus dans l’agenda" in seconde.text


def test_a_date_that_a_colleague_cancelled_is_corrected_in_no_other(d, serie, entrer):
    chemin = f"{reverse('agenda_corriger', args=[serie.pk])}?jour=2026-12-10"
    client = entrer(d.enseignante)
    version = re.search(r'name="version" value="([^"]*)"', client.get(chemin).text)[1]
    actions.annuler_evenement(
        evenement=serie, auteur=d.enseignante, le=dt.date(2026, 12, 10), portee=actions.UNE, mot="Grève."
    )
    envoi = ENVOI | {"titre": "Ludothèque", "jour": "2026-12-10", "portee": "une", "le": "2026-12-10"}
    page = client.post(chemin, envoi | {"version": version})
    assert (page.status_code, "Cette date n’est plus dans l’agenda" in page.text) == (422, True)
    assert not Evenement.objects.filter(titre="Ludothèque").exists()


@pytest.mark.parametrize("jour", ["0001-01-01", "9999-12-31"])
def test_a_day_before_all_days_is_no_error_of_what_lasts(d, ecrire, entrer, jour):
    verte = ecrire("Classe verte", dernier_jour=dt.date(2026, 12, 5), de=None, a=None)
    page = entrer(d.mere).get(reverse("agenda_evenement", args=[verte.pk]), {"jour": jour})
    assert (page.status_code, "jeudi 3" in page.text) == (200, True)


# --- What it costs --------------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("nombre", [1, 3])
def test_a_month_costs_the_same_whatever_it_holds(d, ecrire, entrer, django_assert_num_queries, nombre):
    for n in range(nombre):
        serie = ecrire(f"Sortie {n}", classe=d.cp_ce1, rythme="hebdo", jusqu_au=dt.date(2027, 1, 28))
        actions.annuler_evenement(evenement=serie, auteur=d.enseignante, le=JEUDI_3, portee=actions.UNE, mot="Grève.")
    client = entrer(d.mere)
    with django_assert_num_queries(9):  # two of them of other rooms, that have no date to say
        client.get(reverse("agenda"), {"mois": "2026-12"})


@pytest.mark.besoin_de("cahier_de_textes")
def test_a_home_of_an_empty_week_costs_nothing_more(d, ecrire, entrer, django_assert_num_queries):
    """As many queries as before there was an agenda (tests/portail/test_accueil.py)."""
    ecrire("Plus tard", jour=dt.date(2026, 12, 20))
    client = entrer(d.mere)
    with django_assert_num_queries(7):
        client.get("/")
