"""What is told to people, and taken back: the page they read, from which pushes and e-mails follow."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.db import transaction
from django.utils import timezone, translation

from ent.annuaire.models import Etablissement, Personne

from ..lectures import moments_de_pousser
from ..models import Notification


def notifier(
    *,
    nature: str,
    objet_id: int,
    etablissement: Etablissement,
    textes: Mapping[tuple[int, int | None], str | Callable[[], str]],
    adresse: str,
    visible_le: dt.datetime | None = None,
) -> None:
    """Write one notification per person and child. Telling the same thing again changes nothing.

    `textes` gives a sentence by (id of the person, id of the child it concerns or None), or what says it: it is then said
    in the language of its reader, and not of who acts. Whoever has a device that wants it is pushed when it becomes
    visible, or when their own quiet slot ends.
    """
    visible_le = visible_le or timezone.now()
    moments = moments_de_pousser({p for p, _e in textes}, nature, etablissement, visible_le)
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
                visible_le=visible_le,
                pousser_le=moments.get(personne),
            )
            for (personne, enfant), texte in _dire(textes).items()
        ],
        ignore_conflicts=True,
    )


def _dire(textes: Mapping[tuple[int, int | None], str | Callable[[], str]]) -> dict[tuple[int, int | None], str]:
    dits = {cle: texte for cle, texte in textes.items() if isinstance(texte, str)}
    a_dire = {cle: texte for cle, texte in textes.items() if callable(texte)}
    langues = Personne.objects.filter(pk__in={personne for personne, _enfant in a_dire}).values_list("pk", "langue")
    for personne, langue in langues if a_dire else ():
        with translation.override(langue):
            dits |= {cle: texte() for cle, texte in a_dire.items() if cle[0] == personne}
    return dits


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


def redire(dits: Mapping[tuple[str, int], tuple[Callable[[str], str], str]]) -> None:
    """Say again, in the language of each reader and without telling it anew, what was told of things that changed.

    `dits` gives by (nature, id of the thing) what says it of a child (of that first name), and where it leads.
    """
    touchees = [
        notification
        for notification in Notification.objects.filter(
            nature__in={nature for nature, _objet in dits}, objet_id__in={objet for _nature, objet in dits}
        ).select_related("destinataire", "eleve")
        if (notification.nature, notification.objet_id) in dits
    ]
    for notification in touchees:
        dire, notification.adresse = dits[notification.nature, notification.objet_id]
        with translation.override(notification.destinataire.langue):
            notification.texte = dire(notification.eleve.prenom if notification.eleve else "")[:200]
    Notification.objects.bulk_update(touchees, ["texte", "adresse"])


@transaction.atomic
def lire_notifications(*, personne: Personne, jusqu_a: int) -> None:
    """Mark as read one's notifications up to an id: a newer one that arrived meanwhile stays unread."""
    Notification.objects.visibles_par(personne).non_lues().filter(pk__lte=jusqu_a).update(lue_le=timezone.now())
