"""What the journal shows, read in a fixed number of queries whatever the billets and their photos."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.utils import timezone

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.portee import Suivi
from ent.fichiers.models import Fichier, rangs
from ent.fichiers.registres import tenus_par
from ent.fichiers.supports import Support
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from ..droits import billets as droits
from ..evenements.billets import eleves
from ..models.billets import Billet, PieceBillet
from ..models.commentaires import Commentaire
from ..porteurs_journal import montrable
from .commentaires import compter
from .pieces import Piece, photos_montrables, pieces_des, pieces_montrables

PAR_PAGE = 10
RETIRES_MONTRES = dt.timedelta(days=30)
PHOTOS_EN_LISTE = 6  # of a billet, before its own page
# Two numbers and a text, to be read with the news.
RENDUS = Preparee(lambda: Billet.objects.order_by().values_list("pk", "classe_id", "texte"))
BILLETS = Preparee(lambda: Billet.objects.select_related("classe", "groupe"))


class BilletLu(NamedTuple):
    """A billet as families read it, in their list: a row, with what the list says of its class and of its author."""

    pk: int
    titre: str
    texte: str
    visible_le: dt.datetime
    etat: str
    d_un_eleve: bool
    commentable: bool
    etablissement_id: int
    classe_id: int | None
    groupe_id: int | None
    nom_classe: str | None
    nom_groupe: str | None
    prenom: str
    nom: str
    nom_usage: str
    gommette_couleur: str
    gommette_forme: str
    gommette_image: str

    @property
    def audience(self) -> Audience:
        return droits.BILLETS.de(self)

    @property
    def est_nominatif(self) -> bool:
        return self.audience.est_nominative

    @property
    def ici(self) -> dt.datetime:
        """When families could read it, on the clock of schools."""
        return timezone.localtime(self.visible_le)


LUS = Preparee(
    lambda: Billet.objects.values_list(
        "pk",
        "titre",
        "texte",
        "visible_le",
        "etat",
        "d_un_eleve",
        "commentable",
        "etablissement_id",
        "classe_id",
        "groupe_id",
        "classe__nom",
        "groupe__nom",
        "auteur__prenom",
        "auteur__nom",
        "auteur__nom_usage",
        "auteur__gommette_couleur",
        "auteur__gommette_forme",
        "auteur__gommette_image",
    )
)


@dataclass
class Lu[B: (Billet, BilletLu)]:
    """A billet as somebody reads it: whose children it concerns, and of its files those they may be shown."""

    billet: B
    suivis: list[Suivi] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    commentaires: int = 0  # shown to its readers
    a_montrer: int = 0  # that families wrote and the team alone reads
    cachees: dict[int, str] = field(
        default_factory=dict
    )  # to its team: the pieces that its families do not see; why, on its own page

    @cached_property
    def photos(self) -> list[Piece]:
        return [p for p in self.pieces if p.est_image]

    @property
    def premieres(self) -> tuple[Piece, ...]:
        return tuple(self.photos[:PHOTOS_EN_LISTE])

    @property
    def autres_photos(self) -> int:
        return len(self.photos) - len(self.premieres)

    @property
    def sons_et_videos(self) -> tuple[Piece, ...]:
        autres = [p for p in self.pieces if not p.est_image]
        return tuple([p._replace(place=n) for p, n in zip(autres, rangs(p.nature for p in autres), strict=True)])


@dataclass
class Page:
    lus: list[Lu]
    numero: int
    suivante: int | None
    precedente: int | None


# --- Families and pupils ----------------------------------------------------------------------------------------------
def suivis_de(personne: Personne) -> list[Suivi]:
    """The children of this adult; of a pupil, themself."""
    enfants = personne.portee.enfants_suivis
    return enfants or [s for s in personne.portee.suivis if s.eleve.pk == personne.pk]


def journal_de_famille(personne: Personne, suivis: list[Suivi], numero: int = 1) -> Page:
    """A page of what these children are shown, newest first. Two queries; one more when a billet is open to comments."""
    siens = droits.lisible() & droits.BILLETS.pour_ceux(suivis)
    page = _page(lambda debut, fin: map(BilletLu._make, LUS.lire(siens, (debut, fin))), numero)
    joindre_ce_qui_se_montre(page.lus, personne)
    for lu in page.lus:
        lu.suivis = _une_fois_par_enfant(s for s in suivis if droits.concerne(lu.billet, s))
    _compter_les_commentaires(personne, page.lus)
    return page


def albums_de_famille(personne: Personne, suivis: list[Suivi], numero: int = 1) -> Page:
    """The same, of the billets that have photos to show: what one comes back for. Two queries; a third when one is for a few."""
    images = PieceBillet.objects.filter(billet=OuterRef("pk"), fichier__nature=Fichier.Nature.IMAGE).order_by()
    siens = droits.lisible() & droits.BILLETS.pour_ceux(suivis)
    billets = Billet.objects.filter(siens, Exists(images)).select_related("classe", "groupe", "etablissement")
    page = _page(lambda debut, fin: billets[debut:fin], numero)
    joindre_ce_qui_se_montre(page.lus, personne)
    page.lus = [lu for lu in page.lus if lu.photos]
    for lu in page.lus:
        lu.suivis = _une_fois_par_enfant(s for s in suivis if droits.concerne(lu.billet, s))
    return page


def mois_du_journal(
    lecteur: Personne, classe: Classe, suivi: Suivi | None, debut: dt.datetime, fin: dt.datetime
) -> list[Lu]:
    """What a class that is over told between these moments: as the family of this child reads it, or its team. Three queries at most."""
    dits = Billet.objects.filter(visible_le__gte=debut, visible_le__lt=fin).select_related("auteur", "classe", "groupe")
    if suivi:
        siens = dits.filter(droits.lisible() & droits.BILLETS.pour(suivi))
    else:
        siens = dits.filter(droits.suivis_par(lecteur), classe=classe, etat=Billet.Etat.PUBLIE, retire_le=None)
    lus = [Lu(billet) for billet in siens.order_by("-visible_le", "-pk")]
    if suivi:
        joindre_ce_qui_se_montre(lus, lecteur)
    else:
        _joindre(lus)
    return lus


def _compter_les_commentaires(personne: Personne, lus: list[Lu]) -> None:
    comptes = compter(personne, [lu.billet for lu in lus])
    for lu in lus:
        lu.commentaires, lu.a_montrer = comptes.get(lu.billet.pk, (0, 0))


def _une_fois_par_enfant(suivis) -> list[Suivi]:
    return list({s.eleve.pk: s for s in suivis}.values())


def _page(tranche: Callable[[int, int], Iterable], numero: int) -> Page:
    """One more than a page is read, to know whether there is another."""
    debut = (numero - 1) * PAR_PAGE
    lus = [Lu(billet) for billet in tranche(debut, debut + PAR_PAGE + 1)]
    suivante = numero + 1 if len(lus) > PAR_PAGE else None
    return Page(lus[:PAR_PAGE], numero, suivante, numero - 1 if numero > 1 else None)


def joindre_ce_qui_se_montre(lus: list[Lu], personne: Personne | None, support: str = Support.JOURNAL) -> None:
    """Of each billet, the files that this reader may be shown at this moment. One query; another when one of the billets is for the families of
    those shown.
    """
    if lus:
        _ranger(lus, pieces_montrables(*_numeros(lus), personne, support))


def _numeros(lus: list[Lu]) -> tuple[list[int], list[int]]:
    """Of these billets, and of those among them that are for a few."""
    return [lu.billet.pk for lu in lus], [lu.billet.pk for lu in lus if lu.billet.est_nominatif]


def _joindre(lus: list[Lu]) -> None:
    """All the files, for those who keep the billets. One query."""
    _ranger(lus, pieces_des(_numeros(lus)[0]))


def _ranger(lus: list[Lu], pieces: list[Piece]) -> None:
    par_billet: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        par_billet[piece.billet].append(piece)
    for lu in lus:
        lu.pieces = par_billet[lu.billet.pk]


def lu_par(personne: Personne, billet: Billet) -> Lu:
    """One billet as this person reads it: all its files for the team, what may be shown for a family. One query."""
    lu = Lu(billet, _une_fois_par_enfant(s for s in suivis_de(personne) if droits.concerne(billet, s)))
    if droits.peut_modifier(personne, billet) or (billet.auteur_id == personne.pk and not billet.est_publie):
        _joindre([lu])
    else:
        joindre_ce_qui_se_montre([lu], personne)
    return lu


def billets_racontes(personne: Personne, billets: Collection[int]) -> list[Lu]:
    """Of these billets, those that this reader may be shown today, with the photos of each that they may. Two queries at most."""
    lus = [Lu(billet) for billet in BILLETS.lire(droits.billets_des_enfants_de(personne) & Q(pk__in=list(billets)))]
    joindre_ce_qui_se_montre(lus, personne)
    return lus


# --- Pupils -----------------------------------------------------------------------------------------------------------
def billets_d_un_eleve(personne: Personne) -> list[Lu]:
    """What a pupil is writing, newest first, with its files and what the teacher answered. Two queries."""
    billets = Billet.objects.ecrits_par(personne).exclude(etat=Billet.Etat.PUBLIE).order_by("-pk")
    lus = [Lu(billet) for billet in billets[:PAR_PAGE]]
    _joindre(lus)
    return lus


def questions_d_eleve(eleve: Personne) -> list[tuple[Preparee, Q]]:
    """What this pupil wrote and was given back with a word, asked by their home with all that it asks: two numbers and the text."""
    return [(RENDUS, droits.ecrits_par(eleve) & Q(etat=Billet.Etat.RENDU))]


def mot_du_retour(billet: Billet) -> str:
    """What the teacher wrote when they returned it. One query."""
    etat = billet.workflow_states.active().select_related("current_task_state").first()
    return etat.current_task_state.comment if etat and etat.current_task_state else ""


# --- Staff ------------------------------------------------------------------------------------------------------------
@dataclass
class Cible:
    """A class or a group whose journal one keeps, how many billets of pupils wait there, and how many comments of families."""

    cible: Classe | Groupe
    a_relire: int = 0
    a_montrer: int = 0

    @property
    def est_classe(self) -> bool:
        return isinstance(self.cible, Classe)


def cibles_de(personne: Personne) -> list[Cible]:
    """Classes and groups that one teaches, and the classes of the school that one directs. Three queries."""
    classes = Classe.objects.gerees_par(personne).select_related("etablissement")
    groupes = Groupe.objects.tenus_par(personne).filter(ponctuel_de=None).select_related("etablissement")
    ou = "classe", "groupe"
    billets = Billet.objects.a_relire_par(personne).order_by().values_list(*ou, Value(True)).annotate(n=Count("pk"))
    commentaires = (
        Commentaire.objects.a_montrer_par(personne)
        .order_by()
        .values_list(*(f"billet__{lieu}" for lieu in ou), Value(False))
    )
    comptes: dict[tuple, int] = defaultdict(int)
    for classe, groupe, est_un_billet, n in billets.union(commentaires.annotate(n=Count("pk")), all=True).order_by():
        # Of named pupils of a class, the class: their group is in no list.
        comptes[classe, None if classe else groupe, bool(est_un_billet)] += n
    return [
        *(Cible(c, comptes[c.pk, None, True], comptes[c.pk, None, False]) for c in classes),
        *(Cible(g, a_montrer=comptes[None, g.pk, False]) for g in groupes),
    ]


@dataclass
class JournalDeClasse:
    a_relire: list[Lu]
    brouillons: list[Lu]
    page: Page
    retires: list[Billet]


def journal_de_classe(personne: Personne, cible: Classe | Groupe, numero: int = 1) -> JournalDeClasse:
    """The journal as its teachers keep it: what waits, then what is published, and what may be put back. Five queries; one more when a billet is
    open to comments.
    """
    lui = Q(classe=cible) if isinstance(cible, Classe) else Q(classe=None, groupe=cible)
    siens = Billet.objects.suivis_par(personne).filter(lui, retire_le=None).select_related("auteur", "classe", "groupe")
    attente = [Lu(billet) for billet in siens.exclude(etat=Billet.Etat.PUBLIE).order_by("-pk")[:40]]
    publies = siens.filter(etat=Billet.Etat.PUBLIE)
    page = _page(lambda debut, fin: publies[debut:fin], numero)
    _joindre([*attente, *page.lus])
    _marquer_les_cachees(page.lus)
    _compter_les_commentaires(personne, page.lus)
    return JournalDeClasse(
        a_relire=[lu for lu in attente if lu.billet.etat == Billet.Etat.A_RELIRE],
        brouillons=[lu for lu in attente if lu.billet.etat != Billet.Etat.A_RELIRE],
        page=page,
        retires=billets_retires(personne, lui) if numero == 1 else [],
    )


def _marquer_les_cachees(lus: list[Lu]) -> None:
    """Of what whole classes and groups read, the photos that they are not shown at this moment. One query, where there is a photo."""
    lus = [lu for lu in lus if lu.photos and not (lu.billet.equipe or lu.billet.est_nominatif)]
    vues = {pk for _billet, pk in photos_montrables(_numeros(lus)[0], (), None)} if lus else set()
    for lu in lus:
        lu.cachees = {photo.pk: "" for photo in lu.photos if photo.pk not in vues}


def billets_retires(personne: Personne, lui: Q) -> list[Billet]:
    """Those that this person may put back, last withdrawn first: for a month they are found again where they stood, as mots are. One query."""
    recents = Billet.objects.modifiables_par(personne).filter(lui, retire_le__gte=timezone.now() - RETIRES_MONTRES)
    return list(recents.order_by("-retire_le", "-pk")[:40])


# --- Everybody --------------------------------------------------------------------------------------------------------
def billets_publics(etablissement, combien: int = PAR_PAGE) -> list[Lu]:
    """What the classes of a school show to everybody, newest first: of each, what may be shown on the site at this moment, and
    nobody's name. Two queries.
    """
    billets = Billet.objects.publics().filter(etablissement=etablissement).select_related("classe")
    lus = [Lu(billet) for billet in billets[:combien]]
    joindre_ce_qui_se_montre(lus, None, Support.SITE)
    return lus


def photos_montrees_sur_le_site(billet: Billet) -> int:
    """How many of its photos may be shown on the site at this moment. One query."""
    permises = Fichier.objects.filter(montrable(Support.SITE), nature=Fichier.Nature.IMAGE).order_by().values("pk")
    return billet.pieces.filter(fichier__in=permises).count()


def prenoms_ecrits(billet: Billet) -> list[str]:
    """First names of the class's pupils that its words hold, each once: what no photo's consent judges. One query."""
    mots = set(re.findall(r"[\w’'-]+", f"{billet.titre} {billet.texte}".lower()))
    return sorted({prenom for prenom in eleves(billet).values() if prenom.lower() in mots}, key=cle)


def ecole_qui_montre(uai: str) -> Etablissement | None:
    """A school of which a class shows a billet to everybody. One query."""
    ecoles = Etablissement.objects.filter(uai=uai, billets__in=Billet.objects.publics().order_by())
    return ecoles.select_related("commune").distinct().first()


def fichier_public(uai: str, uuid) -> Fichier | None:
    """A photo of a billet that a class shows to everybody, if it may be shown there at this moment. Nobody agreed to voices."""
    billets = Billet.objects.publics().filter(etablissement__uai=uai).order_by()
    fichiers = Fichier.objects.filter(
        tenus_par(PieceBillet, billet=billets), montrable(Support.SITE), nature=Fichier.Nature.IMAGE, uuid=uuid
    )
    return fichiers.avec_declinaisons().first()
