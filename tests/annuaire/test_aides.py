"""Temporary help: what a school opens, to whom, for how long; what its direction reads of it; how it ends."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ent.annuaire import actions
from ent.annuaire.models import Aide, EntreeJournal, Personne, Role
from ent.annuaire.pouvoir import pouvoirs_d_aide
from ent.diffusion.models import Notification
from ent.portail import taches as portail
from tests.annuaire.mandats import confier, relue, secretaire_de
from tests.annuaire.test_pouvoirs_ouverts import FERMEES, de_la_direction, sessions_en_cookies, statuts  # noqa: F401

BANDEAU = "École du Cerf-Volant, aide en cours : M. Renard, de l’opérateur, jusqu’à 12 h."


@pytest.fixture
def aide(d, mardi) -> Aide:
    return actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)


def ouvrir(client, d, code: str):
    return client.post(f"/annuaire/{d.elementaire.uai}/aide/recue/{code}/")


def lue(client, page: str) -> str:
    return client.get(page).text.replace("\u00a0", " ")


# --- To open ------------------------------------------------------------------------------------------------------------
def test_a_direction_opens_its_school_to_one_person_for_two_hours(d, mardi, entrer):
    client, adresse = entrer(d.directrice), f"/annuaire/{d.elementaire.uai}/aide/"
    assert "M. Renard" in client.get(adresse).text
    assert client.post(adresse, {"a_qui": str(d.operateur.uuid)})["Location"] == adresse
    lue = Aide.objects.get()
    assert (lue.a_qui, lue.ouverte_par, lue.ecrit, lue.fin) == (
        d.operateur,
        d.directrice,
        False,
        mardi + dt.timedelta(hours=2),
    )


def test_to_nobody_but_the_operator_s(d, mardi, entrer):
    adresse = f"/annuaire/{d.elementaire.uai}/aide/"
    for autre in (d.referente, d.enseignant, d.mere):
        refus = entrer(d.directrice).post(adresse, {"a_qui": str(autre.uuid)})
        assert refus.status_code == 422
        assert "Rien n’est encore enregistré : corrigez ce qui est marqué." in refus.text
        with pytest.raises(ValidationError):
            actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=autre, auteur=d.directrice, ecrit=False)
    assert not Aide.objects.exists()


def test_by_nobody_but_the_direction(d, mardi):
    for autre in (d.operateur, d.enseignant, d.directrice_maternelle):
        with pytest.raises(PermissionDenied):
            actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=autre, ecrit=False)


def test_one_at_a_time(d, aide):
    with pytest.raises(ValidationError):
        actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=True)


# --- What it opens ------------------------------------------------------------------------------------------------------
LUES = {
    "annuaire_import", "annuaire_import_annee", "annuaire_import_avancement", "annuaire_import_imprimer",
    "annuaire_import_modele", "annuaire_import_plan", "annuaire_journal", "annuaire_niveaux", "annuaire_reglages",
}  # fmt: skip
ECRITES = {
    "annuaire_import", "annuaire_import_abandonner", "annuaire_import_annee",
    "annuaire_import_appliquer", "annuaire_import_reprendre", "annuaire_niveaux", "annuaire_reglages",
}  # fmt: skip


def aides(d) -> dict[str, Personne]:
    """Somebody of the operator at each moment: before, once a school opened, once all its pages did, to read or to write, once it is over.

    A school opens to one at a time: each was opened in turn, then those that are not over are in force together.
    """
    gens = {}
    for nom in ("avant", "ouverte", "lue", "finie", "ecrite"):
        gens[nom] = Personne.objects.create_user(identifiant=nom, nom=nom, prenom="Une")
        actions.donner_role(personne=gens[nom], nature=Role.Nature.OPERATEUR)
        if nom != "avant":
            ecole = {"etablissement": d.elementaire, "auteur": d.directrice}
            aide = actions.ouvrir_une_aide(**ecole, a_qui=gens[nom], ecrit=nom in ("finie", "ecrite"))
            for page in pouvoirs_d_aide() if nom != "ouverte" else []:
                actions.ouvrir_une_page_aidee(aide=aide, page=page.code, auteur=gens[nom])
            actions.finir_une_aide(aide=aide, auteur=d.directrice)
    Aide.objects.exclude(a_qui=gens["finie"]).update(finie_le=None, finie_par=None)
    return gens


@pytest.mark.toute_la_maison
@pytest.mark.timeout(400)
@pytest.mark.usefixtures("sessions_en_cookies")
@pytest.mark.parametrize(("methode", "lue", "ecrite"), [("GET", LUES, LUES), ("POST", set(), ECRITES)])
def test_who_helps_opens_these_pages_and_no_other_and_writes_only_if_it_was_said(d, mardi, methode, lue, ecrite):
    """Every address of a direction is walked."""
    rendus = statuts(d, aides(d), "elementaire", de_la_direction(methode), methode)
    ouvertes = {qui: {nom for nom, statut in siens.items() if statut not in FERMEES} for qui, siens in rendus.items()}
    avant = ouvertes["avant"]
    assert not avant & (lue | ecrite)
    assert ouvertes == {"avant": avant, "ouverte": avant, "lue": avant | lue, "ecrite": avant | ecrite, "finie": avant}


def test_a_page_opens_once_it_was_said_and_the_direction_reads_it(d, aide, entrer):
    lui, page = entrer(d.operateur), f"/annuaire/{d.elementaire.uai}/reglages/"
    assert lui.get(page).status_code == 404
    assert ouvrir(lui, d, "reglages")["Location"] == page
    assert lui.get(page).status_code == 200
    assert lui.get(f"/annuaire/{d.elementaire.uai}/journal/").status_code == 404
    elle = entrer(d.directrice)
    assert "</span> · Réglages de l’école</li>" in elle.get(f"/annuaire/{d.elementaire.uai}/aide/").text
    journal = elle.get(f"/annuaire/{d.elementaire.uai}/journal/").text
    assert "<b>M. Renard, pour le territoire,</b> a ouvert « Réglages de l’école » pendant une aide" in journal


def test_the_history_is_read_without_the_name_of_a_pupil(d, aide, entrer):
    EntreeJournal.objects.create(
        verbe="annuaire.inscrire",
        etablissement=d.elementaire,
        auteur_uuid=d.directrice.uuid,
        objet=f"personne {d.eleve_cp.pk}",
    )
    page = f"/annuaire/{d.elementaire.uai}/journal/"
    assert "Inès" in entrer(d.directrice).get(page).text
    lui = entrer(d.operateur)
    ouvrir(lui, d, "historique")
    lue = lui.get(page).text
    assert "a inscrit un élève" in lue
    assert "Inès" not in lue


def test_nothing_else_may_be_opened(d, aide, entrer):
    for code in ("papiers", "moderation", "messages", "absences"):
        assert ouvrir(entrer(d.operateur), d, code).status_code == 404


def test_another_of_the_operator_opens_nothing(d, aide, entrer):
    autre = Personne.objects.create_user(identifiant="autre", nom="Autre", prenom="Une")
    actions.donner_role(personne=autre, nature=Role.Nature.OPERATEUR)
    assert entrer(autre).get(f"/annuaire/{d.elementaire.uai}/aide/recue/").status_code == 404
    assert ouvrir(entrer(autre), d, "reglages").status_code == 404


def test_who_is_no_longer_of_the_operator_reads_nothing(d, aide, entrer):
    ouvrir(entrer(d.operateur), d, "reglages")
    d.operateur.roles.update(fin=dt.date(2026, 11, 23))
    assert entrer(relue(d.operateur)).get(f"/annuaire/{d.elementaire.uai}/reglages/").status_code == 404


# --- Who helps is told --------------------------------------------------------------------------------------------------
def dites_a(personne) -> list[tuple[str, str]]:
    siennes = Notification.objects.visibles_par(relue(personne)).filter(nature="portail.aide")
    return [(n.texte.replace("\u00a0", " "), n.adresse) for n in siennes]


def test_who_helps_is_told_until_when_and_led_there(d, aide, entrer):
    [(texte, adresse)] = dites_a(d.operateur)
    assert texte == "Vous avez accès à « École du Cerf-Volant » jusqu’à 12 h."
    page = entrer(d.operateur).get(adresse)
    assert page.status_code == 200 and "Réglages de l’école" in page.text
    assert (
        Notification.objects.filter(nature="portail.aide").count() == 1
    )  # nobody else, of the operator or of the school


def test_they_are_told_at_night_too_since_it_is_asked_of_them_now(d, horloge):
    horloge(dt.datetime(2026, 11, 24, 22, 30, tzinfo=timezone.get_default_timezone()))
    actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)
    assert [texte for texte, _adresse in dites_a(d.operateur)] == [
        "Vous avez accès à « École du Cerf-Volant » jusqu’à 0 h 30."
    ]


def test_once_it_is_over_nothing_says_that_a_school_is_open(d, aide, horloge, settings):
    """Ended by hand, or by its time: no e-mail of the evening will say it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    portail.taire_une_aide_finie.func(aide.pk)
    assert dites_a(d.operateur)  # a worker that is early takes nothing back
    actions.finir_une_aide(aide=aide, auteur=d.operateur)
    assert dites_a(d.operateur) == []
    autre = actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)
    attend = (
        DBTaskResult.objects.filter(task_path="ent.portail.taches.taire_une_aide_finie").order_by("run_after").last()
    )
    assert (attend.args_kwargs["kwargs"], attend.run_after) == ({"aide": autre.pk}, autre.fin)
    horloge(autre.fin)
    portail.taire_une_aide_finie.func(autre.pk)
    assert dites_a(d.operateur) == []


