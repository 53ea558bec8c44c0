"""Paper coupons: slips of one height to cut, each with what is said, the boxes to tick and a line to sign."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.diffusion.papier import DOUCE, Feuilles
from ent.socle.dates import date_format

from .lectures.mots_suivi import Ligne
from .models import Mot

BORD, TAILLE = 14.0, 10.5
EXTRAIT = 420  # letters of the text on a slip


@dataclass(frozen=True)
class Coupon:
    """What one slip of paper says of its reader."""

    ligne: Ligne
    adulte: Personne | None  # when each signs


def coupons_pdf(mot: Mot, coupons: list[Coupon]) -> bytes:
    """A4 sheets, as many slips on each as the longest allows, with a line to cut between them."""
    with Feuilles() as pdf:
        pdf.set_title(mot.titre)
        pdf.set_lang("fr")
        hauteur = _hauteur(pdf, mot)
        par_page = max(1, int(pdf.h // hauteur))
        hauteur = min(pdf.h / par_page, hauteur + 12)
        for rang, coupon in enumerate(coupons):
            place = rang % par_page
            if place == 0:
                pdf.add_page()
            _poser(pdf, mot, coupon, place * hauteur)
            if (place + 1) * hauteur < pdf.h - 2:
                pdf.trait_de_coupe((place + 1) * hauteur)
        return bytes(pdf.output())


def _texte(mot: Mot) -> str:
    lignes = " ".join(mot.texte.split())
    extrait = lignes if len(lignes) <= EXTRAIT else f"{lignes[:EXTRAIT].rstrip()}…"
    if mot.objet:
        extrait = f"{extrait} {_('À apporter : %(objet)s.') % {'objet': mot.objet}}".strip()
    if mot.montant is not None:
        extrait = (
            f"{extrait} {_('Montant : %(montant)s €.') % {'montant': f'{mot.montant:.2f}'.replace('.', ',')}}".strip()
        )
    return extrait


def _reponses(mot: Mot) -> list[str]:
    return [o.texte for o in mot.options]


def _hauteur(pdf: Feuilles, mot: Mot) -> float:
    """Measured on a page that is then thrown away."""
    with Feuilles() as brouillon:
        brouillon.add_page()
        bas = (
            brouillon.paragraphe(BORD, 20, _texte(mot), TAILLE, pdf.w - 2 * BORD)
            if mot.texte or mot.objet or mot.montant
            else 18
        )
        return bas + 5 * -(-len(_reponses(mot)) // _colonnes(mot)) + (26 if mot.demande_reponse else 8)


def _colonnes(mot: Mot) -> int:
    return 2 if any(len(texte) > 24 for texte in _reponses(mot)) else 4


def _poser(pdf: Feuilles, mot: Mot, coupon: Coupon, haut: float) -> None:
    largeur = pdf.w - 2 * BORD
    inscription = coupon.ligne.inscription
    qui = f"{coupon.ligne.eleve.prenom} {coupon.ligne.eleve.nom}"
    pdf.ecrire(BORD, haut + 9, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {mot.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 9, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    pdf.ecrire(BORD, haut + 15.5, mot.titre, 12, largeur=largeur)
    y = haut + 18
    if texte := _texte(mot):
        y = pdf.paragraphe(BORD, haut + 18, texte, TAILLE, largeur)
    if not mot.demande_reponse:
        return
    y += 5
    colonnes = _colonnes(mot)
    pas = largeur / colonnes
    for rang, reponse in enumerate(_reponses(mot)):
        x, ligne = BORD + (rang % colonnes) * pas, y + 5 * (rang // colonnes)
        pdf.set_draw_color(*DOUCE)
        pdf.set_line_width(0.3)
        pdf.rect(x, ligne - 3, 3.2, 3.2)
        pdf.ecrire(x + 5, ligne, reponse, TAILLE, gras=True, largeur=pas - 7)
    if reponses := _reponses(mot):
        y += 5 * -(-len(reponses) // colonnes)
    _signature(pdf, mot, coupon, y + 6, largeur)


def _signature(pdf: Feuilles, mot: Mot, coupon: Coupon, y: float, largeur: float) -> None:
    nom = coupon.adulte.nom_affiche if coupon.adulte else _("responsable")
    dit = _("Signature (%(nom)s) :") % {"nom": nom}
    if mot.est_a_montant_libre:
        pdf.ecrire(BORD, y, _("Montant : ............ €"), TAILLE, largeur=40)
    depart = BORD + (44 if mot.est_a_montant_libre else 0)
    fin = depart + pdf.ecrire(depart, y, dit, TAILLE, couleur=DOUCE, largeur=70) + 2
    pdf.set_draw_color(*DOUCE)
    pdf.line(fin, y + 1, BORD + largeur - 52, y + 1)
    if mot.date_limite:
        rendre = _("À rendre : %(jour)s au plus tard") % {"jour": date_format(mot.date_limite, "l j F")}
        pdf.ecrire(BORD + largeur - 50, y, rendre, 9, couleur=DOUCE, largeur=50)
