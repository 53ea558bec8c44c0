"""What the journal shows on the homes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ent.coquille.jinja import dessiner
from ent.portail.lectures import nouvelles_de, reponses_de
from ent.portail.lectures.annees import AnneeLue
from ent.portail.registres import Arrivee, Chose, Lignes, en_ligne
from ent.socle.lu import PartLue

from .evenements.billets import BILLET_PUBLIE
from .lectures import journal as lectures

TUILE = "journal"
APERCU = 3  # photos of a billet in the feed, then how many more


def apercus(request: HttpRequest, billets: Collection[int]) -> dict[int, str]:
    """The first photos of each, as this reader may be shown them today."""
    return {
        lu.billet.pk: dessiner("pages/journal.html:apercu", lu, lu.photos[:APERCU], max(0, len(lu.photos) - APERCU))
        for lu in lectures.billets_racontes(request.user, billets)
        if lu.photos
    }


def annee_passee(request: HttpRequest, annee: AnneeLue) -> dict:
    """A month of the journal of a class that is over, and the portfolio of the child in hand."""
    return {"annee": annee, "lus": lectures.mois_du_journal(annee.lecteur, annee.classe, annee.suivi, *annee.moments)}


def etat_du_journal(request: HttpRequest) -> str:
    """How many billets one was told of and has not read, in « Plus »."""
    n = nouvelles_de(request.user).get(BILLET_PUBLIE, 0)
    return ngettext("%(n)s nouveau billet", "%(n)s nouveaux billets", n) % {"n": n} if n else str(_("tout est lu"))


def etat_des_journaux(request: HttpRequest) -> str:
    """What pupils sent and nobody has answered yet, and what families wrote that nobody has shown."""
    cibles = lectures.cibles_de(request.user)
    dits = [
        *_dire_les_billets(sum(cible.a_relire for cible in cibles)),
        *_dire_les_commentaires(sum(cible.a_montrer for cible in cibles)),
    ]
    return " · ".join(dits) or str(_("rien à relire"))


def _dire_les_billets(n: int) -> list[str]:
    return [ngettext("%(n)s billet d’élève à relire", "%(n)s billets d’élèves à relire", n) % {"n": n}] if n else []


def _dire_les_commentaires(n: int) -> list[str]:
    phrase = ngettext("%(n)s commentaire de famille à lire", "%(n)s commentaires de familles à lire", n)
    return [phrase % {"n": n}] if n else []


def eleve(request: HttpRequest) -> dict | None:
    """The way into the journal of one's class, and to write in it; first, what came back with a word of who teaches."""
    if not request.user.portee.est_eleve:
        return None
    (rendus,) = reponses_de(request.user, "eleve", TUILE)
    return {"titre": _("Le journal de ma classe"), "rendus": sorted(rendus, reverse=True)}


def a_relire(request: HttpRequest, _lignes: Lignes) -> list[Chose]:
    """What pupils sent and nobody has answered yet, then what families wrote that nobody has shown; class by class."""
    tenus = _tenus(request)
    return [
        en_ligne(
            f"{cle}-{'classe' if cible.est_classe else 'groupe'}-{cible.cible.pk}",
            icone,
            titre,
            reverse("journal_classe" if cible.est_classe else "journal_groupe", args=[cible.cible.pk]),
            cible.cible.nom,
            minutes=n,
        )
        for cle, icone, n_de, dire in (
            ("relire", "livre", lambda c: c.a_relire, _dire_les_billets),
            ("commentaires", "message", lambda c: c.a_montrer, _dire_les_commentaires),
        )
        for cible in tenus
        for n in [n_de(cible)]
        for titre in dire(n)
    ]


def publier(request: HttpRequest) -> tuple[str, str] | None:
    """Of the one class of who has one; else from the list of theirs."""
    classes = [cible for cible in _tenus(request) if cible.est_classe]
    if not classes:
        return None
    if len(classes) > 1:
        return f"{reverse('journal_classes')}?publier", _("choisir la classe")
    return reverse("journal_ecrire_classe", args=[classes[0].cible.pk]), classes[0].cible.nom


@dataclass
class ClassesLues(PartLue):
    """The journals of the classes and groups that one teaches, for the parts of a home."""

    tenus: list[lectures.Cible] | None = None


def partager(request: HttpRequest) -> list[Arrivee]:
    """The journals of the classes and groups that one teaches."""
    portee = request.user.portee
    return [
        Arrivee(
            c.cible.nom,
            _("un billet du journal, que vous relisez avant de publier"),
            "image",
            reverse("journal_ecrire_classe" if c.est_classe else "journal_ecrire_groupe", args=[c.cible.pk]),
        )
        for c in (lectures.cibles_de(request.user) if portee.etablissements_d_enseignement else [])
        if c.cible.pk in (portee.classes_tenues if c.est_classe else portee.groupes_tenus)
    ]


def _tenus(request: HttpRequest) -> list[lectures.Cible]:
    lues = request.lu.part(ClassesLues)
    if lues.tenus is None:
        portee = request.user.portee
        lues.tenus = [
            c
            for c in lectures.cibles_de(request.user)
            if c.cible.pk in (portee.classes_tenues if c.est_classe else portee.groupes_tenus)
        ]
    return lues.tenus
