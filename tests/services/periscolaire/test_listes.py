"""A day of a service: who is expected, who was seen, what is added after the hour; counts for the kitchen; a month for the invoice."""

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.actions.scolarite import noter_la_sortie
from ent.annuaire.models import EntreeJournal, Personne
from ent.annuaire.registres import Autorisation, enfants
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.lectures.listes import Deja, cuisine_de, deja_reserves
from ent.services.periscolaire.lectures.mois import mois_de
from ent.services.periscolaire.models import Pointage
from tests.graines import MARDI_10H

from .conftest import MARDI, PROCHAIN, VENDREDI, etats

ECOLE = {"origine": "ecole"}


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


def liste(service, jour=VENDREDI) -> str:
    return reverse("periscolaire_liste", args=[service.pk, jour])


@pytest.fixture
def vendredi(horloge):
    """``vendredi()``: the day has come, children are seen."""
    return lambda: horloge(MARDI_10H + dt.timedelta(days=3))


@pytest.fixture
def attendus(d, cantine, dire):
    """Inès and Kenza of the CP-CE1, Sofiane of the CM2."""
    dire(cantine, d.eleve_cp, VENDREDI)
    dire(cantine, d.eleve_cm2, VENDREDI)
    dire(cantine, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)


@pytest.fixture
def sans_absents(monkeypatch):
    """What other rooms read of who is absent is theirs to count."""
    monkeypatch.setattr(enfants, "_absents", [])
    monkeypatch.setattr(enfants, "_ailleurs", [])


# --- By name ----------------------------------------------------------------------------------------------------------
def test_who_serves_reads_every_class_and_a_teacher_their_own(d, cantine, attendus, cantiniere, entrer):
    for qui, lus in [
        (cantiniere, ["Sofiane", "Inès", "Kenza"]),
        (d.directrice, ["Sofiane", "Inès", "Kenza"]),
        (d.enseignante, ["Inès", "Kenza"]),
        (d.enseignant, ["Sofiane"]),
    ]:
        page = entrer(qui).get(liste(cantine)).text.partition("Une famille a appelé")[0]
        assert [nom for nom in ("Sofiane", "Inès", "Kenza") if nom in page] == lus
        assert "Adèle" not in page  # of the class, and not expected


DOUTE = "peut rentrer seul · accord à confirmer"


@pytest.mark.parametrize(
    ("nature", "lus"),
    [
        ("garderie-soir", {"Sofiane": "peut rentrer seul", "Inès": "désaccord : appeler la direction", "Kenza": DOUTE}),
        ("cantine", {"Sofiane": "", "Inès": "", "Kenza": ""}),
    ],
)
def test_where_one_leaves_from_the_list_says_who_goes_home_alone(d, ouvrir, dire, entrer, monkeypatch, nature, lus):
    """As the registry of the directory says, whoever asked: two answers that differ let nobody go."""
    demandes = []

    def lire(genre, ecole, eleves, jour):
        demandes.append((genre, ecole, set(eleves), jour))
        dits = {d.eleve_cm2.pk: Autorisation.ACCORDEE, d.eleve_cp.pk: Autorisation.DESACCORD}
        return dits | {d.eleve_ce1.pk: Autorisation.A_CONFIRMER}

    monkeypatch.setattr(enfants, "_autorisations", [lire])
    service = ouvrir(nature=nature)
    dire(service, d.eleve_cp, VENDREDI)
    dire(service, d.eleve_cm2, VENDREDI)
    dire(service, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)
    page = entrer(d.directrice).get(liste(service)).text.partition("Une famille a appelé")[0]
    rangs = {nom: texte(rang) for nom in lus for rang in page.split('class="attendu__ligne"')[1:] if nom in rang}
    dits = (DOUTE, "peut rentrer seul", "désaccord : appeler la direction")
    assert {nom: next((dit for dit in dits if dit in rang), "") for nom, rang in rangs.items()} == lus
    tous = {d.eleve_cp.pk, d.eleve_cm2.pk, d.eleve_ce1.pk}
    genres = ["seul", "tiers"] if nature == "garderie-soir" else []
    assert demandes == [(genre, d.elementaire.pk, tous, VENDREDI) for genre in genres]


