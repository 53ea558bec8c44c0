"""What an import refused: the figure opens the lines, each with why, and says nobody's name to who follows the school."""

import re
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from ent.annuaire.lectures.ecoles import Recherche, lister
from ent.services.onde import depots
from ent.services.onde.lectures import derniers_imports
from ent.services.onde.lignes import Illisible
from ent.services.onde.models import ImportOnde, ImportTerritoire

from .test_commandes import archive


def eleves(d) -> bytes:
    """Two pupils: one whom the school knows, one whose birthday does not exist."""
    connu = d.eleve_cp
    return (
        "Nom élève;Prénom élève;Date naissance;INE;Niveau;Libellé classe;Identifiant classe\n"
        f"ZANETTI;Orso;32/13/2019;;CP;{d.cp_ce1.nom};{d.cp_ce1.identifiant_onde}\n"
        f"{connu.nom};{connu.prenom};{connu.date_naissance:%d/%m/%Y};{connu.ine};CP;{d.cp_ce1.nom};{d.cp_ce1.identifiant_onde}\n"
    ).encode("cp1252")


def texte(reponse) -> str:
    corps = reponse.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", corps[corps.index("<main") : corps.index("</main>")])).split())


@pytest.fixture
def importee(d, entrer, tmp_path, mardi):
    """The operator's archive, read: one line of the school is refused."""
    chemin = archive(tmp_path, **{f"{d.elementaire.uai}/eleves.csv": eleves(d)})
    client = entrer(d.operateur)
    with open(chemin, "rb") as flux:
        depose = client.post(reverse("annuaire_territoire"), {"archive": flux})
    return ImportTerritoire.objects.get(), client, depose.url


def test_the_figure_of_an_archive_opens_the_refused_lines(d, importee):
    depot, client, page = importee
    adresse = reverse("annuaire_territoire_refus", args=[depot.pk, d.elementaire.uai])
    assert re.search(rf'<a href="{adresse}">1<', client.get(page).text)
    lue = texte(client.get(adresse))
    assert "École du Cerf-Volant : 1 ligne refusée" in lue
    assert "Ligne 2 eleves.csv" in lue
    assert "n’existe pas" in lue


def test_no_name_is_kept_nor_shown(d, importee):
    depot, client, page = importee
    client.post(reverse("annuaire_territoire_appliquer", args=[depot.pk]))
    depot.refresh_from_db()
    refus = [ligne for ecole in depot.bilan["ecoles"] for ligne in ecole["refus"]]
    assert [set(ligne) for ligne in refus] == [{"fichier", "ligne", "raison", "que_faire"}]
    fiche = reverse("annuaire_refus", args=[d.elementaire.uai])
    for reponse in (client.get(page), client.get(fiche)):
        assert "ZANETTI" not in reponse.text and "Orso" not in reponse.text and "32/13/2019" not in reponse.text


def test_the_page_of_the_school_says_how_many_and_leads_there(d, entrer, importee):
    depot, client, _page = importee
    client.post(reverse("annuaire_territoire_appliquer", args=[depot.pk]))
    for qui in (d.operateur, d.referente):
        fiche = entrer(qui).get(reverse("annuaire_fiche", args=[d.elementaire.uai]))
        assert f'<a href="{reverse("annuaire_refus", args=[d.elementaire.uai])}">1 ligne refusée</a>' in fiche.text
        assert "Import refusé" in texte(fiche)
    assert [li.ecole.nom for li in lister(d.operateur, Recherche.de({"etat": "import_refuse"})).lignes] == [
        "École du Cerf-Volant"
    ]


def test_an_archive_of_which_no_school_can_be_applied_is_counted(d, entrer, tmp_path, mardi):
    """Nothing is to be applied, so that it never will be: it is what was refused last."""
    chemin = archive(tmp_path, **{f"{d.elementaire.uai}/eleves.csv": b"a;b\n1;2\n"})
    client = entrer(d.operateur)
    with open(chemin, "rb") as flux:
        depose = client.post(reverse("annuaire_territoire"), {"archive": flux})
    assert "Appliquer" not in texte(client.get(depose.url))
    refusees = lister(d.operateur, Recherche.de({"etat": "import_refuse"}))
    assert [li.ecole.nom for li in refusees.lignes] == ["École du Cerf-Volant"]
    fiche = texte(client.get(reverse("annuaire_fiche", args=[d.elementaire.uai])))
    assert "Import refusé" in fiche and "Rien n’a été écrit" in fiche
    client.post(reverse("annuaire_territoire_abandonner", args=[ImportTerritoire.objects.get().pk]))
    assert lister(d.operateur, Recherche.de({"etat": "import_refuse"})).lignes == []


