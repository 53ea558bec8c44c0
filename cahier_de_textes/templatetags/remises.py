"""Template tags of the pupil's pages: pictures of what is done at school."""

import uuid

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ent.annuaire.models.portee import Suivi
from ent.coquille.jinja import outil

from ..consignes import CONSIGNES
from ..domaines import couleur_de
from ..forms.remises import RendreForm
from ..lectures import remises as lectures_remises
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


@register.simple_tag(takes_context=True)
def remises_de(context: dict, travail: Travail, suivi: Suivi) -> SafeString:
    """On a household's page of a travail: what the child handed in, what was answered, and handing in for a young child.

    Nothing where nothing is asked back; else four queries, and one for the latest try.
    """
    if not travail.est_a_rendre:
        return SafeString("")
    essais = lectures_remises.essais_de(context["request"].user, travail, suivi.eleve)
    variables = {
        "travail": travail,
        "suivi": suivi,
        "essais": essais,
        "reprenable": lectures_remises.peut_reprendre(essais),
        "formulaire": RendreForm(initial={"uuid": uuid.uuid4()}),
    }
    return render_to_string("cahier_de_textes/_remises_famille.html", variables, context["request"])
