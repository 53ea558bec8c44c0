"""Documents: one format from end to end, no program, no bomb."""

import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from ent.fichiers.controles import preparer
from ent.fichiers.controles.commun import nettoyer_nom
from tests.fichiers.fabriques import archive, docx, odt, pdf, televerse

OOXML = "application/vnd.openxmlformats-officedocument."


def preparee(contenu: bytes, nom: str = "mot.bin"):
    return preparer(televerse(nom, contenu), nom)


def refuse(contenu: bytes, nom: str = "mot.bin") -> str:
    with pytest.raises(ValidationError) as erreur:
        preparee(contenu, nom)
    return erreur.value.messages[0]


@pytest.mark.parametrize(
    ("contenu", "mime"),
    [
        (pdf(), "application/pdf"),
        (docx(), OOXML + "wordprocessingml.document"),
        (archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b""}), OOXML + "spreadsheetml.sheet"),
        (
            archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b""}),
            OOXML + "presentationml.presentation",
        ),
        (odt(), "application/vnd.oasis.opendocument.text"),
    ],
    ids=["pdf", "docx", "xlsx", "pptx", "odt"],
)
def test_a_document_is_known_by_its_content_and_kept_as_it_is(contenu, mime):
    prepare = preparee(contenu)
    assert (prepare.nature, prepare.type_mime) == ("document", mime)
    assert [(s.nom, s.contenu.open().read()) for s in prepare.sorties] == [("original", contenu)]


@pytest.mark.parametrize("octets", [b"Vendredi, apporter une pomme.", "À lundi !".encode("cp1252"), b"\xef\xbb\xbfOui"])
def test_a_text_is_kept_in_utf_8(octets):
    prepare = preparee(octets, "mot.txt")
    assert prepare.type_mime == "text/plain; charset=utf-8"
    assert prepare.sorties[0].contenu.open().read().decode() in ("Vendredi, apporter une pomme.", "À lundi !", "Oui")


# --- polyglots --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "suite",
    [b"<html><script>alert(1)</script></html>", archive({"a.txt": b"a"}), b"MZ a program"],
    ids=["html", "zip", "exe"],
)
@pytest.mark.parametrize("contenu", [pdf(), docx(), odt()], ids=["pdf", "docx", "odt"])
def test_what_follows_a_document_has_it_refused(contenu, suite):
    assert "autre chose est caché dans ce fichier" in refuse(contenu + suite)


def test_what_precedes_a_pdf_has_it_refused():
    assert "autre chose est caché avant le document" in refuse(b"<html><script>alert(1)</script>\n" + pdf())


def test_what_precedes_an_archive_has_it_refused():
    assert "n’est pas accepté" in refuse(b"#!/bin/sh\nrm -rf /\n" + docx())
    assert "autre chose est caché" in refuse(b"PK\x03\x04 not an entry " + docx())


def test_a_comment_at_the_end_of_an_archive_has_it_refused():
    tampon = io.BytesIO(docx())
    with zipfile.ZipFile(tampon, "a") as zip_:
        zip_.comment = b"<script>alert(1)</script>"
    assert "autre chose est caché" in refuse(tampon.getvalue())


