"""What is told to people, and taken back: the page they read, from which pushes and e-mails follow."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from ent.annuaire.models import Etablissement, Personne
from ent.socle.ecritures import inserer
from ent.socle.francais import d_un_college
from ent.socle.rustines.django_suppressions import effacer_sans_lire

from .. import registres
from ..hub import publier
from ..lectures import moments_de_pousser
from ..models import MiseDeCote, Notification
from ..sortes import natures_a_ouvrir

LUES = "nouvelles.lues"
REDITES = 120  # two pages of a feed: what is older stays in the language in which it was told
PREMIERS_JOURS = dt.timedelta(days=7)
LANGUES = Personne.objects.order_by().values_list("pk", "langue")


@transaction.atomic(savepoint=False)
def notifier(
    *,
    nature: str,
    objet_id: int,
    etablissement: Etablissement,
    textes: Mapping[tuple[int, int | None], str | Callable[[], str]],
    adresse: str,
    visible_le: dt.datetime | None = None,
    renouvelle: bool = False,
) -> None:
    """Write one notification per person and child. Telling the same thing again changes nothing, unless it is renewed: it
    then takes the place of what these people were told of it, read or not.

    `textes` gives a sentence by (id of the person, id of the child it concerns or None), or what says it: it is then said
    in the language of its reader, and not of who acts. Whoever has a device that wants it is pushed when it becomes
    visible, or when their own quiet slot ends.
    """
    visible_le = visible_le or timezone.now()
    personnes = {personne for personne, _enfant in textes}
    moments = moments_de_pousser(personnes, nature, etablissement, visible_le)
    if renouvelle:
        _effacer_celles_de(textes, Notification.objects.filter(nature=nature, objet_id=objet_id))
    par_moment: dict[dt.datetime | None, list[tuple[int, int | None, str]]] = defaultdict(list)
    for (personne, enfant), texte in _dire(textes, etablissement).items():
        par_moment[moments.get(personne)].append((personne, enfant, texte[:200]))
    for moment, lignes in par_moment.items():
        inserer(
            Notification,
            lignes,
            champs=("destinataire", "eleve", "texte"),
            etablissement=etablissement.pk,
            nature=nature,
            objet_id=objet_id,
            adresse=adresse,
            visible_le=visible_le,
            lue_le=None,
            pousser_le=moment,
            lot_pousse="",
            lot_resume="",
        )


def _effacer_celles_de(couples: Collection[tuple[int, int | None]], dites: QuerySet[Notification]) -> None:
    """What was told to these people of these children: what they were told of a brother stays. Of a thing without a child, all they were told."""
    de_tous = {personne for personne, _enfant in couples}
    de_tout = {personne for personne, enfant in couples if enfant is None}
    siennes = [
        pk
        for pk, personne, enfant in dites.order_by().values_list("pk", "destinataire_id", "eleve_id")
        if personne in de_tout or (personne, enfant) in couples or (enfant is None and personne in de_tous)
    ]
    if siennes:
        _effacer(Notification.objects.filter(pk__parmi=siennes))


def _dire(
    textes: Mapping[tuple[int, int | None], str | Callable[[], str]], etablissement: Etablissement
) -> dict[tuple[int, int | None], str]:
    """What each is told. One sentence for a thousand people is said once in each of their languages, as one says it of that school."""
    dits = {cle: texte for cle, texte in textes.items() if isinstance(texte, str)}
    if len(dits) == len(textes):
        return dits
    langues = dict(LANGUES.filter(pk__parmi={personne for personne, _enfant in textes}))
    for langue in set(langues.values()):
        with translation.override(d_un_college(langue, etablissement.est_college)):
            phrases: dict[Callable[[], str], str] = {}
            for cle, texte in textes.items():
                if not isinstance(texte, str) and langues.get(cle[0]) == langue:
                    if texte not in phrases:
                        phrases[texte] = texte()
                    dits[cle] = phrases[texte]
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
    _effacer(dites)


def _effacer(dites: QuerySet[Notification]) -> None:
    """In one statement: nobody refers to a notification, nor listens to its end."""
    effacer_sans_lire(dites)


def lire_ce_qui_dit(*, personne: Personne, dits: Mapping[str, Collection[int]], eleve: int | None = None) -> None:
    """Mark as read what one was told of things (their ids, by nature), once they have been read where they are; of one child when
    `eleve` says it. What quiet hours still hold is read too: it would be told in the morning of what was read at night.
    """
    de_quoi = reduce(or_, (Q(nature=nature, objet_id__in=objets) for nature, objets in dits.items()), Q(pk__in=[]))
    siennes = Notification.objects.non_lues().filter(de_quoi, destinataire=personne)
    _marquer_lues(personne, siennes if eleve is None else siennes.filter(eleve=eleve))


def _marquer_lues(personne: Personne, siennes: QuerySet[Notification]) -> None:
    """All their screens count again."""
    if siennes.update(lue_le=timezone.now()):
        transaction.on_commit(partial(publier, frozenset([personne.pk]), {"type": LUES, "id": 0, "etalement": 0}))


def denotifier_tout(*, nature: str, objets: Collection[int]) -> None:
    """`denotifier` of several things of one kind."""
    _effacer(Notification.objects.filter(nature=nature, objet_id__in=objets))


@transaction.atomic(savepoint=False)
def retoucher(*, nature: str, remplacements: dict[int, tuple[str, str]]) -> None:
    """Correct a passage of what was told (by id of the thing: what it said, what it says now), without telling it again. What is set aside comes back
    corrected.
    """
    touchees = list(Notification.objects.filter(nature=nature, objet_id__in=remplacements))
    for notification in touchees:
        notification.texte = notification.texte.replace(*remplacements[notification.objet_id])[:200]
    Notification.objects.bulk_update(touchees, ["texte"])
    cotes = MiseDeCote.objects.filter(nature=nature, objet_id__in=remplacements)
    for cote in cotes.order_by("pk").select_for_update():
        for rangee in cote.rangees:
            rangee["texte"] = rangee["texte"].replace(*remplacements[rangee["objet_id"]])[:200]
        cote.save(update_fields=["rangees"])


def redire(
    dits: Mapping[tuple[str, int], tuple[Callable[[str], str], str]], *, destinataires: Collection[int] | None = None
) -> None:
    """Say again, in the language of each reader and without telling it anew, what was told of things that changed (to these people alone, when
    `destinataires` names them).

    `dits` gives by (nature, id of the thing) what says it of a child (of that first name), and where it leads.
    """
    dites = Notification.objects.filter(
        nature__in={nature for nature, _objet in dits}, objet_id__in={objet for _nature, objet in dits}
    )
    if destinataires is not None:
        dites = dites.filter(destinataire__in=destinataires)
    touchees = [
        notification
        for notification in dites.select_related("destinataire", "eleve", "etablissement")
        if (notification.nature, notification.objet_id) in dits
    ]
    for notification in touchees:
        dire, notification.adresse = dits[notification.nature, notification.objet_id]
        notification.texte = _en_mots(dire, notification, notification.destinataire.langue)
    Notification.objects.bulk_update(touchees, ["texte", "adresse"])


def _en_mots(dire: Callable[[str], str], notification: Notification, langue: str) -> str:
    """As its reader reads it in that language."""
    with translation.override(d_un_college(langue, notification.etablissement.est_college)):
        return dire(notification.eleve.prenom if notification.eleve else "")[:200]


def redire_a(*, personne: Personne, dites_en: str) -> None:
    """Say again to this person, who has just chosen another language than `dites_en`, the last of what they were told: what its thing says by itself
    (`enregistrer_redite`), and, of what it may have said, what it did say (`enregistrer_redites_possibles`). Two queries, and one a kind.
    """
    redites = registres.redites() | registres.redites_possibles()
    siennes = Notification.objects.filter(destinataire=personne, nature__in=redites)
    recentes = list(siennes.select_related("eleve", "etablissement")[:REDITES])
    par_nature: dict[str, set[int]] = defaultdict(set)
    for notification in recentes:
        par_nature[notification.nature].add(notification.objet_id)
    dites: dict[str, Mapping[int, Any]] = {nature: redites[nature](objets) for nature, objets in par_nature.items()}
    for notification in recentes:
        dire = dites[notification.nature].get(notification.objet_id)
        if notification.nature in registres.redites_possibles():
            dire = _celle_qui_fut_dite(dire or (), notification, dites_en)
        if dire:
            notification.texte = _en_mots(dire, notification, personne.langue)
    Notification.objects.bulk_update(recentes, ["texte"])


def _celle_qui_fut_dite(
    possibles: Collection[Callable[[str], str]], notification: Notification, dites_en: str
) -> Callable[[str], str] | None:
    """In the language that its reader had, or in that of the school: what was told before anybody could say it again."""
    langues = dict.fromkeys((dites_en, settings.LANGUAGE_CODE))
    return next(
        (
            dire
            for langue in langues
            for dire in possibles
            if _en_mots(dire, notification, langue) == notification.texte
        ),
        None,
    )


@transaction.atomic
def lire_notifications(*, personne: Personne, jusqu_a: int, vu_le: dt.datetime | None = None) -> None:
    """Mark as read one's notifications up to an id: a newer one that arrived meanwhile stays unread, and so does what is read by opening it. `vu_le`: the
    latest moment of those that were shown; what quiet hours held past it was told before and is not seen yet.
    """
    recues = Notification.objects.visibles_par(personne).non_lues().filter(pk__lte=jusqu_a)
    if vu_le is not None:
        recues = recues.filter(visible_le__lte=vu_le)
    _marquer_lues(personne, recues.exclude(nature__in=natures_a_ouvrir()))


def commencer_aujourd_hui(*, personne: Personne) -> None:
    """An account that opens begins today: what was told the days before is there to be read and counts as read, but the messages of the last
    days. A first morning is no backlog; what is told today, or held until tomorrow by quiet hours, is to be read.
    """
    maintenant = timezone.now()
    minuit = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    anciennes = Notification.objects.non_lues().filter(destinataire=personne, visible_le__lt=minuit)
    anciennes.exclude(nature__in=natures_a_ouvrir(), visible_le__gte=maintenant - PREMIERS_JOURS).update(
        lue_le=maintenant
    )
