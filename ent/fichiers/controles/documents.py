"""Documents: one format from the first byte to the last, without a program inside."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from pypdf import PdfReader

from ..limites import DECOMPRESSE, ENTREES, TAILLE_TEXTE, lisible
from .commun import Abime, Preparation, Sortie, refus

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
# The main part of an Office document, and its type.
PARTIES = {
    "word/document.xml": OOXML + "wordprocessingml.document",
    "xl/workbook.xml": OOXML + "spreadsheetml.sheet",
    "ppt/presentation.xml": OOXML + "presentationml.presentation",
}
ODF_ADMIS = {ODF + "text", ODF + "spreadsheet", ODF + "presentation"}
PROGRAMMES = ("/JavaScript", "/Launch", "/Rendition", "/ImportData")  # what an action of a PDF may start
SUITES = 100  # actions that follow one another, at most
EXTENSIONS = {
    "application/pdf": "pdf", "text/plain; charset=utf-8": "txt",
    OOXML + "wordprocessingml.document": "docx", OOXML + "spreadsheetml.sheet": "xlsx",
    OOXML + "presentationml.presentation": "pptx",
    ODF + "text": "odt", ODF + "spreadsheet": "ods", ODF + "presentation": "odp",
}  # fmt: skip


def _garder(contenu: File, prepare: Preparation, type_mime: str) -> None:
    prepare.type_mime = type_mime
    contenu.seek(0)
    prepare.sorties = [Sortie("original", type_mime, contenu)]


def _programme(nom: str):
    return refus(
        nom, _("ce document contient un programme (macro ou script). Il faut l’enregistrer en PDF sans programme.")
    )


def _autre_chose(nom: str):
    return refus(
        nom,
        _("autre chose est caché dans ce fichier. Il faut enregistrer le document de nouveau, ou l’imprimer en PDF."),
    )


# --- PDF ----------------------------------------------------------------------------------------------------------
def pdf(contenu: File, prepare: Preparation) -> None:
    contenu.seek(max(0, contenu.size - 2048))
    _avant, fin, apres = contenu.read().rpartition(b"%%EOF")
    if not fin:
        raise Abime
    if apres.strip(b"\r\n\t \0"):
        raise _autre_chose(prepare.nom)
    pages, programme = 0, False
    try:
        lecteur = PdfReader(contenu)
        ouvert = not lecteur.is_encrypted or bool(lecteur.decrypt(""))
        if ouvert:
            lu = LectureDUnPdf(lecteur)
            pages, programme = len(lu.pages), lu.a_un_programme()
    except MemoryError:
        raise
    except Exception:  # whatever a broken PDF makes of its reader
        raise Abime from None
    if not ouvert:
        raise refus(prepare.nom, _("ce PDF demande un mot de passe. Il faut l’enregistrer sans mot de passe."))
    if not pages:
        raise Abime
    if programme:
        raise _programme(prepare.nom)
    _garder(contenu, prepare, "application/pdf")


class LectureDUnPdf:
    """What runs when the document or one of its pages opens, or when a link is touched; what it carries to be run elsewhere.

    Each object is looked at once, however many pages and annotations share it: a tree of pages whose branches are one another's is small
    to write and endless to unfold.
    """

    def __init__(self, lecteur: PdfReader) -> None:
        self.racine = lecteur.root_object
        self.vus: set[int] = set()
        self.pages = list(self._pages())

    def a_un_programme(self) -> bool:
        noms, formulaire = _en_clair(self.racine.get("/Names")), _en_clair(self.racine.get("/AcroForm"))
        if "/JavaScript" in noms or "/EmbeddedFiles" in noms or "/XFA" in formulaire or "/AA" in self.racine:
            return True
        return self._lance(self.racine.get("/OpenAction")) or any(map(self._page_lance, self.pages))

    def _est_neuf(self, objet: Any) -> bool:
        """Never looked at: known by its number in the file; one that stands in another has none, and comes with it once."""
        numero = getattr(objet, "idnum", None)
        if numero is None:
            return True
        if numero in self.vus:
            return False
        self.vus.add(numero)
        return True

    def _pages(self) -> Iterator[dict]:
        a_voir = [self.racine.get("/Pages")]
        while a_voir:
            noeud = a_voir.pop()
            if self._est_neuf(noeud) and (page := _en_clair(noeud)):
                enfants = _liste(page.get("/Kids"))
                a_voir += enfants
                if not enfants and page.get("/Type") != "/Pages":
                    yield page

    def _page_lance(self, page: dict) -> bool:
        liste = page.get("/Annots")
        if "/AA" in page:
            return True
        return self._est_neuf(liste) and any(map(self._annotation_lance, _liste(liste)))

    def _annotation_lance(self, brute: Any) -> bool:
        if not self._est_neuf(brute):
            return False
        annotation = _en_clair(brute)
        return (
            "/AA" in annotation or annotation.get("/Subtype") == "/FileAttachment" or self._lance(annotation.get("/A"))
        )

    def _lance(self, action: Any) -> bool:
        """An action, or one of those that follow it, starts a script or a program."""
        a_voir, vues = [action], 0
        while a_voir and vues < SUITES:
            vues += 1
            action = a_voir.pop()
            if not self._est_neuf(action):
                continue
            action = action.get_object() if action is not None else None
            if isinstance(action, list):
                a_voir += action  # several that follow; a destination's are numbers
            elif isinstance(action, dict):
                if action.get("/S") in PROGRAMMES:
                    return True
                a_voir.append(action.get("/Next"))
        return bool(a_voir)  # an endless chain


def _en_clair(objet: Any) -> dict:
    objet = objet.get_object() if objet is not None else None
    return objet if isinstance(objet, dict) else {}


def _liste(objet: Any) -> list:
    objet = objet.get_object() if objet is not None else None
    return objet if isinstance(objet, list) else []


# --- ZIP: Office and LibreOffice ------------------------------------------------------------------------------------
def archive(contenu: File, prepare: Preparation) -> None:
    contenu.seek(0)
    try:
        with zipfile.ZipFile(contenu) as zip_:
            _verifier_le_contour(contenu, zip_, prepare.nom)
            _verifier_le_volume(zip_, prepare.nom)
            type_mime = _type_du_document(zip_, prepare.nom)
    except (ValidationError, MemoryError):
        raise
    except Exception:  # whatever a broken archive makes of its reader
        raise Abime from None
    _garder(contenu, prepare, type_mime)


def _verifier_le_contour(contenu: File, zip_: zipfile.ZipFile, nom: str) -> None:
    """The archive fills the file: nothing before its first entry, nothing after its end, no two entries on one place."""
    contenu.seek(max(0, contenu.size - 22))
    entrees = sorted(zip_.infolist(), key=lambda e: e.header_offset)
    fini = contenu.read()[:4] == b"PK\x05\x06"
    if not entrees or zip_.comment or not fini or entrees[0].header_offset:
        raise _autre_chose(nom)
    for entree, suivante in pairwise(entrees):
        if entree.header_offset + entree.compress_size >= suivante.header_offset:
            raise _autre_chose(nom)


def _verifier_le_volume(zip_: zipfile.ZipFile, nom: str) -> None:
    """What it declares, then what it really gives: read in full, checksums included, without keeping it."""
    entrees = zip_.infolist()
    trop = refus(
        nom,
        _("une fois ouvert, ce document dépasserait %(limite)s. Il faut l’alléger.") % {"limite": lisible(DECOMPRESSE)},
    )
    if len(entrees) > ENTREES or sum(e.file_size for e in entrees) > DECOMPRESSE:
        raise trop
    lus = 0
    for entree in entrees:
        with zip_.open(entree) as flux:
            while morceau := flux.read(1 << 18):
                lus += len(morceau)
                if lus > DECOMPRESSE:
                    raise trop


def _type_du_document(zip_: zipfile.ZipFile, nom: str) -> str:
    noms = zip_.namelist()
    if any(n.startswith(("/", "..")) or "\\" in n or "/../" in n for n in noms):
        raise _autre_chose(nom)
    if noms[0] == "mimetype":
        type_mime = zip_.read("mimetype").decode("ascii")
        if any(n.startswith(("Basic/", "Scripts/")) for n in noms):
            raise _programme(nom)
        if type_mime in ODF_ADMIS and "content.xml" in noms:
            return type_mime
    elif "[Content_Types].xml" in noms:
        types = zip_.read("[Content_Types].xml")
        if _a_des_macros(types) or any(n.endswith(("vbaProject.bin", ".exe", ".js")) for n in noms):
            raise _programme(nom)
        if any(_va_chercher_ailleurs(zip_.read(n)) for n in noms if n.endswith(".rels")):
            raise _programme(nom)
        for partie, type_mime in PARTIES.items():
            if partie in noms:
                return type_mime
    raise refus(nom, _("une archive ZIP ne se joint pas. Il faut joindre les fichiers qu’elle contient, un par un."))


def _va_chercher_ailleurs(relations: bytes) -> bool:
    """A template or an object fetched from elsewhere when the document opens. A link waits to be touched; a picture runs nothing.

    Read as XML, whatever its encoding and its prefixes: searching it for « < » and « > » took a time that grew as the square of them.
    """
    return any(
        relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(("/hyperlink", "/image"))
        for relation in _elements(relations)
    )


def _a_des_macros(types: bytes) -> bool:
    return any("macroEnabled" in type_.get("ContentType", "") for type_ in _elements(types))


def _elements(xml: bytes) -> Iterator[ElementTree.Element]:
    return (element for _fin, element in ElementTree.iterparse(io.BytesIO(xml)))  # noqa: S314 (see the import)


# --- Text -----------------------------------------------------------------------------------------------------------
def texte(contenu: File, prepare: Preparation) -> None:
    """Plain text, kept in UTF-8. It has no signature: its name must say .txt too, and it is only ever downloaded."""
    if contenu.size > TAILLE_TEXTE:
        raise refus(
            prepare.nom,
            _("ce texte est trop long (%(limite)s au plus). Il faut le couper.") % {"limite": lisible(TAILLE_TEXTE)},
        )
    contenu.seek(0)
    octets = contenu.read()
    try:
        lu = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        lu = octets.decode("cp1252", errors="replace")
    if re.search(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]", lu):
        raise Abime
    _garder(ContentFile(lu.encode()), prepare, "text/plain; charset=utf-8")
