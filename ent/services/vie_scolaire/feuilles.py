"""What the school asks, on paper, for families without a phone: of images one slip for each holder of authority who has not answered;
of anything else one slip a child, that any of them signs.
"""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from ent.annuaire.models import Inscription, Personne
from ent.diffusion.bilingue import FeuillesBilingues, autre_langue
from ent.diffusion.papier import DOUCE
from ent.fichiers.supports import Support
from ent.socle.dates import date_format

from .lectures.phrases import quand_et_ou
from .models import DemandeConsentement

BORD, TAILLE = 14.0, 10.5
PAR_PAGE = 2
EXTRAIT = 900  # letters of what the school explains, on a half page


@dataclass(frozen=True)
class Feuille:
    """One sheet of paper: for one holder of one child, the media not answered yet."""

    inscription: Inscription
    responsable: Personne
    supports: tuple[str, ...]


def feuilles_pdf(demande: DemandeConsentement, feuilles: list[Feuille], langue: str = "") -> bytes:
    """A4 sheets of two slips, with a line to cut between them."""
    with FeuillesBilingues() as pdf:
        pdf.set_title(_("Autorisations pour les photos"))
        hauteur = pdf.h / PAR_PAGE
        for rang, feuille in enumerate(feuilles):
            place = rang % PAR_PAGE
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
            with pdf.pour(autre_langue(feuille.responsable.langue, langue)):
                _poser(pdf, demande, feuille, place * hauteur)
        return bytes(pdf.output())


def _poser(pdf: FeuillesBilingues, demande: DemandeConsentement, feuille: Feuille, haut: float) -> None:
    largeur, inscription = pdf.w - 2 * BORD, feuille.inscription
    qui = f"{inscription.eleve.prenom} {inscription.eleve.nom}"
    pdf.ecrire(BORD, haut + 12, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {demande.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 12, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    y = pdf.mot(BORD, haut + 19, demande.get_finalite_display, 12, largeur)[1] + 3
    lignes = " ".join(demande.texte.split())
    extrait = lignes if len(lignes) <= EXTRAIT else f"{lignes[:EXTRAIT].rstrip()}…"
    y = pdf.paragraphe(BORD, y, extrait, TAILLE, largeur) + 3

    def dates() -> str:
        return _("Du %(debut)s au %(fin)s. Vous pouvez changer d’avis à tout moment : dites-le à l’école.") % {
            "debut": date_format(demande.debut, "j F Y"),
            "fin": date_format(demande.fin, "j F Y"),
        }

    y = pdf.phrase(BORD, y, dates, 9, largeur, DOUCE) + 6
    for support in feuille.supports:
        y = _choix(pdf, Support(support), y, largeur) + 7

    def signature() -> str:
        return _("Date et signature (%(nom)s) :") % {"nom": feuille.responsable.nom_affiche}

    fin = BORD + pdf.mot(BORD, y + 4, signature, TAILLE, 90, couleur=DOUCE)[0] + 2
    pdf.line(fin, y + 5, BORD + largeur, y + 5)


def _choix(pdf: FeuillesBilingues, support: Support, y: float, largeur: float) -> float:
    """Yes, no, and to what. Answers where its last line stands."""
    bas = y
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    for rang, mot in enumerate((lambda: _("Oui"), lambda: _("Non"))):
        x = BORD + rang * 18
        pdf.rect(x, y - 3, 3.2, 3.2)
        bas = max(bas, pdf.mot(x + 5, y, mot, TAILLE, 12, gras=True)[1])
    return max(bas, pdf.mot(BORD + 38, y, lambda: str(support.label), TAILLE, largeur - 38)[1])


# --- Anything else than images ------------------------------------------------------------------------------------------
EXTRAIT_DU_COUPON = 360
COURT = 200  # letters that leave room for four slips on a page, in two languages


@dataclass(frozen=True)
class Coupon:
    """One slip, for one child: whoever holds authority signs it. `langue`: what one of them reads, when it is not French."""

    inscription: Inscription
    langue: str = ""


def coupons_pdf(demande: DemandeConsentement, coupons: list[Coupon]) -> bytes:
    """A4 sheets of four slips, three where there is more to read, with a line to cut between them."""
    par_page = 4 if len(demande.texte) <= COURT else 3
    with FeuillesBilingues() as pdf:
        pdf.set_title(demande.nom)
        hauteur = pdf.h / par_page
        for rang, coupon in enumerate(coupons):
            place = rang % par_page
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
            with pdf.pour(coupon.langue):
                _un_coupon(pdf, demande, coupon.inscription, place * hauteur)
        return bytes(pdf.output())


def _un_coupon(pdf: FeuillesBilingues, demande: DemandeConsentement, inscription: Inscription, haut: float) -> None:
    largeur = pdf.w - 2 * BORD
    qui = f"{inscription.eleve.prenom} {inscription.eleve.nom}"
    pdf.ecrire(BORD, haut + 10, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {demande.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 10, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    _prise, y = pdf.mention(BORD, haut + 17, lambda: demande.nom, 12, largeur, gras=True)
    y = pdf.phrase(BORD, y + 2, lambda: quand_et_ou(demande), TAILLE, largeur)
    if demande.tour:  # the former slip said another day, or another place
        y = pdf.phrase(BORD, y + 1, lambda: _("La sortie a changé : celui-ci remplace le coupon d’avant."), 9, largeur)
    lignes = " ".join(demande.texte.split())
    if len(lignes) > EXTRAIT_DU_COUPON:
        lignes = f"{lignes[:EXTRAIT_DU_COUPON].rstrip()}…"
    if lignes:
        y = pdf.paragraphe(BORD, y + 1, lignes, TAILLE, largeur)
    bas = _cases(pdf, y + 6)
    if demande.dernier_jour:
        jour = demande.dernier_jour
        dire = partial(_a_rendre, jour)
        _prise, autre = pdf.mot(BORD + largeur - 76, y + 6, dire, 9, 76, couleur=DOUCE)
        bas = max(bas, autre)
    prise, _y = pdf.mot(BORD, bas + 8, lambda: _("Nom, date et signature :"), TAILLE, 60, couleur=DOUCE)
    pdf.set_draw_color(*DOUCE)
    pdf.line(BORD + prise + 2, bas + 9, BORD + largeur, bas + 9)


def _a_rendre(jour: dt.date) -> str:
    return _("À rendre le %(jour)s au plus tard") % {"jour": date_format(jour, "l j F")}


def _cases(pdf: FeuillesBilingues, y: float) -> float:
    """« J’autorise » and « Je n’autorise pas », with a box. Answers where the lower of their lines stands."""
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    bas = y
    for x, dire in ((BORD, lambda: _("J’autorise")), (BORD + 42, lambda: _("Je n’autorise pas"))):
        pdf.rect(x, y - 3, 3.2, 3.2)
        _prise, ligne = pdf.mot(x + 5, y, dire, TAILLE, 36, gras=True)
        bas = max(bas, ligne)
    return bas
