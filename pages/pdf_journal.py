"""A journal as a book to print: A4, the words then the photos, two in a row."""

import io
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.diffusion.papier import BORD_DE_LIVRE as BORD
from ent.diffusion.papier import DOUCE, Livre
from ent.fichiers.stockage import stockage
from ent.socle.dates import date_format

from .lectures.archives import BilletGarde, Recueil

COLONNE, ENTRE, HAUTEUR_MAX = 84.0, 6.0, 110.0


class Album(Livre):
    """Words of the school, then its photos two by two."""


def livre(recueil: Recueil, lus: list[BilletGarde], avancer: Callable[[], None]) -> bytes:
    """`avancer` is called after each photo."""
    classe = recueil.classe
    titre = _("Journal de la classe : %(nom)s, %(annee)s") % {"nom": classe.nom, "annee": classe.annee.nom}
    with Album(f"{titre} · {classe.etablissement.nom}", get_language()) as pdf:
        pdf.set_title(titre)
        pdf.add_page()
        pdf.set_y(90)
        pdf.alinea(_("Journal de la classe"), 30, gras=True, cote="C")
        for ligne in (classe.nom, classe.etablissement.nom, classe.annee.nom, recueil.eleve.prenom):
            pdf.alinea(ligne, 16, couleur=DOUCE, cote="C")
        for lu in lus:
            pdf.add_page()
            _billet(pdf, lu, avancer)
        return bytes(pdf.output())


def _billet(pdf: Album, lu: BilletGarde, avancer: Callable[[], None]) -> None:
    pdf.alinea(lu.billet.titre, 18, gras=True)
    pdf.alinea(date_format(timezone.localtime(lu.billet.visible_le), "l j F Y"), 10, couleur=DOUCE)
    pdf.ln(2)
    pdf.alinea(lu.billet.texte, 12)
    pdf.ln(3)
    haut, rangee, colonne = pdf.get_y(), 0.0, 0
    for piece in lu.photos:
        objet = piece.fichier.declinaison("800")
        if objet is None:
            continue
        hauteur = min(COLONNE * (objet.hauteur or 1) / (objet.largeur or 1), HAUTEUR_MAX)
        if haut + hauteur > pdf.h - 18:
            pdf.add_page()
            haut, rangee, colonne = pdf.get_y(), 0.0, 0
        with stockage().open(objet.cle) as contenu:
            octets = io.BytesIO(contenu.read())
        x = BORD + colonne * (COLONNE + ENTRE)
        pdf.image(octets, x=pdf.place(x, COLONNE), y=haut, w=COLONNE, h=hauteur, keep_aspect_ratio=True)
        rangee, colonne = max(rangee, hauteur), 1 - colonne
        if colonne == 0:
            haut, rangee = haut + rangee + ENTRE, 0.0
        avancer()
    if autres := ", ".join(piece.fichier.nom for piece in lu.sons_et_videos):
        if haut + rangee + 10 > pdf.h - 18:
            pdf.add_page()
        else:
            pdf.set_y(haut + rangee + 3)
        pdf.alinea(_("Dans le dossier ZIP : %(noms)s") % {"noms": autres}, 10, couleur=DOUCE)
