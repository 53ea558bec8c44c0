"""Count at the meeting point, from as many phones as there are; end it once everybody was found."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.destinataires import presents
from ent.annuaire.equipes import enseignants_des_classes
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.socle.textes import norme

from ..evenements import appels as evenements
from ..lectures.evacuations import sur_place
from ..models import Evacuation, PassageEvacuation, PointageAdulte, PointageEvacuation

VU, ABSENT, CHERCHE = PointageAdulte.Etat.VU, PointageAdulte.Etat.ABSENT, PointageAdulte.Etat.CHERCHE


class Compte(TypedDict):
    """What one person counted, as `pointer` takes it."""

    vus: Collection[int]
    repris: Collection[int]
    adultes: Collection["AdulteDit"]
    passent: int | None
    le: dt.datetime


@dataclass(frozen=True)
class AdulteDit:
    """What one person says of an adult: of the school (`adulte`, an id), or passing, by a name."""

    etat: str
    adulte: int | None = None
    nom: str = ""
    change: bool = True  # not as the page showed them: what one leaves as it stands is nobody's word

    @property
    def cle(self) -> str:
        return norme(self.nom)[:60] if self.adulte is None else ""


class DejaFinie(ValidationError):
    """What was counted is of one that ended: nobody starts another unknowingly."""

    def __init__(self, evacuation: Evacuation) -> None:
        super().__init__(_("L’évacuation est finie."), code="finie")
        self.evacuation = evacuation


@transaction.atomic
def pointer(
    *,
    etablissement: Etablissement,
    par: Personne,
    vus: Collection[int],
    le: dt.datetime,
    repris: Collection[int] = (),
    adultes: Collection[AdulteDit] = (),
    passent: int | None = None,
    lue: int | None = None,
    commence: bool = False,
) -> Evacuation:
    """What one person counted, whenever it arrives: joined to what the others did. `vus`: pupils (ids) whom they saw themself, and not those whom their page
    said seen by others; `repris`: those whom they take back. Whoever was seen by somebody is seen, even told late; each takes back their own
    word alone, and what is older than it changes nothing. `passent`: adults without a name whom this person counts beside themself,
    nothing if they said nothing of it. `lue`: the evacuation (id) that their page showed; `commence`: they mean to start another where none
    runs, else `DejaFinie` asks it of whoever counts after an end.
    """
    Etablissement.objects.select_for_update(no_key=True).get(pk=etablissement.pk)
    evacuation = _celle_de(etablissement, par, le, None if commence else _finie(etablissement, lue, le))
    siens = {p.eleve_id: p for p in evacuation.pointages.filter(par=par)}
    for eleve, vu in (dict.fromkeys(repris, False) | dict.fromkeys(vus, True)).items():
        sien = siens.get(eleve)
        if sien is None and vu:
            PointageEvacuation.objects.create(evacuation=evacuation, eleve_id=eleve, vu=True, par=par, le=le)
        elif sien is not None and sien.le <= le:
            sien.vu, sien.le = vu, le
            sien.save(update_fields=["vu", "le"])
    _pointer_les_adultes(evacuation, par, adultes, le)
    if passent is not None:
        passage, cree = PassageEvacuation.objects.get_or_create(
            evacuation=evacuation, par=par, defaults={"combien": passent, "le": le}
        )
        if not cree and passage.le <= le:
            passage.combien, passage.le = passent, le
            passage.save(update_fields=["combien", "le"])
    _signaler(evacuation)
    return evacuation


def _finie(etablissement: Etablissement, lue: int | None, le: dt.datetime) -> Evacuation | None:
    """The one that a page showed, if it ended; of a page that showed none (a copy without network), one that ended a short while before."""
    finies = Evacuation.objects.filter(etablissement=etablissement, finie_le__lte=le)
    if lue is not None:
        return finies.filter(pk=lue).first()
    return finies.filter(finie_le__gt=le - Evacuation.REPRISE).order_by("-finie_le").first()


def _celle_de(etablissement: Etablissement, par: Personne, le: dt.datetime, finie: Evacuation | None) -> Evacuation:
    """The one that runs, or a new one. What was counted before the end, and comes after it, is of the one that ended: it alarms nobody again."""
    siennes = Evacuation.objects.filter(etablissement=etablissement)
    evacuation = siennes.en_cours().first() or siennes.filter(ouverte_le__lte=le, finie_le__gt=le).first()
    if evacuation is None and finie is not None:
        raise DejaFinie(finie)
    if evacuation is None:
        evacuation = Evacuation.objects.create(etablissement=etablissement, ouverte_par=par, ouverte_le=le)
        consigner(
            "vie_scolaire.ouvrir_evacuation",
            auteur=par,
            etablissement=etablissement,
            objet=f"evacuation {evacuation.pk}",
        )
        _signaler(evacuation, evenements.BANNIERES)
    return evacuation


def _pointer_les_adultes(
    evacuation: Evacuation, par: Personne, adultes: Collection[AdulteDit], le: dt.datetime
) -> None:
    """One's own word of each, where one says something; a name that nobody had written is looked for, even so."""
    connus, siens = set(), {}
    for p in evacuation.pointages_adultes.all():
        connus.add((p.adulte_id, p.cle))
        if p.par_id == par.pk:
            siens[p.adulte_id, p.cle] = p
    for qui, dit in {(dit.adulte, dit.cle): dit for dit in adultes}.items():
        if not (dit.change or (dit.cle and qui not in connus)):
            continue
        if (sien := siens.get(qui)) is None:
            PointageAdulte.objects.create(
                evacuation=evacuation, adulte_id=dit.adulte, nom=dit.nom, cle=dit.cle, etat=dit.etat, par=par, le=le
            )
        elif sien.le <= le:
            sien.etat, sien.le = dit.etat, le
            sien.save(update_fields=["etat", "le"])


