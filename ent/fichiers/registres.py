"""Registries that rooms above plug into: who holds files and shows them to whom, where files may be deposited, which
pupils may be shown, and what must be told when that changes; what a family may keep of a child, what who teaches may take.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from ent.socle.preparees import Existe, Lignes

JOURNAL = "journal"  # of `supports`: the medium of what families of a class read


@dataclass(frozen=True)
class Destination:
    """What a deposit is counted on: a class, or the school itself."""

    etablissement: Any
    classe: Any = None


@dataclass(frozen=True)
class Porteur:
    """A kind of item that holds files: who reads its own, and the tables whose rows hold them.

    Its images are shown to families once they may be (`droits.montrable`), whatever the room, unless it says why they are not
    asked about (`sans_controle`); who is on those of such a kind is then nobody's to say, nor to blur, unless `se_regle` (a room
    that judges its images by a rule of its own). `a_un_foyer`: those of the items that one household alone reads.
    """

    lisibles_par: Callable[[Any], Q]
    tables: tuple[type[Model], ...]
    sans_controle: str = ""
    a_un_foyer: Callable[[Any], Q] | None = None
    se_regle: bool = True
    se_relit: bool = False  # of the years that are over, by who read it then (`Personne.autrefois`)
    support: str = JOURNAL  # the medium for which families are asked about its images
    tenus_pour: Callable[[Any], Q] | None = (
        None  # where `lisibles_par` leaves out images that its readers are told are hidden
    )


_porteurs: dict[str, Porteur] = {}
_lieux: dict[str, Callable[[Any, str], Destination | None]] = {}


def enregistrer_porteur(
    nom: str,
    lisibles_par: Callable[[Any], Q],
    *tables: type[Model],
    sans_controle: str = "",
    a_un_foyer: Callable[[Any], Q] | None = None,
    se_regle: bool = False,
    se_relit: bool = False,
    support: str = JOURNAL,
    tenus_pour: Callable[[Any], Q] | None = None,
) -> None:
    """Name a kind of item that holds files. `lisibles_par(personne)` is a Q over `Fichier` (see `tenus_par`); `tables` hold them by
    a foreign key: where none has a row for a file, this kind is not asked who reads it. `a_un_foyer(personne)` is another Q, of
    those that it reads as the one household that an item is for; `sans_controle` says why nobody asks who is on its images:
    then nobody names nor blurs them, unless `se_regle` says that the room judges them itself. `se_relit`: of the years that are over, it
    is asked too of who this person was then (`Personne.autrefois`). `support`: the medium that its images are on, which is what is said
    wherever somebody settles who is on one. `tenus_pour(personne)`: what it reads, those included that a rule of its own in `lisibles_par` hides from
    this person: they are drawn as hidden images.
    """
    regle = se_regle or not sans_controle
    _porteurs[nom] = Porteur(lisibles_par, tables, sans_controle, a_un_foyer, regle, se_relit, support, tenus_pour)


def porteurs() -> tuple[Porteur, ...]:
    return tuple(_porteurs.values())


def porteurs_par_nom() -> dict[str, Porteur]:
    return dict(_porteurs)


def tenus_par(modele: type[Model], *, champ: str = "fichier", **visibles: QuerySet | Lignes) -> Q:
    """Files held by rows of `modele`: ``tenus_par(Travail.fichiers.through, travail=Travail.objects.visibles_par(p))``; by `Lignes`, prepared.

    A correlated EXISTS: one file is judged by index, whatever the number of items that the person sees.
    """
    return Q(Existe(modele, champ, Q(**{f"{nom}__in": lignes for nom, lignes in visibles.items()})))


# --- What is looked at together ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Presentation:
    """What an item says of itself around its files, to one reader."""

    titre: str
    adresse: str  # of the item: where one comes back to
    le: Any = None  # a day, or an instant
    de: str = ""  # who gave it
    pour: str = ""  # who else sees it, in a few words
    legendes: Mapping[int, str] = field(default_factory=dict)  # what is seen on a file (id)
    aux_familles: bool = True  # `pour` are families: what is hidden from them says so
    eleve: Any = None  # the child, when it is for one alone
    a_tous: Collection[int] = ()  # files (ids) that the public site of the school shows
    cachees: Collection[
        int
    ] = ()  # those (ids) that no family is shown there, by a rule of the room; said to the adults of the school


@dataclass(frozen=True)
class Album:
    """A kind of item whose files are looked at together, one after the other: which of them a person reads, the table whose rows
    hold their files (`champ` leads to the item), and of these files those that this person may be shown there.
    """

    table: type[Model]
    champ: str
    objets_de: Callable[[Any], QuerySet]
    lisibles_par: Callable[[Any], Q]
    presenter: Callable[[Any, Any], Presentation]


_albums: dict[str, Album] = {}


def enregistrer_album(
    nom: str,
    table: type[Model],
    champ: str,
    *,
    objets_de: Callable[[Any], QuerySet],
    lisibles_par: Callable[[Any], Q],
    presenter: Callable[[Any, Any], Presentation],
) -> None:
    """Name a kind of item (« mot ») whose files open one after the other. `presenter(personne, objet)` says what they are of."""
    _albums[nom] = Album(table, champ, objets_de, lisibles_par, presenter)


def albums() -> Mapping[str, Album]:
    return _albums


def enregistrer_depot(nom: str, ouvrir: Callable[[Any, str], Destination | None]) -> None:
    """Name a place where files may be deposited. `ouvrir(personne, cle)` gives what they are counted on, None to refuse.

    A page then writes the place as « nom:cle », for instance « classe:7 ».
    """
    _lieux[nom] = ouvrir


def destination(personne, lieu: str) -> Destination | None:
    """What this person's deposits there are counted on; None when they may not, or when the place is unknown."""
    nom, _deux_points, cle = lieu.partition(":")
    ouvrir = _lieux.get(nom)
    return ouvrir(personne, cle) if ouvrir else None