def test_a_teacher_whom_the_direction_names_keeps_the_whole_service(d, cantine, attendus, entrer, vendredi):
    vendredi()
    cantine.encadrants.add(d.enseignante)
    page = entrer(d.enseignante).get(liste(cantine)).text
    assert "Sofiane" in page
    assert "Garder le pointage" in page


def test_families_the_commune_and_another_school_do_not_know_the_list(d, cantine, attendus, entrer):
    for qui in (d.mere, d.mere_arabophone, d.referente, d.directrice_maternelle, d.operateur, d.eleve_cp):
        assert entrer(qui).get(liste(cantine)).status_code == 404


def test_who_left_school_before_the_service_is_said_gone_and_is_not_awaited(d, cantine, attendus, entrer, monkeypatch):
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: {"matin": {d.eleve_ce1.pk: dt.time(11)}}])
    page = texte(entrer(d.directrice).get(liste(cantine)).text)
    assert "3 inscrits, 2 attendus" in page and "absent de la classe" not in page
    assert "parti à 11 h 00" in page.replace("\u00a0", " ")


def test_who_is_known_to_be_absent_from_class_is_declared_and_not_awaited(
    d, cantine, attendus, entrer, monkeypatch, vendredi
):
    vendredi()
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: {"matin": {d.eleve_ce1.pk: None}}])
    page = texte(entrer(d.directrice).get(liste(cantine)).text)
    assert "3 inscrits, 2 attendus" in page and "enfants attendus" not in page
    assert "CP-CE1 2 inscrits, 1 attendu" in page and "CM2 1 attendu" in page
    pointer(entrer(d.directrice), cantine, **{f"lu-{d.eleve_ce1.uuid}": "||", f"vu-{d.eleve_ce1.uuid}": "oui"})
    assert "3 enfants attendus" in texte(entrer(d.directrice).get(liste(cantine)).text)  # she came at noon


def test_a_child_who_left_is_on_no_list(d, cantine, attendus, entrer):
    d.eleve_cp.inscriptions.update(fin=MARDI)
    assert "Inès" not in entrer(d.directrice).get(liste(cantine)).text


@pytest.mark.parametrize("combien", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    d, cantine, dire, entrer, sans_absents, django_assert_num_queries, combien
):
    for eleve in (d.eleve_cp, d.eleve_cm2, d.eleve_ce1)[:combien]:
        dire(cantine, eleve, VENDREDI, par=d.directrice, **ECOLE)
    client = entrer(d.directrice)
    with django_assert_num_queries(12):
        client.get(liste(cantine))


# --- What was seen ----------------------------------------------------------------------------------------------------
def pointer(client, service, jour=VENDREDI, **dits):
    return client.post(reverse("periscolaire_pointer", args=[service.pk, jour]), dits)


def test_only_what_a_page_changed_is_kept(d, cantine, attendus, cantiniere, entrer, vendredi):
    vendredi()
    une, autre = str(d.eleve_cp.uuid), str(d.eleve_ce1.uuid)
    client = entrer(cantiniere)
    pointer(client, cantine, **{f"lu-{une}": "||", f"vu-{une}": "oui", f"lu-{autre}": "||"})
    pointer(entrer(d.directrice), cantine, **{f"lu-{une}": "||", f"lu-{autre}": "||", f"vu-{autre}": "non"})
    assert {(p.eleve, p.present, p.par) for p in Pointage.objects.all()} == {
        (d.eleve_cp, True, cantiniere),
        (d.eleve_ce1, False, d.directrice),
    }
    assert "1 présent" in texte(client.get(liste(cantine)).text)


def test_by_exception_all_are_there_but_those_who_are_marked(d, cantine, attendus, cantiniere, entrer, vendredi):
    vendredi()
    eleves = [d.eleve_cp, d.eleve_ce1, d.eleve_cm2]
    lus = {f"lu-{eleve.uuid}": "||" for eleve in eleves}
    pointer(entrer(cantiniere), cantine, tous="1", **lus, **{f"vu-{d.eleve_ce1.uuid}": "non"})
    assert {(p.eleve, p.present) for p in Pointage.objects.all()} == {
        (d.eleve_cp, True),
        (d.eleve_ce1, False),
        (d.eleve_cm2, True),
    }


