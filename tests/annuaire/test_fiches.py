"""Sheets: what one school holds of a pupil and of an adult, and who reads which part of it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.lectures.comptes import responsables_par_compte, sans_responsable
from ent.annuaire.models import AnneeScolaire, Classe, Inscription, Personne, Responsabilite
from ent.connexion import actions as actions_connexion
from ent.connexion.models import CodeActivation

COORDONNEES = {
    "adresse": "7 allée des Tilleuls", "code_postal": "78190", "ville": "Trappes", "telephone": "01 30 50 11 22",
    "telephone_portable": "06 98 76 54 32", "telephone_travail": "01 39 44 55 66", "courriel_contact": "maison@exemple.fr",
}  # fmt: skip


@pytest.fixture
def lieux(d, mardi):
    """Addresses of the school's sheets, and what only its direction reads laid on the mother and the child."""
    for qui in (d.mere, d.eleve_cp):
        Personne.objects.filter(pk=qui.pk).update(**COORDONNEES)
    Personne.objects.filter(pk=d.pere_separe.pk).update(telephone_portable="06 11 22 33 44")

    class Lieux:
        ines = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
        mere = reverse("annuaire_adulte", args=[d.elementaire.uai, d.mere.uuid])
        mere_ailleurs = reverse("annuaire_adulte", args=[d.maternelle.uai, d.mere.uuid])
        claire = reverse("annuaire_adulte", args=[d.elementaire.uai, d.enseignante.uuid])

    return Lieux


def lien(d) -> Responsabilite:
    return Responsabilite.objects.get(adulte=d.pere_separe, enfant=d.eleve_cp)


def test_a_direction_reads_what_the_school_holds_of_a_pupil(d, lieux, entrer):
    passee = AnneeScolaire.objects.pour(dt.date(2025, 10, 1))
    gs = Classe.objects.create(etablissement=d.elementaire, annee=passee, nom="Grands d’avant")
    Inscription.objects.create(
        eleve=d.eleve_cp, classe=gs, niveau="GS", debut=dt.date(2025, 9, 1), fin=dt.date(2026, 8, 31)
    )
    d.groupe_lecture.eleves.add(d.eleve_cp)
    page = entrer(d.directrice).get(lieux.ines).text
    for dit in (
        "Inès Belhadj", "CP-CE1", "2026-2027", "Mme Lefort", "Grands d’avant", "2025-2026", d.eleve_cp.ine, "Lecture à voix haute",
        "M. Mehdi Belhadj", "Mme Nadia Belhadj", "a l’autorité parentale", "a ouvert son compte", *COORDONNEES.values(), "06 11 22 33 44",
    ):  # fmt: skip
        assert dit in page, dit


def test_a_teacher_of_the_class_reads_neither_contacts_nor_the_national_number(d, lieux, entrer):
    page = entrer(d.enseignante).get(lieux.ines).text
    for dit in ("Inès Belhadj", "Mme Nadia Belhadj", "a l’autorité parentale", "1er janvier 2020"):
        assert dit in page, dit
    for tu in (
        *COORDONNEES.values(),
        "06 11 22 33 44",
        d.eleve_cp.ine,
        "/responsables/",
    ):
        assert tu not in page, tu
    assert "exemple.fr" not in page


def test_an_adult_s_sheet_says_their_children_of_this_school_alone(d, lieux, entrer):
    page = entrer(d.directrice).get(lieux.mere).text
    assert "Inès Belhadj" in page and "Sofiane Belhadj" in page and "06 98 76 54 32" in page
    assert not re.search("Lina|Coquelicots|Moyens", page)
    ailleurs = entrer(d.directrice_maternelle).get(lieux.mere_ailleurs).text
    assert "Lina-Maëlys" in ailleurs and not re.search("Inès|Sofiane|Cerf-Volant", ailleurs)
    claire = entrer(d.enseignante).get(lieux.mere).text
    assert "Inès Belhadj" in claire and not re.search("Sofiane|CM2|06 98|maison@|Tilleuls", claire)


@pytest.mark.parametrize(
    "qui", ["mere", "pere_separe", "mere_arabophone", "eleve_cp", "directrice_maternelle", "referente", "operateur"]
)
def test_nobody_else_opens_a_sheet(d, lieux, entrer, qui):
    client = entrer(getattr(d, qui))
    assert [client.get(a).status_code for a in (lieux.ines, lieux.mere, lieux.claire)] == [404, 404, 404]


