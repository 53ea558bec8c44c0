"""Activation slips: A4 sheets to cut, one slip per adult or pupil."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.gommettes import Image
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.diffusion.papier import DOUCE, ENCRE, MARGE, SURLIGNEUR, Feuilles

from . import dessins
from .lectures import Entree
from .qr import qr_modules

PAR_PAGE, HAUTEUR, BORD = 4, 71, 12
DROITE = 152  # where the right-hand column (the square to photograph) starts
COTE_QR = 40


@dataclass
class Papier:
    """One slip: an adult with their code, or a pupil with their secret."""

    personne: Personne
    enfants: list[Personne] = field(default_factory=list)
    code: str = ""
    entree: Entree | None = None


def feuilles_pdf(
    papiers: list[Papier], *, etablissement: Etablissement, racine: str, classe: Classe | None = None
) -> bytes:
    """The slips as a PDF. `racine` is the site's address, as the families will type it."""
    with Feuilles() as pdf:
        pdf.set_title(_("Feuilles d’activation"))
        pdf.set_lang("fr")
        for rang, papier in enumerate(papiers):
            if rang % PAR_PAGE == 0:
                pdf.add_page()
            haut = 6 + (rang % PAR_PAGE) * HAUTEUR
            if rang % PAR_PAGE:
                pdf.trait_de_coupe(haut)
            _entete(pdf, papier, etablissement, classe, haut)
            if papier.entree:
                _papier_d_eleve(pdf, papier, classe, racine, haut)
            else:
                _papier_d_adulte(pdf, papier, racine, haut)
            if rang % PAR_PAGE == PAR_PAGE - 1 or rang == len(papiers) - 1:
                pdf.trait_de_coupe(haut + HAUTEUR)
        if not papiers:
            pdf.add_page()
            pdf.ecrire(BORD, 30, _("Personne n’a été choisi : il n’y a rien à imprimer."), 14)
        return bytes(pdf.output())


def _entete(pdf: Feuilles, papier: Papier, etablissement: Etablissement, classe: Classe | None, haut: float) -> None:
    ou = " · ".join([settings.ENT_NOM, etablissement.nom, *([classe.nom] if classe else [])])
    pdf.ecrire(BORD, haut + 8, ou, 9, couleur=DOUCE, largeur=132)
    nom = str(papier.personne)
    if papier.personne.civilite and not papier.entree:
        nom = f"{papier.personne.civilite} {nom}"
    largeur = pdf.ecrire(BORD, haut + 16, nom, 17, gras=True, largeur=132 if not papier.entree else 112)
    pdf.set_draw_color(*MARGE)
    pdf.set_line_width(0.5)
    pdf.line(BORD, haut + 18, BORD + max(largeur, 30), haut + 18)


def _adresse_courte(adresse: str) -> str:
    """What one types: without https:// nor the last slash."""
    parties = urlsplit(adresse)
    return f"{parties.netloc}{parties.path}".rstrip("/")


def _carre(pdf: Feuilles, x: float, y: float, texte: str) -> None:
    modules = qr_modules(texte)
    pas = COTE_QR / len(modules)
    pdf.set_fill_color(0, 0, 0)
    for rang, ligne in enumerate(modules):
        debut = None
        for colonne, noir in enumerate([*ligne, False]):
            if noir and debut is None:
                debut = colonne
            elif not noir and debut is not None:
                # A run is one rectangle: no hair between modules.
                pdf.rect(x + debut * pas, y + rang * pas, (colonne - debut) * pas, pas + 0.02, style="F")
                debut = None


def _a_droite(pdf: Feuilles, haut: float, adresse: str, legende: str) -> None:
    _carre(pdf, DROITE, haut + 8, adresse)
    pdf.paragraphe(DROITE - 1, haut + 50, legende, 8.5, 48, couleur=DOUCE)


def _papier_d_adulte(pdf: Feuilles, papier: Papier, racine: str, haut: float) -> None:
    activer = racine.rstrip("/") + reverse("connexion_activer")
    _a_droite(
        pdf,
        haut,
        racine.rstrip("/") + reverse("connexion_activer_code", args=[papier.code]),
        _("Photographiez ce carré : le code est déjà écrit."),
    )
    if papier.enfants:
        prenoms = ", ".join(dict.fromkeys(e.prenom for e in papier.enfants))
        pdf.ecrire(BORD, haut + 24, _("Pour suivre : %s") % prenoms, 11, largeur=132)
        preuve = _("2. Tapez ce code, puis la date de naissance de votre enfant.")
    else:
        preuve = _("2. Tapez ce code, puis votre adresse e-mail connue de l’école.")
    y = haut + 30
    for phrase in (
        _("1. Ouvrez %s") % _adresse_courte(activer),
        preuve,
        _("3. Choisissez votre mot de passe. Vous êtes chez vous."),
    ):
        pdf.ecrire(BORD, y, phrase, 10.5, largeur=134)
        y += 5.6
    pdf.set_fill_color(*SURLIGNEUR)
    pdf.rect(BORD, haut + 45.5, 72, 13, style="F", round_corners=True, corner_radius=2)
    pdf.ecrire(BORD + 5, haut + 55, f"{papier.code[:4]} {papier.code[4:]}", 27, gras=True)
    pdf.paragraphe(
        BORD - 1,
        haut + 60.5,
        _(
            "Ce code sert une fois, cette année scolaire. Papier perdu ? L’école en imprime un autre. "
            "Vous avez déjà un compte ? Entrez, puis choisissez « Ajouter un enfant »."
        ),
        8.5,
        134,
        couleur=DOUCE,
    )


def _papier_d_eleve(pdf: Feuilles, papier: Papier, classe: Classe, racine: str, haut: float) -> None:
    entree, eleve = papier.entree, papier.personne
    adresse = racine.rstrip("/") + reverse("connexion_mur", args=[classe.jeton_tablette])
    _a_droite(pdf, haut, adresse, _("Le mur de la classe, à ouvrir sur la tablette."))
    if eleve.gommette_image:
        gommette = dessins.gommette(eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image)
        pdf.image(gommette, x=DROITE - 24, y=haut + 5, w=17, h=17)
    if entree.lit:
        pdf.ecrire(BORD, haut + 26, _("Touche ton prénom sur le mur, puis écris ton mot de passe :"), 11, largeur=134)
        pdf.set_fill_color(*SURLIGNEUR)
        pdf.rect(BORD, haut + 31, 72, 14, style="F", round_corners=True, corner_radius=2)
        pdf.ecrire(BORD + 5, haut + 41, entree.mot, 26, gras=True, largeur=64)
    else:
        pdf.ecrire(
            BORD, haut + 26, _("Touche ton prénom sur le mur, puis tes trois images, dans l’ordre :"), 11, largeur=134
        )
        for rang, nom in enumerate(entree.images):
            x = BORD + rang * 36
            pdf.set_draw_color(*ENCRE)
            pdf.set_line_width(0.4)
            pdf.rect(x, haut + 29.5, 30, 24, style="D", round_corners=True, corner_radius=3)
            pdf.image(dessins.image(nom), x=x + 8, y=haut + 31, w=19, h=19)
            pdf.ecrire(x + 2.5, haut + 36.5, str(rang + 1), 14, gras=True)
            pdf.ecrire(x + 2.5, haut + 52.4, str(Image(nom).label), 8, couleur=DOUCE, largeur=25)
    pdf.paragraphe(
        BORD - 1,
        haut + 60.5,
        _("C’est ton secret : ne le montre qu’à la maison. S’il n’est plus secret, ta classe t’en donne un autre."),
        8.5,
        134,
        couleur=DOUCE,
    )
