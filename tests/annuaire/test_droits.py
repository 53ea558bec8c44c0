"""Who reaches whom: seen from each persona of the cast, with data that could leak on the other side."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from ent.annuaire import actions, droits
from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import (
    Affectation,
    Classe,
    EntreeJournal,
    Etablissement,
    Groupe,
    Inscription,
    Personne,
    Responsabilite,
)


def noms(liste) -> set[str]:
    return {str(x) for x in liste}


@pytest.mark.parametrize(
    ("qui", "classes"),
    [
        ("directrice", {"CP-CE1", "CM2"}),
        ("directrice_maternelle", {"Moyens"}),
        ("enseignante", {"CP-CE1"}),
        ("enseignant", {"CM2"}),
        ("remplacant", {"CM2", "Moyens"}),
        ("mere", {"CP-CE1", "CM2", "Moyens"}),
        ("pere_separe", {"CP-CE1", "CM2"}),
        ("mere_arabophone", {"CP-CE1"}),
        ("eleve_cp", {"CP-CE1"}),
        ("referente", set()),
        ("operateur", set()),
    ],
)
def test_classes_that_each_one_knows(d, mardi, qui, classes):
    assert noms(Classe.objects.visibles_par(getattr(d, qui))) == classes


@pytest.mark.parametrize(
    ("qui", "ecoles"),
    [
        ("directrice", {"École du Cerf-Volant"}),
        ("remplacant", {"École du Cerf-Volant", "École Les Coquelicots"}),
        ("mere", {"École du Cerf-Volant", "École Les Coquelicots"}),
        ("pere_separe", {"École du Cerf-Volant"}),
        ("referente", {"École du Cerf-Volant", "Collège des Grands-Chênes"}),
        ("operateur", {"École du Cerf-Volant", "École Les Coquelicots", "Collège des Grands-Chênes"}),
    ],
)
def test_schools_that_each_one_knows(d, mardi, qui, ecoles):
    assert noms(Etablissement.objects.visibles_par(getattr(d, qui))) == ecoles


@pytest.mark.parametrize(
    ("qui", "nombre"),
    [
        ("directrice", 36),  # 24 in CP-CE1, 12 in CM2
        ("directrice_maternelle", 10),
        ("enseignante", 24),
        ("enseignant", 13),  # the CM2, and Kenza of the reading group
        ("remplacant", 22),
        ("mere", 3),
        ("pere_separe", 2),
        ("eleve_cp", 1),
        ("referente", 0),
        ("operateur", 0),
    ],
)
def test_pupils_that_each_one_knows(d, mardi, qui, nombre):
    assert Personne.objects.eleves_visibles_par(getattr(d, qui)).count() == nombre


def test_the_directory_of_a_school_holds_its_own_people_only(d, mardi):
    vus = Personne.objects.visibles_par(d.directrice)
    assert {d.enseignante, d.mere, d.eleve_cp} <= set(vus)
    assert not {d.directrice_maternelle, d.eleve_ms, d.operateur} & set(vus)
    for qui in ["enseignante", "mere", "eleve_cp", "operateur", "referente"]:
        assert not Personne.objects.visibles_par(getattr(d, qui)).exists()


def test_a_pupil_who_left_the_class_is_no_longer_its_teachers(d, mardi):
    d.eleve_cp.inscriptions.update(fin=dt.date(2026, 11, 20))
    assert d.eleve_cp not in Personne.objects.eleves_visibles_par(d.enseignante)
    assert d.eleve_cp not in d.mere.portee.enfants


def test_an_affectation_without_a_role_in_the_school_opens_nothing(d, mardi):
    d.enseignante.roles.update(fin=dt.date(2026, 11, 20))
    assert not Classe.objects.visibles_par(d.enseignante).exists()


def test_a_remplacement_that_is_over_leaves_nothing_of_the_school(d, mardi):
    """The role lasts as long as the class; whoever already worked there keeps theirs."""
    remplacant = Personne.objects.create(prenom="Max", nom="Vite", identifiant="max", password="x")
    for personne in (remplacant, d.enseignant):
        actions.affecter(
            enseignant=personne,
            classe=d.cp_ce1,
            nature="remplacant",
            debut=dt.date(2026, 9, 1),
            fin=dt.date(2026, 9, 30),
        )
    assert not Personne.objects.get(pk=remplacant.pk).portee.roles
    assert d.elementaire.pk in Personne.objects.get(pk=d.enseignant.pk).portee.etablissements_de_travail


def test_a_remplacement_that_has_not_begun_opens_nothing(d, mardi):
    actions.affecter(
        enseignant=d.remplacant, classe=d.cp_ce1, nature=Affectation.Nature.REMPLACANT, debut=dt.date(2026, 11, 25)
    )
    assert d.cp_ce1 not in Classe.objects.tenues_par(d.remplacant)


def test_a_tie_without_authority_opens_nothing(d, mardi):
    lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp)
    actions.confirmer_responsabilite(responsabilite=lien, lien="pere", autorite="sans", auteur=d.directrice)
    assert d.pere_separe.portee.enfants == [d.eleve_cm2]


def test_a_school_that_declares_a_child_of_another_opens_nothing_there(d, mardi):
    """A forged tie: Les Coquelicots say that Samira answers for Sofiane, who is a pupil of the Cerf-Volant."""
    actions.rattacher(adulte=d.mere_arabophone, enfant=d.eleve_cm2, etablissement=d.maternelle, autorite="confirmee")
    assert [e.prenom for e in Personne.objects.get(pk=d.mere_arabophone.pk).portee.enfants] == ["Kenza"]


def test_a_group_of_a_school_that_the_child_has_left_is_not_theirs_any_more(d, mardi):
    """Kenza moves to the other school; she was not taken out of the reading group."""
    d.eleve_ce1.inscriptions.update(fin=dt.date(2026, 11, 20))
    Responsabilite.objects.filter(enfant=d.eleve_ce1).update(etablissement=d.maternelle)
    actions.inscrire(eleve=d.eleve_ce1, classe=d.ms, niveau="GS", debut=dt.date(2026, 11, 23))
    assert d.groupe_lecture not in Groupe.objects.visibles_par(d.mere_arabophone)
    assert d.eleve_ce1 not in Personne.objects.eleves_visibles_par(d.enseignant)


def test_a_group_is_known_by_its_teachers_pupils_and_their_families(d, mardi):
    savent = [cle for cle, p in d.gens.items() if Groupe.objects.visibles_par(p).exists()]
    assert sorted(savent) == [
        "directrice", "eleve_ce1", "eleve_cm2", "enseignant", "mere", "mere_arabophone", "pere_separe",
    ]  # fmt: skip


def test_one_account_is_a_parent_in_two_schools_and_a_teacher_in_a_third(d, mardi):
    sixieme = Classe.objects.create(etablissement=d.college, annee=d.cm2.annee, nom="6e A")
    actions.affecter(enseignant=d.mere, classe=sixieme)
    mere = Personne.objects.get(pk=d.mere.pk)
    assert noms(Classe.objects.tenues_par(mere)) == {"6e A"}
    assert [e.prenom for e in mere.portee.enfants] == ["Inès", "Lina-Maëlys", "Sofiane"]
    assert len(noms(Etablissement.objects.visibles_par(mere))) == 3


def test_the_journal_is_read_by_its_school_and_never_changed(d, mardi):
    actions.renouveler_lien_tablette(classe=d.ms, auteur=d.directrice_maternelle)
    ligne = EntreeJournal.objects.get(verbe="annuaire.renouveler_lien_tablette")
    assert ligne in EntreeJournal.objects.visibles_par(d.directrice_maternelle)
    assert ligne not in EntreeJournal.objects.visibles_par(d.directrice)
    assert ligne not in EntreeJournal.objects.visibles_par(d.operateur)
    for geste in (
        ligne.save,
        ligne.delete,
        EntreeJournal.objects.all().delete,
        lambda: EntreeJournal.objects.update(objet="x"),
    ):
        with pytest.raises(Exception, match="journal line is never"):
            geste()


@pytest.mark.parametrize("qui", ["mere", "enseignante", "directrice", "eleve_cp"])
def test_reach_costs_the_same_number_of_queries_for_everyone(d, mardi, django_assert_max_num_queries, qui):
    personne = Personne.objects.get(pk=getattr(d, qui).pk)
    with django_assert_max_num_queries(2):  # ties and groups, children with their classes
        _ = personne.portee.roles, personne.portee.classes_tenues, personne.portee.groupes_tenus, personne.portee.suivis


def test_the_database_itself_refuses_to_change_a_line_of_the_journal(d, mardi):
    actions.renouveler_lien_tablette(classe=d.ms, auteur=d.directrice_maternelle)
    with pytest.raises(DatabaseError, match="A journal line is never changed"), transaction.atomic():
        connection.cursor().execute("UPDATE annuaire_entreejournal SET verbe = 'autre'")


def qui(d, droit) -> set[str]:
    """Of the cast, those who may."""
    return {cle for cle, personne in d.gens.items() if droit(personne)}


def test_what_one_may_not_do_is_refused_with_its_sentence():
    exiger(True, "Demandez à la direction.")
    with pytest.raises(PermissionDenied, match="Demandez à la direction"):
        exiger(False, "Demandez à la direction.")


def test_the_direction_of_the_school_that_declared_a_tie_says_who_holds_authority(d, mardi):
    lien = Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp)
    assert qui(d, lambda p: droits.peut_confirmer_responsabilite(p, lien)) == {"directrice"}


def test_a_tie_counts_on_the_day_one_asks_about(d, mardi):
    fin = dt.date(2026, 9, 30)
    fait = Affectation.objects.create(enseignant=d.remplacant, classe=d.cp_ce1, debut=dt.date(2026, 9, 1), fin=fin)
    jours = {"before": dt.date(2026, 8, 31), "last": fin, "after": dt.date(2026, 10, 1), "today": None}
    assert [nom for nom, jour in jours.items() if fait in Affectation.objects.filter(droits.en_cours(jour=jour))] == [
        "last"
    ]


def test_a_direction_keeps_neither_a_class_that_is_closed_nor_a_colleague_who_left(d, mardi):
    Classe.objects.filter(pk=d.cm2.pk).update(fermee_le=mardi)
    d.enseignant.roles.update(fin=dt.date(2026, 11, 20))
    assert noms(Classe.objects.visibles_par(d.directrice)) == {"CP-CE1"}
    assert d.enseignant not in Personne.objects.visibles_par(d.directrice)


def test_lines_of_no_school_are_the_operator_s(d, mardi):
    consigner("annuaire.renouveler_lien_tablette", auteur=d.operateur, etablissement=None, objet="territoire")
    ligne = EntreeJournal.objects.latest("pk")
    assert qui(d, lambda p: ligne in EntreeJournal.objects.visibles_par(p)) == {"operateur"}


def test_a_class_that_was_given_and_taken_back_the_same_day_was_taught_by_nobody(d, mardi):
    """Who comes for good after a pupil left never had them: a class that they held for no day gives them nothing."""

    def eus() -> set[int]:
        siennes = Inscription.objects.filter(Affectation.a_eu(d.enseignant.pk, eleve="eleve", classe="classe"))
        return set(siennes.filter(classe=d.cp_ce1).values_list("eleve", flat=True))

    donner = {"personne": d.enseignant, "etablissement": d.elementaire, "auteur": d.directrice, "fin": None}
    actions.regler_les_classes(**donner, classes=[d.cm2, d.cp_ce1], titre="co_enseignant")
    assert d.eleve_cp.pk in eus()
    actions.regler_les_classes(**donner, classes=[d.cm2], titre="co_enseignant")
    assert eus() == set()
