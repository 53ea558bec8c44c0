"""Outings as dates: in the agenda's month, on its paper, in calendars; and what else is that day, for who writes one."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from ent.annuaire.models import Delegation, Personne
from ent.diffusion.agenda import composer
from ent.services.vie_scolaire.actions import changements as actions
from ent.services.vie_scolaire.actions import collectives
from ent.services.vie_scolaire.lectures.dates import ce_jour_la, dates, evenements_de
from ent.services.vie_scolaire.models import DemandeConsentement
from tests.graines import MARDI_10H
from tests.portail.test_accueil import texte
from tests.typographie import relacher

from .test_autorisations_pages import relu
from .test_sorties_changees import VENDREDI, cachees

AGENDA = pytest.mark.besoin_de("ent.services.agenda_ecole")
MARDI, JEUDI = MARDI_10H.date(), MARDI_10H.date() + dt.timedelta(days=2)
HEURES = {"depart_a": dt.time(8, 40), "retour_a": dt.time(16, 15), "lieu": "à la ferme"}


def mois(client, quel="2026-11") -> str:
    return texte(client.get("/agenda/", {"mois": quel}))


def annuler(d, demande, mot=""):
    actions.annuler_sortie(demande=demande, auteur=d.enseignante, mot=mot)


# --- The month ----------------------------------------------------------------------------------------------------------
@AGENDA
def test_it_stands_in_the_month_of_its_families_its_teachers_and_its_direction_and_of_nobody_else(d, proposer, entrer):
    demande = proposer(**HEURES)
    ici = {"mere", "pere_separe", "mere_arabophone", "enseignante", "directrice"}
    # Who teaches another class, who directs the other school, an access that is over.
    for qui in sorted(ici | {"enseignant", "directrice_maternelle", "remplacant", "assistante_finie"}):
        page = entrer(relu(getattr(d, qui))).get("/agenda/", {"mois": "2026-11"})
        assert ("Sortie à la ferme" in page.text) == (qui in ici), qui
    lue = entrer(relu(d.mere)).get("/agenda/", {"mois": "2026-11"})
    assert "jeudi 26 8 h 40 Sortie à la ferme CP-CE1 · à la ferme" in relacher(texte(lue))
    assert reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid]) in lue.text
    assert reverse("autorisation", args=[demande.pk]) in entrer(d.enseignante).get("/agenda/?mois=2026-11").text


@AGENDA
def test_an_answer_is_not_in_the_month(d, proposer, autoriser, entrer):
    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    for qui in (d.mere, d.pere_separe, d.enseignante):
        page = mois(entrer(relu(qui)))
        assert "autorise" not in page and "accord" not in page and "répondre" not in page


@AGENDA
def test_cancelled_it_stays_there_crossed_and_on_paper(d, proposer, entrer):
    demande = proposer(**HEURES)
    annuler(d, demande)
    client = entrer(relu(d.mere))
    lue = client.get("/agenda/", {"mois": "2026-11"})
    assert "agenda-date--annulee" in lue.text and "Sortie à la ferme Annulée" in texte(lue)
    papier = PdfReader(io.BytesIO(client.get("/agenda/mois.pdf", {"mois": "2026-11"}).content)).pages[0].extract_text()
    assert "8 h 40 Annulé : Sortie à la ferme" in " ".join(relacher(papier).split())


@AGENDA
def test_what_was_closed_by_hand_or_waits_for_quiet_hours_is_not_shown_to_families(d, proposer, entrer):
    demande = proposer()
    DemandeConsentement.objects.filter(pk=demande.pk).update(visible_le=MARDI_10H + dt.timedelta(hours=5))
    assert "Sortie à la ferme" not in mois(entrer(relu(d.mere)))
    assert "Sortie à la ferme" in mois(entrer(relu(d.enseignante)))
    DemandeConsentement.objects.filter(pk=demande.pk).update(fermee_le=MARDI_10H, visible_le=MARDI_10H)
    assert "Sortie à la ferme" not in mois(entrer(relu(d.mere)))


@AGENDA
def test_who_was_confided_the_agenda_of_a_child_reads_the_day_and_has_no_page_of_it(d, proposer, entrer):
    demande = proposer()
    Delegation.objects.filter(delegue=d.assistante).update(salles="agenda")
    lue = entrer(relu(d.assistante)).get("/agenda/", {"mois": "2026-11"})
    assert "Sortie à la ferme" in texte(lue) and f"/{demande.pk}/enfant/" not in lue.text
    assert entrer(d.assistante).get(reverse("sortie_ics", args=[demande.pk])).status_code == 404
    Delegation.objects.filter(delegue=d.assistante).update(salles="absences")
    autre = entrer(relu(d.assistante)).get("/agenda/", {"mois": "2026-11"})
    assert "Sortie à la ferme" not in autre.text


@pytest.mark.parametrize("nombre", [1, 3])
def test_dates_cost_two_queries_whatever_their_number(d, proposer, nombre, django_assert_num_queries):
    for _n in range(nombre):
        proposer(auteur=d.directrice, classes=[d.cp_ce1, d.cm2])
    personne = relu(d.mere)
    enfants = personne.portee.suivis
    with django_assert_num_queries(2):
        assert len(dates(personne, MARDI, JEUDI, enfants)) == nombre


def test_past_outings_stay_in_the_month_and_lead_nowhere_for_a_family(d, proposer, horloge):
    proposer()
    horloge(MARDI_10H + dt.timedelta(days=4))
    personne = relu(d.mere)
    (date,) = dates(personne, MARDI, JEUDI, personne.portee.suivis)
    assert (date.titre, date.chemin) == ("Sortie à la ferme", "")


# --- Calendars ----------------------------------------------------------------------------------------------------------
def ecrits(personne: Personne) -> list:
    lus = evenements_de(relu(personne), MARDI, MARDI + dt.timedelta(days=60))
    contenu = composer("Agenda", lus, lambda chemin: f"https://ecole.fr{chemin}")
    return list(Calendar.from_ical(contenu).walk("VEVENT"))


def test_a_calendar_follows_what_is_corrected_and_what_is_cancelled(d, proposer, horloge):
    demande = proposer(**HEURES)
    (avant,) = ecrits(d.mere)
    assert (str(avant["summary"]), str(avant["location"])) == ("Sortie à la ferme (CP-CE1)", "à la ferme")
    assert str(avant["url"]).endswith(reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid]))
    horloge(MARDI_10H + dt.timedelta(hours=1))
    actions.corriger_sortie(demande=demande, auteur=d.enseignante, champs={"debut": VENDREDI, "fin": VENDREDI})
    (apres,) = ecrits(d.mere)
    assert (apres["uid"], avant["sequence"], apres["sequence"]) == (avant["uid"], 0, 1)
    assert apres.decoded("dtstart").date() == VENDREDI
    assert apres.decoded("last-modified") - avant.decoded("last-modified") == dt.timedelta(hours=1)
    annuler(d, demande, "Le car est en panne.")
    (annulee,) = ecrits(d.mere)
    assert (annulee["uid"], annulee["sequence"], str(annulee["status"])) == (avant["uid"], 2, "CANCELLED")
    assert "Le car est en panne." in str(annulee["description"])
    assert ecrits(d.enseignante) and not ecrits(d.enseignant), "who teaches another class"


def test_its_page_gives_it_to_a_calendar(d, proposer, entrer):
    demande = proposer(**HEURES)
    contenu = entrer(d.mere).get(reverse("sortie_ics", args=[demande.pk])).content.decode()
    assert "DTSTART;TZID=Europe/Paris:20261126T084000" in contenu


# --- What else is that day ----------------------------------------------------------------------------------------------
def dites(d, jour=JEUDI, classes=None, fin=None, **options) -> list[str]:
    classes = [d.cp_ce1.pk] if classes is None else classes
    return ce_jour_la(relu(d.enseignante), d.elementaire, classes, jour, fin or jour, **options)


def test_another_outing_of_the_same_pupils_is_said(d, proposer):
    demande = proposer()
    assert dites(d) == ["Jeudi 26 novembre : Sortie à la ferme, pour CP-CE1."]
    assert dites(d, sauf=demande) == dites(d, VENDREDI) == dites(d, classes=[d.cm2.pk]) == []
    annuler(d, demande)
    assert dites(d) == []


@AGENDA
def test_a_date_of_the_agenda_of_the_class_or_of_the_school_is_said(d, mardi):
    from ent.services.agenda_ecole.actions import publier_evenement

    for titre, classe in (("Piscine", d.cp_ce1), ("Photo", None), ("Judo", d.cm2)):
        publier_evenement(
            etablissement=d.elementaire, auteur=d.directrice, classe=classe, titre=titre, jour=JEUDI, dernier_jour=JEUDI
        )
    phrases = dites(d)
    assert "Jeudi 26 novembre : Piscine, pour CP-CE1." in phrases
    assert any("Photo" in phrase for phrase in phrases) and not any("Judo" in phrase for phrase in phrases)


def test_a_day_without_class_is_said(d, mardi):
    assert dites(d, dt.date(2026, 12, 24)) == ["Jeudi 24 décembre : Vacances de Noël."]
    assert dites(d, dt.date(2026, 11, 28)) == ["Samedi 28 novembre : Pas de classe le samedi."]
    collectives.noter_collective(
        etablissement=d.elementaire, auteur=d.directrice, raison="greve", debut=JEUDI, fin=JEUDI, moment="", classes=[]
    )
    assert dites(d) == ["Jeudi 26 novembre : grève, notée par la direction."]


def test_who_asks_reads_it_before_families_do_and_may_ask_all_the_same(d, proposer, entrer):
    proposer()
    client, adresse = entrer(d.enseignante), reverse("autorisations_demander", args=[d.elementaire.pk, "sortie"])
    envoi = {"titre": "Sortie au zoo", "debut": str(JEUDI), "classes": [d.cp_ce1.pk], "numero": "7f1c"}
    relue = client.post(adresse, envoi)
    assert relue.status_code == 422 and DemandeConsentement.objects.count() == 1
    assert "Jeudi 26 novembre : Sortie à la ferme, pour CP-CE1." in texte(relue)
    assert "Demander quand même" in texte(relue)
    assert client.post(adresse, envoi | {"lue": cachees_de(relue)}).status_code == 302
    assert DemandeConsentement.objects.count() == 2


def cachees_de(reponse) -> str:
    return reponse.context["formulaire"].empreinte


def test_who_moves_one_reads_what_is_on_its_new_day(d, proposer, entrer):
    proposer(titre="Sortie au zoo", debut=VENDREDI, fin=VENDREDI)
    demande = proposer()
    client, adresse = entrer(d.enseignante), reverse("sortie_corriger", args=[demande.pk])
    envoi = {"titre": demande.titre, "debut": str(VENDREDI), "texte": demande.texte}
    relue = client.post(adresse, envoi | cachees(client.get(adresse)))
    assert "Vendredi 27 novembre : Sortie au zoo, pour CP-CE1." in texte(relue)


def test_cancelled_it_says_so_on_the_paper_of_the_week(d, proposer, entrer):
    annuler(d, proposer(**HEURES))
    feuille = entrer(relu(d.mere)).get("/semaine/2026-11-23/feuille.pdf")
    papier = PdfReader(io.BytesIO(feuille.content)).pages[0].extract_text()
    assert "Annulée · Sortie à la ferme" in " ".join(relacher(papier).split())
