"""The direction's import on the web, from the files to the queue emptied; and what nobody else may reach."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ent.annuaire import actions
from ent.annuaire.codes import lettre_uai
from ent.annuaire.models import EntreeJournal, Inscription, Personne, Responsabilite
from ent.services.onde.models import FichierDepose, ImportOnde, ImportTerritoire, LigneEnAttente

from .exports import (
    TITRES_ELEVES,
    TITRES_RESPONSABLES,
    appliquer,
    eleve,
    fichier_eleves,
    fichier_responsables,
    responsable,
    texte,
)

ELEVES = texte(TITRES_ELEVES, [
    eleve("BENALI", "Yanis", ine="270000001AA", classe="CP", identifiant="501"),
    eleve("BENALI", "Yanis", ine="270000002AA", ne="19/10/2016", niveau="CM1", classe="CM1", identifiant="502"),
    eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501"),
    eleve("FAUX", "Date", ne="31/02/2019"),
])  # fmt: skip
RESPONSABLES = texte(
    TITRES_RESPONSABLES,
    [
        responsable("M.", "BENALI", "Karim", ("BENALI", "Yanis")),
        responsable("Mme", "PETIT", "Ève", ("PETIT", "Camille")),
        responsable("Mme", "SOW", "Awa", ("SOW", "Inconnu")),
    ],
)


def deposer(client, ecole, *contenus: bytes, nom: str = "CSVExtraction.csv"):
    fichiers = [SimpleUploadedFile(nom, contenu) for contenu in contenus]
    return client.post(reverse("annuaire_import", args=[ecole.uai]), {"fichiers": fichiers})


def lire_le_formulaire(page) -> dict:
    return {"empreinte": re.search(r'name="empreinte" value="(\w+)"', page.text)[1]}


def test_the_whole_journey_from_the_files_to_the_pupils(ecole, directeur, entrer):
    client = entrer(directeur)
    depose = deposer(client, ecole, ELEVES, RESPONSABLES)
    depot = ImportOnde.objects.get(etablissement=ecole)
    assert depose.url == reverse("annuaire_import_plan", args=[ecole.uai, depot.pk])
    assert [f.nom for f in depot.fichiers.all()] == ["CSVExtraction.csv", "CSVExtraction (2).csv"]
    page = client.get(depose.url)
    assert "Rien n’est encore écrit." in page.text
    assert "Appliquer 7 changements" in page.text
    assert "Cette date de naissance n’existe pas." in page.text
    assert page.text.count("Plus tard : laisser en attente") == 2
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 0

    marque = re.search(r'name="(q-\w+)" value="[^"]+"', page.text)[1]
    yanis = re.findall(rf'name="{marque}" value="([^"]+)"', page.text)[1]
    envoi = lire_le_formulaire(page) | {marque: yanis}
    fini = client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), envoi, follow=True)
    assert "C’est fait" in fini.text
    assert "3 élèves ajoutés" in fini.text
    depot.refresh_from_db()
    assert (depot.etat, depot.reponses, FichierDepose.objects.filter(import_onde=depot).count()) == ("applique", {}, 0)
    assert Responsabilite.objects.get(adulte__prenom="Karim", etablissement=ecole).enfant.ine == "270000002AA"
    assert [ligne.nom_du_responsable for ligne in LigneEnAttente.objects.filter(etablissement=ecole)] == ["Mme Awa Sow"]
    assert EntreeJournal.objects.filter(etablissement=ecole, verbe="annuaire.importer_onde").get().details == {
        "classes_creees": 2, "eleves_crees": 3, "responsables_crees": 2, "liens_crees": 2, "a_resoudre": 1, "rejets": 1,
    }  # fmt: skip


def test_an_answer_that_the_plan_did_not_propose_is_not_taken(d, ecole, directeur, entrer):
    client = entrer(directeur)
    deposer(client, ecole, ELEVES, RESPONSABLES)
    depot = ImportOnde.objects.get(etablissement=ecole)
    page = client.get(reverse("annuaire_import_plan", args=[ecole.uai, depot.pk]))
    ailleurs = d.eleve_cp
    envoi = lire_le_formulaire(page) | {m: str(ailleurs.uuid) for m in re.findall(r'name="(q-\w+)"', page.text)}
    client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), envoi)
    assert LigneEnAttente.objects.filter(etablissement=ecole).en_attente().count() == 2
    assert Responsabilite.objects.filter(enfant=ailleurs, etablissement=ecole).count() == 0


def test_if_the_directory_moved_the_plan_is_shown_again(ecole, directeur, entrer):
    client = entrer(directeur)
    deposer(client, ecole, ELEVES)
    depot = ImportOnde.objects.get(etablissement=ecole)
    adresse = reverse("annuaire_import_plan", args=[ecole.uai, depot.pk])
    envoi = lire_le_formulaire(client.get(adresse))
    appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501")))
    page = client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), envoi)
    assert page.status_code == 422
    assert "L’annuaire a changé depuis que vous avez lu ce plan." in page.text
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 1
    client.post(reverse("annuaire_import_appliquer", args=[ecole.uai, depot.pk]), lire_le_formulaire(page))
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 3


def test_a_bad_file_is_told_at_once_and_nothing_is_kept(ecole, directeur, entrer):
    page = deposer(entrer(directeur), ecole, ELEVES, b"%PDF-1.7", nom="export.csv")
    assert page.status_code == 422
    assert "C’est un document PDF, pas un export ONDE." in page.text
    assert "Rien n’a été écrit." in page.text
    assert ImportOnde.objects.filter(etablissement=ecole).count() == 0
    vide = deposer(entrer(directeur), ecole, b"")
    assert (vide.status_code, "Ce fichier est vide." in vide.text) == (422, True)
    rien = entrer(directeur).post(reverse("annuaire_import", args=[ecole.uai]), {})
    assert (rien.status_code, "Choisissez au moins un fichier." in rien.text) == (422, True)


def test_an_abandoned_import_erases_its_files(ecole, directeur, entrer):
    client = entrer(directeur)
    deposer(client, ecole, ELEVES)
    depot = ImportOnde.objects.get(etablissement=ecole)
    client.post(reverse("annuaire_import_abandonner", args=[ecole.uai, depot.pk]))
    depot.refresh_from_db()
    assert (depot.etat, depot.fichiers.count()) == ("abandonne", 0)


def test_a_second_drop_replaces_the_first(ecole, directeur, entrer):
    client = entrer(directeur)
    deposer(client, ecole, ELEVES)
    deposer(client, ecole, ELEVES)
    assert [i.etat for i in ImportOnde.objects.filter(etablissement=ecole)] == ["lu", "abandonne"]


def test_a_plan_that_changes_nothing_says_so(ecole, directeur, entrer):
    client = entrer(directeur)
    seul = texte(TITRES_ELEVES, [eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501")])
    appliquer(ecole, fichier_eleves(eleve("PETIT", "Camille", ine="270000003AA", classe="CP", identifiant="501")))
    page = client.get(deposer(client, ecole, seul).url)
    assert "Tout est déjà à jour : ces fichiers ne changent rien." in page.text


def test_the_bar_advances_then_sends_to_the_result(ecole, directeur, entrer, mardi, horloge):
    client = entrer(directeur, headers={"hx-request": "true"})
    depot = ImportOnde.objects.create(etablissement=ecole, auteur=directeur, etat="en_cours", demande_le=mardi)
    adresse = reverse("annuaire_import_avancement", args=[ecole.uai, depot.pk])
    assert "L’import va commencer…" in client.get(adresse).text
    from ent.services.onde import depots

    depots.noter_avancement(depots.cle_import(depot.pk), 4, 10)
    page = client.get(adresse)
    assert '<progress id="barre-import" value="4" max="10">' in page.text
    assert 'http-equiv="refresh"' in client.get(reverse("annuaire_import_plan", args=[ecole.uai, depot.pk])).text
    horloge(mardi + dt.timedelta(minutes=5))
    assert "L’import ne donne plus de nouvelles." in client.get(adresse).text
    ImportOnde.objects.filter(pk=depot.pk).update(etat="applique", applique_le=mardi)
    assert client.get(adresse)["HX-Redirect"] == reverse("annuaire_import_plan", args=[ecole.uai, depot.pk])


# --- the queue --------------------------------------------------------------------------------------------------------
@pytest.fixture
def en_attente(ecole) -> LigneEnAttente:
    appliquer(
        ecole,
        fichier_eleves(
            eleve("SOW", "Awa-Marie", ine="270000001AA", classe="CP", identifiant="501"),
            eleve("SOW", "Ali", ine="270000002AA", classe="CP", identifiant="501", ne="05/06/2020"),
        ),
        fichier_responsables(responsable("Mme", "SOW", "Binta", ("SOW", "Awa"), courriel="binta@exemple.fr")),
    )
    return LigneEnAttente.objects.get(etablissement=ecole)


def test_the_direction_says_which_children_and_the_line_leaves_the_queue(ecole, directeur, entrer, en_attente):
    client = entrer(directeur)
    page = client.get(reverse("annuaire_attente", args=[ecole.uai]))
    assert "Mme Binta Sow" in page.text
    choisis = [str(p.uuid) for p in Personne.objects.filter(ine__in=["270000001AA", "270000002AA"])]
    adresse = reverse("annuaire_attente_resoudre", args=[ecole.uai, en_attente.pk])
    client.post(adresse, {"eleve": choisis, "geste": "rattacher"})
    liens = Responsabilite.objects.filter(adulte__nom="Sow", adulte__prenom="Binta").order_by("enfant__ine")
    assert [lien.enfant.prenom for lien in liens] == ["Awa-Marie", "Ali"]
    assert liens[0].adulte.courriel_contact == "binta@exemple.fr"
    assert LigneEnAttente.objects.filter(etablissement=ecole).en_attente().count() == 0
    assert "Aucune ligne n’attend." in client.get(reverse("annuaire_attente", args=[ecole.uai])).text
    # The next run of the same file remembers the answer.
    parents = fichier_responsables(responsable("Mme", "SOW", "Binta", ("SOW", "Awa"), courriel="binta@exemple.fr"))
    assert appliquer(ecole, parents) == {}


def test_a_line_set_aside_is_not_asked_again(ecole, directeur, entrer, en_attente):
    entrer(directeur).post(reverse("annuaire_attente_resoudre", args=[ecole.uai, en_attente.pk]), {"geste": "ecarter"})
    assert Personne.objects.filter(prenom="Binta", nom="Sow").count() == 0
    parents = fichier_responsables(responsable("Mme", "SOW", "Binta", ("SOW", "Awa"), courriel="binta@exemple.fr"))
    assert appliquer(ecole, parents) == {"ignores": 1}


def test_a_pupil_of_another_school_cannot_be_chosen(d, ecole, directeur, entrer, en_attente):
    adresse = reverse("annuaire_attente_resoudre", args=[ecole.uai, en_attente.pk])
    for choix, phrase in [
        ([str(d.eleve_cp.uuid)], "Cet élève n’est pas dans votre école."),
        ([], "Choisissez l’élève, ou mettez la ligne de côté."),
        (["pas un uuid"], "Cet élève n’est pas dans votre école."),
    ]:
        page = entrer(directeur).post(adresse, {"eleve": choix, "geste": "rattacher"})
        assert (page.status_code, phrase in page.text) == (422, True)
    assert Responsabilite.objects.filter(enfant=d.eleve_cp, etablissement=ecole).count() == 0


# --- ties, settings, lists --------------------------------------------------------------------------------------------
def test_the_direction_states_ties_in_bulk(d, mardi, entrer):
    client = entrer(d.directrice)
    liens = list(d.elementaire.responsabilites.filter(autorite="a_confirmer").order_by("enfant__nom", "pk")[:2])
    etranger = d.maternelle.responsabilites.filter(autorite="a_confirmer").first()
    envoi = {
        "l": [lien.pk for lien in [*liens, etranger]],
        f"lien-{etranger.pk}": "pere",
        f"autorite-{etranger.pk}": "sans",
    }
    for lien, nature, autorite in zip(liens, ("mere", "pere"), ("confirmee", "sans"), strict=True):
        envoi |= {f"lu-{lien.pk}": lien.lu, f"lien-{lien.pk}": nature, f"autorite-{lien.pk}": autorite}
    client.post(reverse("annuaire_responsables", args=[d.elementaire.uai]), envoi)
    relus = [Responsabilite.objects.get(pk=lien.pk) for lien in [*liens, etranger]]
    assert [(r.lien, r.autorite, r.confirmee_par) for r in relus] == [
        ("mere", "confirmee", d.directrice),
        ("pere", "sans", d.directrice),
        ("", "a_confirmer", None),
    ]


def test_settings_are_changed_and_bad_hours_refused(d, mardi, entrer):
    client, adresse = entrer(d.directrice), reverse("annuaire_reglages", args=[d.elementaire.uai])
    envoi = {
        "semaine": "4.5", "matin_debut": "08:20", "matin_fin": "11:30", "apres_midi_debut": "13:30",
        "apres_midi_fin": "15:45", "calme_debut": "19:00", "calme_fin": "07:30", "calme_week_end": "on",
        "calme_retient": "notifications",
        "conservation_delai": "90",
        "connexion_mur": "partout",
        "connexion_images": "CP",
        "connexion_second_facteur": "installation",
        "pages_palette": "tableau",
    }  # fmt: skip
    assert client.post(adresse, envoi).status_code == 302
    d.elementaire.refresh_from_db()
    assert (d.elementaire.semaine, d.elementaire.reglage("calme.debut"), d.elementaire.reglage("calme.retient")) == (
        "4.5",
        dt.time(19),
        "notifications",
    )
    page = client.post(adresse, envoi | {"matin_fin": "14:00"})
    assert page.status_code == 422
    assert "Les heures de classe doivent se suivre : matin, puis après-midi." in page.text


def test_the_ine_is_read_on_the_class_page_and_the_journal_speaks_french(d, mardi, entrer):
    client = entrer(d.directrice)
    page = client.get(reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk]))
    assert d.eleve_cp.ine in page.text
    actions.renouveler_lien_tablette(classe=d.cp_ce1, auteur=d.directrice)
    journal = client.get(reverse("annuaire_journal", args=[d.elementaire.uai]))
    assert "<b>Mme Quéméneur</b> a changé l’adresse des tablettes d’une classe." in journal.text


def _lectures(client, adresse: str) -> int:
    """Queries of a page. The session is left out: it lives in the database, or in Redis where there is one."""
    with CaptureQueriesContext(connection) as contexte:
        assert client.get(adresse).status_code == 200
    return sum("django_session" not in requete["sql"] for requete in contexte.captured_queries)


@pytest.mark.parametrize("n", [1, 3])
def test_query_counts_do_not_grow_with_the_lists(ecole, directeur, entrer, n):
    lignes = [eleve("NOM", f"P{i}", ine=f"27000000{i}AA", classe=f"CP{i}", identifiant=f"50{i}") for i in range(n)]
    parents = [responsable("Mme", "NOM", f"Mère{i}", ("NOM", f"P{i}"), ("NOM", f"Inconnu{i}")) for i in range(n)]
    appliquer(ecole, fichier_eleves(*lignes), fichier_responsables(*parents), auteur=directeur)
    client = entrer(directeur)
    client.get(reverse("annuaire_ecole", args=[ecole.uai]))
    noms = ["ecole", "responsables", "attente", "journal", "import"]
    adresses = {nom: reverse(f"annuaire_{nom}", args=[ecole.uai]) for nom in noms}
    adresses["classe"] = reverse("annuaire_classe", args=[ecole.uai, ecole.classes.first().pk])
    assert {nom: _lectures(client, adresse) for nom, adresse in adresses.items()} == {
        "ecole": 14, "responsables": 9, "attente": 7, "journal": 12, "import": 6, "classe": 6,
    }  # fmt: skip


@pytest.mark.parametrize("n", [1, 3])
def test_the_operator_s_list_costs_the_same_for_one_school_more_and_for_three(d, mardi, entrer, n):
    for rang in range(n):
        chiffres = f"078992{rang}"
        actions.creer_etablissement(
            uai=chiffres + lettre_uai(chiffres), nom=f"École {rang}", nature="primaire", code_insee="78490"
        )
    client = entrer(d.operateur)
    client.get(reverse("annuaire_territoire"))
    assert _lectures(client, reverse("annuaire_territoire")) == 4


@pytest.mark.parametrize("n", [1, 3])
def test_a_plan_costs_the_same_for_one_pupil_and_for_three(d, ecole, directeur, entrer, n):
    client = entrer(directeur)
    lignes = [eleve("NOM", f"P{i}", ine=f"27000000{i}AA", classe=f"CP{i}", identifiant=f"50{i}") for i in range(n)]
    parents = [responsable("Mme", "NOM", f"Mère{i}", ("NOM", f"P{i}")) for i in range(n)]
    adresse = deposer(client, ecole, texte(TITRES_ELEVES, lignes), texte(TITRES_RESPONSABLES, parents)).url
    client.get(adresse)
    assert _lectures(client, adresse) == 14


# --- nobody else ------------------------------------------------------------------------------------------------------
def adresses_de(ecole, depot, ligne, classe) -> list[str]:
    simples = ["ecole", "reglages", "journal", "responsables", "attente", "import"]
    de_l_import = ["plan", "imprimer", "appliquer", "avancement", "reprendre", "abandonner"]
    return [
        *[reverse(f"annuaire_{nom}", args=[ecole.uai]) for nom in simples],
        reverse("annuaire_classe", args=[ecole.uai, classe.pk]),
        reverse("annuaire_attente_resoudre", args=[ecole.uai, ligne.pk]),
        *[reverse(f"annuaire_import_{nom}", args=[ecole.uai, depot.pk]) for nom in de_l_import],
    ]


def test_nothing_of_a_school_is_there_for_anyone_but_its_direction(d, ecole, directeur, entrer, en_attente):
    depot = ImportOnde.objects.create(etablissement=ecole, auteur=directeur)
    FichierDepose.objects.create(import_onde=depot, nom="e.csv", contenu=ELEVES)
    classe = ecole.classes.first()
    intrus = [d.directrice, d.directrice_maternelle, d.enseignante, d.mere, d.eleve_cp, d.referente, d.operateur]
    for personne in intrus:
        client = entrer(personne)
        for adresse in adresses_de(ecole, depot, en_attente, classe):
            obtenus = {client.get(adresse).status_code, client.post(adresse).status_code}
            assert obtenus <= {404, 405}, (personne, adresse)
    depot.refresh_from_db()
    assert (depot.etat, depot.fichiers.count()) == ("lu", 1)


def test_one_s_own_school_does_not_open_another_s_objects(d, ecole, directeur, entrer, en_attente):
    """The address holds one's own UAI and the other school's ids."""
    depot = ImportOnde.objects.create(etablissement=ecole, auteur=directeur)
    client = entrer(d.directrice)
    for adresse in adresses_de(d.elementaire, depot, en_attente, ecole.classes.first())[6:]:
        assert {client.get(adresse).status_code, client.post(adresse).status_code} <= {404, 405}, adresse


def test_a_direction_of_two_schools_chooses(ecole, autre_ecole, directeur, entrer):
    adresse = reverse("annuaire")
    assert entrer(directeur).get(adresse).url == reverse("annuaire_ecole", args=[ecole.uai])
    actions.donner_role(personne=directeur, nature="directeur", etablissement=autre_ecole)
    page = entrer(Personne.objects.get(pk=directeur.pk)).get(adresse)
    assert "École des Marronniers" in page.text
    assert "École du Moulin" in page.text


# --- the operator -----------------------------------------------------------------------------------------------------
def test_the_operator_imports_many_schools_and_sees_counts_only(d, ecole, autre_ecole, entrer, tmp_path):
    from .test_commandes import archive

    chemin = archive(
        tmp_path, **{f"{ecole.uai}/a.csv": ELEVES, f"{ecole.uai}/b.csv": RESPONSABLES, f"{autre_ecole.uai}/a.csv": b"x"}
    )
    client = entrer(d.operateur)
    assert client.get(reverse("annuaire")).url == reverse("annuaire_ecoles")
    with open(chemin, "rb") as flux:
        depose = client.post(reverse("annuaire_territoire"), {"archive": flux})
    page = client.get(depose.url)
    assert "Appliquer 1 école" in page.text
    assert "Les titres de colonnes ne sont pas ceux d’un export ONDE." in page.text
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 0
    depot = ImportTerritoire.objects.get()
    fini = client.post(reverse("annuaire_territoire_appliquer", args=[depot.pk]), follow=True)
    assert Inscription.objects.filter(classe__etablissement=ecole).count() == 3
    depot.refresh_from_db()
    assert (depot.etat, bytes(depot.contenu)) == ("applique", b"")
    for lu in (page.text, fini.text):
        assert "BENALI" not in lu
        assert "Camille" not in lu
    assert "École des Marronniers" in client.get(reverse("annuaire_ecoles")).text


def test_only_the_operator_sees_the_territory(d, mardi, entrer):
    depot = ImportTerritoire.objects.create(auteur=d.operateur, nom="x.zip", contenu=b"", etat="lu")
    adresses = [
        reverse("annuaire_territoire"),
        *[
            reverse(f"annuaire_territoire_{n}", args=[depot.pk])
            for n in ("import", "avancement", "appliquer", "reprendre", "abandonner")
        ],
    ]
    for personne in [d.directrice, d.enseignante, d.mere, d.eleve_cp, d.referente]:
        for adresse in adresses:
            client = entrer(personne)
            assert {client.get(adresse).status_code, client.post(adresse).status_code} <= {404, 405}, (
                personne,
                adresse,
            )
