"""What pages and browsers are told of files."""

from functools import cache, reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from ent.socle.preparees import Preparee

from . import registres
from .controles import medias
from .controles.commun import est_uuid
from .controles.documents import EXTENSIONS
from .models import Declinaison, Fichier

TERMINAISONS = EXTENSIONS | medias.TERMINAISONS


def lisible_par(personne, uuid: UUID) -> Fichier | None:
    """The file, if this person may read it now, with its objects.

    What holds it is asked first, then who reads that: the rights of ten kinds of items take five times longer to write than
    the database takes to judge them, and a file has one holder, of two kinds at most. A kind that is not asked shows nothing.
    """
    porteurs = registres.porteurs()
    for tenus in _tenus(porteurs).lire(Q(uuid=uuid)):
        siens = [[porteur] for porteur, tient in zip(porteurs, tenus, strict=True) if tient]
        for un_seul in siens or [[]]:  # held by nothing, it is its depositor's
            lisible = Fichier.objects.lisibles_par(personne, un_seul).filter(uuid=uuid)
            if fichier := lisible.avec_declinaisons().first():
                return fichier
    return None


@cache
def _tenus(porteurs: tuple[registres.Porteur, ...]) -> Preparee:
    """By file: whether each of these has a row for it."""
    tient = {f"p{rang}": reduce(or_, map(_tient, p.tables)) for rang, p in enumerate(porteurs)}
    return Preparee(lambda: Fichier.objects.order_by().annotate(**tient).values_list(*tient))


def _tient(table) -> Q:
    (champ,) = [f.name for f in table._meta.get_fields() if f.many_to_one and f.related_model is Fichier]
    return Q(Exists(table._base_manager.filter(**{champ: OuterRef("pk")}).order_by()))


def nom_de_telechargement(fichier: Fichier, objet: Declinaison) -> str:
    """The name as given, ending as its content does: a renamed program never comes back as one."""
    terminaison = TERMINAISONS[objet.type_mime]
    tete, point, queue = fichier.nom.rpartition(".")
    return f"{tete if point and len(queue) <= 5 else fichier.nom}.{terminaison}"


def en_bref(fichier: Fichier) -> dict[str, str]:
    if fichier.etat == Fichier.Etat.REFUSE:
        return {"envoi": str(fichier.envoi), "erreur": fichier.motif}
    return {
        "uuid": str(fichier.uuid),
        "envoi": str(fichier.envoi),
        "nom": fichier.nom,
        "nature": fichier.nature,
        "etat": fichier.etat,
        "taille": fichier.taille,
        "vignette": fichier.vignette,
        "adresse": fichier.adresse(),
    }


def etat_des_envois(personne, envois: list[str]) -> dict[str, dict[str, str] | None]:
    """By `envoi`: the deposit when it has arrived, None when an item has already taken it; absent when it never arrived."""
    demandes = [e for e in envois[:200] if est_uuid(e)]
    arrives = Fichier.objects.filter(deposant=personne, envoi__in=demandes)
    return {str(f.envoi): None if f.attache_le else en_bref(f) for f in arrives}
