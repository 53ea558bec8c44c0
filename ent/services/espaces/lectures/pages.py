"""A space as one person reads it: who is in, its dates, what they may do there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres.collectifs import adresse_de_la_parole

from .. import droits
from ..models import (
    AdulteDeLEspace,
    ArchiveDEspace,
    ClasseDeLEspace,
    DateDeLEspace,
    EcoleDeLEspace,
    Espace,
    InscriptionVisite,
)


@dataclass
class EcoleLue:
    """A school of the space, with its people as everybody of the space reads them: adults by name, classes, never a pupil."""

    ecole: EcoleDeLEspace
    porte: bool
    adultes: list[Personne] = field(default_factory=list)
    classes: list[ClasseDeLEspace] = field(default_factory=list)
    est_mienne: bool = False  # its people are chosen by this reader
    engage: bool = False  # and it leaves by their word


@dataclass
class DateLue:
    """A date, and how many come to it."""

    date: DateDeLEspace
    viennent: int = 0
    attendent: int = 0

    @property
    def restent(self) -> int | None:
        """Places that are free; None where they are not counted."""
        return None if self.date.places is None else max(self.date.places - self.viennent, 0)


class Fiche:
    """What the page of a space shows to this person. A fixed number of queries."""

    def __init__(self, personne: Personne, espace: Espace) -> None:
        self.personne, self.espace = personne, espace

    @cached_property
    def miennes(self) -> list[EcoleDeLEspace]:
        """By which they are of the adults."""
        return list(EcoleDeLEspace.objects.du_travail_de(self.personne).filter(espace=self.espace))

    @property
    def est_adulte(self) -> bool:
        return bool(self.miennes)

    @property
    def tient(self) -> bool:
        """They keep the space itself: by the school that carries it."""
        return any(ecole.etablissement_id == self.espace.etablissement_id for ecole in self.miennes)

    @property
    def ecrit(self) -> bool:
        return self.est_adulte and self.espace.est_ouvert

    @cached_property
    def enfants(self) -> list[Suivi]:
        """Those of theirs who are of it."""
        classes = {classe.classe_id for classe in self.classes}
        return [suivi for suivi in droits.enfants_de(self.personne) if suivi.classe_id in classes]

    @cached_property
    def classes(self) -> list[ClasseDeLEspace]:
        lues = ClasseDeLEspace.objects.dedans().filter(ecole__espace=self.espace)
        presents = Count("classe__inscriptions", filter=en_cours("classe__inscriptions__"), distinct=True)
        return list(lues.select_related("classe").annotate(eleves=presents))

    @cached_property
    def ecoles(self) -> list[EcoleLue]:
        """Those that are in, who carries it first; who asks them or is asked stands in `en_attente`."""
        adultes: dict[int, list[Personne]] = defaultdict(list)
        for adulte in AdulteDeLEspace.objects.presents().filter(ecole__espace=self.espace).select_related("personne"):
            adultes[adulte.ecole_id].append(adulte.personne)
        miennes = {ecole.pk for ecole in self.miennes}
        engagees = droits.ecoles_engagees_par(self.personne)
        lues = [
            EcoleLue(
                ecole,
                ecole.etablissement_id == self.espace.etablissement_id,
                adultes[ecole.pk],
                [classe for classe in self.classes if classe.ecole_id == ecole.pk],
                ecole.pk in miennes,
                ecole.etablissement_id in engagees,
            )
            for ecole in self.espace.ecoles.dedans().select_related("etablissement")
        ]
        return sorted(lues, key=lambda lue: not lue.porte)

    @property
    def se_regle(self) -> bool:
        """Something is left to set here: who writes may, or is told who may; a school that only came may leave."""
        return self.ecrit or any(lue.est_mienne and lue.engage and not lue.porte for lue in self.ecoles)

    @cached_property
    def en_attente(self) -> list[EcoleDeLEspace]:
        """Invited, refused: read by the adults alone."""
        if not self.est_adulte:
            return []
        dehors = self.espace.ecoles.filter(accord_le=None, quittee_le=None)
        return list(dehors.select_related("etablissement"))

    @cached_property
    def dates(self) -> list[DateLue]:
        return dates_lues(self.espace.dates.all())

    @property
    def a_venir(self) -> list[DateLue]:
        return [lue for lue in self.dates if not lue.date.est_passee]

    @property
    def passees(self) -> list[DateLue]:
        return [lue for lue in self.dates if lue.date.est_passee]

    @cached_property
    def parole(self) -> str:
        """Where they read the thread, which is of adults alone: nothing is asked of it for a family."""
        return "" if not self.est_adulte else adresse_de_la_parole(self.espace.cle, self.personne)


def dates_lues(dates) -> list[DateLue]:
    """With how many come. Two queries; one where nobody signs up."""
    lues = list(dates.select_related("espace"))
    comptees = [date.pk for date in lues if date.inscrit]
    comptes: dict[tuple[int, str], int] = {}
    if comptees:
        lignes = InscriptionVisite.objects.tenues().filter(date__in=comptees).order_by()
        for date, etat, n in lignes.values_list("date", "etat").annotate(n=Count("pk", distinct=True)):
            comptes[date, etat] = n
    vient, attend = InscriptionVisite.Etat.VIENT, InscriptionVisite.Etat.ATTEND
    return [DateLue(date, comptes.get((date.pk, vient), 0), comptes.get((date.pk, attend), 0)) for date in lues]


# --- The list ---------------------------------------------------------------------------------------------------------
@dataclass
class Accueil:
    """All the spaces of one person."""

    en_cours: list[Espace]
    finis: list[Espace]
    invitations: list[EcoleDeLEspace]
    quittees: list[EcoleDeLEspace]  # that may be taken back
    archives: list[ArchiveDEspace]
    ecoles: list[Etablissement]  # where they may open one


def accueil_de(personne: Personne) -> Accueil:
    """Six queries at most, whatever their number."""
    lus = list(Espace.objects.visibles_par(personne).select_related("etablissement"))
    engagees = droits.ecoles_engagees_par(personne)
    liens = "espace__etablissement", "etablissement"
    invitations = EcoleDeLEspace.objects.invitees_de(personne).select_related(*liens) if engagees else []
    quittees = EcoleDeLEspace.objects.quittees_de(personne).select_related(*liens) if engagees else []
    archives = ArchiveDEspace.objects.visibles_par(personne).select_related("ecole__espace", "etablissement")
    return Accueil(
        [espace for espace in lus if espace.est_ouvert],
        [espace for espace in lus if not espace.est_ouvert],
        list(invitations),
        list(quittees),
        list(archives) if engagees else [],
        list(Etablissement.objects.filter(pk__in=engagees)) if engagees else [],
    )


def invitables(espace: Espace) -> list[Etablissement]:
    """Schools of the site that may be invited: neither in nor asked, that work still and have the room open. Of every commune."""
    prises = espace.ecoles.filter(quittee_le=None, refus_le=None).values("etablissement")
    ouvertes = Etablissement.objects.filter(droits.ecole_invitable()).exclude(pk__in=prises)
    return list(ouvertes.select_related("commune").order_by("commune__nom", "nom", "pk"))


# --- A visit ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Inscrit:
    """Who comes, as the adults of other schools read it: a first name and a school."""

    prenom: str
    ecole: str
    attend: bool


def inscrits(date: DateDeLEspace) -> list[Inscrit]:
    """Those who come, then those who wait. One query."""
    etats = InscriptionVisite.Etat.VIENT, InscriptionVisite.Etat.ATTEND
    lignes = InscriptionVisite.objects.tenues().filter(date=date, etat__in=etats)
    liens = "eleve", "classe__classe", "classe__ecole__etablissement"
    lus = [
        Inscrit(
            ligne.eleve.prenom if ligne.eleve else ligne.classe.classe.nom,
            ligne.classe.ecole.etablissement.nom,
            ligne.etat == InscriptionVisite.Etat.ATTEND,
        )
        for ligne in lignes.select_related(*liens).order_by("demandee_le", "pk")
    ]
    return sorted(lus, key=lambda lu: (lu.attend, lu.ecole))


@dataclass
class EnfantLu:
    """One's child, and what was said of them."""

    eleve: Personne
    classe: ClasseDeLEspace
    etat: str = ""
    vue: str = ""  # `DateDeLEspace.vue`, which their answer brings back


