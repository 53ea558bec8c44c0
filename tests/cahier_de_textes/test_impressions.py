"""On paper and out: what is printed is read back, page by page."""

import csv
import datetime as dt
import io
import json
import zipfile

import pypdf
import pytest
from django.urls import reverse

from cahier_de_textes.actions import visas
from cahier_de_textes.exports import nom_sur
from cahier_de_textes.lectures.impressions import etiquettes
from cahier_de_textes.models import Seance, Travail
from cahier_de_textes.pdf import etiquettes_pdf
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_organisation import JEUDI, LUNDI, MARDI, seance

SEMAINE = {"semaine": "2026-11-24"}


def lire(contenu: bytes) -> list[str]:
    """Text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(contenu)).pages]


def semaine(client, classe, **parametres) -> list[str]:
    return lire(client.get(reverse("cahier_imprimer_classe", args=[classe.pk]), SEMAINE | parametres).content)


# --- The week ---------------------------------------------------------------------------------------------------------
def test_the_week_is_one_landscape_page_with_everything_in_it(d, mardi, entrer):
    seance(d, heure=dt.time(10, 30))
    seance(d, titre="Le gymnase", moment="apres_midi", niveaux="", domaine="EPS-RAC", contenu=[])
    donner(d, niveau="CP", minutes=10)
    donner(d, texte="Relire avec moi", eleves=[d.eleve_cp])
    visas.apposer_visa(classe=d.cp_ce1, par=d.directrice, date_lundi=LUNDI, mot="Vu.")
    reponse = entrer(d.enseignante).get(reverse("cahier_imprimer_classe", args=[d.cp_ce1.pk]), SEMAINE)
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == 'inline; filename="semaine-cp-ce1-2026-11-23.pdf"'
    assert "no-cache" in reponse["Cache-Control"] and "private" in reponse["Cache-Control"]
    pages = pypdf.PdfReader(io.BytesIO(reponse.content)).pages
    assert len(pages) == 1
    assert [round(float(c) / 72 * 25.4) for c in pages[0].mediabox[2:]] == [297, 210]
    (texte,) = lire(reponse.content)
    for attendu in (
        "CP-CE1 : semaine du 23 novembre 2026", "École du Cerf-Volant", "Mardi 24 novembre", "10 h 30 · CP · Les dizaines",
        "Nombres et calcul", "Faire des paquets de dix.", "Après-midi", "Le gymnase", "Jeudi 26 novembre",
        "CP · À lire : Relire la page 14 (10 min)", "quelques élèves", "Visa de la direction : Anne Quéméneur",
    ):  # fmt: skip
        assert attendu in texte
    assert "Inès" not in texte and "…" not in texte and "Mercredi" not in texte


def test_a_heavy_week_shrinks_to_one_page_before_it_cuts(d, mardi, entrer):
    for jour in range(4):
        for n in range(6):
            seance(d, date=LUNDI + dt.timedelta(days=[0, 1, 3, 4][jour]), titre=f"Séance {jour}-{n}", niveaux="")
    (texte,) = semaine(entrer(d.enseignante), d.cp_ce1)
    assert all(f"Séance {jour}-{n}" in texte for jour in range(4) for n in range(6))
    assert "des textes sont coupés" not in texte


def test_a_week_too_long_for_a_page_keeps_its_titles_and_says_that_it_cut(d, mardi, entrer):
    long = [{"type": "texte", "value": f"<p>{'Une consigne qui dure. ' * 60}</p>"}]
    for n in range(14):
        seance(d, titre=f"Séance {n}", contenu=long)
    (texte,) = semaine(entrer(d.enseignante), d.cp_ce1)
    assert all(f"Séance {n}" in texte for n in range(14))
    assert "…" in texte and "Semaine chargée : des textes sont coupés (…)." in texte


def test_a_week_that_no_page_can_hold_is_still_one_page(d, mardi, entrer):
    for n in range(30):
        seance(d, titre=f"Séance {n} " + "au titre interminable " * 8)
        donner(d, date_pour=MARDI, texte="Apprendre " * 50)
    (texte,) = semaine(entrer(d.enseignante), d.cp_ce1)
    assert "Séance 0" in texte and "Séance 29" not in texte and "des textes sont coupés" in texte


def test_other_scripts_and_emoji_do_not_break_the_page(d, mardi, entrer):
    seance(d, titre="Lire قطة 📖 et Nguyễn 漢字", contenu=[{"type": "mots", "value": ["كتاب", "🐢"]}])
    (texte,) = semaine(entrer(d.enseignante), d.cp_ce1)
    assert "Lire قطة et Nguyễn ?" in texte and "كتاب" in texte


def test_a_week_of_holidays_and_a_group_are_printed_too(d, mardi, entrer):
    client = entrer(d.enseignant)
    assert "Pas de classe cette semaine." in semaine(client, d.cm2, semaine="2026-12-28")[0]
    donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant)
    contenu = client.get(reverse("cahier_imprimer_groupe", args=[d.groupe_lecture.pk]), SEMAINE).content
    assert "Lecture à voix haute : semaine du 23 novembre 2026" in lire(contenu)[0]
    assert "Relire la page 14" in lire(contenu)[0]


def test_the_direction_does_not_print_drafts(d, mardi, entrer):
    seance(d, titre="En projet", publie_le=None, visible_le=None)
    assert "En projet (brouillon)" in semaine(entrer(d.enseignante), d.cp_ce1)[0]
    assert "En projet" not in semaine(entrer(d.directrice), d.cp_ce1)[0]


# --- Labels -----------------------------------------------------------------------------------------------------------
def test_one_label_per_pupil_concerned_grouped_by_level(d, mardi, entrer):
    donner(d, niveau="CP", texte="Page 14")
    donner(d, texte="Le cahier rouge", eleves=[d.eleve_ce1])
    donner(d, texte="En projet", est_brouillon=True)
    faites = etiquettes(d.enseignante, d.cp_ce1, JEUDI)
    assert [e.niveau for e in faites] == ["CP"] * 14 + ["CE1"]
    assert {e.prenom for e in faites if e.prenom.startswith("Gabriel")} == {"Gabriel B.", "Gabriel M."}
    adresse = reverse("cahier_etiquettes_classe", args=[d.cp_ce1.pk])
    client = entrer(d.enseignante)
    pages = lire(client.get(adresse, {"jour": "2026-11-26"}).content)
    texte = " ".join(pages)
    assert texte.count("Pour jeudi 26 novembre") == 15 and texte.count("À lire : Page 14") == 14
    assert texte.count("Le cahier rouge") == 1 and "CE1 · Kenza" in texte and "En projet" not in texte
    choix = client.get(adresse, SEMAINE).text
    assert "Pour jeudi 26 novembre" in choix and "2 travaux" in choix


def test_work_of_a_group_is_on_the_labels_of_the_class_only_for_who_follows_it(d, mardi):
    donner(d, classe=None, groupe=d.groupe_lecture, auteur=d.enseignant, texte="La scène 2")
    assert etiquettes(d.enseignante, d.cp_ce1, JEUDI) == []
    assert [e.prenom for e in etiquettes(d.enseignant, d.cm2, JEUDI)] == ["Sofiane"]
    assert [e.prenom for e in etiquettes(d.enseignant, d.groupe_lecture, JEUDI)] == ["Kenza", "Sofiane"]


@pytest.mark.parametrize(("nombre", "mots"), [(1, 4), (3, 80), (12, 80)])
def test_a_label_is_as_high_as_its_text_needs(d, mardi, nombre, mots):
    for n in range(nombre):
        donner(d, texte=f"n{n} " + "mot " * mots)
    faites = etiquettes(d.enseignante, d.cp_ce1, JEUDI)
    texte = " ".join(lire(etiquettes_pdf(d.cp_ce1, JEUDI, faites)))
    assert texte.count("Pour jeudi") == 24 and texte.count(f"n{nombre - 1} ") == 24
    assert texte.count("mot") == 24 * nombre * mots


def test_nothing_to_paste_is_said(d, mardi, entrer):
    client, adresse = entrer(d.enseignante), reverse("cahier_etiquettes_classe", args=[d.cp_ce1.pk])
    assert "Rien n’est donné pour la semaine du 23 novembre" in client.get(adresse, SEMAINE).text
    assert "il n’y a rien à coller" in lire(client.get(adresse, {"jour": "2026-11-26"}).content)[0]


# --- The year ---------------------------------------------------------------------------------------------------------
def test_the_year_is_a_document_by_week_with_its_visas(d, mardi, entrer):
    seance(d, date=dt.date(2026, 9, 8), titre="La rentrée")
    seance(d)
    donner(d, niveau="CE1")
    donner(d, texte="En projet", est_brouillon=True)
    visas.apposer_visa(
        classe=d.cp_ce1,
        par=d.directrice,
        date_lundi=LUNDI,
        nature="inspection",
        nom_inspection="Mme Aubry",
        mot="Bien.",
    )
    contenu = entrer(d.enseignante).get(reverse("cahier_annee_pdf_classe", args=[d.cp_ce1.pk])).content
    texte = " ".join(lire(contenu))
    for attendu in (
        "Cahier de textes : CP-CE1, 2026-2027", "Semaine du 7 septembre 2026", "La rentrée", "Semaine du 23 novembre 2026",
        "Visa de l’inspection : Mme Aubry, 24 novembre 2026 — Bien.", "CE1 · À lire : Relire la page 14", "Compter.",
    ):  # fmt: skip
        assert attendu in texte
    assert "En projet" not in texte
    plan = pypdf.PdfReader(io.BytesIO(contenu)).outline
    assert [entree.title for entree in plan] == ["Semaine du 7 septembre 2026", "Semaine du 23 novembre 2026"]


def archive(client, classe) -> zipfile.ZipFile:
    reponse = client.get(reverse("cahier_annee_zip_classe", args=[classe.pk]), headers={"Accept-Encoding": "gzip"})
    assert reponse["Content-Disposition"] == 'attachment; filename="cahier-cp-ce1-2026-2027.zip"'
    assert "Content-Encoding" not in reponse
    return zipfile.ZipFile(io.BytesIO(reponse.getvalue()))


def test_the_archive_has_two_tables_and_the_blocks(d, mardi, entrer):
    seance(d, titre='=HYPERLINK("http://mal")')
    donner(d, niveau="CE1", texte="-1 de moins", minutes=5)
    donner(d, texte="En projet", est_brouillon=True, eleves=[d.eleve_cp])
    with archive(entrer(d.enseignante), d.cp_ce1) as zip_:
        assert zip_.testzip() is None
        assert zip_.namelist() == ["séances.csv", "travaux.csv", "cahier.json"]
        assert zip_.read("séances.csv").startswith(b"\xef\xbb\xbfdate;")
        (ligne,) = csv.DictReader(io.StringIO(zip_.read("séances.csv").decode("utf-8-sig")), delimiter=";")
        travaux = list(csv.DictReader(io.StringIO(zip_.read("travaux.csv").decode("utf-8-sig")), delimiter=";"))
        cahier = json.loads(zip_.read("cahier.json"))
        tout = "".join(zip_.read(nom).decode() for nom in zip_.namelist())
    assert (ligne["date"], ligne["titre"]) == ("2026-11-24", '\'=HYPERLINK("http://mal")')
    assert ligne["contenu"] == "1. Faire des paquets de dix.\n2. Compter."
    assert [(t["texte"], t["niveau"], t["etat"]) for t in travaux] == [
        ("'-1 de moins", "CE1", "donne"),
        ("En projet", "quelques élèves", "brouillon"),
    ]
    assert cahier["seances"][0]["contenu"][0]["value"] == ["Faire des paquets de dix.", "Compter."]
    assert cahier["travaux"][1]["quelques_eleves"] is True
    assert "Inès" not in tout and "Belhadj" not in tout


def test_the_direction_takes_no_draft_away(d, mardi, entrer):
    donner(d, texte="En projet", est_brouillon=True)
    with archive(entrer(d.directrice), d.cp_ce1) as zip_:
        assert json.loads(zip_.read("cahier.json"))["travaux"] == []


def test_names_carry_nothing_dangerous():
    assert nom_sur("../../etc/passwd\n\u202e.pdf") == "..-..-etc-passwd.pdf"


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(
    ("nom", "parametres", "cout"),
    [
        ("cahier_imprimer_classe", SEMAINE, 7),
        ("cahier_etiquettes_classe", {"jour": "2026-11-26"}, 7),
        ("cahier_annee_pdf_classe", {}, 10),
        ("cahier_annee_zip_classe", {}, 12),
    ],
)
def test_paper_costs_the_same_whatever_it_holds(
    d, mardi, entrer, django_assert_num_queries, nombre, nom, parametres, cout
):
    for n in range(nombre):
        donner(d, texte=f"Page {n}")
        seance(d, date=JEUDI)
        visas.apposer_visa(classe=d.cp_ce1, par=d.directrice, date_lundi=LUNDI)
    client = entrer(d.enseignante)
    with django_assert_num_queries(cout):
        b"".join(client.get(reverse(nom, args=[d.cp_ce1.pk]), parametres))
    assert (Seance.objects.count(), Travail.objects.count()) == (nombre, nombre)
