"""What a family has still to say of a visit: whether their child comes, while one may say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.preparees import Preparee

from .. import droits
from ..models import ClasseDeLEspace, DateDeLEspace, InscriptionVisite
from .calendrier import PROCHAINES


@dataclass
class VisiteADire:
    date: DateDeLEspace
    suivi: Suivi


def _demande(prefixe: str = "") -> Q:
    """Over dates: families are asked, and may say."""
    quand = {f"{prefixe}inscrit": DateDeLEspace.Inscrit.ENFANT, f"{prefixe}annulee_le": None}
    return Q(**quand, **{f"{prefixe}jusqu_a__gt": timezone.now()})


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Whether a class of one's children is asked. Said already, it is found out only then."""
    suivis = droits.enfants_de(personne)
    if not suivis:
        return []
    ouvert = droits.espace_ouvert("ecole__espace__")
    return [(PROCHAINES, droits.classes_lues_par(suivis) & ouvert & _demande("ecole__espace__dates__"))]


def visites_a_dire(personne: Personne, suivis: Sequence[Suivi]) -> list[VisiteADire]:
    """Each visit and each child of whom nobody said anything, the soonest first. Three queries."""
    siens = [s for s in suivis if s in droits.enfants_de(personne)]
    dates = list(
        DateDeLEspace.objects.pour_ceux(siens)
        .filter(_demande(), droits.espace_ouvert("espace__"))
        .select_related("espace")
    )
    if not dates:
        return []
    classes = ClasseDeLEspace.objects.dedans().filter(
        ecole__espace__in={date.espace_id for date in dates}, classe__in={s.classe_id for s in siens}
    )
    par_espace = {(c.ecole.espace_id, c.classe_id): c.pk for c in classes.select_related("ecole")}
    dites = InscriptionVisite.objects.filter(date__in=dates, eleve__in=[s.eleve.pk for s in siens])
    connues = set(dites.order_by().values_list("date", "eleve", "classe"))
    return [
        VisiteADire(date, suivi)
        for date in sorted(dates, key=lambda date: (date.jusqu_a, date.pk))
        for suivi in siens
        if (classe := par_espace.get((date.espace_id, suivi.classe_id)))
        and (date.pk, suivi.eleve.pk, classe) not in connues
    ]
