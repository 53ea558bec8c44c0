"""Seal the journal, check its seals, and the one way by which its old lines leave."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils import timezone

from ent.socle.rustines.django_suppressions import effacer_sans_lire

from .journal import consigner
from .models import EntreeJournal, SceauJournal

PAQUET = 5_000  # lines of one seal
# A line gets its number before its transaction ends: for as long, lower numbers may still come.
RETARD = dt.timedelta(hours=2)
GARDE = dt.timedelta(days=365)  # of a journal of connections

_permise: ContextVar[bool] = ContextVar("purge_permise", default=False)


# --- Seals ----------------------------------------------------------------------------------------------------------
def sceller() -> int:
    """Seal what is not yet; how many lines. Called every minute, by one worker."""
    total = 0
    while nombre := _sceller_un_paquet():
        total += nombre
    return total


@transaction.atomic
def _sceller_un_paquet() -> int:
    """Not journalled: it would make a line to seal each minute."""
    maintenant = timezone.now()
    dernier = SceauJournal.objects.last()
    plancher = SceauJournal.objects.filter(fait_le__lte=maintenant - RETARD).last()
    recents = SceauJournal.objects.filter(pk__gt=plancher.pk if plancher else 0)
    scellees = {pk for sceau in recents for debut, fin in sceau.lignes for pk in range(debut, fin + 1)}
    libres = EntreeJournal.objects.filter(pk__gt=plancher.jusqu_a if plancher else 0).order_by("pk")
    ids = [pk for pk in libres.values_list("pk", flat=True).iterator() if pk not in scellees][:PAQUET]
    if not ids:
        return 0
    precedent = dernier.empreinte if dernier else ""
    SceauJournal.objects.create(
        lignes=_en_plages(ids),
        nombre=len(ids),
        jusqu_a=max(ids[-1], dernier.jusqu_a if dernier else 0),
        precedent=precedent,
        empreinte=_empreinte(precedent, EntreeJournal.objects.filter(pk__in=ids).order_by("pk")),
    )
    return len(ids)


def _en_plages(ids: list[int]) -> list[list[int]]:
    plages: list[list[int]] = []
    for pk in ids:
        if plages and plages[-1][1] == pk - 1:
            plages[-1][1] = pk
        else:
            plages.append([pk, pk])
    return plages


def _empreinte(precedent: str, lignes: Iterable[EntreeJournal]) -> str:
    somme = hashlib.sha256(precedent.encode())
    for ligne in lignes:
        instant = ligne.fait_le.astimezone(dt.UTC).isoformat(timespec="microseconds")
        dite = [
            ligne.pk,
            instant,
            ligne.etablissement_id,
            str(ligne.auteur_uuid),
            ligne.verbe,
            ligne.objet,
            ligne.details,
        ]
        somme.update(json.dumps(dite, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return somme.hexdigest()


# --- Checking -------------------------------------------------------------------------------------------------------
@dataclass
class Verdict:
    sceaux: int = 0
    lignes: int = 0
    fautes: list[str] = field(default_factory=list)


def verifier() -> Verdict:
    """Every seal over its lines and over the one before; then the lines that should have been sealed long ago."""
    verdict = Verdict()
    precedent: str | None = None
    for sceau in SceauJournal.objects.order_by("pk").iterator():
        if sceau.precedent != precedent and (precedent is not None or not _est_un_debut(sceau)):
            verdict.fautes.append(
                f"{sceau} du {sceau.fait_le:%Y-%m-%d %H:%M} ne suit pas celui d’avant : il en manque un."
            )
        lignes = [ligne for plage in sceau.lignes for ligne in _lignes(plage)]
        if len(lignes) != sceau.nombre or _empreinte(sceau.precedent, lignes) != sceau.empreinte:
            verdict.fautes.append(
                f"{sceau} du {sceau.fait_le:%Y-%m-%d %H:%M} : une des lignes {_dites(sceau.lignes)} a été changée, ôtée ou ajoutée."
            )
        verdict.sceaux, verdict.lignes, precedent = verdict.sceaux + 1, verdict.lignes + len(lignes), sceau.empreinte
    if hors := _hors_des_sceaux():
        verdict.fautes.append(f"{hors} ligne(s) anciennes ne sont sous aucun sceau : elles ont été glissées là.")
    return verdict


def _lignes(plage: list[int]):
    return EntreeJournal.objects.filter(pk__range=plage).order_by("pk").iterator()


def _dites(plages: list[list[int]]) -> str:
    return f"{plages[0][0]} à {plages[-1][1]}"


def _est_un_debut(sceau: SceauJournal) -> bool:
    """The first seal of all, or the first that a purge left, which the journal says."""
    purges = EntreeJournal.objects.filter(verbe="annuaire.purger_le_journal", details__sceau=sceau.precedent)
    return not sceau.precedent or purges.exists()


def _hors_des_sceaux() -> int:
    """Lines below what was sealed two hours ago that no seal holds."""
    plancher = SceauJournal.objects.filter(fait_le__lte=timezone.now() - RETARD).last()
    if plancher is None:
        return 0
    sous = EntreeJournal.objects.filter(pk__lte=plancher.jusqu_a).count()
    tenues = sum(
        min(fin, plancher.jusqu_a) - debut + 1
        for plages in SceauJournal.objects.values_list("lignes", flat=True).iterator()
        for debut, fin in plages
        if debut <= plancher.jusqu_a
    )
    return max(0, sous - tenues)


# --- The legal purge ------------------------------------------------------------------------------------------------
@contextmanager
def purge_permise() -> Iterator[None]:
    """The database lets lines of the journal leave inside this, and nowhere else. In a transaction."""
    jeton = _permise.set(True)
    _dire_a_postgresql("oui")
    try:
        yield
    finally:
        _permise.reset(jeton)
    _dire_a_postgresql("")  # after a failure the transaction, and what it set, is gone


def _dire_a_postgresql(mot: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT set_config('ent.purge_du_journal', %s, true)", [mot])


@receiver(connection_created)
def _dire_a_sqlite(sender, connection, **reste) -> None:
    """What the triggers ask. A client that is not ours has no such function, and is refused."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("ent_purge_permise", 0, lambda: int(_permise.get()))


@transaction.atomic
def purger(*, avant: dt.datetime) -> int:
    """Whole seals alone leave, with their lines; the first that stays says which it followed, and so does the journal."""
    partent = []
    for sceau in SceauJournal.objects.order_by("pk").iterator():
        # Lines are not older than their seal by more than a transaction.
        if sceau.fait_le >= avant:
            break
        partent.append(sceau)
    if not partent:
        return 0
    lignes = 0
    with purge_permise():
        for sceau in partent:
            for debut, fin in sceau.lignes:
                lignes += effacer_sans_lire(EntreeJournal.objects.filter(pk__range=(debut, fin)))
        effacer_sans_lire(SceauJournal.objects.filter(pk__in=[sceau.pk for sceau in partent]))
    consigner("annuaire.purger_le_journal", lignes=lignes, sceau=partent[-1].empreinte)
    return lignes