def test_a_garderie_says_when_a_child_left_and_with_whom(d, ouvrir, dire, cantiniere, entrer, vendredi):
    garderie = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    dire(garderie, d.eleve_cp, VENDREDI)
    vendredi()
    cle, client = str(d.eleve_cp.uuid), entrer(cantiniere)
    dits = {f"lu-{cle}": "||", f"vu-{cle}": "oui", f"a-{cle}": "17:40", f"avec-{cle}": "sa grand-mère"}
    pointer(client, garderie, **dits)
    vu = Pointage.objects.get()
    assert (vu.parti_a, vu.parti_avec) == (dt.time(17, 40), "sa grand-mère")
    page = client.get(liste(garderie)).text
    assert f'name="lu-{cle}" value="oui|17:40|sa grand-mère"' in page
    suite = client.post(
        reverse("periscolaire_pointer", args=[garderie.pk, VENDREDI]), dits | {f"a-{cle}": "tard"}, follow=True
    )
    assert "Pour Inès, l’heure de départ ne se lit pas" in texte(suite.text)
    assert Pointage.objects.get().parti_a == dt.time(17, 40)
    suite = client.post(
        reverse("periscolaire_pointer", args=[garderie.pk, VENDREDI]), dits | {f"a-{cle}": "07:40"}, follow=True
    )
    assert "Pour Inès, l’heure de départ vient avant le début, 16 h 15." in texte(suite.text)
    assert 'value="07:40"' in suite.text, "what was typed is kept"
    assert Pointage.objects.get().parti_a == dt.time(17, 40)


def test_a_teacher_who_does_not_keep_the_service_points_nobody(d, cantine, attendus, entrer):
    cle = str(d.eleve_cp.uuid)
    assert pointer(entrer(d.enseignante), cantine, **{f"lu-{cle}": "||", f"vu-{cle}": "oui"}).status_code == 403
    assert not Pointage.objects.exists()


def test_a_forgotten_child_is_added_whatever_the_hour_and_its_adults_are_told(d, cantine, cantiniere, entrer):
    client = entrer(cantiniere)
    changer = reverse("periscolaire_changer", args=[cantine.pk, MARDI])
    suite = client.post(changer, {"eleve": str(d.eleve_cp.uuid), "veut": "oui"}, follow=True)
    assert "Inès Belhadj est sur la liste. Sa famille en est prévenue." in texte(suite.text)
    assert etats(cantine, d.eleve_cp) == {MARDI: "oui"}
    assert client.post(changer, {"eleve": str(d.eleve_ms.uuid), "veut": "oui"}).status_code == 404
    assert entrer(d.enseignante).post(changer, {"eleve": str(d.eleve_cp.uuid), "veut": "non"}).status_code == 403
    assert etats(cantine, d.eleve_cp) == {MARDI: "oui"}


@pytest.mark.parametrize(
    ("jour", "veut", "dite"),
    [
        (VENDREDI, "oui", "a inscrit un enfant (Cantine, vendredi 27 novembre) : Inès Belhadj."),
        (MARDI, "oui", "a inscrit un enfant (Cantine, mardi 24 novembre, après l’heure) : Inès Belhadj."),
        (MARDI, "non", "a désinscrit un enfant (Cantine, mardi 24 novembre, après l’heure) : Inès Belhadj."),
    ],
)
def test_the_journal_says_which_child_which_day_which_way_and_whether_it_was_late(
    d, cantine, dire, cantiniere, entrer, jour, veut, dite
):
    """At ten: one adds until nine the eve, one cancels until nine that day."""
    entrer(cantiniere).post(
        reverse("periscolaire_changer", args=[cantine.pk, jour]), {"eleve": str(d.eleve_cp.uuid), "veut": veut}
    )
    page = entrer(d.directrice).get(reverse("annuaire_journal", args=[d.elementaire.uai])).text
    assert f"Mme Diallo {dite}" in texte(page).replace(" .", ".")


def test_who_changes_the_list_names_a_child_and_reads_whom_nobody_told(d, cantine, cantiniere, entrer):
    """The first of the list is nobody: a hurried tap took whoever stood there, and its family was told."""
    client = entrer(cantiniere)
    changer = reverse("periscolaire_changer", args=[cantine.pk, MARDI])
    assert client.get(liste(cantine)).text.count('<option value="">Choisir un enfant</option>') == 2
    Personne.objects.filter(pk=d.mere_arabophone.pk).update(password="")
    suite = client.post(changer, {"eleve": str(d.eleve_ce1.uuid), "veut": "oui"}, follow=True)
    assert "Kenza Haddad est sur la liste. Sa famille n’a pas de compte : dites-le-lui autrement." in texte(suite.text)
    suite = client.post(changer, {"eleve": str(d.eleve_ce1.uuid), "veut": "oui"}, follow=True)
    assert "Kenza Haddad est sur la liste." in texte(suite.text) and "Sa famille n’a pas" not in texte(suite.text)
    suite = client.post(changer, {"eleve": str(d.eleve_ce1.uuid), "veut": "non"}, follow=True)
    assert "Kenza Haddad n’est plus sur la liste." in texte(suite.text)


