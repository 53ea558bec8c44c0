"""The « fiche de renseignements » on paper: prefilled, to correct by hand and bring back."""

from django.utils.translation import gettext as _

from ent.diffusion.papier import DOUCE, MARGE, Feuilles
from ent.socle.dates import date_format

from .champs_corriges import DE_L_ADULTE, DE_L_ENFANT, Champ, dire_valeurs, valeurs_de
from .lectures.papier import Feuille

BORD, LIGNES_LIBRES = 16.0, 3


def fiches_pdf(feuilles: list[Feuille]) -> bytes:
    """One page for each."""
    with Feuilles() as pdf:
        pdf.set_title(_("Fiche de renseignements"))
        pdf.set_lang("fr")
        for feuille in feuilles:
            _une_page(pdf, feuille)
        return bytes(pdf.output())


def _une_page(pdf: Feuilles, feuille: Feuille) -> None:
    pdf.add_page()
    largeur, eleve = pdf.w - 2 * BORD, feuille.eleve
    pdf.ecrire(BORD, 20, f"{eleve.prenom} {eleve.nom_usage or eleve.nom}", 20, gras=True, largeur=largeur)
    sous = f"{_('Fiche de renseignements')} · {feuille.classe.nom} · {feuille.classe.etablissement.nom}"
    pdf.ecrire(BORD, 27, sous, 11, couleur=DOUCE, largeur=largeur)
    y = _titre(pdf, 37, _("L’enfant"))
    y = _champs(pdf, y, [(champ, eleve) for champ in DE_L_ENFANT])
    qui = feuille.adulte.nom_affiche if feuille.adulte else _("Responsable")
    y = _titre(pdf, y + 4, f"{qui} · {feuille.lien}" if feuille.lien else qui)
    y = _champs(pdf, y, [(champ, feuille.adulte) for champ in DE_L_ADULTE])
    y = _titre(pdf, y + 4, _("En cas d’urgence, appeler dans cet ordre"))
    lignes = [[c.nom, c.lien, " / ".join(filter(None, (c.telephone, c.autre_telephone)))] for c in feuille.contacts]
    y = _tableau(pdf, y, (_("Nom"), _("Lien"), _("Téléphones")), lignes)
    y = _titre(pdf, y + 4, _("Peuvent venir chercher l’enfant"))
    y = _tableau(pdf, y, (_("Nom"), _("Lien"), _("Téléphone, dates")), [_autorise(a) for a in feuille.autorises])
    phrase = _(
        "Corrigez à la main ce qui n’est plus vrai, datez, signez et rendez cette feuille à l’école. La santé s’écrit sur une feuille à part, sous enveloppe : elle "
        "n’est pas imprimée ici."
    )
    y = pdf.paragraphe(BORD, y + 5, phrase, 9.5, largeur, DOUCE)
    pdf.ecrire(BORD, min(y + 10, pdf.h - 14), _("Date et signature :"), 11)


def _titre(pdf: Feuilles, y: float, mots: str) -> float:
    pdf.ecrire(BORD, y, mots, 12.5, gras=True, largeur=pdf.w - 2 * BORD)
    pdf.set_draw_color(*MARGE)
    pdf.set_line_width(0.5)
    pdf.line(BORD, y + 2, pdf.w - BORD, y + 2)
    return y + 8


def _champs(pdf: Feuilles, y: float, champs: list[tuple[Champ, object]]) -> float:
    for champ, personne in champs:
        pdf.ecrire(BORD, y, str(champ.label), 10, couleur=DOUCE, largeur=52)
        dit = dire_valeurs(valeurs_de(personne, champ)) if personne else ""
        pdf.ecrire(BORD + 55, y, "" if dit == "–" else dit, 11, largeur=pdf.w - 2 * BORD - 55)
        pdf.set_draw_color(*DOUCE)
        pdf.set_line_width(0.1)
        pdf.line(BORD + 55, y + 1.6, pdf.w - BORD, y + 1.6)
        y += 6.6
    return y


def _tableau(pdf: Feuilles, y: float, tete: tuple[str, ...], lignes: list[list[str]]) -> float:
    """What is known, then empty lines to write on."""
    places, largeur = (0.0, 0.36, 0.62), pdf.w - 2 * BORD
    vides = [["", "", ""]] * max(1, LIGNES_LIBRES - len(lignes))
    for rang, ligne in enumerate([tete, *lignes, *vides]):
        for place, mot in zip(places, ligne, strict=True):
            pdf.ecrire(BORD + place * largeur, y, mot, 10, gras=rang == 0, largeur=largeur * 0.34)
        if rang:
            pdf.line(BORD, y + 1.6, pdf.w - BORD, y + 1.6)
        y += 6.4
    return y


def _autorise(autorise) -> list[str]:
    dates = [
        _("du %(jour)s") % {"jour": date_format(autorise.debut, "j F Y")} if autorise.debut else "",
        _("jusqu’au %(jour)s") % {"jour": date_format(autorise.fin, "j F Y")} if autorise.fin else "",
    ]
    return [autorise.nom, autorise.lien, ", ".join(filter(None, (autorise.telephone, " ".join(filter(None, dates)))))]
