"""Writes of files: deposit, take, let go, purge."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne

from .controles import Preparation, preparer
from .limites import DEPOTS_LIBRES, lisible
from .models import Declinaison, Fichier
from .registres import Destination
from .stockage import cles_par_jour, ecrire, effacer, tout_ou_rien

TACHE_PURGER = "ent.fichiers.taches.purger"
GARDE = dt.timedelta(hours=24)  # of a deposit that nothing took


@dataclass
class Envoi:
    """What a form brings, checked: files deposited before it (or already there), and files sent along with it."""

    destination: Destination
    deposes: list[Fichier] = field(default_factory=list)
    prepares: list[Preparation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.deposes or self.prepares)


def deposer(
    *, deposant: Personne, envoi: uuid.UUID, contenu: File, nom: str, destination: Destination
) -> tuple[Fichier, bool]:
    """Check a file and keep it, until an item takes it. Sent again under the same `envoi`, it is the same file.

    Gives the file and whether it is new. Refusals are ValidationErrors; nothing is then kept.
    """
    if deja := Fichier.objects.filter(deposant=deposant, envoi=envoi).first():
        return deja, False
    prepare = preparer(contenu, nom)
    try:
        return ranger(prepare=prepare, deposant=deposant, envoi=envoi, destination=destination), True
    except IntegrityError:  # the same deposit came twice at once
        return Fichier.objects.get(deposant=deposant, envoi=envoi), False


@tout_ou_rien()
def ranger(
    *, prepare: Preparation, deposant: Personne, destination: Destination, envoi: uuid.UUID | None = None
) -> Fichier:
    """Store a file that was found good, under the quota of its class or school."""
    etablissement, classe = destination.etablissement, destination.classe
    _verifier_les_depots(deposant, prepare)
    _verifier_la_place(etablissement, classe, prepare)
    fichier = Fichier.objects.create(
        etablissement=etablissement,
        classe=classe,
        deposant=deposant,
        envoi=envoi or uuid.uuid4(),
        nature=prepare.nature,
        nom=prepare.nom,
        type_mime=prepare.type_mime,
        octets=prepare.octets,
        largeur=prepare.largeur,
        hauteur=prepare.hauteur,
        duree=prepare.duree,
        empreinte=prepare.empreinte,
    )
    Declinaison.objects.bulk_create(
        [
            Declinaison(
                fichier=fichier,
                nom=s.nom,
                type_mime=s.type_mime,
                octets=s.contenu.size,
                largeur=s.largeur,
                hauteur=s.hauteur,
                cle=ecrire(s.contenu),
            )
            for s in prepare.sorties
        ]
    )
    consigner(
        "fichiers.deposer", auteur=deposant, etablissement=etablissement, objet=f"fichier {fichier.pk}",
        nature=fichier.nature, octets=fichier.octets,
    )  # fmt: skip
    transaction.on_commit(_prevoir_la_purge)
    return fichier


def _verifier_les_depots(deposant: Personne, prepare: Preparation) -> None:
    en_attente = Fichier.objects.deposes_par(deposant).aggregate(n=Sum("octets"))["n"] or 0
    if en_attente + prepare.octets > DEPOTS_LIBRES:
        phrase = _(
            "« %(fichier)s » n’entre plus : %(pris)s de fichiers attendent déjà d’être envoyés. "
            "Il faut d’abord envoyer ceux-là, ou attendre demain."
        )
        raise ValidationError(phrase % {"fichier": prepare.nom, "pris": lisible(en_attente)}, code="depots")


def _verifier_la_place(etablissement: Etablissement, classe: Classe | None, prepare: Preparation) -> None:
    """Counted under a lock of the class (or school): two deposits never take the same last place."""
    compte: Classe | Etablissement = classe or etablissement
    # no_key: whoever writes in this class meanwhile does not wait.
    type(compte)._base_manager.select_for_update(no_key=True).get(pk=compte.pk)
    siens = Fichier.objects.filter(classe=classe) if classe else etablissement.fichiers.filter(classe=None)
    pris = siens.aggregate(n=Sum("octets"))["n"] or 0
    quota = settings.ENT_QUOTA_CLASSE if classe else settings.ENT_QUOTA_ECOLE
    if pris + prepare.octets > quota:
        phrase = _(
            "« %(fichier)s » n’entre plus : %(qui)s garde déjà %(pris)s de fichiers sur %(quota)s. "
            "Il faut retirer d’anciens fichiers, ou demander plus de place à l’école."
        )
        valeurs = {"fichier": prepare.nom, "qui": str(compte), "pris": lisible(pris), "quota": lisible(quota)}
        raise ValidationError(phrase % valeurs, code="quota")


@tout_ou_rien()
def recueillir(*, envoi: Envoi, deposant: Personne) -> list[Fichier]:
    """Take what a form brought, in the caller's transaction (itself a `tout_ou_rien`), in order. The caller then holds
    them: ``travail.fichiers.set(recueillir(envoi=…, deposant=…))``.
    """
    neufs = [ranger(prepare=p, deposant=deposant, destination=envoi.destination) for p in envoi.prepares]
    fichiers = [*envoi.deposes, *neufs]
    attacher(fichiers=fichiers)
    return fichiers


@transaction.atomic
def attacher(*, fichiers: Collection[Fichier]) -> None:
    """An item takes these files: from now on its readers read them, and the purge leaves them."""
    presents = Fichier.objects.filter(pk__in=[f.pk for f in fichiers])
    if len(presents.select_for_update()) < len({f.pk for f in fichiers}):
        raise ValidationError(_("Un fichier déposé il y a plus d’un jour a été effacé. Il faut le joindre de nouveau."))
    presents.filter(attache_le=None).update(attache_le=timezone.now())


@transaction.atomic
def detacher(*, fichiers: Collection[Fichier]) -> None:
    """An item let these files go. Those that no other item holds are erased at once; call it once the tie is cut."""
    libres = list(Fichier.objects.filter(pk__in=[f.pk for f in fichiers]).libres())
    _supprimer([f.pk for f in libres])


def _supprimer(pks: Collection[int]) -> int:
    """Rows now, objects after commit: a rollback keeps both."""
    cles = list(Declinaison.objects.filter(fichier__in=pks).values_list("cle", flat=True))
    Fichier.objects.filter(pk__in=pks).delete()
    transaction.on_commit(lambda: effacer(cles))
    return len(pks)


def _prevoir_la_purge() -> None:
    """Enqueue a purge for tomorrow, once an hour at most: where nothing is deposited there is nothing to purge."""
    tache = import_string(TACHE_PURGER)
    if tache.get_backend().supports_defer and cache.add("fichiers-purge", 1, timeout=3600):
        tache.using(run_after=timezone.now() + GARDE + dt.timedelta(hours=1)).enqueue()


def purger() -> dict[str, int]:
    """Erase what nothing holds for a day: deposits never taken, files whose items are gone, objects without a row."""
    limite = timezone.now() - GARDE
    with transaction.atomic():
        vieux = Fichier.objects.filter(cree_le__lt=limite).select_for_update(of=("self",), skip_locked=True)
        fichiers = _supprimer([f.pk for f in vieux.libres().only("pk")])
    objets = 0
    for jour, cles in cles_par_jour():
        if jour < f"{limite - GARDE:%Y-%m-%d}":  # today's may belong to a deposit that is not committed yet
            connues = set(Declinaison.objects.filter(cle__startswith=f"{jour}/").values_list("cle", flat=True))
            orphelines = [cle for cle in cles if cle not in connues]
            effacer(orphelines)
            objets += len(orphelines)
    return {"fichiers": fichiers, "objets": objets}
