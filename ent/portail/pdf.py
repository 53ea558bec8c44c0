"""The week of one's children on one A4 page: a day a column. The classes of September: a page by class."""

import datetime as dt

from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from ent.annuaire.lectures.passages import Colonne, Plan
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
    # From right to left, a line may hold no other letter that says so.
    puce = "\u200f•" if get_language_bidi() else "•"
    for groupe in jour.groupes:
        siennes = [(f"{puce} {chose.mots}", False, 0.8) for chose in groupe.choses if chose.mots]
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


# --- The classes of September ------------------------------------------------------------------------------------------
PAS, TETE_DE_LISTE, PIED = 7.0, 44.0, 14.0


def listes_pdf(plan: Plan) -> bytes:
    """Of each class: who teaches there, its pupils by name with their level and the class that they leave. Who leaves the school comes last."""
    with Feuilles() as pdf:
        annee, ecole = plan.passage.annee.nom, plan.passage.etablissement.nom
        pdf.set_title(f"{ecole}, {annee}")
        partent = Colonne(_("Départs"), eleves=plan.partent.eleves)
        for colonne in [*plan.apres, *([partent] if partent.eleves else [])]:
            _liste(pdf, colonne, f"{ecole} · {annee}")
        if not plan.apres:
            pdf.add_page()
            pdf.ecrire(BORD, 30, _("Le plan n’a pas encore de classe."), 14)
        return bytes(pdf.output())


def _liste(pdf: Feuilles, colonne: Colonne, chapeau: str) -> None:
    par_page = int((pdf.h - TETE_DE_LISTE - PIED) // PAS)
    for debut in range(0, max(1, len(colonne.eleves)), par_page):
        pdf.add_page()
        pdf.ecrire(BORD, 14, chapeau, 10, couleur=DOUCE, largeur=pdf.w - 2 * BORD)
        pdf.ecrire(BORD, 23, colonne.nom, 18, gras=True, largeur=pdf.w - 2 * BORD)
        combien = ngettext("%(n)s élève", "%(n)s élèves", len(colonne.eleves)) % {"n": len(colonne.eleves)}
        qui = colonne.enseignant or (_("à nommer") if colonne.prevue else "")
        pdf.ecrire(BORD, 30, " · ".join(mot for mot in (qui, combien) if mot), 11, largeur=pdf.w - 2 * BORD)
        pdf.set_draw_color(*MARGE)
        pdf.set_line_width(0.5)
        pdf.line(BORD, 34, pdf.w - BORD, 34)
        for rang, place in enumerate(colonne.eleves[debut : debut + par_page]):
            y = TETE_DE_LISTE + rang * PAS
            pdf.ecrire(BORD, y, str(debut + rang + 1), 10, couleur=DOUCE)
            pdf.ecrire(BORD + 9, y, str(place.eleve), 11.5, largeur=95)
            pdf.ecrire(BORD + 108, y, place.niveau or place.niveau_actuel, 11, largeur=20)
            pdf.ecrire(BORD + 130, y, place.de.nom if place.de else _("arrive"), 10, couleur=DOUCE, largeur=60)
            pdf.set_draw_color(*DOUCE)
            pdf.set_line_width(0.1)
            pdf.line(BORD, y + 2.3, pdf.w - BORD, y + 2.3)
