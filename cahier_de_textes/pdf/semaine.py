"""A week on one A4 page: smaller type first, then shorter texts, and the page says when it cut."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe, Groupe
from ent.diffusion.papier import DOUCE, ENCRE, MARGE, Feuilles
from ent.socle.dates import date_format

from ..lectures.impressions import JourDuCahier
from ..models import Seance, Visa
from .mise_en_lignes import Ligne, Morceau, en_lignes, hauteur_de, poser, raccourcir
from .textes import morceaux_de_seance, morceaux_de_travail, phrase_de_visa

BORD, HAUT, BAS = 9.0, 27.0, 199.0
TAILLES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7)
DETAILS = (8, 5, 3, 2, 1, 0)  # lines of each content, at the smallest size
RANGEES = 3

Cellules = list[list[list[Ligne]]]  # by row, then by day


def semaine_pdf(
    cible: Classe | Groupe, lundi: dt.date, jours: list[JourDuCahier], visas: list[Visa]
) -> tuple[bytes, bool]:
    """The page, and whether something had to be cut."""
    with Feuilles("landscape", get_language()) as pdf:
        titre = _("%(nom)s : semaine du %(jour)s") % {"nom": cible.nom, "jour": date_format(lundi, "j F Y")}
        pdf.set_title(titre)
        pdf.add_page()
        pdf.ecrire(BORD, 15, titre, 16, gras=True, largeur=180)
        pdf.ecrire_a_droite(pdf.w - BORD, 15, cible.etablissement.nom, 10, couleur=DOUCE, largeur=pdf.w - BORD - 195)
        pdf.set_draw_color(*MARGE)
        pdf.set_line_width(0.5)
        pdf.line(BORD, 17.5, pdf.w - BORD, 17.5)
        est_coupee = False
        if jours:
            largeur = (pdf.w - 2 * BORD) / len(jours)
            taille, cellules, est_coupee = _ajuster(pdf, jours, largeur - 3)
            _dessiner(pdf, jours, largeur, taille, cellules)
        else:
            pdf.ecrire(BORD, 40, _("Pas de classe cette semaine."), 12)
        pied = " · ".join(phrase_de_visa(visa) for visa in visas)
        if est_coupee:
            coupe = _("Semaine chargée : des textes sont coupés (…). L’export de l’année les donne en entier.")
            pied = f"{coupe} {pied}".strip()
        if pied:
            pdf.ecrire(BORD, 205, pied, 8, couleur=DOUCE, largeur=pdf.w - 2 * BORD)
        return bytes(pdf.output()), est_coupee


def _morceaux(jour: JourDuCahier) -> list[list[Morceau]]:
    """By row: what is for that day, the morning, the afternoon."""
    return [
        [m for travail in jour.travaux for m in morceaux_de_travail(travail)],
        [m for seance in jour.du_moment(Seance.Moment.MATIN) for m in morceaux_de_seance(seance)],
        [m for seance in jour.du_moment(Seance.Moment.APRES_MIDI) for m in morceaux_de_seance(seance)],
    ]


def _ajuster(pdf: Feuilles, jours: list[JourDuCahier], largeur: float) -> tuple[float, Cellules, bool]:
    """The largest type with which all of it fits; else the smallest, with shorter contents, then cut cells."""
    colonnes = [_morceaux(jour) for jour in jours]
    place = BAS - HAUT - RANGEES * 7
    essais = [(taille, None) for taille in TAILLES] + [(TAILLES[-1], detail) for detail in DETAILS]
    for taille, detail in essais:
        cellules: Cellules = []
        est_coupee = False
        for rang in range(RANGEES):
            rendues = [en_lignes(pdf, colonne[rang], largeur, taille, detail) for colonne in colonnes]
            cellules.append([lignes for lignes, _coupe in rendues])
            est_coupee = est_coupee or any(coupe for _lignes, coupe in rendues)
        if sum(_hauteurs(cellules)) <= place:
            return taille, cellules, est_coupee
    hauteurs = _hauteurs(cellules)
    for rang, hauteur in enumerate(hauteurs):
        permise = hauteur * place / sum(hauteurs)
        cellules[rang] = [raccourcir(lignes, permise)[0] for lignes in cellules[rang]]
    return taille, cellules, True


def _hauteurs(cellules: Cellules) -> list[float]:
    return [max(hauteur_de(lignes) for lignes in rangee) for rangee in cellules]


def _dessiner(pdf: Feuilles, jours: list[JourDuCahier], largeur: float, taille: float, cellules: Cellules) -> None:
    for colonne, jour in enumerate(jours):
        pdf.ecrire(
            BORD + colonne * largeur + 1,
            24,
            date_format(jour.date, "l j F").capitalize(),
            11,
            gras=True,
            largeur=largeur - 3,
        )
    y = HAUT
    titres = (_("Pour ce jour"), Seance.Moment.MATIN.label, Seance.Moment.APRES_MIDI.label)
    for titre, rangee, hauteur in zip(titres, cellules, _hauteurs(cellules), strict=True):
        if not hauteur:
            continue
        pdf.set_draw_color(*DOUCE)
        pdf.set_line_width(0.2)
        pdf.line(BORD, y, pdf.w - BORD, y)
        pdf.ecrire(BORD + 1, y + 3.8, str(titre), 7.5, couleur=DOUCE)
        for colonne, lignes in enumerate(rangee):
            poser(pdf, BORD + colonne * largeur + 1, y + 5.2, lignes, taille)
        y += hauteur + 7
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.1)
    for colonne in range(1, len(jours)):
        pdf.line(BORD + colonne * largeur - 0.5, 19, BORD + colonne * largeur - 0.5, y)
    pdf.set_draw_color(*ENCRE)
