"""Take a roll, correct it, give pupils of a class that is split to somebody. Households are told at once of what nobody announced."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, EntreeJournal, Personne
from ent.diffusion import actions as diffusion
from ent.socle.dates import aujourd_hui

from ..demi_journees import DemiJournee, demi_journee, demi_journees
from ..evenements import appels as evenements
from ..lectures.collectives import est_collective
from ..models import Appel, DeclarationAbsence, LigneAppel
from .alertes import alerter
from .appels_dits import dire_l_absence, dire_la_presence
from .appels_gardes import garder_la_ligne, rendre_les_gardees

TACHE_SUIVRE = "ent.services.vie_scolaire.taches.appels.suivre"
D_UN_ELEVE = "personne "  # what a line of the journal is about


@dataclass(frozen=True)
class Dit:
    """What a roll says of one pupil. Nothing said: they were there."""

    absent: bool = False
    arrive_a: dt.time | None = None
    parti_a: dt.time | None = None
    revenu_a: dt.time | None = None

    @property
    def champs(self) -> tuple[bool, dt.time | None, dt.time | None, dt.time | None]:
        return self.absent, self.arrive_a, self.parti_a, self.revenu_a


PRESENT = Dit()


@transaction.atomic
def faire_l_appel(
    *,
    classe: Classe,
    demi: DemiJournee,
    auteur: Personne,
    dits: Mapping[int, Dit],
    montres: Collection[int] | None = None,
    fait_le: dt.datetime | None = None,
) -> Appel:
    """The roll of a class, or its correction. `dits` names those of whom there is something to say: every other pupil was there, of those whom the page
    showed (`montres`; None: all). Who came to the class since stays as somebody said them.

    Pupils whom an ad hoc roll holds that half-day are left to it. Sent again, it changes nothing and tells nobody twice.
    """
    passer_apres(classe)
    appel, nouveau = Appel.objects.get_or_create(
        classe=classe,
        jour=demi.jour,
        moment=demi.moment,
        defaults={"etablissement": classe.etablissement, "auteur": auteur, "fait_le": fait_le or timezone.now()},
    )
    nouveau = _signer(appel, auteur, fait_le) or nouveau
    ailleurs = set(
        LigneAppel.objects.filter(
            appel__etablissement=classe.etablissement_id,
            appel__classe=None,
            appel__jour=demi.jour,
            appel__moment=demi.moment,
        ).values_list("eleve_id", flat=True)
    )
    siens = {i.eleve_id: i.eleve for i in evenements.inscrits(classe.pk, demi.jour) if i.eleve_id not in ailleurs}
    perdues = LigneAppel.objects.d_une_ancienne_classe().filter(appel__etablissement=classe.etablissement_id)
    _porter(perdues.filter(appel__jour=demi.jour, appel__moment=demi.moment, eleve__in=siens), appel)
    change = _ecrire(appel, _parmi(siens, montres), dits)
    if nouveau or change:
        _consigner("faire_l_appel" if nouveau else "corriger_l_appel", appel, auteur)
        _dire(appel, siens)
    return appel


@transaction.atomic
def faire_l_appel_confie(
    *, appel: Appel, auteur: Personne, dits: Mapping[int, Dit], montres: Collection[int] | None = None
) -> Appel:
    """The roll of the pupils whom one was given."""
    if appel.de_la_classe:
        passer_apres(appel.de_la_classe)
    siens = {ligne.eleve_id: ligne.eleve for ligne in appel.lignes.select_related("eleve")}
    nouveau = _signer(appel, auteur)
    if _ecrire(appel, _parmi(siens, montres), dits) or nouveau:
        _consigner("faire_l_appel" if nouveau else "corriger_l_appel", appel, auteur)
        _dire(appel, siens)
    return appel


@transaction.atomic
def confier_des_eleves(
    *, classe: Classe, eleves: Collection[Personne], a: Personne, auteur: Personne, demis: Iterable[DemiJournee]
) -> list[Appel]:
    """These pupils of a class are taken by somebody else for these half-days, who takes their roll. Given again, they follow the last word."""
    passer_apres(classe)
    inscrits = {i.eleve_id for demi in demis for i in evenements.inscrits(classe.pk, demi.jour)}
    siens = [eleve for eleve in eleves if eleve.pk in inscrits]
    if not siens:
        raise ValidationError(_("Choisissez au moins un élève."), code="eleves")
    confies = []
    for demi in demis:
        appel, _cree = Appel.objects.get_or_create(
            etablissement=classe.etablissement,
            classe=None,
            de_la_classe=classe,
            sortie=None,
            confie_a=a,
            jour=demi.jour,
            moment=demi.moment,
            defaults={"auteur": auteur},
        )
        confier_a_l_appel(appel, siens)
        confies.append(appel)
    consigner(
        "vie_scolaire.confier_des_eleves",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"classe {classe.pk}",
        eleves=len(siens),
    )
    for appel in confies:
        _signaler(appel, [eleve.pk for eleve in siens])
    return confies


@transaction.atomic
def reprendre_des_eleves(*, appel: Appel, auteur: Personne) -> None:
    """The pupils are with their class again: the ad hoc roll goes, and what it said of them stays, for that of the class to say otherwise."""
    if appel.de_la_classe:
        passer_apres(appel.de_la_classe)
    eleves = list(appel.lignes.values_list("eleve_id", flat=True))
    if dites := list(appel.lignes.qui_disent()):
        de_classe, _cree = Appel.objects.get_or_create(
            classe=appel.de_la_classe,
            jour=appel.jour,
            moment=appel.moment,
            defaults={"etablissement": appel.etablissement, "auteur": auteur},
        )
        _porter(dites, de_classe)
    consigner(
        "vie_scolaire.reprendre_des_eleves",
        auteur=auteur,
        etablissement=appel.etablissement,
        objet=f"classe {appel.de_la_classe_id}",
    )
    _signaler(appel, eleves)
    appel.delete()


# --- A pupil who changes class ----------------------------------------------------------------------------------------
def suivre_leur_classe(ecole: int, eleves: Collection[int], _geste: int | None = None) -> None:
    """In the transaction of a change of class, or of its undoing: what was said today of half-days that are over stays that of the class that said it.
    Of one that runs, who has them says who is there; what nobody said otherwise goes to the roll of the class that has them now, once it ends.
    """
    for ligne in _perdues(ecole, eleves):
        demi = _demi_journee_de(ligne)
        if demi is None:
            continue
        if demi.finit_a > timezone.now():
            diffusion.differer(TACHE_SUIVRE, a=demi.finit_a, ligne_id=ligne.pk)
        elif not garder_la_ligne(ligne):
            _rejoindre(ligne)


@transaction.atomic
def finir_de_suivre(*, ligne: LigneAppel) -> None:
    """Its half-day is over: it goes to the roll of the class that has its pupil, unless it is read already."""
    demi = _demi_journee_de(ligne)
    if demi is not None and demi.finit_a <= timezone.now() and (classe := _leur_classe(ligne)):
        passer_apres(classe)
        for encore in LigneAppel.objects.d_une_ancienne_classe().filter(pk=ligne.pk):
            _rejoindre(encore)


def revenir_a_leur_classe(geste: int) -> None:
    """In the transaction that undoes a change of class: the roll of the former, if it is made, knew of the pupil; what it said, and the other took
    over, is its own again at once.
    """
    ligne = EntreeJournal.objects.filter(pk=geste, objet__startswith=D_UN_ELEVE).first()
    if ligne is None or ligne.etablissement_id is None:
        return
    eleve = int(ligne.objet.removeprefix(D_UN_ELEVE))
    rendre_les_gardees(eleve, ligne.etablissement_id)
    for perdue in _perdues(ligne.etablissement_id, [eleve]):
        dit = perdue.appel
        if Appel.objects.faits().filter(classe=_leur_classe(perdue), jour=dit.jour, moment=dit.moment).exists():
            _rejoindre(perdue)


def _perdues(ecole: int, eleves: Collection[int]) -> Iterable[LigneAppel]:
    """What classes of which they are no more said of them today."""
    lignes = LigneAppel.objects.d_une_ancienne_classe().select_related("appel__etablissement")
    return lignes.filter(appel__etablissement=ecole, appel__jour=aujourd_hui(), eleve__in=eleves)


def _demi_journee_de(ligne: LigneAppel) -> DemiJournee | None:
    return demi_journee(ligne.appel.etablissement, ligne.appel.jour, ligne.appel.moment)


def _leur_classe(ligne: LigneAppel) -> Classe | None:
    """That of the same school that had the pupil that day."""
    la_leur = en_cours("inscriptions__", ligne.appel.jour) & Q(inscriptions__eleve=ligne.eleve_id)
    return Classe.objects.filter(la_leur, etablissement=ligne.appel.etablissement_id).first()


def _rejoindre(ligne: LigneAppel) -> None:
    """A roll that nobody makes bears it as well: it is missed whoever forgets."""
    if classe := _leur_classe(ligne):
        dit = ligne.appel
        appel, _cree = Appel.objects.get_or_create(
            classe=classe,
            jour=dit.jour,
            moment=dit.moment,
            defaults={"etablissement": classe.etablissement, "auteur": dit.auteur},
        )
        _porter([ligne], appel)


# --- What they share --------------------------------------------------------------------------------------------------
def passer_apres(classe: Classe) -> None:
    """Rolls of one class are written one after the other."""
    Classe.objects.select_for_update(no_key=True).get(pk=classe.pk)


def confier_a_l_appel(appel: Appel, eleves: list[Personne]) -> None:
    """A pupil is on one roll a half-day: what another said of them goes with them."""
    ailleurs = {
        ligne.eleve_id: ligne
        for ligne in LigneAppel.objects.qui_comptent().filter(
            appel__etablissement=appel.etablissement_id,
            appel__jour=appel.jour,
            appel__moment=appel.moment,
            eleve__in=eleves,
        )
    }
    for eleve in eleves:
        if (ligne := ailleurs.get(eleve.pk)) is None:
            LigneAppel.objects.create(appel=appel, eleve=eleve)
        elif ligne.appel_id != appel.pk:
            ligne.appel = appel
            ligne.save(update_fields=["appel"])


def _porter(lignes: Iterable[LigneAppel], appel: Appel) -> None:
    """On that roll, unless it says something of the pupil already. The line stays the same: who was told, and why."""
    deja = set(appel.lignes.values_list("eleve_id", flat=True))
    LigneAppel.objects.filter(pk__in=[une.pk for une in lignes if une.eleve_id not in deja]).update(appel=appel)


def _signer(appel: Appel, auteur: Personne, fait_le: dt.datetime | None = None) -> bool:
    """Who makes it, and when, the first time. Whether it is."""
    if appel.fait_le is not None:
        return False
    appel.fait_le, appel.auteur = fait_le or timezone.now(), auteur
    appel.save(update_fields=["fait_le", "auteur"])
    return True


def _parmi(siens: Mapping[int, Personne], montres: Collection[int] | None) -> Mapping[int, Personne]:
    return siens if montres is None else {pk: eleve for pk, eleve in siens.items() if pk in montres}


def _ecrire(appel: Appel, eleves: Mapping[int, Personne], dits: Mapping[int, Dit]) -> bool:
    """Keep what differs, drop what no longer does, tell households. Whether anything changed."""
    lignes = {ligne.eleve_id: ligne for ligne in appel.lignes.select_for_update()}
    annonces = {
        d.eleve_id: d
        for d in DeclarationAbsence.objects.couvrant(appel.jour, appel.moment).filter(
            etablissement=appel.etablissement_id, eleve__in=eleves
        )
    }
    collective = est_collective(appel)
    change = False
    for pk, eleve in eleves.items():
        dit, ligne = dits.get(pk, PRESENT), lignes.get(pk)
        if dit.champs == (ligne.dit if ligne else PRESENT.champs):
            continue
        change = True
        if ligne is None:
            ligne = LigneAppel(appel=appel, eleve=eleve)
        etait_absent = ligne.absent
        ligne.absent, ligne.arrive_a, ligne.parti_a, ligne.revenu_a = dit.champs
        ligne.declaration = annonces.get(pk) if dit.absent else None
        ligne.collective = collective and dit.absent
        if etait_absent and not dit.absent and ligne.prevenue_le:
            _rassurer(ligne)
        if dit == PRESENT and appel.classe_id:
            ligne.delete()
            continue
        ligne.save()
        if dit.absent and not etait_absent and not (ligne.declaration or collective):
            _prevenir(ligne)
    return change


def _consigner(verbe: str, appel: Appel, auteur: Personne) -> None:
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=auteur,
        etablissement=appel.etablissement,
        objet=f"appel {appel.pk}",
        absents=appel.lignes.absents().count(),
    )


def _dire(appel: Appel, eleves: Mapping[int, Personne]) -> None:
    _signaler(appel, list(eleves))
    alerter(ecole=appel.etablissement, eleves=list(eleves), jour=appel.jour)


def _signaler(appel: Appel, eleves: Collection[int]) -> None:
    equipe = evenements.equipe_de(appel.etablissement_id, eleves)
    if appel.confie_a_id:
        equipe.add(appel.confie_a_id)
    diffusion.signaler(nature=evenements.APPEL, objet_id=appel.pk, destinataires=equipe)


def _prevenir(ligne: LigneAppel) -> None:
    """R131-5: each adult who may know, at once; of a roll that is made in quiet hours, when they end. Why is asked on their home then, and on
    the page of absences at once.
    """
    appel, eleve = ligne.appel, ligne.eleve
    adultes = evenements.familles_de(appel.etablissement_id, eleve.pk)
    ligne.prevenue_le = _lisible_le(appel)
    ligne.save(update_fields=["prevenue_le"])

    _notifier(evenements.ABSENCE, ligne, adultes, partial(dire_l_absence, appel.jour, appel.moment, eleve.prenom))
    diffusion.signaler(nature=evenements.ABSENCE, objet_id=ligne.pk, destinataires=adultes)


def _lisible_le(appel: Appel) -> dt.datetime:
    """Now, while the school that the child misses is held, whatever its quiet hours; else when they let it."""
    ecole, maintenant = appel.etablissement, timezone.now()
    demis = demi_journees(ecole, timezone.localdate(maintenant))
    pendant = bool(demis) and appel.jour == demis[0].jour and demis[0].ouvre_a <= maintenant <= demis[-1].finit_a
    return maintenant if pendant else calendrier.ouverture(ecole, maintenant)


def _rassurer(ligne: LigneAppel) -> None:
    """Those who were told that a child was missing read that they are there, or came; nothing where it still waited to be read."""
    appel, eleve = ligne.appel, ligne.eleve
    adultes = evenements.familles_de(appel.etablissement_id, eleve.pk)
    arrivee = ligne.arrive_a
    diffusion.denotifier(nature=evenements.ABSENCE, objet_id=ligne.pk)
    if ligne.prevenue_le and ligne.prevenue_le <= timezone.now():
        _notifier(evenements.PRESENCE, ligne, adultes, partial(dire_la_presence, arrivee, eleve.prenom))
    diffusion.signaler(nature=evenements.PRESENCE, objet_id=ligne.pk, destinataires=adultes)
    ligne.prevenue_le = None


def _notifier(nature: str, ligne: LigneAppel, adultes: set[int], phrase) -> None:
    ecole = ligne.appel.etablissement
    diffusion.notifier(
        nature=nature,
        objet_id=ligne.pk,
        etablissement=ecole,
        textes={(adulte, ligne.eleve_id): phrase for adulte in adultes},
        adresse=reverse("absences"),
        visible_le=_lisible_le(ligne.appel),
        renouvelle=True,
    )
