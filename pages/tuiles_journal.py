"""What the journal shows on the homes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ent.coquille.jinja import dessiner
from ent.portail.lectures import nouvelles_de
from ent.portail.lectures.annees import AnneeLue
from ent.portail.registres import Arrivee, Chose, Lignes, en_ligne
from ent.socle.lu import PartLue

from .evenements.billets import BILLET_PUBLIE
from .lectures import journal as lectures

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
    """What pupils sent and nobody has answered yet."""
    n = sum(cible.a_relire for cible in lectures.cibles_de(request.user))
    return (
        ngettext("%(n)s billet d’élève à relire", "%(n)s billets d’élèves à relire", n) % {"n": n}
        if n
        else str(_("rien à relire"))
    )


def eleve(request: HttpRequest) -> dict | None:
    """The way into the journal of one's class, and to write in it."""
    return {"titre": _("Le journal de ma classe")} if request.user.portee.est_eleve else None


def a_relire(request: HttpRequest, _lignes: Lignes) -> list[Chose]:
    """What pupils sent and nobody has answered yet, class by class."""
    return [
        en_ligne(
            f"relire-{cible.cible.pk}",
            "livre",
            ngettext("%(n)s billet d’élève à relire", "%(n)s billets d’élèves à relire", cible.a_relire)
            % {"n": cible.a_relire},
            reverse("journal_classe", args=[cible.cible.pk]),
            cible.cible.nom,
            minutes=cible.a_relire,
        )
        for cible in _classes(request)
        if cible.a_relire
    ]


def publier(request: HttpRequest) -> tuple[str, str] | None:
    """Of the one class of who has one; else from the list of theirs."""
    classes = _classes(request)
    if not classes:
        return None
    if len(classes) > 1:
        return f"{reverse('journal_classes')}?publier", _("choisir la classe")
    return reverse("journal_ecrire_classe", args=[classes[0].cible.pk]), classes[0].cible.nom


@dataclass
class ClassesLues(PartLue):
    """The journals that one keeps, for the parts of a home."""

    classes: list[lectures.Cible] | None = None


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


def _classes(request: HttpRequest) -> list[lectures.Cible]:
    lues = request.lu.part(ClassesLues)
    if lues.classes is None:
        tenues = request.user.portee.classes_tenues
        lues.classes = [c for c in lectures.cibles_de(request.user) if c.est_classe and c.cible.pk in tenues]
    return lues.classes