@transaction.atomic
def finir_evacuation(
    *, evacuation: Evacuation, par: Personne, compte: Compte | None = None, admis: int | None = None
) -> bool:
    """Said again, it changes nothing. The journal keeps what the page of who ends it counts.

    `compte`: what that page bore and had not sent: it is joined first, and stays even where it does not end. `admis`: how many may still be missing (None: any number);
    with more it goes on, and the answer is False.
    """
    if compte is not None:
        pointer(etablissement=evacuation.etablissement, par=par, lue=evacuation.pk, **compte)
        evacuation.refresh_from_db()
    if evacuation.finie_le:
        return True
    lu = sur_place(par, evacuation.etablissement)
    if admis is not None and lu.manquent_en_tout > admis:
        return False
    evacuation.finie_le, evacuation.finie_par = timezone.now(), par
    evacuation.save(update_fields=["finie_le", "finie_par"])
    consigner(
        "vie_scolaire.finir_evacuation",
        auteur=par,
        etablissement=evacuation.etablissement,
        objet=f"evacuation {evacuation.pk}",
        vus=lu.vus,
        manquent=lu.manquent,
        adultes_vus=lu.adultes.vus,
        adultes_manquent=lu.adultes.manquent,
    )
    _signaler(evacuation)
    _signaler(evacuation, evenements.BANNIERES)
    return True


@transaction.atomic
def reprendre_evacuation(*, evacuation: Evacuation, par: Personne) -> None:
    """Ended by mistake: it runs again, with all that was counted. Said again, it changes nothing."""
    Etablissement.objects.select_for_update(no_key=True).get(pk=evacuation.etablissement_id)
    evacuation.refresh_from_db()
    if evacuation.finie_le is None:
        return
    if evacuation.finie_le + Evacuation.REPRISE < timezone.now():
        raise ValidationError(
            _("C’est fini depuis trop longtemps : un nouveau compte en commence une autre."), code="tard"
        )
    if Evacuation.objects.en_cours().filter(etablissement=evacuation.etablissement_id).exists():
        raise ValidationError(_("Une autre évacuation est en cours."), code="autre")
    evacuation.finie_le = evacuation.finie_par = None
    evacuation.save(update_fields=["finie_le", "finie_par"])
    consigner(
        "vie_scolaire.reprendre_evacuation",
        auteur=par,
        etablissement=evacuation.etablissement,
        objet=f"evacuation {evacuation.pk}",
    )
    _signaler(evacuation)
    _signaler(evacuation, evenements.BANNIERES)


def _signaler(evacuation: Evacuation, nature: str = evenements.EVACUATION) -> None:
    """Every phone of who works in the school reads again."""
    ecole = evacuation.etablissement_id
    classes = set(presents(ecole).order_by().values_list("classe_id", flat=True))
    equipe = evenements.direction_de(ecole) | evenements.personnel_de(ecole)
    equipe = equipe.union(*enseignants_des_classes(classes).values())
    diffusion.signaler(nature=nature, objet_id=evacuation.pk, destinataires=equipe)