def test_a_teacher_opens_the_sheets_of_their_pupils_alone(d, lieux, entrer):
    sofiane = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cm2.uuid])
    kenza = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_ce1.uuid])
    assert [entrer(d.enseignante).get(a).status_code for a in (lieux.ines, sofiane, kenza)] == [200, 404, 200]
    assert [entrer(d.enseignant).get(a).status_code for a in (lieux.ines, sofiane, kenza)] == [404, 200, 200]


@pytest.mark.besoin_de("messagerie", "cahier_de_textes", "ent.services.vie_scolaire")
def test_who_holds_a_group_reads_the_pupil_and_keeps_nothing_of_their_class(d, lieux, entrer):
    """Kenza is of the group, in a class that its teacher does not hold: neither her secret, nor papers, nor image rights."""
    kenza = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_ce1.uuid])
    page = entrer(d.enseignant).get(kenza).text
    assert "Lecture à voix haute" in page
    assert not re.search("secret d’accès|Imprimer son papier|Droit à l’image|Écrire à sa famille|La semaine de", page)
    titulaire = entrer(d.enseignante).get(kenza).text
    for dit in (
        "Son secret d’accès",
        "Imprimer son papier",
        "Droit à l’image",
        "Écrire à sa famille",
        "La semaine de CP-CE1",
    ):
        assert dit in titulaire, dit
    assert "Lecture à voix haute" not in titulaire  # a group of somebody else


def test_a_sheet_ends_with_the_day_the_pupil_leaves(d, lieux, entrer):
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=timezone.localdate() - dt.timedelta(days=1))
    assert [entrer(q).get(lieux.ines).status_code for q in (d.directrice, d.enseignante)] == [302, 404]
    page = entrer(d.directrice).get(lieux.mere)
    assert "Sofiane" in page.text and "Inès" not in page.text


@pytest.mark.parametrize(
    ("autorite", "phrase"),
    [
        ("confirmee", "a l’autorité parentale"),
        ("a_confirmer", "autorité parentale à confirmer"),
        ("sans", "n’a pas l’autorité parentale : ne lit rien de l’enfant"),
    ],
)
def test_authority_is_said_in_words(d, lieux, entrer, autorite, phrase):
    Responsabilite.objects.filter(enfant=d.eleve_cp).update(autorite=autorite)
    pere = reverse("annuaire_adulte", args=[d.elementaire.uai, d.pere_separe.uuid])
    for adresse in (lieux.ines, pere):
        assert phrase in entrer(d.enseignante).get(adresse).text


def test_who_has_no_authority_has_no_account_to_open_nor_household_to_write_to(d, lieux, entrer):
    Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).update(autorite="sans")
    page = entrer(d.enseignante).get(reverse("annuaire_adulte", args=[d.elementaire.uai, d.pere_separe.uuid])).text
    assert not re.search("Écrire|Imprimer", page)
    assert f"{d.mere.pk}-{d.pere_separe.pk}" not in page


def test_the_team_is_read_by_the_direction_with_what_it_may_do(d, lieux, entrer):
    page = entrer(d.directrice).get(lieux.claire).text
    for dit in (
        "Enseignant",
        "CP-CE1",
        reverse("annuaire_membre_classes", args=[d.elementaire.uai, d.enseignante.uuid]),
        reverse("annuaire_equipe", args=[d.elementaire.uai]),
    ):
        assert dit in page, dit
    assert entrer(d.enseignant).get(lieux.claire).status_code == 404
    # A colleague who is also a parent of one's class is read as a parent.
    Responsabilite.objects.create(
        adulte=d.enseignant, enfant=d.eleve_cp, etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
    )
    parent = entrer(d.enseignante).get(reverse("annuaire_adulte", args=[d.elementaire.uai, d.enseignant.uuid])).text
    assert "Inès Belhadj" in parent and "Son travail" not in parent


