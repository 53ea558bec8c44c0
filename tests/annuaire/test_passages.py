"""A school turns its year: the plan, the turn in one transaction, its undoing; twins, a class split in two, who repeats, who leaves, who is taken elsewhere."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.actions import passages
from ent.annuaire.lectures.passages import annonces_de, plan_de, rentree_pas_faite
from ent.annuaire.models import Affectation, Classe, EntreeJournal, Inscription, Passage, Personne, Role
from tests.annuaire.rentree import relu
from tests.portail.test_accueil import texte

PARIS = timezone.get_default_timezone()
JUIN = dt.datetime(2027, 6, 12, 10, tzinfo=PARIS)
RENTREE = dt.datetime(2027, 8, 30, 10, tzinfo=PARIS)


@pytest.fixture
def passage(d, mardi, horloge) -> Passage:
    horloge(JUIN)
    return actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)


def place(passage, eleve):
    return passage.places.select_related("vers").get(eleve=eleve)


def faire(passage, d, horloge, quand=RENTREE) -> Passage:
    horloge(quand)
    return actions.faire_le_passage(passage=passage, auteur=d.directrice)


def etat(ecole):
    """All that a turn changes."""
    return (
        list(Inscription.objects.filter(classe__etablissement=ecole).order_by("pk").values_list("pk", "classe", "niveau", "debut", "fin")),
        list(Classe.objects.filter(etablissement=ecole).order_by("pk").values_list("pk", "nom", "fermee_le")),
        list(Personne.objects.order_by("pk").values_list("pk", "fermee_le", "gommette_couleur", "gommette_forme", "gommette_image")),
        list(Affectation.objects.filter(classe__etablissement=ecole).order_by("pk").values_list("pk", "classe", "fin")),
    )  # fmt: skip


# --- The plan -----------------------------------------------------------------------------------------------------------
def test_each_level_goes_up_and_the_last_leaves(d, passage):
    assert (place(passage, d.eleve_cp).vers.nom, place(passage, d.eleve_cp).niveau) == ("CP-CE1", "CE1")
    assert (place(passage, d.eleve_ce1).vers.nom, place(passage, d.eleve_ce1).niveau) == ("CE2", "CE2")
    assert place(passage, d.eleve_cm2).vers is None
    plan = plan_de(passage)
    assert [c.nom for c in plan.a_nommer] == ["CE2"]
    assert {c.nom: c.enseignant for c in plan.apres} == {"CE2": "", "CM2": "M. Caradec", "CP-CE1": "Mme Lefort"}
    assert sum(f.n for f in plan.flux) == len(plan.places)


def test_a_nursery_school_lets_its_last_level_go(d, mardi, horloge):
    horloge(JUIN)
    Inscription.objects.filter(eleve=d.eleve_ms).update(niveau="GS")
    plan = actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert place(plan, d.eleve_ms).vers is None


def test_nothing_is_written_before_the_turn_and_a_second_call_gives_the_same_plan(d, passage):
    avant = etat(d.elementaire)
    actions.placer(passage=passage, eleves=[d.eleve_cp.pk], vers=None, maintien=False, auteur=d.directrice)
    assert actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice) == passage
    assert etat(d.elementaire) == avant


def test_it_is_prepared_from_may_on(d, mardi):
    with pytest.raises(ValidationError, match="à partir de mai"):
        actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)


def test_twins_are_a_question(d, mardi, horloge):
    horloge(JUIN)
    Personne.objects.filter(pk__in=[d.eleve_cp.pk, d.eleve_cm2.pk]).update(date_naissance=dt.date(2020, 3, 1))
    plan = plan_de(actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice))
    assert [{p.eleve for p in fratrie} for fratrie in plan.jumeaux] == [{d.eleve_cp, d.eleve_cm2}]


# --- The turn -----------------------------------------------------------------------------------------------------------
def test_pupils_are_in_their_classes_and_the_former_are_closed(d, passage, horloge):
    faire(passage, d, horloge)
    (suivi,) = relu(d.eleve_cp).portee.suivis
    assert (suivi.inscription.classe.nom, suivi.niveau) == ("CP-CE1", "CE1")
    assert relu(d.enseignante).portee.classes_tenues == {suivi.classe_id}
    assert relu(d.enseignante).autrefois.portee.classes_tenues == {d.cp_ce1.pk}
    assert relu(d.eleve_cm2).fermee_le is not None
    assert Classe.objects.get(pk=d.cp_ce1.pk).fermee_le is not None
    assert EntreeJournal.objects.filter(verbe="annuaire.faire_le_passage", etablissement=d.elementaire).count() == 1


def test_a_class_is_split_in_two_and_one_repeats(d, passage, horloge):
    """Half of the CP in a new class; Kenza stays in CE1."""
    neuve = actions.dire_une_classe(
        passage=passage, prevue=None, nom="CE1 bleu", enseignant=d.enseignant, auteur=d.directrice
    )
    cp = list(passage.places.filter(de=d.cp_ce1, niveau_actuel="CP").order_by("pk").values_list("eleve", flat=True))
    actions.placer(passage=passage, eleves=cp[:7], vers=neuve, maintien=False, auteur=d.directrice)
    memes = place(passage, d.eleve_cp).vers if d.eleve_cp.pk not in cp[:7] else passage.classes.get(nom="CP-CE1")
    actions.placer(passage=passage, eleves=[d.eleve_ce1.pk], vers=memes, maintien=True, auteur=d.directrice)
    faire(passage, d, horloge)
    en_cours = Inscription.objects.filter(fin=None, classe__etablissement=d.elementaire)
    assert en_cours.filter(classe__nom="CE1 bleu", niveau="CE1").count() == 7
    assert en_cours.get(eleve=d.eleve_ce1).niveau == "CE1"
    assert en_cours.get(eleve=d.eleve_ce1).classe.nom == "CP-CE1"


def test_stickers_stay_one_of_a_kind_in_a_class(d, passage, horloge):
    faire(passage, d, horloge)
    for classe in Classe.objects.filter(etablissement=d.elementaire, fermee_le=None):
        vues = list(
            Personne.objects.filter(inscriptions__classe=classe).values_list(
                "gommette_couleur", "gommette_forme", "gommette_image"
            )
        )
        assert len(vues) == len(set(vues))


def test_an_arrival_is_matched_by_its_number_and_day_of_birth(d, passage, horloge):
    Personne.objects.filter(pk=d.eleve_ms.pk).update(ine="123456789AB", date_naissance=dt.date(2021, 5, 4))
    cp = passage.classes.get(nom="CP-CE1")
    voulu = {"passage": passage, "vers": cp, "niveau": "CP", "auteur": d.directrice, "ine": "123456789ab"}
    with pytest.raises(ValidationError, match="Aucun élève"):
        actions.accueillir_au_passage(naissance=dt.date(2021, 5, 5), **voulu)
    actions.accueillir_au_passage(naissance=dt.date(2021, 5, 4), **voulu)
    assert [p.eleve for p in plan_de(passage).arrivent.eleves] == [d.eleve_ms]
    faire(passage, d, horloge)
    assert Inscription.objects.get(eleve=d.eleve_ms, fin=None, classe__etablissement=d.elementaire).niveau == "CP"


def test_of_two_heads_one_wins_and_the_other_reads_who(d, passage, horloge):
    faire(passage, d, horloge)
    with pytest.raises(ValidationError, match="déjà fait, par Mme Quéméneur"):
        actions.faire_le_passage(passage=passage, auteur=d.directrice)
    assert Classe.objects.filter(etablissement=d.elementaire, fermee_le=None).count() == 3


def test_killed_at_the_last_step_nothing_is_half_written(d, passage, horloge, monkeypatch):
    avant = etat(d.elementaire)

    def tue(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(passages, "dire_les_changements_de_classe", tue)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        faire(passage, d, horloge)
    assert etat(d.elementaire) == avant
    monkeypatch.undo()
    faire(passage, d, horloge)
    assert relu(d.eleve_cm2).fermee_le is not None


def test_a_pupil_who_came_since_is_to_be_placed_first(d, passage, horloge):
    horloge(JUIN + dt.timedelta(days=3))
    nouvelle = Personne.objects.create(prenom="Maya", nom="Ort")
    Inscription.objects.create(eleve=nouvelle, classe=d.cp_ce1, niveau="CP", debut=dt.date(2027, 6, 15))
    avant = etat(d.elementaire)
    with pytest.raises(ValidationError, match="Maya Ort"):
        faire(passage, d, horloge)
    assert etat(d.elementaire) == avant


def test_on_its_day_it_is_done_by_itself_and_families_read_the_class_the_eve(d, passage, horloge):
    actions.programmer_le_passage(passage=passage, jour=RENTREE.date(), auteur=d.directrice)
    horloge(RENTREE - dt.timedelta(days=2))
    actions.passer_les_ecoles()
    assert annonces_de(relu(d.mere)) == []
    horloge(RENTREE - dt.timedelta(days=1))
    assert [(p.eleve, p.vers.nom) for p in annonces_de(relu(d.mere))] == [(d.eleve_cp, "CP-CE1")]
    assert annonces_de(relu(d.enseignant)) == []
    horloge(RENTREE)
    actions.passer_les_ecoles()
    assert Passage.objects.get(pk=passage.pk).fait_le == RENTREE
    assert annonces_de(relu(d.mere)) == []


def test_a_head_who_leaves_hands_the_plan_to_the_next(d, passage, horloge):
    Role.objects.filter(personne=d.directrice).update(fin=dt.date(2027, 7, 1))
    actions.donner_role(personne=d.enseignant, nature=Role.Nature.DIRECTEUR, etablissement=d.elementaire)
    horloge(RENTREE)
    actions.faire_le_passage(passage=passage, auteur=d.enseignant)
    assert Passage.objects.get(pk=passage.pk).fait_par == d.enseignant


# --- Its undoing --------------------------------------------------------------------------------------------------------
def test_undone_everything_is_as_it_was_and_what_was_made_is_kept_closed(d, passage, horloge):
    horloge(RENTREE)
    avant = etat(d.elementaire)
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=14))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    apres = etat(d.elementaire)
    connues = {ligne[0] for ligne in avant[0]}
    assert [ligne for ligne in apres[0] if ligne[0] in connues] == avant[0]
    assert apres[2] == avant[2]
    ouvertes = Classe.objects.filter(etablissement=d.elementaire, fermee_le=None)
    assert {c.pk for c in ouvertes} == {d.cp_ce1.pk, d.cm2.pk}
    assert passage.classes.exclude(classe=None).count() == 3
    assert relu(d.enseignante).portee.classes_tenues == {d.cp_ce1.pk}


def test_done_again_it_opens_the_same_classes(d, passage, horloge):
    faire(passage, d, horloge)
    premieres = set(passage.classes.values_list("classe", flat=True))
    horloge(RENTREE + dt.timedelta(days=2))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    actions.faire_le_passage(passage=passage, auteur=d.directrice)
    assert set(passage.classes.values_list("classe", flat=True)) == premieres
    assert [s.inscription.classe.nom for s in relu(d.eleve_cp).portee.suivis] == ["CP-CE1"]


def test_a_leaver_whom_another_school_took_stays_there(d, passage, horloge):
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=3))
    actions.inscrire(eleve=d.eleve_cm2, classe=d.ms, niveau="")
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert [s.classe_id for s in relu(d.eleve_cm2).portee.suivis] == [d.ms.pk]


@pytest.mark.parametrize("taken", [False, True])
def test_who_left_after_the_turn_stays_out(d, passage, horloge, taken):
    """Undone, it is the school as it would have been without the turn: their former place ends on the day when they left."""
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=3))
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    if taken:
        actions.inscrire(eleve=d.eleve_cp, classe=d.ms, niveau="")
    parti = relu(d.eleve_cp)
    horloge(RENTREE + dt.timedelta(days=5))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert [s.classe_id for s in relu(d.eleve_cp).portee.suivis] == ([d.ms.pk] if taken else [])
    assert relu(d.eleve_cp).fermee_le == parti.fermee_le
    sienne = Inscription.objects.get(eleve=d.eleve_cp, classe=d.cp_ce1)
    assert (sienne.debut, sienne.fin) == (dt.date(2026, 9, 1), dt.date(2027, 9, 1))
    assert not relu(d.enseignante).portee.eleves_du_travail.filter(eleve=d.eleve_cp).exists()


def test_who_changed_class_since_has_the_class_of_before_again(d, passage, horloge):
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=3))
    place_de, cm2 = Inscription.objects.get(eleve=d.eleve_cp, fin=None), passage.classes.get(nom="CM2").classe
    actions.changer_de_classe(inscription=place_de, classe=cm2, niveau="CM2", auteur=d.directrice)
    horloge(RENTREE + dt.timedelta(days=5))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert [(s.classe_id, s.niveau) for s in relu(d.eleve_cp).portee.suivis] == [(d.cp_ce1.pk, "CP")]


def test_who_leaves_this_evening_leaves_though_the_school_turns_its_year_today(d, passage, horloge):
    """Said after the plan, that gave them a class of September."""
    horloge(RENTREE)
    trace = actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice, ce_soir=True)
    faire(passage, d, horloge)
    assert not Inscription.objects.filter(eleve=d.eleve_cp, fin=None).exists()
    horloge(RENTREE + dt.timedelta(hours=21))
    actions.finir_un_depart(geste=trace.geste)
    assert relu(d.eleve_cp).fermee_le is not None
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert relu(d.eleve_cp).fermee_le is not None
    assert [i.fin for i in Inscription.objects.filter(eleve=d.eleve_cp)] == [RENTREE.date()]


def test_who_left_the_other_school_meanwhile_has_their_account_again_with_their_class(d, passage, horloge):
    actions.inscrire(eleve=d.eleve_cm2, classe=d.ms, niveau="")
    faire(passage, d, horloge)
    assert relu(d.eleve_cm2).fermee_le is None
    actions.noter_la_sortie(eleve=d.eleve_cm2, etablissement=d.maternelle, auteur=d.directrice_maternelle)
    assert relu(d.eleve_cm2).fermee_le is not None
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert [s.classe_id for s in relu(d.eleve_cm2).portee.suivis] == [d.cm2.pk]
    assert relu(d.eleve_cm2).fermee_le is None


def test_who_was_already_elsewhere_when_the_turn_let_them_go_is_in_both_again(d, passage, horloge):
    actions.inscrire(eleve=d.eleve_cm2, classe=d.ms, niveau="")
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=3))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert {s.classe_id for s in relu(d.eleve_cm2).portee.suivis} == {d.ms.pk, d.cm2.pk}


def test_who_replaces_until_a_day_holds_no_class_of_a_turn_that_is_undone(d, passage, horloge):
    faire(passage, d, horloge)
    classe = passage.classes.get(nom="CM2").classe
    actions.affecter(enseignant=d.remplacant, classe=classe, nature="remplacant", fin=dt.date(2027, 12, 17))
    horloge(RENTREE + dt.timedelta(days=5))
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    fins = Affectation.objects.filter(classe__in=passage.classes.values("classe")).values_list("fin", flat=True)
    assert set(fins) == {dt.date(2027, 9, 3)}


def test_after_a_fortnight_it_stays(d, passage, horloge):
    faire(passage, d, horloge)
    horloge(RENTREE + dt.timedelta(days=15, minutes=1))
    with pytest.raises(ValidationError, match="ne se défait plus"):
        actions.defaire_le_passage(passage=passage, auteur=d.directrice)


# --- Pages --------------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_whole_plan_before_anything_is_written(d, passage, entrer):
    client = entrer(d.directrice)
    adresse = f"/annuaire/{d.elementaire.uai}/rentree/"
    page = client.get(adresse).text
    assert "<h1>La rentrée</h1>" in page, "as the row that leads there"
    for dit in ("à nommer", "M. Caradec", "Sofiane Belhadj", '<path class="flux"'):
        assert dit in page
    cm2 = passage.classes.get(nom="CM2")
    client.post(adresse + "placer/", {"eleve": [d.eleve_cp.pk], "vers": cm2.pk})
    assert place(passage, d.eleve_cp).vers == cm2
    assert client.post(adresse + "faire/").status_code == 302
    assert "Revenir aux classes d’avant" in client.get(adresse).text


def test_another_school_has_no_hand_in_it(d, passage, entrer):
    ailleurs = entrer(d.directrice_maternelle)
    for geste in ("", "placer/", "faire/", "defaire/"):
        methode = ailleurs.post if geste else ailleurs.get
        assert methode(f"/annuaire/{d.elementaire.uai}/rentree/{geste}", {"vers": "depart"}).status_code == 404
    maternelle = actions.preparer_le_passage(etablissement=d.maternelle, auteur=d.directrice_maternelle)
    ailleurs.post(
        f"/annuaire/{d.maternelle.uai}/rentree/placer/",
        {"eleve": [d.eleve_cp.pk], "vers": maternelle.classes.first().pk},
    )
    assert place(passage, d.eleve_cp).vers.nom == "CP-CE1"
    assert not maternelle.places.filter(eleve=d.eleve_cp).exists()


DE_L_AN_DERNIER = "École du Cerf-Volant : classes de 2026-2027, la rentrée n’est pas encore faite."


def test_in_september_people_are_told_that_the_turn_is_not_done(d, mardi, horloge, entrer):
    assert rentree_pas_faite([d.elementaire.pk]) == frozenset()
    horloge(dt.datetime(2027, 9, 6, 10, tzinfo=PARIS))
    assert "La rentrée n’est pas faite" in entrer(d.directrice).get("/").text
    assert "La rentrée n’est pas faite" in entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/").text
    assert "L’école n’a pas encore dit les classes" in entrer(d.mere).get("/").text
    assert DE_L_AN_DERNIER in texte(entrer(d.enseignante).get("/"))
    assert "Rentrée pas faite (2)" in entrer(d.operateur).get("/annuaire/ecoles/").text
    assert "Rentrée pas faite" in entrer(d.operateur).get(f"/annuaire/ecoles/{d.elementaire.uai}/").text
    plan = actions.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    actions.faire_le_passage(passage=plan, auteur=d.directrice)
    assert "La rentrée n’est pas faite" not in entrer(d.directrice).get("/").text
    assert "L’école n’a pas encore dit les classes" not in entrer(d.mere_arabophone).get("/").text
    assert "la rentrée n’est pas encore faite" not in entrer(d.enseignant).get("/").text
    listees = entrer(d.operateur).get("/annuaire/ecoles/?etat=rentree").text
    assert "Rentrée pas faite (1)" in listees and d.elementaire.uai not in listees
    assert "à nommer" in entrer(d.directrice).get(f"/annuaire/{d.elementaire.uai}/").text
