"""The year as a document: week after week, what was for each day, what was done, and the visas."""

import datetime as dt
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Classe, Groupe
from ent.diffusion.papier import BORD_DE_LIVRE as BORD
from ent.diffusion.papier import DOUCE, MARGE, Livre
from ent.socle.dates import date_format

from ..contenus import texte_brut
from ..lectures.impressions import JourDuCahier
from ..models import Seance, Visa
from .textes import phrase_de_visa, titre_de_seance, titre_de_travail


class Document(Livre):
    """Pages with a plan for the reader's side panel."""

    def garder_ensemble(self, hauteur: float) -> None:
        """A title does not stay alone at the foot of a page."""
        if self.get_y() + hauteur > self.h - 18:
            self.add_page()


def annee_pdf(cible: Classe | Groupe, jours: list[JourDuCahier], visas: dict[dt.date, list[Visa]]) -> bytes:
    """What was given, drafts left out: they were never the cahier."""
    titre = _("Cahier de textes : %(nom)s, %(annee)s") % {"nom": cible.nom, "annee": cible.annee.nom}
    with Document(f"{titre} · {cible.etablissement.nom}", get_language()) as pdf:
        pdf.set_title(titre)
        pdf.add_page()
        pdf.alinea(titre, 20, gras=True)
        pdf.alinea(cible.etablissement.nom, 12, couleur=DOUCE)
        pdf.ln(4)
        donnes = [jour for jour in map(_sans_brouillons, jours) if jour.travaux or jour.seances]
        semaines = {lundi: list(lot) for lundi, lot in groupby(donnes, key=_lundi_de)}
        for lundi in sorted({*semaines, *visas}):
            _semaine(pdf, lundi, semaines.get(lundi, []), visas.get(lundi, []))
        if not semaines:
            pdf.alinea(_("Rien n’est écrit cette année."), 11)
        return bytes(pdf.output())


def _lundi_de(jour: JourDuCahier) -> dt.date:
    return jour.date - dt.timedelta(days=jour.date.weekday())


def _sans_brouillons(jour: JourDuCahier) -> JourDuCahier:
    return JourDuCahier(
        jour.date,
        [travail for travail in jour.travaux if not travail.est_brouillon],
        [seance for seance in jour.seances if not seance.est_brouillon],
    )


def _semaine(pdf: Document, lundi: dt.date, jours: list[JourDuCahier], visas: list[Visa]) -> None:
    pdf.garder_ensemble(34)
    titre = _("Semaine du %(jour)s") % {"jour": date_format(lundi, "j F Y")}
    pdf.start_section(pdf.lisible(titre))
    pdf.ln(3)
    pdf.alinea(titre, 14, gras=True)
    pdf.set_draw_color(*MARGE)
    pdf.set_line_width(0.5)
    pdf.line(BORD, pdf.get_y() + 0.5, BORD + 70, pdf.get_y() + 0.5)
    pdf.ln(2)
    for visa in visas:
        pdf.alinea(phrase_de_visa(visa), 9.5, couleur=DOUCE)
    for jour in jours:
        _jour(pdf, jour)


def _jour(pdf: Document, jour: JourDuCahier) -> None:
    pdf.garder_ensemble(22)
    pdf.ln(2)
    pdf.alinea(date_format(jour.date, "l j F").capitalize(), 11.5, gras=True)
    if jour.travaux:
        pdf.alinea(_("Pour ce jour"), 9, couleur=DOUCE, retrait=3)
        for travail in jour.travaux:
            pdf.alinea(f"• {titre_de_travail(travail)}", 10, retrait=3)
            pdf.alinea(texte_brut(travail.contenu), 9, couleur=DOUCE, retrait=6)
    for moment in Seance.Moment:
        if seances := jour.du_moment(moment):
            pdf.alinea(str(moment.label), 9, couleur=DOUCE, retrait=3)
            for seance in seances:
                domaine = f" ({seance.get_domaine_display()})" if seance.domaine else ""
                pdf.alinea(f"• {titre_de_seance(seance)}{domaine}", 10, retrait=3)
                pdf.alinea(texte_brut(seance.contenu), 9, couleur=DOUCE, retrait=6)
