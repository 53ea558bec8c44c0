"""A month on one A4 page: a grid, five days wide when nothing happens at the week-end."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.diffusion.papier import DOUCE, ENCRE, MARGE, Feuilles
from ent.socle.dates import date_format, time_format

from .lectures.mois import Jour, Mois, Passage

BORD, HAUT, BAS, TETE = 9.0, 26.0, 8.0, 6.0


def mois_pdf(mois: Mois) -> bytes:
    with Feuilles("landscape", get_language()) as pdf:
        titre = _("Agenda, %(mois)s") % {"mois": date_format(mois.premier, "F Y")}
        pdf.set_title(titre)
        pdf.add_page()
        pdf.ecrire(BORD, 15, titre, 16, gras=True, largeur=180)
        pdf.set_draw_color(*MARGE)
        pdf.set_line_width(0.5)
        pdf.line(BORD, 18, pdf.w - BORD, 18)
        jours = 7 if any(j.occurrences for s in mois.semaines for j in s.jours[5:]) else 5
        largeur = (pdf.w - 2 * BORD) / jours
        hauteur = (pdf.h - HAUT - BAS) / len(mois.semaines)
        for rang in range(jours):
            nom = date_format(mois.semaines[0].jours[rang].jour, "l")
            pdf.ecrire(BORD + rang * largeur + 1, 23.5, nom, 10, couleur=DOUCE, largeur=largeur - 2)
        for ligne, semaine in enumerate(mois.semaines):
            for rang, jour in enumerate(semaine.jours[:jours]):
                _case(pdf, jour, BORD + rang * largeur, HAUT + ligne * hauteur, largeur, hauteur)
        return bytes(pdf.output())


def _case(pdf: Feuilles, jour: Jour, x: float, y: float, largeur: float, hauteur: float) -> None:
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.15)
    pdf.rect(x, y, largeur, hauteur)
    couleur = DOUCE if jour.est_hors_du_mois or jour.est_sans_classe else ENCRE
    pdf.ecrire(x + 1.5, y + 4.5, str(jour.jour.day), 10, gras=True, couleur=couleur)
    if jour.est_hors_du_mois:
        return
    places = int((hauteur - TETE) // 4)
    for rang, occurrence in enumerate(jour.occurrences[:places]):
        reste = len(jour.occurrences) - places
        dernier = rang == places - 1 and reste > 0
        texte = _("… et %(n)d autres") % {"n": reste + 1} if dernier else _ligne(occurrence, jour.jour)
        pdf.ecrire(x + 1.5, y + TETE + 3 + rang * 4, texte, 8.5, largeur=largeur - 3)


def _ligne(occurrence: Passage, jour: dt.date) -> str:
    """« 14 h 00 Sortie au musée · CP-CE1 »; what is cancelled says so."""
    heure = time_format(occurrence.de, "G\u00a0\\h\u00a0i") if occurrence.de and jour == occurrence.jour else ""
    annule = _("Annulé :") if occurrence.est_annule else ""
    return " ".join(mot for mot in (heure, annule, occurrence.titre, f"· {occurrence.nom}") if mot)
