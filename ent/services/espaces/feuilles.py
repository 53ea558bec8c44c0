"""The list of a visit on paper: boxes for who answers by word of mouth, and who comes already."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.diffusion.papier import DOUCE, Feuilles

from .lectures.moments import limite, quand
from .lectures.pages import ClasseLue, Inscrit
from .models import DateDeLEspace, InscriptionVisite

BORD, TAILLE, LIGNE, CASE = 16.0, 11.0, 8.0, 4.0


class _Liste(Feuilles):
    """A column of lines that goes on on the next sheet."""

    y: float = 0.0

    def ouvrir(self) -> None:
        self.add_page()
        self.y = 20.0

    def place_pour(self, hauteur: float) -> None:
        if self.y + hauteur > self.h - 18:
            self.ouvrir()

    def dire(self, texte: str, taille: float = TAILLE, *, gras: bool = False, doux: bool = False) -> None:
        self.place_pour(LIGNE)
        couleur = {"couleur": DOUCE} if doux else {}
        self.ecrire(BORD, self.y, texte, taille, gras=gras, largeur=self.w - 2 * BORD, **couleur)
        self.y += LIGNE


def liste_pdf(date: DateDeLEspace, classes: list[ClasseLue], inscrits: list[Inscrit]) -> bytes:
    with _Liste() as pdf:
        pdf.set_title(date.titre)
        pdf.ouvrir()
        pdf.dire(date.titre, 15, gras=True)
        pdf.dire(" · ".join(mot for mot in (quand(date), date.lieu) if mot))
        if date.jusqu_a:
            pdf.dire(_("Inscription jusqu’au %(moment)s") % {"moment": limite(date)}, 9.5, doux=True)
        for lue in classes:
            _une_classe(pdf, lue)
        pdf.y += 4
        viennent = [i for i in inscrits if not i.attend]
        n = len(viennent)
        pdf.dire(ngettext("%(n)s inscrit en tout", "%(n)s inscrits en tout", n) % {"n": n}, 12, gras=True)
        for inscrit in inscrits:
            attend = f" · {_('sur la liste d’attente')}" if inscrit.attend else ""
            pdf.dire(f"{inscrit.prenom} · {inscrit.ecole}{attend}", 10)
        return bytes(pdf.output())


def _une_classe(pdf: _Liste, lue: ClasseLue) -> None:
    if not lue.eleves:
        return
    pdf.y += 3
    pdf.dire(lue.classe.classe.nom, 12, gras=True)
    for enfant in lue.eleves:
        pdf.place_pour(LIGNE)
        x = BORD
        for mot, etat in ((_("oui"), InscriptionVisite.Etat.VIENT), (_("non"), InscriptionVisite.Etat.NON)):
            pdf.rect(x, pdf.y - CASE + 0.6, CASE, CASE, style="DF" if enfant.etat == etat else "D")
            pdf.ecrire(x + CASE + 1.5, pdf.y, mot, 9.5, largeur=12)
            x += 18
        dit = InscriptionVisite.Etat(enfant.etat).label if enfant.etat else ""
        pdf.ecrire(x, pdf.y, f"{enfant.eleve.prenom} {enfant.eleve.nom}", TAILLE, largeur=pdf.w - BORD - x - 45)
        pdf.ecrire(pdf.w - BORD - 44, pdf.y, str(dit), 9, couleur=DOUCE, largeur=44)
        pdf.y += LIGNE
