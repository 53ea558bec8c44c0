"""Make the archive of a journal, offer it, erase journals once families had it."""

import datetime as dt
import logging
import tempfile
from collections.abc import Collection
from functools import partial

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import detacher
from ent.fichiers.models import Fichier
from ent.fichiers.stockage import ecrire, effacer, tout_ou_rien

from ..archives_zip import ecrire_zip
from ..lectures import archives as lectures
from ..models.archives import ArchiveJournal, OffreArchive
from ..models.billets import Billet
from ..pdf_journal import livre

journal = logging.getLogger(__name__)
TACHE_FABRIQUER = "pages.taches.archives.fabriquer"
ARCHIVE_OFFERTE = "pages.archive_offerte"
GARDE = dt.timedelta(hours=24)
AVANT_LA_FIN = dt.timedelta(days=60)  # families are told from the beginning of July
APRES_LA_FIN = dt.timedelta(days=92)  # three months (arrêté of 30 November 2006)
TEMPS_LAISSE = dt.timedelta(days=30)  # after the offer, at the least
PAS = 5  # files between two words of progress


@transaction.atomic
def demander(*, recueil: lectures.Recueil, nature: str, par: Personne) -> ArchiveJournal:
    """Ask for an archive; the one being made, asked again, is the same."""
    siennes = ArchiveJournal.objects.demandees_par(par).filter(
        classe=recueil.classe, eleve=recueil.eleve, nature=nature
    )
    if en_cours := siennes.filter(
        etat=ArchiveJournal.Etat.EN_COURS, demandee_le__gt=timezone.now() - dt.timedelta(hours=1)
    ).first():
        return en_cours
    anciennes = [a.cle for a in siennes if a.cle]
    siennes.delete()
    archive = ArchiveJournal.objects.create(
        etablissement=recueil.classe.etablissement,
        classe=recueil.classe,
        eleve=recueil.eleve,
        demandee_par=par,
        nature=nature,
    )
    consigner(
        "pages.demander_archive",
        auteur=par,
        etablissement=archive.etablissement,
        objet=f"classe {archive.classe_id}",
        nature=nature,
    )
    transaction.on_commit(lambda: effacer(anciennes))
    diffusion.differer(TACHE_FABRIQUER, archive_id=archive.pk)
    return archive


def fabriquer(*, archive: ArchiveJournal) -> None:
    """Make it by the rights of this moment, telling how far it is. A failure is said, and nothing is kept of it."""
    recueil = next(
        (r for r in lectures.recueils_de(archive.demandee_par, archive.eleve.uuid) if r.classe == archive.classe), None
    )
    if recueil is None:
        archive.delete()
        return
    lus = lectures.billets_du_recueil(archive.demandee_par, recueil)
    ArchiveJournal.objects.filter(pk=archive.pk).update(total=sum(len(lu.pieces) for lu in lus), faits=0)
    compteur = _Compteur(archive.pk)
    try:
        with translation.override(archive.demandee_par.langue):  # a worker speaks none of its own
            _fabriquer(archive, recueil, lus, compteur)
    except Exception:
        journal.exception("L’archive %s n’a pas été faite.", archive.pk)
        ArchiveJournal.objects.filter(pk=archive.pk).update(etat=ArchiveJournal.Etat.ECHOUEE)


def _fabriquer(archive: ArchiveJournal, recueil, lus, compteur) -> None:
    if archive.nature == ArchiveJournal.Nature.LIVRE:
        _ranger(archive, ContentFile(livre(recueil, lus, compteur)), lus)
        return
    with tempfile.TemporaryFile() as tampon:
        ecrire_zip(tampon, recueil, lus, compteur)
        tampon.seek(0)
        _ranger(archive, File(tampon), lus)


class _Compteur:
    def __init__(self, pk: int) -> None:
        self.pk, self.faits = pk, 0

    def __call__(self) -> None:
        self.faits += 1
        if self.faits % PAS == 0:
            ArchiveJournal.objects.filter(pk=self.pk).update(faits=self.faits)


@tout_ou_rien()
def _ranger(archive: ArchiveJournal, contenu: File, lus: list[lectures.BilletGarde]) -> None:
    """Unless it was erased meanwhile: a consent was withdrawn while it was being made."""
    relue = ArchiveJournal.objects.select_for_update().filter(pk=archive.pk).first()
    if relue is None:
        return
    relue.octets = contenu.size
    relue.cle = ecrire(contenu)
    relue.tenu = lectures.ce_que_tiennent(lus)
    relue.etat, relue.faits = ArchiveJournal.Etat.PRETE, relue.total
    relue.save(update_fields=["octets", "cle", "tenu", "etat", "faits"])


@transaction.atomic
def effacer_archives(archives) -> None:
    lues = dict(archives.order_by().values_list("pk", "cle"))
    cles = [cle for cle in lues.values() if cle]
    ArchiveJournal.objects.filter(pk__in=lues).delete()
    transaction.on_commit(lambda: effacer(cles))


