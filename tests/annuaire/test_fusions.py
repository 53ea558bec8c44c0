"""A merger of schools: said by the operator, placed in the plan of the school that stays, done and undone with its turn."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.actions import passages
from ent.annuaire.lectures.passages import annonces_de, plan_de
from ent.annuaire.models import (
    Affectation,
    Classe,
    EntreeJournal,
    Etablissement,
    Inscription,
    Passage,
    Personne,
    Responsabilite,
    Role,
)
from tests.annuaire.fusions import JUIN, RENTREE, declarer, etat, moulin, plan_du
from tests.annuaire.rentree import relu


@pytest.fixture
def fusion(d, mardi, horloge) -> Passage:
    """Les Coquelicots join le Cerf-Volant, in June."""
    horloge(JUIN)
    return declarer(d)


def tourner(d, horloge, quand=RENTREE) -> Passage:
    horloge(quand)
    return actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)


def place(ecole, eleve):
    return plan_du(ecole).places.select_related("vers").get(eleve=eleve)


def roles_de(personne, ecole) -> set[str]:
    return {r.nature for r in relu(personne).portee.roles if r.etablissement_id == ecole.pk}


# --- Said -------------------------------------------------------------------------------------------------------------
def test_the_plan_of_the_school_that_stays_holds_the_pupils_of_the_other_and_nothing_else_changes(d, mardi, horloge):
    horloge(JUIN)
    avant = etat()
    declarer(d)
    assert etat() == avant
    la = place(d.elementaire, d.eleve_ms)
    assert (la.vers.nom, la.niveau, la.vers.vient_de) == ("GS", "GS", d.maternelle)
    plan = plan_de(plan_du(d.elementaire))
    assert [(c.nom, c.ecole) for c in plan.avant] == [("CM2", ""), ("CP-CE1", ""), ("Moyens", "École Les Coquelicots")]
    assert [p.etablissement for p in plan.rejoints] == [d.maternelle]
    assert sum(f.n for f in plan.flux) == len(plan.places)
    verbes = EntreeJournal.objects.filter(verbe="annuaire.declarer_une_fusion")
    assert {ligne.etablissement for ligne in verbes} == {d.elementaire, d.maternelle}


def test_a_plan_that_was_prepared_before_keeps_what_its_direction_said(d, mardi, horloge):
    horloge(JUIN)
    plan = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    actions.placer(passage=plan, eleves=[d.eleve_cp.pk], vers=None, maintien=False, auteur=d.directrice)
    declarer(d)
    assert place(d.elementaire, d.eleve_cp).vers is None
    assert place(d.elementaire, d.eleve_ms).vers is not None


def test_the_plan_of_the_school_that_ends_says_so_and_is_changed_no_more(d, fusion):
    plan = plan_de(fusion)
    assert {p.eleve for p in plan.places} >= {d.eleve_ms}
    assert not {p.eleve for p in plan.places} & {d.eleve_cp, d.eleve_ce1, d.eleve_cm2}
    assert [c.nom for c in plan.apres] == ["GS"]
    for geste in (
        lambda: actions.placer(passage=fusion, eleves=[], vers=None, maintien=False, auteur=d.directrice_maternelle),
        lambda: actions.programmer_le_passage(passage=fusion, jour=RENTREE.date(), auteur=d.directrice_maternelle),
        lambda: actions.faire_le_passage(passage=fusion, auteur=d.directrice_maternelle),
    ):
        with pytest.raises(ValidationError, match="rejoint « École du Cerf-Volant »"):
            geste()


def test_what_cannot_be_merged_is_told_why(d, mardi, horloge):
    with pytest.raises(ValidationError, match="de mai à octobre"):
        declarer(d)
    horloge(JUIN)
    with pytest.raises(ValidationError, match="autre école"):
        declarer(d, d.elementaire, d.elementaire)
    with pytest.raises(ValidationError, match="collège"):
        declarer(d, d.elementaire, d.college)
    declarer(d)
    autre = moulin(d)
    with pytest.raises(ValidationError, match="rejoint déjà « École du Cerf-Volant »"):
        declarer(d, d.maternelle, autre)
    with pytest.raises(ValidationError, match="rejoint déjà « École du Cerf-Volant »"):
        declarer(d, autre, d.maternelle)
    with pytest.raises(ValidationError, match="une autre école la rejoint déjà"):
        declarer(d, d.elementaire, autre)
    assert Passage.objects.exclude(rejoint=None).count() == 1


def test_it_is_not_said_once_a_school_has_turned(d, mardi, horloge):
    horloge(JUIN)
    plan = actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    horloge(RENTREE)
    actions.faire_le_passage(passage=plan, auteur=d.directrice_maternelle)
    with pytest.raises(ValidationError, match="Coquelicots : la rentrée y est déjà faite"):
        declarer(d)


def test_taken_back_each_plan_is_what_it_was(d, mardi, horloge):
    horloge(JUIN)
    sienne = actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    plan = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)

    def lus():
        return [
            (
                list(p.classes.order_by("nom").values_list("nom", "enseignant", "vient_de")),
                list(p.places.order_by("eleve").values_list("eleve", "vers", "niveau")),
            )
            for p in (sienne, plan)
        ]

    avant = lus()
    fusion = declarer(d)
    assert lus() != avant
    actions.retirer_une_fusion(passage=fusion, auteur=d.operateur)
    assert lus() == avant
    with pytest.raises(ValidationError, match="n’est plus à retirer"):
        actions.retirer_une_fusion(passage=fusion, auteur=d.operateur)


def test_a_nursery_school_that_an_elementary_one_joins_keeps_its_last_level(d, mardi, horloge):
    """The number that stays may be the nursery school's: its GS goes up to CP there, and leaves again if the merger is taken back."""
    horloge(JUIN)
    Inscription.objects.filter(eleve=d.eleve_ms).update(niveau="GS")
    actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert place(d.maternelle, d.eleve_ms).vers is None
    fusion = declarer(d, d.elementaire, d.maternelle)
    assert place(d.maternelle, d.eleve_ms).niveau == "CP"
    actions.retirer_une_fusion(passage=fusion, auteur=d.operateur)
    assert place(d.maternelle, d.eleve_ms).vers is None


