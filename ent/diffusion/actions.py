"""Tell people: now, to browsers; later, to people; later, by workers."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.tasks import Task
from django.utils import timezone
from django.utils.module_loading import import_string

from ent.annuaire.models import Etablissement, Personne

from .hub import publier
from .models import Notification

# Milliseconds over which browsers told together spread their questions: about what two workers need to answer ten of them.
PAUSE_PAR_DIZAINE, PAUSE_MAX = 15, 2_000


def signaler(*, nature: str, objet_id: int, destinataires: Collection[int], **contenu: Any) -> None:
    """After commit, tell the browsers of these people (ids) that something happened. A rollback tells nothing.

    `nature` is « room.event »; the browser then asks for the content over HTTP, where rights are judged. It waits a random
    moment first, at most `etalement` milliseconds: a household asks at once, a class over a tenth of a second.
    `contenu` travels with the signal: for what is written to these very people (a message), computed in this transaction.
    """
    cibles = frozenset(destinataires)
    etalement = min(PAUSE_PAR_DIZAINE * -(-len(cibles) // 10), PAUSE_MAX)
    signal = {"type": nature, "id": objet_id, "etalement": etalement, **contenu}
    transaction.on_commit(lambda: publier(cibles, signal))


def notifier(
    *,
    nature: str,
    objet_id: int,
    etablissement: Etablissement,
    textes: dict[tuple[int, int | None], str],
    adresse: str,
    visible_le: dt.datetime | None = None,
) -> None:
    """Write one notification per person and child. Telling the same thing again changes nothing.

    `textes` gives a sentence by (id of the person, id of the child it concerns or None).
    """
    Notification.objects.bulk_create(
        [
            Notification(
                destinataire_id=personne,
                eleve_id=enfant,
                etablissement=etablissement,
                nature=nature,
                objet_id=objet_id,
                texte=texte[:200],
                adresse=adresse,
                visible_le=visible_le or timezone.now(),
            )
            for (personne, enfant), texte in textes.items()
        ],
        ignore_conflicts=True,
    )


def denotifier(
    *,
    nature: str,
    objet_id: int,
    eleves: Collection[int] | None = None,
    destinataires: Collection[int] | None = None,
) -> None:
    """Take back what was told of a thing that is withdrawn, or that does not concern these pupils (or people) any more."""
    dites = Notification.objects.filter(nature=nature, objet_id=objet_id)
    if eleves is not None:
        dites = dites.filter(eleve__in=eleves)
    if destinataires is not None:
        dites = dites.filter(destinataire__in=destinataires)
    dites.delete()


def lire_ce_qui_dit(*, personne: Personne, nature: str, objet_id: int) -> None:
    """Mark as read what one was told of a thing, once it has been read where it is."""
    siennes = Notification.objects.visibles_par(personne).non_lues()
    siennes.filter(nature=nature, objet_id=objet_id).update(lue_le=timezone.now())


def denotifier_tout(*, nature: str, objets: Collection[int]) -> None:
    """`denotifier` of several things of one kind."""
    Notification.objects.filter(nature=nature, objet_id__in=objets).delete()


def retoucher(*, nature: str, remplacements: dict[int, tuple[str, str]]) -> None:
    """Correct a passage of what was told (by id of the thing: what it said, what it says now), without telling it again."""
    touchees = list(Notification.objects.filter(nature=nature, objet_id__in=remplacements))
    for notification in touchees:
        notification.texte = notification.texte.replace(*remplacements[notification.objet_id])[:200]
    Notification.objects.bulk_update(touchees, ["texte"])


@transaction.atomic
def lire_notifications(*, personne: Personne, jusqu_a: int) -> None:
    """Mark as read one's notifications up to an id: a newer one that arrived meanwhile stays unread."""
    Notification.objects.visibles_par(personne).non_lues().filter(pk__lte=jusqu_a).update(lue_le=timezone.now())


def differer(chemin: str, *, a: dt.datetime | None = None, **arguments) -> None:
    """Enqueue a task by its dotted name, in the caller's transaction: a rollback drops it.

    `a` is the earliest time it may run. Arguments are ids.
    """
    tache: Task = import_string(chemin)
    if a is not None and tache.get_backend().supports_defer:
        tache = tache.using(run_after=a)
    tache.enqueue(**arguments)