def enfants_a_la_visite(fiche: Fiche, date: DateDeLEspace) -> list[EnfantLu]:
    """Of a date where each child signs up."""
    if not date.par_enfant:
        return []
    par_classe = {classe.classe_id: classe for classe in fiche.classes}
    lus = [EnfantLu(s.eleve, par_classe[s.classe_id]) for s in fiche.enfants]
    _dire_les_etats(date, lus)
    return lus


@dataclass
class ClasseLue:
    """A class of which this reader answers: its pupils one by one, or whole."""

    classe: ClasseDeLEspace
    eleves: list[EnfantLu]
    etat: str = ""
    vue: str = ""


def classes_a_la_visite(fiche: Fiche, date: DateDeLEspace) -> list[ClasseLue]:
    """Those that they teach, or of the school that they commit. Two queries."""
    tenues = [classe for classe in fiche.classes if repond_de(fiche.personne, fiche, classe)] if date.inscrit else []
    if not tenues:
        return []
    if date.par_classe:
        dites = InscriptionVisite.objects.filter(date=date, eleve=None, classe__in=[c.pk for c in tenues])
        par_pk = {dite.classe_id: dite for dite in dites}
        lues = [(classe, par_pk.get(classe.pk)) for classe in tenues]
        return [ClasseLue(classe, [], dite.etat if dite else "", date.vue(dite)) for classe, dite in lues]
    par_classe = {classe.classe_id: classe for classe in tenues}
    presents = presents_de(par_classe).select_related("eleve").order_by("eleve__prenom", "eleve__nom", "pk")
    lus = [EnfantLu(i.eleve, par_classe[i.classe_id]) for i in presents]
    _dire_les_etats(date, lus)
    return [ClasseLue(classe, [lu for lu in lus if lu.classe is classe]) for classe in tenues]