# --- The banner, and the end --------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("ent.services.onde")
def test_every_user_of_the_direction_s_pages_reads_the_banner_on_every_page(d, aide, entrer):
    secretaire = secretaire_de(d)
    confier(d, secretaire, "import")
    for qui in (d.directrice, secretaire):
        client = entrer(qui)
        for page in ("/", "/plus/", f"/annuaire/{d.elementaire.uai}/import/"):
            assert BANDEAU in lue(client, page), (qui, page)
    assert "vous ouvre ses pages, jusqu’à 12 h." in lue(entrer(d.operateur), "/")
    for qui in (d.mere, d.enseignante, d.directrice_maternelle, d.referente):
        assert "M. Renard" not in entrer(qui).get("/plus/").text


@pytest.mark.besoin_de("ent.services.onde")
def test_ended_in_one_tap_by_the_direction_or_by_who_helps_and_by_nobody_else(d, aide, entrer):
    adresse = f"/annuaire/aide/{aide.pk}/finir/"
    assert f'action="{adresse}"' in entrer(d.directrice).get("/").text
    secretaire = secretaire_de(d)
    confier(d, secretaire, "import")
    assert f'action="{adresse}"' not in entrer(secretaire).get("/").text
    for qui in (d.enseignante, d.directrice_maternelle, secretaire, d.referente):
        assert entrer(qui).post(adresse).status_code == 404
    lui = entrer(d.operateur)
    ouvrir(lui, d, "reglages")
    entrer(d.directrice).post(adresse)
    assert lui.get(f"/annuaire/{d.elementaire.uai}/reglages/").status_code == 404
    assert "aide en cours" not in entrer(d.directrice).get("/").text
    assert EntreeJournal.objects.filter(verbe="annuaire.finir_une_aide").count() == 1
    entrer(d.directrice).post(adresse)  # ended twice is ended
    assert EntreeJournal.objects.filter(verbe="annuaire.finir_une_aide").count() == 1


