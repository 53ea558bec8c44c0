"""Which year a file is for: asked from July to September with a guess, and what an import then touches."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import AnneeScolaire, Classe, Inscription, Personne
from ent.services.onde import annees
from ent.services.onde.lignes import Illisible
from ent.services.onde.models import ImportOnde, ImportTerritoire, LigneEnAttente
from ent.services.onde.planifier import planifier

from .exports import TITRES_ELEVES, appliquer, comptes, eleve, fichier_eleves, fichier_responsables, responsable, texte
from .test_pages_import import deposer, lire_le_formulaire


def jour(mois: int, numero: int) -> dt.datetime:
    return dt.datetime(2027, mois, numero, 10, tzinfo=timezone.get_default_timezone())


def annee(debut: int) -> AnneeScolaire:
    return AnneeScolaire.objects.prevue(dt.date(debut, 9, 1))


ADELE = {"nom": "MARTIN", "prenom": "Adèle", "ine": "270000001AA"}
YANIS = {"nom": "BENALI", "prenom": "Yanis", "ine": "270000002AA", "ne": "19/10/2019"}
NOUR = {"nom": "BENALI", "prenom": "Nour", "ine": "270000003AA", "ne": "02/03/2016"}
CETTE_ANNEE = [
    eleve(**ADELE, niveau="CP", classe="CP A", identifiant="501"),
    eleve(**YANIS, niveau="CE1", classe="CE1", identifiant="502"),
    eleve(**NOUR, niveau="CM2", classe="CM2", identifiant="503"),
]
# Adèle and Yanis go up, Nour leaves for the collège, Léo comes in « CP A », whose label is the one of last year.
RENTREE = [
    eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="602"),
    eleve(**YANIS, niveau="CE2", classe="CE2", identifiant="603"),
    eleve("NEUF", "Léo", ine="270000009AA", ne="05/05/2021", niveau="CP", classe="CP A", identifiant="601"),
]


@pytest.fixture
def ecole_en_juin(ecole):
    appliquer(ecole, fichier_eleves(*CETTE_ANNEE))
    return ecole


def places(ecole) -> dict[str, tuple[str, str]]:
    """Class and year of each pupil who is there."""
    ouvertes = Inscription.objects.filter(classe__etablissement=ecole, fin=None).select_related("eleve")
    return {i.eleve.prenom: (i.classe.nom, i.classe.annee.nom) for i in ouvertes}


# --- what it touches ----------------------------------------------------------------------------------------------------
def test_a_september_file_imported_in_august_makes_the_classes_of_the_next_year(ecole_en_juin, horloge):
    """It filled last year's « CP A »: Léo's mother read its journal and its threads."""
    horloge(jour(8, 31))
    mere = fichier_responsables(responsable("Mme", "NEUF", "Ida", ("NEUF", "Léo"), courriel="ida@exemple.fr"))
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE), mere, annee=annee(2027))
    assert places(ecole_en_juin) == {
        "Adèle": ("CE1", "2027-2028"),
        "Yanis": ("CE2", "2027-2028"),
        "Léo": ("CP A", "2027-2028"),
    }
    ancienne = Classe.objects.get(etablissement=ecole_en_juin, annee__nom="2026-2027", nom="CP A")
    assert ancienne.fermee_le is not None
    lues = {s.classe_id for s in Personne.objects.get(prenom="Ida").portee.suivis}
    assert lues == {Classe.objects.get(etablissement=ecole_en_juin, annee__nom="2027-2028", nom="CP A").pk}


def test_imported_again_in_september_it_changes_nothing(ecole_en_juin, horloge):
    """It moved everybody to new classes, that had no teacher."""
    horloge(jour(8, 31))
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE), annee=annee(2027))
    enseignante = Personne.objects.create(prenom="Zoé", nom="Lamy", identifiant="zoe.lamy", password="!")
    classe = Classe.objects.get(etablissement=ecole_en_juin, annee__nom="2027-2028", nom="CE1")
    actions.donner_role(personne=enseignante, nature="enseignant", etablissement=ecole_en_juin)
    actions.affecter(enseignant=enseignante, classe=classe)
    horloge(jour(9, 6))
    assert comptes(ecole_en_juin, fichier_eleves(*RENTREE)) == {}
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE))
    assert Inscription.objects.get(eleve__ine=ADELE["ine"], fin=None).classe == classe
    assert Personne.objects.get(pk=enseignante.pk).portee.classes_tenues == {classe.pk}


def test_what_an_august_file_asks_waits_for_a_year(ecole_en_juin, horloge):
    """The night of 1 September took it away unanswered: its parents were tied to nobody until another import."""
    horloge(jour(8, 27))
    inconnue = fichier_responsables(responsable("Mme", "Sow", "Awa", ("SOW", "Binta"), courriel="awa@exemple.fr"))
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE), inconnue, annee=annee(2027))
    attentes = LigneEnAttente.objects.filter(etablissement=ecole_en_juin)
    for quand, restent in ((jour(9, 2), 1), (jour(8, 26).replace(year=2028), 1), (jour(8, 30).replace(year=2028), 0)):
        horloge(quand)
        actions.effacer_les_perimees()
        assert attentes.en_attente().count() == restent, quand


def test_nobody_goes_back_to_the_classes_of_the_year_before(ecole_en_juin, horloge):
    horloge(jour(8, 31))
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE), annee=annee(2027))
    for quand in (jour(8, 31), jour(9, 6)):
        horloge(quand)
        with pytest.raises(Illisible, match="déjà dans leurs classes de 2027-2028"):
            planifier(ecole_en_juin, [fichier_eleves(*CETTE_ANNEE)], annee=annee(2026))


def test_a_file_of_the_next_year_takes_nobody_whom_another_school_holds_this_year(ecole_en_juin, autre_ecole, horloge):
    horloge(jour(7, 6))
    elle = fichier_eleves(eleve(**ADELE, niveau="CE1", classe="CE1", identifiant="701"))
    plan = planifier(autre_ecole, [elle], annee=annee(2027))
    assert [(r.ecrit, r.raison) for r in plan.rejets] == [
        ("Adèle Martin", "Cet élève est encore inscrit dans une autre école."),
    ]
    appliquer(ecole_en_juin, fichier_eleves(*RENTREE[1:]), annee=annee(2027))
    assert comptes(autre_ecole, fichier_eleves(eleve(**ADELE, niveau="CE1")), annee=annee(2027))["eleves_modifies"] == 1


def test_planning_makes_no_year(ecole_en_juin, horloge):
    horloge(jour(8, 31))
    avant = AnneeScolaire.objects.count()
    assert comptes(ecole_en_juin, fichier_eleves(*RENTREE), annee=annee(2027))["classes_creees"] == 3
    assert AnneeScolaire.objects.count() == avant


# --- what is guessed ----------------------------------------------------------------------------------------------------
def test_nothing_is_asked_from_october_to_june(ecole_en_juin, horloge):
    for mois in (1, 6, 10, 12):
        horloge(jour(mois, 15))
        assert len(annees.possibles()) == 1
    for mois, attendues in ((7, [2026, 2027]), (8, [2026, 2027]), (9, [2026, 2027])):
        horloge(jour(mois, 15))
        assert [a.debut.year for a in annees.possibles()] == attendues


SANS_NIVEAU = [
    ligne.replace(";CYCLE II;CE1;", ";CYCLE II;;").replace(";CYCLE II;CE2;", ";CYCLE II;;") for ligne in RENTREE
]


@pytest.mark.parametrize(
    ("quand", "lignes", "supposee", "raison"),
    [
        (jour(7, 6), RENTREE, "2027-2028", "2 élèves sur 2 y montent d’un niveau"),
        (jour(9, 2), CETTE_ANNEE, "2026-2027", "3 élèves sur 3 y ont le niveau qu’ils ont aujourd’hui"),
        (jour(7, 6), SANS_NIVEAU, "2027-2028", "ses classes n’ont pas les numéros de celles de 2026-2027"),
        (jour(9, 2), [RENTREE[2].replace(";601;", ";501;")], "2026-2027", "ses classes ont les numéros de celles de 2026-2027"),
        (jour(7, 6), [], "2026-2027", "l’année n’est pas finie"),
        (jour(8, 20), [], "2027-2028", "la rentrée est proche"),
        (jour(9, 2), [], "2027-2028", "l’année a commencé"),
    ],
)  # fmt: skip
def test_the_year_is_guessed_from_levels_then_numbers_then_the_date(
    ecole_en_juin, horloge, quand, lignes, supposee, raison
):
    horloge(quand)
    lectures = [fichier_eleves(*lignes)] if lignes else []
    supposition = annees.supposer(ecole_en_juin, lectures)
    assert (supposition.annee.nom, supposition.raison) == (supposee, raison)


def test_a_year_that_the_classes_contradict_is_said_above_the_plan(ecole_en_juin, horloge):
    horloge(jour(9, 2))
    plan = planifier(ecole_en_juin, [fichier_eleves(*CETTE_ANNEE)], annee=annee(2027))
    assert plan.avertissements[0].startswith("Ce fichier semble être pour 2026-2027 : 3 élèves sur 3")
    horloge(jour(8, 31))
    plan = planifier(ecole_en_juin, [fichier_eleves(*RENTREE)], annee=annee(2027))
    assert [p.split(".")[0] for p in plan.avertissements if "semble" in p or "commencé" in p] == [
        "L’année 2027-2028 n’a pas commencé"
    ]


# --- what is asked ------------------------------------------------------------------------------------------------------
def test_the_page_asks_with_its_guess_then_the_plan_says_the_year(ecole_en_juin, directeur, entrer, horloge):
    horloge(jour(8, 31))
    client = entrer(directeur)
    adresse = deposer(client, ecole_en_juin, texte(TITRES_ELEVES, RENTREE)).url
    question = client.get(adresse).text
    assert "Nous pensons à 2027-2028 : 2 élèves sur 2 y montent d’un niveau." in question
    assert re.search(r'value="(20..-20..)"[^>]* checked', question)[1] == "2027-2028"
    depot = ImportOnde.objects.get(etablissement=ecole_en_juin)
    suite = {
        nom: reverse(f"annuaire_import_{nom}", args=[ecole_en_juin.uai, depot.pk]) for nom in ("annee", "appliquer")
    }
    client.post(suite["appliquer"], {"empreinte": ""})
    assert (
        client.post(suite["annee"], {}).status_code,
        client.post(suite["annee"], {"annee": "2031-2032"}).status_code,
    ) == (422, 422)
    depot.refresh_from_db()
    assert (depot.etat, depot.annee) == ("lu", None)

    client.post(suite["annee"], {"annee": "2026-2027"})
    page = client.get(adresse)
    assert "Ce fichier semble être pour 2027-2028" in page.text
    lu_pour_2026 = lire_le_formulaire(page)
    client.post(suite["annee"], {"annee": "2027-2028"})
    assert "Année 2027-2028." in client.get(adresse).text
    assert client.post(suite["appliquer"], lu_pour_2026).status_code == 422, (
        "a plan read for one year is not applied for another"
    )
    client.post(suite["appliquer"], lire_le_formulaire(client.get(adresse)))
    assert places(ecole_en_juin)["Léo"] == ("CP A", "2027-2028")
    assert client.post(suite["annee"], {"annee": "2026-2027"}).status_code == 302
    depot.refresh_from_db()
    assert (depot.etat, depot.annee.nom) == ("applique", "2027-2028")


def test_a_file_that_waited_for_its_year_beyond_september_is_for_the_year_in_progress(
    ecole_en_juin, directeur, entrer, horloge
):
    horloge(jour(9, 30))
    client = entrer(directeur)
    adresse = deposer(client, ecole_en_juin, texte(TITRES_ELEVES, RENTREE)).url
    horloge(jour(10, 1))
    assert "<b>2027-2028</b>" in client.get(adresse).text
    client.post(reverse("annuaire_import_annee", args=[ecole_en_juin.uai, ImportOnde.objects.get().pk]))
    assert "Année 2027-2028." in client.get(adresse).text


def test_out_of_summer_the_plan_says_the_year_in_progress(ecole, directeur, entrer):
    client = entrer(directeur)
    page = client.get(deposer(client, ecole, texte(TITRES_ELEVES, CETTE_ANNEE)).url)
    assert ("Année 2026-2027." in page.text, "Changer d’année" in page.text) == (True, False)


def _zip(ecole, lignes) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr(f"{ecole.uai}/CSVExtraction.csv", texte(TITRES_ELEVES, lignes))
    return tampon.getvalue()


def test_the_archive_of_the_territory_is_asked_once_for_all(d, ecole_en_juin, entrer, horloge):
    horloge(jour(8, 31))
    client = entrer(d.operateur)
    adresse = reverse("annuaire_territoire")
    assert "Pour quelle année scolaire" in client.get(adresse).text

    def envoyer(**champs):
        archive = SimpleUploadedFile("territoire.zip", _zip(ecole_en_juin, RENTREE))
        return client.post(adresse, {"archive": archive, **champs})

    assert envoyer().status_code == 422
    page = client.get(envoyer(annee="2027-2028").url)
    assert "Année 2027-2028." in page.text
    client.post(reverse("annuaire_territoire_appliquer", args=[ImportTerritoire.objects.get().pk]))
    assert places(ecole_en_juin)["Léo"] == ("CP A", "2027-2028")


def test_the_commands_want_the_year_in_summer_alone(ecole_en_juin, horloge, tmp_path, capsys):
    fichier = tmp_path / "eleves.csv"
    fichier.write_bytes(texte(TITRES_ELEVES, RENTREE))
    archive = tmp_path / "ecoles.zip"
    archive.write_bytes(_zip(ecole_en_juin, RENTREE))
    horloge(jour(8, 31))
    for commande in (["importer_onde", ecole_en_juin.uai, str(fichier)], ["importer_zip", str(archive)]):
        with pytest.raises(SystemExit):
            call_command(*commande)
        assert capsys.readouterr().err.strip() == (
            "Dites pour quelle année sont ces fichiers : --annee 2026-2027 ou --annee 2027-2028."
        )
        call_command(*commande, "--annee", "2027-2028", "--json")
        assert json.loads(capsys.readouterr().out)["classes_creees"] == 3
