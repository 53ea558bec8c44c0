"""A dossier on paper, for a household that no account reaches: each part as it was shown, then the coupon to give back."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.diffusion.bilingue import FeuillesBilingues as Feuilles
from ent.diffusion.bilingue import autre_langue
from ent.diffusion.papier import DOUCE
from ent.socle.dates import date_format

from .lectures.familles import Feuillet, Lu

BORD, TAILLE, PETITE, TITRE = 14.0, 10.5, 9.0, 12.0
BAS = 18.0  # mm kept at the foot of a page
RANGEE = 9.0  # of the coupon


def dossiers_pdf(papiers: Collection[tuple[Lu, Personne]], langue: str = "") -> bytes:
    """One after the other, each on pages of its own: what this holder would read, in French and in their language."""
    with Feuilles() as pdf:
        pdf.set_title(_("Dossiers de liaison"))
        for lu, adulte in papiers:
            with pdf.pour(autre_langue(adulte.langue, langue)):
                _Papier(pdf, lu, adulte).poser()
        return bytes(pdf.output())


class _Papier:
    def __init__(self, pdf: Feuilles, lu: Lu, adulte: Personne) -> None:
        self.pdf, self.lu, self.adulte = pdf, lu, adulte
        self.largeur = pdf.w - 2 * BORD
        self.y = 0.0

    def poser(self) -> None:
        self._page()
        dossier = self.lu.dossier
        self._phrase(lambda: str(self.lu.passage.lira), TITRE)
        if dossier.nom_de_destination:
            self._texte(dossier.nom_de_destination, TAILLE)
        self._phrase(lambda: _("Rien ne part sans vous. Lisez, puis dites oui, non, ou parlons-en."), TAILLE)
        for feuillet in self.lu.feuillets:
            self._feuillet(feuillet)
        self._coupon()

    def _page(self) -> None:
        """Whose it is, at the head of each."""
        self.pdf.add_page()
        dossier = self.lu.dossier
        qui = f"{dossier.eleve.prenom} {dossier.eleve.nom}"
        self.pdf.ecrire(BORD, 15, qui, TITRE, gras=True, largeur=self.largeur * 0.55)
        ou = f"{dossier.campagne.classe.nom} · {dossier.etablissement.nom} · n° {self.lu.version.numero}"
        self.pdf.ecrire(BORD + self.largeur * 0.57, 15, ou, PETITE, couleur=DOUCE, largeur=self.largeur * 0.43)
        self.y = 22.0

    def _place(self, hauteur: float) -> None:
        if self.y + hauteur > self.pdf.h - BAS:
            self._page()

    def _phrase(self, dire, taille: float, couleur=None) -> None:
        self._place(taille * 1.4)
        options = {"couleur": couleur} if couleur else {}
        self.y = self.pdf.phrase(BORD, self.y, dire, taille, self.largeur, **options) + 1

    def _texte(self, texte: str, taille: float) -> None:
        """As the school typed it, a line after the other, so that a long page goes on."""
        for alinea in texte.splitlines():
            self._place(taille * (1 + len(alinea) / 200))
            self.y = self.pdf.paragraphe(BORD, self.y, alinea, taille, self.largeur) if alinea.strip() else self.y + 2

    def _feuillet(self, feuillet: Feuillet) -> None:
        self.y += 4
        self._place(20)
        self._phrase(lambda: str(feuillet.partie.label), TITRE)
        contenu = feuillet.contenu
        self._texte(contenu.get("sait", ""), TAILLE)
        if contenu.get("aide"):
            self._phrase(lambda: _("Ce qui l’aide"), PETITE, DOUCE)
            self._texte(contenu["aide"], TAILLE)
        for nom in ("mot", "texte"):
            self._texte(contenu.get(nom, ""), TAILLE)
        for quoi, degre in [*feuillet.positions, *feuillet.amenagements]:
            self._texte(f"{quoi} : {degre}", TAILLE)
        for piece, fichiers in feuillet.pieces:
            self._texte("\n".join(dit for dit in (piece["titre"], piece["texte"]) if dit), TAILLE)
            if fichiers:
                n = len(fichiers)
                self._phrase(lambda n=n: _("Images : %(n)d. Demandez à les voir à l’école.") % {"n": n}, PETITE, DOUCE)

    def _coupon(self) -> None:
        """A box for yes and one for no, part by part; whole on one page."""
        self._place(45 + (RANGEE + 5) * len(self.lu.feuillets))
        self.pdf.trait_de_coupe(self.y + 4)
        self.y += 11
        jour = self.lu.dossier.campagne.date_reponse
        qui = f"{self.lu.dossier.eleve.prenom} {self.lu.dossier.eleve.nom} · n° {self.lu.version.numero}"
        self.pdf.ecrire(BORD, self.y, qui, TAILLE, gras=True, largeur=self.largeur)
        self.y += 2
        self._phrase(lambda: _("Cochez oui ou non pour chaque partie, signez, puis rendez ce coupon."), TAILLE)
        self.y += 3
        for feuillet in self.lu.feuillets:
            self._ligne(feuillet)
        bas = self.pdf.mot(BORD, self.y, lambda: _("Je préfère en parler d’abord. Appelez-moi au :"), TAILLE, 90)
        self.pdf.line(BORD + bas[0] + 2, self.y + 1, BORD + self.largeur * 0.75, self.y + 1)
        self.y = bas[1] + 10

        def signer() -> str:
            return _("Signature (%(nom)s) :") % {"nom": self.adulte.nom_affiche}

        prise, sous = self.pdf.mot(BORD, self.y, signer, TAILLE, 80, couleur=DOUCE)
        self.pdf.line(BORD + prise + 2, self.y + 1, BORD + self.largeur - 54, self.y + 1)

        def rendre() -> str:
            return _("À rendre : %(jour)s au plus tard") % {"jour": date_format(jour, "l j F")}

        fin = self.pdf.mot(BORD + self.largeur - 50, self.y, rendre, PETITE, 50, couleur=DOUCE)[1]
        self.y = max(sous, fin)

    def _ligne(self, feuillet: Feuillet) -> None:
        bas = self.y
        for x, dire in ((0.62, lambda: _("Oui")), (0.8, lambda: _("Non"))):
            gauche = BORD + self.largeur * x
            self.pdf.set_draw_color(*DOUCE)
            self.pdf.set_line_width(0.3)
            self.pdf.rect(gauche, self.y - 3, 3.2, 3.2)
            bas = max(bas, self.pdf.mot(gauche + 5, self.y, dire, TAILLE, 25)[1])
        libelle = self.pdf.mot(BORD, self.y, lambda: str(feuillet.partie.label), TAILLE, self.largeur * 0.58, gras=True)
        self.y = max(bas, libelle[1]) + RANGEE