def test_another_head_of_the_school_ends_it(d, aide, entrer):
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    entrer(d.enseignant).post(f"/annuaire/aide/{aide.pk}/finir/")
    aide.refresh_from_db()
    assert aide.finie_par == d.enseignant


def test_who_helps_ends_it(d, aide, entrer):
    assert entrer(d.operateur).post(f"/annuaire/aide/{aide.pk}/finir/")["Location"] == "/"
    aide.refresh_from_db()
    assert aide.finie_par == d.operateur


def test_it_ends_by_itself(d, aide, entrer, horloge, mardi):
    lui = entrer(d.operateur)
    ouvrir(lui, d, "reglages")
    horloge(mardi + dt.timedelta(hours=2))
    assert lui.get(f"/annuaire/{d.elementaire.uai}/reglages/").status_code == 404
    assert "aide en cours" not in entrer(d.directrice).get("/").text
    actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)


FINS = {
    "her direction is ended": lambda d: actions.finir_une_direction(
        personne=d.directrice, etablissement=d.elementaire, auteur=d.operateur
    ),
    "her role is over": lambda d: d.directrice.roles.update(fin=dt.date(2026, 11, 23)),
    "her account is closed": lambda d: Personne.objects.filter(pk=d.directrice.pk).update(is_active=False),
}


@pytest.mark.parametrize("fin", FINS.values(), ids=FINS)
def test_it_ends_with_the_direction_of_who_opened_it(d, aide, entrer, fin):
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    lui = entrer(d.operateur)
    ouvrir(lui, d, "reglages")
    fin(d)
    assert lui.get(f"/annuaire/{d.elementaire.uai}/reglages/").status_code == 404
    assert lui.get(f"/annuaire/{d.elementaire.uai}/aide/recue/").status_code == 404
    assert ouvrir(lui, d, "import").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.ouvrir_une_page_aidee(aide=aide, page="import", auteur=d.operateur)
    assert "vous ouvre ses pages" not in lui.get("/").text
    suite = entrer(relue(d.enseignant))
    assert "aide en cours" not in suite.get("/").text
    page = suite.get(f"/annuaire/{d.elementaire.uai}/aide/").text
    assert "Ouvrir pour deux heures" in page and "Terminer maintenant" not in page
    actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=relue(d.enseignant), ecrit=False)


def test_what_a_head_had_opened_does_not_come_back_with_her(d, aide, entrer):
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    FINS["her direction is ended"](d)
    assert dites_a(d.operateur) == []
    actions.donner_role(personne=d.directrice, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    assert ouvrir(entrer(d.operateur), d, "reglages").status_code == 404


@pytest.mark.parametrize("qui", ["mere", "enseignante", "directrice_maternelle"])
def test_who_is_not_concerned_pays_no_query_for_it(d, mardi, entrer, qui, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = entrer(getattr(d, qui))
    client.get("/plus/")
    with CaptureQueriesContext(connection) as sans:
        client.get("/plus/")
    actions.ouvrir_une_aide(etablissement=d.elementaire, a_qui=d.operateur, auteur=d.directrice, ecrit=False)
    with django_assert_num_queries(len(sans)):
        client.get("/plus/")
