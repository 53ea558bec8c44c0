"""What the clock does of a space: say that its last week has come, close its thread, leave an archive to each school, erase what is kept no more.

Each space, and each school of it, in a transaction of its own: whatever kills the work loses nothing, and the next round goes on.
"""

import datetime as dt
import logging
import tempfile
from collections.abc import Collection

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.registres.collectifs import clore_parole
from ent.fichiers.stockage import ecrire as ranger
from ent.fichiers.stockage import effacer, tout_ou_rien
from ent.socle.dates import date_format
from ent.socle.francais import cite

from .. import droits, evenements
from ..archives_zip import ecrire
from ..models import ArchiveDEspace, EcoleDeLEspace, Espace
from . import commun, visites
from .commun import consigner

journal = logging.getLogger(__name__)

SEMAINE = dt.timedelta(days=7)


# --- Its last week ----------------------------------------------------------------------------------------------------
def rappeler() -> int:
    """The adults of each space whose last week has come, once. One that is shorter than that is told nothing: its end was just written."""
    jour = timezone.localdate()
    dus = Espace.objects.ouverts().filter(rappele_le=None, fin__lte=jour + SEMAINE, debut__lt=jour)
    return sum(_rappeler(pk) for pk in dus.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _rappeler(pk: int) -> bool:
    libre = Espace.objects.select_for_update(of=("self",), skip_locked=True).select_related("etablissement")
    espace = libre.filter(pk=pk, rappele_le=None).first()
    if espace is None:
        return False
    espace.rappele_le = timezone.now()
    espace.save(update_fields=["rappele_le"])

    def phrase() -> str:
        dit = {"titre": cite(espace.titre), "jour": date_format(espace.fin, "l j F")}
        return _("« %(titre)s » finit %(jour)s : on n’y écrira plus, et chaque école aura son archive.") % dit

    adultes = evenements.adultes_de(espace)
    for ecole in evenements.ecoles_de(espace):
        gens = adultes.get(ecole.etablissement_id, set())
        adresse = reverse("espaces_espace", args=[espace.pk])
        commun.dire(evenements.FIN_PROCHE, espace.pk, ecole.etablissement, gens, phrase, adresse)
    return True


# --- Its archives -----------------------------------------------------------------------------------------------------
def archiver() -> int:
    """Spaces whose day is past: an archive for each school that agreed and did not leave, whatever room it closed since; then the space is done
    with. How many archives.
    """
    finis = Espace.objects.filter(fin__lt=timezone.localdate(), archive_le=None).order_by("pk")
    return sum(_archiver_un(espace) for espace in finis.select_related("etablissement"))


def _archiver_un(espace: Espace) -> int:
    """What one school's makes fail stops no other's: it is made at the next round, and the space is done with once all are."""
    faites, manquent = 0, 0
    for ecole in espace.ecoles.engagees().filter(archive=None).order_by("pk"):
        try:
            faites += _laisser(ecole)
        except Exception:  # the other schools have theirs; this one is tried again at the next round
            journal.exception("L’archive de l’école %s dans l’espace %s", ecole.etablissement_id, espace.pk)
            manquent += 1
    if not manquent:
        _finir(espace)
    return faites


@transaction.atomic
def _finir(espace: Espace) -> None:
    relu = commun.verrouiller(espace)
    if _est_a_archiver(relu):
        relu.archive_le = timezone.now()
        relu.save(update_fields=["archive_le"])
        clore_parole(relu.cle, par=None)


def _est_a_archiver(espace: Espace) -> bool:
    """Under its lock: it may have been opened again since it was read."""
    return espace.archive_le is None and espace.est_fini


@tout_ou_rien()
def _laisser(ecole: EcoleDeLEspace) -> bool:
    """Unless another worker did, it left or the space was opened again: the space is held while it is made."""
    espace = commun.verrouiller(ecole.espace)
    tenue = EcoleDeLEspace.objects.engagees().select_related("etablissement").filter(pk=ecole.pk).first()
    if tenue is None or not _est_a_archiver(espace) or ArchiveDEspace.objects.filter(ecole=tenue).exists():
        return False
    ecole = tenue
    ecole.espace = espace
    with tempfile.TemporaryFile() as tampon:
        ecrire(tampon, ecole)
        octets = tampon.tell()
        tampon.seek(0)
        cle = ranger(File(tampon))
    archive = ArchiveDEspace.objects.create(ecole=ecole, etablissement=ecole.etablissement, cle=cle, octets=octets)
    consigner("espaces.archiver", ecole, None)
    _dire_l_archive(archive)
    return True


def _dire_l_archive(archive: ArchiveDEspace) -> None:
    ecole = archive.ecole

    def phrase() -> str:
        return _("L’archive de « %(titre)s » est prête.") % {"titre": cite(ecole.espace.titre)}

    gens = evenements.qui_dirige(ecole.etablissement)
    commun.dire(evenements.ARCHIVE, archive.pk, ecole.etablissement, gens, phrase, reverse("espaces"))


def menage() -> int:
    """Archives that had their year: their objects go with them."""
    avant = timezone.localdate() - droits.GARDE_DES_ARCHIVES
    perimees = list(ArchiveDEspace.objects.filter(ecole__espace__fin__lt=avant).values_list("pk", "cle"))
    if not perimees:
        return 0
    with transaction.atomic():
        ArchiveDEspace.objects.filter(pk__in=[pk for pk, _cle in perimees]).delete()
        transaction.on_commit(lambda: effacer([cle for _pk, cle in perimees]))
    return len(perimees)


def cles_du(jour: str) -> set[str]:
    """Objects that the purge of files leaves."""
    return set(ArchiveDEspace.objects.filter(cle__startswith=f"{jour}/").order_by().values_list("cle", flat=True))


# --- The room opens or closes in a school -----------------------------------------------------------------------------
def suivre_le_module(*, ecoles: Collection[int]) -> None:
    """In the transaction that turned it off or on there: the threads of the spaces that they read still follow, and the places of their visits."""
    touches = Espace.objects.lisibles().filter(ecoles__etablissement__in=ecoles).select_related("etablissement")
    for espace in touches.distinct().order_by("pk"):
        commun.tenir_la_parole(espace, None)
        visites.remplir_toutes(espace)
