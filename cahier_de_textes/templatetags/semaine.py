"""Template tags of the teacher's week, drawn by `jinja2/cahier_de_textes/semaine.html`."""

import datetime as dt

from django import template
from django.db.models import Q
from django.utils.safestring import SafeString

from ent.annuaire.models import Classe
from ent.coquille.jinja import dessiner, outil
from ent.socle.dates import aujourd_hui, time_format
from ent.socle.preparees import Preparee

from .. import droits
from ..lectures.charge import alertes
from ..models import Visa

register = template.Library()
register.filter("alertes_de", alertes)

VISAS = Preparee(lambda: Visa.objects.all())


@outil
def heure_dite(heure: dt.time) -> str:
    """« 8 h 30 »."""
    return time_format(heure, r"G \h i")


@register.simple_tag(takes_context=True)
def outils_de_la_semaine(context: dict) -> SafeString:
    """What one may do with the week of a class or a group: print it, move it, have it visaed, export the year."""
    personne, cible, lundi = context["request"].user, context["cible"], context["semaine"].lundi
    est_classe = isinstance(cible, Classe)
    genre = "classe" if est_classe else "groupe"
    visas = droits.visas_visibles_par(personne) & Q(classe=cible.pk, date_lundi=lundi)
    return dessiner(
        "cahier_de_textes/semaine.html:outils",
        cible,
        genre,
        lundi,
        # One comes back from a sick day: today, unless another week is looked at.
        depuis=max(lundi, min(aujourd_hui(), lundi + dt.timedelta(days=6))),
        visas=VISAS.lire(visas) if context["semaine"].est_visee else [],
        peut_donner=droits.peut_donner_travail(personne, **{genre: cible}),
        peut_viser=est_classe and droits.peut_viser(personne, cible),
    )
