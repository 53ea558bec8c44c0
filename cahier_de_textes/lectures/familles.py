"""What a household reads: a day, the fortnight, one item. A fixed number of queries, whatever the children and the items."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.matieres import rang_de
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import FaitEnClasse
from ent.fichiers.droits import A_VOIR
from ent.socle.adresses import adresse
from ent.socle.dates import date_format
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from .. import droits
from ..blocs import FICHIERS
from ..contenus import blocs_de, en_uuid, fichiers_de
from ..models import Seance, Travail
from . import lignes as lectures
from .lignes import FAITS, Ligne
from .lus import TravailLu, seances_lues, travaux_lus

QUINZAINE = dt.timedelta(days=14)
# A day shows titles; the fortnight, which is also read offline, shows what is under them.
SEANCES_ENTIERES = Preparee(lambda: Seance.objects.all())


@dataclass
class Cours:
    """What one child did in class on one day."""

    suivi: Suivi
    seances: list = field(default_factory=list)  # rows, or instances where what is under their titles is shown


@dataclass
class Journee:
    """One day of the household: what was due, what was done."""

    date: dt.date
    lignes: list[Ligne] = field(default_factory=list)
    cours: list[Cours] = field(default_factory=list)


def enfants_suivis(personne: Personne) -> list[Suivi]:
    """The children for whom this person answers, and those of whom the cahier was confided; never the pupil themself."""
    return personne.portee.enfants_de(droits.SALLE)


def travaux_entre(personne: Personne, suivis: list[Suivi], debut: dt.date, fin: dt.date) -> list[Ligne]:
    """What these children had or have to do, each item once per child. Two queries."""
    travaux = travaux_lus(droits.travaux_des_enfants_de(personne) & Q(date_pour__gte=debut, date_pour__lte=fin))
    faits = {(travail, eleve) for travail, eleve, _rien in lectures.lire_les_faits(personne, travaux, suivis)}
    lignes = {
        (travail.pk, suivi.eleve.pk): Ligne(suivi, travail, (travail.pk, suivi.eleve.pk) in faits)
        for travail in travaux
        for suivi in suivis
        if droits.concerne(travail, suivi)
    }
    return list(lignes.values())


def cours_entre(
    personne: Personne, suivis: list[Suivi], debut: dt.date, fin: dt.date, lire: Callable[[Q], list]
) -> dict[dt.date, list[Cours]]:
    """What these children did in class, by day, then by child. One query; none for days to come.

    A child in two classes has a group's séance once.
    """
    if debut > timezone.localdate():
        return {}
    cours: dict[dt.date, dict[int, Cours]] = {}
    for seance in lire(droits.seances_des_enfants_de(personne) & Q(date__gte=debut) & Q(date__lte=fin)):
        vus: set[int] = set()
        for suivi in suivis:
            eleve = suivi.eleve.pk
            if eleve not in vus and droits.concerne(seance, suivi):
                vus.add(eleve)
                cours.setdefault(seance.date, {}).setdefault(eleve, Cours(suivi)).seances.append(seance)
    return {date: sorted(du_jour.values(), key=_prenom) for date, du_jour in cours.items()}


def _prenom(element: Ligne | Cours) -> tuple:
    """By child; what one has to do, by subject then."""
    rang = rang_de(element.travail.matiere) if isinstance(element, Ligne) else 0
    return cle(element.suivi.eleve.prenom), rang


@dataclass
class PageDuJour:
    """A day as a parent reads it: what is to be done next (today's page alone), what that day asked, what it held."""

    date: dt.date
    a_faire: list[lectures.Jour]
    journee: Journee
    ensuite: int  # items of the days after, on today's page
    precedent: dt.date
    suivant: dt.date


def page_du_jour(personne: Personne, suivis: list[Suivi], date: dt.date) -> PageDuJour:
    """Three queries."""
    a_faire: list[lectures.Jour] = []
    lignes: list[Ligne] = []
    ensuite = 0
    if date == timezone.localdate():
        horizon = max(calendrier.prochain_jour_de_classe(ecole, date) for ecole in _ecoles(suivis))
        for jour in lectures.jours_de_famille(personne, suivis):
            if jour.date <= horizon:
                a_faire.append(jour)
            else:
                ensuite += len(jour.lignes)
    else:
        lignes = sorted(travaux_entre(personne, suivis, date, date), key=_prenom)
    cours = cours_entre(personne, suivis, date, date, seances_lues).get(date, [])
    journee = Journee(date, lignes, cours)
    return PageDuJour(date, a_faire, journee, ensuite, _voisin(suivis, date, -1), _voisin(suivis, date, 1))


def _ecoles(suivis: list[Suivi]) -> list[Etablissement]:
    return list({s.etablissement_id: s.inscription.classe.etablissement for s in suivis}.values())


def _voisin(suivis: list[Suivi], date: dt.date, sens: int) -> dt.date:
    """The class day before or after, in the school of any of the children."""
    ecoles = _ecoles(suivis)
    jours = (date + dt.timedelta(days=pas * sens) for pas in range(1, 100))
    ouverts = (jour for jour in jours if any(calendrier.est_jour_de_classe(ecole, jour) for ecole in ecoles))
    return next(ouverts, date + dt.timedelta(days=sens))


@dataclass
class Quinzaine:
    a_venir: list[lectures.Jour]
    passees: list[Journee]  # the latest first; today's séances are among them


def quinzaine(personne: Personne, suivis: list[Suivi]) -> Quinzaine:
    """The last fortnight and what is to come. Five queries, and two for files where there are some."""
    aujourd_hui = timezone.localdate()
    debut, hier = aujourd_hui - QUINZAINE, aujourd_hui - dt.timedelta(days=1)
    cours = cours_entre(personne, suivis, debut, aujourd_hui, SEANCES_ENTIERES.lire)
    seances = [seance for du_jour in cours.values() for un in du_jour for seance in un.seances]
    prefetch_related_objects([s for s in seances if fichiers_de(s.contenu)], "fichiers")
    jours = {date: Journee(date, cours=du_jour) for date, du_jour in cours.items()}
    for ligne in sorted(travaux_entre(personne, suivis, debut, hier), key=_prenom):
        date = ligne.travail.date_pour
        jours.setdefault(date, Journee(date)).lignes.append(ligne)
    passees = [jours[date] for date in sorted(jours, reverse=True)]
    return Quinzaine(lectures.jours_de_famille(personne, suivis), passees)


def seance_de(personne: Personne, eleve: UUID, pk: int) -> tuple[Seance, Suivi] | None:
    """A séance of a child whom this person follows, as families read it. One query."""
    if not (suivis := [s for s in enfants_suivis(personne) if s.eleve.uuid == eleve]):
        return None
    lue = Seance.objects.des_enfants_de(personne).select_related("auteur").filter(pk=pk).first()
    suivi = next((s for s in suivis if droits.concerne(lue, s)), None) if lue else None
    return (lue, suivi) if lue is not None and suivi is not None else None


def ligne_de(travail: Travail, suivi: Suivi) -> Ligne:
    """This travail of this child. One query."""
    return Ligne(suivi, travail, bool(FAITS.lire(Q(travail=travail, eleve=suivi.eleve))))


def journees_manquees(personne: Personne, journees: list[tuple[Suivi, dt.date]]) -> list[list[FaitEnClasse]]:
    """Of days when a child was not there: what the class did, and what was given to be done. Two queries, whatever their number."""
    suivis = list({(s.eleve.pk, s.classe_id): s for s, _jour in journees}.values())
    debut, fin = min(jour for _s, jour in journees), max(jour for _s, jour in journees)
    cours = cours_entre(personne, suivis, debut, fin, seances_lues)
    minuit = timezone.make_aware(dt.datetime.combine(debut, dt.time()))
    donnes = Q(publie_le__gte=minuit, publie_le__lt=minuit + dt.timedelta(days=(fin - debut).days + 1))
    travaux = travaux_lus(droits.travaux_des_enfants_de(personne) & donnes)
    trouvees = []
    for suivi, jour in journees:
        eleve = suivi.eleve
        faits = [
            FaitEnClasse(
                seance.titre, adresse("cahier_enfant_seance", eleve.uuid, seance.pk), seance.get_domaine_display()
            )
            for un in cours.get(jour, [])
            if un.suivi.eleve.pk == eleve.pk
            for seance in un.seances
        ]
        for travail in travaux:
            if timezone.localdate(travail.publie_le) == jour and droits.concerne(travail, suivi):
                ou = adresse("cahier_enfant_travail", eleve.uuid, travail.pk)
                faits.append(FaitEnClasse(travail.texte, ou, _a_faire_pour(travail), "sac"))
        trouvees.append(faits)
    return trouvees


def _a_faire_pour(travail: TravailLu) -> str:
    return _("Pour %(jour)s") % {"jour": date_format(travail.date_pour, "l j F")}


def blocs_lus_par(personne: Personne, ecrit: Travail | Seance, suivi: Suivi) -> list[dict]:
    """Of a child who was confided, without the files that are not shown: their captions name who is on them. One query then."""
    blocs = blocs_de(ecrit.contenu)
    if not suivi.delegation or not any(b["type"] in FICHIERS for b in blocs):
        return blocs
    if isinstance(ecrit, Seance):  # what a class did is photographed, filmed and recorded for its families
        return [b for b in blocs if b["type"] not in FICHIERS]
    lus = set(ecrit.fichiers.lisibles_par(personne).values_list("uuid", flat=True))
    return [b for b in blocs if b["type"] not in A_VOIR or en_uuid(b["value"]["fichier"]) in lus]
