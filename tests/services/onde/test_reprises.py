"""A file that names the ties of a child before their école lets them go: they are taken over when it does, once, whoever let go; and go back with what is undone."""

import datetime as dt

import pytest

from ent.annuaire import actions as annuaire
from ent.annuaire import ouvrier
from ent.annuaire.models import EntreeJournal, Inscription, Passage, Personne, Responsabilite
from ent.annuaire.registres import dire_les_changements_de_classe
from ent.services.onde.models import RepriseAttendue
from ent.services.onde.reprises import prendre

from .exports import appliquer, eleve, fichier_eleves
from .test_annees import annee, jour
from .test_sixieme import INE, NAISSANCE, septembre

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "pages")


@pytest.fixture
def passage(d, mardi, dossier, horloge) -> Passage:
    """Prepared in June; the file of the collège came on the 1st of September, before it is done."""
    Personne.objects.filter(pk=d.eleve_cm2.pk).update(ine=INE, date_naissance=NAISSANCE)
    horloge(jour(6, 12))
    passage = annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    horloge(jour(9, 1))
    septembre(d, dossier, "20270901")
    return passage


def declarees(d) -> dict[int, tuple[int, list[int]]]:
    """By adult: the school that declares the tie with Sofiane, and those that did before."""
    liens = Responsabilite.objects.filter(enfant=d.eleve_cm2, fin=None)
    return {
        lien.adulte_id: (lien.etablissement_id, list(lien.anciennes_ecoles.values_list("pk", flat=True)))
        for lien in liens
    }


def a(d, ecole, *avant) -> dict[int, tuple[int, list[int]]]:
    return {p.pk: (ecole.pk, [e.pk for e in avant]) for p in (d.mere, d.pere_separe)}


def test_the_passage_takes_over_what_the_file_named_once(d, passage, dossier, horloge):
    assert declarees(d) == a(d, d.elementaire)
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.college, d.elementaire)
    dire_les_changements_de_classe(d.elementaire.pk, [d.eleve_cm2.pk], geste=1)
    septembre(d, dossier, "20270904")
    assert declarees(d) == a(d, d.college, d.elementaire)


def test_undone_with_the_passage_then_done_again(d, passage, dossier, horloge):
    avant = list(Responsabilite.objects.order_by("pk").values())
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.elementaire)
    assert list(Responsabilite.objects.order_by("pk").values()) == avant
    passage.refresh_from_db()
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.college, d.elementaire)


def test_a_file_after_the_passage_changes_nothing_of_its_undoing(d, passage, dossier, horloge):
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    septembre(d, dossier, "20270904")
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.elementaire)
    septembre(d, dossier, "20270905")
    passage.refresh_from_db()
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.college, d.elementaire)


def test_a_passage_before_any_file_hands_nothing_over(d, mardi, dossier, horloge):
    Personne.objects.filter(pk=d.eleve_cm2.pk).update(ine=INE, date_naissance=NAISSANCE)
    horloge(jour(6, 12))
    passage = annuaire.preparer_le_passage(etablissement=d.elementaire, auteur=d.directrice)
    horloge(jour(8, 30))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.elementaire)
    horloge(jour(9, 1))
    septembre(d, dossier, "20270901")
    assert declarees(d) == a(d, d.college, d.elementaire)


def test_a_departure_noted_by_hand_does_as_much_and_its_undoing_too(d, passage, horloge):
    trace = annuaire.noter_la_sortie(eleve=d.eleve_cm2, etablissement=d.elementaire, auteur=d.directrice)
    assert declarees(d) == a(d, d.college, d.elementaire)
    annuaire.annuler_un_mouvement(trace=trace, eleve=d.eleve_cm2, etablissement=d.elementaire, auteur=d.directrice)
    assert declarees(d) == a(d, d.elementaire)


@pytest.mark.parametrize("du_fichier", ["before", "after"])
def test_who_leaves_this_evening_is_the_ecole_s_until_then_whenever_the_file_comes(
    d, passage, dossier, horloge, du_fichier
):
    """The file of the collège comes before the departure is noted, or that very afternoon."""
    if du_fichier == "after":
        RepriseAttendue.objects.all().delete()
    annuaire.noter_la_sortie(eleve=d.eleve_cm2, etablissement=d.elementaire, auteur=d.directrice, ce_soir=True)
    if du_fichier == "after":
        septembre(d, dossier, "20270902")
    prendre([d.eleve_cm2.pk])
    assert declarees(d) == a(d, d.elementaire)
    horloge(jour(9, 2))
    ouvrier.finir_un_depart.func(EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie").first().pk)
    assert declarees(d) == a(d, d.college, d.elementaire)


def test_nobody_waits_for_a_child_who_left_the_college_meanwhile(d, passage, horloge):
    Inscription.objects.filter(eleve=d.eleve_cm2, classe__etablissement=d.college).update(fin=dt.date(2027, 9, 2))
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d) == a(d, d.elementaire)


