"""Slips for families without an account: three slots to tick, to be given back to the teacher."""

from django.utils.translation import gettext as _

from ent.diffusion.bilingue import FeuillesBilingues as Feuilles
from ent.diffusion.bilingue import autre_langue
from ent.diffusion.papier import DOUCE

from .lectures.moments import moment_de
from .lectures.suivi import Famille
from .models import Creneau, Rencontre

BORD, TAILLE = 14.0, 10.5
PAR_PAGE, A_DEUX_LANGUES = 3, 2


def papiers_pdf(rencontre: Rencontre, papiers: list[tuple[Famille, list[Creneau]]], langue: str = "") -> bytes:
    """A4 sheets of three slips, with a line to cut between them; of two where one says all twice."""
    with Feuilles() as pdf:
        pdf.set_title(rencontre.titre)
        secondes = [
            autre_langue(*(adulte.langue for adulte in famille.adultes), langue) for famille, _creneaux in papiers
        ]
        par_page = A_DEUX_LANGUES if any(secondes) else PAR_PAGE
        hauteur = pdf.h / par_page
        for rang, (famille, creneaux) in enumerate(papiers):
            place = rang % par_page
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
            with pdf.pour(secondes[rang]):
                _poser(pdf, rencontre, famille, creneaux, place * hauteur)
        return bytes(pdf.output())


def _poser(pdf: Feuilles, rencontre: Rencontre, famille: Famille, creneaux: list[Creneau], haut: float) -> None:
    largeur = pdf.w - 2 * BORD
    pdf.ecrire(BORD, haut + 12, f"{famille.eleve.prenom} {famille.eleve.nom}", 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{rencontre.classe.nom} · {rencontre.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 12, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    pdf.ecrire(BORD, haut + 19, rencontre.titre, 12, largeur=largeur)
    y = haut + 22
    if rencontre.mot:
        y = pdf.paragraphe(BORD, y, " ".join(rencontre.mot.split())[:300], TAILLE, largeur)
    y = pdf.phrase(
        BORD,
        y + 2,
        lambda: _("Cochez un créneau, ou donnez votre numéro, et rendez ce papier :"),
        TAILLE,
        largeur,
    )
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    y += 6
    for creneau in creneaux:
        pdf.rect(BORD, y - 3, 3.2, 3.2)
        y = pdf.mot(BORD + 5, y, lambda c=creneau: moment_de(c), TAILLE, largeur - 5, gras=True)[1] + 7
    prise, bas = pdf.mot(BORD, y + 1, lambda: _("Aucun ne me va. Appelez-moi au :"), TAILLE, 60)
    pdf.line(BORD + max(prise, 60) + 2, y + 2, BORD + 120, y + 2)
    y = bas + 9
    fin = BORD + pdf.mot(BORD, y, lambda: _("Signature :"), TAILLE, 60, couleur=DOUCE)[0] + 2
    pdf.line(fin, y + 1, BORD + largeur * 0.6, y + 1)
