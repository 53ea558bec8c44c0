"""Powers that a direction confides: from when, until when; taken back, given back; what is told of it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Etablissement, Mandat, Personne, Role
from ent.annuaire.pouvoir import est_par_delegation
from tests.annuaire.mandats import CODES, JOUR, confier, relue, secretaire_de

pytestmark = pytest.mark.besoin_de("ent.services.onde")  # the power that most of them confide is its


@pytest.fixture
def secretaire(d, mardi) -> Personne:
    return secretaire_de(d)


# --- From when, until when ----------------------------------------------------------------------------------------------
def test_a_power_holds_from_its_first_day_to_its_last(d, secretaire, horloge, mardi):
    confier(d, secretaire, "import", debut=JOUR + dt.timedelta(days=1), fin=JOUR + dt.timedelta(days=2))
    tenus = []
    for jours in range(4):
        horloge(mardi + dt.timedelta(days=jours))
        tenus.append(relue(secretaire).portee.ecoles_ou("import"))
    assert tenus == [frozenset(), {d.elementaire.pk}, {d.elementaire.pk}, frozenset()]


def test_it_says_that_power_and_that_school_alone(d, secretaire):
    confier(d, secretaire, "import")
    portee = relue(secretaire).portee
    assert portee.mandats == {d.elementaire.pk: {"import"}}
    assert portee.ecoles_ou("absences") == portee.etablissements_diriges == frozenset()


def test_a_direction_holds_them_all_of_its_school_alone(d, mardi):
    assert [d.directrice.portee.ecoles_ou(code) for code in CODES] == [{d.elementaire.pk}] * len(CODES)


def test_who_works_there_no_more_holds_nothing_and_finds_nothing_again_on_coming_back(d, secretaire):
    confier(d, secretaire, "import")
    actions.noter_un_depart(personne=secretaire, etablissement=d.elementaire, auteur=d.directrice)
    assert relue(secretaire).portee.mandats == {}
    actions.donner_role(personne=secretaire, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire)
    assert relue(secretaire).portee.mandats == {}


def test_a_departure_undone_gives_them_back(d, secretaire):
    confier(d, secretaire, "import")
    depart = actions.noter_un_depart(personne=secretaire, etablissement=d.elementaire, auteur=d.directrice)
    actions.annuler_un_depart(depart=depart, etablissement=d.elementaire, auteur=d.directrice)
    assert relue(secretaire).portee.mandats == {d.elementaire.pk: {"import"}}


def test_whoever_gave_holds_no_more_than_what_they_hold(d, secretaire):
    """A head who leaves takes with them what they had confided: whoever comes confides again."""
    confier(d, secretaire, "import")
    d.directrice.roles.update(fin=JOUR - dt.timedelta(days=1))
    assert relue(secretaire).portee.mandats == {}


def test_a_giver_whose_account_is_closed_gives_nothing(d, secretaire):
    confier(d, secretaire, "import")
    Personne.objects.filter(pk=d.directrice.pk).update(is_active=False)
    assert relue(secretaire).portee.mandats == {}


def test_what_is_confided_is_confided_no_further(d, secretaire):
    confier(d, secretaire, *CODES)
    with pytest.raises(PermissionDenied):
        confier(d, d.enseignant, "import", par=relue(secretaire))
    assert Mandat.objects.count() == 1


def test_the_reach_of_who_holds_powers_costs_the_same_query(d, secretaire, django_assert_num_queries):
    confier(d, secretaire, *CODES)
    personne = relue(secretaire)
    with django_assert_num_queries(1):
        assert set(personne.portee.mandats) == {d.elementaire.pk}


# --- Pages of the direction ---------------------------------------------------------------------------------------------
def adresse(d, qui: Personne) -> str:
    return f"/annuaire/{d.elementaire.uai}/equipe/{qui.uuid}/pouvoirs/"


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_a_direction_confides_from_the_team_and_reads_it_there(d, secretaire, entrer):
    client = entrer(d.directrice)
    page = client.get(adresse(d, secretaire)).text
    assert page.count('type="checkbox"') == len(CODES)
    assert "checked" not in page
    envoi = {"pouvoirs": ["import", "agenda"], "debut": "2026-11-24", "fin": "2026-12-24"}
    assert client.post(adresse(d, secretaire), envoi)["Location"] == f"/annuaire/{d.elementaire.uai}/equipe/"
    mandat = Mandat.objects.get()
    assert (mandat.codes, mandat.confie_par, mandat.fin) == (["agenda", "import"], d.directrice, dt.date(2026, 12, 24))
    equipe = client.get(f"/annuaire/{d.elementaire.uai}/equipe/").text
    assert "Imports, Agenda de l’école" in equipe
    assert "jusqu’au 24 décembre" in equipe


@pytest.mark.parametrize(
    ("envoi", "dit"),
    [
        ({"debut": "2026-11-24", "fin": "2026-12-24"}, "Cochez au moins un pouvoir."),
        ({"pouvoirs": ["import"], "debut": "2026-11-24", "fin": "2027-09-01"}, "Au plus tard à la fin de l’année scolaire."),
        ({"pouvoirs": ["import"], "debut": "2026-11-01", "fin": "2026-11-23"}, "Ce jour est passé"),
        ({"pouvoirs": ["import"], "debut": "2026-12-24", "fin": "2026-12-01"}, "La fin vient avant le début."),
        ({"pouvoirs": ["direction"], "debut": "2026-11-24", "fin": "2026-12-24"}, "n’en fait pas partie"),
    ],
)  # fmt: skip
def test_what_cannot_be_confided_is_told(d, secretaire, entrer, envoi, dit):
    reponse = entrer(d.directrice).post(adresse(d, secretaire), envoi)
    assert reponse.status_code == 422
    assert dit in reponse.text
    assert reponse.text.index("Rien n’est encore enregistré : corrigez ce qui est marqué.") < reponse.text.index(
        "<fieldset"
    )
    assert not Mandat.objects.exists()


def test_nobody_confides_to_a_head_to_themself_or_to_who_works_elsewhere(d, secretaire, entrer):
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    for autre in (d.directrice, d.enseignant, d.directrice_maternelle, d.mere):
        assert entrer(d.directrice).get(adresse(d, autre)).status_code == 404


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_to_change_what_was_confided_ends_it_and_begins_another(d, secretaire):
    premier = confier(d, secretaire, "import")
    second = confier(d, secretaire, "absences")
    premier.refresh_from_db()
    assert (premier.fini_par, second.fini_le) == (d.directrice, None)
    assert relue(secretaire).portee.mandats == {d.elementaire.pk: {"absences"}}


def test_taken_back_in_one_tap_and_given_again_in_one_tap(d, secretaire, entrer):
    mandat, client = confier(d, secretaire, "import"), entrer(d.directrice)
    client.post(f"/annuaire/{d.elementaire.uai}/equipe/pouvoirs/{mandat.pk}/reprendre/")
    assert relue(secretaire).portee.mandats == {}
    annuler = next(iter(client.session["annulables"].values()))[0]
    for _fois in range(2):  # the second finds nothing to undo
        client.post(annuler)
        assert relue(secretaire).portee.mandats == {d.elementaire.pk: {"import"}}
    verbes = list(
        EntreeJournal.objects.filter(objet=f"mandat {mandat.pk}").order_by("pk").values_list("verbe", flat=True)
    )
    assert verbes == [
        "annuaire.confier_des_pouvoirs",
        "annuaire.reprendre_des_pouvoirs",
        "annuaire.redonner_des_pouvoirs",
    ]


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_what_was_confided_otherwise_meanwhile_is_not_undone(d, secretaire, entrer):
    mandat, client = confier(d, secretaire, "import"), entrer(d.directrice)
    client.post(f"/annuaire/{d.elementaire.uai}/equipe/pouvoirs/{mandat.pk}/reprendre/")
    annuler = next(iter(client.session["annulables"].values()))[0]
    confier(d, secretaire, "agenda")
    assert "Ces pouvoirs ont changé depuis." in client.post(annuler, follow=True).text
    assert relue(secretaire).portee.mandats == {d.elementaire.pk: {"agenda"}}


def test_another_head_of_the_school_takes_back_what_the_first_gave(d, secretaire, entrer):
    mandat = confier(d, secretaire, "import")
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    entrer(d.enseignant).post(f"/annuaire/{d.elementaire.uai}/equipe/pouvoirs/{mandat.pk}/reprendre/")
    assert relue(secretaire).portee.mandats == {}


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_team_costs_the_same_for_one_mandate_and_for_three(
    d, secretaire, entrer, django_assert_num_queries, nombre
):
    """Session, person, reach, school, team, roles, classes, mandates, news."""
    for membre in [secretaire, d.enseignant, d.enseignante][:nombre]:
        confier(d, membre, "import")
    client = entrer(d.directrice)
    with django_assert_num_queries(9):
        client.get(f"/annuaire/{d.elementaire.uai}/equipe/")


# --- Who holds them -----------------------------------------------------------------------------------------------------
def test_they_find_it_on_their_home_and_in_plus_until_when_and_by_whom(d, secretaire, entrer):
    confier(d, secretaire, "import")
    client = entrer(secretaire)
    for page in ("/", "/plus/"):
        assert f'href="/annuaire/{d.elementaire.uai}/import/"' in client.get(page).text
    accueil = client.get("/").text
    assert "Confié par Mme Quéméneur, jusqu’au jeudi 24 décembre." in accueil
    assert d.maternelle.nom not in accueil


def test_who_holds_nothing_has_no_such_page(d, secretaire, entrer):
    client = entrer(secretaire)
    assert client.get("/annuaire/pouvoirs/").status_code == 404
    assert "Ce qui m’est confié" not in client.get("/").text + client.get("/plus/").text


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_teacher_keeps_their_own_home_beside(d, mardi, entrer):
    confier(d, d.enseignant, "absences")
    page = entrer(d.enseignant).get("/").text
    assert "Mes classes" in page
    assert "Ce qui m’est confié" in page


def test_one_gives_back_what_one_holds_and_nobody_else_s(d, secretaire, entrer):
    mandat = confier(d, secretaire, "import")
    assert entrer(d.enseignant).post(f"/annuaire/pouvoirs/{mandat.pk}/rendre/").status_code == 404
    assert entrer(secretaire).post(f"/annuaire/pouvoirs/{mandat.pk}/rendre/")["Location"] == "/"
    assert relue(secretaire).portee.mandats == {}
    assert EntreeJournal.objects.filter(verbe="annuaire.rendre_des_pouvoirs", auteur_uuid=secretaire.uuid).count() == 1


def test_the_name_of_the_school_leads_to_what_is_confided(d, secretaire, entrer):
    confier(d, secretaire, "import")
    assert entrer(secretaire).get(f"/annuaire/{d.elementaire.uai}/")["Location"] == "/annuaire/pouvoirs/"


def test_a_second_factor_is_asked_of_who_holds_powers(d, secretaire, settings, entrer):
    settings.ENT_SECOND_FACTEUR = True
    assert entrer(secretaire).get("/").status_code == 200
    confier(d, secretaire, "import")
    assert entrer(secretaire).get("/").status_code == 302


# --- What is told of it -------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_what_they_do_is_told_under_their_name_par_delegation(d, secretaire, entrer, mardi):
    confier(d, secretaire, "agenda")
    elle, envoi = entrer(secretaire), {"titre": "Fête", "jour": "2026-12-15", "dernier_jour": "2026-12-15"}
    for client in (elle, entrer(d.directrice)):
        client.post(f"/agenda/ecole/{d.elementaire.pk}/ecrire/", envoi)
    lignes = EntreeJournal.objects.filter(verbe="agenda_ecole.publier").order_by("pk")
    assert [(e.auteur_uuid, e.details.get("par_delegation", False)) for e in lignes] == [
        (secretaire.uuid, True),
        (d.directrice.uuid, False),
    ]
    page = entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/journal/").text
    assert "<b>Mme Kerbrat</b> a écrit dans l’agenda (par délégation)" in page
    assert "<b>Mme Quéméneur</b> a écrit dans l’agenda." in page


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_teacher_who_calls_their_own_class_does_it_in_their_own_name(d, mardi):

    confier(d, d.enseignant, "absences")
    lui, ecole = relue(d.enseignant), d.elementaire.pk
    assert est_par_delegation("vie_scolaire.faire_l_appel", lui, ecole) is False
    assert est_par_delegation("vie_scolaire.noter_collective", lui, ecole) is True


@pytest.mark.besoin_de("ent.services.agenda_ecole")
def test_the_history_says_which_powers_were_confided_to_whom(d, secretaire, entrer):
    confier(d, secretaire, "import", "agenda")
    page = entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/journal/").text
    assert "a confié des pouvoirs (Imports, Agenda de l’école) : Solène Kerbrat" in page


def test_schools_do_not_share_what_one_confides(d, secretaire):
    confier(d, secretaire, *CODES)
    assert list(Etablissement.objects.tenus_par(relue(secretaire), "import")) == [d.elementaire]


# --- A direction that several schools share -------------------------------------------------------------------------------
def test_who_directs_two_schools_reads_them_side_by_side_and_their_powers_apart(d, mardi, entrer):
    actions.donner_role(personne=d.directrice, nature=Role.Nature.DIRECTEUR, etablissement=d.maternelle)
    elle = relue(d.directrice)
    page = entrer(elle).get("/").text
    cartes = page.partition("ecoles-cote-a-cote")[2]
    assert [cartes.count(f"· {ecole.uai}</p>") for ecole in (d.elementaire, d.maternelle)] == [1, 1]
    confier(d, d.remplacant, "import", par=elle)
    assert relue(d.remplacant).portee.ecoles_ou("import") == {d.elementaire.pk}


def test_who_directs_one_reads_it_alone(d, mardi, entrer):
    assert "ecoles-cote-a-cote" not in entrer(d.directrice).get("/").text
