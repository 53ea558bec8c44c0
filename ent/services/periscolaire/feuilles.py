"""On paper: the week of menus for a fridge, the counts of the day for a kitchen."""

import datetime as dt

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ent.diffusion.papier import DOUCE, MARGE, Feuilles
from ent.socle.dates import date_format

from .lectures.listes import Cuisine
from .lectures.menus import SemaineDeMenus
from .lectures.phrases import quand

BORD = 16.0


def menus_pdf(semaine: SemaineDeMenus) -> bytes:
    """One page: the days, their dishes, and allergens under each."""
    with Feuilles("landscape", get_language()) as pdf:
        pdf.set_title(_("Menus"))
        pdf.add_page()
        titre = _("Menus de la semaine du %(jour)s") % {"jour": date_format(semaine.lundi, "j F Y")}
        pdf.ecrire(BORD, 20, titre, 20, gras=True, largeur=pdf.w - 2 * BORD)
        pdf.ecrire(BORD, 28, semaine.ecole.nom, 12, couleur=DOUCE, largeur=pdf.w - 2 * BORD)
        largeur = (pdf.w - 2 * BORD) / len(semaine.jours)
        for rang, jour in enumerate(semaine.jours):
            _un_jour(pdf, jour, BORD + rang * largeur, largeur - 6)
        return bytes(pdf.output())


def _un_jour(pdf: Feuilles, jour, x: float, largeur: float) -> None:
    pdf.ecrire(x, 42, date_format(jour.jour, "l j").capitalize(), 14, gras=True, largeur=largeur)
    pdf.set_draw_color(*MARGE)
    pdf.set_line_width(0.6)
    pdf.line(x, 45, x + largeur, 45)
    y = 50.0
    if jour.ferme:
        pdf.paragraphe(x, y, jour.ferme, 11, largeur, DOUCE)
    for plat in jour.plats:
        nom = _("ou %(plat)s (sans viande)") % {"plat": plat.nom} if plat.sans_viande else plat.nom
        y = pdf.paragraphe(x, y, nom, 12, largeur) + 0.5
        y = pdf.paragraphe(x, y, _allergenes(plat), 8.5, largeur, DOUCE) + 4


def _allergenes(plat) -> str:
    if not plat.dits:
        return _("allergènes pas encore dits")
    return plat.allergenes_en_mots or _("aucun des quatorze allergènes")


def cuisine_pdf(cuisine: Cuisine) -> bytes:
    """What a kitchen reads standing: large figures, then class by class, then what to avoid."""
    with Feuilles(langue=get_language()) as pdf:
        pdf.set_title(_("Feuille de cuisine"))
        pdf.add_page()
        largeur = pdf.w - 2 * BORD
        pdf.ecrire(BORD, 22, date_format(cuisine.jour, "l j F Y").capitalize(), 20, gras=True, largeur=largeur)
        etat = _("Compte arrêté") if cuisine.est_arretee else _("Peut changer jusqu’à %(quand)s")
        etat = etat % {"quand": quand(cuisine.arret)} if "%" in etat else etat
        pdf.ecrire(BORD, 30, f"{cuisine.service.etablissement.nom} · {etat}", 11, couleur=DOUCE, largeur=largeur)
        grands = (
            (cuisine.total, _("repas à servir")),
            (cuisine.tout, _("repas du jour")),
            (cuisine.sans_viande, _("sans viande")),
            (cuisine.panier, _("paniers")),
        )
        for rang, (nombre, mot) in enumerate(grands):
            pdf.ecrire(BORD + rang * largeur / 4, 52, str(nombre), 34, gras=True)
            pdf.ecrire(BORD + rang * largeur / 4, 59, mot, 11, couleur=DOUCE, largeur=largeur / 4 - 2)
        _allergies(pdf, cuisine, _classes(pdf, cuisine, _en_bloc(pdf, cuisine, 68.0, largeur) + 6, largeur), largeur)
        return bytes(pdf.output())


def _en_bloc(pdf: Feuilles, cuisine: Cuisine, y: float, largeur: float) -> float:
    """Whole classes that may not come, though they are counted."""
    for lu in cuisine.en_bloc:
        dits = {"quoi": lu.phrase, "qui": ", ".join(lu.noms) or _("toute l’école"), "n": lu.inscrits}
        dit = ngettext(
            "%(quoi)s : %(qui)s. %(n)s inscrit est encore compté.",
            "%(quoi)s : %(qui)s. %(n)s inscrits sont encore comptés.",
            lu.inscrits,
        )
        y = pdf.paragraphe(BORD, y, dit % dits, 11, largeur) + 2
    return y


def _classes(pdf: Feuilles, cuisine: Cuisine, y: float, largeur: float) -> float:
    colonnes = (0.0, 0.5, 0.65, 0.8, 0.9)
    tete = (_("Classe"), _("Du jour"), _("Sans viande"), _("Panier"), _("Total"))
    rangees = [(c.classe.nom, c.tout, c.sans_viande, c.panier, c.total) for c in cuisine.classes]
    for rang, rangee in enumerate([tete, *rangees]):
        for place, mot in zip(colonnes, rangee, strict=True):
            pdf.ecrire(
                BORD + place * largeur, y, str(mot), 11, gras=rang == 0, largeur=largeur * 0.45 if not place else 0
            )
        y += 7.5
    return y + 6


def _allergies(pdf: Feuilles, cuisine: Cuisine, y: float, largeur: float) -> None:
    for allergene, n, plats in cuisine.allergenes:
        dit = _("%(allergene)s à éviter : %(n)s") % {"allergene": str(allergene.label).capitalize(), "n": n}
        dans = _("dans : %(plats)s") % {"plats": ", ".join(plats)} if plats else _("dans aucun plat qui le dit")
        y = pdf.paragraphe(BORD, y, f"{dit} · {dans}", 11, largeur) + 2


def nom_du_fichier(quoi: str, jour: dt.date, extension: str) -> str:
    return f"{quoi}-{jour}.{extension}"