@pytest.mark.parametrize("est_connue", [True, False])
def test_an_archive_refused_whole_says_so_why_and_what_to_do(d, entrer, tmp_path, mardi, est_connue):
    client, uai = entrer(d.operateur), d.elementaire.uai if est_connue else "0780001C"
    with open(archive(tmp_path, **{f"{uai}/a.csv": b"x"}), "rb") as flux:
        page = texte(client.post(reverse("annuaire_territoire"), {"archive": flux}, follow=True))
    assert "Refusé." in page and "Bilan à relire" not in page
    assert "Aucune école de cette archive n’a pu être importée. Rien n’a été écrit." in page
    pourquoi = (
        "Les titres de colonnes ne sont pas ceux d’un export ONDE."
        if est_connue
        else "ouvrez-la dans « Établissements »"
    )
    assert pourquoi in page and "Déposer l’archive à nouveau" in page
    assert "Appliquer" not in page
    depot = ImportTerritoire.objects.get()
    assert (depot.etat, bytes(depot.contenu)) == ("echoue", b"")
    assert "refusé" in client.get(reverse("annuaire_territoire")).text
    assert (d.elementaire.pk in derniers_imports()) == est_connue


def test_an_archive_that_can_be_applied_no_more_says_that_nothing_was_written(d, entrer, tmp_path, mardi, monkeypatch):
    def refuser(**_comment):
        raise Illisible("a.csv", 3, "L’annuaire a changé.")

    client = entrer(d.operateur)
    with open(archive(tmp_path, **{f"{d.elementaire.uai}/a.csv": eleves(d)}), "rb") as flux:
        client.post(reverse("annuaire_territoire"), {"archive": flux})
    monkeypatch.setattr("ent.services.onde.territoire.importer", refuser)
    page = client.post(reverse("annuaire_territoire_appliquer", args=[ImportTerritoire.objects.get().pk]), follow=True)
    lue = texte(page)
    assert "Refusé." in lue and "L’annuaire a changé." in lue and "Appliqué" not in lue


def test_archives_refused_whole_before_are_so(d, importee):
    refusee = ImportTerritoire.objects.create(nom="x.zip", contenu=b"x", etat="lu", bilan={"ecoles": [{"erreur": "…"}]})
    import_module("ent.annuaire.migrations.0015_archive_refusee").refuser(apps, None)
    refusee.refresh_from_db()
    assert (refusee.etat, bytes(refusee.contenu)) == ("echoue", b"") and refusee.erreur
    assert ImportTerritoire.objects.filter(etat="lu").count() == 1  # of which a school may be applied


def test_an_archive_that_waits_to_be_applied_is_not(d, importee):
    assert lister(d.operateur, Recherche.de({"etat": "import_refuse"})).lignes == []


def test_a_direction_s_own_import_keeps_them_too(d, entrer, mardi):
    depot = depots.deposer(etablissement=d.elementaire, auteur=d.directrice, fichiers=[("eleves.csv", eleves(d))])
    plan = depots.plan_de(depot)
    depots.demander_application(depot=depot, auteur=d.directrice, plan=plan, reponses={}, empreinte=plan.empreinte())
    depots.appliquer(import_id=depot.pk)
    depot.refresh_from_db()
    assert depot.etat == ImportOnde.Etat.APPLIQUE
    adresse = reverse("annuaire_refus", args=[d.elementaire.uai])
    client = entrer(d.directrice)
    assert adresse in client.get(reverse("annuaire_import_plan", args=[d.elementaire.uai, depot.pk])).text
    assert "Ligne 2 eleves.csv" in texte(client.get(adresse))
    # A direction names its files as it likes: whoever follows the school reads the line alone.
    assert "Ligne 2" in texte(entrer(d.operateur).get(adresse)) and "eleves.csv" not in texte(
        entrer(d.operateur).get(adresse)
    )
    # Abandoned from a page opened before: what was applied is not said to have changed nothing.
    trop_tard = client.post(reverse("annuaire_import_abandonner", args=[d.elementaire.uai, depot.pk]), follow=True)
    assert "Cet import n’était plus à annuler" in trop_tard.text and "rien n’a changé" not in trop_tard.text


def test_an_import_of_before_says_that_its_lines_were_not_kept(d, entrer, mardi):
    ImportOnde.objects.create(
        etablissement=d.elementaire, etat=ImportOnde.Etat.APPLIQUE, applique_le=mardi, bilan={"rejets": 3}
    )
    lue = texte(entrer(d.operateur).get(reverse("annuaire_refus", args=[d.elementaire.uai])))
    assert "3 lignes refusées" in lue and "n’ont pas été gardées" in lue


@pytest.mark.parametrize("qui", ["enseignante", "mere", "directrice_maternelle"])
def test_nobody_else_reads_them(d, entrer, mardi, qui):
    ImportOnde.objects.create(
        etablissement=d.elementaire, etat=ImportOnde.Etat.APPLIQUE, applique_le=mardi, bilan={"rejets": 3}
    )
    assert entrer(getattr(d, qui)).get(reverse("annuaire_refus", args=[d.elementaire.uai])).status_code == 404
