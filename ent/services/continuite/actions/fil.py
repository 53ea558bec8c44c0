"""Timelines that families let us read are read, politely: as outside calendars are (`releve`), a few at once, later and later when they do not answer."""

import datetime as dt
import logging
import random
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription
from ent.diffusion import actions as diffusion
from ent.socle import dehors

from .. import evenements
from ..lectures import edifice, mes_ecoles, sceaux
from ..models import CompteRelie, Element
from . import comptes, photo
from .releve import A_LA_FOIS, AU_PLUS, CHAQUE, GARDE, PRIS, TOURNEE, attente

GARDEES = 200  # lines of one account, the newest
AVANCE = dt.timedelta(minutes=1)  # a key is renewed that long before it is over
CHAMPS = ("etablissement_id", "nature", "titre", "jour", "heure", "quand", "lien")
journal = logging.getLogger(__name__)
_hasard = random.SystemRandom()


@dataclass(frozen=True)
class Lecture:
    """What became of one: its news, with the keys that were drawn for them; or why there are none (`refuse`: what the family let us read is over)."""

    fil: edifice.Fil | mes_ecoles.Photo = field(default_factory=edifice.Fil)
    cles: edifice.Cles | None = None
    panne: str = ""
    dans: int = 0
    refuse: bool = False


def relever() -> int:
    """Those whose time has come. How many were asked."""
    fin, combien = time.monotonic() + TOURNEE, 0
    while time.monotonic() < fin and (pris := _prendre(A_LA_FOIS)):
        _lire(pris)
        combien += len(pris)
    return combien


def lire_un(*, compte: int) -> None:
    """At once: it was just linked."""
    _lire(_prendre(1, compte))


@transaction.atomic
def _prendre(combien: int, compte: int | None = None) -> list[CompteRelie]:
    """Taken from other workers for a while. One that is held no more is erased, and nobody is asked."""
    maintenant = timezone.now()
    dus = CompteRelie.objects.filter(prochain_le__lte=maintenant, fini_le=None, plateforme__fermee_le=None)
    dus = dus.filter(pk=compte) if compte is not None else dus
    pris = list(
        dus.select_related("plateforme")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("prochain_le")[:combien]
    )
    tenus = comptes.fermer(pris)
    tenables = [un for un in pris if un.pk in tenus]
    for un in tenables:
        ou = tenus[un.pk]
        un.prochain_le = maintenant + (PRIS if ou else AU_PLUS)  # in no collège today: tomorrow, perhaps
        un.etablissement_id = ou or un.etablissement_id
    CompteRelie.objects.bulk_update(tenables, ["prochain_le", "etablissement"])
    return [un for un in tenables if tenus[un.pk]]


def _lire(pris: Sequence[CompteRelie]) -> None:
    """Asked side by side, without the database; written one after the other."""
    with ThreadPoolExecutor(A_LA_FOIS) as fils:
        for compte, lecture in zip(pris, fils.map(demander, pris), strict=True):
            _ecrire_a_part(compte.pk, lecture)


def _ecrire_a_part(compte: int, lecture: Lecture) -> None:
    """What cannot be written counts as a failure of that one alone, whose keys are kept: those after it, and theirs, are written."""
    for dite in (lecture, Lecture(cles=lecture.cles, panne="illisible")):
        try:
            ecrire(compte=compte, lecture=dite)
            return
        except Exception:
            journal.exception("Compte relié %s", compte)


def demander(compte: CompteRelie) -> Lecture:
    """With the key of the hour; once more with another, where that one opens nothing any more."""
    dialecte, acces = comptes.dialecte_de(compte.plateforme), sceaux.ouvrir(compte.acces_scelle)
    renouvellement = sceaux.ouvrir(compte.renouvellement_scelle)
    if not acces:
        return Lecture(panne="scellee")
    cles = None
    try:
        if compte.expire_le - AVANCE > timezone.now():
            try:
                return Lecture(dialecte.nouvelles(compte.plateforme, acces))
            except edifice.Refuse:  # sooner than it had said
                pass
        if not renouvellement:
            return Lecture(refuse=True)
        cles = dialecte.renouveler(compte.plateforme, renouvellement)
        return Lecture(dialecte.nouvelles(compte.plateforme, cles.acces), cles)
    except edifice.Refuse as refus:
        return Lecture(cles=cles, panne="client") if refus.de_nous else Lecture(refuse=True)
    except dehors.Injoignable as refus:
        return Lecture(cles=cles, panne=refus.code, dans=refus.dans)
    except Exception:  # nonsense of a kind that nobody thought of: the keys that were just given are kept, and no neighbour loses theirs
        journal.exception("Compte relié %s", compte.pk)
        return Lecture(cles=cles, panne="illisible")


@transaction.atomic
def ecrire(*, compte: int, lecture: Lecture) -> None:
    """All of it, or nothing. A parent who unlinked meanwhile took the row away: what came is kept nowhere."""
    tenus = CompteRelie.objects.select_for_update(of=("self",), no_key=True).select_related(
        "plateforme", "etablissement"
    )
    tenu = tenus.filter(pk=compte, fini_le=None).first()
    if tenu is None:
        return
    if lecture.cles:
        comptes.poser_les_cles(tenu, lecture.cles)
    if lecture.refuse:
        _finir(tenu)
    elif lecture.panne:
        _noter_la_panne(tenu, lecture)
    else:
        _dire(tenu, _remplacer(tenu, lecture.fil))
        tenu.lu_le, tenu.panne, tenu.pannes = timezone.now(), "", 0
        tenu.prochain_le = tenu.lu_le + CHAQUE * _hasard.uniform(1, 1.25)
    tenu.save()


