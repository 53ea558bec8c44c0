"""From bytes to rows: encoding, separator, quotes; and everything that is not an export, told apart by its content."""

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.socle.textes import norme

from .lignes import Illisible, Rejet

TAILLE_MAX = 20 * 1024 * 1024
# A quoted cell that runs over more lines than this has lost its closing quote.
LIGNES_PAR_CELLULE = 5


@dataclass(frozen=True)
class Rangee:
    ligne: int
    cellules: list[str]


def verifier_taille(nom: str, taille: int) -> None:
    """Before a byte is read: an export of a large school is under 1 MB."""
    if taille > TAILLE_MAX:
        raise Illisible(
            nom,
            0,
            _(
                "Ce fichier pèse %(taille)s Mo. Un export ONDE en pèse moins de 1 : ce n’est sans doute pas le bon fichier."
            )
            % {"taille": max(1, round(taille / 1024 / 1024))},
        )


def _signature(contenu: bytes) -> str:
    """What a file that is not text really is, or nothing."""
    debut = contenu[:4096]
    if debut.startswith(b"PK\x03\x04"):
        if b"xl/" in contenu[:200_000] or b"[Content_Types].xml" in debut:
            return _("C’est un classeur Excel, pas un export ONDE. Déposez le fichier .csv tel qu’ONDE l’a donné.")
        if b"opendocument.spreadsheet" in debut:
            return _(
                "C’est un classeur LibreOffice, pas un export ONDE. Déposez le fichier .csv tel qu’ONDE l’a donné."
            )
        return _("C’est une archive ZIP. Ouvrez-la et déposez les fichiers .csv qu’elle contient.")
    if debut.startswith(b"\xd0\xcf\x11\xe0"):
        return _("C’est un document Excel ou Word, pas un export ONDE. Déposez le fichier .csv tel qu’ONDE l’a donné.")
    if debut.startswith(b"%PDF"):
        return _("C’est un document PDF, pas un export ONDE. Dans ONDE, choisissez l’extraction au format CSV.")
    if debut.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")) and b"\x00" in contenu:
        return _("C’est une image, pas un export ONDE.")
    if debut.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _(
            "Ce fichier a été réenregistré par un tableur (« texte Unicode »). Déposez le .csv tel qu’ONDE l’a donné."
        )
    if debut.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return _(
            "C’est une page web, sans doute l’écran de connexion d’ONDE. Reconnectez-vous à ONDE et refaites l’extraction."
        )
    return ""


def _ligne_de(contenu: bytes, position: int) -> int:
    return contenu.count(b"\n", 0, position) + 1


def decoder(nom: str, contenu: bytes) -> str:
    """Text of a file in UTF-8 or cp1252, both being met, sometimes line by line after a repair by hand."""
    verifier_taille(nom, len(contenu))
    if not contenu.strip():
        raise Illisible(nom, 0, _("Ce fichier est vide. Refaites l’extraction dans ONDE."))
    if raison := _signature(contenu):
        raise Illisible(nom, 1, raison)
    if (nul := contenu.find(b"\x00")) >= 0:
        raise Illisible(
            nom,
            _ligne_de(contenu, nul),
            _("Ce fichier est abîmé, ou n’est pas du texte. Refaites l’extraction dans ONDE."),
        )
    try:
        return contenu.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        # Cut in the middle of a letter: rare, and cp1252 would read it as another letter.
        if (
            erreur.start >= len(contenu) - 3
            and erreur.reason == "unexpected end of data"
            and _a_des_accents_utf8(contenu)
        ):
            raise Illisible(nom, _ligne_de(contenu, len(contenu)), _tronque()) from None
    lignes = []
    for numero, ligne in enumerate(contenu.split(b"\n"), start=1):
        try:
            lignes.append(ligne.decode("utf-8-sig" if numero == 1 else "utf-8"))
        except UnicodeDecodeError:
            try:
                lignes.append(ligne.decode("cp1252"))
            except UnicodeDecodeError:
                raise Illisible(
                    nom,
                    numero,
                    _("Cette ligne contient des signes qui ne sont pas des lettres : le fichier est abîmé."),
                ) from None
    return "\n".join(lignes)


def _a_des_accents_utf8(contenu: bytes) -> bool:
    try:
        return not contenu[: len(contenu) - 3].decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _tronque() -> str:
    return _("Le fichier s’arrête au milieu de cette ligne : il a été coupé. Refaites l’extraction dans ONDE.")


def rangees(nom: str, texte: str) -> tuple[list[Rangee], list[Rejet]]:
    """Rows that hold something, each with the number of its first line, and lines whose quotes cannot be read."""
    lues: list[Rangee] = []
    rejets: list[Rejet] = []
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=";", strict=True)
    while True:
        premiere = lecteur.line_num + 1
        try:
            cellules = next(lecteur)
        except StopIteration:
            return lues, rejets
        except csv.Error:
            if lecteur.line_num > premiere or not lues or _fin_atteinte(texte, lecteur.line_num):
                raise Illisible(nom, premiere, _guillemet()) from None
            rejets.append(
                Rejet(
                    nom,
                    premiere,
                    '"',
                    _("Les guillemets de cette ligne ne vont pas par deux."),
                    _("Corriger dans ONDE"),
                )
            )
            continue
        if lecteur.line_num - premiere >= LIGNES_PAR_CELLULE:
            raise Illisible(nom, premiere, _guillemet())
        if any(cellule.strip() for cellule in cellules):
            lues.append(Rangee(premiere, cellules))


def _fin_atteinte(texte: str, ligne: int) -> bool:
    return ligne >= len(texte.splitlines())


def _guillemet() -> str:
    return _(
        "Un guillemet s’ouvre à cette ligne et ne se ferme jamais : le fichier a été coupé. Refaites l’extraction dans ONDE."
    )


def verifier_separateur(nom: str, titres: Rangee) -> None:
    """One single column means that something else separates the cells."""
    if len([c for c in titres.cellules if c.strip()]) > 1:
        return
    seul = titres.cellules[0]
    for signe, mot in ((",", _("des virgules")), ("\t", _("des tabulations")), ("|", _("des barres verticales"))):
        if seul.count(signe) >= 2 and "nom" in norme(seul):
            raise Illisible(
                nom,
                titres.ligne,
                _(
                    "Les colonnes sont séparées par %(signe)s au lieu de points-virgules. Déposez le .csv tel qu’ONDE l’a donné."
                )
                % {"signe": mot},
            )


def verifier_fin(nom: str, texte: str, corps: list[Rangee], attendues: int, pas: int = 0, depuis: int = 0) -> None:
    """Refuse a file cut in its last line: no end of line, and fewer cells than every other line.

    `pas` and `depuis` describe repeated blocks: a last line that stops inside a block when no other does is cut too.
    """
    if not corps or texte.endswith(("\n", "\r")):
        return
    *autres, derniere = corps
    tailles = [len(r.cellules) for r in autres] or [attendues]
    courte = len(derniere.cellules) < min(min(tailles), attendues)
    dans_un_bloc = (
        pas > 0
        and (len(derniere.cellules) - depuis) % pas != 0
        and all((taille - depuis) % pas == 0 for taille in tailles)
    )
    if courte or dans_un_bloc:
        raise Illisible(nom, derniere.ligne, _tronque())
