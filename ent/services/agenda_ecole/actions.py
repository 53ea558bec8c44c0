"""Write an event, correct it for one time or from then on, cancel it with a word, put it back."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, EntreeJournal, Etablissement, Groupe, Personne
from ent.diffusion import actions as diffusion

from . import evenements
from .lectures.deplaces import deplaces
from .lectures.moments import quand_deplace
from .lectures.series import TOUJOURS, jours_de, occurrence_du
from .models import Evenement

TACHE_ANNONCER = "ent.services.agenda_ecole.taches.annoncer"
PHRASES = {
    evenements.NOUVEAU: gettext_noop("%(enfant)s · Agenda : %(titre)s, %(quand)s"),
    evenements.CHANGE: gettext_noop("%(enfant)s · Agenda, changement : %(titre)s, %(quand)s"),
    evenements.ANNULE: gettext_noop("%(enfant)s · Annulé : %(titre)s, %(quand)s · %(mot)s"),
    evenements.RETABLI: gettext_noop("%(enfant)s · %(nom)s a bien lieu : %(quand)s"),
}
UNE, SUIVANTES = "une", "suivantes"
PASSE_DE_SERIE = ("pk", "id", "uuid", "serie", "occurrence")
# What a family would miss: told when it changes.
QUI_COMPTE = ("jour", "dernier_jour", "de", "a", "lieu", "rythme")
# What a series says of each of its times: corrected in it, it is in a time that is a row of its own too. Its hours are a pair, and go to who has them.
DE_CHAQUE_FOIS = ("titre", "texte", "lieu", "niveau")


# --- Write ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def publier_evenement(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    prevenir: bool = True,
    **champs: Any,
) -> Evenement:
    """Families read it when quiet hours allow, and are told if one wishes."""
    evenement = Evenement(
        etablissement=etablissement,
        classe=classe,
        groupe=groupe,
        auteur=auteur,
        visible_le=calendrier.moment_visible(etablissement),
        **champs,
    )
    _finir(evenement)
    evenement.save()
    _consigner("agenda_ecole.publier", evenement, auteur, **({} if prevenir else {"sans_prevenir": True}))
    _signaler(evenement)
    if prevenir and evenement.attend:
        diffusion.differer(TACHE_ANNONCER, a=evenement.visible_le, evenement_id=evenement.pk)
    elif prevenir:
        annoncer_evenement(evenement=evenement)
    return evenement


@transaction.atomic
def annoncer_evenement(*, evenement: Evenement) -> None:
    """Tell the families, once it is visible. Told again, it changes nothing."""
    if not (evenement.attend or evenement.est_annule):
        _dire(evenement, evenements.NOUVEAU)


# --- Correct --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def corriger_evenement(
    *, evenement: Evenement, auteur: Personne, le: dt.date, portee: str = UNE, prevenir: bool = True, **champs: Any
) -> Evenement:
    """One time of it (`UNE`), or that one and all that follow: a series is then cut, and goes on as another. A time that was cancelled or corrected alone
    stays so, if the series falls on its day still; of it, only what this changes is changed.
    """
    evenement = _verrouiller(evenement)
    changes = {nom: champs[nom] for nom in DE_CHAQUE_FOIS if nom in champs and champs[nom] != getattr(evenement, nom)}
    avant, heures = [getattr(evenement, nom) for nom in QUI_COMPTE if nom != "jour"], (evenement.de, evenement.a)
    ligne = _ligne_de(evenement, le, portee)
    if ligne.serie_id:
        champs |= {"rythme": "", "jusqu_au": None}  # one time comes back never
    for nom, valeur in champs.items():
        setattr(ligne, nom, valeur)
    _avancer(ligne)
    _finir(ligne)
    ligne.save()
    if portee == SUIVANTES:
        _reprendre_les_corrections(evenement, le, ligne, changes, heures)
    est_deplace = ligne.jour != le and not ligne.attend  # what nobody read yet is moved from nowhere
    _consigner("agenda_ecole.corriger", ligne, auteur, **({"du": le.isoformat()} if est_deplace else {}))
    _signaler(ligne)
    apres = [getattr(ligne, nom) for nom in QUI_COMPTE if nom != "jour"]
    if prevenir and not (ligne.attend or ligne.est_annule) and (avant != apres or ligne.jour != le):
        ligne.est_redit = _dire(ligne, evenements.CHANGE)  # of what is cancelled, its day is told once it is put back
    return ligne


def _ligne_de(evenement: Evenement, jour: dt.date, portee: str) -> Evenement:
    """The row that says that time, or those from then on."""
    if not evenement.est_une_serie:
        return evenement
    if occurrence_du(evenement, jour) is None:
        raise ValidationError(_("Cette date n’est plus dans l’agenda : rouvrez-la depuis le mois."))
    if portee == UNE:
        return _copie(evenement, jour, serie=evenement, occurrence=jour, rythme="", jusqu_au=None)
    if jour == jours_de(evenement)[0]:
        return evenement
    suite = _copie(evenement, jour)
    evenement.jusqu_au = jour - dt.timedelta(days=1)
    _avancer(evenement)
    _finir(evenement)
    evenement.save()
    return suite


def _reprendre_les_corrections(
    avant: Evenement,
    jour: dt.date,
    ligne: Evenement,
    changes: dict[str, Any],
    heures: tuple[dt.time | None, dt.time | None],
) -> None:
    """Those of the series from that day on are those of the row that goes on with it; of a day on which it falls no more, nothing is left. A time
    that was given other hours than those of the series until then (`heures`) keeps them.
    """
    tombe = set(jours_de(ligne)) if ligne.est_une_serie else set()
    siennes = Evenement.objects.select_for_update(of=("self",), no_key=True)
    for correction in siennes.filter(serie=avant.pk, occurrence__gte=jour).order_by("pk"):
        if correction.occurrence not in tombe:
            correction.delete()
            continue
        for nom, valeur in changes.items():
            setattr(correction, nom, valeur)
        if (correction.de, correction.a) == heures:
            correction.de, correction.a = ligne.de, ligne.a
        if correction.de:  # with hours, it begins and ends the same day
            correction.dernier_jour = correction.jour
        correction.serie = ligne
        _avancer(correction)
        _finir(correction)
        correction.save()


def _copie(evenement: Evenement, jour: dt.date, **champs: Any) -> Evenement:
    """The same on that day, as a row of its own."""
    siens = {c.attname: getattr(evenement, c.attname) for c in Evenement._meta.fields if c.name not in PASSE_DE_SERIE}
    siens |= {"jour": jour, "dernier_jour": jour + (evenement.dernier_jour - evenement.jour)}
    return Evenement(**siens | champs)


# --- Cancel ---------------------------------------------------------------------------------------------------------------
@transaction.atomic
def annuler_evenement(*, evenement: Evenement, auteur: Personne, le: dt.date, portee: str, mot: str) -> Evenement:
    """It stays in the agenda, crossed out, with why. Said again, it changes nothing."""
    evenement = _verrouiller(evenement)
    if evenement.est_annule:
        return evenement
    if portee == UNE and (deja := evenement.corrections.filter(occurrence=le).exclude(annule_le=None).first()):
        return deja
    ligne = _ligne_de(evenement, le, portee)
    ligne.annule_le, ligne.mot = timezone.now(), mot
    _avancer(ligne)
    _finir(ligne)
    ligne.save()
    if portee == SUIVANTES:
        _reprendre_les_corrections(evenement, le, ligne, {}, (ligne.de, ligne.a))
        ligne.corrections.filter(annule_le=None).update(annule_le=ligne.annule_le, mot=mot)
    diffusion.denotifier(nature=evenements.RETABLI, objet_id=ligne.pk)
    _consigner("agenda_ecole.annuler", ligne, auteur)
    _signaler(ligne)
    if not ligne.attend:
        _dire(ligne, evenements.ANNULE)
    return ligne


@transaction.atomic
def retablir_evenement(*, evenement: Evenement, auteur: Personne) -> None:
    """Undo: it takes place, with the times that were cancelled with it; what was told of its end is taken back. Said again, it changes nothing."""
    evenement = _verrouiller(evenement)
    annule_le, mot = evenement.annule_le, evenement.mot
    if annule_le is None:
        return
    evenement.annule_le, evenement.mot = None, ""
    _avancer(evenement)
    evenement.save()
    siennes = evenement.corrections.filter(annule_le=annule_le, mot=mot)
    siennes.update(annule_le=None, mot="", sequence=F("sequence") + 1, modifie_le=evenement.modifie_le)
    diffusion.denotifier(nature=evenements.ANNULE, objet_id=evenement.pk)
    _consigner("agenda_ecole.retablir", evenement, auteur)
    _signaler(evenement)
    _dire_a_nouveau(evenement, annule_le)


def _dire_a_nouveau(evenement: Evenement, annule_le: dt.datetime) -> None:
    """Who could read that it was cancelled reads that it takes place; what quiet hours held when it was cancelled, and told nobody since, is told."""
    if evenement.attend:
        return
    if evenement.visible_le > annule_le and not evenement.serie_id:
        publie = EntreeJournal.objects.filter(
            etablissement=evenement.etablissement_id, verbe="agenda_ecole.publier", objet=f"evenement {evenement.pk}"
        )
        if not publie.filter(details__sans_prevenir=True).exists():
            _dire(evenement, evenements.NOUVEAU)
    elif calendrier.ouverture(evenement.etablissement, annule_le) <= timezone.now():
        _dire(evenement, evenements.RETABLI)


# --- What they share ------------------------------------------------------------------------------------------------------
def _verrouiller(evenement: Evenement) -> Evenement:
    verrou = Evenement.objects.select_for_update(of=("self",), no_key=True)
    return verrou.select_related("etablissement", "classe", "groupe").get(pk=evenement.pk)


def _avancer(evenement: Evenement) -> None:
    evenement.sequence += 1
    evenement.modifie_le = timezone.now()


def _finir(evenement: Evenement) -> None:
    """The last day on which it may fall."""
    if evenement.est_une_serie and evenement.jusqu_au and evenement.jusqu_au > evenement.jour + TOUJOURS:
        raise ValidationError(_("Une série dure un an au plus."), code="jusqu_au")
    jours = jours_de(evenement)
    if not jours:
        raise ValidationError(_("Jusqu’à ce jour-là, il ne tombe jamais : les vacances sont ôtées."), code="jusqu_au")
    evenement.dernier = jours[-1] + (evenement.dernier_jour - evenement.jour)


def _consigner(verbe: str, evenement: Evenement, auteur: Personne, **details: Any) -> None:
    consigner(verbe, auteur=auteur, etablissement=evenement.etablissement, objet=f"evenement {evenement.pk}", **details)


def _signaler(evenement: Evenement) -> None:
    """Homes and pages read it again."""
    eleves = list(evenements.prenoms_de(evenement)) if not evenement.attend else []
    familles = {adulte for adulte, _enfant in evenements.familles_de(evenement, eleves)}
    diffusion.signaler(
        nature=evenements.CHANGE, objet_id=evenement.pk, destinataires=familles | evenements.equipe_de(evenement)
    )


def _dire(evenement: Evenement, nature: str) -> bool:
    """One sentence by child, in the language of who reads it. What is over is told to nobody: False."""
    if evenement.dernier < timezone.localdate():
        return False
    prenoms = evenements.prenoms_de(evenement)
    avant = deplaces([evenement]).get(evenement.pk) if nature == evenements.CHANGE else None
    phrases: dict[int, Callable[[], str]] = {
        eleve: partial(_phrase, evenement, nature, avant, prenom) for eleve, prenom in prenoms.items()
    }
    diffusion.notifier(
        nature=nature,
        objet_id=evenement.pk,
        etablissement=evenement.etablissement,
        textes={(adulte, eleve): phrases[eleve] for adulte, eleve in evenements.familles_de(evenement, list(prenoms))},
        adresse=reverse("agenda_evenement", args=[evenement.pk]),
        visible_le=calendrier.ouverture(evenement.etablissement, timezone.now()),
        renouvelle=nature != evenements.NOUVEAU,
    )
    return True


def redites(nature: str, evenements_dits: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    dits = list(Evenement.objects.filter(pk__in=evenements_dits))
    avants = deplaces(dits) if nature == evenements.CHANGE else {}
    return {evenement.pk: partial(_phrase, evenement, nature, avants.get(evenement.pk)) for evenement in dits}


def _phrase(evenement: Evenement, nature: str, avant: dt.date | None, prenom: str) -> str:
    """`avant`: the day from which it was moved."""
    dit = {"enfant": prenom, "quand": quand_deplace(evenement, avant), "mot": evenement.mot}
    return _(PHRASES[nature]) % (dit | {"titre": evenement.titre, "nom": evenement.titre})
