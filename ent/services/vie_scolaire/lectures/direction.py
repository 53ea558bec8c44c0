"""What a direction follows: who is missing today and since when nobody knows, the month, how classes attend. Never a ranking of children."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import destinataires
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Inscription, Personne
from ent.socle.dates import aujourd_hui
from ent.socle.tri import cle

from ..demi_journees import DemiJournee, demi_journees
from ..droits import absences as droits
from ..models import AbsenceCollective, Appel, DeclarationAbsence, Duree, LigneAppel
from .absences import MOTIF_TU, changement_de, phrase_de, pourquoi_dit
from .appels import EtatDeClasse, etats_du_jour, familles_jointes, garnies
from .collectives import collectives, sans_classe
from .mois import SEUIL, bornes, declarations_a_juger, sans_motif_du_mois
from .phrases import prevenue_dite

EN_RETARD = dt.timedelta(minutes=30)  # after the bell, a roll that is not made is somebody's to ask for
CONTRE_L_APPEL = gettext_noop(
    "Sa famille avait annoncé : « %(phrase)s » L’appel dit absent : c’est l’appel qui compte."
)
CONTRE_LE_MOTIF = gettext_noop("Sa famille a dit aussi : « %(phrase)s » Le motif ci-dessus est celui qui compte.")
DIX = 10  # half-days in a month: the file goes to the academic authority


def mois_de_l_annee(jour: dt.date | None = None) -> list[dt.date]:
    """The months of the school year that have begun, last first. A former year is read no more (R131-6)."""
    jour = jour or aujourd_hui()
    annee = AnneeScolaire.objects.prevue(jour)
    mois, premier = [], annee.debut
    while premier <= jour:
        mois.append(premier)
        premier = (premier.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return mois[::-1]


@dataclass
class Absent:
    """A pupil who is missing now: whom to call, and since when."""

    lecteur: Personne
    eleve: Personne
    classe: Classe
    lignes: list[LigneAppel]
    adultes: list[Personne] = field(default_factory=list)
    est_jointe: bool = True
    est_parti: bool = False  # of the school, since: its family is nobody's to call any more
    autres: list[DeclarationAbsence] = field(
        default_factory=list
    )  # of today, that its family told and that are not what holds

    @property
    def est_tu(self) -> bool:
        """To who reads, who answers for the child too: a colleague reads why."""
        return self.declaration is not None and droits.est_tue_a(self.lecteur, self.declaration)

    @property
    def est_note(self) -> bool:
        """By the school, after a call, and not told by the family itself."""
        return self.declaration is not None and self.declaration.est_notee

    @property
    def pourquoi(self) -> str:
        if self.est_tu:
            return _(MOTIF_TU)
        return pourquoi_dit(self.declaration.motif, self.declaration.precision) if self.declaration else ""

    @property
    def contredites(self) -> list[str]:
        """What its family told otherwise, and which of both holds."""
        return [
            _(CONTRE_L_APPEL if dite.duree == Duree.RETARD else CONTRE_LE_MOTIF)
            % {"phrase": phrase_de(dite, avec_le_motif=not droits.est_tue_a(self.lecteur, dite))}
            for dite in self.autres
        ]

    @property
    def declaration(self) -> DeclarationAbsence | None:
        return self.lignes[-1].declaration

    @property
    def changement(self) -> str:
        """That its family changed why, and when."""
        return changement_de(self.declaration) if self.declaration and not self.est_tu else ""

    @property
    def prevenue(self) -> str:
        le = next((ligne.prevenue_le for ligne in self.lignes if ligne.prevenue_le), None)
        if self.est_parti:
            return prevenue_dite(le, True) if le and le <= timezone.now() else ""
        return prevenue_dite(le, self.est_jointe)

    @property
    def depuis(self) -> list[str]:
        return [ligne.appel.get_moment_display() for ligne in self.lignes]


@dataclass
class JourDEcole:
    """The absences of a school today."""

    classes: list[EtatDeClasse]
    sans_nouvelle: list[Absent]
    connus: list[Absent]
    attendus: list[DeclarationAbsence]  # told for the days to come
    a_juger: list[DeclarationAbsence]
    collectives: list[AbsenceCollective]  # of the year, past ones too: one noted by mistake is withdrawn
    pas_faits: list[tuple[Classe, list[DemiJournee]]]  # whose half-day has begun, and of which nobody said who is there
    en_retard: list[LigneAppel]
    partis_tot: list[LigneAppel]

    @property
    def est_sans_eleve(self) -> bool:
        """Nobody came yet to any class: nothing is awaited of anybody."""
        return not self.classes

    @property
    def est_sans_classe(self) -> bool:
        """On such a day nobody is missing, and nothing was explained."""
        return bool(self.classes) and not any(etat.demis for etat in self.classes)

    @property
    def est_couvert(self) -> bool:
        """Rolls say children absent, of whom a strike or a closure asks nothing."""
        return any(etat.collective and absents for etat in self.classes for _demi, _appel, absents in etat.demis)

    @property
    def appels_pas_faits(self) -> int:
        return sum(len(demis) for _classe, demis in self.pas_faits)

    @property
    def est_su(self) -> bool:
        """Whether « nobody » says that nobody is missing: else no roll said so yet."""
        attendues = [e for e in self.classes if e.demis and not e.collective]
        return not self.pas_faits and (not attendues or any(a for e in attendues for _demi, a, _n in e.demis))


def appels_pas_faits(
    ecoles: Collection[int], depuis: dt.timedelta = EN_RETARD
) -> dict[int, list[tuple[Classe, list[DemiJournee]]]]:
    """By school (id), the classes that have pupils, and their half-days of today that began so long ago and whose roll nobody made; none
    of a strike or a closure. One query before the bell and on a day without class, else three, whatever the number of schools.
    """
    maintenant, jour = timezone.now(), aujourd_hui()
    ouvertes = Classe.objects.filter(garnies(), etablissement__in=ecoles, fermee_le=None)
    attendus: list[tuple[Classe, DemiJournee]] = []
    for classe in ouvertes.select_related("etablissement").order_by("nom", "pk"):
        demis = demi_journees(classe.etablissement, jour)
        attendus += [(classe, d) for d in demis if d.commence_a + depuis <= maintenant]
    if not attendus:
        return {}
    classes = {classe.pk for classe, _demi in attendus}
    faits = set(Appel.objects.faits().filter(classe__in=classes, jour=jour).values_list("classe_id", "moment"))
    fermees = AbsenceCollective.objects.du(jour).filter(etablissement__in=ecoles).order_by()
    sans = {
        (e, None if toute else c, moment)
        for e, toute, c, moment in fermees.values_list("etablissement_id", "toute_l_ecole", "classes", "moment")
    }
    trouves: dict[int, dict[int, tuple[Classe, list[DemiJournee]]]] = defaultdict(dict)
    for classe, demi in attendus:
        ecole = classe.etablissement_id
        ferme = any((ecole, de_qui, m) in sans for de_qui in (None, classe.pk) for m in ("", demi.moment))
        if not ferme and (classe.pk, demi.moment) not in faits:
            trouves[ecole].setdefault(classe.pk, (classe, []))[1].append(demi)
    return {ecole: list(siennes.values()) for ecole, siennes in trouves.items()}


def jour_de(ecole: Etablissement, lecteur: Personne) -> JourDEcole:
    jour = aujourd_hui()
    ouvertes = Classe.objects.filter(garnies(), etablissement=ecole, fermee_le=None).select_related("etablissement")
    par_eleve = _absences_du(ecole, jour)
    liens, partis = defaultdict[int, list[Personne]](list), _partis(ecole, par_eleve)
    for lien in destinataires.liens(ecole.pk, par_eleve.keys() - partis).select_related("adulte").order_by("pk"):
        liens[lien.enfant_id].append(lien.adulte)
    jointes = familles_jointes({eleve: [un.pk for un in siens] for eleve, siens in liens.items()})
    dites = DeclarationAbsence.objects.en_vigueur().filter(etablissement=ecole, fin__gte=jour)
    dites = dites.exclude(origine=DeclarationAbsence.Origine.ECOLE).select_related("eleve", "etablissement")
    attendus = list(dites.prefetch_related("fichiers").order_by("debut", "eleve__nom", "pk"))
    absents = [
        Absent(
            lecteur,
            siennes[0].eleve,
            siennes[0].appel.classe or siennes[0].appel.de_la_classe,
            siennes,
            liens[eleve],
            eleve in jointes,
            eleve in partis,
            _contredites(attendus, siennes),
        )
        for eleve, siennes in par_eleve.items()
    ]
    contredites = {dite.pk for absent in absents for dite in absent.autres}
    notees = AbsenceCollective.objects.en_vigueur().filter(
        etablissement=ecole, fin__gte=AnneeScolaire.objects.prevue(jour).debut
    )
    return JourDEcole(
        etats_du_jour(list(ouvertes)),
        [a for a in absents if a.declaration is None],
        [a for a in absents if a.declaration is not None],
        [
            dite for dite in attendus if dite.pk not in contredites
        ],  # these stand beside the absence that contradicts them
        declarations_a_juger(ecole.pk),
        list(notees.prefetch_related("classes").order_by("-debut", "-pk")),
        appels_pas_faits([ecole.pk], dt.timedelta()).get(ecole.pk, []),
        *_heures_du(ecole, jour),
    )


def _partis(ecole: Etablissement, par_eleve: dict[int, list[LigneAppel]]) -> set[int]:
    """Those who are of the school no more. One query, where a roll kept one of them."""
    gardes = {eleve for eleve, lignes in par_eleve.items() if any(ligne.appel.est_garde for ligne in lignes)}
    if not gardes:
        return set()
    return gardes - set(destinataires.presents(ecole.pk).filter(eleve__in=gardes).values_list("eleve", flat=True))


def _heures_du(ecole: Etablissement, jour: dt.date) -> tuple[list[LigneAppel], list[LigneAppel]]:
    """Who came after the roll, and who left before its half-day ended, by hour. Who is of two classes of the school is on the rolls of both, and
    came once. One query.
    """
    lignes = LigneAppel.objects.qui_comptent().filter(appel__etablissement=ecole, appel__jour=jour)
    lues = lignes.exclude(arrive_a=None, parti_a=None).select_related("eleve", "appel__classe", "appel__de_la_classe")
    dites = {(ligne.eleve_id, ligne.appel.moment): ligne for ligne in lues.order_by("-pk")}.values()
    par_nom = sorted(dites, key=lambda ligne: cle(str(ligne.eleve)))
    return (
        sorted((ligne for ligne in par_nom if ligne.arrive_a), key=lambda ligne: ligne.arrive_a),
        sorted((ligne for ligne in par_nom if ligne.parti_a), key=lambda ligne: ligne.parti_a),
    )


def _absences_du(ecole: Etablissement, jour: dt.date) -> dict[int, list[LigneAppel]]:
    """By pupil (id), by name, the half-days of which a roll says them absent."""
    lignes = (
        LigneAppel.objects.demi_journees_manquees()
        .filter(appel__etablissement=ecole, appel__jour=jour, collective=False)
        .select_related("eleve", "declaration", "appel__classe", "appel__de_la_classe")
        .order_by("eleve__nom", "eleve__prenom", "-appel__moment", "pk")
    )
    par_eleve: dict[int, list[LigneAppel]] = defaultdict(list)
    for ligne in lignes:
        par_eleve[ligne.eleve_id].append(ligne)
    return par_eleve


def _contredites(dites: list[DeclarationAbsence], lignes: list[LigneAppel]) -> list[DeclarationAbsence]:
    """What a family told of a half-day of today that a roll, or the school, says otherwise."""
    tenues = {ligne.declaration_id for ligne in lignes}
    return [
        dite
        for dite in dites
        if dite.eleve_id == lignes[0].eleve_id
        and dite.pk not in tenues
        and any(dite.du_moment(ligne.appel.jour, ligne.appel.moment) for ligne in lignes)
    ]


# --- The month --------------------------------------------------------------------------------------------------------
@dataclass
class Alerte:
    """A pupil of whom R131-7 asks something: by name, whatever the number."""

    eleve: Personne
    lignes: list[LigneAppel]

    @property
    def est_a_transmettre(self) -> bool:
        return len(self.lignes) >= DIX


@dataclass
class Assiduite:
    """How a class attended: half-days that were to be, and those that were missed."""

    classe: Classe
    attendues: int
    manquees: int

    @property
    def taux(self) -> str:
        return f"{100 * (1 - self.manquees / self.attendues):.1f}".replace(".", ",") if self.attendues else ""


def alertes(ecole: Etablissement, mois: dt.date) -> list[Alerte]:
    trouvees = [
        Alerte(lignes[0].eleve, lignes)
        for lignes in sans_motif_du_mois(ecole.pk, mois).values()
        if len(lignes) >= SEUIL
    ]
    return sorted(trouvees, key=lambda a: (cle(a.eleve.nom), cle(a.eleve.prenom)))


def assiduites(ecole: Etablissement, mois: dt.date) -> list[Assiduite]:
    """Class by class, by their name. Six queries, whatever their number."""
    du, au = bornes(mois)
    classes = list(Classe.objects.filter(etablissement=ecole, fermee_le=None, annee__debut__lte=au, annee__fin__gte=du))
    fermees = collectives(ecole.pk, du, au)
    inscriptions = list(
        Inscription.objects.filter(classe__in=classes).order_by().values_list("classe_id", "eleve_id", "debut", "fin")
    )
    gardees = gardees_du(ecole.pk, du, au)
    attendues: Counter[int] = Counter()
    appels = Appel.objects.faits().filter(classe__in=classes, jour__range=(du, au))
    for classe, jour, moment in appels.order_by().values_list("classe_id", "jour", "moment"):
        if sans_classe(fermees, classe, jour, moment) is None:
            siens = {e for c, e, d, f in inscriptions if c == classe and d <= jour and (f is None or f >= jour)}
            attendues[classe] += len(_appeles(siens, classe, gardees.get((jour, moment), {})))
    manquees: Counter[int] = Counter()
    lignes = LigneAppel.objects.absents().filter(
        appel__etablissement=ecole, appel__jour__range=(du, au), collective=False
    )
    for classe, de_la_classe in lignes.order_by().values_list("appel__classe_id", "appel__de_la_classe_id"):
        manquees[classe or de_la_classe] += 1
    return [Assiduite(c, attendues[c.pk], min(manquees[c.pk], attendues[c.pk])) for c in classes]


def gardees_du(ecole: int, du: dt.date, au: dt.date) -> dict[tuple[dt.date, str], dict[int, int]]:
    """By half-day, pupils who left a class once it was called, and that class. One query."""
    lignes = LigneAppel.objects.filter(
        appel__in=Appel.objects.gardes().filter(etablissement=ecole, jour__range=(du, au))
    ).order_by()
    trouvees: dict[tuple[dt.date, str], dict[int, int]] = defaultdict(dict)
    for jour, moment, eleve, classe in lignes.values_list(
        "appel__jour", "appel__moment", "eleve_id", "appel__de_la_classe_id"
    ):
        trouvees[jour, moment][eleve] = classe
    return trouvees


def _appeles(inscrits: set[int], classe: int, gardes: dict[int, int]) -> set[int]:
    """Those whom that class called: who had been called in another is of that one."""
    return {e for e in inscrits if gardes.get(e, classe) == classe} | {e for e, c in gardes.items() if c == classe}
