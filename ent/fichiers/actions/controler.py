"""What waits « en cours de contrôle » is judged, by a worker: its page did not wait for it."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from ent.annuaire.journal import consigner
from ent.socle.differer import differer

from .. import sas
from ..controles import Preparation
from ..controles.commun import refus
from ..models import Declinaison, Fichier
from ..stockage import effacer, stockage, tout_ou_rien
from . import declinaison

TACHE = "ent.fichiers.taches.controler"
REPRISE = dt.timedelta(seconds=20)  # between two tries
ESSAIS = 3  # of a file that does not finish though it had its place and its time


def controler(*, fichier_id: int, essai: int) -> None:
    """Judge a file that its page could not wait for. Without a verdict, once more a little later, for as long as it is kept."""
    fichier = Fichier.objects.filter(pk=fichier_id, etat=Fichier.Etat.CONTROLE).select_related("deposant").first()
    brut = fichier and fichier.declinaisons.filter(nom=Declinaison.BRUT).first()
    if not fichier or not brut:  # judged by another worker, or taken away
        return
    langue = fichier.deposant.langue if fichier.deposant else settings.LANGUAGE_CODE
    with translation.override(langue), stockage().open(brut.cle) as contenu:
        try:
            prepare = sas.juger(contenu, fichier.nom_donne, attente=sas.TOUT_LE_TEMPS)
        except sas.SansVerdict as attente:
            if attente.du_fichier and essai >= ESSAIS:
                _refuser(fichier, refus(fichier.nom_donne, sas.trop_de_travail()).messages[0])
            else:
                _controler_plus_tard(fichier_id, essai + attente.du_fichier)
        except ValidationError as refuse:
            _refuser(fichier, " ".join(refuse.messages))
        else:
            _admettre(fichier, prepare)


def _controler_plus_tard(fichier_id: int, essai: int) -> None:
    if import_string(TACHE).get_backend().supports_defer:
        differer(TACHE, a=timezone.now() + REPRISE, fichier_id=fichier_id, essai=essai)


@tout_ou_rien()
def _admettre(fichier: Fichier, prepare: Preparation) -> None:
    """What is kept of it takes the place of what was sent."""
    relu = _a_controler(fichier)
    if relu is None:
        return
    _oter_les_objets(relu)
    Declinaison.objects.bulk_create(declinaison(relu, sortie) for sortie in prepare.sorties)
    for champ in ("nature", "type_mime", "octets", "largeur", "hauteur", "duree"):
        setattr(relu, champ, getattr(prepare, champ))
    relu.etat = Fichier.Etat.SAIN
    relu.save()


@transaction.atomic
def _refuser(fichier: Fichier, motif: str) -> None:
    """Nothing is kept of it but why, for its depositor, until the purge."""
    relu = _a_controler(fichier)
    if relu is None:
        return
    _oter_les_objets(relu)
    relu.etat, relu.motif, relu.octets = Fichier.Etat.REFUSE, motif, 0
    relu.save()
    consigner(
        "fichiers.refuser",
        auteur=relu.deposant,
        etablissement=relu.etablissement,
        objet=f"fichier {relu.pk}",
        nature=relu.nature,
    )


def _a_controler(fichier: Fichier) -> Fichier | None:
    """Locked; None when another worker judged it meanwhile."""
    return Fichier.objects.select_for_update().filter(pk=fichier.pk, etat=Fichier.Etat.CONTROLE).first()


def _oter_les_objets(fichier: Fichier) -> None:
    cles = list(fichier.declinaisons.values_list("cle", flat=True))
    fichier.declinaisons.all().delete()
    transaction.on_commit(lambda: effacer(cles))
