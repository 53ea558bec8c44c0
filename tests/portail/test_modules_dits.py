"""A module that a level above turns off or on: each school's journal says it, its direction is told, once, and families by nobody."""

import re

import pytest
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.journal import raconter
from ent.annuaire.models import EntreeJournal, Etablissement, Place, Reglage, Role
from ent.diffusion.models import Notification
from ent.portail import evenements, taches

pytestmark = [pytest.mark.besoin_de("ent.services.periscolaire"), pytest.mark.besoin_de("ent.services.agenda_ecole")]
CANTINE, AGENDA = "module.periscolaire", "module.agenda_ecole"
VERBES = ("annuaire.fermer_un_module", "annuaire.rouvrir_un_module")


def regler(d, valeur, place=None, code=CANTINE, auteur=None) -> None:
    actions.regler(place=place or Place(), code=code, valeur=valeur, auteur=auteur or d.operateur)


def journal(ecole: Etablissement) -> list[str]:
    lignes = EntreeJournal.objects.filter(etablissement=ecole, verbe__in=VERBES).order_by("pk")
    return [raconter(ligne) for ligne in lignes]


def dits(personne) -> list[str]:
    nouvelles = Notification.objects.filter(nature=evenements.MODULE, destinataire=personne).order_by("pk")
    return list(nouvelles.values_list("texte", flat=True))


# --- Who is told --------------------------------------------------------------------------------------------------------
def test_the_direction_of_each_school_is_told_and_its_journal_says_it(d, mardi):
    regler(d, False, Place(commune=d.elementaire.commune), auteur=d.referente)
    assert dits(d.directrice) == [
        f"La commune a fermé « Cantine, garderie, étude » ({d.elementaire.nom}) : plus rien ne s’en voit, rien n’est effacé."
    ]
    assert journal(d.elementaire) == ["a fermé « Cantine, garderie, étude » dans l’école"]
    assert dits(d.directrice_maternelle) == journal(d.maternelle) == []  # of another commune
    assert set(Notification.objects.filter(nature=evenements.MODULE).values_list("destinataire", flat=True)) <= set(
        Role.objects.filter(nature="directeur").values_list("personne", flat=True)
    )
    [adresse] = Notification.objects.filter(destinataire=d.directrice, nature=evenements.MODULE).values_list(
        "adresse", flat=True
    )
    assert adresse == reverse("annuaire_reglages", args=[d.elementaire.uai])


def test_open_again_it_is_told_in_the_place_of_what_was_told(d, mardi):
    regler(d, False)
    regler(d, False, code=AGENDA)
    regler(d, None)
    assert dits(d.directrice) == [
        f"Le territoire a fermé « Agenda » ({d.elementaire.nom}) : plus rien ne s’en voit, rien n’est effacé.",
        f"Le territoire a rouvert « Cantine, garderie, étude » ({d.elementaire.nom}) : tout y est revenu.",
    ]
    assert [phrase.split(" «")[0] for phrase in journal(d.elementaire)] == ["a fermé", "a fermé", "a rouvert"]


def test_undone_it_is_told_as_open_again(d, mardi):
    regler(d, False)
    actions.revenir(place=Place(), lignes={Reglage.objects.actuels().get(code=CANTINE).pk}, auteur=d.operateur)
    assert [phrase.split(" «")[0] for phrase in dits(d.directrice)] == ["Le territoire a rouvert"]


def test_where_it_was_off_already_nobody_is_told(d, mardi):
    regler(d, False, Place(ecole=d.elementaire), auteur=d.directrice)
    assert dits(d.directrice) == journal(d.elementaire) == []  # the direction itself did it
    regler(d, False)
    assert dits(d.directrice) == journal(d.elementaire) == []
    assert len(dits(d.directrice_maternelle)) == len(journal(d.maternelle)) == 1


def test_another_setting_is_told_to_nobody(d, mardi):
    regler(d, False, code="calme.week_end")
    assert not Notification.objects.filter(nature=evenements.MODULE).exists()


def test_who_decides_and_directs_is_not_told_what_they_did(d, mardi):
    Role.objects.create(personne=d.operateur, nature="directeur", etablissement=d.elementaire, debut=mardi.date())
    regler(d, False)
    assert dits(d.operateur) == [] and len(dits(d.directrice)) == 1


# --- Many schools, a worker that dies -----------------------------------------------------------------------------------
@pytest.fixture
def plus_tard(settings):
    """Tasks wait."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def lignes() -> list[int]:
    return list(EntreeJournal.objects.filter(verbe__in=VERBES).order_by("pk").values_list("pk", flat=True))


def test_all_schools_cost_what_one_costs(d, mardi, plus_tard, django_assert_num_queries):
    """What a setting costs (`test_reglages_ensemble`), and the line that each school's journal holds: the rest is a worker's."""
    with django_assert_num_queries(10):
        regler(d, False)
    assert len(lignes()) == Etablissement.objects.count() - 1  # nothing closes in the collège, which has none


def test_a_worker_that_dies_half_way_tells_the_others_and_nobody_twice(d, mardi, plus_tard, monkeypatch):
    regler(d, False)
    vraie = taches.actions.dire_un_module
    dites: list[int] = []

    def mourir(*, ligne):
        if dites:
            raise RuntimeError
        dites.append(ligne.pk)
        vraie(ligne=ligne)

    monkeypatch.setattr(taches.actions, "dire_un_module", mourir)
    with pytest.raises(RuntimeError):
        taches.dire_des_modules.func(lignes())
    monkeypatch.setattr(taches.actions, "dire_un_module", vraie)
    avant = set(Notification.objects.filter(nature=evenements.MODULE).values_list("pk", flat=True))
    taches.dire_des_modules.func(lignes())
    assert len(dits(d.directrice)) == len(dits(d.directrice_maternelle)) == 1
    assert avant <= set(Notification.objects.filter(nature=evenements.MODULE).values_list("pk", flat=True))


def test_closed_and_opened_before_a_worker_came_the_last_word_alone_is_told(d, mardi, plus_tard):
    regler(d, False)
    regler(d, None)
    taches.dire_des_modules.func(lignes())
    assert [phrase.split(" «")[0] for phrase in dits(d.directrice)] == ["Le territoire a rouvert"]


def test_the_direction_reads_in_its_journal_that_it_was_the_commune_and_not_a_family(d, entrer, mardi):
    regler(d, False, Place(commune=d.elementaire.commune), auteur=d.referente)
    client, ici = entrer(d.directrice), reverse("annuaire_journal", args=[d.elementaire.uai])
    dit = f"{d.referente.nom_affiche}, pour la commune, a fermé « Cantine, garderie, étude » dans l’école"
    assert dit in " ".join(re.sub("<[^>]+>", " ", client.get(ici).text).split()).replace("\u00a0", " ").replace(
        " ,", ","
    )
    assert "a fermé « Cantine" not in client.get(ici, {"qui": "familles"}).text.replace("\u00a0", " ")
