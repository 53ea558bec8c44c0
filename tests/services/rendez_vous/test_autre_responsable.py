"""Who receives families, and answers for the child at home, reads that the other holder comes; neither where to call them nor their word."""

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.services.rendez_vous.models import Reservation
from tests.autres_responsables import adresses, devient_enseignant, devient_parent, ou_se_lisent

MOTS = ("06 11 22 33 44", "ne pas dire au père")


def chemins(rencontre, prise) -> list[str]:
    pks = [rencontre.pk, rencontre.classe_id, prise.creneau_id]
    return adresses("ent.services.rendez_vous", {"int": pks, "uuid": [prise.uuid, prise.eleve.uuid]})


@pytest.mark.parametrize("qui", ["enseignante", "pere_separe"])
def test_no_address_tells_who_receives_the_other_s_number_and_word(d, ouvrir, reserver, entrer, qui):
    """A colleague at the same table reads both."""
    personne = getattr(d, qui)
    if qui == "pere_separe":
        devient_enseignant(personne, d.cp_ce1)
    rencontre = ouvrir()
    rencontre.hotes.add(personne)
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp, moyen="telephone", telephone=MOTS[0], mot=MOTS[1])
    if qui != "pere_separe":
        devient_parent(personne, d.eleve_cp, d.elementaire)
    assert ou_se_lisent(entrer(Personne.objects.get(pk=personne.pk)), chemins(rencontre, prise), MOTS) == set()
    collegue = d.enseignante if qui != "enseignante" else d.directrice
    rencontre.hotes.add(collegue)
    assert ou_se_lisent(entrer(collegue), chemins(rencontre, prise), MOTS), "the walk reads it where it is"


def test_who_alone_receives_asks_no_meeting_of_themself(d, ouvrir, reserver, creneau, entrer):
    """A colleague at the same table, the other household, and what was booked before are as they were."""
    rencontre = ouvrir()
    page = reverse("rdv_prendre", args=[rencontre.pk, d.eleve_cp.uuid])
    devient_parent(d.enseignante, d.eleve_cp, d.elementaire)
    moi = Personne.objects.get(pk=d.enseignante.pk)
    envoi = {"creneau": creneau(rencontre, "17:00").pk, "moyen": "ecole"}
    assert [entrer(moi).get(page).status_code, entrer(moi).post(page, envoi).status_code] == [404, 404]
    assert page not in entrer(moi).get(reverse("rdv")).text
    assert not Reservation.objects.exists()
    assert entrer(d.mere).get(page).status_code == 200
    rencontre.hotes.add(d.enseignant)
    assert entrer(moi).get(page).status_code == 200
    reserver(rencontre, "17:15", moi, d.eleve_cp, moyen="ecole")
    rencontre.hotes.remove(d.enseignant)
    assert entrer(moi).get(page).status_code == 200
