"""The whole loop in Chromium: ONDE files, plan, slips, activation, first homework, seen live by parent and pupil."""

import re

import pypdf
import pytest

from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

ENTETE_ELEVES = (
    "Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Sexe;INE;Niveau;Libellé classe;Identifiant classe;PCS"
)
ENTETE_RESPONSABLES = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;"
    "Commune responsable;Pays;Courriel;Téléphone domicile;Téléphone travail;Téléphone portable;"
    "Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants"
)
PRESENTS = """[[i.eleve.nom, '', i.eleve.prenom, i.eleve.date_naissance.strftime('%d/%m/%Y'), '', i.eleve.ine, i.niveau,
  i.classe.nom, i.classe.identifiant_onde, '52']
  for i in Inscription.objects.filter(classe__etablissement=d.elementaire, fin=None).select_related('eleve', 'classe')]"""


@pytest.fixture
def exports(serveur, tmp_path) -> list[str]:
    """What the school's ONDE gives today: the pupils we know, Milo who arrives, a date that does not exist."""
    lignes = [";".join(ligne) for ligne in serveur.lire(PRESENTS.replace("\n", " "))]
    lignes.append("VERDIER;;Milo;12/05/2020;M;260789999AA;CP;CP-CE1;991001;52")
    lignes.append("LEROUX;;Tom;31/02/2019;M;260789998AA;CP;CP-CE1;991001;52")
    eleves, responsables = tmp_path / "CSVExtraction.csv", tmp_path / "CSVExtraction (1).csv"
    eleves.write_bytes("\r\n".join([ENTETE_ELEVES, *lignes, ""]).encode("cp1252"))
    responsables.write_bytes(
        "\r\n".join(
            [
                ENTETE_RESPONSABLES,
                "Mme;;VERDIER;Lucie;3 rue des Prés;78190;Trappes;FRANCE;;;;0612345678;;VERDIER;Milo;CP-CE1",
                "M.;;BENALI;Karim;;;;;;;;;;BENALI;Yaniss;CP-CE1",
                "",
            ]
        ).encode("cp1252")
    )
    return [str(eleves), str(responsables)]


def test_from_an_onde_export_to_the_first_homework(appareil, serveur, exports, tmp_path):
    bureau = appareil("bureau")
    bureau.entrer_au_formulaire("anne.quemeneur@exemple.fr")
    bureau.page.get_by_role("link", name="Élèves", exact=True).first.click()
    bureau.page.get_by_role("link", name="Importer depuis ONDE").click()
    bureau.page.locator("input[type=file]").set_input_files(exports)
    bureau.page.locator("main form button").first.click()

    # The plan, before anything is written.
    bureau.page.get_by_role("heading", name="Voici ce qui va changer").wait_for()
    bureau.photographier("import-plan")
    plan = bureau.page.locator("main").inner_text()
    assert "Rien n’est encore écrit." in plan
    assert "Aucun élève de l’école ne porte ce nom." in plan
    assert "Cette date de naissance n’existe pas." in plan
    assert serveur.lire("Personne.objects.filter(nom__iexact='verdier').count()") == 0
    bureau.page.get_by_role("button", name=re.compile("^Appliquer ")).click()
    bureau.page.get_by_role("heading", name="C’est fait").wait_for(timeout=30000)
    bureau.photographier("import-fait")
    assert serveur.lire("Personne.objects.filter(nom__iexact='verdier').count()") == 2

    # The slips of the class: Lucie's code is read on the paper.
    bureau.page.get_by_role("link", name="CP-CE1").click()
    with bureau.page.expect_download() as papier:
        bureau.page.get_by_role("button", name="Préparer les papiers (PDF)").click()
    papier.value.save_as(tmp_path / "papiers.pdf")
    texte = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "papiers.pdf").pages)
    billet = texte[texte.index("Mme Lucie V") :]
    code = re.search(r"\b([A-Z0-9]{4}) ([A-Z0-9]{4})\b", billet)
    assert code

    # The mother opens her account on her phone.
    telephone = appareil("telephone")
    telephone.aller("/activer/")
    telephone.page.get_by_label("Code du papier").fill(code[0])
    telephone.page.get_by_label(re.compile("^Date de naissance")).fill("12/05/2020")
    telephone.photographier("activation-code")
    telephone.page.get_by_role("button", name="Continuer").click()
    assert "Milo" in telephone.page.locator("main").inner_text()
    telephone.page.get_by_role("button", name="Oui, c’est moi").click()
    telephone.page.get_by_label(re.compile("^Adresse e-mail")).fill("lucie.verdier@exemple.fr")
    telephone.page.locator("input[type=password]").first.fill("trois mots de Lucie")
    telephone.photographier("activation-mot-de-passe")
    telephone.page.locator("main form button.bouton").last.click()
    telephone.page.wait_for_url(serveur.adresse + "/")
    assert "Milo" in telephone.page.locator("main").inner_text()

    # Milo comes in by his pictures; the teacher gives the first homework; both see it.
    tablette = appareil("tablette")
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"), "Milo")
    maitresse = appareil("telephone")
    maitresse.entrer_au_formulaire("claire.lefort@exemple.fr")
    maitresse.page.get_by_role("link", name="Semaine").last.click()
    maitresse.page.get_by_role("link", name="Donner du travail", exact=True).click()
    maitresse.page.get_by_label("Ce qu’il y a à faire").fill("Bienvenue Milo : apporter une photo")
    maitresse.page.get_by_role("button", name="Donner aux familles").click()
    telephone.page.get_by_text("Bienvenue Milo : apporter une photo").first.wait_for(timeout=5000)
    tablette.page.get_by_text("Bienvenue Milo : apporter une photo").first.wait_for(timeout=5000)
    telephone.photographier("premier-travail-mere")
    tablette.photographier("premier-travail-eleve")


def test_change_of_pupil_takes_one_tap(appareil, serveur):
    tablette = appareil("tablette")
    entrer_par_les_images(tablette, serveur, serveur.lire("d.cp_ce1.jeton_tablette"))
    tablette.page.get_by_role("button", name="J’ai fini, retour au mur").click()
    tablette.page.get_by_role("heading", name="Qui es-tu ?").wait_for()
    tablette.aller("/")
    tablette.page.wait_for_url(re.compile("/(entrer|tablette)/"))