def test_the_paper_is_said_printed_and_its_page_prints_theirs_alone(d, lieux, entrer):
    estelle = Personne.objects.get(prenom="Estelle", nom="de Kersaint")
    adresse = reverse("annuaire_adulte", args=[d.elementaire.uai, estelle.uuid])
    page = entrer(d.enseignante).get(adresse).text
    assert "pas encore de compte" in page and "Son papier n’a pas encore été imprimé" in page
    papiers = f"{reverse('connexion_feuilles', args=[d.cp_ce1.pk])}?pour={estelle.uuid}"
    assert papiers in page
    feuilles = entrer(d.enseignante).get(papiers).text
    assert re.findall(r'name="(?:responsable|eleve)" value="(\d+)" checked', feuilles) == [str(estelle.pk)]
    actions_connexion.preparer_papiers(
        classe=d.cp_ce1, auteur=d.enseignante, responsables={estelle.pk}, eleves=set(), nouveaux=False
    )
    assert "Son papier a été imprimé le 24 novembre 2026" in entrer(d.enseignante).get(adresse).text
    toutes = entrer(d.enseignante).get(reverse("connexion_feuilles", args=[d.cp_ce1.pk])).text
    assert len(re.findall(r'value="\d+" checked', toutes)) > 20


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_image_rights_are_summed_up_by_their_room_without_naming_who_said_what(d, lieux, entrer):
    page = entrer(d.enseignante).get(lieux.ines).text
    assert "Droit à l’image" in page and "l’école n’a rien demandé à sa famille" in page


@pytest.mark.parametrize("page", ["classe", "equipe", "responsables"])
def test_pages_that_exist_lead_to_the_sheets(d, lieux, entrer, page):
    adresse, attendu = {
        "classe": (reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk]), lieux.ines),
        "equipe": (reverse("annuaire_equipe", args=[d.elementaire.uai]), lieux.claire),
        "responsables": (reverse("annuaire_responsables", args=[d.elementaire.uai]) + "?tous=1", lieux.mere),
    }[page]
    assert f'href="{attendu}"' in entrer(d.directrice).get(adresse).text


def test_who_has_no_level_has_it_said_from_their_sheet_by_the_direction(d, lieux, entrer):
    adresse = reverse("annuaire_niveaux", args=[d.elementaire.uai])
    assert adresse not in entrer(d.directrice).get(lieux.ines).text
    Inscription.objects.filter(eleve=d.eleve_cp).update(niveau="", niveau_ecrit="ULIS école")
    page = entrer(d.directrice).get(lieux.ines).text
    assert "ULIS école" in page and adresse in page
    assert adresse not in entrer(d.enseignante).get(lieux.ines).text


def test_a_sheet_leads_to_the_ties_of_that_child_alone(d, lieux, entrer):
    adresse = f"{reverse('annuaire_responsables', args=[d.elementaire.uai])}?eleve={d.eleve_cp.uuid}"
    client = entrer(d.directrice)
    assert adresse in client.get(lieux.ines).text
    page = client.get(adresse).text
    assert "Mehdi Belhadj" in page and "Inès Belhadj" in page and not re.search("Sofiane|Haddad", page)
    assert client.get(adresse[:-4] + "zzzz").status_code == 404
    # Of another school, this one says nothing.
    lina = f"{reverse('annuaire_responsables', args=[d.elementaire.uai])}?eleve={d.eleve_ms.uuid}"
    assert "Lina" not in client.get(lina).text


@pytest.mark.parametrize("freres", [1, 3])
@pytest.mark.toute_la_maison
def test_a_sheet_costs_the_same_whatever_the_family(d, lieux, entrer, freres):
    for n in range(freres - 1):
        enfant = Personne.objects.create(prenom=f"Cadet {n}", nom="Belhadj")
        Inscription.objects.create(eleve=enfant, classe=d.cp_ce1, debut=dt.date(2026, 9, 1))
        for adulte in (d.mere, d.pere_separe):
            Responsabilite.objects.create(
                adulte=adulte, enfant=enfant, etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
            )
    client = entrer(d.directrice)
    client.get(lieux.mere)
    with CaptureQueriesContext(connection) as requetes:
        client.get(lieux.mere)
    assert len(requetes) == REQUETES_ADULTE
    with CaptureQueriesContext(connection) as requetes:
        client.get(lieux.ines)
    assert len(requetes) == REQUETES_ELEVE


REQUETES_ADULTE, REQUETES_ELEVE = 21, 29


@pytest.mark.besoin_de("messagerie")
def test_a_class_says_what_the_school_knows_and_what_one_does_stands_on_the_sheet(d, mardi, entrer):
    client = entrer(d.directrice)
    page = client.get(reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])).text
    assert d.eleve_cp.ine in page and "Suspendre" not in page
    assert (
        "Suspendre ses messages"
        in client.get(reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])).text
    )


