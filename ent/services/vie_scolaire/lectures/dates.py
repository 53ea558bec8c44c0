"""Outings as dates: for the agenda's month, for calendars, and where another is written the same day."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.registres import Evenement
from ent.portail.registres import Date, dates_de
from ent.socle.dates import aujourd_hui, date_format

from ..droits import consentements as droits
from ..models import DemandeConsentement
from .collectives import collectives

SALLE = "vie_scolaire"


def _sorties(
    personne: Personne, premier: dt.date, dernier: dt.date, enfants: Sequence[Suivi]
) -> list[DemandeConsentement]:
    lues = DemandeConsentement.objects.sorties_lues_par(personne, enfants).filter(debut__lte=dernier, fin__gte=premier)
    return list(lues.select_related("etablissement").prefetch_related("classes").order_by("debut", "depart_a", "pk"))


def dates(personne: Personne, premier: dt.date, dernier: dt.date, enfants: Sequence[Suivi]) -> list[Date]:
    """Two queries."""
    return [
        Date(
            titre=sortie.nom,
            jour=sortie.debut,
            dernier_jour=sortie.fin,
            publics=_publics(sortie),
            a_qui=_a_qui(sortie),
            nom=_a_qui(sortie),
            chemin=_chemin(personne, sortie),
            de=sortie.depart_a,
            a=sortie.retour_a,
            lieu=sortie.lieu,
            est_annulee=sortie.est_annulee,
            mot_annulee=_("Annulée"),
            icone="sortir",
        )
        for sortie in _sorties(personne, premier, dernier, enfants)
    ]


def _publics(sortie: DemandeConsentement) -> tuple[Audience, ...]:
    ecole = sortie.etablissement_id
    if sortie.toute_l_ecole:
        return (Audience(ecole),)
    return tuple(Audience(ecole, classe.pk) for classe in sortie.classes.all())


def _a_qui(sortie: DemandeConsentement) -> str:
    return sortie.etablissement.nom if sortie.toute_l_ecole else ", ".join(c.nom for c in sortie.classes.all())


def _chemin(personne: Personne, sortie: DemandeConsentement) -> str:
    """Where it is followed by who works; else where one answers for one's child, while it is read there. Nothing for who was confided a child."""
    classes = {classe.pk for classe in sortie.classes.all()}
    portee = personne.portee
    if droits.dirige(personne, sortie.etablissement_id) or classes & portee.classes_tenues:
        return reverse("autorisation", args=[sortie.pk])
    siens = [s for s in droits.enfants_de(personne) if droits.concerne(sortie, classes, s)]
    if not siens:
        tient = sortie.toute_l_ecole and sortie.etablissement_id in portee.etablissements_d_enseignement
        return reverse("autorisation", args=[sortie.pk]) if tient and portee.classes_tenues else ""
    if sortie.fin < aujourd_hui():
        return ""
    if len({s.eleve.pk for s in siens}) > 1:
        return reverse("autorisations")
    return reverse("autorisation_famille", args=[sortie.pk, siens[0].eleve.uuid])


# --- Calendars ----------------------------------------------------------------------------------------------------------
def evenements_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Evenement]:
    """Of one's children, and of those whom one teaches or directs. What one answered is not in it: a calendar is shown to others. Two queries."""
    return [evenement_dit(personne, sortie) for sortie in _sorties(personne, debut, fin, droits.enfants_de(personne))]


def evenement_dit(personne: Personne, sortie: DemandeConsentement) -> Evenement:
    """One name for ever: moved, it grows; cancelled, it says so."""
    entiere = sortie.depart_a is None or sortie.retour_a is None
    return Evenement(
        uid=f"sortie-{sortie.etablissement.uai}-{sortie.pk}",
        titre=f"{sortie.nom} ({_a_qui(sortie)})",
        debut=sortie.debut if entiere else _instant(sortie.debut, sortie.depart_a),
        fin=sortie.fin if entiere else _instant(sortie.fin, sortie.retour_a),
        modifie_le=sortie.modifiee_le or sortie.creee_le,
        sequence=sortie.sequence,
        lieu=sortie.lieu,
        texte=" · ".join(mot for mot in (sortie.mot, sortie.texte) if mot),
        chemin=_chemin(personne, sortie),
        est_annule=sortie.est_annulee,
    )


def _instant(jour: dt.date, heure: dt.time | None) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(jour, heure or dt.time()))


# --- What else is that day ----------------------------------------------------------------------------------------------
def ce_jour_la(
    personne: Personne,
    ecole: Etablissement,
    classes: Collection[int],
    premier: dt.date,
    dernier: dt.date,
    *,
    sauf: DemandeConsentement | None = None,
) -> list[str]:
    """What who writes an outing should know of its days: no class, a strike, another outing, a date of the agenda for the same pupils. `classes`: none for the
    whole school. As they may read it themself; a sentence each, and nothing is refused.
    """
    lesquelles = frozenset(classes) or None
    return [
        *_sans_classe(ecole, lesquelles, premier, dernier),
        *(
            _("%(jour)s : %(titre)s, pour %(qui)s.") % {"jour": _jour(d.jour), "titre": d.titre, "qui": d.a_qui}
            for d in _autres(personne, premier, dernier, sauf)
            if not d.est_annulee and d.touche(ecole.pk, lesquelles)
        ),
    ]


def _autres(personne: Personne, premier: dt.date, dernier: dt.date, sauf: DemandeConsentement | None) -> list[Date]:
    sorties = [
        date
        for date in dates(personne, premier, dernier, ())
        if sauf is None or date.chemin != reverse("autorisation", args=[sauf.pk])
    ]
    return sorties + dates_de(personne, premier, dernier, sauf=SALLE)


def _sans_classe(ecole: Etablissement, classes: frozenset[int] | None, premier: dt.date, dernier: dt.date) -> list[str]:
    jours = [premier + dt.timedelta(days=n) for n in range((dernier - premier).days + 1)]
    # Of several days, a week-end in their midst is no surprise: their ends are.
    fermes = dict.fromkeys(jour for jour in (jours[0], jours[-1]) if calendrier.fermeture(ecole, jour))
    phrases = [f"{_jour(jour)} : {calendrier.fermeture(ecole, jour)}" for jour in fermes]
    for collective, touchees in collectives(ecole.pk, premier, dernier):
        if classes is None or touchees is None or classes & touchees:
            dit = {"jour": _jour(max(premier, collective.debut)), "raison": collective.get_raison_display().lower()}
            phrases.append(_("%(jour)s : %(raison)s, notée par la direction.") % dit)
    return phrases


def _jour(jour: dt.date) -> str:
    dit = date_format(jour, "l j F")
    return f"{dit[0].upper()}{dit[1:]}"
