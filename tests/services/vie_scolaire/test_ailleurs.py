"""What takes whole classes away from school, as the other rooms read it."""

import datetime as dt

import pytest

from ent.annuaire.registres.enfants import ailleurs_de
from ent.services.vie_scolaire.actions import collectives
from ent.services.vie_scolaire.models import DemandeConsentement
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()


def lus(d, jour=MARDI):
    return [(u.phrase, u.classes, u.depuis, u.jusqu_a) for u in ailleurs_de(d.elementaire.pk, jour)]


@pytest.mark.parametrize(
    ("moment", "depuis", "jusqu_a", "midi"),
    [("", None, None, True), ("matin", None, dt.time(13, 30), True), ("apres_midi", dt.time(11, 45), None, True)],
)
def test_a_closure_is_of_its_half_days_and_noon_is_in_each(d, mardi, moment, depuis, jusqu_a, midi):
    notee = collectives.noter_collective(
        etablissement=d.elementaire,
        auteur=d.directrice,
        raison="fermeture",
        debut=MARDI,
        fin=MARDI,
        moment=moment,
        classes=[d.cm2],
    )
    assert lus(d) == [("Fermeture", {d.cm2.pk}, depuis, jusqu_a)]
    (une,) = ailleurs_de(d.elementaire.pk, MARDI)
    assert une.touche(dt.time(11, 45), dt.time(13, 30)) is midi
    assert lus(d, MARDI + dt.timedelta(days=2)) == []
    collectives.retirer_collective(collective=notee, auteur=d.directrice)
    assert lus(d) == []


def test_an_outing_takes_its_classes_between_its_hours_unless_it_is_cancelled(d, mardi):
    sortie = DemandeConsentement.objects.create(
        etablissement=d.elementaire,
        toute_l_ecole=False,
        genre="sortie",
        titre="Théâtre",
        debut=MARDI,
        fin=MARDI,
        depart_a=dt.time(8, 40),
        retour_a=dt.time(16, 15),
    )
    sortie.classes.set([d.cp_ce1])
    dit = ("En sortie, de 8\u00a0h\u00a040 à 16\u00a0h\u00a015", {d.cp_ce1.pk}, dt.time(8, 40), dt.time(16, 15))
    assert lus(d) == [dit]
    DemandeConsentement.objects.update(fin=MARDI + dt.timedelta(days=2))
    assert lus(d) == [("En sortie", {d.cp_ce1.pk}, dt.time(8, 40), None)]
    DemandeConsentement.objects.update(annulee_le=MARDI_10H)
    assert lus(d) == []
