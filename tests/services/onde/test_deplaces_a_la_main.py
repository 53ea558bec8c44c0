"""A pupil whom the direction moved, or let go, by hand: what the next file of ONDE does of it, and of what the family had been told."""

import pytest

from ent.annuaire import actions
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Personne
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from ent.diffusion.registres import enregistrer_public, publics
from ent.services.onde.planifier import planifier

from .exports import appliquer, comptes, eleve, fichier_eleves


def ecole_entiere(d, ines: tuple | None):
    """The whole school as a file says it, Inès in that class at that level, or not there."""
    lignes = []
    for classe in (d.cp_ce1, d.cm2):
        for place in classe.inscriptions.select_related("eleve").exclude(eleve=d.eleve_cp).filter(fin=None):
            lignes.append((place.eleve, classe, place.niveau))
    if ines:
        lignes.append((d.eleve_cp, *ines))
    return fichier_eleves(
        *(
            eleve(
                qui.nom,
                qui.prenom,
                ne=f"{qui.date_naissance:%d/%m/%Y}",
                ine=qui.ine,
                niveau=niveau,
                classe=classe.nom,
                identifiant=classe.identifiant_onde,
                adresse=qui.adresse,
                cp=qui.code_postal,
                ville=qui.ville,
            )
            for qui, classe, niveau in lignes
        )
    )


def test_a_file_that_says_the_same_changes_nothing(d, mardi):
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    rien = comptes(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    place = d.eleve_cp.inscriptions.get(fin=None)
    actions.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    assert comptes(d.elementaire, ecole_entiere(d, (d.cm2, "CM2"))) == rien
    assert comptes(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP"))) != rien  # a file of before puts her back


def test_who_left_by_hand_is_not_missed_by_the_file_and_may_come_back(d, mardi):
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert "eleves_partis" not in comptes(d.elementaire, ecole_entiere(d, None))
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    place = d.eleve_cp.inscriptions.get(fin=None)
    assert (place.classe, place.debut) == (d.cp_ce1, mardi.date())
    assert Personne.objects.get(pk=d.eleve_cp.pk).fermee_le is None


@pytest.fixture
def part_ce_soir(d, mardi):
    """The school as ONDE says it, then: today is Inès's last day."""
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    return actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice, ce_soir=True)


def places(d) -> list[tuple]:
    """Where Inès is today, and until when."""
    return [(place.classe, place.fin) for place in d.eleve_cp.inscriptions.filter(en_cours())]


@pytest.mark.parametrize("classe", ["cp_ce1", "cm2"])
def test_who_was_to_leave_this_evening_and_is_named_by_the_file_stays_once_on_its_lists(d, part_ce_soir, classe):
    """The departure is shown among what changes, and the next file changes nothing."""
    classe = getattr(d, classe)
    fichier = ecole_entiere(d, (classe, "CP"))
    (vise,) = planifier(d.elementaire, [fichier]).eleves_modifies
    assert ("Dernier jour", "24 novembre 2026", "") in {(c.libelle, c.avant, c.apres) for c in vise.changements}
    appliquer(d.elementaire, fichier)
    assert places(d) == [(classe, None)]
    assert not planifier(d.elementaire, [fichier]).eleves_modifies


def test_who_leaves_this_evening_and_is_named_no_more_is_there_until_then(d, mardi, part_ce_soir):
    appliquer(d.elementaire, ecole_entiere(d, None))
    assert places(d) == [(d.cp_ce1, mardi.date())]
    assert Personne.objects.get(pk=d.eleve_cp.pk).fermee_le is None


def test_a_place_that_was_to_begin_today_and_is_closed_by_a_file_is_of_no_list_of_today(d, mardi):
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    d.eleve_cp.inscriptions.filter(fin=None).update(debut=mardi.date())
    appliquer(d.elementaire, ecole_entiere(d, None))
    assert places(d) == []


@pytest.fixture
def dits(d):
    """Told of Inès: a thing of her class (1) and one of the whole school (2)."""
    audiences = {1: [Audience(d.elementaire.pk, d.cp_ce1.pk)], 2: [Audience(d.elementaire.pk)]}
    enregistrer_public("essai.dite", lambda ids: {pk: audiences[pk] for pk in ids})
    for pk in audiences:
        textes = {(d.mere.pk, d.eleve_cp.pk): "…"}
        notifier(nature="essai.dite", objet_id=pk, etablissement=d.elementaire, textes=textes, adresse="/")
    yield Notification.objects.filter(nature="essai.dite").values_list("objet_id", flat=True)
    del publics()["essai.dite"]


def test_a_file_that_moves_a_pupil_leaves_what_was_told_to_the_whole_school(d, mardi, dits):
    appliquer(d.elementaire, ecole_entiere(d, (d.cm2, "CM2")))
    assert d.eleve_cp.inscriptions.get(fin=None).classe == d.cm2
    assert list(dits) == [2]


def test_who_leaves_another_school_this_evening_keeps_their_account_when_the_file_lets_them_go(d, mardi):
    appliquer(d.elementaire, ecole_entiere(d, (d.cp_ce1, "CP")))
    actions.inscrire(eleve=d.eleve_cp, classe=d.ms, niveau="CP")
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.maternelle, auteur=d.directrice_maternelle, ce_soir=True)
    appliquer(d.elementaire, ecole_entiere(d, None))
    assert places(d) == [(d.ms, mardi.date())]
    assert Personne.objects.get(pk=d.eleve_cp.pk).fermee_le is None