@pytest.mark.parametrize("nature", ["garderie-soir", "etude"])
def test_where_nobody_eats_the_list_speaks_of_no_meal(d, ouvrir, entrer, nature):
    page = texte(entrer(d.directrice).get(liste(ouvrir(nature=nature))).text)
    assert "Ajoutez un enfant oublié" in page
    assert "mange" not in page.partition("Une famille a appelé")[2].partition("Choisir un enfant")[0]


# --- The kitchen ------------------------------------------------------------------------------------------------------
def test_the_kitchen_reads_counts_class_by_class(d, cantine, attendus):
    actions.dire_regime(etablissement=d.elementaire, eleve=d.eleve_cp, repas="sans-viande", a_eviter=[], par=d.mere)
    actions.dire_regime(
        etablissement=d.elementaire, eleve=d.eleve_cm2, repas="panier", a_eviter=["lait"], par=d.directrice
    )
    lue = cuisine_de(cantine, VENDREDI)
    assert [(c.classe.nom, c.tout, c.sans_viande, c.panier, c.total) for c in lue.classes] == [
        ("CM2", 0, 0, 1, 1),
        ("CP-CE1", 1, 1, 0, 2),
    ]
    assert (lue.total, [(a.value, n) for a, n, _plats in lue.allergenes]) == (3, [("lait", 1)])


def test_since_yesterday_and_the_stop_of_the_count(d, cantine, attendus, dire, horloge):
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 8, 0)))
    dire(cantine, d.eleve_cp, VENDREDI, veut=False)
    lue = cuisine_de(cantine, VENDREDI)
    assert [(c.classe.nom, c.hier, c.ecart) for c in lue.classes] == [("CM2", 1, 0), ("CP-CE1", 2, -1)]
    assert not lue.est_arretee
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 9, 1)))
    assert cuisine_de(cantine, VENDREDI).est_arretee


def test_how_many_have_not_answered_where_the_school_asks(d, ouvrir, dire):
    cantine = ouvrir(demande_reponse=True)
    dire(cantine, d.eleve_cp, VENDREDI)
    dire(cantine, d.eleve_cm2, VENDREDI, veut=False)
    assert deja_reserves(cantine, VENDREDI) == Deja(VENDREDI, total=1, sans_reponse=34)


