"""The « fiche de renseignements » on paper: prefilled, to correct by hand and bring back."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ent.diffusion.bilingue import FeuillesBilingues as Feuilles
from ent.diffusion.bilingue import autre_langue
from ent.diffusion.papier import DOUCE, MARGE
from ent.socle.dates import date_format

from .champs_corriges import DE_L_ADULTE, DE_L_ENFANT, Champ, dire_valeurs, valeurs_de
from .lectures.papier import Feuille

BORD, LIGNES_LIBRES = 16.0, 3
PIED, BAS, LIGNE = 10.0, 5.0, 6.4  # mm: white under a table, under the last words of all; a line of a table
FIN = 25.0  # mm: the last sentence and the signature, in two languages


def fiches_pdf(feuilles: list[Feuille]) -> bytes:
    """One page for each, more where what was given needs it, in French and in the language of the adult whose it is."""
    with Feuilles() as pdf:
        pdf.set_title(_("Fiche de renseignements"))
        for feuille in feuilles:
            with pdf.pour(autre_langue(feuille.adulte.langue) if feuille.adulte else ""):
                _une_page(pdf, feuille)
        return bytes(pdf.output())


def _une_page(pdf: Feuilles, feuille: Feuille) -> None:
    pdf.add_page()
    largeur, eleve = pdf.w - 2 * BORD, feuille.eleve
    pdf.ecrire(BORD, 20, f"{eleve.prenom} {eleve.nom_usage or eleve.nom}", 20, gras=True, largeur=largeur)

    def sous() -> str:
        return f"{_('Fiche de renseignements')} · {feuille.classe.nom} · {feuille.classe.etablissement.nom}"

    y = pdf.mot(BORD, 27, sous, 11, largeur, couleur=DOUCE)[1] + 10
    y = _titre(pdf, y, lambda: _("L’enfant"))
    y = _champs(pdf, y, [(champ, eleve) for champ in DE_L_ENFANT])

    def qui() -> str:
        nom = feuille.adulte.nom_affiche if feuille.adulte else _("Responsable")
        return f"{nom} · {feuille.lien}" if feuille.lien else nom

    y = _titre(pdf, y + 4, qui)
    y = _champs(pdf, y, [(champ, feuille.adulte) for champ in DE_L_ADULTE])
    y = _titre(pdf, _place(pdf, y, 4 * LIGNE), lambda: _("En cas d’urgence, appeler dans cet ordre"))
    lignes = [[c.nom, c.lien, " / ".join(filter(None, (c.telephone, c.autre_telephone)))] for c in feuille.contacts]
    y = _tableau(pdf, y, (lambda: _("Nom"), lambda: _("Lien"), lambda: _("Téléphones")), lignes)
    y = _titre(pdf, _place(pdf, y, 4 * LIGNE), lambda: _("Peuvent venir chercher l’enfant"))
    tete = (lambda: _("Nom"), lambda: _("Lien"), lambda: _("Téléphone, dates"))
    y = _tableau(pdf, y, tete, [_autorise(a) for a in feuille.autorises])
    y = pdf.phrase(
        BORD,
        _place(pdf, y, FIN, 3.0, BAS),
        lambda: _(
            "Corrigez à la main ce qui n’est plus vrai, datez, signez et rendez cette feuille à l’école. La santé s’écrit sur une feuille à part, sous enveloppe : elle "
            "n’est pas imprimée ici."
        ),
        9.5,
        largeur,
        DOUCE,
    )
    pdf.mot(BORD, y + 5, lambda: _("Date et signature :"), 11, largeur)


def _place(pdf: Feuilles, y: float, hauteur: float, ecart: float = 4.0, pied: float = PIED) -> float:
    """Where the next part starts: under the last one, or on a page more where it (mm) would pass the foot."""
    if y + ecart + hauteur <= pdf.h - pied:
        return y + ecart
    pdf.add_page()
    return 20.0


def _titre(pdf: Feuilles, y: float, dire: Callable[[], str]) -> float:
    y = pdf.mot(BORD, y, dire, 12.5, pdf.w - 2 * BORD, gras=True)[1]
    pdf.set_draw_color(*MARGE)
    pdf.set_line_width(0.5)
    pdf.line(BORD, y + 2, pdf.w - BORD, y + 2)
    return y + 8


def _champs(pdf: Feuilles, y: float, champs: list[tuple[Champ, object]]) -> float:
    for champ, personne in champs:
        bas = pdf.mot(BORD, y, lambda c=champ: str(c.label), 10, 52, couleur=DOUCE)[1]
        dit = dire_valeurs(valeurs_de(personne, champ)) if personne else ""
        pdf.ecrire(BORD + 55, y, "" if dit == "–" else dit, 11, largeur=pdf.w - 2 * BORD - 55)
        pdf.set_draw_color(*DOUCE)
        pdf.set_line_width(0.1)
        pdf.line(BORD + 55, y + 1.6, pdf.w - BORD, y + 1.6)
        y = bas + 6.6
    return y


def _tableau(pdf: Feuilles, y: float, tete: tuple[Callable[[], str], ...], lignes: list[list[str]]) -> float:
    """What is known, then empty lines to write on."""
    places, largeur = (0.0, 0.36, 0.62), pdf.w - 2 * BORD
    vides = [["", "", ""]] * max(1, LIGNES_LIBRES - bool(pdf.seconde) - len(lignes))
    tetes = zip(places, tete, strict=True)
    y = max(pdf.mot(BORD + p * largeur, y, dire, 10, largeur * 0.34, gras=True)[1] for p, dire in tetes) + LIGNE
    for ligne in [*lignes, *vides]:
        if y > pdf.h - PIED:
            pdf.add_page()
            y = 20.0
        for place, mot in zip(places, ligne, strict=True):
            pdf.ecrire(BORD + place * largeur, y, mot, 10, largeur=largeur * 0.34)
        pdf.line(BORD, y + 1.6, pdf.w - BORD, y + 1.6)
        y += LIGNE
    return y


def _autorise(autorise) -> list[str]:
    dates = [
        _("du %(jour)s") % {"jour": date_format(autorise.debut, "j F Y")} if autorise.debut else "",
        _("jusqu’au %(jour)s") % {"jour": date_format(autorise.fin, "j F Y")} if autorise.fin else "",
    ]
    return [autorise.nom, autorise.lien, ", ".join(filter(None, (autorise.telephone, " ".join(filter(None, dates)))))]
