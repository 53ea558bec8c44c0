"""Reading an export: every header of the field, every bad file, each with the sentence that a secretary reads."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ent.services.onde.lignes import BlocEnfant, Illisible, Lecture
from ent.services.onde.lire import lire

from .exports import TITRES_ELEVES, TITRES_RESPONSABLES, eleve, fichier_eleves, fichier_responsables, responsable, texte

LIGNE_DE_REFERENCE = (
    "MARTIN;;Martin;01/01/2001;M;1111111111A;1 rue de Test;21000;Dijon;FRANCE;;;;;CYCLE II;CE2;Classe de M Machin;99999;"
    "Non;Non;Non;"
)
MARTIN = {
    "nom": "Martin", "prenom": "Martin", "date_naissance": dt.date(2001, 1, 1), "ine": "1111111111A", "niveau": "CE2",
    "classe": "Classe de M Machin", "identifiant_classe": "99999",
    "champs": {"nom_usage": "", "adresse": "1 rue de Test", "code_postal": "21000", "ville": "Dijon", "sexe": "M"},
}  # fmt: skip


def attributs(ligne, *noms) -> dict:
    return {nom: getattr(ligne, nom) for nom in noms}


def raison(contenu: bytes, nom: str = "export.csv") -> tuple[int, str]:
    with pytest.raises(Illisible) as refus:
        lire(nom, contenu)
    assert refus.value.fichier == nom
    return refus.value.ligne, refus.value.raison


def rejets(lecture: Lecture) -> list[tuple]:
    return [(r.ligne, r.ecrit, r.raison, r.que_faire) for r in lecture.rejets]


# --- encodings, line ends, quotes -------------------------------------------------------------------------------------
@pytest.mark.parametrize("encodage", ["cp1252", "iso-8859-1", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_the_reference_line_in_every_encoding_and_line_end(encodage, fin):
    lecture = lire("CSVExtraction.csv", (TITRES_ELEVES + fin + LIGNE_DE_REFERENCE + fin).encode(encodage))
    assert [attributs(ligne, *MARTIN) for ligne in lecture.lignes] == [MARTIN]
    assert (lecture.nature, lecture.rejets, lecture.colonnes_ignorees) == ("eleves", [], [])


def test_a_file_in_two_encodings_after_a_repair_by_hand_is_read():
    lignes = [
        TITRES_ELEVES.encode("cp1252"),
        eleve("NOËL", "Zoé").encode("utf-8"),
        eleve("LÉVY", "Anaïs").encode("cp1252"),
    ]
    assert [e.nom for e in lire("e.csv", b"\n".join(lignes) + b"\n").lignes] == ["Noël", "Lévy"]


def test_quoted_cells_and_a_shuffled_header_with_unknown_columns():
    titres = '"INE";"Prénom élève";"PCS";"Date naissance";"NOM ELEVE*";"Libellé classe";" Niveau ";"Regroupement(s)"'
    lecture = lire(
        "e.csv", (titres + '\r\n"270000001AA";"Anouk";"34";"2020-02-04";"LE; GALL";"CP";"cp";"UPE2A"\r\n').encode()
    )
    assert [(e.nom, e.prenom, e.date_naissance, e.niveau, e.champs) for e in lecture.lignes] == [
        ("Le; Gall", "Anouk", dt.date(2020, 2, 4), "CP", {})
    ]
    assert lecture.colonnes_ignorees == ["PCS", "Regroupement(s)"]


def test_the_old_be1d_header_has_neither_ine_nor_class_identifier():
    titres = (
        '"Nom Elève";"Nom d\'usage Elève";"Prénom Elève";"Date naissance";"Sexe";"Adresse1";"Cp1";"Commune1";"Pays1";"Adresse2";'
        '"Cp2";"Commune2";"Pays2";"Cycle";"Niveau";"Classe";"Attestation fournie";"Autorisations associations";'
        '"Autorisations photos"'
    )
    ligne = '"PETIT";"";"Camille";"04/02/2020";"F";"";"";"";"";"";"";"";"";"CYCLE II";"CP";"CP B";"Oui";"Non";"Non"'
    lecture = lire("vieux.csv", (titres + "\r\n" + ligne + "\r\n").encode("cp1252"))
    assert [(e.nom, e.ine, e.classe, e.identifiant_classe) for e in lecture.lignes] == [("Petit", "", "CP B", "")]
    assert lecture.colonnes_ignorees == []


def test_a_level_may_be_empty_or_a_dispositif():
    lecture = fichier_eleves(
        eleve("A", "B", niveau=""),
        eleve("C", "D", niveau="ULIS école"),
        eleve("E", "F", niveau="Petite section"),
        eleve("G", "H", niveau="CE1-CE2"),
        eleve("I", "J", niveau="CE9"),
    )
    assert [(e.niveau, e.niveau_ecrit) for e in lecture.lignes] == [
        ("", ""),
        ("", "ULIS école"),
        ("PS", ""),
        ("", "CE1-CE2"),
        ("", "CE9"),
    ]


def test_a_refused_line_names_whom_it_speaks_of():
    lecture = fichier_eleves(
        eleve("MARTIN", "Adèle", ne="31/02/2019"),
        eleve("", "Yanis"),
        eleve("=A1", "Nour"),
        eleve("BENALI", "Awa", classe="", identifiant=""),
    )
    assert [(r.qui, r.ecrit) for r in lecture.rejets] == [
        ("Adèle Martin", "31/02/2019"),
        ("", "Yanis"),
        ("Nour", "=A1"),
        ("", "Benali Awa"),
    ]
    parents = fichier_responsables(responsable("Mme", "SOW", "Awa", ("SOW", "Ida"), portable="=1+1"))
    assert [r.qui for r in parents.rejets] == ["Awa Sow"]


def test_a_shouted_first_name_is_written_as_children_read_it():
    lecture = fichier_eleves(eleve("A", "MARIE-APOLLINE"), eleve("B", "INÈS"), eleve("C", "Maria-Luísa"))
    assert [e.prenom for e in lecture.lignes] == ["Marie-Apolline", "Inès", "Maria-Luísa"]


# --- responsables -----------------------------------------------------------------------------------------------------
def test_child_blocks_repeat_and_rows_are_ragged():
    lecture = fichier_responsables(
        "M.;;MARTIN;Jean;1 rue de Test;21000;Dijon;FRANCE;;;;;;MARTIN;Martin;CLASSE  CE2;;MARTIN;Martine;CLASSE  CE1",
        "MME;;PETIT;Ève;;;;;;;;;;PETIT;Camille",
        "MLLE;;NGUYEN;Lan;;;;;;;;;;A;B;C;;D;E;F;;G;H;I",
    )
    assert [(r.civilite, r.nom, [str(e) for e in r.enfants]) for r in lecture.lignes] == [
        ("M.", "Martin", ["Martin Martin", "Martin Martine"]),
        ("Mme", "Petit", ["Petit Camille"]),
        ("Mme", "Nguyen", ["A B", "D E", "G H"]),
    ]


def test_variants_of_the_responsables_header():
    titres = (
        "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Courriel;Téléphone travail;Numéro de poste;"
        "Téléphone portable;Nom de famille élève;Prénom élève;Classes élèves;Date de naissance élève;"
        "Nom de famille élève;Prénom élève;Classes élèves;Date de naissance élève"
    )
    ligne = "Mme;;DIOP;Awa;awa@exemple.fr;0130000000;12;0612345678;DIOP;Moussa;CP;04/02/2020;DIOP;Fatou;CE1;"
    lecture = lire("r.csv", texte(titres, [ligne]))
    [awa] = lecture.lignes
    assert awa.champs == {
        "courriel_contact": "awa@exemple.fr",
        "telephone_travail": "0130000000",
        "telephone_portable": "0612345678",
    }
    assert awa.enfants == (
        BlocEnfant(nom="Diop", prenom="Moussa", classe="CP", date_naissance=dt.date(2020, 2, 4)),
        BlocEnfant(nom="Diop", prenom="Fatou", classe="CE1"),
    )
    assert lecture.colonnes_ignorees == []


def test_the_second_table_of_organisms_stops_the_reading():
    lecture = fichier_responsables(
        responsable("Mme", "DIOP", "Awa", ("DIOP", "Moussa")), "", "Intitulé;Adresse Organisme;CP", "ASE;2 rue X;78000"
    )
    assert [r.nom for r in lecture.lignes] == ["Diop"]
    assert lecture.avertissements == ["À partir de la ligne 4 commence un tableau d’organismes : il n’est pas repris."]


def test_a_bad_e_mail_is_left_aside_and_the_line_kept():
    lecture = fichier_responsables(responsable("Mme", "DIOP", "Awa", ("DIOP", "Moussa"), courriel="pas de mail"))
    assert [r.champs for r in lecture.lignes] == [{"courriel_contact": ""}]
    assert lecture.avertissements == [
        "Ligne 2 : « pas de mail » n’est pas une adresse électronique, elle est laissée de côté."
    ]


# --- lines that cannot be read ----------------------------------------------------------------------------------------
def test_each_line_that_cannot_be_read_says_why_and_the_others_go_on():
    lecture = fichier_eleves(
        eleve("BON", "Un"),
        eleve("MAUVAIS", "Date", ne="31/02/2019"),
        eleve("=cmd|'/C calc'!A0", "Formule"),
        eleve("", "Sansnom"),
        eleve("MAUVAIS", "", ine="270000008AA"),
        eleve("MAUVAIS", "Écriture", ne="4 février"),
        eleve("MAUVAIS", "Demain", ne="04/02/2050"),
        eleve("MAUVAIS", "Sansclasse", classe="", identifiant=""),
        eleve("@SUM", "Formule"),
        eleve("-1", "Formule"),
        eleve("BON", "Deux"),
    )
    assert [e.prenom for e in lecture.lignes] == ["Un", "Deux"]
    assert rejets(lecture) == [
        (3, "31/02/2019", "Cette date de naissance n’existe pas.", "Corriger dans ONDE"),
        (4, "=cmd|'/C calc'!A0", "Une formule à la place du nom.", "Corriger dans ONDE"),
        (5, "Sansnom", "Le nom manque.", "Compléter dans ONDE"),
        (6, "MAUVAIS", "Le prénom manque.", "Compléter dans ONDE"),
        (7, "4 février", "Cette date n’est pas écrite jour/mois/année.", "Corriger dans ONDE"),
        (8, "04/02/2050", "Personne n’est né à cette date.", "Corriger dans ONDE"),
        (9, "Mauvais Sansclasse", "Aucune classe n’est écrite.", "Répartir l’élève dans ONDE"),
        (10, "@SUM", "Une formule à la place du nom.", "Corriger dans ONDE"),
        (11, "-1", "Une formule à la place du nom.", "Corriger dans ONDE"),
    ]


def test_a_phone_may_start_with_a_plus_but_not_with_an_equal_sign():
    lecture = fichier_responsables(
        responsable("Mme", "A", "B", ("C", "D"), portable="+33612345678"),
        responsable("Mme", "E", "F", ("C", "D"), portable="=1+1"),
    )
    assert [r.champs["telephone_portable"] for r in lecture.lignes] == ["+33612345678"]
    assert rejets(lecture) == [(3, "=1+1", "Une formule à la place d’un texte.", "Corriger dans ONDE")]


def test_a_line_said_twice_counts_once_and_one_ine_for_two_children_is_refused():
    lecture = fichier_eleves(
        eleve("LEMOINE", "Rose", ine="270000001AA"),
        eleve("LEMOINE", "Rose", ine="270000001AA"),
        eleve("FALL", "Djibril", ine="270000001AA"),
    )
    assert [e.prenom for e in lecture.lignes] == ["Rose"]
    assert [(i.ligne, i.raison) for i in lecture.ignores] == [(3, "Identique à la ligne 2.")]
    assert rejets(lecture) == [
        (
            4,
            "INE déjà porté par Rose Lemoine, ligne 2",
            "Deux élèves ne peuvent pas avoir le même INE.",
            "Vérifier les deux dossiers dans ONDE",
        ),
    ]


def test_a_strange_ine_is_only_a_warning():
    lecture = fichier_eleves(eleve("LEMOINE", "Rose", ine="12345"))
    assert [e.ine for e in lecture.lignes] == ["12345"]
    assert lecture.avertissements == ["Ligne 2 : l’INE de Rose a une forme inhabituelle. Il est gardé tel quel."]


def test_a_semicolon_too_many_does_not_shift_the_cells():
    lecture = fichier_eleves(eleve("BON", "Un"), eleve("A", "B", adresse="1 rue; bâtiment C"), eleve("BON", "Deux"))
    assert [e.prenom for e in lecture.lignes] == ["Un", "Deux"]
    assert rejets(lecture) == [
        (
            3,
            "23 cases au lieu de 22",
            "Il y a un point-virgule de trop, sans doute dans l’adresse.",
            "Corriger dans ONDE",
        )
    ]
    enfant = ("C", "D", "CP")
    parents = fichier_responsables(
        responsable("Mme", "BON", "Un", enfant),
        responsable("M.", "A", "B", enfant, adresse="1 rue; bâtiment C"),
        responsable("Mme", "BON", "Deux", enfant, enfant),
    )
    assert [r.prenom for r in parents.lignes] == ["Un", "Deux"]
    assert rejets(parents) == [
        (3, "17 cases", "Il y a un point-virgule de trop, sans doute dans l’adresse.", "Corriger dans ONDE")
    ]


# --- files that cannot be read ----------------------------------------------------------------------------------------
def test_the_wrong_separator_is_named():
    assert raison(TITRES_ELEVES.replace(";", ",").encode()) == (
        1,
        "Les colonnes sont séparées par des virgules au lieu de points-virgules. Déposez le .csv tel qu’ONDE l’a donné.",
    )
    assert raison(TITRES_ELEVES.replace(";", "\t").encode())[1].startswith(
        "Les colonnes sont séparées par des tabulations"
    )


def _classeur() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    return tampon.getvalue()


def _archive() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("eleves.csv", TITRES_ELEVES)
    return tampon.getvalue()


@pytest.mark.parametrize(
    ("contenu", "attendu"),
    [
        (_classeur(), (1, "C’est un classeur Excel, pas un export ONDE. Déposez le fichier .csv tel qu’ONDE l’a donné.")),
        (_archive(), (1, "C’est une archive ZIP. Ouvrez-la et déposez les fichiers .csv qu’elle contient.")),
        (b"%PDF-1.7\n%\xe2\xe3", (1, "C’est un document PDF, pas un export ONDE. Dans ONDE, choisissez l’extraction au format CSV.")),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (1, "C’est une image, pas un export ONDE.")),
        (b"\xd0\xcf\x11\xe0\xa1", (1, "C’est un document Excel ou Word, pas un export ONDE. Déposez le fichier .csv tel qu’ONDE l’a donné.")),
        (b"<!DOCTYPE html><html>", (1, "C’est une page web, sans doute l’écran de connexion d’ONDE. Reconnectez-vous à ONDE et refaites l’extraction.")),
        ("Nom élève;x".encode("utf-16"), (1, "Ce fichier a été réenregistré par un tableur (« texte Unicode »). Déposez le .csv tel qu’ONDE l’a donné.")),
        (b"a;b\nc\x00d;e\n", (2, "Ce fichier est abîmé, ou n’est pas du texte. Refaites l’extraction dans ONDE.")),
        (b"", (0, "Ce fichier est vide. Refaites l’extraction dans ONDE.")),
        (b"\xef\xbb\xbf\r\n\r\n", (0, "Ce fichier est vide. Refaites l’extraction dans ONDE.")),
        (TITRES_ELEVES.encode() + b"\r\n", (1, "Il n’y a aucune ligne sous les titres. Refaites l’extraction dans ONDE.")),
        (b"Date;Montant\n1;2\n", (1, "Les titres de colonnes ne sont pas ceux d’un export ONDE. On attend par exemple « Nom élève » et « Prénom élève ».")),
        (b"Nom \xe9l\xe8ve;Pr\xe9nom \xe9l\xe8ve;Classe\nA;B;C\n", (1, "La colonne « Date naissance » manque dans ce fichier.")),
    ],
)  # fmt: skip
def test_what_is_not_an_export_is_told_by_its_content(contenu, attendu):
    assert raison(contenu) == attendu


def test_a_huge_file_is_refused_before_it_is_read():
    assert raison(b"x" * (20 * 1024 * 1024 + 1)) == (
        0,
        "Ce fichier pèse 20 Mo. Un export ONDE en pèse moins de 1 : ce n’est sans doute pas le bon fichier.",
    )


COUPE = "Le fichier s’arrête au milieu de cette ligne : il a été coupé. Refaites l’extraction dans ONDE."


@pytest.mark.parametrize("garde", [20, 60, 90])
def test_a_pupils_file_cut_in_its_last_line_is_refused(garde):
    entier = texte(TITRES_ELEVES, [eleve("MARTIN", "Adèle"), eleve("BENALI", "Yanis")])
    assert raison(entier[: -len(eleve("BENALI", "Yanis")) - 2 + garde]) == (3, COUPE)


def test_a_responsables_file_cut_inside_a_child_block_is_refused():
    lignes = [
        responsable("M.", "A", "B", ("C", "D", "CP")),
        responsable("M.", "E", "F", ("G", "H", "CP"), ("I", "J", "CP")),
    ]
    assert raison(texte(TITRES_RESPONSABLES, lignes)[:-7]) == (3, COUPE)


def test_a_missing_last_newline_alone_is_not_a_cut():
    assert lire("e.csv", texte(TITRES_ELEVES, [eleve("A", "B")])[:-2]).total == 1


def test_a_file_cut_in_the_middle_of_an_accented_letter_is_refused():
    contenu = (TITRES_ELEVES + "\n" + eleve("MARTIN", "Adèle") + "\nBENALI;;Zoé").encode()
    assert raison(contenu[:-1]) == (3, COUPE)


def test_an_unclosed_quote_is_refused_with_its_line():
    contenu = texte(TITRES_ELEVES, [eleve("A", "B"), '"' + eleve("C", "D"), eleve("E", "F")])
    assert raison(contenu) == (
        3,
        "Un guillemet s’ouvre à cette ligne et ne se ferme jamais : le fichier a été coupé. Refaites l’extraction dans ONDE.",
    )


# --- whatever the bytes -----------------------------------------------------------------------------------------------
def _ou_illisible(contenu: bytes) -> None:
    try:
        lecture = lire("x.csv", contenu)
    except Illisible:
        return
    assert lecture.total >= len(lecture.lignes) + len(lecture.ignores)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_give_lines_or_the_one_exception(contenu):
    _ou_illisible(contenu)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([TITRES_ELEVES, TITRES_RESPONSABLES, "Civilité;Nom;Prénom;Courriel;Directeur;Classe"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.text(alphabet="aé0;\"'=@+-/\r\n 12:\x0b\x85\u2028ſİ", max_size=200),
    st.binary(max_size=20),
)
def test_any_body_under_a_real_header_gives_lines_or_the_one_exception(titres, fin, corps, queue):
    _ou_illisible((titres + fin + corps).encode() + queue)
