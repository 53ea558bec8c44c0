"""The week of one's children on one A4 page: a day a column."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.diffusion.papier import DOUCE, ENCRE, MARGE, POLICE, Feuilles
from ent.socle.dates import date_format

from .lectures.fil import Jour

BORD, HAUT, BAS, BLANC = 9.0, 23.0, 9.0, 2.0
TAILLES = (10.5, 9.5, 8.5, 7.5)  # the largest in which the week fits; what still does not is cut, and says so
# (words, bold, space above)
type Ligne = tuple[str, bool, float]


def semaine_pdf(jours: list[Jour], lundi: dt.date, prenoms: list[str]) -> bytes:
    """`prenoms` of the children of this sheet: in a day, what several have together says of whom."""
    with Feuilles("landscape", get_language() or "fr") as pdf:
        titre = _("Semaine du %(jour)s : %(enfants)s") % {
            "jour": date_format(lundi, "j F"),
            "enfants": ", ".join(prenoms),
        }
        pdf.set_title(titre)
        pdf.add_page()
        pdf.ecrire(BORD, 14, titre, 16, gras=True, largeur=pdf.w - 2 * BORD)
        pdf.set_draw_color(*MARGE)
        pdf.set_line_width(0.5)
        pdf.line(BORD, 17, pdf.w - BORD, 17)
        largeur = (pdf.w - 2 * BORD) / len(jours)
        colonnes = [_lignes(jour, plusieurs=len(prenoms) > 1) for jour in jours]
        taille = next(
            (t for t in TAILLES if all(_hauteur(pdf, c, largeur, t) <= _place(pdf) for c in colonnes)), TAILLES[-1]
        )
        for rang, (jour, lignes) in enumerate(zip(jours, colonnes, strict=True)):
            _colonne(pdf, jour, lignes, BORD + rang * largeur, largeur, taille)
        return bytes(pdf.output())


def _lignes(jour: Jour, *, plusieurs: bool) -> list[Ligne]:
    lignes: list[Ligne] = []
    for groupe in jour.groupes:
        siennes = [(f"• {chose.mots}", False, 0.8) for chose in groupe.choses if chose.mots]
        if siennes and plusieurs:
            lignes.append((", ".join(suivi.eleve.prenom for suivi in groupe.suivis), True, BLANC))
        lignes += siennes
    return lignes or [(_("Rien de prévu."), False, BLANC)]


def _place(pdf: Feuilles) -> float:
    return pdf.h - HAUT - BAS - 8


def _coupees(pdf: Feuilles, ligne: Ligne, largeur: float, taille: float) -> list[str]:
    texte, gras, _blanc = ligne
    pdf.set_font(POLICE, "B" if gras else "", taille)
    return pdf.lignes(pdf.lisible(texte), largeur - 3)


def _hauteur(pdf: Feuilles, lignes: list[Ligne], largeur: float, taille: float) -> float:
    return sum(ligne[2] + len(_coupees(pdf, ligne, largeur, taille)) * taille * 0.44 for ligne in lignes)


def _colonne(pdf: Feuilles, jour: Jour, lignes: list[Ligne], x: float, largeur: float, taille: float) -> None:
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.15)
    pdf.rect(x, HAUT - 4, largeur, pdf.h - HAUT - BAS + 4)
    pdf.ecrire(x + 1.5, HAUT + 1.5, date_format(jour.date, "l j F"), 11, gras=True, largeur=largeur - 3)
    y, pas, fin = HAUT + 6, taille * 0.44, pdf.h - BAS - 2
    for ligne in lignes:
        _texte, gras, blanc = ligne
        y += blanc
        for morceau in _coupees(pdf, ligne, largeur, taille):
            if y + 2 * pas > fin:
                pdf.ecrire(
                    x + 1.5, y + pas, _("… la suite est sur le site"), taille, couleur=DOUCE, largeur=largeur - 3
                )
                return
            y += pas
            pdf.ecrire(x + 1.5, y, morceau, taille, gras=gras, couleur=ENCRE, largeur=largeur - 2)
