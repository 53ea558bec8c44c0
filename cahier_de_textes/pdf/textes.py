"""How a séance and a travail are said on paper."""

from django.utils.translation import gettext as _

from ent.socle.dates import date_format, time_format

from ..contenus import texte_brut
from ..models import Seance, Travail, Visa
from .mise_en_lignes import Morceau


def titre_de_seance(seance: Seance) -> str:
    heure = time_format(seance.heure, r"G \h i") if seance.heure else ""
    brouillon = _("(brouillon)") if seance.est_brouillon else ""
    return " · ".join(p for p in (heure, seance.audience.precision, f"{seance.titre} {brouillon}".strip()) if p)


def morceaux_de_seance(seance: Seance) -> list[Morceau]:
    detail = " — ".join(p for p in (seance.get_domaine_display(), texte_brut(seance.contenu)) if p)
    return [Morceau(titre_de_seance(seance), gras=True, espace=0.5), Morceau(detail, est_detail=True)]


def titre_de_travail(travail: Travail) -> str:
    minutes = _("(%(n)d min)") % {"n": travail.minutes} if travail.minutes else ""
    brouillon = _("(brouillon)") if travail.est_brouillon else ""
    quoi = " ".join(p for p in (travail.en_une_ligne(), minutes, brouillon) if p)
    return " · ".join(p for p in (travail.audience.precision, quoi) if p)


def morceaux_de_travail(travail: Travail) -> list[Morceau]:
    return [
        Morceau(titre_de_travail(travail), espace=0.5),
        Morceau(texte_brut(travail.contenu), est_detail=True),
    ]


def phrase_de_visa(visa: Visa) -> str:
    qui = visa.nom_inspection or str(visa.par)
    phrase = f"{visa.get_nature_display()} : {qui}, {date_format(visa.appose_le, 'j F Y')}"
    return f"{phrase} — {visa.mot}" if visa.mot else phrase