# --- programs ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "contenu",
    [
        pdf(script=True),
        docx(**{"word/vbaProject.bin": b"x"}),
        docx(**{"[Content_Types].xml": b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'}),
        docx(**{"word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" Target="http://x/m.dotm" TargetMode="External"/>'}),
        odt(**{"Basic/Standard/Module1.xml": b"x"}),
    ],
    ids=["pdf-script", "vba", "macro-type", "remote-template", "odt-basic"],
)  # fmt: skip
def test_a_document_with_a_program_is_refused(contenu):
    assert refuse(contenu) == (
        "« mot.bin » : ce document contient un programme (macro ou script). Il faut l’enregistrer en PDF sans programme."
    )


def pdf_avec(ou: str) -> bytes:
    """A PDF of one page, with a script or a program at that place."""
    redige = PdfWriter()
    page = redige.add_blank_page(100, 100)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    if ou == "page":
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    elif ou == "lien":
        lien = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Link"), "/A": script}
        cadre = ArrayObject([NumberObject(n) for n in (0, 0, 99, 99)])
        annotation = DictionaryObject({NameObject(cle): valeur for cle, valeur in (lien | {"/Rect": cadre}).items()})
        page[NameObject("/Annots")] = ArrayObject([redige._add_object(annotation)])
    elif ou == "suite":
        suivie = {"/S": NameObject("/Named"), "/N": NameObject("/NextPage"), "/Next": ArrayObject([script])}
        redige._root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(c): v for c, v in suivie.items()})
    elif ou == "joint":
        redige.add_attachment("virus.exe", b"MZ")
    elif ou == "xfa":
        formulaire = {NameObject("/Fields"): ArrayObject([]), NameObject("/XFA"): TextStringObject("<xdp/>")}
        redige._root_object[NameObject("/AcroForm")] = DictionaryObject(formulaire)
    tampon = io.BytesIO()
    redige.write(tampon)
    return tampon.getvalue()


@pytest.mark.parametrize("ou", ["page", "lien", "suite", "joint", "xfa"])
def test_a_program_is_looked_for_wherever_a_pdf_may_start_one(ou):
    assert "contient un programme" in refuse(pdf_avec(ou))


def test_a_link_to_a_page_or_to_the_web_starts_nothing():
    redige = PdfWriter()
    for _n in range(2):
        redige.add_blank_page(100, 100)
    redige.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://www.lumni.fr/"))
    redige.add_annotation(0, Link(rect=(0, 9, 9, 18), target_page_index=1))
    tampon = io.BytesIO()
    redige.write(tampon)
    assert preparee(tampon.getvalue()).type_mime == "application/pdf"


@pytest.mark.parametrize(
    ("relation", "admise"), [("oleObject", False), ("frame", False), ("hyperlink", True), ("image", True)]
)
def test_an_object_fetched_from_elsewhere_is_refused_a_link_is_not(relation, admise):
    lien = f'<Relationship Type="http://x/{relation}" Target="http://ailleurs/x" TargetMode="External"/>'
    contenu = docx(**{"word/_rels/document.xml.rels": f"<Relationships>{lien}</Relationships>".encode()})
    if admise:
        assert preparee(contenu).type_mime.endswith("wordprocessingml.document")
    else:
        assert "contient un programme" in refuse(contenu)


@pytest.mark.parametrize("encodage", ["utf-8", "utf-16"])
def test_relations_are_read_whatever_their_encoding(encodage):
    relations = '<?xml version="1.0"?><R><Relationship Type="x/frame" TargetMode="External"/></R>'.encode(encodage)
    assert "contient un programme" in refuse(docx(**{"word/_rels/document.xml.rels": relations}))


# --- what is small to write and endless to read: each stops at once, or after as many steps as it holds objects -------------
@pytest.mark.timeout(20)
def test_brackets_that_never_close_do_not_hold_a_page():
    """653 bytes once compressed: fifteen seconds of every page, before."""
    assert "abîmé" in refuse(docx(**{"word/_rels/document.xml.rels": b"<" * 250_000}))


@pytest.mark.timeout(20)
def test_entities_that_unfold_without_end_do_not_either():
    entites = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bombe = f'<!DOCTYPE R [<!ENTITY e0 "aaaaaaaaaa">{entites}]><R>&e11;</R>'
    assert "abîmé" in refuse(docx(**{"word/_rels/document.xml.rels": bombe.encode()}))


def pdf_aux_branches_partagees(profondeur: int, annotations: int) -> bytes:
    """A tree of pages of which each node is twice the child of the one above: 2 ** profondeur pages to unfold, one to look at."""
    redige = PdfWriter()
    page = redige.add_blank_page(100, 100)
    lien = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link")})
    page[NameObject("/Annots")] = ArrayObject([redige._add_object(lien)] * annotations)
    noeud = page.indirect_reference
    for _n in range(profondeur):
        noeud = redige._add_object(
            DictionaryObject(
                {NameObject("/Type"): NameObject("/Pages"), NameObject("/Kids"): ArrayObject([noeud, noeud])}
            )
        )
    redige._root_object[NameObject("/Pages")] = noeud
    tampon = io.BytesIO()
    redige.write(tampon)
    return tampon.getvalue()


@pytest.mark.timeout(20)
def test_a_page_that_a_tree_shares_without_end_is_looked_at_once():
    """57 kB: thirteen seconds of every page, before."""
    assert preparee(pdf_aux_branches_partagees(24, 8000)).type_mime == "application/pdf"


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_printing_is_not():
    assert "mot de passe" in refuse(pdf(mot_de_passe="secret"))
    assert preparee(pdf(mot_de_passe="")).type_mime == "application/pdf"


# --- bombs ------------------------------------------------------------------------------------------------------------
def test_an_archive_that_declares_too_much_is_refused():
    bombe = docx(**{"word/media/image1.bin": bytes(210_000_000)})
    assert len(bombe) < 300_000
    assert "dépasserait 200 Mo" in refuse(bombe)


def test_an_archive_that_lies_about_its_size_is_refused():
    bombe = docx(**{"word/media/image1.bin": bytes(5_000_000)})
    mentie = bombe.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    assert mentie != bombe
    assert "abîmé" in refuse(mentie)


def test_entries_that_overlap_are_refused():
    """Two names for one compressed content: how small bombs are made."""
    octets = bytearray(
        archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(1000), "word/x.xml": bytes(1000)})
    )
    catalogue = octets.index(b"PK\x01\x02")
    deuxieme = octets.index(b"PK\x01\x02", octets.index(b"PK\x01\x02", catalogue + 4))
    troisieme = octets.index(b"PK\x01\x02", deuxieme + 4)
    octets[troisieme + 42 : troisieme + 46] = octets[deuxieme + 42 : deuxieme + 46]
    assert "caché" in refuse(bytes(octets)) or "abîmé" in refuse(bytes(octets))