# --- Done -------------------------------------------------------------------------------------------------------------
def test_pupils_and_team_go_and_the_school_ends(d, fusion, horloge):
    tourner(d, horloge)
    (suivi,) = relu(d.eleve_ms).portee.suivis
    assert (suivi.etablissement_id, suivi.inscription.classe.nom, suivi.niveau) == (d.elementaire.pk, "GS", "GS")
    finie, restee = relu_ecole(d.maternelle), relu_ecole(d.elementaire)
    assert (finie.fermee_le, finie.rejoint) == (RENTREE, d.elementaire)
    assert (restee.fermee_le, restee.nature) == (None, "primaire")
    assert not Classe.objects.filter(etablissement=d.maternelle, fermee_le=None).exists()
    # Who directed it teaches in the other, and directs nothing; the one who directs there goes on.
    assert roles_de(d.directrice_maternelle, d.elementaire) == {"enseignant"}
    assert roles_de(d.directrice_maternelle, d.maternelle) == set()
    assert roles_de(d.directrice, d.elementaire) == {"directeur"}
    assert EntreeJournal.objects.get(verbe="annuaire.rejoindre").etablissement == d.maternelle


def relu_ecole(ecole) -> Etablissement:
    return Etablissement.objects.get(pk=ecole.pk)


def test_no_school_is_closed_before_its_year_is_over(d, fusion):
    avant, plan = etat(), plan_du(d.elementaire)
    with pytest.raises(ValidationError, match="à partir de juillet"):
        actions.faire_le_passage(passage=plan, auteur=d.directrice)
    with pytest.raises(ValidationError, match="à partir de juillet"):
        actions.programmer_le_passage(passage=plan, jour=dt.date(2027, 6, 30), auteur=d.directrice)
    assert etat() == avant
    assert plan_du(d.elementaire).jour is None