def test_accounts_to_open_are_printed_from_their_line(d, mardi, entrer):
    page = entrer(d.directrice).get(reverse("annuaire_comptes", args=[d.elementaire.uai])).text
    papiers = reverse("connexion_feuilles", args=[d.cp_ce1.pk])
    assert f'href="{papiers}?pour=' in page
    assert (
        "Imprimer son papier"
        not in entrer(d.directrice).get(reverse("annuaire_comptes", args=[d.elementaire.uai]) + "?ouverts=1").text
    )


def test_the_list_of_accounts_says_who_has_their_paper_in_one_query(d, mardi, entrer):
    client, ici = entrer(d.directrice), reverse("annuaire_comptes", args=[d.elementaire.uai])
    client.get(ici)
    with CaptureQueriesContext(connection) as sans:
        assert "papier imprimé" not in client.get(ici).text
    sans_compte, _ouverts = responsables_par_compte(d.elementaire)
    for adulte in sans_compte[:3]:
        actions_connexion.emettre_code(personne=adulte.personne, etablissement=d.elementaire)
    with CaptureQueriesContext(connection) as avec:
        page = client.get(ici).text
    assert page.count("papier imprimé le 24 novembre") == 3 and len(avec) == len(sans)
    CodeActivation.objects.update(expire_le=mardi)
    assert "papier imprimé" not in client.get(ici).text  # it opens nothing any more


def test_pupils_without_a_responsable_are_said_by_class_and_nobody_waits_for_their_paper(d, mardi, entrer):
    adresse = reverse("annuaire_comptes", args=[d.elementaire.uai])
    client, phrase = entrer(d.directrice), "Des élèves n’ont encore aucun responsable connu"
    avant = {nom: n for _pk, nom, n in sans_responsable(d.elementaire)}
    Responsabilite.objects.filter(enfant=d.eleve_cp).update(fin=mardi.date() - dt.timedelta(days=1))
    apres = {nom: n for _pk, nom, n in sans_responsable(d.elementaire)}
    assert apres == avant | {d.cp_ce1.nom: avant.get(d.cp_ce1.nom, 0) + 1}
    camarade = d.cm2.inscriptions.exclude(eleve__in=d.gens.values()).first().eleve
    Responsabilite.objects.filter(enfant=camarade).delete()
    Personne.objects.filter(pk=camarade.pk).update(fermee_le=mardi)  # whose account was closed is waited for by nobody
    assert {nom: n for _pk, nom, n in sans_responsable(d.elementaire)} == apres
    page = client.get(adresse).text
    assert phrase in page and reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk]) in page
    assert phrase not in client.get(adresse + "?ouverts=1").text
    Responsabilite.objects.filter(etablissement=d.elementaire).update(fin=mardi.date() - dt.timedelta(days=1))
    assert "Tous les responsables connus ont ouvert leur compte." in client.get(adresse).text


def test_a_college_is_told_where_responsables_come_from_there(c, mardi, entrer):
    seul = Personne.objects.filter(inscriptions__classe__etablissement=c.ecole, responsables=None).first()
    client = entrer(c.principale)
    for adresse in (
        reverse("annuaire_comptes", args=[c.ecole.uai]),
        reverse("annuaire_eleve", args=[c.ecole.uai, seul.uuid]),
    ):
        page = client.get(adresse).text
        assert "l’annuaire de l’État (AAF), que relève l’opérateur du site" in page.replace("L’annuaire", "l’annuaire")
        assert "import du fichier des responsables" not in page and "export des responsables" not in page


def test_a_class_counts_the_responsables_whom_its_sheets_show(d, mardi, entrer):
    """Those whom another school declares are no one's here: « Comptes » says so of the class, and leads to its page."""
    directrice, page = entrer(d.directrice), reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])

    def combien() -> str:
        ligne = directrice.get(page).text.split(str(d.eleve_cp.uuid))[1].split("</tr>")[0]
        return ligne.rsplit(">", 2)[-2].split("<")[0]

    assert combien() == str(Responsabilite.objects.filter(enfant=d.eleve_cp, fin=None).count())
    Responsabilite.objects.filter(enfant=d.eleve_cp).update(etablissement=d.maternelle)
    assert combien() == "0"