def test_the_word_of_the_state_comes_with_the_tie_and_what_a_direction_said_stands(d, passage, dossier, horloge):
    A_CONFIRMER, CONFIRMEE = Responsabilite.Autorite.A_CONFIRMER, Responsabilite.Autorite.CONFIRMEE
    siens = Responsabilite.objects.filter(enfant=d.eleve_cm2)
    siens.filter(adulte=d.mere).update(autorite=A_CONFIRMER, confirmee_le=None, confirmee_par=None)
    septembre(d, dossier, "20270902")
    assert dict(RepriseAttendue.objects.values_list("lien__adulte", "autorite"))[d.mere.pk] == CONFIRMEE
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert siens.get(adulte=d.mere).autorite == CONFIRMEE
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert siens.get(adulte=d.mere).autorite == A_CONFIRMER


def test_an_adult_whom_a_later_file_names_no_more_is_not_handed_over(d, passage, dossier, horloge):
    assert RepriseAttendue.objects.count() == 2
    septembre(d, dossier, "20270902", parents=(("7001", d.mere),))
    assert list(RepriseAttendue.objects.values_list("lien__adulte", flat=True)) == [d.mere.pk]


# --- What is said of authority in between ----------------------------------------------------------------------------------
SANS, CONFIRMEE, A_CONFIRMER = (
    Responsabilite.Autorite.SANS,
    Responsabilite.Autorite.CONFIRMEE,
    Responsabilite.Autorite.A_CONFIRMER,
)


@pytest.fixture
def pere_dit(d, passage, dossier):
    """The file of the collège says that the father holds authority; nobody had said anything of him."""
    siens = Responsabilite.objects.filter(enfant=d.eleve_cm2, adulte=d.pere_separe)
    siens.update(autorite=A_CONFIRMER, confirmee_le=None, confirmee_par=None)
    septembre(d, dossier, "20270902")
    assert RepriseAttendue.objects.get(lien__adulte=d.pere_separe).autorite == CONFIRMEE
    return siens


def test_an_older_word_gives_no_authority_back_to_who_lost_it_meanwhile(d, passage, pere_dit, horloge):
    """By a file of the école, or by two records that became one: no direction wrote it."""
    pere_dit.update(autorite=SANS)
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert (pere_dit.get().autorite, pere_dit.get().etablissement) == (SANS, d.college)
    assert d.eleve_cm2.pk not in {e.pk for e in Personne.objects.get(pk=d.pere_separe.pk).portee.enfants}
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert pere_dit.get().autorite == SANS


def test_what_the_college_learns_after_the_passage_is_not_undone_with_it(d, passage, pere_dit, horloge):
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert pere_dit.get().autorite == CONFIRMEE
    pere_dit.update(autorite=SANS)  # its file of the next night
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert pere_dit.get().autorite == SANS


def test_a_word_that_takes_authority_away_is_never_left_out(d, passage, pere_dit, horloge):
    RepriseAttendue.objects.filter(lien__adulte=d.pere_separe).update(autorite=SANS)
    pere_dit.update(autorite=CONFIRMEE)
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert pere_dit.get().autorite == SANS


def test_a_later_file_that_names_no_adult_of_the_child_forgets_them_all(d, passage, dossier):
    assert RepriseAttendue.objects.count() == 2
    septembre(d, dossier, "20270902", parents=())
    assert not RepriseAttendue.objects.exists()


def test_of_two_schools_that_wait_for_one_tie_the_last_that_named_it_takes_it(d, passage, horloge):
    """Enrolled in both: the tie is left once, and goes back whole."""
    classe = d.ms
    Inscription.objects.create(eleve=d.eleve_cm2, classe=classe, niveau="6E", debut=dt.date(2027, 9, 1))
    ecole = classe.etablissement
    assert ecole not in (d.elementaire, d.college)
    lien = Responsabilite.objects.get(enfant=d.eleve_cm2, adulte=d.mere)
    RepriseAttendue.objects.create(lien=lien, etablissement=ecole)
    horloge(jour(9, 3))
    annuaire.faire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d)[d.mere.pk] == (ecole.pk, [d.elementaire.pk])
    annuaire.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert declarees(d)[d.mere.pk] == (d.elementaire.pk, [])


def test_the_ecole_s_own_file_of_the_new_year_hands_over_as_much(d, passage, horloge):
    """Nobody made the passage: its pupils' export says another year, and Sofiane no more."""
    assert declarees(d) == a(d, d.elementaire)
    horloge(jour(9, 3))
    d.elementaire.passages.all().delete()
    restent = Inscription.objects.filter(classe__etablissement=d.elementaire, fin=None).exclude(eleve=d.eleve_cm2)
    lignes = [
        eleve(p.nom, p.prenom, ne=p.date_naissance.strftime("%d/%m/%Y"), niveau="CE2", classe="CE2", identifiant="701")
        for p in Personne.objects.filter(inscriptions__in=restent, date_naissance__isnull=False).distinct()
    ]
    comptes = appliquer(d.elementaire, fichier_eleves(*lignes), annee=annee(2027))
    assert comptes["eleves_partis"] >= 1 and len(lignes) > 20
    assert not Inscription.objects.filter(eleve=d.eleve_cm2, classe__etablissement=d.elementaire, fin=None).exists()
    assert declarees(d) == a(d, d.college, d.elementaire)
    assert not RepriseAttendue.objects.exists()