def test_a_family_keeps_one_account_and_reads_all_its_children(d, fusion, horloge):
    tourner(d, horloge)
    mere = relu(d.mere)
    assert {(s.eleve, s.etablissement_id) for s in mere.portee.suivis} == {
        (d.eleve_cp, d.elementaire.pk),
        (d.eleve_ms, d.elementaire.pk),
    }
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_ms)
    assert (lien.etablissement, lien.autorite) == (d.elementaire, "confirmee")
    assert list(lien.anciennes_ecoles.all()) == [d.maternelle]
    assert {(s.eleve, s.classe_id) for s in mere.autrefois.portee.suivis} == {
        (d.eleve_cp, d.cp_ce1.pk),
        (d.eleve_cm2, d.cm2.pk),
        (d.eleve_ms, d.ms.pk),
    }


def test_who_is_not_ticked_does_not_follow_and_who_is_named_to_a_class_does(d, fusion, horloge):
    actions.dire_qui_suit(passage=fusion, personnes=[], auteur=d.directrice_maternelle)
    gs = plan_du(d.elementaire).classes.get(nom="GS")
    actions.dire_une_classe(
        passage=plan_du(d.elementaire), prevue=gs, nom="GS", enseignant=d.directrice_maternelle, auteur=d.directrice
    )
    atsem = Personne.objects.create(prenom="Lou", nom="Rey")
    Role.objects.create(personne=atsem, nature="personnel", etablissement=d.maternelle, debut=dt.date(2026, 9, 1))
    tourner(d, horloge)
    assert roles_de(atsem, d.maternelle) == roles_de(atsem, d.elementaire) == set()
    assert Classe.objects.get(nom="GS", fermee_le=None).pk in relu(d.directrice_maternelle).portee.classes_tenues


def test_nobody_is_ticked_who_does_not_work_there(d, fusion):
    actions.dire_qui_suit(
        passage=fusion, personnes=[d.mere.pk, d.enseignante.pk, d.remplacant.pk], auteur=d.directrice_maternelle
    )
    assert set(fusion.suivent.all()) == {d.remplacant}


def test_a_teacher_who_works_in_both_has_one_role_and_reads_both_years(d, fusion, horloge):
    Affectation.objects.filter(enseignant=d.remplacant).update(nature="co_enseignant")
    tourner(d, horloge)
    siens = Role.objects.filter(personne=d.remplacant, fin=None)
    assert [(r.nature, r.etablissement) for r in siens] == [("enseignant", d.elementaire)]
    assert relu(d.remplacant).autrefois.portee.classes_tenues == {d.ms.pk, d.cm2.pk}


def test_a_child_enrolled_in_both_has_one_place_and_one_class(d, mardi, horloge):
    """The same number of the State (INE) is one person: nobody is made twice."""
    Inscription.objects.create(eleve=d.eleve_cp, classe=d.ms, niveau="GS", debut=dt.date(2026, 9, 1))
    horloge(JUIN)
    declarer(d)
    assert plan_du(d.elementaire).places.filter(eleve=d.eleve_cp).count() == 1
    assert place(d.elementaire, d.eleve_cp).niveau == "CE1"
    tourner(d, horloge)
    (suivi,) = relu(d.eleve_cp).portee.suivis
    assert suivi.niveau == "CE1"
    assert Inscription.objects.filter(eleve=d.eleve_cp, fin=None).count() == 1


def test_two_elementary_schools_classes_of_one_name_leavers_and_three_at_once(d, mardi, horloge):
    autre = moulin(d)
    horloge(JUIN)
    declarer(d)
    declarer(d, autre)
    assert {c.nom for c in plan_du(d.elementaire).classes.all()} >= {"CM2", "CM2 (École du Moulin)"}
    tourner(d, horloge)
    bob, ana = Personne.objects.get(prenom="Bob"), Personne.objects.get(prenom="Ana")
    assert relu(bob).fermee_le == RENTREE
    assert [s.inscription.classe.etablissement for s in relu(ana).portee.suivis] == [d.elementaire]
    assert {e.rejoint for e in Etablissement.objects.exclude(fermee_le=None)} == {d.elementaire}
    # The family of the one who left reads by the school that declared it, as any leaver's.
    mere = Personne.objects.get(prenom="Mère de Bob")
    assert [s.eleve for s in relu(mere).autrefois.portee.suivis] == [bob]
    assert Responsabilite.objects.get(adulte=mere).etablissement == autre


