"""What pages and browsers are told of files."""

from .controles.commun import est_uuid
from .controles.documents import EXTENSIONS
from .models import Declinaison, Fichier

TERMINAISONS = EXTENSIONS | {
    "image/webp": "webp", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav",
    "audio/webm": "webm", "video/mp4": "mp4", "video/webm": "webm",
}  # fmt: skip


def nom_de_telechargement(fichier: Fichier, objet: Declinaison) -> str:
    """The name as given, ending as its content does: a renamed program never comes back as one."""
    terminaison = TERMINAISONS[objet.type_mime]
    tete, point, queue = fichier.nom.rpartition(".")
    return f"{tete if point and len(queue) <= 5 else fichier.nom}.{terminaison}"


def en_bref(fichier: Fichier) -> dict[str, str]:
    return {
        "uuid": str(fichier.uuid),
        "envoi": str(fichier.envoi),
        "nom": fichier.nom,
        "nature": fichier.nature,
        "taille": fichier.taille,
        "vignette": fichier.vignette,
        "adresse": fichier.adresse(),
    }


def etat_des_envois(personne, envois: list[str]) -> dict[str, dict[str, str] | None]:
    """By `envoi`: the deposit when it has arrived, None when an item has already taken it; absent when it never arrived."""
    demandes = [e for e in envois[:200] if est_uuid(e)]
    arrives = Fichier.objects.filter(deposant=personne, envoi__in=demandes)
    return {str(f.envoi): None if f.attache_le else en_bref(f) for f in arrives}
