"""A plan of September while things move: who was named leaves, classes are named otherwise or opened by a file, a page is no longer what it was."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.actions import passages
from ent.annuaire.lectures.passages import annonces_de, plan_de
from ent.annuaire.models import Classe, Inscription, Passage, Personne
from ent.socle.dates import date_format
from tests.annuaire.fusions import PARIS, declarer
from tests.annuaire.rentree import relu
from tests.annuaire.test_passages import JUIN, RENTREE, faire, place
from tests.portail.test_accueil import texte


@pytest.fixture
def passage(d, mardi, horloge) -> Passage:
    horloge(JUIN)
    return actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)


def test_who_left_since_is_named_to_no_family_and_holds_no_class_of_september(d, passage, entrer, horloge):
    """Undone, the departure gives them back to the plan."""
    actions.programmer_le_passage(passage=passage, jour=RENTREE.date(), auteur=d.directrice)
    depart = actions.noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    assert [c.nom for c in plan_de(passage).a_nommer] == ["CE2", "CP-CE1"]
    horloge(RENTREE - dt.timedelta(days=1))
    assert {p.vers.enseignant for p in annonces_de(relu(d.mere)) if p.eleve == d.eleve_cp} == {None}
    actions.annuler_un_depart(depart=depart, etablissement=d.elementaire, auteur=d.directrice)
    assert [c.nom for c in plan_de(passage).a_nommer] == ["CE2"]
    actions.noter_un_depart(personne=d.enseignante, etablissement=d.elementaire, auteur=d.directrice)
    faire(passage, d, horloge)
    classe = passage.classes.get(nom="CP-CE1").classe
    assert not classe.affectations.exists()


def test_two_classes_that_exchange_their_names_between_two_turns(d, passage, horloge):
    faire(passage, d, horloge)
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    un, deux = passage.classes.get(nom="CP-CE1"), passage.classes.get(nom="CM2")
    for prevue, nom in ((un, "CE"), (deux, "CP-CE1"), (un, "CM2")):
        actions.dire_une_classe(passage=passage, prevue=prevue, nom=nom, enseignant=None, auteur=d.directrice)
    avant = {un.pk: un.classe_id, deux.pk: deux.classe_id}
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    noms = {prevue.pk: (prevue.classe_id, prevue.classe.nom) for prevue in passage.classes.exclude(classe=None)}
    assert {pk: noms[pk] for pk in avant} == {un.pk: (avant[un.pk], "CM2"), deux.pk: (avant[deux.pk], "CP-CE1")}


def test_a_class_that_takes_the_name_of_one_that_no_plan_holds_any_more(d, passage, horloge):
    """It is hers still; the other stays closed, under a name that tells them apart."""
    faire(passage, d, horloge)
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    laissee = passage.classes.get(nom="CE2")  # of a school that was to join, and goes on
    cm2 = passage.classes.get(nom="CM2")
    passage.places.filter(vers=laissee).update(vers=cm2)
    laissee.delete()
    actions.dire_une_classe(passage=passage, prevue=cm2, nom="CE2", enseignant=None, auteur=d.directrice)
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    cm2.refresh_from_db()
    siennes = passage.etablissement.classes.filter(annee=passage.annee)
    assert list(siennes.filter(nom="CE2").values_list("pk", "fermee_le")) == [(cm2.classe_id, None)]
    assert siennes.exclude(fermee_le=None).count() == 1


def test_a_class_of_that_year_which_a_file_opened_keeps_the_turn_from_being_done_and_says_so(
    d, passage, entrer, horloge
):
    """The school that turns after it, at the same round, turns."""
    actions.programmer_le_passage(passage=passage, jour=RENTREE.date(), auteur=d.directrice)
    autre = actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    actions.programmer_le_passage(passage=autre, jour=RENTREE.date(), auteur=d.directrice_maternelle)
    Classe.objects.create(etablissement=d.elementaire, annee=passage.annee, nom="CM2")
    horloge(RENTREE)
    passages.passer_les_ecoles()
    assert [p.fait_le is None for p in Passage.objects.filter(pk__in=[passage.pk, autre.pk]).order_by("pk")] == [
        True,
        False,
    ]
    reponse = entrer(d.directrice).post(f"/annuaire/{d.elementaire.uai}/rentree/faire/", follow=True)
    assert "CM2 : Une classe de septembre porte déjà ce nom." in reponse.text


def test_a_day_of_june_is_a_day_no_more_once_a_school_joins(d, mardi, horloge):
    """That turn waits for July: families are told no class on the eve of a day when nothing is done, and it does not come by itself later."""
    horloge(dt.datetime(2027, 5, 20, 10, tzinfo=PARIS))
    plan = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    actions.programmer_le_passage(passage=plan, jour=dt.date(2027, 6, 28), auteur=d.directrice)
    declarer(d)
    horloge(dt.datetime(2027, 6, 28, 10, tzinfo=PARIS))
    assert annonces_de(relu(d.mere)) == []
    horloge(dt.datetime(2027, 7, 1, 10, tzinfo=PARIS))
    passages.passer_les_ecoles()
    plan.refresh_from_db()
    assert (plan.jour, plan.fait_le) == (None, None)


def test_what_is_told_of_pupils_placed_is_how_many_are(d, passage, entrer):
    adresse = f"/annuaire/{d.elementaire.uai}/rentree/placer/"
    envoi = {"eleve": [d.eleve_cp.pk, d.eleve_ms.pk], "vers": "depart"}  # the other is not in this plan
    assert "1 élève placé." in entrer(d.directrice).post(adresse, envoi, follow=True).text
    assert "Cochez au moins un élève." in entrer(d.directrice).post(adresse, {"vers": "depart"}, follow=True).text


def test_an_arrival_that_is_refused_comes_back_as_it_was_typed(d, passage, entrer):
    adresse = f"/annuaire/{d.elementaire.uai}/rentree/arrivee/"
    cm2 = passage.classes.get(nom="CM2")
    envoi = {"ine": "123456789AB", "naissance": "2019-03-14", "niveau": "CE2", "vers": cm2.pk}
    page = entrer(d.directrice).post(adresse, envoi)
    assert page.status_code == 422
    assert "Aucun élève des écoles d’ici n’a cet INE et cette date de naissance." in page.text
    for garde in (
        'value="123456789AB"',
        'value="2019-03-14"',
        '<option value="CE2" selected>',
        f'<option value="{cm2.pk}" selected>',
    ):
        assert garde in page.text


def test_an_arrival_added_by_mistake_is_taken_out_of_the_plan(d, passage, entrer, horloge):
    Personne.objects.filter(pk=d.eleve_ms.pk).update(ine="123456789AB", date_naissance=dt.date(2022, 3, 14))
    envoi = {"naissance": dt.date(2022, 3, 14), "vers": passage.classes.get(nom="CM2"), "niveau": "CM2"}
    actions.accueillir_au_passage(passage=passage, ine="123456789AB", auteur=d.directrice, **envoi)
    client, ici = entrer(d.directrice), f"/annuaire/{d.elementaire.uai}/rentree/"
    arrivees = client.get(ici).text.partition("Arrivées</th>")[2].partition("</tr>")[0]
    assert f'name="eleve" value="{d.eleve_ms.pk}"' in arrivees and "Retirer" in arrivees
    page = client.post(f"{ici}placer/", {"eleve": d.eleve_ms.pk, "vers": "depart"}, follow=True)
    assert "C’est noté." in page.text and str(d.eleve_ms) not in page.text
    assert not passage.places.filter(eleve=d.eleve_ms).exists()
    assert passage.places.get(eleve=d.eleve_cp).vers is not None
    faire(passage, d, horloge)
    assert not d.eleve_ms.inscriptions.filter(fin=None, classe__etablissement=d.elementaire).exists()


def test_a_day_of_another_year_is_refused(d, passage, entrer):
    """The page writes it without its year."""
    jour = dt.date(passage.annee.debut.year + 1, 9, 2)
    adresse = f"/annuaire/{d.elementaire.uai}/rentree/programmer/"
    page = entrer(d.directrice).post(adresse, {"jour": jour}, follow=True)
    assert "au plus tard en octobre" in page.text and "Rien ne change avant le" not in page.text
    passage.refresh_from_db()
    assert passage.jour is None


def test_a_class_that_is_in_the_plan_no_more_is_not_made_again_by_a_page_that_shows_it_still(d, passage, entrer):
    prevue = passage.classes.get(nom="CE2")
    envoi = {"prevue": prevue.pk, "nom": "CE2 bleu", "enseignant": ""}
    prevue.delete()
    reponse = entrer(d.directrice).post(f"/annuaire/{d.elementaire.uai}/rentree/classe/", envoi, follow=True)
    assert "relisez la page" in reponse.text
    assert set(passage.classes.values_list("nom", flat=True)) == {"CP-CE1", "CM2"}


def test_who_had_arrived_by_a_turn_that_is_undone_and_left_their_school_since_is_in_none(d, passage, horloge):
    """Nobody without a class has an account; done again, it is open."""
    Personne.objects.filter(pk=d.eleve_ms.pk).update(ine="123456789AB", date_naissance=dt.date(2022, 3, 14))
    actions.accueillir_au_passage(
        passage=passage,
        ine="123456789AB",
        naissance=dt.date(2022, 3, 14),
        vers=passage.classes.get(nom="CM2"),
        niveau="CM2",
        auteur=d.directrice,
    )
    faire(passage, d, horloge)
    actions.noter_la_sortie(eleve=d.eleve_ms, etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert relu(d.eleve_ms).fermee_le is None
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert relu(d.eleve_ms).fermee_le is not None
    assert relu(d.eleve_cp).fermee_le is None and relu(d.eleve_cm2).fermee_le is None
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    assert relu(d.eleve_ms).fermee_le is None


@pytest.fixture
def bouge(d, passage):
    """Since the plan was made, a file took one pupil in, let another go and moved a third."""
    arrive = Personne.objects.create(prenom="Zélie", nom="Dupuis")
    Inscription.objects.create(eleve=arrive, classe=d.cp_ce1, niveau="CE1", debut=timezone.localdate())
    Inscription.objects.filter(eleve=d.eleve_cm2).update(fin=timezone.localdate() - dt.timedelta(days=1))
    Inscription.objects.filter(eleve=d.eleve_cp).update(classe=d.cm2)
    return arrive


def test_the_page_says_who_moved_since_the_plan_was_made_and_takes_them_up(d, passage, bouge, entrer, horloge):
    """It was refused by a name that stood nowhere on it, and on its day it was not done."""
    client, adresse = entrer(d.directrice), reverse("annuaire_passage", args=[d.elementaire.uai])
    lue = texte(client.get(adresse))
    assert "Sont arrivés : Zélie Dupuis (CP-CE1)." in lue
    assert f"Sont partis : {d.eleve_cm2}." in lue
    assert f"Ont changé de classe ou de niveau : {d.eleve_cp} (CM2)." in lue
    horloge(RENTREE)
    with pytest.raises(ValidationError, match="Dites d’abord où vont : Zélie Dupuis"):
        actions.faire_le_passage(passage=passage, auteur=d.directrice)
    page = texte(client.post(reverse("annuaire_passage_preparer", args=[d.elementaire.uai]), follow=True))
    assert "Le plan est à jour." in page and "Sont arrivés" not in page
    assert (place(passage, bouge).vers.nom, place(passage, bouge).niveau) == ("CE2", "CE2")
    assert place(passage, d.eleve_cp).de == d.cm2
    assert not passage.places.filter(eleve=d.eleve_cm2).exists()
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    assert relu(bouge).portee.suivis[0].inscription.classe.nom == "CE2"


def test_a_turn_that_its_day_found_incomplete_is_said_to_the_direction(d, passage, bouge, entrer, horloge):
    """Done by itself, it would be undone without a word until September."""
    actions.programmer_le_passage(passage=passage, jour=RENTREE.date(), auteur=d.directrice)
    horloge(RENTREE)
    passages.passer_les_ecoles()
    horloge(RENTREE + dt.timedelta(days=1))
    dite = f"La rentrée prévue le {date_format(RENTREE.date(), 'j F')} n’a pas pu se faire : son plan est à compléter."
    assert dite in texte(entrer(relu(d.directrice)).get("/"))
    actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    passages.passer_les_ecoles()
    assert "n’a pas pu se faire" not in texte(entrer(relu(d.directrice)).get("/"))


def test_what_the_direction_said_of_who_changed_class_stays(d, passage, bouge, entrer):
    actions.placer(
        passage=passage,
        eleves=[d.eleve_cp.pk],
        vers=passage.classes.get(nom="CM2"),
        maintien=True,
        auteur=d.directrice,
    )
    entrer(d.directrice).post(reverse("annuaire_passage_preparer", args=[d.elementaire.uai]))
    sienne = place(passage, d.eleve_cp)
    assert (sienne.de, sienne.vers.nom, sienne.niveau) == (d.cm2, "CM2", "CP")
    Inscription.objects.filter(eleve=d.eleve_cp).update(niveau="CE1")  # at another level, they are placed anew
    entrer(d.directrice).post(reverse("annuaire_passage_preparer", args=[d.elementaire.uai]))
    assert (place(passage, d.eleve_cp).vers.nom, place(passage, d.eleve_cp).niveau) == ("CE2", "CE2")


def test_a_plan_that_nobody_moved_says_nothing(d, passage, entrer):
    assert (
        "Mettre le plan à jour"
        not in entrer(d.directrice).get(reverse("annuaire_passage", args=[d.elementaire.uai])).text
    )


def test_a_class_that_does_not_open_is_taken_out_once_nobody_is_placed_there(d, passage, entrer):
    client, adresse = entrer(d.directrice), reverse("annuaire_passage_classe", args=[d.elementaire.uai])
    cm2, ce2 = passage.classes.get(nom="CM2"), passage.classes.get(nom="CE2")
    page = client.post(adresse, {"prevue": ce2.pk, "retirer": "1"}, follow=True)
    assert "Placez d’abord ailleurs les élèves de cette classe." in page.text
    assert page.text.count("Retirer cette classe") == 1  # of the one that is empty
    assert "« CM2 » n’ouvrira pas." in texte(client.post(adresse, {"prevue": cm2.pk, "retirer": "1"}, follow=True))
    assert "n’est plus dans le plan" in texte(client.post(adresse, {"prevue": cm2.pk, "retirer": "1"}, follow=True))
    client.post(reverse("annuaire_passage_preparer", args=[d.elementaire.uai]))
    assert [c.nom for c in plan_de(passage).apres] == ["CE2", "CP-CE1"]


def test_an_arrival_is_said_at_a_level_of_the_school(d, passage, entrer):
    page = entrer(d.directrice).get(reverse("annuaire_passage", args=[d.elementaire.uai])).text
    niveaux = page.partition('id="niveau"')[2].partition("</select>")[0]
    assert 'value="CP"' in niveaux and 'value="TPS"' not in niveaux and 'value="6E"' not in niveaux


def test_in_june_the_turn_says_what_it_would_close_before_it_is_done(d, passage, entrer, horloge):
    """One tap on the first button of the page ended the year a month early."""
    client, adresse = entrer(d.directrice), reverse("annuaire_passage", args=[d.elementaire.uai])
    lue = texte(client.get(adresse))
    assert "Il y a encore classe avant les vacances" in lue and "élèves qui partent ne liraient plus rien." in lue
    for jour in (dt.datetime(2027, 7, 6, 10, tzinfo=PARIS), RENTREE):
        horloge(jour)
        assert "Il y a encore classe" not in texte(client.get(adresse))
