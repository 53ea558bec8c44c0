"""What a family reads of the carnet: each mot once per child, with one's own answer and that of one's own household.

What the other household of a child answered, or whether it did, never leaves this file.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.foyers import foyers_d_alors, foyers_de
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.fichiers.registres import Reponse, Souvenir
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from ..droits import mots as droits
from ..evenements.mots import reponses_comptees
from ..models import Mot, ReponseMot, VersionMot
from .mots_versions import ecarts, lue_alors

PAGE = 60  # mots that the page of the carnet shows
MOTS = Preparee(lambda: Mot.objects.all())
PRESENCES = Preparee(lambda: Mot.objects.order_by().values_list("pk", "etablissement_id", "nature"))
# Of who signed, the name alone: a household reads « M. Belhadj a signé », never an address or a number.
CHAMPS = [
    "mot_id",
    "eleve_id",
    "par_id",
    "choix",
    "libelle",
    "montant",
    "nom",
    "source",
    "signe_le",
    "tel_que",
    "version",
]
NOMS = [f"par__{nom}" for nom in ("civilite", "nom", "nom_usage", "prenom")]
REPONSES = Preparee(lambda: ReponseMot.objects.en_vigueur().select_related("par").only(*CHAMPS, *NOMS))


@dataclass
class Bulletin:
    """One mot of one child, as one adult reads it."""

    mot: Mot
    suivi: Suivi
    mienne: ReponseMot | None = None
    du_foyer: ReponseMot | None = None  # of somebody who lives with this adult
    historique: list[ReponseMot] = field(default_factory=list)
    a_change: bool = False  # since it was signed, into something else

    @property
    def reponses_dites(self) -> list[ReponseMot]:
        """What this household answered, once the year is over."""
        return [reponse for reponse in (self.mienne, self.du_foyer) if reponse is not None]

    @property
    def suffit(self) -> ReponseMot | None:
        """The signature of the household that makes this adult's needless."""
        une = self.mot.signatures == Mot.Signatures.UNE
        return self.du_foyer if une and self.mienne is None else None

    @property
    def derniere(self) -> ReponseMot | None:
        """What was last answered: by oneself, even where it is asked again since; else for one's household."""
        return self.mienne or self.suffit or (self.historique[-1] if self.historique else None)

    @property
    def est_redemande(self) -> bool:
        """One had answered, and the school asks again; not where one took one's answer back."""
        if self.mienne or not self.historique or not self.mot.demande_reponse or self.mot.est_clos:
            return False
        return self.historique[-1].version < self.mot.version

    @property
    def est_du(self) -> bool:
        """Still to be answered by this adult."""
        return self.mot.demande_reponse and not self.mot.est_clos and self.mienne is None and self.suffit is None

    @property
    def est_d_aujourd_hui(self) -> bool:
        """Signed today: it stays on the home until the evening, to change one's mind where one has just answered."""
        reponse = self.mienne or self.suffit
        return reponse is not None and timezone.localdate(reponse.signe_le) == timezone.localdate()

    @property
    def peut_changer(self) -> bool:
        return self.mot.demande_reponse and not self.mot.est_clos

    @property
    def est_en_un_geste(self) -> bool:
        """Answered where it is read: nothing to draw, to write or to choose in a long list."""
        mot = self.mot
        if mot.avec_dessin or mot.est_a_montant_libre or mot.nature == Mot.Nature.CRENEAUX:
            return False
        return mot.nature != Mot.Nature.CHOIX or len(mot.options) <= 3


def a_leur_place(bulletins: list[Bulletin]) -> list[Bulletin]:
    """By the day until which one answers, signed or not."""
    return sorted(bulletins, key=lambda b: (b.mot.date_limite, cle(b.suivi.eleve.prenom), b.mot.pk))


def enfants_suivis(personne: Personne) -> list[Suivi]:
    """The children for whom this person answers, never the pupil themself."""
    return personne.portee.enfants_suivis


def coupons_de_famille(personne: Personne, suivis: list[Suivi], presents: list[tuple]) -> list[Bulletin]:
    """What is owed and what was signed today, each at its place: a slip that was just signed stays under the eyes.

    No query when `presents`, the rows of `questions`, are none: most days. Two otherwise; another when another adult signed for a child.
    """
    if not presents:
        return []
    bulletins = _bulletins(personne, suivis, MOTS.lire(_du_moment(personne)))
    return a_leur_place([b for b in bulletins if b.est_du or b.est_d_aujourd_hui])


def combien_a_signer(personne: Personne, suivis: list[Suivi]) -> int:
    """How many mots wait for this adult. Two queries; a third when another adult signed for a child."""
    bulletins = _bulletins(personne, suivis, MOTS.lire(_du_moment(personne)))
    return sum(bulletin.est_du for bulletin in bulletins)


def _du_moment(personne: Personne) -> Q:
    return droits.mots_des_enfants_de(personne) & Q(date_limite__gte=timezone.localdate())


def a_rendre_entre(personne: Personne, suivis: list[Suivi], debut: dt.date, fin: dt.date) -> list[Bulletin]:
    """Those whose last day is among these, answered or not. One query where there is none; two otherwise, a third when another adult signed."""
    jours = droits.mots_des_enfants_de(personne) & Q(date_limite__gte=debut, date_limite__lte=fin)
    mots = MOTS.lire(jours)
    return a_leur_place(_bulletins(personne, suivis, mots)) if mots else []


