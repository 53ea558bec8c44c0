"""On paper: the register of a class for a month, and the letter that the fourth half-day calls for (R131-7)."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement, Personne
from ent.diffusion.bilingue import FeuillesBilingues, autre_langue
from ent.diffusion.papier import DOUCE, ENCRE, Feuilles
from ent.socle.dates import aujourd_hui, date_format

from .demi_journees import Moment
from .lectures.direction import Alerte
from .lectures.registre import Registre

BORD, NOMS, TOTAUX, RANG = 10.0, 52.0, 22.0, 5.2
CORPS, GAUCHE = 10.5, 22.0


def registre_pdf(registre: Registre) -> bytes:
    """A4 across; as many pages as pupils ask for, each with its heading."""
    with Feuilles("landscape", get_language()) as pdf:
        pdf.set_title(_("Registre d’appel"))
        y = _tete(pdf, registre)
        for rang in registre.rangs:
            if y > pdf.h - 24:
                _legende(pdf, registre)
                y = _tete(pdf, registre)
            _rang(pdf, registre, rang, y)
            y += RANG
        _legende(pdf, registre)
        return bytes(pdf.output())


def _pas(pdf: Feuilles, registre: Registre) -> float:
    return min(8.0, (pdf.w - 2 * BORD - NOMS - TOTAUX) / max(len(registre.colonnes), 1))


def _tete(pdf: Feuilles, registre: Registre) -> float:
    pdf.add_page()
    classe = registre.classe
    pdf.ecrire(BORD, 14, _("Registre d’appel · %(classe)s") % {"classe": classe.nom}, 14, gras=True, largeur=150)
    lieu = f"{classe.etablissement.nom} · {date_format(registre.mois, 'F Y')}"
    pdf.ecrire(BORD, 20, lieu, 10, couleur=DOUCE, largeur=200)
    pas = _pas(pdf, registre)
    for n, (jour, moment) in enumerate(registre.colonnes):
        x = BORD + NOMS + n * pas
        if moment == Moment.MATIN:
            pdf.ecrire(x, 28, date_format(jour, "j"), 8, gras=True)
        pdf.ecrire(x + 0.6, 32, _("m") if moment == Moment.MATIN else _("a"), 6.5, couleur=DOUCE)
    pdf.ecrire(pdf.w - BORD - TOTAUX + 2, 32, _("Total"), 7, couleur=DOUCE)
    pdf.ecrire(pdf.w - BORD - 10, 32, _("dont A"), 7, couleur=DOUCE)
    return 37.0


def _rang(pdf: Feuilles, registre: Registre, rang, y: float) -> None:
    pas = _pas(pdf, registre)
    pdf.set_draw_color(*DOUCE)
    pdf.set_line_width(0.1)
    pdf.line(BORD, y + 1.4, pdf.w - BORD, y + 1.4)
    pdf.ecrire(BORD, y, f"{rang.eleve.nom} {rang.eleve.prenom}", 8.5, largeur=NOMS - 2)
    for n, signe in enumerate(rang.cases):
        pdf.ecrire(BORD + NOMS + n * pas + 0.6, y, signe, 8, gras=signe not in ("·", ""), couleur=ENCRE)
    pdf.ecrire(pdf.w - BORD - TOTAUX + 4, y, str(rang.absences), 8.5, gras=True)
    pdf.ecrire(pdf.w - BORD - 7, y, str(rang.sans_motif), 8.5)


def _legende(pdf: Feuilles, registre: Registre) -> None:
    mots = _(
        "A : absent, sans motif valable. M : absent, motif connu. R : retard. S : sorti tôt. C : grève ou fermeture. · : présent. Vide : pas d’appel."
    )
    pdf.ecrire(BORD, pdf.h - 12, mots, 8, couleur=DOUCE, largeur=190)
    if registre.assiduite and registre.assiduite.taux:
        taux = _("Assiduité de la classe : %(taux)s %%") % {"taux": registre.assiduite.taux}
        pdf.ecrire(pdf.w - BORD - 66, pdf.h - 12, taux, 8.5, gras=True, largeur=66)


# --- The letter -------------------------------------------------------------------------------------------------------
def lettres_pdf(ecole: Etablissement, alerte: Alerte, mois: dt.date, adultes: list[Personne], signataire: str) -> bytes:
    """One for each adult who answers for the child: an envelope is opened by one household, and names no other."""
    with FeuillesBilingues() as pdf:
        pdf.set_title(_("Absences"))
        for adulte in adultes:
            pdf.add_page()
            with pdf.pour(autre_langue(adulte.langue)):
                _lettre(pdf, ecole, alerte, mois, adulte, signataire)
        return bytes(pdf.output())


def _lettre(
    pdf: FeuillesBilingues, ecole: Etablissement, alerte: Alerte, mois: dt.date, adulte: Personne, signataire: str
) -> None:
    eleve, largeur = f"{alerte.eleve.prenom} {alerte.eleve.nom}", pdf.w - 2 * GAUCHE
    pdf.ecrire(GAUCHE, 24, ecole.nom, 12, gras=True, largeur=80)
    pdf.ecrire(GAUCHE, 30, ecole.commune.nom, CORPS, couleur=DOUCE, largeur=80)
    y = 50.0
    for ligne in (adulte.nom_affiche, adulte.adresse, f"{adulte.code_postal} {adulte.ville}".strip()):
        pdf.ecrire(110, y, ligne, CORPS, largeur=80)
        y += 5.5
    pdf.ecrire(110, y + 8, _("Le %(jour)s") % {"jour": date_format(aujourd_hui(), "j F Y")}, CORPS, largeur=80)
    y = pdf.phrase(GAUCHE, 92, lambda: _("Absences : %(eleve)s") % {"eleve": eleve}, 12, largeur) + 4
    for rang in range(len(_phrases(eleve, alerte, mois))):
        y = pdf.phrase(GAUCHE, y, lambda n=rang: _phrases(eleve, alerte, mois)[n], CORPS, largeur) + 3.5
    pdf.mention(110, y + 12, lambda: _("%(nom)s, direction de l’école") % {"nom": signataire}, CORPS, 80)


def _phrases(eleve: str, alerte: Alerte, mois: dt.date) -> list[str]:
    dates = ", ".join(
        f"{date_format(ligne.appel.jour, 'l j')} ({ligne.appel.get_moment_display()})" for ligne in alerte.lignes
    )
    mots = {"eleve": eleve, "n": len(alerte.lignes), "mois": date_format(mois, "F Y"), "dates": dates}
    return [
        _("Bonjour,"),
        _(
            "En %(mois)s, %(eleve)s a manqué %(n)s demi-journées de classe sans que l’école en connaisse un motif valable : %(dates)s."
        )
        % mots,
        _(
            "L’instruction est obligatoire dès trois ans, et chaque demi-journée compte. Les motifs que la loi reconnaît sont la maladie "
            "de l’enfant ou, contagieuse, d’un membre de sa famille, une réunion solennelle de famille, un empêchement des transports, "
            "l’absence temporaire de ses responsables lorsqu’il les suit (article L131-8 du code de l’éducation). Il suffit de nous le dire : "
            "nous ne demandons aucun détail de santé."
        ),
        _(
            "À partir de quatre demi-journées dans le mois, l’école réunit l’équipe éducative pour comprendre ce qui se passe et chercher "
            "avec vous comment aider (article R131-7). Nous vous proposons de nous rencontrer : dites-nous quand vous pouvez venir."
        ),
    ]
