"""What the school asks, on paper, for families without a phone: of images one slip for each holder of authority who has not answered;
of anything else one slip a child, that any of them signs.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Inscription, Personne
from ent.diffusion.papier import DOUCE, Feuilles
from ent.fichiers.supports import Support
from ent.socle.dates import date_format

from .lectures.phrases import quand_et_ou
from .models import DemandeConsentement

BORD, TAILLE = 14.0, 10.5
PAR_PAGE = 2
EXTRAIT = 900  # letters of what the school explains, on a half page


@dataclass(frozen=True)
class Feuille:
    """One sheet of paper: for one holder of one child, the media not answered yet."""

    inscription: Inscription
    responsable: Personne
    supports: tuple[str, ...]


def feuilles_pdf(demande: DemandeConsentement, feuilles: list[Feuille]) -> bytes:
    """A4 sheets of two slips, with a line to cut between them."""
    with Feuilles() as pdf:
        pdf.set_title(_("Autorisations pour les photos"))
        pdf.set_lang("fr")
        hauteur = pdf.h / PAR_PAGE
        for rang, feuille in enumerate(feuilles):
            place = rang % PAR_PAGE
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
            _poser(pdf, demande, feuille, place * hauteur)
        return bytes(pdf.output())


def _poser(pdf: Feuilles, demande: DemandeConsentement, feuille: Feuille, haut: float) -> None:
    largeur, inscription = pdf.w - 2 * BORD, feuille.inscription
    qui = f"{inscription.eleve.prenom} {inscription.eleve.nom}"
    pdf.ecrire(BORD, haut + 12, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {demande.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 12, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    pdf.ecrire(BORD, haut + 19, demande.get_finalite_display(), 12, largeur=largeur)
    lignes = " ".join(demande.texte.split())
    extrait = lignes if len(lignes) <= EXTRAIT else f"{lignes[:EXTRAIT].rstrip()}…"
    y = pdf.paragraphe(BORD, haut + 22, extrait, TAILLE, largeur) + 3
    dates = _("Du %(debut)s au %(fin)s. Vous pouvez changer d’avis à tout moment : dites-le à l’école.") % {
        "debut": date_format(demande.debut, "j F Y"),
        "fin": date_format(demande.fin, "j F Y"),
    }
    y = pdf.paragraphe(BORD, y, dates, 9, largeur, DOUCE) + 6
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    for support in feuille.supports:
        for rang, mot in enumerate((_("Oui"), _("Non"))):
            x = BORD + rang * 18
            pdf.rect(x, y - 3, 3.2, 3.2)
            pdf.ecrire(x + 5, y, mot, TAILLE, gras=True, largeur=12)
        pdf.ecrire(BORD + 38, y, str(Support(support).label), TAILLE, largeur=largeur - 38)
        y += 7
    dit = _("Date et signature (%(nom)s) :") % {"nom": feuille.responsable.nom_affiche}
    fin = BORD + pdf.ecrire(BORD, y + 4, dit, TAILLE, couleur=DOUCE, largeur=90) + 2
    pdf.line(fin, y + 5, BORD + largeur, y + 5)


# --- Anything else than images ------------------------------------------------------------------------------------------
COUPONS_PAR_PAGE = 3
EXTRAIT_DU_COUPON = 420


def coupons_pdf(demande: DemandeConsentement, inscriptions: list[Inscription]) -> bytes:
    """A4 sheets of three slips, with a line to cut between them."""
    with Feuilles() as pdf:
        pdf.set_title(demande.nom)
        pdf.set_lang("fr")
        hauteur = pdf.h / COUPONS_PAR_PAGE
        for rang, inscription in enumerate(inscriptions):
            place = rang % COUPONS_PAR_PAGE
            if place == 0:
                pdf.add_page()
            else:
                pdf.trait_de_coupe(place * hauteur)
            _un_coupon(pdf, demande, inscription, place * hauteur)
        return bytes(pdf.output())


def _un_coupon(pdf: Feuilles, demande: DemandeConsentement, inscription: Inscription, haut: float) -> None:
    largeur = pdf.w - 2 * BORD
    qui = f"{inscription.eleve.prenom} {inscription.eleve.nom}"
    pdf.ecrire(BORD, haut + 11, qui, 12, gras=True, largeur=largeur * 0.6)
    lieu = f"{inscription.classe.nom} · {demande.etablissement.nom}"
    pdf.ecrire(BORD + largeur * 0.62, haut + 11, lieu, 9, couleur=DOUCE, largeur=largeur * 0.38)
    pdf.ecrire(BORD, haut + 18, demande.nom, 12, gras=True, largeur=largeur)
    y = pdf.paragraphe(BORD, haut + 20, quand_et_ou(demande), TAILLE, largeur)
    lignes = " ".join(demande.texte.split())
    if len(lignes) > EXTRAIT_DU_COUPON:
        lignes = f"{lignes[:EXTRAIT_DU_COUPON].rstrip()}…"
    if lignes:
        y = pdf.paragraphe(BORD, y + 1, lignes, TAILLE, largeur)
    y += 7
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    for rang, mot in enumerate((_("J’autorise"), _("Je n’autorise pas"))):
        x = BORD + rang * 40
        pdf.rect(x, y - 3, 3.2, 3.2)
        pdf.ecrire(x + 5, y, mot, TAILLE, gras=True, largeur=34)
    if demande.dernier_jour:
        rendre = _("À rendre le %(jour)s au plus tard") % {"jour": date_format(demande.dernier_jour, "l j F")}
        pdf.ecrire(BORD + largeur - 70, y, rendre, 9, couleur=DOUCE, largeur=70)
    y += 9
    fin = BORD + pdf.ecrire(BORD, y, _("Nom, date et signature :"), TAILLE, couleur=DOUCE, largeur=60) + 2
    pdf.line(fin, y + 1, BORD + largeur, y + 1)
