"""Paper coupons: slips of one height to cut, each with what is said, the boxes to tick and a line to sign."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.diffusion.bilingue import FeuillesBilingues as Feuilles
from ent.diffusion.bilingue import autre_langue
from ent.diffusion.papier import DOUCE
from ent.socle.dates import date_format, time_format

from .lectures.mots_suivi import Ligne
from .models import Mot, Option
from .models.mots import HEURE

BORD, TAILLE, PETITE = 14.0, 10.5, 9.0
EXTRAIT = 420  # letters of the text on a slip
RANGEE = 5.0


@dataclass(frozen=True)
class Coupon:
    """What one slip of paper says of its reader."""

    ligne: Ligne
    adulte: Personne | None  # when each signs

    def langue(self, choisie: str) -> str:
        """Of who signs, or of the first of the child's adults who reads another than French; else the one chosen."""
        lecteurs = [self.adulte] if self.adulte else [adulte.personne for adulte in self.ligne.adultes]
        return autre_langue(*(lecteur.langue for lecteur in lecteurs), choisie)


def coupons_pdf(mot: Mot, coupons: list[Coupon], langue: str = "") -> bytes:
    """A4 sheets, as many slips on each as the longest allows, with a line to cut between them."""
    with Feuilles() as pdf:
        pdf.set_title(mot.titre)
        poses = [(coupon, coupon.langue(langue)) for coupon in coupons]
        hauteur = _hauteur(mot, {seconde: coupon for coupon, seconde in poses})
        par_page = max(1, int(pdf.h // hauteur))
        hauteur = min(pdf.h / par_page, hauteur + 12)
        for rang, (coupon, seconde) in enumerate(poses):
            place = rang % par_page
            if place == 0:
                pdf.add_page()
            with pdf.pour(seconde):
                _poser(pdf, mot, coupon, place * hauteur)
            if (place + 1) * hauteur < pdf.h - 2:
                pdf.trait_de_coupe((place + 1) * hauteur)
        return bytes(pdf.output())


def _hauteur(mot: Mot, par_langue: dict[str, Coupon]) -> float:
    """The longest, one in each language, measured on pages that are then thrown away."""
    with Feuilles() as brouillon:
        bas = 0.0
        for seconde, coupon in par_langue.items():
            brouillon.add_page()
            with brouillon.pour(seconde):
                bas = max(bas, _poser(brouillon, mot, coupon, 0))
    return bas + (17 if mot.demande_reponse else 10)


def _extrait(mot: Mot) -> str:
    """As the school typed it."""
    lignes = " ".join(mot.texte.split())
    return lignes if len(lignes) <= EXTRAIT else f"{lignes[:EXTRAIT].rstrip()}…"


def _a_apporter(mot: Mot) -> str:
    dit = _("À apporter : %(objet)s.") % {"objet": mot.objet} if mot.objet else ""
    if mot.montant is not None:
        montant = f"{mot.montant:.2f}".replace(".", ",")
        dit = f"{dit} {_('Montant : %(montant)s €.') % {'montant': montant}}".strip()
    return dit


def _corrige(instant: dt.datetime) -> str:
    local = timezone.localtime(instant)
    dit = {"jour": date_format(local, "j F"), "heure": time_format(local, HEURE)}
    return _("Mot corrigé le %(jour)s à %(heure)s.") % dit


def _colonnes(options: list[Option]) -> int:
    return 2 if any(len(option.texte) > 24 for option in options) else 4


def _poser(pdf: Feuilles, mot: Mot, coupon: Coupon, haut: float) -> float:
    """Answers where its last line stands."""
    largeur = pdf.w - 2 * BORD
    inscription = coupon.ligne.inscription
    qui = f"{coupon.ligne.eleve.prenom} {coupon.ligne.eleve.nom}"
    pdf.ecrire(BORD, haut + 9, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {mot.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 9, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    pdf.ecrire(BORD, haut + 15.5, mot.titre, 12, largeur=largeur)
    y = haut + 18
    if extrait := _extrait(mot):
        y = pdf.paragraphe(BORD, y, extrait, TAILLE, largeur)
    if mot.objet or mot.montant is not None:
        y = pdf.phrase(BORD, y, lambda: _a_apporter(mot), TAILLE, largeur)
    if not mot.demande_reponse:
        return y
    if mot.corrige_le:  # so that a paper of before is known from one of after
        y = pdf.phrase(BORD, y, lambda: _corrige(mot.corrige_le), PETITE, largeur)
    return _signature(pdf, mot, coupon, _reponses(pdf, mot, y + 5, largeur) + 6, largeur)


def _reponses(pdf: Feuilles, mot: Mot, y: float, largeur: float) -> float:
    """The boxes, in lines of two or four. Answers where the next line would stand."""
    options = list(mot.options)
    colonnes = _colonnes(options)
    pas = largeur / colonnes
    for debut in range(0, len(options), colonnes):
        bas = y
        for rang, option in enumerate(options[debut : debut + colonnes]):
            x = BORD + rang * pas
            pdf.set_draw_color(*DOUCE)
            pdf.set_line_width(0.3)
            pdf.rect(x, y - 3, 3.2, 3.2)
            bas = max(bas, pdf.mot(x + 5, y, lambda o=option: o.texte, TAILLE, pas - 7, gras=True)[1])
        y = bas + RANGEE
    return y


def _signature(pdf: Feuilles, mot: Mot, coupon: Coupon, y: float, largeur: float) -> float:
    bas, depart = y, BORD
    if mot.est_a_montant_libre:
        bas = pdf.mot(BORD, y, lambda: _("Montant : ............ €"), TAILLE, 40)[1]
        depart += 44

    def dire() -> str:
        return _("Signature (%(nom)s) :") % {"nom": coupon.adulte.nom_affiche if coupon.adulte else _("responsable")}

    prise, sous = pdf.mot(depart, y, dire, TAILLE, 70, couleur=DOUCE)
    pdf.set_draw_color(*DOUCE)
    pdf.line(depart + prise + 2, y + 1, BORD + largeur - 52, y + 1)
    bas = max(bas, sous)
    if mot.date_limite:
        jour = mot.date_limite

        def rendre() -> str:
            return _("À rendre : %(jour)s au plus tard") % {"jour": date_format(jour, "l j F")}

        bas = max(bas, pdf.mot(BORD + largeur - 50, y, rendre, PETITE, 50, couleur=DOUCE)[1])
    return bas
