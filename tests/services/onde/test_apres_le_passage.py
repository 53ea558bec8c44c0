"""The file of September, after the school turned its year by itself: it confirms."""

from ent.annuaire import actions
from ent.annuaire.models import Classe, Inscription

from .exports import appliquer, eleve, fichier_eleves
from .test_annees import ADELE, CETTE_ANNEE, YANIS, annee, jour, places


def test_a_file_that_agrees_moves_nobody_and_makes_no_class(ecole, directeur, horloge):
    appliquer(ecole, fichier_eleves(*CETTE_ANNEE))
    horloge(jour(6, 12))
    passage = actions.preparer_le_passage(etablissement=ecole, auteur=directeur)
    horloge(jour(8, 30))
    actions.faire_le_passage(passage=passage, auteur=directeur)
    assert places(ecole) == {"Adèle": ("CE1", "2027-2028"), "Yanis": ("CE2", "2027-2028")}
    # The file's hint on photos is the file's alone.
    sauf_photo = ("pk", "eleve", "classe", "niveau", "niveau_ecrit", "debut", "fin")
    avant = list(Inscription.objects.order_by("pk").values(*sauf_photo))
    classes = set(Classe.objects.values_list("pk", "nom", "fermee_le"))
    horloge(jour(9, 3))
    lignes = [
        eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="602"),
        eleve(**YANIS, niveau="CE2", classe="CE2", identifiant="603"),
    ]
    comptes = appliquer(ecole, fichier_eleves(*lignes), annee=annee(2027))
    assert list(Inscription.objects.order_by("pk").values(*sauf_photo)) == avant
    assert set(Classe.objects.values_list("pk", "nom", "fermee_le")) == classes
    assert comptes.get("eleves_deplaces", 0) == comptes.get("classes_creees", 0) == 0
    ouvertes = Classe.objects.filter(etablissement=ecole, fermee_le=None)
    assert {c.nom: c.identifiant_onde for c in ouvertes} == {"CE1": "602", "CE2": "603", "CM2": "", "CP A": ""}


def test_a_file_that_comes_once_the_turn_was_undone_finds_the_classes_that_it_had_made(ecole, directeur, horloge):
    """They are open again, as by another turn: what was written there is found again. The file turns the year by itself."""
    appliquer(ecole, fichier_eleves(*CETTE_ANNEE))
    horloge(jour(6, 12))
    passage = actions.preparer_le_passage(etablissement=ecole, auteur=directeur)
    horloge(jour(8, 30))
    actions.faire_le_passage(passage=passage, auteur=directeur)
    lignes = [
        eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="602"),
        eleve(**YANIS, niveau="CE2", classe="CE2", identifiant="603"),
    ]
    appliquer(ecole, fichier_eleves(*lignes), annee=annee(2027))
    ouvertes = dict(Classe.objects.filter(etablissement=ecole, fermee_le=None).values_list("nom", "pk"))
    actions.defaire_le_passage(passage=passage, auteur=directeur)
    horloge(jour(9, 3))
    appliquer(ecole, fichier_eleves(*lignes), annee=annee(2027))
    assert places(ecole) == {"Adèle": ("CE1", "2027-2028"), "Yanis": ("CE2", "2027-2028")}
    tenues = Classe.objects.filter(etablissement=ecole, fermee_le=None)
    assert {c.nom: c.pk for c in tenues} == {nom: ouvertes[nom] for nom in ("CE1", "CE2")}


def test_a_file_that_numbers_them_for_the_first_time_finds_them_by_their_name(ecole, directeur, horloge):
    appliquer(ecole, fichier_eleves(*CETTE_ANNEE))
    horloge(jour(6, 12))
    passage = actions.preparer_le_passage(etablissement=ecole, auteur=directeur)
    horloge(jour(8, 30))
    actions.faire_le_passage(passage=passage, auteur=directeur)
    ouvertes = dict(Classe.objects.filter(etablissement=ecole, fermee_le=None).values_list("nom", "pk"))
    actions.defaire_le_passage(passage=passage, auteur=directeur)
    horloge(jour(9, 3))
    lignes = [
        eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="602"),
        eleve(**YANIS, niveau="CE2", classe="CE2", identifiant="603"),
    ]
    comptes = appliquer(ecole, fichier_eleves(*lignes), annee=annee(2027))
    assert places(ecole) == {"Adèle": ("CE1", "2027-2028"), "Yanis": ("CE2", "2027-2028")}
    tenues = Classe.objects.filter(etablissement=ecole, fermee_le=None)
    assert {c.nom: (c.pk, c.identifiant_onde) for c in tenues} == {
        "CE1": (ouvertes["CE1"], "602"),
        "CE2": (ouvertes["CE2"], "603"),
    }
    assert comptes.get("classes_creees", 0) == 0
