"""Somebody found by some letters: how names are compared, and who is found by whom."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.lectures import gens
from ent.annuaire.models import Affectation, Groupe, Inscription, Personne, Responsabilite, Role
from ent.annuaire.recherche import correspond, mots, souligner

CHERCHER = "annuaire_chercher"


def relu(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


def trouves(personne: Personne, lettres: str) -> list[str]:
    return [str(t.personne) for t in gens.chercher(relu(personne), lettres).trouvees]


def de_tous(personne: Personne) -> set[int]:
    """All whom these letters could find: each of the alphabet, one after the other."""
    moi = relu(personne)
    return {t.personne.pk for lettre in "abcdefghijklmnopqrstuvwxyz" for t in gens.chercher(moi, lettre).trouvees}


# --- Names --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lettres", "noms"),
    [
        ("kers", ("de Kersaint", "", "Marie-Apolline")),
        ("de k", ("de Kersaint", "", "Marie-Apolline")),
        ("DEKER", ("de Kersaint", "", "Marie-Apolline")),
        ("apol", ("de Kersaint", "", "Marie-Apolline")),
        ("kersaint marie", ("DE KERSAINT", "", "Marie-Apolline")),
        ("gall", ("Le Gall", "", "Anouk")),
        ("legal", ("Le Gall", "", "Anouk")),
        ("quem", ("Quéméneur", "", "Anne")),
        ("QUÉMÉ", ("QUEMENEUR", "", "Anne")),
        ("abov", ("d’Aboville", "", "Luc")),
        ("d'a", ("d’Aboville", "", "Luc")),
        ("soeur", ("Sœur", "", "Inès")),
        ("martin", ("Durand", "Martin", "Jeanne")),
        ("durand", ("Durand", "Martin", "Jeanne")),
    ],
)
def test_names_are_found_whatever_the_accents_the_case_and_the_particle(lettres, noms):
    assert correspond(mots(lettres), noms)


@pytest.mark.parametrize("lettres", ["aint", "kersaint paul", "marie kerz", "e k"])
def test_letters_of_the_middle_of_a_word_find_nobody(lettres):
    assert not correspond(mots(lettres), ("de Kersaint", "", "Marie-Apolline"))


def test_what_was_typed_is_marked_in_the_name_and_nothing_else_is_html():
    assert souligner("Inès de Kersaint", mots("ker in")) == "<mark>In</mark>ès de <mark>Ker</mark>saint"
    assert souligner("Sœur <b>", mots("soe")) == "<mark>Sœ</mark>ur &lt;b&gt;"
    assert souligner("Anouk Le Gall", mots("legall")) == "Anouk Le Gall"


@pytest.mark.parametrize("lettres", ["", "  ", "’ -", "%", "_", "\x00"])
def test_without_a_letter_nobody_is_found_and_nothing_is_asked(d, mardi, lettres):
    moi = relu(d.directrice)
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        assert gens.chercher(moi, lettres).trouvees == []
    assert len(requetes) == 0


# --- Who is found by whom -----------------------------------------------------------------------------------------------
def test_a_direction_finds_pupils_then_families_then_the_team_of_its_school(d, mardi):
    assert trouves(d.directrice, "de ker") == ["Marie-Apolline de Kersaint", "Estelle de Kersaint"]
    assert trouves(d.directrice, "bel") == ["Inès Belhadj", "Sofiane Belhadj", "Mehdi Belhadj", "Nadia Belhadj"]
    assert trouves(d.directrice, "caradec") == ["Yann Caradec"]
    [mere] = gens.chercher(relu(d.directrice), "nadia").trouvees
    assert [(li.enfant.prenom, li.nom_du_lien) for li in mere.liens] == [("Inès", "mère"), ("Sofiane", "mère")]


def test_a_teacher_finds_the_pupils_and_families_of_their_classes_and_groups_and_the_team(d, mardi):
    assert trouves(d.enseignante, "bel") == ["Inès Belhadj", "Mehdi Belhadj", "Nadia Belhadj"]
    assert trouves(d.enseignante, "quem") == ["Anne Quéméneur"]
    assert trouves(d.enseignante, "tissier") == []
    # CM2, and a group that holds one pupil of CP-CE1, whose classmates are not found.
    assert trouves(d.enseignant, "haddad") == ["Kenza Haddad", "Samira Haddad"]
    assert trouves(d.enseignant, "royer") == []
    [mere] = gens.chercher(relu(d.enseignant), "nadia").trouvees
    assert [li.enfant.prenom for li in mere.liens] == ["Sofiane"]


def test_children_of_another_school_are_not_said_beside_their_mother(d, mardi, entrer):
    page = entrer(d.directrice_maternelle).post(reverse(CHERCHER), {"lettres": "nadia"})
    assert "Lina-Maëlys" in page.text
    assert not re.search("Inès|Sofiane|Cerf-Volant", page.text)


@pytest.mark.parametrize("qui", ["mere", "pere_separe", "mere_arabophone", "eleve_cp"])
def test_a_family_has_no_directory(d, mardi, entrer, qui):
    client = entrer(getattr(d, qui))
    assert [
        client.get(reverse(CHERCHER)).status_code,
        client.post(reverse(CHERCHER), {"lettres": "a"}).status_code,
    ] == [
        404,
        404,
    ]
    assert de_tous(getattr(d, qui)) == set()


def test_the_operator_and_a_commune_find_directions_and_nobody_else(d, mardi, entrer):
    assert de_tous(d.operateur) == {d.directrice.pk, d.directrice_maternelle.pk}
    assert de_tous(d.referente) == {d.directrice.pk}  # of Trappes; the other is of Élancourt
    page = entrer(d.referente).post(reverse(CHERCHER), {"lettres": "anne"})
    assert "École du Cerf-Volant, Trappes" in page.text
    assert "/annuaire/0789901N/" not in page.text  # a sheet is the school's


def test_who_teaches_and_is_a_parent_elsewhere_finds_by_their_work_alone(d, mardi):
    """A teacher whose child is in the other school: neither the child nor the other parent is of their work."""
    Responsabilite.objects.create(
        adulte=d.enseignante, enfant=d.eleve_ms, etablissement=d.maternelle, debut=dt.date(2026, 9, 1)
    )
    assert trouves(d.enseignante, "lina") == []
    assert d.eleve_ms.pk not in de_tous(d.enseignante)


def test_a_tie_that_another_school_declares_of_my_pupil_is_not_mine_to_find(d, mardi):
    inconnu = Personne.objects.create(prenom="Zacharie", nom="Zyndel")
    Responsabilite.objects.create(
        adulte=inconnu, enfant=d.eleve_cp, etablissement=d.maternelle, debut=dt.date(2026, 9, 1)
    )
    assert trouves(d.directrice, "zyndel") == trouves(d.enseignante, "zyndel") == []


@pytest.mark.parametrize("fin", ["inscription", "lien", "affectation", "role"])
def test_what_ended_finds_nobody_any_more(d, mardi, fin):
    hier = timezone.localdate() - dt.timedelta(days=1)
    qui, lettres, reste = d.enseignante, "bel", ["Inès Belhadj", "Mehdi Belhadj", "Nadia Belhadj"]
    assert trouves(qui, lettres) == reste
    if fin == "inscription":
        Inscription.objects.filter(eleve=d.eleve_cp).update(fin=hier)
        reste = []
    elif fin == "lien":
        Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(fin=hier)
        reste = ["Inès Belhadj", "Nadia Belhadj"]
    elif fin == "affectation":
        Affectation.objects.filter(enseignant=qui).update(fin=hier)
        reste = []
    else:
        Role.objects.filter(personne=qui).update(fin=hier)
        reste = []
    assert trouves(qui, lettres) == reste


def test_who_left_or_was_merged_is_not_found(d, mardi):
    Personne.objects.filter(pk=d.pere_separe.pk).update(fermee_le=timezone.now())
    Personne.objects.filter(pk=d.mere.pk).update(fusionnee_dans=d.mere_arabophone)
    assert trouves(d.directrice, "bel") == ["Inès Belhadj", "Sofiane Belhadj"]


def test_a_group_of_a_year_that_is_over_finds_nobody(d, mardi):
    Groupe.objects.filter(pk=d.groupe_lecture.pk).update(
        annee=type(d.groupe_lecture.annee).objects.pour(dt.date(2025, 10, 1))
    )
    assert trouves(d.enseignant, "haddad") == []


# --- The page -----------------------------------------------------------------------------------------------------------
@pytest.mark.besoin_de("messagerie")
def test_what_one_may_do_stands_beside_each(d, mardi, entrer):
    page = entrer(d.directrice).post(reverse(CHERCHER), {"lettres": "belhadj"})
    for adresse in (
        reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid]),
        reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk]),
        reverse("annuaire_adulte", args=[d.elementaire.uai, d.mere.uuid]),
    ):
        assert f'href="{adresse}"' in page.text
    assert f"foyer.ecole.{d.elementaire.pk}.{d.eleve_cp.uuid}.{d.mere.pk}" in page.text
    sans_compte = entrer(d.directrice).post(reverse(CHERCHER), {"lettres": "estelle de ker"})
    estelle = Personne.objects.get(prenom="Estelle", nom="de Kersaint")
    papiers = reverse("connexion_feuilles", args=[d.cp_ce1.pk])
    assert f'href="{papiers}?pour={estelle.uuid}"' in sans_compte.text


@pytest.mark.besoin_de("messagerie")
def test_a_teacher_writes_to_a_colleague_and_opens_no_colleague_s_sheet(d, mardi, entrer):
    client = entrer(d.enseignante)
    page = client.post(reverse(CHERCHER), {"lettres": "caradec"})
    assert reverse("annuaire_adulte", args=[d.elementaire.uai, d.enseignant.uuid]) not in page.text
    ecrire = f"{reverse('messagerie_projet', args=[d.elementaire.pk])}?avec={d.enseignant.uuid}"
    assert ecrire in page.text
    assert re.search(rf'value="{d.enseignant.pk}"[^>]* checked', client.get(ecrire).text)
    assert not re.search(r"[^>]* checked", client.get(reverse("messagerie_projet", args=[d.elementaire.pk])).text)


def test_whether_an_account_is_open_is_said_to_who_prints_papers(d, mardi, entrer):
    """Of a colleague, to the direction; of who has no authority over the child, to nobody: there is nothing to open."""
    Personne.objects.filter(pk__in=[d.enseignant.pk, d.pere_separe.pk]).update(password="!")
    lire = lambda qui, lettres: entrer(qui).post(reverse(CHERCHER), {"lettres": lettres}).text  # noqa: E731
    assert "Imprimer son papier" in lire(d.directrice, "caradec")
    assert not re.search("pas encore de compte|Imprimer", lire(d.enseignante, "caradec"))
    assert "Imprimer son papier" in lire(d.enseignante, "mehdi")
    Responsabilite.objects.filter(adulte=d.pere_separe).update(autorite="sans")
    page = lire(d.enseignante, "mehdi")
    assert "sans autorité parentale" in page and not re.search("pas encore de compte|Imprimer", page)


def test_nobody_found_says_what_to_do_and_no_letter_says_what_to_type(d, mardi, entrer):
    client = entrer(d.directrice)
    assert "Deux ou trois lettres suffisent" in client.get(reverse(CHERCHER)).text
    page = client.post(reverse(CHERCHER), {"lettres": "zzz"})
    assert "Personne de ce nom" in page.text and "Essayez le prénom seul" in page.text
    fragment = client.post(reverse(CHERCHER), {"lettres": "bel"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text and 'id="trouvees"' in fragment.text


def test_beyond_forty_the_first_are_shown_and_the_others_counted(d, mardi, entrer):
    eleves = [Personne(prenom=f"Zoa{n:02}", nom="Zwiller") for n in range(45)]
    Personne.objects.bulk_create(eleves)
    Inscription.objects.bulk_create(
        Inscription(eleve=e, classe=d.cm2, debut=dt.date(2026, 9, 1)) for e in Personne.objects.filter(nom="Zwiller")
    )
    resultat = gens.chercher(relu(d.directrice), "zwi")
    assert (len(resultat.trouvees), resultat.total, resultat.reste) == (40, 45, 5)
    page = entrer(d.directrice).post(reverse(CHERCHER), {"lettres": "zwi"})
    assert "45 personnes" in page.text and "Voici les 40 premières" in page.text


@pytest.mark.parametrize("lettres", ["kenza", "b"])
def test_the_reading_costs_the_same_for_one_and_for_many(d, mardi, lettres):
    moi = relu(d.directrice)
    _ = moi.portee.roles
    with CaptureQueriesContext(connection) as requetes:
        assert gens.chercher(moi, lettres).trouvees
    assert len(requetes) <= 9


def test_the_row_stands_in_plus_and_on_homes(d, mardi, entrer):
    for qui, pages in ((d.directrice, ["/", reverse("plus")]), (d.enseignante, [reverse("eleves"), reverse("plus")])):
        client = entrer(qui)
        for page in pages:
            assert f'href="{reverse(CHERCHER)}"' in client.get(page).text
    assert reverse(CHERCHER) not in entrer(d.mere).get(reverse("plus")).text
    assert f'href="{reverse(CHERCHER)}"' in entrer(d.operateur).get(reverse("plus")).text