def test_too_many_entries_are_refused():
    assert "dépasserait" in refuse(docx(**{f"x{n}": b"" for n in range(4000)}))


@pytest.mark.parametrize(
    "contenu",
    [pdf()[:-300], docx()[:-100], b"%PDF-1.4\n%%EOF", b"PK\x03\x04"],
    ids=["pdf", "zip", "void-pdf", "void-zip"],
)
def test_a_broken_document_is_refused(contenu):
    assert "abîmé" in refuse(contenu)


def test_an_archive_of_files_is_not_a_document():
    assert "Il faut joindre les fichiers qu’elle contient, un par un." in refuse(archive({"a.txt": b"a"}), "tout.zip")


def test_the_old_office_formats_are_named():
    assert "Il faut l’enregistrer en PDF, en .docx ou en .odt." in refuse(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mot.doc"
    )


def test_a_text_with_control_bytes_is_refused():
    assert "abîmé" in refuse(b"abc\0\1\2", "mot.txt")


# --- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("donne", "garde"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Claire\\mot.pdf", "mot.pdf"),
        ("facture\u202efdp.exe", "facture fdp.exe"),
        ("a\u200b\u2066b\r\nc\0.pdf", "a b c .pdf"),
        ("رسالة إلى المعلمة.pdf", "رسالة إلى المعلمة.pdf"),
        ("e\u0301cole.pdf", "école.pdf"),
        ("…", "…"), (".", "fichier"), ("", "fichier"), ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_shows_what_it_is(donne, garde):
    assert nettoyer_nom(donne) == garde