def _remplacer(compte: CompteRelie, fil: edifice.Fil | mes_ecoles.Photo) -> list[Element]:
    """Those that are new. Of a timeline, one that is gone from the page of the newest was withdrawn there; one that is older than that page stays."""
    if isinstance(fil, mes_ecoles.Photo):
        return photo.remplacer(compte, fil)
    avant = {element.identifiant: element for element in compte.elements.all()}
    neufs, changes = [], []
    for dite in fil.nouvelles:
        le = timezone.localtime(dite.le)
        heure = le.time().replace(second=0, microsecond=0)
        voulu = (
            compte.etablissement_id,
            dite.nature.value,
            dite.titre,
            le.date(),
            heure,
            f"{le:%Y-%m-%d %H:%M}",
            dite.lien,
        )
        element = avant.pop(dite.identifiant, None)
        if element is None:
            element = Element(compte=compte, eleve_id=compte.eleve_id, identifiant=dite.identifiant, version=1)
            element.recu_le = dite.le
            neufs.append(element)
        elif voulu == tuple(getattr(element, champ) for champ in CHAMPS):
            continue
        else:
            element.version += 1
            changes.append(element)
        for champ, valeur in zip(CHAMPS, voulu, strict=True):
            setattr(element, champ, valeur)
    partis = Element.objects.filter(pk__in=[e.pk for e in avant.values() if not fil.depuis or e.recu_le >= fil.depuis])
    comptes.taire(partis)
    partis.delete()
    Element.objects.bulk_update(changes, [*(c.removesuffix("_id") for c in CHAMPS), "version"], batch_size=100)
    crees = Element.objects.bulk_create(neufs)
    de_trop = set(compte.elements.order_by("-recu_le", "-pk").values_list("pk", flat=True)[GARDEES:])
    trop = Element.objects.filter(pk__in=de_trop)
    comptes.taire(trop)
    trop.delete()
    return [element for element in crees if element.pk not in de_trop]


# --- What is told --------------------------------------------------------------------------------------------------------
def _dire(compte: CompteRelie, neufs: Sequence[Element]) -> None:
    """To its holder alone, within the quiet hours of the collège: what came since it was linked, and not all that was there before."""
    for element in neufs:
        if _est_a_dire(element, compte):
            diffusion.notifier(
                nature=evenements.NOUVELLE,
                objet_id=element.pk,
                etablissement=compte.etablissement,
                textes={(compte.titulaire_id, _sous_qui(element, compte)): _phrase(element, compte)},
                adresse=reverse("continuite_aller", args=[element.pk]) if element.enfant_id else reverse("continuite"),
                visible_le=calendrier.ouverture(compte.etablissement, timezone.now()),
            )
    if neufs:
        diffusion.signaler(nature=evenements.CHANGE, objet_id=compte.pk, destinataires={compte.titulaire_id})


def _est_a_dire(element: Element, compte: CompteRelie) -> bool:
    """Of a site like this one, what is news there: dates and homework stand on their day, and what it had said before the link is not said again."""
    if element.enfant_id:
        return compte.lu_le is not None and element.nature in evenements.RECU
    return element.recu_le >= compte.relie_le


def _sous_qui(element: Element, compte: CompteRelie) -> int | None:
    """The child under whom news stand: one who is in a class of here. Of others they are of nobody, and their sentence says the first name."""
    if not element.enfant_id:
        return compte.eleve_id
    la = Inscription.objects.filter(en_cours(), eleve=element.eleve_id, classe__fermee_le=None)
    return element.eleve_id if element.eleve_id and la.exists() else None


def _phrase(element: Element, compte: CompteRelie) -> str:
    """As the platform wrote it, whatever one's language: it is not ours to say otherwise."""
    if element.enfant:
        return element.titre if element.enfant.prenom in element.titre else f"{element.enfant.prenom} · {element.titre}"
    return " · ".join(filter(None, (compte.eleve.prenom if compte.eleve else "", compte.plateforme.nom, element.titre)))


# --- When it is over -----------------------------------------------------------------------------------------------------
def _finir(compte: CompteRelie) -> None:
    """Its keys and its lines go; its holder is told once, with the page where it is linked again."""
    comptes.taire(compte.elements.all())
    compte.elements.all().delete()
    compte.acces_scelle = compte.renouvellement_scelle = ""
    compte.fini_le, compte.panne = timezone.now(), compte.panne or "accord"
    diffusion.signaler(nature=evenements.CHANGE, objet_id=compte.pk, destinataires={compte.titulaire_id})
    diffusion.notifier(
        nature=evenements.REFUSE,
        objet_id=compte.pk,
        etablissement=compte.etablissement,
        textes={(compte.titulaire_id, compte.eleve_id): partial(_phrase_de_fin, compte.plateforme.nom)},
        adresse=reverse("continuite_compte", args=[compte.uuid]),
        visible_le=calendrier.ouverture(compte.etablissement, timezone.now()),
    )


def _phrase_de_fin(nom: str, _prenom: str = "") -> str:
    return _("%(nom)s n’est plus lu ici : reliez-le de nouveau si vous le voulez.") % {"nom": nom}


def redites_de_fin(ids: Collection[int]) -> dict[int, partial[str]]:
    dits = CompteRelie.objects.filter(pk__in=ids).select_related("plateforme")
    return {compte.pk: partial(_phrase_de_fin, compte.plateforme.nom) for compte in dits}


def _noter_la_panne(compte: CompteRelie, lecture: Lecture) -> None:
    maintenant = timezone.now()
    compte.pannes += 1
    compte.panne = lecture.panne
    compte.prochain_le = maintenant + attente(compte.pannes, lecture.dans)
    if maintenant - (compte.lu_le or compte.relie_le) >= GARDE:
        _finir(compte)
