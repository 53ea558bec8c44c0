"""Slips for families without an account: three slots to tick, to be given back to the teacher."""

from django.utils.translation import gettext as _

from ent.diffusion.papier import DOUCE, Feuilles

from .lectures.moments import moment_de
from .lectures.suivi import Famille
from .models import Creneau, Rencontre

BORD, TAILLE = 14.0, 10.5
PAR_PAGE = 3


def papiers_pdf(rencontre: Rencontre, papiers: list[tuple[Famille, list[Creneau]]]) -> bytes:
    """A4 sheets of three slips, with a line to cut between them."""
    with Feuilles() as pdf:
        pdf.set_title(rencontre.titre)
        pdf.set_lang("fr")
        hauteur = pdf.h / PAR_PAGE
        for rang, (famille, creneaux) in enumerate(papiers):
            place = rang % PAR_PAGE
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
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
    y = pdf.paragraphe(
        BORD, y + 2, _("Cochez un créneau, ou donnez votre numéro, et rendez ce papier :"), TAILLE, largeur
    )
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    y += 6
    for creneau in creneaux:
        pdf.rect(BORD, y - 3, 3.2, 3.2)
        pdf.ecrire(BORD + 5, y, moment_de(creneau), TAILLE, gras=True, largeur=largeur - 5)
        y += 7
    pdf.ecrire(BORD, y + 1, _("Aucun ne me va. Appelez-moi au :"), TAILLE, largeur=largeur)
    pdf.line(BORD + 62, y + 2, BORD + 120, y + 2)
    fin = BORD + pdf.ecrire(BORD, y + 10, _("Signature :"), TAILLE, couleur=DOUCE, largeur=60) + 2
    pdf.line(fin, y + 11, BORD + largeur * 0.6, y + 11)
