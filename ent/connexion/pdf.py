"""Activation slips: A4 sheets to cut, one slip per adult or pupil."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.gommettes import Image
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.diffusion.bilingue import FeuillesBilingues as Feuilles
from ent.diffusion.bilingue import autre_langue
from ent.diffusion.papier import DOUCE, ENCRE, MARGE, SURLIGNEUR

from . import dessins
from .lectures import Entree
from .qr import qr_modules

HAUT, BORD = 6, 12
PAR_PAGE = (4, 3, 2, 1)  # the most that fit: two languages take more room
DROITE = 152  # where the right-hand column (the square to photograph) starts
COTE_QR = 40


@dataclass
class Papier:
    """One slip: an adult with their code, or a pupil with their secret."""

    personne: Personne
    enfants: list[Personne] = field(default_factory=list)
    code: str = ""
    entree: Entree | None = None
    est_collegien: bool = False


@dataclass(frozen=True)
class Lieu:
    """What all slips of a sheet say alike. `racine` is the site's address, as the families will type it."""

    etablissement: Etablissement
    racine: str
    classe: Classe | None = None


def feuilles_pdf(papiers: list[Papier], lieu: Lieu, *, langue: str = "") -> bytes:
    """The slips as a PDF: each in French, and in the language of who is given it; else in `langue`."""
    with Feuilles() as pdf:
        pdf.set_title(_("Feuilles d’activation"))
        poses = [(papier, autre_langue(papier.personne.langue, langue)) for papier in papiers]
        par_page = _par_page(pdf.h, poses, lieu)
        hauteur = (pdf.h - 2 * HAUT + 0.01) // par_page
        for rang, (papier, seconde) in enumerate(poses):
            if rang % par_page == 0:
                pdf.add_page()
            haut = HAUT + (rang % par_page) * hauteur
            if rang % par_page:
                pdf.trait_de_coupe(haut)
            with pdf.pour(seconde):
                _papier(pdf, papier, lieu, haut)
            if rang % par_page == par_page - 1 or rang == len(papiers) - 1:
                pdf.trait_de_coupe(haut + hauteur)
        return bytes(pdf.output())


def _longueur(pose: tuple[Papier, str]) -> int:
    """Letters of the children it names, which make it longer."""
    return sum(len(enfant.prenom) for enfant in pose[0].enfants)


