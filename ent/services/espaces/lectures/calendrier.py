"""Dates of spaces elsewhere: in calendars, in the month of the agenda, in the days of a family."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.registres import Evenement
from ent.portail.registres import Date, Lignes
from ent.socle.preparees import Preparee

from .. import droits
from ..models import ClasseDeLEspace, DateDeLEspace, InscriptionVisite

SALLE = "espaces"
BIENTOT = dt.timedelta(days=21)
# Two numbers and a word each: what a home reads with the count of unread news.
PROCHAINES = Preparee(lambda: ClasseDeLEspace.objects.order_by().values_list("pk", "classe_id", "classe__nom"))
# What a week reads of each of its children's classes: most are of no space.
LEURS_CLASSES = Preparee(
    lambda: (
        ClasseDeLEspace.objects.filter(classe__fermee_le=None)
        .order_by()
        .values_list("ecole__espace", "ecole__etablissement", "classe")
    )
)
DATES = Preparee(lambda: DateDeLEspace.objects.encore_la().select_related("espace"))


def _moment(jour: dt.date, heure: dt.time | None) -> dt.date | dt.datetime:
    return jour if heure is None else timezone.make_aware(dt.datetime.combine(jour, heure))


def evenement_dit(date: DateDeLEspace) -> Evenement:
    """One name for ever: moved, it grows; cancelled, it says so. What one answered is not in it: a calendar is shown to others."""
    return Evenement(
        uid=f"espace-{date.uuid}",
        titre=f"{date.titre} ({date.espace.titre})",
        debut=_moment(date.jour, date.de),
        fin=_moment(date.jour, date.a or date.de),
        modifie_le=date.modifie_le,
        sequence=date.sequence,
        lieu=date.lieu,
        texte=" · ".join(mot for mot in (date.mot, date.texte) if mot),
        chemin=reverse("espaces_date", args=[date.pk]),
        est_annule=date.est_annulee,
    )


def _lues(personne: Personne, premier: dt.date, dernier: dt.date, enfants: Sequence[Suivi]) -> list[DateDeLEspace]:
    lues = DateDeLEspace.objects.lues_en_equipe_ou_pour(personne, enfants).entre(premier, dernier)
    return list(lues.select_related("espace__etablissement"))


def evenements_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Evenement]:
    """By one's work, and of one's children; a pupil's own calendar is their family's. One query."""
    return [evenement_dit(date) for date in _lues(personne, debut, fin, droits.enfants_de(personne))]


def dates(personne: Personne, premier: dt.date, dernier: dt.date, enfants: Sequence[Suivi]) -> list[Date]:
    """For another room that shows these days. One query, and one more where there is something."""
    siens = [s for s in enfants if s in droits.enfants_de(personne)]
    lues = _lues(personne, premier, dernier, siens)
    classes = _classes_de({date.espace_id for date in lues}) if lues else {}
    return [
        Date(
            titre=date.titre,
            jour=date.jour,
            dernier_jour=date.jour,
            publics=tuple(classes.get(date.espace_id, ())),
            a_qui=date.espace.titre,
            nom=date.espace.titre,
            chemin=reverse("espaces_date", args=[date.pk]),
            de=date.de,
            a=date.a,
            lieu=date.lieu,
            est_annulee=date.est_annulee,
            icone="groupe",
        )
        for date in lues
    ]


def _classes_de(espaces: set[int]) -> dict[int, list[Audience]]:
    """By space, whom it is for."""
    lignes = ClasseDeLEspace.objects.dedans().filter(ecole__espace__in=espaces).order_by()
    return _par_espace(lignes.values_list("ecole__espace", "ecole__etablissement", "classe"))


def _par_espace(lignes: Iterable[tuple[int, int, int]]) -> dict[int, list[Audience]]:
    par_espace: dict[int, list[Audience]] = defaultdict(list)
    for espace, ecole, classe in lignes:
        par_espace[espace].append(Audience(ecole, classe))
    return par_espace


# --- The days of a family -----------------------------------------------------------------------------------------------
def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """What may fall in the weeks to come."""
    return _questions(droits.enfants_de(personne))


def questions_de_l_eleve(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Whether a class of theirs is of a space."""
    siens = droits.sois_meme(personne)
    return [(PROCHAINES, droits.classes_lues_par(siens))] if siens else []


def _questions(suivis: Sequence[Suivi]) -> list[tuple[Preparee, Q]]:
    if not suivis:
        return []
    jour = timezone.localdate()
    bientot = Q(ecole__espace__dates__jour__lte=jour + BIENTOT, ecole__espace__dates__jour__gte=jour)
    return [(PROCHAINES, droits.classes_lues_par(suivis) & bientot)]


def pour_les_enfants(
    personne: Personne, suivis: Sequence[Suivi], debut: dt.date, fin: dt.date, lignes: Lignes | None
) -> list[tuple[DateDeLEspace, dict[str, list[Suivi]]]]:
    """Each date between these days, with the children whom it is for by what was said of them (nothing while nobody answered, or nothing is asked). No
    query where the rows of `questions` are none; one where no class of theirs is of a space; two otherwise, and one more of a visit to sign up for.
    """
    if lignes is not None and not any(lignes):
        return []
    siens = [s for s in suivis if s in droits.enfants_de(personne)]
    if not siens:
        return []
    publics = _par_espace(LEURS_CLASSES.lire(droits.classes_lues_par(siens)))
    lues = DATES.lire(Q(espace__in=list(publics), jour__gte=debut, jour__lte=fin)) if publics else []
    dits = _dits([date for date in lues if date.inscrit], siens)
    trouvees = []
    for date in lues:
        ceux: dict[str, list[Suivi]] = defaultdict(list)
        for suivi in siens:
            if any(public.comprend(suivi) for public in publics.get(date.espace_id, ())):
                de_la_classe = dits.get((date.pk, suivi.classe_id, None), "")
                ceux[dits.get((date.pk, suivi.classe_id, suivi.eleve.pk), de_la_classe)].append(suivi)
        if ceux:
            trouvees.append((date, dict(ceux)))
    return trouvees


def _dits(dates: list[DateDeLEspace], suivis: list[Suivi]) -> dict[tuple[int, int, int | None], str]:
    """By date, class and child (None: of a class that answers whole), what was said."""
    if not dates:
        return {}
    siens = Q(eleve__in=[s.eleve.pk for s in suivis]) | Q(eleve=None)
    tenues = InscriptionVisite.objects.tenues().filter(siens, date__in=dates).order_by()
    lignes = tenues.filter(classe__classe__in={s.classe_id for s in suivis})
    return {(d, c, e): etat for d, c, e, etat in lignes.values_list("date", "classe__classe", "eleve", "etat")}