def oublier_les_archives_de(eleves: Collection[int]) -> None:
    """What may be shown of these pupils changed: archives of their classes are made again by who wants them."""
    classes = Inscription.objects.filter(eleve__in=eleves).order_by().values("classe")
    effacer_archives(ArchiveJournal.objects.filter(classe__in=classes))


def oublier_les_archives_des_images(fichiers: Collection[int]) -> None:
    """An image was blurred, or somebody was named on it: archives that hold it as it was go."""
    effacer_archives(ArchiveJournal.objects.filter(classe__billets__fichiers__in=fichiers))


def oublier_les_archives_du(billet: Billet) -> None:
    """A billet was changed, narrowed or withdrawn."""
    effacer_archives(ArchiveJournal.objects.filter(classe=billet.classe_id))


def tournee() -> None:
    """Once a day: forget archives of yesterday, offer those of the year that ends, erase what was offered long ago."""
    effacer_archives(ArchiveJournal.objects.filter(demandee_le__lt=timezone.now() - GARDE))
    for classe in _classes_a_offrir():
        offrir(classe=classe)
    for classe in classes_a_purger():
        purger(classe=classe)


def _avec_un_journal():
    publies = Billet.objects.filter(etat=Billet.Etat.PUBLIE).order_by().exclude(classe=None).values("classe")
    return Classe.objects.filter(pk__in=publies).select_related("etablissement", "annee")


def _classes_a_offrir():
    return _avec_un_journal().filter(offre_archive=None, annee__fin__lte=timezone.localdate() + AVANT_LA_FIN)


def classes_passees_a_temps():
    """Classes whose journal has had its time, by the dates alone. They may still be in use: see `classes_a_purger`."""
    maintenant = timezone.now()
    return _avec_un_journal().filter(
        annee__fin__lt=timezone.localdate(maintenant) - APRES_LA_FIN,
        offre_archive__faite_le__lt=maintenant - TEMPS_LAISSE,
    )


def classes_a_purger():
    """Of those, the classes that somebody closed and where nobody is any more.

    A date proves nothing: a school that filled last year's classes by mistake writes this year's journal in them.
    """
    presents = Inscription.objects.filter(Q(fin=None) | Q(fin__gte=timezone.localdate()), classe=OuterRef("pk"))
    return classes_passees_a_temps().exclude(fermee_le=None).filter(~Exists(presents))


def dire_l_offre(prenom: str) -> str:
    return _("%(enfant)s · Gardez le journal de l’année : il sera effacé trois mois après.") % {"enfant": prenom}


@transaction.atomic
def offrir(*, classe: Classe) -> None:
    """Tell the families of a class that its journal may be kept, and until when it stays. Told again, it changes nothing."""
    OffreArchive.objects.get_or_create(classe=classe)
    eleves = dict(Inscription.objects.filter(classe=classe).order_by().values_list("eleve_id", "eleve__uuid"))
    # As `lectures.recueils_de` opens it: declared by this school, and answering for the child today.
    liens = Responsabilite.objects.exclude(autorite=Responsabilite.Autorite.SANS).order_by()
    aujourd_hui = liens.filter(en_cours(), adulte=OuterRef("adulte"), enfant=OuterRef("enfant"))
    liens = liens.filter(Exists(aujourd_hui), enfant__in=eleves, etablissement=classe.etablissement_id)
    liens = liens.select_related("enfant")

    for lien in liens:
        diffusion.notifier(
            nature=ARCHIVE_OFFERTE,
            objet_id=classe.pk,
            etablissement=classe.etablissement,
            textes={(lien.adulte_id, lien.enfant_id): partial(dire_l_offre, lien.enfant.prenom)},
            adresse=reverse("journal_archive", args=[eleves[lien.enfant_id]]),
            visible_le=calendrier.ouverture(classe.etablissement, timezone.now()),
        )
    consigner("pages.offrir_archive", etablissement=classe.etablissement, objet=f"classe {classe.pk}")


@transaction.atomic
def purger(*, classe: Classe) -> int:
    """Erase the journal of a class, and its files. What pupils keep in their portfolio stays theirs.

    Judged again here: between the list and its turn, an import may have put pupils back in that class.
    """
    if not classes_a_purger().filter(pk=classe.pk).exists():
        return 0
    billets = Billet.objects.filter(classe=classe).exclude(
        entrees_portfolio__retiree_le=None, entrees_portfolio__isnull=False
    )
    fichiers = list(Fichier.objects.filter(pieces_de_billets__billet__in=billets).distinct())
    effacer_archives(ArchiveJournal.objects.filter(classe=classe))
    nombre = billets.count()
    for billet in billets:
        billet.delete()
    detacher(fichiers=fichiers)
    consigner("pages.purger_journal", etablissement=classe.etablissement, objet=f"classe {classe.pk}", billets=nombre)
    return nombre
