"""Somebody leaves the school: from that moment nothing of it is theirs; undone, all is as before."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.models import EntreeJournal, Personne


def relu(personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def equipe(d):
    return reverse("annuaire_equipe", args=[d.elementaire.uai])


def test_the_direction_reads_its_team_and_may_note_a_departure(d, mardi, entrer, equipe):
    page = entrer(d.directrice).get(equipe).text
    assert "Claire Lefort" in page and "CP-CE1" in page and "CM2 (remplaçant)" in page
    assert page.count("Noter le départ") == page.count('name="personne"') > 0
    assert f'value="{d.directrice.uuid}"' not in page
    for qui in (d.enseignante, d.directrice_maternelle, d.mere, d.operateur):
        assert entrer(qui).get(equipe).status_code == 404


@pytest.mark.besoin_de("cahier_de_textes")
def test_who_leaves_reads_nothing_more_and_what_they_wrote_stays(d, mardi, entrer, equipe):
    elle = entrer(d.enseignante)
    semaine = reverse("cahier_classe", args=[d.cp_ce1.pk])
    assert elle.get(semaine).status_code == 200
    directrice = entrer(d.directrice)
    reponse = directrice.post(equipe, {"personne": d.enseignante.uuid}, follow=True)
    assert "ne travaille plus ici et n’y lit plus rien." in reponse.text
    assert elle.get(semaine).status_code == 404
    assert not relu(d.enseignante).portee.roles and not relu(d.enseignante).portee.classes_tenues
    assert EntreeJournal.objects.filter(verbe="annuaire.noter_un_depart").count() == 1
    assert directrice.post(equipe, {"personne": d.enseignante.uuid}).status_code == 404  # already gone


def test_a_departure_is_undone_to_the_day_it_was_to_end(d, mardi, entrer, equipe):
    remplacement = d.remplacant.affectations.get(classe=d.cm2)
    avant = (remplacement.fin, list(d.remplacant.roles.order_by("pk").values_list("fin", flat=True)))
    directrice = entrer(d.directrice)
    reponse = directrice.post(equipe, {"personne": d.remplacant.uuid}, follow=True)
    (annuler,) = [str(m.extra_tags) for m in reponse.context["messages"]]
    assert d.cm2.pk not in relu(d.remplacant).portee.classes_tenues
    assert d.maternelle.pk in relu(d.remplacant).portee.etablissements_de_travail  # the other school is not concerned
    assert entrer(d.directrice_maternelle).post(annuler).status_code == 404
    assert "tout est comme avant" in directrice.post(annuler, follow=True).text
    remplacement.refresh_from_db()
    assert (remplacement.fin, list(d.remplacant.roles.order_by("pk").values_list("fin", flat=True))) == avant
    faux = reverse("annuaire_depart_annuler", args=[d.elementaire.uai, "x"])
    assert "ne s’annule plus ici" in directrice.post(faux, follow=True).text


@pytest.mark.parametrize("qui", ["x", "", None])
def test_nobody_else_leaves_so(d, mardi, entrer, equipe, qui):
    for personne in (qui, d.directrice.uuid, d.mere.uuid, d.directrice_maternelle.uuid):
        assert entrer(d.directrice).post(equipe, {"personne": personne or ""}).status_code == 404
    with pytest.raises(ValidationError, match="nommée par l’opérateur"):
        actions.noter_un_depart(personne=d.directrice, etablissement=d.elementaire, auteur=d.operateur)


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_team_costs_the_same_whatever_its_size(d, mardi, entrer, equipe, django_assert_num_queries, nombre):
    for n in range(nombre):
        nouveau = Personne.objects.create(prenom=f"P{n}", nom="N", identifiant=f"p{n}", password="x")
        actions.affecter(enseignant=nouveau, classe=d.cm2, nature="co_enseignant", debut=dt.date(2026, 9, 1))
    client = entrer(d.directrice)
    with django_assert_num_queries(9):
        client.get(equipe)


def test_a_departure_is_not_undone_from_the_page_of_another_school(d, mardi, entrer, equipe):
    page = entrer(d.directrice).post(equipe, {"personne": d.enseignante.uuid}, follow=True).text
    annuler = re.search(r'action="[^"]*(annuler/[^"]+)"', page)[1]
    ailleurs = reverse("annuaire_equipe", args=[d.maternelle.uai])
    refus = entrer(d.directrice_maternelle).post(ailleurs + annuler, follow=True)
    assert "Ce départ ne s’annule plus ici." in refus.text and "tout est comme avant" not in refus.text
    assert not relu(d.enseignante).portee.roles


def annuler(client, equipe, qui) -> str:
    """Note the departure, and give the address that undoes it."""
    reponse = client.post(equipe, {"personne": qui.uuid}, follow=True)
    return next(str(m.extra_tags) for m in reponse.context["messages"])


def test_a_departure_is_undone_once_and_the_next_one_by_its_own_token_alone(d, mardi, entrer, equipe):
    """The same person, the same ties, the same hour: what undid the first says nothing of the second."""
    directrice = entrer(d.directrice)
    premier = annuler(directrice, equipe, d.enseignante)
    assert "tout est comme avant" in directrice.post(premier, follow=True).text
    refus = directrice.post(premier, follow=True).text
    assert "Ce départ a déjà été annulé, ou noté à nouveau." in refus and "tout est comme avant" not in refus
    second = annuler(directrice, equipe, d.enseignante)
    assert "tout est comme avant" not in directrice.post(premier, follow=True).text
    assert not relu(d.enseignante).portee.roles
    assert "tout est comme avant" in directrice.post(second, follow=True).text
    assert d.cp_ce1.pk in relu(d.enseignante).portee.classes_tenues


def test_undoing_says_whom_it_brought_back(d, mardi, entrer, equipe):
    directrice = entrer(d.directrice)
    directrice.post(annuler(directrice, equipe, d.enseignante))
    ligne = EntreeJournal.objects.filter(verbe="annuaire.annuler_un_depart").get()
    assert ligne.objet == f"personne {d.enseignante.pk}"


def test_each_is_named_as_the_school_calls_them(d, mardi, entrer, equipe):
    page = re.sub(r"<[^>]+>", " ", entrer(d.directrice).get(equipe).text)
    assert "directrice" in page and "directeur" not in page
    assert re.search(r"Lefort\s+enseignante", page) and re.search(r"Caradec\s+enseignant\s", page)
    Personne.objects.filter(pk=d.enseignante.pk).update(civilite="")
    page = re.sub(r"<[^>]+>", " ", entrer(d.directrice).get(equipe).text)
    assert re.search(r"Lefort\s+enseignant ou enseignante", page)