def presents_de(classes: Collection[int]) -> QuerySet[Inscription]:
    """Who is in these classes today."""
    return Inscription.objects.filter(en_cours(), classe__in=list(classes))


def repond_de(personne: Personne, fiche: Fiche, classe: ClasseDeLEspace) -> bool:
    """Of a class of the space: who teaches it, or commits its school, and is of the adults."""
    d_ici = any(ecole.pk == classe.ecole_id for ecole in fiche.miennes)
    engagees = droits.ecoles_engagees_par(personne)
    engage = any(e.pk == classe.ecole_id and e.etablissement_id in engagees for e in fiche.miennes)
    return d_ici and (engage or droits.enseigne_ici(personne, classe.classe))


def _dire_les_etats(date: DateDeLEspace, lus: Collection[EnfantLu]) -> None:
    eleves = [lu.eleve.pk for lu in lus]
    dites = {dite.eleve_id: dite for dite in InscriptionVisite.objects.filter(date=date, eleve__in=eleves)}
    for lu in lus:
        dite = dites.get(lu.eleve.pk)
        lu.etat = dite.etat if dite and dite.classe_id == lu.classe.pk else ""
        lu.vue = date.vue(dite)


def prochaines(espaces: Collection[int]) -> list[DateDeLEspace]:
    """Dates to come of these spaces, not cancelled. One query."""
    a_venir = DateDeLEspace.objects.filter(Q(jour__gte=timezone.localdate()), espace__in=espaces, annulee_le=None)
    return list(a_venir.select_related("espace").order_by("jour", "de", "pk"))
