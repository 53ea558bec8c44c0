"""Template tags of the teacher's week, drawn by `jinja2/cahier_de_textes/semaine.html`."""

import datetime as dt

from django import template
from django.db.models import Q
from django.utils.safestring import SafeString

from ent.annuaire.models import Classe
from ent.coquille.jinja import dessiner, dessiner_une_fois, outil
from ent.socle.dates import aujourd_hui, time_format
from ent.socle.preparees import Preparee

from .. import droits
from ..lectures.charge import alertes
from ..models import Visa
from .cahier import donner_a

register = template.Library()
register.filter("alertes_de", alertes)

VISAS = Preparee(lambda: Visa.objects.all())


@outil
def heure_dite(heure: dt.time) -> str:
    """« 8 h 30 »."""
    return time_format(heure, r"G \h i")


@register.simple_tag(takes_context=True)
def entete_de_la_semaine(context: dict) -> SafeString:
    """Whose it is; where one gives it work."""
    semaine, cible, prochain = context["semaine"], context["cible"], context["prochain"]
    nom, ecole = (cible.nom, cible.etablissement.nom) if cible else ("", "")
    donner = f"{donner_a(cible)}?pour={prochain.isoformat()}" if cible and context["peut_donner"] else ""
    classe = cible.pk if isinstance(cible, Classe) else None
    return dessiner_une_fois(
        "cahier_de_textes/semaine.html:entete", nom, ecole, tuple(semaine.effectifs), semaine.total, classe, donner
    )


@register.simple_tag(takes_context=True)
def tete_de_la_semaine(context: dict) -> SafeString:
    """Which week it is, and the ways to the others."""
    lue = context["semaine"]
    dates = (lue.lundi, lue.precedente, lue.suivante)
    return dessiner_une_fois("cahier_de_textes/semaine.html:tete", *dates, context["adresse"])


@register.simple_tag(takes_context=True)
def jours_du_telephone(context: dict) -> SafeString:
    """The days, of which a phone shows one."""
    lue = context["semaine"]
    jours = tuple([(case.date, case.est_ouvert) for case in lue.cases])
    montre, ou = context["jour_montre"], context["adresse"]
    return dessiner_une_fois("cahier_de_textes/semaine.html:telephone", lue.lundi, jours, montre, ou)


@register.simple_tag(takes_context=True)
def outils_de_la_semaine(context: dict) -> SafeString:
    """What one may do with the week of a class or a group: print it, move it, have it visaed, export the year."""
    personne, cible, lundi = context["request"].user, context["cible"], context["semaine"].lundi
    est_classe = isinstance(cible, Classe)
    genre = "classe" if est_classe else "groupe"
    # One comes back from a sick day: today, unless another week is looked at.
    depuis = max(lundi, min(aujourd_hui(), lundi + dt.timedelta(days=6)))
    peut_donner = droits.peut_donner_travail(personne, **{genre: cible})
    peut_viser = est_classe and droits.peut_viser(personne, cible)
    outils = dessiner_une_fois(
        "cahier_de_textes/semaine.html:outils", cible.pk, genre, lundi, depuis, peut_donner, peut_viser
    )
    if not context["semaine"].est_visee:
        return outils
    visas = droits.visas_visibles_par(personne) & Q(classe=cible.pk, date_lundi=lundi)
    return dessiner("cahier_de_textes/semaine.html:visas", VISAS.lire(visas)) + outils