def test_its_page_and_its_sheet_are_read_by_who_serves_and_who_cooks(d, cantine, attendus, cantiniere, entrer):
    for nom in ("periscolaire_cuisine", "periscolaire_cuisine_papier"):
        adresse = reverse(nom, args=[cantine.pk, VENDREDI])
        lues = [
            entrer(qui).get(adresse).status_code
            for qui in (cantiniere, d.directrice, d.referente, d.enseignante, d.mere)
        ]
        assert lues == [200, 200, 200, 404, 404]
    papier = entrer(cantiniere).get(adresse)
    assert (papier["Content-Type"], papier.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("combien", [1, 3])
def test_the_kitchen_costs_the_same_whatever_its_length(
    d, cantine, dire, entrer, sans_absents, django_assert_num_queries, combien
):
    for eleve in (d.eleve_cp, d.eleve_cm2, d.eleve_ce1)[:combien]:
        dire(cantine, eleve, VENDREDI, par=d.directrice, **ECOLE)
    client = entrer(d.directrice)
    with django_assert_num_queries(11):
        client.get(reverse("periscolaire_cuisine", args=[cantine.pk, VENDREDI]))


# --- A month ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def un_mois(d, cantine, attendus, cantiniere, vendredi):
    vendredi()
    actions.pointer(
        service=cantine,
        jour=VENDREDI,
        vus=[actions.Vu(d.eleve_cp, True), actions.Vu(d.eleve_ce1, False)],
        par=cantiniere,
    )
    actions.pointer(service=cantine, jour=MARDI, vus=[actions.Vu(d.eleve_cm2, True)], par=cantiniere)


def test_a_month_says_expected_absent_and_not_declared(d, cantine, un_mois):
    jours, lignes = mois_de(cantine, dt.date(2026, 11, 1))
    assert len(jours) == 17  # Mondays, Tuesdays, Thursdays and Fridays since the holidays
    assert [(li.inscription.eleve.prenom, li.jours) for li in lignes] == [
        ("Sofiane", {VENDREDI: "attendu", MARDI: "non prévu"}),
        ("Inès", {VENDREDI: "attendu"}),
        ("Kenza", {VENDREDI: "absent"}),
    ]


def test_a_month_says_nothing_of_the_days_after_a_child_left(d, cantine, dire, cantiniere, horloge):
    """Noted on the 3rd: seen at the table that very day, they had been expected."""
    jours = [dt.date(2026, 12, jour) for jour in (1, 3, 4, 7)]
    dire(cantine, d.eleve_cp, *jours)
    dire(cantine, d.eleve_ce1, *jours, par=d.mere_arabophone)
    horloge(timezone.make_aware(dt.datetime(2026, 12, 3, 14, 0)))
    actions.pointer(service=cantine, jour=jours[1], vus=[actions.Vu(d.eleve_cp, True)], par=cantiniere)
    for eleve in (d.eleve_cp, d.eleve_ce1):
        noter_la_sortie(eleve=eleve, etablissement=d.elementaire, auteur=d.directrice)
    _jours, lignes = mois_de(cantine, dt.date(2026, 12, 1))
    lus = {li.inscription.eleve: list(li.jours) for li in lignes}
    assert lus == {d.eleve_cp: jours[:2], d.eleve_ce1: jours[:1]}
    assert cuisine_de(cantine, jours[1]).total == 0


def test_who_was_seen_on_the_first_of_a_month_and_left_that_day_is_in_it(d, cantine, dire, cantiniere, horloge):
    premier = dt.date(2026, 12, 1)
    dire(cantine, d.eleve_cp, premier)
    horloge(timezone.make_aware(dt.datetime(2026, 12, 1, 14, 0)))
    actions.pointer(service=cantine, jour=premier, vus=[actions.Vu(d.eleve_cp, True)], par=cantiniere)
    noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert [li.jours for li in mois_de(cantine, premier)[1]] == [{premier: "attendu"}]


def exporter(client, cantine, extension):
    return client.post(reverse("periscolaire_export", args=[cantine.pk, dt.date(2026, 11, 1), extension]))


def test_the_direction_takes_it_in_csv_and_in_ods_and_the_journal_says_so(d, cantine, un_mois, entrer):
    client = entrer(d.directrice)
    lignes = list(csv.reader(io.StringIO(exporter(client, cantine, "csv").content.decode("utf-8-sig")), delimiter=";"))
    assert lignes[0][:3] + lignes[0][-3:] == ["Nom", "Prénom", "Classe", "Inscrit", "Dont absent", "Non prévu"]
    assert [ligne[:3] + ligne[-3:] for ligne in lignes[1:]] == [
        ["Belhadj", "Sofiane", "CM2", "1", "0", "1"],
        ["Belhadj", "Inès", "CP-CE1", "1", "0", "0"],
        ["Haddad", "Kenza", "CP-CE1", "1", "1", "0"],
    ]
    ods = exporter(client, cantine, "ods")
    assert "Kenza" in zipfile.ZipFile(io.BytesIO(ods.content)).read("content.xml").decode()
    assert [e.details for e in EntreeJournal.objects.filter(verbe="periscolaire.exporter")] == [{"mois": "2026-11"}] * 2


def test_names_leave_by_nobody_else(d, cantine, un_mois, cantiniere, entrer):
    """Neither who serves nor the commune: the direction hands it over."""
    assert exporter(entrer(cantiniere), cantine, "ods").status_code == 403
    assert [exporter(entrer(qui), cantine, "ods").status_code for qui in (d.referente, d.mere, d.operateur)] == [
        404
    ] * 3


def test_a_day_that_comes_is_the_next_one_of_the_service(d, cantine, entrer):
    page = entrer(d.directrice).get(liste(cantine)).text
    assert liste(cantine, PROCHAIN) in page
