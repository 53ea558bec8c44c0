"""Labels to cut and paste in the pupils' own book: one per pupil, of one height for straight cuts."""

import datetime as dt
from itertools import groupby

from django.utils.translation import gettext as _

from ent.annuaire.models import Classe, Groupe
from ent.diffusion.bilingue import FeuillesBilingues
from ent.diffusion.papier import DOUCE, Feuilles
from ent.socle.dates import date_format

from ..lectures.impressions import Etiquette
from ..models import Travail
from .mise_en_lignes import Ligne, Morceau, en_lignes, hauteur_de, poser, raccourcir

BORD, COLONNES, RETRAIT = 8.0, 2, 3.0
ENTETE = 7.5  # date, level and first name
MINIMUM, MAXIMUM = 22.0, 281.0
TAILLES = (10.5, 9.5, 8.5, 7.5)


def etiquettes_pdf(cible: Classe | Groupe, jour: dt.date, etiquettes: list[Etiquette]) -> bytes:
    """A4 sheets of two columns; each level starts on a new line of labels."""
    with FeuillesBilingues() as pdf:  # in French, whatever the language of who prints
        titre = _("Pour %(jour)s") % {"jour": date_format(jour, "l j F")}
        pdf.set_title(f"{cible.nom} : {titre}")
        pdf.add_page()
        if not etiquettes:
            pdf.ecrire(BORD + 4, 30, _("%(titre)s : rien n’est donné, il n’y a rien à coller.") % {"titre": titre}, 13)
            return bytes(pdf.output())
        largeur = (pdf.w - 2 * BORD) / COLONNES
        taille, textes, hauteur = _ajuster(pdf, etiquettes, largeur - 2 * RETRAIT)
        par_page = int(MAXIMUM // hauteur)
        for rangee, (rang, colonne, etiquette) in enumerate(_places(etiquettes)):
            if rang and rang % par_page == 0 and colonne == 0:
                pdf.add_page()
            x, y = BORD + colonne * largeur, BORD + (rang % par_page) * hauteur
            _cadre(pdf, x, y, largeur, hauteur)
            qui = " · ".join(p for p in (etiquette.niveau, etiquette.prenom) if p)
            pdf.ecrire(x + RETRAIT, y + 5.5, titre, 9.5, gras=True, largeur=largeur * 0.58)
            pdf.ecrire(x + largeur * 0.64, y + 5.5, qui, 9.5, couleur=DOUCE, largeur=largeur * 0.36 - RETRAIT)
            poser(pdf, x + RETRAIT, y + ENTETE, textes[rangee], taille)
        return bytes(pdf.output())


def _morceaux(travaux: list[Travail]) -> list[Morceau]:
    return [Morceau(f"• {travail.en_une_ligne()}") for travail in travaux]


def _ajuster(pdf: Feuilles, etiquettes: list[Etiquette], largeur: float) -> tuple[float, list[list[Ligne]], float]:
    """A label as high as the longest text needs; past half a page, smaller type; past a page, cut with « … »."""
    for taille in TAILLES:
        dits: dict[tuple[int, ...], list[Ligne]] = {}  # most pupils share their texts
        for etiquette in etiquettes:
            cle = tuple(travail.pk for travail in etiquette.travaux)
            if cle not in dits:
                dits[cle] = en_lignes(pdf, _morceaux(etiquette.travaux), largeur, taille)[0]
        hauteur = max(MINIMUM, ENTETE + 3 + max(hauteur_de(lignes) for lignes in dits.values()))
        if hauteur <= MAXIMUM / 2:
            break
    if hauteur > MAXIMUM:
        hauteur = MAXIMUM
        dits = {cle: raccourcir(lignes, MAXIMUM - ENTETE - 3)[0] for cle, lignes in dits.items()}
    return taille, [dits[tuple(t.pk for t in e.travaux)] for e in etiquettes], hauteur


def _places(etiquettes: list[Etiquette]):
    """(line, column, label): a level never shares a line with another, so that scissors sort them."""
    rang = 0
    for _niveau, lot in groupby(etiquettes, key=lambda e: e.niveau):
        lot = list(lot)
        for n, etiquette in enumerate(lot):
            yield rang + n // COLONNES, n % COLONNES, etiquette
        rang += -(-len(lot) // COLONNES)


def _cadre(pdf: Feuilles, x: float, y: float, largeur: float, hauteur: float) -> None:
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.2)
    pdf.set_dash_pattern(dash=2, gap=2)
    pdf.rect(x, y, largeur, hauteur)
    pdf.set_dash_pattern()
