"""How often an import reads its files and plans: once by page, once when it is asked for, once when it is written."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Responsabilite
from ent.services.onde import depots
from ent.services.onde.models import ImportOnde

from .exports import TITRES_RESPONSABLES, appliquer, eleve, fichier_eleves, responsable, texte
from .test_pages_import import ELEVES, RESPONSABLES, deposer, lire_le_formulaire

UNE_FOIS = {"lire": 2, "planifier": 1}  # two files, one plan


@pytest.fixture
def compte(monkeypatch):
    """Calls of the parser (one by file) and of the planner since it was last asked."""
    appels: Counter[str] = Counter()

    def compter(nom: str):
        vraie = getattr(depots, nom)

        def comptee(*arguments, **options):
            appels[nom] += 1
            return vraie(*arguments, **options)

        monkeypatch.setattr(depots, nom, comptee)

    compter("lire")
    compter("planifier")

    def depuis() -> dict[str, int]:
        vus = dict(appels)
        appels.clear()
        return vus

    return depuis


@pytest.fixture
def sans_ouvrier(settings):
    """What is deferred waits: no worker is there yet."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def client(directeur, entrer, sans_ouvrier):
    return entrer(directeur)


def _adresses(ecole, depot) -> tuple[str, str, str]:
    return tuple(
        reverse(f"annuaire_import_{nom}", args=[ecole.uai, depot.pk]) for nom in ("plan", "imprimer", "appliquer")
    )


def test_each_page_reads_and_plans_once_and_so_does_what_is_written(ecole, client, compte):
    deposer(client, ecole, ELEVES, RESPONSABLES)
    assert compte() == UNE_FOIS
    depot = ImportOnde.objects.get(etablissement=ecole)
    plan, imprimer, demander = _adresses(ecole, depot)
    page = client.get(plan)
    assert compte() == UNE_FOIS
    client.get(imprimer)
    assert compte() == UNE_FOIS
    client.post(demander, lire_le_formulaire(page))
    assert compte() == UNE_FOIS
    client.get(plan)
    assert compte() == {}  # it waits for the worker
    depots.appliquer(import_id=depot.pk)
    assert compte() == UNE_FOIS
    client.get(plan)
    client.post(demander, lire_le_formulaire(page))
    depots.appliquer(import_id=depot.pk)
    assert compte() == {}  # it is done
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 3


def _repondre(page) -> dict[str, str]:
    marque = re.search(r'name="(q-\w+)" value="[^"]+"', page.text)[1]
    return lire_le_formulaire(page) | {marque: re.findall(rf'name="{marque}" value="([^"]+)"', page.text)[1]}


def test_answers_make_one_plan_more_when_they_are_given_and_none_when_it_is_written(ecole, client, compte):
    page = client.get(deposer(client, ecole, ELEVES, RESPONSABLES).url)
    compte()
    depot = ImportOnde.objects.get(etablissement=ecole)
    client.post(_adresses(ecole, depot)[2], _repondre(page))
    assert compte() == {"lire": 2, "planifier": 2}
    depots.appliquer(import_id=depot.pk)
    assert compte() == UNE_FOIS
    assert Responsabilite.objects.get(adulte__prenom="Karim", etablissement=ecole).enfant.ine == "270000002AA"


def test_a_directory_that_moved_is_told_from_the_plan_that_said_so(ecole, client, compte):
    page = client.get(deposer(client, ecole, ELEVES, RESPONSABLES).url)
    appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501")))
    compte()
    refus = client.post(_adresses(ecole, ImportOnde.objects.get(etablissement=ecole))[2], lire_le_formulaire(page))
    assert (refus.status_code, compte()) == (422, UNE_FOIS)


@pytest.mark.parametrize("repondre", [lire_le_formulaire, _repondre])
def test_a_directory_that_moved_before_the_worker_came_is_read_again(ecole, client, compte, repondre):
    adresse = deposer(client, ecole, ELEVES, RESPONSABLES).url
    envoi = repondre(client.get(adresse))
    depot = ImportOnde.objects.get(etablissement=ecole)
    client.post(_adresses(ecole, depot)[2], envoi)
    appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501")))
    compte()
    depots.appliquer(import_id=depot.pk)
    assert compte() == UNE_FOIS
    depot.refresh_from_db()
    assert (depot.etat, Inscription.objects.filter(classe__etablissement=ecole).count()) == ("lu", 1)
    page = client.get(adresse)
    assert "L’annuaire a changé entre-temps : relisez le plan." in page.text
    client.post(_adresses(ecole, depot)[2], repondre(page))
    depots.appliquer(import_id=depot.pk)
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 3


def test_a_line_that_waited_is_planned_once(ecole, client, compte):
    appliquer(ecole, fichier_eleves(eleve("SOW", "Awa-Marie", ine="270000001AA", classe="CP", identifiant="501")))
    deposer(client, ecole, texte(TITRES_RESPONSABLES, [responsable("Mme", "SOW", "Binta", ("SOW", "Awa"))]))
    depot = ImportOnde.objects.get(etablissement=ecole)
    plan, _imprimer, demander = _adresses(ecole, depot)
    client.post(demander, lire_le_formulaire(client.get(plan)))
    depots.appliquer(import_id=depot.pk)
    compte()
    attente = ecole.lignes_en_attente.get()
    enfant = Inscription.objects.get(classe__etablissement=ecole).eleve
    client.post(
        reverse("annuaire_attente_resoudre", args=[ecole.uai, attente.pk]),
        {"eleve": [str(enfant.uuid)], "geste": "rattacher"},
    )
    assert compte() == {"planifier": 1}
    assert Responsabilite.objects.get(adulte__prenom="Binta", etablissement=ecole).enfant == enfant
