"""What the direction reads of what was reported: the message, what it said before, a little of what stands around it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite
from ent.socle.francais import de_qui
from ent.socle.tri import cle

from ..droits.regles import Nature
from ..models import Message, PresenceAuFil, Signalement, Suspension
from ..models.fils import reunies
from .fils import ecole_de
from .pieces import lire_les_pieces
from .presences import depart_de

# Messages before and after a reported one: enough to understand, not the thread.
AUTOUR = 3


@dataclass
class Dossier:
    """One reported message and all that was said of it."""

    message: Message
    signalements: list[Signalement] = field(default_factory=list)
    autour: list[Message] = field(default_factory=list)
    presents: list[str] = field(default_factory=list)  # of a thread of several schools, who was of it then

    @property
    def est_en_attente(self) -> bool:
        return any(not s.suite for s in self.signalements)

    @property
    def suites(self) -> list[str]:
        return sorted({str(s.get_suite_display()) for s in self.signalements if s.suite})

    @property
    def avant(self) -> list[Message]:
        return [m for m in self.autour if m.numero < self.message.numero]

    @property
    def apres(self) -> list[Message]:
        return [m for m in self.autour if m.numero > self.message.numero]


def ecole_qui_modere(message: Message, par: Personne) -> Etablissement:
    """Whose direction reads what is reported of it, and decides: that of its thread; in a thread of several schools, that of who wrote, which is
    theirs to speak to. Nobody judges themself, and a school that left judges nothing here: of who directs theirs, or is of the thread no more, that of
    who reports it (`par`). It stays the same for all that is said of one message.
    """
    fil = message.fil
    if fil.nature != Nature.COLLECTIF:
        return fil.etablissement
    deja = Signalement.objects.filter(message=message).select_related("etablissement").order_by("pk").first()
    if deja:
        return deja.etablissement
    siennes = reunies(message.auteur).get(fil.pk, frozenset()) - message.auteur.portee.etablissements_diriges
    return Etablissement.objects.get(pk=min(siennes)) if siennes else ecole_de(fil, par)


def dossiers(signalements: Iterable[Signalement]) -> list[Dossier]:
    """By message, in the order given. Four queries, whatever their number; one more for threads of several schools."""
    rendus: dict[int, Dossier] = {}
    ids = [s.message_id for s in signalements]
    messages = Message.objects.filter(pk__in=ids).select_related("auteur", "fil__classe", "fil__groupe", "fil__eleve")
    connus = {m.pk: m for m in messages.prefetch_related("versions", "pieces")}
    for signalement in signalements:
        message = connus[signalement.message_id]
        rendus.setdefault(message.pk, Dossier(message)).signalements.append(signalement)
    voisins = _autour(list(connus.values()))
    for dossier in rendus.values():
        dossier.autour = [
            m for m in voisins[dossier.message.fil_id] if 0 < abs(m.numero - dossier.message.numero) <= AUTOUR
        ]
    _dire_qui_en_etait([d for d in rendus.values() if d.message.fil.nature == Nature.COLLECTIF])
    return list(rendus.values())


def _dire_qui_en_etait(collectifs: list[Dossier]) -> None:
    """Schools that left since, and people who are named no more, are among them. One that left and judges still what was reported while it was there
    reads nothing of what was said around it since.
    """
    if not collectifs:
        return
    fils = {d.message.fil_id for d in collectifs}
    lues = list(PresenceAuFil.objects.filter(fil__in=fils).select_related("etablissement", "personne"))
    for dossier in collectifs:
        siennes = [p for p in lues if p.fil_id == dossier.message.fil_id]
        dossier.presents = [p.qui for p in siennes if p.dure(dossier.message.ecrit_le)]
        if depart := depart_de(dossier.signalements[0].etablissement_id, dossier.message.fil, siennes):
            dossier.autour = [m for m in dossier.autour if m.parti_le and m.parti_le < depart]


def _autour(messages: list[Message]) -> dict[int, list[Message]]:
    """By thread, what stands near these messages. One query; one more when one of them has no words."""
    pres = Q(pk__in=[])
    for m in messages:
        pres |= Q(fil=m.fil_id, numero__range=(m.numero - AUTOUR, m.numero + AUTOUR))
    voisins: dict[int, list[Message]] = defaultdict(list)
    if messages:
        for voisin in Message.objects.partis().filter(pres).select_related("auteur").order_by("fil", "numero"):
            voisins[voisin.fil_id].append(voisin)
        lire_les_pieces(voisin for siens in voisins.values() for voisin in siens)
    return voisins


# --- Whom one may suspend ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cible:
    """A pupil, or the adults of a household: who is suspended together."""

    cle: str
    libelle: str
    personnes: tuple[Personne, ...]


def cibles(personne: Personne, ecole: Etablissement) -> list[Cible]:
    """Whom a suspension may concern, starting from a person of the school: a pupil, or a household. Four queries.

    The staff of the school is not suspended here: a direction speaks to its team.
    """
    inscrit = Inscription.objects.filter(
        en_cours(), eleve=personne, classe__etablissement=ecole, classe__fermee_le=None
    )
    rendues = [Cible("eleve", str(personne), (personne,))] if inscrit.exists() else []
    if rendues:
        enfants = {personne.pk}
    else:
        liens = Responsabilite.objects.filter(en_cours(), adulte=personne, etablissement=ecole)
        enfants = set(liens.exclude(autorite=Responsabilite.Autorite.SANS).values_list("enfant_id", flat=True))
    foyers = {foyer for siens in foyers_de(enfants, ecole).values() for foyer in siens}
    if not rendues:
        foyers = {foyer for foyer in foyers if personne.pk in foyer}
    adultes = Personne.objects.in_bulk({pk for foyer in foyers for pk in foyer})
    for foyer in sorted(foyers, key=sorted):
        gens = tuple(sorted((adultes[pk] for pk in foyer), key=lambda p: (cle(p.nom), cle(p.prenom), p.pk)))
        noms = _(" et ").join(de_qui(p.nom_affiche) for p in gens)
        rendues.append(
            Cible("foyer-" + "-".join(str(p) for p in sorted(foyer)), _("le foyer %(de_qui)s") % {"de_qui": noms}, gens)
        )
    return rendues


def en_vigueur(posees: QuerySet[Suspension]) -> list[Suspension]:
    """Of these suspensions, those that hold today, the last set first. One query."""
    actives = posees.filter(levee_le=None, date_fin__gte=timezone.localdate())
    return list(actives.select_related("personne", "par"))