def test_the_eve_families_read_the_class_and_the_school(d, fusion, horloge, entrer):
    actions.programmer_le_passage(passage=plan_du(d.elementaire), jour=RENTREE.date(), auteur=d.directrice)
    horloge(RENTREE - dt.timedelta(days=1))
    assert {(p.eleve, p.vers.nom) for p in annonces_de(relu(d.mere))} == {(d.eleve_cp, "CP-CE1"), (d.eleve_ms, "GS")}
    assert annonces_de(relu(d.mere_arabophone))[0].eleve == d.eleve_ce1
    page = entrer(d.mere).get("/").text
    assert "Lina-Maëlys sera en GS (École du Cerf-Volant)" in page
    assert "Inès sera en CP-CE1, avec" in page
    horloge(RENTREE)
    actions.passer_les_ecoles()
    assert relu_ecole(d.maternelle).fermee_le == RENTREE


def test_killed_at_the_last_step_both_are_whole(d, fusion, horloge, monkeypatch):
    horloge(RENTREE)
    avant = etat()

    def tue(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(passages, "prevenir_des_liens", tue)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        tourner(d, horloge)
    assert etat() == avant
    monkeypatch.undo()
    tourner(d, horloge)
    assert relu_ecole(d.maternelle).fermee_le is not None


# --- Undone -----------------------------------------------------------------------------------------------------------
def test_undone_both_schools_are_as_they_were(d, mardi, horloge):
    autre = moulin(d)
    horloge(JUIN)
    declarer(d)
    declarer(d, autre)
    horloge(RENTREE)
    avant = etat()
    passage = tourner(d, horloge)
    horloge(RENTREE + dt.timedelta(days=14))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    apres = etat()
    for quoi in ("gens", "liens", "quittees", "ecoles"):
        assert apres[quoi] == avant[quoi], quoi
    for quoi in ("inscriptions", "classes", "affectations", "roles"):
        connues = {ligne[0] for ligne in avant[quoi]}
        assert [ligne for ligne in apres[quoi] if ligne[0] in connues] == avant[quoi], quoi
    # What the turn had made is over: nobody teaches nor is enrolled by it.
    assert not Inscription.objects.filter(classe__annee__nom="2027-2028", fin=None).exists()
    assert roles_de(d.directrice_maternelle, d.elementaire) == set()
    assert roles_de(d.directrice_maternelle, d.maternelle) == {"directeur", "enseignant"}
    assert relu(d.directrice_maternelle).portee.classes_tenues == {d.ms.pk}


def test_done_again_it_is_the_same_and_taken_back_after_it_is_refused(d, fusion, horloge):
    passage = tourner(d, horloge)
    with pytest.raises(ValidationError, match="n’est plus à retirer"):
        actions.retirer_une_fusion(passage=fusion, auteur=d.operateur)
    horloge(RENTREE + dt.timedelta(days=1))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    assert relu_ecole(d.maternelle).rejoint == d.elementaire
    assert [s.inscription.classe.nom for s in relu(d.eleve_ms).portee.suivis] == ["GS"]
    assert roles_de(d.directrice_maternelle, d.elementaire) == {"enseignant"}


def test_a_tie_that_a_third_school_took_since_stays_there(d, fusion, horloge):
    passage = tourner(d, horloge)
    Responsabilite.objects.filter(adulte=d.mere, enfant=d.eleve_ms).update(etablissement=d.college)
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    lien = Responsabilite.objects.get(adulte=d.mere, enfant=d.eleve_ms)
    assert (lien.etablissement, list(lien.anciennes_ecoles.all())) == (d.college, [d.maternelle])


@pytest.fixture
def maude(d, mardi) -> Personne:
    """She teaches in the school that ends."""
    qui = Personne.objects.create(civilite="Mme", prenom="Maude", nom="Petit", identifiant="maude", password="!")
    actions.affecter(enseignant=qui, classe=d.ms, debut=dt.date(2026, 9, 1))
    return qui


def quitter_puis_defaire(d, horloge, qui, client):
    horloge(RENTREE + dt.timedelta(days=4))
    actions.noter_un_depart(personne=qui, etablissement=d.elementaire, auteur=d.directrice)
    horloge(RENTREE + dt.timedelta(days=6))
    return client.post(f"/annuaire/{d.elementaire.uai}/rentree/defaire/", follow=True).text


@pytest.mark.parametrize("dans_les_deux", [False, True])
def test_a_teacher_who_left_after_a_merger_stays_out(d, maude, fusion, horloge, entrer, dans_les_deux):
    if dans_les_deux:
        actions.donner_role(personne=maude, nature="enseignant", etablissement=d.elementaire)
    tourner(d, horloge)
    assert "n’a plus de direction" not in quitter_puis_defaire(d, horloge, maude, entrer(d.directrice))
    assert roles_de(maude, d.maternelle) == roles_de(maude, d.elementaire) == set()
    fiche = reverse("annuaire_eleve", args=[d.maternelle.uai, d.eleve_ms.uuid])
    assert entrer(relu(maude)).get(fiche).status_code == 404
    # As if she had left the school that is there again, that day: she holds its class no more if she works there again.
    (role,), (tenue,) = maude.roles.filter(etablissement=d.maternelle), maude.affectations.filter(classe=d.ms)
    assert role.fin == tenue.fin == dt.date(2027, 9, 2)
    assert roles_de(d.directrice_maternelle, d.maternelle) == {"directeur", "enseignant"}


def test_a_head_who_left_after_a_merger_stays_out_and_the_operator_names_another(d, fusion, horloge, entrer):
    tourner(d, horloge)
    elle, operateur = d.directrice_maternelle, entrer(d.operateur)
    page = quitter_puis_defaire(d, horloge, elle, entrer(d.directrice))
    assert "École Les Coquelicots n’a plus de direction : l’opérateur du territoire la nomme" in page
    assert (roles_de(elle, d.maternelle), relu_ecole(d.maternelle).fermee_le) == (set(), None)
    fiche = reverse("annuaire_eleve", args=[d.maternelle.uai, d.eleve_ms.uuid])
    assert entrer(relu(elle)).get(fiche).status_code == 404
    (ligne,) = [li for li in operateur.get("/annuaire/ecoles/").text.split("<tr>") if "Coquelicots" in li]
    assert "Sans direction" in ligne
    assert operateur.get(f"/annuaire/ecoles/{d.maternelle.uai}/direction/").status_code == 200


# --- After it ---------------------------------------------------------------------------------------------------------
def test_nobody_is_given_a_role_in_a_school_that_ended(d, fusion, horloge, entrer):
    tourner(d, horloge)
    with pytest.raises(ValidationError, match="a rejoint « École du Cerf-Volant »"):
        actions.donner_role(personne=d.enseignant, nature="enseignant", etablissement=relu_ecole(d.maternelle))
    with pytest.raises(ValidationError, match="a rejoint"):
        declarer(d, relu_ecole(d.elementaire), relu_ecole(d.maternelle))
    assert entrer(d.operateur).get(f"/annuaire/ecoles/{d.maternelle.uai}/direction/").status_code == 404
    for adresse in ("", "rentree/", "equipe/", "reglages/", "import/"):
        assert entrer(d.directrice_maternelle).get(f"/annuaire/{d.maternelle.uai}/{adresse}").status_code == 404


def test_the_territory_counts_it_no_more_and_nothing_is_missing_in_it(d, fusion, horloge, entrer):
    operateur = entrer(d.operateur)
    assert "3 établissements" in operateur.get("/annuaire/ecoles/").text
    tourner(d, horloge)
    page = operateur.get("/annuaire/ecoles/").text
    assert "2 établissements" in page
    (ligne,) = [li for li in page.split("<tr>") if "Coquelicots" in li]
    assert "Fermée" in ligne and "Sans direction" not in ligne and "Pas encore de classe" not in ligne
    fiche = operateur.get(f"/annuaire/ecoles/{d.maternelle.uai}/").text
    assert "elle a rejoint « École du Cerf-Volant »" in fiche and "Tablettes" not in fiche
    assert "Tablettes" in operateur.get(f"/annuaire/ecoles/{d.elementaire.uai}/").text
