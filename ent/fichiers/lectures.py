"""What pages and browsers are told of files."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, reduce
from hashlib import sha256
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.socle.adresses import adresse
from ent.socle.preparees import NonPreparable, Preparee

from . import droits, registres
from .controles import medias
from .controles.commun import est_uuid
from .controles.documents import EXTENSIONS
from .limites import lisible
from .models import Declinaison, Fichier, Visage, lus_par, numeroter
from .supports import Support

TERMINAISONS = EXTENSIONS | medias.TERMINAISONS


def lisible_par(personne, uuid: UUID) -> Fichier | None:
    """The file, if this person may read it now, with its objects.

    What holds it is asked first, then who reads that: the rights of ten kinds of items take five times longer to write than
    the database takes to judge them, and a file has one holder, of two kinds at most. A kind that is not asked shows nothing.
    """
    for siens in _porteurs_de(uuid):
        for un_seul in siens or [[]]:  # held by nothing, it is its depositor's
            if fichier := _celui(lus_par(personne, un_seul) & Q(uuid=uuid)):
                return fichier
        for un_seul in siens:
            if un_seul[0].se_relit and (fichier := _celui(lus_par(personne.autrefois, un_seul) & Q(uuid=uuid))):
                return fichier
    return None


FICHIERS = Preparee(lambda: Fichier.objects.order_by())
OBJETS = Preparee(lambda: Declinaison.objects.all())


def _celui(regle: Q) -> Fichier | None:
    """Read by a prepared query where the rights of its kind may be (the journal's, whose photos are what devices ask for most), else as Django writes it."""
    try:
        lus = FICHIERS.lire(regle)
    except NonPreparable:
        lus = list(Fichier.objects.filter(regle))
    for fichier in lus:
        fichier.objets = OBJETS.lire(Q(fichier=fichier))
        return fichier
    return None


def cachee_a(personne, uuid: UUID) -> Fichier | None:
    """An image of an item that this person reads, where somebody is (or may be) who may not be shown to its readers. Asked of what
    `lisible_par` did not give.
    """
    for siens in _porteurs_de(uuid):
        for un_seul in siens:
            tenus = droits.fichiers_tenus_pour(personne, un_seul)
            if fichier := _celui(tenus & Q(uuid=uuid, nature=Fichier.Nature.IMAGE)):
                return fichier
    return None


def supports_de(fichier: Fichier) -> list[str]:
    """The media that this image is on, by the items that hold it; before one does, that of families. One query."""
    tenus = [porteur for [porteur] in next(iter(_porteurs_de(fichier.uuid)), [])]
    return sorted({porteur.support for porteur in tenus if porteur.se_regle}) or [Support.JOURNAL]


def _porteurs_de(uuid: UUID) -> list[list[list[registres.Porteur]]]:
    """Of that file, if there is one: the kinds of items that hold it, each alone."""
    porteurs = registres.porteurs()
    return [
        [[porteur] for porteur, tient in zip(porteurs, tenus, strict=True) if tient]
        for tenus in _tenus(porteurs).lire(Q(uuid=uuid))
    ]


@cache
def _tenus(porteurs: tuple[registres.Porteur, ...]) -> Preparee:
    """By file: whether each of these has a row for it."""
    tient = {f"p{rang}": reduce(or_, map(_tient, p.tables)) for rang, p in enumerate(porteurs)}
    return Preparee(lambda: Fichier.objects.order_by().annotate(**tient).values_list(*tient))


def _tient(table) -> Q:
    (champ,) = [f.name for f in table._meta.get_fields() if f.many_to_one and f.related_model is Fichier]
    return Q(Exists(table._base_manager.filter(**{champ: OuterRef("pk")}).order_by()))


def marque(*cles: str) -> str:
    """The ETag of what these objects hold: an object never changes."""
    return f'"{sha256("".join(cles).encode()).hexdigest()[:32]}"'


def a_jour(lues: Sequence[tuple[dict[str, Any], str]]) -> list[bool]:
    """Of (file and object of an address, ETag under which a device keeps it), whether the same bytes are still served there. Two queries."""
    uuids = {arguments["uuid"] for arguments, _marque in lues}
    fichiers = {f.uuid: f for f in Fichier.objects.filter(uuid__in=uuids).prefetch_related("declinaisons")}
    objets = (
        (fichiers[arguments["uuid"]].declinaison(arguments["nom"]) if arguments["uuid"] in fichiers else None, tenue)
        for arguments, tenue in lues
    )
    return [objet is not None and marque(objet.cle) == tenue for objet, tenue in objets]


def nom_de_sortie(
    fichier: Fichier, objet: Declinaison, *, de: str = "", le: dt.date | None = None, rang: int = 0
) -> str:
    """The name under which a file leaves, wherever it goes: the only one. A document keeps that which its author gave, ending as
    its content does: a renamed program never comes back as one. Anything else is named by when, of which class (`de`) and
    which of them (`rang`), as far as one says; never by who: « 2026-11-24-cp-ce1-02.webp ».
    """
    terminaison = TERMINAISONS[objet.type_mime]
    if fichier.nature == Fichier.Nature.DOCUMENT:
        tete, point, queue = fichier.nom.rpartition(".")
        return f"{tete if point and len(queue) <= 5 else fichier.nom}.{terminaison}"
    moment = le or fichier.cree_le
    jour = timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
    quoi = slugify(de)[:40] or ("photo" if fichier.est_image else fichier.nature)
    return f"{jour}-{quoi}{f'-{rang:02d}' if rang else ''}.{terminaison}"


def nom_a_emporter(personne, fichier: Fichier, objet: Declinaison) -> str:
    """Of what this person takes away alone: which of those that it came with."""
    if fichier.nature == Fichier.Nature.DOCUMENT:
        return nom_de_sortie(fichier, objet)
    album = album_de(personne, fichier)
    rang = album.fichiers[album.fichiers.index(fichier)].rang if album else 0
    return nom_de_sortie(fichier, objet, de=lieu_de(fichier), le=album.presentation.le if album else None, rang=rang)


def lieu_de(fichier: Fichier) -> str:
    """The class that it is of, else the school."""
    return fichier.classe.nom if fichier.classe else fichier.etablissement.nom


def en_bref(fichier: Fichier) -> dict[str, str]:
    if fichier.etat == Fichier.Etat.REFUSE:
        return {"envoi": str(fichier.envoi), "erreur": fichier.motif}
    return {
        "uuid": str(fichier.uuid),
        "envoi": str(fichier.envoi),
        "nom": fichier.nom_donne,  # its depositor's alone
        "nature": fichier.nature,
        "etat": fichier.etat,
        "taille": fichier.taille,
        "vignette": fichier.vignette,
        "adresse": fichier.adresse(),
        "qui": adresse("fichiers_qui", fichier.uuid) if fichier.se_regarde else "",
    }


def etat_des_envois(personne, envois: list[str]) -> dict[str, dict[str, str] | None]:
    """By `envoi`: the deposit when it has arrived, None when an item has already taken it; absent when it never arrived."""
    demandes = [e for e in envois[:200] if est_uuid(e)]
    arrives = Fichier.objects.filter(deposant=personne, envoi__in=demandes)
    return {str(f.envoi): None if f.attache_le else en_bref(f) for f in arrives}


# --- What is looked at together ---------------------------------------------------------------------------------------
def a_emporter(fichier: Fichier) -> Declinaison | None:
    """The object that a person takes away: the largest of an image."""
    return fichier.declinaison("1600" if fichier.est_image else "original")


@dataclass
class AlbumLu:
    """The files of one item that one reader may be shown at this moment, in their order."""

    nom: str
    cle: int
    presentation: registres.Presentation
    fichiers: list[Fichier]
    enfants: dict[int, list[Personne]] = field(default_factory=dict)  # by file (id): those of the reader who are on it

    @property
    def images(self) -> list[Fichier]:
        return [f for f in self.fichiers if f.est_image]

    @property
    def autres(self) -> list[Fichier]:
        return [f for f in self.fichiers if not f.est_image]

    @property
    def taille(self) -> str:
        return lisible(sum(objet.octets for f in self.fichiers if (objet := a_emporter(f))))

    @property
    def montres(self) -> list[tuple[Personne, int]]:
        """The reader's children who are on some of the images, and on how many: said when it is not all of them."""
        comptes: dict[Personne, int] = defaultdict(int)
        for siens in self.enfants.values():
            for enfant in siens:
                comptes[enfant] += 1
        return [(enfant, n) for enfant, n in comptes.items() if n < len(self.fichiers)]

    def seulement(self, enfant: str) -> "AlbumLu":
        """The images on which this child of the reader (their number) is."""
        avec = [f for f in self.fichiers if any(str(e.uuid) == enfant for e in self.enfants.get(f.pk, ()))]
        return AlbumLu(self.nom, self.cle, self.presentation, avec, self.enfants)


def _montres(personne, genre: registres.Album):
    """Of these items' files, those that this person may be shown: as what holds them is judged wherever they are served."""
    (porteur,) = [p for p in registres.porteurs() if p.lisibles_par == genre.lisibles_par]
    return Fichier.objects.lisibles_par(personne, [porteur])


def album_lu(personne, nom: str, cle: int) -> AlbumLu | None:
    """What this person may be shown of this item; None when they do not read it, or are shown nothing of it."""
    genre = registres.albums().get(nom)
    objet = genre.objets_de(personne).filter(pk=cle).first() if genre else None
    if genre is None or objet is None:
        return None
    rangs = genre.table._base_manager.filter(**{genre.champ: objet}).order_by(
        *genre.table._meta.ordering, "fichier"
    )  # as pages draw them
    ids = list(rangs.values_list("fichier", flat=True))
    lus = {f.pk: f for f in _montres(personne, genre).filter(pk__in=ids).avec_declinaisons()}
    if not lus:
        return None
    enfants: dict[int, list[Personne]] = defaultdict(list)
    siens = {suivi.eleve.pk: suivi.eleve for suivi in personne.portee.suivis}
    for fichier, eleve in Visage.objects.filter(fichier__in=lus, eleve__in=siens).values_list("fichier", "eleve"):
        enfants[fichier].append(siens[eleve])
    montres = numeroter(lus[pk] for pk in ids if pk in lus)
    return AlbumLu(nom, cle, genre.presenter(personne, objet), montres, enfants)


def album_de(personne, fichier: Fichier) -> AlbumLu | None:
    """The item through which this person looks at this file, with the others that it holds."""
    tient = {
        f"tenu_{nom}": Exists(genre.table._base_manager.filter(fichier=OuterRef("pk")).order_by())
        for nom, genre in registres.albums().items()
    }
    tenus = Fichier.objects.filter(pk=fichier.pk).order_by().annotate(**tient).values(*tient).first() or {}
    for nom, genre in registres.albums().items():
        if not tenus.get(f"tenu_{nom}"):
            continue
        lisibles = {f"{genre.champ}__in": genre.objets_de(personne).order_by().values("pk")}
        lignes = genre.table._base_manager.filter(fichier=fichier, **lisibles).order_by("-pk")
        cle = lignes.values_list(genre.champ, flat=True).first()
        album = album_lu(personne, nom, cle) if cle is not None else None
        if album and fichier in album.fichiers:
            return album
    return None


def encore_lisible(personne, album: AlbumLu, fichier: Fichier) -> Fichier | None:
    """The file as it is now, if this person may still be shown it there."""
    montres = _montres(personne, registres.albums()[album.nom])
    return montres.filter(pk=fichier.pk).select_related("classe", "etablissement").avec_declinaisons().first()


def est_cachee_aux_familles(personne, album: AlbumLu, fichier: Fichier) -> bool:
    """Of an image that this person sees whoever is on it: no family does, as each of those that could is judged when it is served. Two
    queries; when somebody is on it who may not be shown everywhere, those of the adults of these children.
    """
    dit = album.presentation
    if not dit.aux_familles or not droits.voit_sans_controle(personne, fichier):
        return False
    if fichier.pk in dit.cachees:
        return True
    if Fichier.objects.filter(pk=fichier.pk).montrables_sur(Support.JOURNAL).exists():
        return False
    genre = registres.albums()[album.nom]
    des_leurs = Q(visages__fichier=fichier) | Q(pk=dit.eleve.pk if dit.eleve else None)
    enfants = Personne.objects.filter(des_leurs).order_by().values("pk")
    proches = Personne.objects.filter(Q(pk__in=enfants) | Q(responsabilites__enfant__in=enfants)).exclude(
        pk=personne.pk
    )
    return not any(
        _montres(proche, genre).filter(pk=fichier.pk).exists() for proche in proches.order_by("pk").distinct()
    )


@dataclass
class Vue:
    """An image as its page shows it, among those of its album; alone when nothing that one reads holds it."""

    fichier: Fichier
    album: AlbumLu | None
    lecteur: Personne

    @property
    def pour(self) -> str:
        """Who sees it, in a few words."""
        if self.album is None or self.dit is None:
            return ""
        if self.est_cachee_aux_familles:
            if self.fichier.etablissement_id in self.lecteur.portee.etablissements_de_travail:
                return _("l’école seulement : elle est cachée aux familles")
            if self.lecteur.portee.est_eleve:
                return _("toi et l’école")
            return _("vous et l’école : elle est cachée aux autres familles")
        return _("tout le monde, sur le site de l’école") if self.fichier.pk in self.dit.a_tous else self.dit.pour

    @cached_property
    def est_cachee_aux_familles(self) -> bool:
        return self.album is not None and est_cachee_aux_familles(self.lecteur, self.album, self.fichier)

    @property
    def se_regle(self) -> bool:
        """Its reader may say who is on it."""
        return self.est_cachee_aux_familles and droits.peut_dire_qui(self.lecteur, self.fichier)

    @property
    def images(self) -> list[Fichier]:
        return self.album.images if self.album else [self.fichier]

    @property
    def dit(self) -> registres.Presentation | None:
        return self.album.presentation if self.album else None

    @property
    def rang(self) -> int:
        return self.images.index(self.fichier) + 1

    @property
    def avant(self) -> Fichier | None:
        return self.images[self.rang - 2] if self.rang > 1 else None

    @property
    def apres(self) -> Fichier | None:
        return self.images[self.rang] if self.rang < len(self.images) else None

    @property
    def legende(self) -> str:
        return self.album.presentation.legendes.get(self.fichier.pk, "") if self.album else ""

    @property
    def enfants(self) -> list[Personne]:
        return self.album.enfants.get(self.fichier.pk, []) if self.album else []
