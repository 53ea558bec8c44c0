"""Image rights on paper, for families without a phone: one slip for each holder of authority who has not answered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Inscription, Personne
from ent.diffusion.papier import DOUCE, Feuilles
from ent.fichiers.supports import Support
from ent.socle.dates import date_format

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
