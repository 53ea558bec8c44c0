"""The board of works once somebody went, or did not come yet: a pupil from the class, a class from the space, another school, the space itself."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Inscription
from ent.services.espaces.actions import gens
from ent.services.espaces.actions import tableau as actions
from ent.services.espaces.lectures.tableau import Tableau, oeuvres_a_garder
from ent.services.espaces.models import EcoleDeLEspace

from .conftest import neuf


def lu_la_bas(d, espace) -> list:
    """(title, first names) of what the other school reads."""
    return [(lue.oeuvre.titre, lue.prenoms) for lue in Tableau(neuf(d.directrice_maternelle), espace).oeuvres]


def test_the_first_name_of_who_left_the_class_is_read_no_more(a_deux, accrocher, d, mardi):
    accrocher(eleves=[d.eleve_cm2], avec_prenoms=True)
    assert lu_la_bas(d, a_deux) == [("La fresque", "Sofiane")]
    Inscription.objects.filter(eleve=d.eleve_cm2).update(fin=mardi.date() - dt.timedelta(days=1))
    assert lu_la_bas(d, a_deux) == [("La fresque", "")]
    assert [lue.prenoms for lue in oeuvres_a_garder(EcoleDeLEspace.objects.get(etablissement=d.maternelle))] == [""]


def test_works_of_a_class_that_closed_hang_no_more(a_deux, accrocher, d, mardi):
    accrocher()
    d.cm2.fermee_le = mardi
    d.cm2.save(update_fields=["fermee_le"])
    assert lu_la_bas(d, a_deux) == []


def test_works_of_a_class_taken_away_may_be_taken_down(a_deux, porteuse, accrocher, d, entrer):
    oeuvre = accrocher(eleves=[d.eleve_cm2], avec_prenoms=True)
    gens_d_ici = {"ecole": porteuse, "par": d.directrice, "adultes": [d.directrice, d.enseignant], "parmi": [d.cm2]}
    gens.apporter(classes=[], **gens_d_ici)
    chemin = reverse("espaces_decrocher", args=[oeuvre.pk])
    page = reverse("espaces_tableau", args=[a_deux.pk])
    assert chemin in entrer(d.enseignant).get(page).content.decode()
    assert chemin not in entrer(d.directrice_maternelle).get(page).content.decode()
    assert entrer(d.directrice_maternelle).post(chemin).status_code == 404
    assert entrer(d.enseignant).post(chemin).status_code == 302
    gens.apporter(classes=[d.cm2], **gens_d_ici)
    assert lu_la_bas(d, a_deux) == []


def test_nothing_is_hung_again_once_the_space_is_over(a_deux, accrocher, d, horloge):
    oeuvre = accrocher()
    horloge(dt.datetime(2026, 12, 18, 22, 30, tzinfo=dt.UTC))
    actions.decrocher(oeuvre=oeuvre, par=neuf(d.enseignant))
    horloge(dt.datetime(2026, 12, 18, 23, 20, tzinfo=dt.UTC))
    with pytest.raises(ValidationError, match="est fini"):
        actions.raccrocher(oeuvre=oeuvre, par=neuf(d.enseignant))


def _ce_qui_est_dit(d, espace, classe, entrer) -> str:
    client, adresse = entrer(d.enseignant), reverse("espaces_accrocher", args=[espace.pk, classe.pk])
    return client.post(adresse, {"titre": "La fresque", "texte": "Peinte en octobre."}, follow=True).text


def test_who_hangs_reads_whether_another_school_sees_it(a_deux, classe, d, entrer):
    """There may be three schools as well as one: « les deux écoles le voient » was said of all."""
    assert "C’est accroché : les écoles de l’espace le voient." in _ce_qui_est_dit(d, a_deux, classe, entrer)
    EcoleDeLEspace.objects.filter(etablissement=d.maternelle).update(accord_le=None)
    assert "aucune autre n’est encore entrée dans l’espace" in _ce_qui_est_dit(d, a_deux, classe, entrer)


def test_families_are_not_told_that_two_schools_alone_read(a_deux, accrocher, d, entrer):
    oeuvre = accrocher()
    page = entrer(d.mere).get(reverse("aide"), {"page": "espaces_oeuvre", "suite": f"/espaces/oeuvre/{oeuvre.pk}/"})
    assert "Qui voit ces œuvres ?" in page.text and "deux écoles" not in page.text
