"""Write, correct one time or those from then on, cancel with a word, put back; and who reads and is told."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from ent.annuaire.models import Groupe
from ent.diffusion.models import Notification
from ent.services.agenda_ecole import actions, evenements
from ent.services.agenda_ecole.lectures.mois import occurrences_de
from ent.services.agenda_ecole.models import Evenement
from tests.services.agenda_ecole.conftest import JEUDI_3
from tests.typographie import relacher

PARIS = ZoneInfo("Europe/Paris")
DEBUT, FIN = dt.date(2026, 12, 1), dt.date(2027, 1, 31)
JEUDI_10, JEUDI_17 = dt.date(2026, 12, 10), dt.date(2026, 12, 17)
SOIR = dt.datetime(2026, 11, 24, 21, 0, tzinfo=PARIS)


def lus(personne) -> list[str]:
    """« 12-03 Bibliothèque », crossed out when cancelled."""
    return [
        f"{o.jour:%m-%d} {'~' if o.evenement.est_annule else ''}{o.evenement.titre}"
        for o in occurrences_de(type(personne).objects.get(pk=personne.pk), DEBUT, FIN)
    ]


def dits(nature: str) -> list[tuple[str, str]]:
    lignes = Notification.objects.filter(nature=nature, destinataire__courriel__isnull=False)
    return sorted((n.destinataire.prenom, relacher(n.texte)) for n in lignes.select_related("destinataire"))


def annuler(d, evenement, le=JEUDI_3, mot="Neige.") -> None:
    actions.annuler_evenement(evenement=evenement, auteur=d.directrice, le=le, portee=actions.UNE, mot=mot)


def retablir(d, evenement) -> None:
    actions.retablir_evenement(evenement=Evenement.objects.get(pk=evenement.pk), auteur=d.directrice)


def corriger_depuis(d, serie, le, **champs) -> Evenement:
    """« Cette date et toutes les suivantes »: what the form says of the rest is what it was."""
    dits = {"titre": serie.titre, "lieu": serie.lieu, "texte": serie.texte, "de": serie.de, "a": serie.a}
    dits |= {"jour": le, "dernier_jour": le} | champs
    return actions.corriger_evenement(evenement=serie, auteur=d.enseignante, le=le, portee=actions.SUIVANTES, **dits)


# --- Who reads --------------------------------------------------------------------------------------------------------------
def test_each_reads_what_is_theirs(d, ecrire):
    """A class, a level of it, a group, a school, another school: by persona."""
    ecrire("École")
    ecrire("Classe", classe=d.cp_ce1)
    ecrire("CE1", classe=d.cp_ce1, niveau="CE1")
    ecrire("CM2", classe=d.cm2, auteur=d.enseignant)
    ecrire("Lecture", groupe=d.groupe_lecture, auteur=d.enseignant)
    ecrire("Maternelle", etablissement=d.maternelle, auteur=d.directrice_maternelle)
    vus = {cle: sorted(e[6:] for e in lus(p)) for cle, p in d.gens.items() if "/" not in cle}
    assert vus == {
        "mere": ["CM2", "Classe", "Lecture", "Maternelle", "École"],  # Inès in CP, Sofiane in CM2, Lina in MS
        "pere_separe": ["CM2", "Classe", "Lecture", "École"],
        "mere_arabophone": ["CE1", "Classe", "Lecture", "École"],
        "assistante": ["Classe", "École"],  # of Inès, who was confided to her
        "assistante_finie": [],
        "eleve_cp": [],  # pupils have pages of their own, which say nothing of it
        "eleve_ce1": [],
        "eleve_cm2": [],
        "eleve_ms": [],
        "enseignante": ["CE1", "Classe", "École"],
        "enseignant": ["CM2", "Lecture", "École"],
        "remplacant": ["CM2", "Maternelle", "École"],
        "directrice": ["CE1", "CM2", "Classe", "Lecture", "École"],
        "directrice_maternelle": ["Maternelle"],
        "referente": [],
        "operateur": [],
    }


def test_a_group_of_a_year_that_is_over_is_nobodys(d, ecrire):
    annee = d.cp_ce1.annee
    ancien = Groupe.objects.create(
        etablissement=d.elementaire,
        annee=type(annee).objects.create(nom="2025-2026", debut="2025-09-01", fin="2026-08-31"),
        nom="Chorale",
    )
    ancien.eleves.add(d.eleve_cp)
    ecrire("Concert", groupe=ancien, auteur=d.enseignante)
    assert lus(d.mere) == []


# --- Who is told --------------------------------------------------------------------------------------------------------------
def test_families_are_told_once_of_each_child(d, ecrire):
    ecrire("Sortie", classe=d.cp_ce1, niveau="CP")
    assert dits(evenements.NOUVEAU) == [
        ("Mehdi", "Inès · Agenda : Sortie, jeudi 3 décembre, de 14 h 00 à 15 h 00"),
        ("Nadia", "Inès · Agenda : Sortie, jeudi 3 décembre, de 14 h 00 à 15 h 00"),
    ]


def test_nobody_is_told_when_one_wishes_so(d, ecrire):
    ecrire(prevenir=False)
    assert not Notification.objects.exists()
    assert lus(d.mere) == ["12-03 Sortie"]


def test_at_night_it_waits_for_the_morning(d, ecrire, horloge):
    horloge(dt.datetime(2026, 11, 24, 21, 0, tzinfo=PARIS))
    evenement = ecrire()
    assert (lus(d.mere), lus(d.directrice), dits(evenements.NOUVEAU)) == ([], ["12-03 Sortie"], [])
    horloge(dt.datetime(2026, 11, 25, 7, 0, tzinfo=PARIS))
    actions.annoncer_evenement(evenement=evenement)
    assert (lus(d.mere), len(dits(evenements.NOUVEAU))) == (["12-03 Sortie"], 5)  # a child each, in three homes


def test_a_day_that_moves_is_told_a_comma_is_not(d, ecrire):
    evenement = ecrire(classe=d.cp_ce1, niveau="CE1")
    champs = {"titre": "Sortie", "jour": JEUDI_3, "dernier_jour": JEUDI_3, "de": dt.time(14), "a": dt.time(15)}
    actions.corriger_evenement(
        evenement=evenement, auteur=d.enseignante, le=JEUDI_3, **champs | {"texte": "Prévoir un bonnet."}
    )
    assert dits(evenements.CHANGE) == []
    actions.corriger_evenement(
        evenement=evenement, auteur=d.enseignante, le=JEUDI_3, **champs | {"jour": JEUDI_10, "dernier_jour": JEUDI_10}
    )
    (dit,) = dits(evenements.CHANGE)
    assert dit[0] == "Samira" and "Sortie" in dit[1]


# --- Series -----------------------------------------------------------------------------------------------------------------
TOUS = ["12-03", "12-10", "12-17", "01-07", "01-14", "01-21", "01-28"]


def test_a_series_comes_back_but_for_holidays(d, serie):
    assert lus(d.mere) == [f"{jour} Bibliothèque" for jour in TOUS]
    assert serie.dernier == dt.date(2027, 1, 28)


def test_one_time_is_corrected_alone(d, serie):
    vendredi = dt.date(2026, 12, 11)
    ligne = actions.corriger_evenement(
        evenement=serie,
        auteur=d.enseignante,
        le=JEUDI_10,
        portee=actions.UNE,
        titre="Bibliothèque (vendredi)",
        jour=vendredi,
        dernier_jour=vendredi,
    )
    assert (ligne.serie, ligne.occurrence, ligne.rythme) == (serie, JEUDI_10, "")
    assert lus(d.mere)[:3] == ["12-03 Bibliothèque", "12-11 Bibliothèque (vendredi)", "12-17 Bibliothèque"]


def test_those_from_then_on_are_another_series(d, serie):
    actions.annuler_evenement(
        evenement=serie, auteur=d.enseignante, le=dt.date(2026, 12, 17), portee=actions.UNE, mot="Grève."
    )
    suite = actions.corriger_evenement(
        evenement=serie,
        auteur=d.enseignante,
        le=JEUDI_10,
        portee=actions.SUIVANTES,
        titre="Ludothèque",
        jour=JEUDI_10,
        dernier_jour=JEUDI_10,
        rythme="quinzaine",
        jusqu_au=dt.date(2027, 1, 28),
    )
    serie.refresh_from_db()
    assert (suite.serie, serie.jusqu_au, serie.dernier) == (None, dt.date(2026, 12, 9), JEUDI_3)
    assert lus(d.mere) == ["12-03 Bibliothèque", "12-10 Ludothèque", "01-07 Ludothèque", "01-21 Ludothèque"]


def test_the_whole_series_is_corrected_from_its_first_day(d, serie):
    ligne = actions.corriger_evenement(
        evenement=serie,
        auteur=d.enseignante,
        le=JEUDI_3,
        portee=actions.SUIVANTES,
        titre="Ludothèque",
        jour=JEUDI_3,
        dernier_jour=JEUDI_3,
    )
    assert ligne == serie
    assert lus(d.mere) == [f"{jour} Ludothèque" for jour in TOUS]
    assert Evenement.objects.count() == 1


def test_a_day_on_which_it_does_not_fall_is_refused(d, serie):
    with pytest.raises(ValidationError, match="n’est plus dans l’agenda"):
        actions.annuler_evenement(
            evenement=serie, auteur=d.enseignante, le=dt.date(2026, 12, 4), portee=actions.UNE, mot="x"
        )


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"rythme": "hebdo", "jusqu_au": dt.date(2028, 1, 1)}, "un an au plus"),
        ({"rythme": "hebdo", "jour": dt.date(2026, 12, 24), "jusqu_au": dt.date(2026, 12, 31)}, "il ne tombe jamais"),
    ],
)
def test_a_series_that_makes_no_sense_is_refused(d, ecrire, champs, phrase):
    with pytest.raises(ValidationError, match=phrase):
        ecrire(**champs)


# --- Cancel -----------------------------------------------------------------------------------------------------------------
def test_cancelled_it_stays_crossed_out_and_families_read_why(d, ecrire):
    evenement = ecrire(classe=d.cp_ce1, niveau="CP")
    actions.annuler_evenement(evenement=evenement, auteur=d.enseignante, le=JEUDI_3, portee=actions.UNE, mot="Neige.")
    assert lus(d.mere) == ["12-03 ~Sortie"]
    assert dits(evenements.ANNULE)[1] == (
        "Nadia",
        "Inès · Annulé : Sortie, jeudi 3 décembre, de 14 h 00 à 15 h 00 · Neige.",
    )
    evenement.refresh_from_db()
    actions.retablir_evenement(evenement=evenement, auteur=d.enseignante)
    assert (lus(d.mere), dits(evenements.ANNULE)) == (["12-03 Sortie"], [])


def test_one_time_of_a_series_is_cancelled_or_all_that_follow(d, serie):
    actions.annuler_evenement(evenement=serie, auteur=d.enseignante, le=JEUDI_10, portee=actions.UNE, mot="Grève.")
    assert lus(d.mere)[:3] == ["12-03 Bibliothèque", "12-10 ~Bibliothèque", "12-17 Bibliothèque"]
    actions.annuler_evenement(
        evenement=serie, auteur=d.enseignante, le=dt.date(2027, 1, 7), portee=actions.SUIVANTES, mot="Travaux."
    )
    assert lus(d.mere)[2:] == ["12-17 Bibliothèque", *(f"01-{j} ~Bibliothèque" for j in ("07", "14", "21", "28"))]


def test_a_date_that_was_cancelled_stays_so_when_those_from_before_it_are_corrected(d, serie):
    annuler(d, serie, JEUDI_17, "Fermée.")
    suite = corriger_depuis(d, serie, JEUDI_10, lieu="Salle 2")
    assert lus(d.mere)[:4] == ["12-03 Bibliothèque", "12-10 Bibliothèque", "12-17 ~Bibliothèque", "01-07 Bibliothèque"]
    annulee = suite.corrections.get()
    assert (annulee.occurrence, annulee.mot) == (JEUDI_17, "Fermée.")
    actions.retablir_evenement(evenement=annulee, auteur=d.enseignante)
    annulee.refresh_from_db()
    assert (annulee.est_annule, annulee.lieu) == (False, "Salle 2")


def test_so_is_it_when_the_whole_series_is_corrected(d, serie):
    annuler(d, serie, JEUDI_17, "Fermée.")
    corriger_depuis(d, serie, JEUDI_3, titre="Ludothèque")
    assert lus(d.mere)[:4] == ["12-03 Ludothèque", "12-10 Ludothèque", "12-17 ~Ludothèque", "01-07 Ludothèque"]


def test_a_date_that_was_moved_stays_where_it_is_and_takes_what_is_corrected(d, serie):
    vendredi = dt.date(2026, 12, 18)
    actions.corriger_evenement(
        evenement=serie, auteur=d.enseignante, le=JEUDI_17, jour=vendredi, dernier_jour=vendredi, lieu="Gymnase"
    )
    suite = corriger_depuis(d, serie, JEUDI_10, de=dt.time(9), a=dt.time(10))
    assert lus(d.mere)[:4] == ["12-03 Bibliothèque", "12-10 Bibliothèque", "12-18 Bibliothèque", "01-07 Bibliothèque"]
    bougee = suite.corrections.get()
    assert (bougee.de, bougee.a, bougee.lieu) == (dt.time(9), dt.time(10), "Gymnase")


@pytest.mark.parametrize("le", [JEUDI_3, JEUDI_10], ids=["the whole series", "from then on"])
def test_a_date_that_was_given_its_own_hours_keeps_both(d, serie, le):
    """A series from 14 to 15 is to end at half past, and one of its dates is from 16 to 17: it does not end before it begins."""
    siennes = {"de": dt.time(16), "a": dt.time(17)}
    actions.corriger_evenement(
        evenement=serie, auteur=d.enseignante, le=JEUDI_17, jour=JEUDI_17, dernier_jour=JEUDI_17, **siennes
    )
    suite = corriger_depuis(d, serie, le, a=dt.time(15, 30), lieu="Gymnase")
    gardee = suite.corrections.get()
    assert (suite.de, suite.a) == (dt.time(14), dt.time(15, 30))
    assert (gardee.de, gardee.a, gardee.lieu) == (dt.time(16), dt.time(17), "Gymnase")


def test_nothing_is_left_of_a_correction_on_a_day_when_it_falls_no_more(d, serie):
    annuler(d, serie, JEUDI_17, "Fermée.")
    vendredi = dt.date(2026, 12, 11)
    suite = corriger_depuis(d, serie, JEUDI_10, jour=vendredi, dernier_jour=vendredi)
    assert not suite.corrections.exists()
    assert lus(d.mere)[:3] == ["12-03 Bibliothèque", "12-11 Bibliothèque", "12-18 Bibliothèque"]


def test_all_that_follow_cancelled_then_put_back_each_is_as_it_was(d, serie):
    annuler(d, serie, JEUDI_17, "Fermée.")
    mercredi = dt.date(2027, 1, 6)
    actions.corriger_evenement(
        evenement=serie, auteur=d.enseignante, le=dt.date(2027, 1, 7), jour=mercredi, dernier_jour=mercredi
    )
    avant = lus(d.mere)
    assert avant[2:4] == ["12-17 ~Bibliothèque", "01-06 Bibliothèque"]
    suite = actions.annuler_evenement(
        evenement=serie, auteur=d.enseignante, le=JEUDI_10, portee=actions.SUIVANTES, mot="Travaux."
    )
    assert all("~" in date for date in lus(d.mere)[1:])
    assert suite.corrections.get(occurrence=JEUDI_17).mot == "Fermée."
    actions.retablir_evenement(evenement=suite, auteur=d.enseignante)
    assert lus(d.mere) == avant


# --- Put back, when families had read that it was cancelled, or had read nothing -------------------------------------------
def a_ete_annonce(evenement, horloge) -> None:
    """What the task does, once the hour of families has come."""
    horloge(evenement.visible_le + dt.timedelta(minutes=1))
    actions.annoncer_evenement(evenement=Evenement.objects.get(pk=evenement.pk))


@pytest.mark.parametrize("prevenir", [True, False])
def test_cancelled_in_quiet_hours_and_put_back_after_them_it_is_told(d, ecrire, horloge, prevenir):
    """Unless nobody was to be told."""
    horloge(SOIR)
    evenement = ecrire("Kermesse", classe=d.cp_ce1, niveau="CP", prevenir=prevenir)
    annuler(d, evenement)
    a_ete_annonce(evenement, horloge)
    retablir(d, evenement)
    dit = "Inès · Agenda : Kermesse, jeudi 3 décembre, de 14 h 00 à 15 h 00"
    assert dits(evenements.NOUVEAU) == ([("Mehdi", dit), ("Nadia", dit)] if prevenir else [])
    assert dits(evenements.RETABLI) == []


def test_put_back_before_their_end_it_is_told_once_when_they_end(d, ecrire, horloge):
    horloge(SOIR)
    evenement = ecrire("Kermesse", classe=d.cp_ce1, niveau="CP")
    annuler(d, evenement)
    retablir(d, evenement)
    assert dits(evenements.NOUVEAU) == []
    a_ete_annonce(evenement, horloge)
    assert (len(dits(evenements.NOUVEAU)), dits(evenements.RETABLI)) == (2, [])


def test_who_read_that_it_was_cancelled_reads_that_it_takes_place(d, ecrire):
    evenement = ecrire(classe=d.cp_ce1, niveau="CP")
    annuler(d, evenement)
    retablir(d, evenement)
    dit = "Inès · Sortie a bien lieu : jeudi 3 décembre, de 14 h 00 à 15 h 00"
    assert dits(evenements.RETABLI) == [("Mehdi", dit), ("Nadia", dit)]
    annuler(d, evenement)
    assert (len(dits(evenements.ANNULE)), dits(evenements.RETABLI)) == (2, [])


def test_who_could_not_read_it_yet_is_told_nothing_of_it(d, ecrire, horloge):
    """Written by day, cancelled and put back in the quiet hours."""
    evenement = ecrire(classe=d.cp_ce1, niveau="CP")
    horloge(SOIR)
    annuler(d, evenement)
    retablir(d, evenement)
    assert (len(dits(evenements.NOUVEAU)), dits(evenements.ANNULE), dits(evenements.RETABLI)) == (2, [], [])


def test_what_is_cancelled_and_corrected_is_not_said_to_have_changed(d, ecrire):
    """From a page that was open before: its families read that it did not take place, then that it was at another hour."""
    evenement = ecrire("Piscine", classe=d.cp_ce1, niveau="CP")
    annuler(d, evenement)
    actions.corriger_evenement(evenement=evenement, auteur=d.enseignante, le=JEUDI_3, a=dt.time(16))
    assert (len(dits(evenements.ANNULE)), dits(evenements.CHANGE)) == (2, [])
    retablir(d, evenement)
    dit = "Inès · Piscine a bien lieu : jeudi 3 décembre, de 14 h 00 à 16 h 00"
    assert dits(evenements.RETABLI) == [("Mehdi", dit), ("Nadia", dit)]
