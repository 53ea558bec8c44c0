"""An archive is sealed once, kept as one object until it arrived, and forgotten."""

import datetime as dt
import tempfile
import uuid
from collections.abc import Callable

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ent.fichiers.stockage import ecrire, effacer, tout_ou_rien

from ..archives_zip import Sceau
from ..archives_zip import ecrire as ecrire_l_archive
from ..lectures import cles
from ..lectures.envois import VIVANTS, Composition, qui_part
from ..lectures.format import OCTETS_MAX
from ..lectures.motifs import Refus
from ..models import Cle, Dossier, Envoi

SCELLES = ("cle_objet", "scelle", "scelle_le")


def sceller(envoi: Envoi, cle: Cle, quoi: Callable[[Composition], Composition] = lambda tout: tout) -> None:
    """What may go at this moment (`quoi`: of that, what this archive says), under this key. Raises `Refus`. Done again, it is the same."""
    if envoi.cle_objet:
        return
    if envoi.destination_id != envoi.dossier.destination_id:
        raise Refus("ailleurs")
    version, composition = qui_part(envoi.dossier)
    composition, le = quoi(composition), _apres_les_autres(envoi)
    with tempfile.TemporaryFile() as tampon:
        ecrire_l_archive(tampon, composition, str(envoi.uuid), Sceau(cle.kid, cles.privee(cle)), le)
        octets = tampon.tell()
        if octets > OCTETS_MAX:
            raise Refus("trop_gros")
        tampon.seek(0)
        empreinte = cles.empreinte_de(tampon)
        tampon.seek(0)
        with tout_ou_rien():
            if not tient(envoi):
                raise Refus("remplace")
            envoi.cle_objet = ecrire(File(tampon))
            envoi.scelle, envoi.scelle_le = composition.empreinte, le
            envoi.octets, envoi.empreinte, envoi.omis = octets, empreinte, composition.omis
            envoi.cle, envoi.version, envoi.envoyes = cle, version, 0
            envoi.parties = composition.parties
            envoi.save(update_fields=[*SCELLES, "octets", "empreinte", "omis", "cle", "version", "envoyes", "parties"])


def _apres_les_autres(envoi: Envoi) -> dt.datetime:
    """Now, but after all that this dossier was sealed in: the other side keeps the later one, and a clock may be set back."""
    dernier = envoi.dossier.envois.aggregate(le=Max("scelle_le"))["le"]
    return max(timezone.now(), dernier + dt.timedelta(seconds=1)) if dernier else timezone.now()


def tient(envoi: Envoi) -> bool:
    """Whether nothing ended it, took its place or sealed it again since it was read; the caller's transaction holds it from then on."""
    ici = Envoi.objects.select_for_update(of=("self",)).filter(pk=envoi.pk, uuid=envoi.uuid)
    return ici.filter(etat__in=(*VIVANTS, Envoi.Etat.REMIS)).exists()


def recommencer(envoi: Envoi) -> None:
    """In the caller's transaction. What may be whole over there stays what left: another one goes."""
    if envoi.parti_le is None:
        oublier_le_seau(envoi)
        return
    oublier_l_objet(envoi)
    envoi.etat, envoi.motif, envoi.fini_le = Envoi.Etat.REFUSE, "remplace", timezone.now()
    envoi.save(update_fields=["etat", "motif", "fini_le", "cle_objet"])
    Envoi.objects.create(
        dossier_id=envoi.dossier_id,
        version_id=envoi.version_id,
        destination_id=envoi.destination_id,
        demande_par_id=envoi.demande_par_id,
        demande_le=envoi.demande_le,
    )


def oublier_le_seau(envoi: Envoi) -> None:
    """In the caller's transaction, of one of which nothing left. It will be sealed again as it may go then, as another sending."""
    oublier_l_objet(envoi)
    envoi.uuid, envoi.cle, envoi.envoyes, envoi.empreinte = uuid.uuid4(), None, 0, ""
    envoi.etat, envoi.prochain_le = Envoi.Etat.A_ENVOYER, timezone.now()
    envoi.save()


def desceller(dossier: Dossier) -> None:
    """What was sealed and has not left is sealed again, as it may go then. In the transaction of what changed."""
    for envoi in dossier.envois.select_for_update(of=("self",)).filter(etat=Envoi.Etat.A_ENVOYER).exclude(cle_objet=""):
        oublier_le_seau(envoi)


def oublier_l_objet(envoi: Envoi) -> None:
    if envoi.cle_objet:
        cle, envoi.cle_objet = envoi.cle_objet, ""
        transaction.on_commit(lambda: effacer([cle]))
