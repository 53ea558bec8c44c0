"""Template tags of what families are asked: images, and anything else."""

from django import template
from django.utils.translation import gettext_lazy as _

from ent.annuaire.registres import Autorisation
from ent.fichiers.supports import Support

from ..evenements import consentements as evenements

register = template.Library()

NOMS = {
    Support.JOURNAL: _("Journal de la classe"),
    Support.SITE: _("Site de l’école"),
    Support.PROJET: _("Projet entre écoles"),
}
QUESTIONS = {
    Support.JOURNAL: _("Dans le journal de la classe, lu par les familles de la classe ?"),
    Support.SITE: _("Sur le site de l’école, ouvert à tous sur internet ?"),
    Support.PROJET: _("Dans un projet avec une autre école, lu par les enseignants et les familles qui en sont ?"),
}


@register.simple_tag
def evenements_des_consentements() -> str:
    """What makes a page ask for itself again."""
    return ", ".join(
        f"{nom.replace('.', ':')} from:body" for nom in (evenements.DEMANDE, evenements.CHANGE, "reconnexion")
    )


@register.filter
def lu(lie):
    """What the page bears of a row: what it had read (`forms/lus.py`)."""
    return lie.form[f"lu-{lie.html_name}"]


@register.filter
def nom_court(support: str):
    """A medium at the head of a column."""
    return NOMS[Support(support)]


@register.filter
def en_question(support: str):
    """A medium as a family is asked about it."""
    return QUESTIONS[Support(support)]


# --- Anything else than images ------------------------------------------------------------------------------------------
# How each state is drawn: its colour, its icon, its word. On a roll, who has no consent is « sans autorisation ».
ETATS = {
    Autorisation.ACCORDEE: ("etat--fait", "coche", _("accord")),
    Autorisation.REFUSEE: ("etat--manque", "croix", _("refus")),
    Autorisation.DESACCORD: ("etat--urgent", "alerte", _("en désaccord")),
    Autorisation.SANS_REPONSE: ("etat--attente", "horloge", _("sans réponse")),
}
RETIRES = {
    Autorisation.REFUSEE: ("etat--urgent", "croix", _("ne part plus : refus")),
    Autorisation.DESACCORD: ("etat--urgent", "alerte", _("ne part plus : en désaccord")),
    Autorisation.SANS_REPONSE: ("etat--urgent", "horloge", _("ne part plus : sans réponse")),
}
GENRES = {"sortie": "sortir", "seul": "enfant", "tiers": "groupe", "charte": "ecole", "libre": "stylo"}


@register.inclusion_tag("vie_scolaire/autorisations/_etat.html")
def etat_d_autorisation(etat: str) -> dict:
    """A state as a word, an icon and a colour."""
    classe, icone, mot = ETATS[Autorisation(etat)]
    return {"classe": classe, "icone_de": icone, "mot": mot}


@register.inclusion_tag("vie_scolaire/autorisations/_etat.html")
def sans_autorisation(etat: str) -> dict:
    """On the roll of an outing: a conflict is said, anything else that is not given is « sans autorisation »."""
    if etat == Autorisation.DESACCORD:
        return {"classe": "etat--urgent", "icone_de": "alerte", "mot": _("en désaccord")}
    mot = _("sans autorisation : refus") if etat == Autorisation.REFUSEE else _("sans autorisation : pas de réponse")
    return {"classe": "etat--manque", "icone_de": "croix", "mot": mot}


@register.inclusion_tag("vie_scolaire/autorisations/_etat.html")
def ne_part_plus(etat: str) -> dict:
    """On a roll that is open: a child who had an agreement, and has it no more."""
    classe, icone, mot = RETIRES[Autorisation(etat)]
    return {"classe": classe, "icone_de": icone, "mot": mot}


@register.filter
def icone_du_genre(genre: str) -> str:
    return GENRES[genre]
