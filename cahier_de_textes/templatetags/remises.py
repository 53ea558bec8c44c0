"""Template tags of the pupil's pages: pictures of what is done at school."""

from django import template

from ent.coquille.jinja import outil

from ..consignes import CONSIGNES
from ..domaines import couleur_de
from ..models import Travail

register = template.Library()

# By the first letters of a domain's code: the longest that fits.
ICONES = {
    "FRA": "livre", "FRA-LGO": "parler", "FRA-ECR": "stylo", "MAT": "calcul", "EPS": "ballon", "ART": "palette",
    "ART-MUS": "son", "EMC": "groupe", "LGV": "langue", "QLM": "soleil", "STC": "soleil", "HIG": "agenda",
    "CY1-LAN": "parler", "CY1-PHY": "ballon", "CY1-ART": "palette", "CY1-MAT": "calcul", "CY1-MON": "soleil",
}  # fmt: skip


@register.filter
def icone_du_domaine(code: str) -> str:
    """Name of the icon of a domain of the programme."""
    return ICONES.get(code) or ICONES.get(code[:3], "ecole")


@register.filter
def couleur_du_domaine(code: str) -> str:
    """Colour of a domain, among the eight of the gommettes."""
    return couleur_de(code) or "bleu"


@outil
def consigne_de(travail: Travail) -> str:
    """What a pupil is told to do, in two or three words."""
    return CONSIGNES[travail.nature]