def debuts_de(personne: Personne, mots: Collection[int]) -> dict[int, str]:
    """The words of these mots, of those that this adult reads for a child today. One query."""
    return dict(Mot.objects.des_enfants_de(personne).filter(pk__in=mots).order_by().values_list("pk", "texte"))


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Is there any mot? Asked with what every page counts."""
    return [(PRESENCES, _du_moment(personne))]


def tous_les_bulletins(personne: Personne, suivis: list[Suivi]) -> list[Bulletin]:
    """The latest mots, newest first. Two queries; a third when another adult signed for a child."""
    mots = list(Mot.objects.des_enfants_de(personne)[:PAGE])
    return list(_bulletins(personne, suivis, mots))


def mois_du_carnet(lecteur: Personne, suivi: Suivi, debut: dt.datetime, fin: dt.datetime) -> list[Bulletin]:
    """Of a class that is over, the mots of a child between these moments, the latest first. Two queries; a third when another adult signed."""
    mots = Mot.objects.des_enfants_de(lecteur).filter(
        droits.MOTS.pour(suivi), visible_le__gte=debut, visible_le__lt=fin
    )
    return _bulletins(lecteur, [suivi], list(mots))


def _bulletins(personne: Personne, suivis: list[Suivi], mots: list[Mot]) -> list[Bulletin]:
    trouves: dict[tuple[int, int], Bulletin] = {}
    for mot in mots:
        audience = mot.audience
        for suivi in suivis:
            if audience.comprend(suivi):  # a child in two classes has a mot of the school once
                trouves.setdefault((mot.pk, suivi.eleve.pk), Bulletin(mot, suivi))
    if trouves:
        demandes = Q(mot__in=[m for m in mots if m.demande_reponse], eleve__in=[s.eleve for s in suivis])
        _joindre_les_reponses(personne, trouves, REPONSES.lire(demandes))
        _dire_les_changements(trouves.values())
    return list(trouves.values())


def _dire_les_changements(bulletins: Iterable[Bulletin]) -> None:
    """Which signatures stand under other words than those that were read. No query where none was corrected since, one otherwise."""
    signes = [(bulletin, reponse) for bulletin in bulletins if (reponse := bulletin.mienne or bulletin.suffit)]
    corriges = [(b, r) for b, r in signes if b.mot.corrige_le is not None and b.mot.corrige_le > r.lue_le]
    if not corriges:
        return
    versions: dict[int, list[VersionMot]] = {}
    for version in VersionMot.objects.filter(mot__in={b.mot.pk for b, _r in corriges}).order_by("pk"):
        versions.setdefault(version.mot_id, []).append(version)
    for bulletin, reponse in corriges:
        lue = lue_alors(versions.get(bulletin.mot.pk, []), reponse.lue_le)
        bulletin.a_change = lue is not None and any(e.compte for e in ecarts(lue, bulletin.mot, reponse.choix))


def _joindre_les_reponses(
    personne: Personne, bulletins: dict[tuple[int, int], Bulletin], reponses: list[ReponseMot]
) -> None:
    """One's own, then those of people of one's own household. The rest is dropped here."""
    autres = []
    for reponse in reponses:
        bulletin = bulletins.get((reponse.mot_id, reponse.eleve_id))
        if bulletin is None:
            continue
        if reponse.par_id == personne.pk:
            bulletin.mienne = reponse
        elif reponse.par_id is not None:
            autres.append((bulletin, reponse))
    foyers: dict[tuple[int, int], frozenset[int]] = {}
    lus = foyers_d_alors if any(b.suivi.periode for b, _r in autres) else foyers_de
    for ecole in {b.mot.etablissement_id: b.suivi.inscription.classe.etablissement for b, _r in autres}.values():
        enfants = {b.suivi.eleve.pk for b, _r in autres if b.mot.etablissement_id == ecole.pk}
        for enfant, les_siens in lus(enfants, ecole).items():
            foyers[ecole.pk, enfant] = next((f for f in les_siens if personne.pk in f), frozenset())
    for bulletin, reponse in autres:
        if reponse.par_id in foyers.get((bulletin.mot.etablissement_id, reponse.eleve_id), ()):
            bulletin.du_foyer = reponse


def bulletin_de(personne: Personne, mot: Mot, suivi: Suivi) -> Bulletin:
    """One mot of one child, with one's own former answers. Two queries; a third when another adult signed."""
    (bulletin,) = _bulletins(personne, [suivi], [mot])
    bulletin.historique = list(
        ReponseMot.objects.filter(mot=mot, eleve=suivi.eleve, par=personne).exclude(remplacee_le=None)
    )
    return bulletin


def places_prises(mot: Mot) -> Counter:
    """How many chose each slot. One query."""
    prises = reponses_comptees(mot).values_list("choix")
    return Counter(dict(prises.annotate(n=Count("pk"))))


def souvenirs_de(personne: Personne, eleve: Personne) -> Iterator[Souvenir]:
    """The mots about this child that this adult signed, and what they answered; nothing of what another adult did. Two queries."""
    suivis = [suivi for suivi in enfants_suivis(personne) if suivi.eleve.pk == eleve.pk]
    siennes = ReponseMot.objects.en_vigueur().filter(par=personne, eleve=eleve).order_by()
    reponses = {reponse.mot_id: reponse for reponse in siennes.only(*CHAMPS)} if suivis else {}
    lisibles = Mot.objects.des_enfants_de(personne) & Mot.objects.filter(droits.MOTS.pour_ceux(suivis))
    for mot in lisibles.filter(pk__in=reponses).select_related("auteur"):
        reponse = reponses[mot.pk]
        yield Souvenir(
            cle=f"mot-{mot.pk}",
            jour=timezone.localdate(mot.visible_le),
            genre=Souvenir.MOT,
            titre=mot.titre,
            texte=mot.texte,
            de=mot.auteur.nom_affiche,
            reponses=(Reponse(personne.nom_affiche, reponse.libelle or _("signé")),),
        )
