"""Results of a mot as a table: ODS, and CSV for a French Excel. No address nor number of anyone goes in."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal

import odswriter
from django.utils import timezone
from django.utils.translation import gettext as _

from .lectures import mots_suivi as lectures

Cellule = str | Decimal | dt.datetime | None
ETATS = {
    lectures.SIGNE: "Répondu", lectures.CONFLIT: "Deux réponses", lectures.VU: "Vu", lectures.ENVOYE: "Envoyé",
    lectures.PAPIER: "Papier remis", lectures.NON_ATTEINT: "Pas atteint",
}  # fmt: skip


def lignes(suivi: lectures.Suivi) -> list[list[Cellule]]:
    """A header, then one line per answer; a child without any has one line."""
    mot = suivi.mot
    rendues: list[list[Cellule]] = [
        [
            _("Nom"),
            _("Prénom"),
            _("Classe"),
            _("Niveau"),
            _("État"),
            _("Réponse"),
            _("Montant"),
            _("Signé par"),
            _("Le"),
            _("Comment"),
            _("Retenu"),
        ]
    ]
    for ligne in suivi.lignes:
        eleve, inscription = ligne.eleve, ligne.inscription
        tete = [eleve.nom, eleve.prenom, inscription.classe.nom, inscription.niveau, ETATS[ligne.etat]]
        retenue = mot.option(ligne.retenue)
        retenu = retenue.texte if retenue else ""
        for r in ligne.reponses or [None]:
            if r is None:
                rendues.append([*tete, "", None, "", None, "", retenu])
                continue
            qui = r.par.nom_affiche if r.par else r.nom
            rendues.append(
                [
                    *tete,
                    r.libelle or _("Signé"),
                    r.montant,
                    qui,
                    timezone.localtime(r.signe_le),
                    r.get_source_display(),
                    retenu,
                ]
            )
    return rendues


def neutre(texte: str) -> str:
    """A spreadsheet runs what begins like a formula: such a cell begins with an apostrophe instead."""
    return f"'{texte}" if texte[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%") else texte


def _en_texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, dt.datetime):
        return f"{cellule:%d/%m/%Y %H:%M}"
    return f"{cellule:.2f}".replace(".", ",") if isinstance(cellule, Decimal) else neutre(cellule)


def en_csv(suivi: lectures.Suivi) -> bytes:
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerows([[_en_texte(cellule) for cellule in ligne] for ligne in lignes(suivi)])
    return tampon.getvalue().encode("utf-8-sig")


def en_ods(suivi: lectures.Suivi) -> bytes:
    """Cells are typed: words are words, whatever they begin with."""
    tampon = io.BytesIO()
    with odswriter.writer(tampon) as classeur:
        feuille = classeur.new_sheet(_("Réponses"))
        for ligne in lignes(suivi):
            feuille.writerow([_pour_ods(cellule) for cellule in ligne])
    return tampon.getvalue()


def _pour_ods(cellule: Cellule):
    if isinstance(cellule, dt.datetime):
        return cellule.replace(tzinfo=None, microsecond=0)
    if isinstance(cellule, str):
        return re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "", cellule)  # what XML refuses
    return cellule
