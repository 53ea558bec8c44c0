"""Template tags of the pupil's pages: pictures of what is done at school."""

import uuid
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi

from ..consignes import CONSIGNES
from ..domaines import couleur_de
from ..forms.remises import RendreForm
from ..lectures import remises as lectures_remises
from ..lectures.lignes import Ligne
from ..models import Travail
from ..patrons import patron, remplir
from .cahier import adresse_d_enfant, insecables, titre_du_jour

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


@register.simple_tag(takes_context=True)
def tache(context: dict, ligne: Ligne) -> SafeString:
    """One card of a pupil's day."""
    travail, eleve = ligne.travail, ligne.suivi.eleve
    modele = patron(
        "tache",
        page=SafeString(_page()),
        nature=travail.nature,
        geste=CONSIGNES[travail.nature],
        est_a_rendre=travail.est_a_rendre,
        est_rendu=ligne.est_rendu,
        a_reponse=bool(ligne.reponses),
    )
    return remplir(
        modele,
        enfant=eleve.uuid,
        travail=travail.pk,
        texte=travail.texte,
        texte_insecable=insecables(travail.texte),
        jour=titre_du_jour(travail.date_pour),
        fini="" if travail.est_a_rendre else jai_fini(context, travail, eleve, ligne.est_fait),
    )


@register.simple_tag(takes_context=True)
def jai_fini(context: dict, travail: Travail, eleve: Personne, est_fait: bool) -> SafeString:
    """The button by which a pupil says that it is done, or takes it back."""
    return remplir(
        patron("jai_fini", adresse=adresse_d_enfant("cahier_cocher"), est_fait=est_fait),
        csrf_token=context["csrf_token"],
        enfant=eleve.uuid,
        travail=travail.pk,
        texte=travail.texte,
    )


@cache
def _page() -> str:
    """The address of a travail for who has to do it, as a pattern."""
    return reverse("cahier_eleve_travail", args=[0]).replace("/0/", "/{travail}/")


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
