"""A pupil whom the direction moved, or let go, by hand: what the next file of ONDE does of it, and of what the family had been told."""

import pytest

from ent.annuaire import actions
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Personne
from ent.diffusion.actions import notifier
from ent.diffusion.models import Notification
from ent.diffusion.registres import enregistrer_public, publics

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
