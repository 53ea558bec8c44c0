"""What is still to be said of a visit, while one may say: by a family, whether their child comes; by who teaches a class that answers whole, whether it does."""

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


def _demande(prefixe: str = "", inscrit: str = DateDeLEspace.Inscrit.ENFANT) -> Q:
    """Over dates: one is asked, and may say."""
    quand = {f"{prefixe}inscrit": inscrit, f"{prefixe}annulee_le": None}
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


# --- Of a class that answers whole ----------------------------------------------------------------------------------------
@dataclass
class ClasseADire:
    date: DateDeLEspace
    classe: ClasseDeLEspace


def questions_de_qui_enseigne(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Whether a class that one teaches is asked. Nothing for who teaches none."""
    tenues = droits.portee_de(personne).classes_tenues
    if not tenues:
        return []
    la = Q(classe__in=sorted(tenues), retiree_le=None) & droits.ecole_dedans("ecole__")
    la &= droits.espace_ouvert("ecole__espace__")
    return [(PROCHAINES, la & _demande("ecole__espace__dates__", DateDeLEspace.Inscrit.CLASSE))]


def classes_a_dire(personne: Personne) -> list[ClasseADire]:
    """Each visit and each class of which nobody said anything, of the spaces where one is among the adults. Three queries."""
    demandees = _demande(inscrit=DateDeLEspace.Inscrit.CLASSE)
    dates = list(DateDeLEspace.objects.du_travail_de(personne).filter(demandees, droits.espace_ouvert("espace__")))
    if not dates:
        return []
    tenues = droits.portee_de(personne).classes_tenues
    classes = ClasseDeLEspace.objects.dedans().filter(
        ecole__espace__in={date.espace_id for date in dates}, classe__in=tenues
    )
    siennes = list(classes.select_related("classe", "ecole").order_by("pk"))
    dites = InscriptionVisite.objects.filter(date__in=dates, eleve=None).order_by()
    connues = set(dites.values_list("date", "classe"))
    return [
        ClasseADire(date, classe)
        for date in sorted(dates, key=lambda date: (date.jusqu_a, date.pk))
        for classe in siennes
        if classe.ecole.espace_id == date.espace_id and (date.pk, classe.pk) not in connues
    ]