def _par_page(page: float, poses: list[tuple[Papier, str]], lieu: Lieu) -> int:
    """As many as the longest of each kind allows: measured on pages that are then thrown away. French alone is known to fit."""
    genres = {}
    for papier, seconde in sorted(poses, key=_longueur):
        genres[
            seconde,
            papier.est_collegien,
            bool(papier.entree),
            bool(papier.enfants),
            bool(papier.entree and papier.entree.lit),
        ] = papier
    if not any(seconde for seconde, *_genre in genres):
        return PAR_PAGE[0]
    with Feuilles() as brouillon:
        bas = 0.0
        for (seconde, *_genre), papier in genres.items():
            brouillon.add_page()
            with brouillon.pour(seconde):
                bas = max(bas, _papier(brouillon, papier, lieu, 0))
    return next((n for n in PAR_PAGE if bas <= (page - 2 * HAUT) // n), 1)


def _papier(pdf: Feuilles, papier: Papier, lieu: Lieu, haut: float) -> float:
    """Answers where it ends."""
    _entete(pdf, papier, lieu, haut)
    if papier.est_collegien:
        return _papier_de_collegien(pdf, papier, lieu, haut)
    return (_papier_d_eleve if papier.entree else _papier_d_adulte)(pdf, papier, lieu, haut)


def _entete(pdf: Feuilles, papier: Papier, lieu: Lieu, haut: float) -> None:
    ou = " · ".join([settings.ENT_NOM, lieu.etablissement.nom, *([lieu.classe.nom] if lieu.classe else [])])
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


def _a_droite(pdf: Feuilles, haut: float, adresse: str, legende: Callable[[], str]) -> float:
    _carre(pdf, DROITE, haut + 8, adresse)
    return pdf.phrase(DROITE - 1, haut + 50, legende, 8.5, 48, DOUCE)


def _fond(pdf: Feuilles, y: float, hauteur: float) -> None:
    """Where the code stands, or the word."""
    pdf.set_fill_color(*SURLIGNEUR)
    pdf.rect(BORD, y, 72, hauteur, style="F", round_corners=True, corner_radius=2)


def _papier_d_adulte(pdf: Feuilles, papier: Papier, lieu: Lieu, haut: float) -> float:
    racine = lieu.racine.rstrip("/")
    activer = _adresse_courte(racine + reverse("connexion_activer"))
    carre = racine + reverse("connexion_activer_code", args=[papier.code])
    droite = _a_droite(pdf, haut, carre, lambda: _("Photographiez ce carré : le code est déjà écrit."))
    y = haut + 24
    if papier.enfants:
        prenoms = ", ".join(dict.fromkeys(e.prenom for e in papier.enfants))
        y = pdf.mention(BORD, y, lambda: _("Pour suivre : %s") % prenoms, 11, 134)[1]
    y += 6
    for dire in (
        lambda: _("1. Ouvrez %s") % activer,
        lambda: (
            _("2. Tapez ce code, puis la date de naissance de l’enfant.")
            if papier.enfants
            else _("2. Tapez ce code, puis votre adresse e-mail connue de l’école.")
        ),
        lambda: _("3. Choisissez votre mot de passe. Vous êtes chez vous."),
    ):
        y = pdf.mention(BORD, y, dire, 10.5, 134)[1] + 5.6
    _fond(pdf, y - 1.3, 13)
    pdf.ecrire(BORD + 5, y + 8.2, f"{papier.code[:4]} {papier.code[4:]}", 27, gras=True)
    bas = pdf.phrase(
        BORD - 1,
        y + 13.7,
        lambda: _(
            "Ce code sert une fois, cette année scolaire. Papier perdu ? L’école en imprime un autre. "
            "Vous avez déjà un compte ? Entrez, puis choisissez « Ajouter un enfant »."
        ),
        8.5,
        134,
        DOUCE,
    )
    return max(bas, droite)


def _papier_de_collegien(pdf: Feuilles, papier: Papier, lieu: Lieu, haut: float) -> float:
    """ÉduConnect first; the code ties it the first time, or opens an account where there is none."""
    racine = lieu.racine.rstrip("/")
    entrer = _adresse_courte(racine + reverse("account_login"))
    carre = racine + reverse("connexion_activer_code", args=[papier.code])
    droite = _a_droite(pdf, haut, carre, lambda: _("Photographie ce carré : le code est déjà écrit."))
    ouvrir = lambda: _("1. Ouvre %s. Si ÉduConnect y est proposé, entre par lui, avec ton compte d’élève.") % entrer  # noqa: E731
    y = pdf.phrase(BORD - 1, haut + 22, ouvrir, 10.5, 134) + 4.6  # on two lines rather than smaller than what follows
    for dire in (
        lambda: _("2. Sinon, ou s’il te demande un code : tape celui-ci, puis ta date de naissance."),
        lambda: _("3. Choisis ton mot de passe, si on te le demande."),
    ):
        y = pdf.mention(BORD, y, dire, 10.5, 134)[1] + 5.6
    _fond(pdf, y - 1.3, 13)
    pdf.ecrire(BORD + 5, y + 8.2, f"{papier.code[:4]} {papier.code[4:]}", 27, gras=True)
    rappel = lambda: _("Ce code sert une fois, cette année scolaire. Papier perdu ? Le collège en imprime un autre.")  # noqa: E731
    return max(pdf.phrase(BORD - 1, y + 13.7, rappel, 8.5, 134, DOUCE), droite)


def _papier_d_eleve(pdf: Feuilles, papier: Papier, lieu: Lieu, haut: float) -> float:
    entree, eleve = papier.entree, papier.personne
    adresse = lieu.racine.rstrip("/") + reverse("connexion_mur", args=[lieu.classe.jeton_tablette])
    droite = _a_droite(pdf, haut, adresse, lambda: _("Le mur de la classe, à ouvrir sur la tablette."))
    if eleve.gommette_image:
        gommette = dessins.gommette(eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image)
        pdf.image(gommette, x=DROITE - 24, y=haut + 5, w=17, h=17)
    y = haut + 26
    if entree.lit:
        dire = lambda: _("Touche ton prénom sur le mur, puis écris ton mot de passe :")  # noqa: E731
        y = pdf.mention(BORD, y, dire, 11, 134)[1] + 5
        _fond(pdf, y, 14)
        pdf.ecrire(BORD + 5, y + 10, entree.mot, 26, gras=True, largeur=64)
    else:
        dire = lambda: _("Touche ton prénom sur le mur, puis tes trois images, dans l’ordre :")  # noqa: E731
        y = pdf.mention(BORD, y, dire, 11, 134)[1] + 3.5
        for rang, nom in enumerate(entree.images):
            _image(pdf, BORD + rang * 36, y, rang, nom)
    bas = pdf.phrase(
        BORD - 1,
        y + (29.5 if entree.lit else 31),
        lambda: _(
            "C’est ton secret : ne le montre qu’à la maison. S’il n’est plus secret, ta classe t’en donne un autre."
        ),
        8.5,
        134,
        DOUCE,
    )
    return max(bas, droite)


def _image(pdf: Feuilles, x: float, y: float, rang: int, nom: str) -> None:
    pdf.set_draw_color(*ENCRE)
    pdf.set_line_width(0.4)
    pdf.rect(x, y, 30, 24, style="D", round_corners=True, corner_radius=3)
    pdf.image(dessins.image(nom), x=x + 8, y=y + 1.5, w=19, h=19)
    pdf.ecrire(x + 2.5, y + 7, str(rang + 1), 14, gras=True)
    pdf.ecrire(x + 2.5, y + 22.9, str(Image(nom).label), 8, couleur=DOUCE, largeur=25)