# --- Who may be shown -------------------------------------------------------------------------------------------------
class DroitALImage:
    """Who may be shown on each medium, as one room says it, and what is written from that: rules of files, questions that are
    prepared. Each is written once, under its name and its medium: it holds no day (`JOUR`) and nothing of an answer.
    """

    def __init__(self, montrables: Callable[[str], QuerySet]) -> None:
        self._montrables = montrables
        self._ecrits: dict[tuple, Any] = {}

    def eleves(self, support: str) -> QuerySet:
        return self.une_fois(("eleves", support), lambda: self._montrables(support)).all()

    def une_fois[T](self, cle: tuple, ecrire: Callable[[], T]) -> T:
        if cle not in self._ecrits:
            self._ecrits[cle] = ecrire()
        return self._ecrits[cle]


_droit: DroitALImage | None = None
_refus: Callable[[str, Collection[int]], dict[int, str]] | None = None
_retraits: list[Callable[[frozenset[int]], None]] = []
_images: list[Callable[[frozenset[int]], None]] = []
_images_aussitot: list[Callable[[frozenset[int]], None]] = []


def enregistrer_droit_a_l_image(montrables: Callable[[str], QuerySet]) -> None:
    """`montrables(support)`: the pupils (`Personne`) who may be shown on that medium today (`JOUR`), as a queryset."""
    global _droit
    _droit = DroitALImage(montrables)


def eleves_montrables_sur(support: str) -> QuerySet | None:
    """None while no room says who may be shown: nobody may."""
    return _droit.eleves(support) if _droit else None


def selon_le_droit[T](cle: tuple, ecrire: Callable[[], T]) -> T:
    """What `ecrire` makes from `eleves_montrables_sur`, made once for the right that is registered."""
    return _droit.une_fois(cle, ecrire) if _droit else ecrire()


def enregistrer_refus_d_image(phrases: Callable[[str, Collection[int]], dict[int, str]]) -> None:
    """`phrases(support, eleves)`: why each of these pupils (ids) may not be shown there today; those who may are absent."""
    global _refus
    _refus = phrases


def refus_d_image(support: str, eleves: Collection[int]) -> dict[int, str]:
    """By pupil (id), why they may not be shown there, for who chooses the images of the school. One sentence each, with the
    first name; it never says which of two responsables refused. Those who may be shown are absent.
    """
    if _refus is None:
        return dict.fromkeys(eleves, _("Aucune autorisation n’est enregistrée pour cet élève."))
    return _refus(support, eleves)


