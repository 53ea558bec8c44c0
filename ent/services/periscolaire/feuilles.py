"""On paper: the week of menus for a fridge, the counts of the day for a kitchen."""

import datetime as dt

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ent.diffusion.alphabets import POLICE
from ent.diffusion.papier import DOUCE, MARGE, Feuilles
from ent.socle.dates import date_format

from .lectures.listes import Cuisine, Ligne, ListeDuJour
from .lectures.menus import SemaineDeMenus
from .lectures.phrases import quand

BORD, CASE = 16.0, 4.0
VERS_LE_BAS = 18.0  # mm: kept white at the foot of a page


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


def liste_pdf(liste: ListeDuJour) -> bytes:
    """By class, those who are expected: a box to tick, who may come for them where one leaves from there, a line for when and with whom they left."""
    with Feuilles(langue=get_language()) as pdf:
        titre = f"{liste.service}, {date_format(liste.jour, 'l j F Y')}"
        pdf.set_title(titre)
        pdf.add_page()
        largeur = pdf.w - 2 * BORD
        pdf.ecrire(BORD, 20, titre, 18, gras=True, largeur=largeur)
        attendus = ngettext("%(n)s enfant attendu", "%(n)s enfants attendus", liste.attendus) % {"n": liste.attendus}
        pdf.ecrire(BORD, 27, f"{liste.service.etablissement.nom} · {attendus}", 11, couleur=DOUCE, largeur=largeur)
        y = 38.0
        for classe in liste.classes:
            for rang, ligne in enumerate(classe.lignes):
                dits = _depart(ligne)
                if y + _hauteur(pdf, dits, largeur) + (8 if rang == 0 else 0) > pdf.h - VERS_LE_BAS:
                    pdf.add_page()
                    y = 20.0
                if rang == 0:
                    pdf.ecrire(BORD, y, classe.classe.nom, 13, gras=True, largeur=largeur)
                    y += 8
                y = _un_enfant(pdf, ligne, dits, y, largeur)
            y += 4 if classe.lignes else 0
        if liste.tait_des_venants:
            pdf.paragraphe(
                BORD,
                y,
                _("Qui peut venir chercher un enfant d’une autre classe : demandez à la direction ou au personnel."),
                10,
                largeur,
                DOUCE,
            )
        return bytes(pdf.output())


def _hauteur(pdf: Feuilles, dits: list[str], largeur: float) -> float:
    """A name, what is said under it, white."""
    pdf.set_font(POLICE, "", 9.5)
    return 8 + sum(len(pdf.lignes(pdf.lisible(dit), largeur * 0.62)) * 9.5 * 0.44 for dit in dits)


def _un_enfant(pdf: Feuilles, ligne: Ligne, dits: list[str], y: float, largeur: float) -> float:
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.3)
    pdf.rect(BORD, y - CASE + 0.6, CASE, CASE)
    nom = f"{ligne.eleve.prenom} {ligne.eleve.nom}"
    if ligne.manque_dit:
        nom = f"{nom} ({ligne.manque_dit})"
    pdf.ecrire(BORD + CASE + 3, y, nom, 11.5, gras=True, largeur=largeur * 0.62)
    pdf.line(BORD + largeur * 0.72, y, BORD + largeur, y)
    y += 2
    for dit in dits:
        y = pdf.paragraphe(BORD + CASE + 3, y, dit, 9.5, largeur * 0.62, DOUCE)
    return y + 6


def _depart(ligne: Ligne) -> list[str]:
    """As the screen says it."""
    depart = ligne.depart
    dits = [depart.seul_dit] if depart.seul_dit else []
    if depart.venants is None:
        return dits
    if depart.venants.qui and depart.tiers_dit:
        dits.append(depart.tiers_dit)
    for un in depart.venants.qui:
        fin = _("jusqu’au %(jour)s") % {"jour": date_format(un.fin, "j F")} if un.fin else ""
        dits.append(", ".join(filter(None, (un.nom, un.lien, fin))))
    if depart.venants.est_le_sien:
        dits.append(
            _("C’est votre enfant : qui d’autre peut venir, un collègue le lit. Seul à l’école, ouvrez sa fiche.")
        )
    elif not depart.venants.qui:
        dits.append(depart.responsables_dits)
    return dits


def nom_du_fichier(quoi: str, jour: dt.date, extension: str) -> str:
    return f"{quoi}-{jour}.{extension}"