def enregistrer_retrait(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(eleves)` is called after commit when what may be shown of these pupils (ids) changed: drop what was kept."""
    _retraits.append(fonction)


def prevenir_les_retraits(eleves: Collection[int]) -> None:
    """In the transaction of the change. One room that fails does not keep the others from being told."""
    _apres_l_ecriture(_retraits, eleves)


def enregistrer_image_changee(fonction: Callable[[frozenset[int]], None], *, aussitot: bool = False) -> None:
    """`fonction(fichiers)` is called after commit when the pixels of these images (ids), or who is on them, changed. `aussitot`: in the transaction of
    the change, for what gives somebody a right by it, or takes one away.
    """
    (_images_aussitot if aussitot else _images).append(fonction)


def prevenir_des_images(fichiers: Collection[int]) -> None:
    for fonction in _images_aussitot if fichiers else ():
        fonction(frozenset(fichiers))
    _apres_l_ecriture(_images, fichiers)


def _apres_l_ecriture(fonctions: list, ids: Collection[int]) -> None:
    lesquels = frozenset(ids)
    if lesquels:
        for fonction in fonctions:
            transaction.on_commit(partial(fonction, lesquels), robust=True)


# --- Objects that are no file ------------------------------------------------------------------------------------------
_cles: list[Callable[[str], Collection[str]]] = []


def enregistrer_cles_gardees(fonction: Callable[[str], Collection[str]]) -> None:
    """`fonction(jour)`: the objects (keys) of that day (« 2026-11-24 ») that a room keeps without a `Fichier`: the purge leaves them."""
    _cles.append(fonction)


def cles_gardees(jour: str) -> set[str]:
    return {cle for fonction in _cles for cle in fonction(jour)}


_retenus: list[Callable[[], Collection[int]]] = []


def enregistrer_fichiers_retenus(fonction: Callable[[], Collection[int]]) -> None:
    """`fonction()`: the files (ids) that no item holds, and that somebody may still send again: the purge leaves them."""
    _retenus.append(fonction)


def fichiers_retenus() -> set[int]:
    return {pk for fonction in _retenus for pk in fonction()}


# --- What a family keeps ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Reponse:
    """What who teaches answered: a word, a stamp, a sound (a `Fichier`)."""

    de: str
    texte: str = ""
    son: Any = None


@dataclass(frozen=True)
class Souvenir:
    """Something of one child that one reader may take away today: what the class told with photos (`PHOTO`), a work of the child (`TRAVAIL`), words of the
    school (`MOT`). Its files (`Fichier`, with their objects) are those that this reader may be shown at this moment, no other.
    """

    PHOTO, TRAVAIL, MOT = "photo", "travail", "mot"

    cle: str  # among all those of the child: « billet-12 »
    jour: dt.date
    genre: str
    titre: str
    texte: str = ""
    de: str = ""
    fichiers: tuple[Any, ...] = ()
    legendes: Mapping[int, str] = field(default_factory=dict)  # what is seen on a file (id)
    reponses: tuple[Reponse, ...] = ()


_souvenirs: list[Callable[[Any, Any], Iterable[Souvenir]]] = []


def enregistrer_souvenirs(lire: Callable[[Any, Any], Iterable[Souvenir]]) -> None:
    """`lire(personne, eleve)`: what a room has of this child that this person, who answers for them, may read at this moment: never the words of
    another household, nor what is of another child. As many queries whatever there is.
    """
    _souvenirs.append(lire)


def souvenirs_de(personne: Any, eleve: Any) -> Iterator[Souvenir]:
    for lire in _souvenirs:
        yield from lire(personne, eleve)


# --- What who teaches may take of a child -------------------------------------------------------------------------------
_travaux: list[Callable[[Any, Any], Iterable[Souvenir]]] = []


def enregistrer_travaux(lire: Callable[[Any, Any], Iterable[Souvenir]]) -> None:
    """`lire(personne, eleve)`: works of this child, and photos where the child was said to be, that this person, who teaches them, reads at this
    moment: `TRAVAIL` and `PHOTO` alone, the words of the school or of the child and never a family's; all their files, whoever is on them. As
    many queries whatever there is.
    """
    _travaux.append(lire)


def travaux_de(personne: Any, eleve: Any) -> Iterator[Souvenir]:
    for lire in _travaux:
        yield from lire(personne, eleve)
