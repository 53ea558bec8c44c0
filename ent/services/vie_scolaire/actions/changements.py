"""An outing that was sent changes: corrected, cancelled, put back. Its families are told what, in their language (docs/decisions/0148)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.annuaire.registres import Autorisation
from ent.diffusion import actions as diffusion
from ent.diffusion.lectures import pas_encore_dites
from ent.socle.dates import aujourd_hui, date_format

from ..evenements import consentements as evenements
from ..lectures.autorisations import etats_de
from ..lectures.changements import RECENT, Effet, change, copie, effet_de, version_lue
from ..lectures.phrases import ce_qui_change, jours, tenir
from ..models import DemandeConsentement, VersionSortie
from .annonces import VOTRE_AUTORISATION, dire
from .appels import reprendre_des_eleves
from .consentements import annoncer_demande, signaler, verrouiller


# --- Correct ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def corriger_sortie(*, demande: DemandeConsentement, auteur: Personne, champs: Mapping[str, Any]) -> Effet:
    """Families read what changed; they answer again when it is no longer what they agreed to, and their former answers are kept, and count no more.

    `champs`: some of `VersionSortie.CHAMPS`. The same again changes nothing, and is told to nobody.
    """
    demande = verrouiller(demande)
    effet = effet_de(demande, champs)
    if not change(demande, champs):
        return effet
    _exiger_corrigeable(demande, effet)
    ancienne = effet.avant
    ancienne.auteur = auteur
    ancienne.save()
    for nom, valeur in champs.items():
        setattr(demande, nom, valeur)
    _avancer(demande)
    if effet.redemande:
        _redemander(demande, auteur)
    demande.save()
    _consigner("corriger_sortie", demande, auteur, redemande=list(effet.redemande))
    if not demande.attend:  # else it is told once, as it is now
        _dire_le_changement(demande)
    _signaler(demande)
    return effet


def _exiger_corrigeable(demande: DemandeConsentement, effet: Effet) -> None:
    apres = effet.apres
    if not demande.est_sortie or not demande.est_ouverte:
        raise ValidationError(_("Cette sortie ne se corrige plus : elle est finie, fermée ou annulée."))
    if apres.fin < apres.debut:
        raise ValidationError(_("Le dernier jour vient avant le premier."), code="fin")
    if demande.est_verrouillee and effet.redemande:
        if apres.debut <= aujourd_hui():
            raise ValidationError(
                _("C’est le jour de la sortie : seules les heures et ce qu’il faut savoir se corrigent encore.")
            )
        if demande.appels.faits().exists():
            raise ValidationError(_("L’appel de la sortie est fait : elle a eu lieu."), code="debut")
    if effet.a_redemander and apres.repondre_avant and apres.repondre_avant < aujourd_hui():
        raise ValidationError(
            _("Les familles doivent répondre à nouveau : donnez-leur une date à venir, ou ôtez-la."),
            code="repondre_avant",
        )


def _redemander(demande: DemandeConsentement, auteur: Personne) -> None:
    """What was answered was answered to something else. A conflict is over with the answers that made it."""
    dits = demande.consentements.en_vigueur().order_by()
    if Autorisation.DESACCORD in etats_de(demande, set(dits.values_list("eleve_id", flat=True))).values():
        for nature in (evenements.DESACCORD, evenements.DESACCORD_ECOLE):
            diffusion.denotifier(nature=nature, objet_id=demande.pk)
    dits.update(remplace_le=timezone.now())
    _retirer_les_appels(demande, auteur)
    demande.tour += 1  # what a page read before answers to nothing
    demande.relancee_le = None  # the reminder of the morning was of another day


def _dire_le_changement(demande: DemandeConsentement) -> None:
    """One line takes the place of the former. It holds all that changed since its reader last answered, or else these last days: a comma never hides a day that
    moved. Who had answered, and has not since, is asked in it.
    """
    versions, dits = list(demande.versions.order_by("pk")), _reponses(demande)
    lignes: dict[tuple[int, bool], set[tuple[int, int]]] = defaultdict(set)
    par_pk = {version.pk: version for version in versions}
    familles = evenements.familles_de(demande, _eleves(demande))
    # Whom quiet hours still keep from being told of the outing itself read it as it is: nothing changed for them.
    if tenues := familles & pas_encore_dites(nature=evenements.DEMANDE, objet_id=demande.pk):
        dire(demande, evenements.DEMANDE, tenues, VOTRE_AUTORISATION, renouvelle=True)
    for famille in familles - tenues:
        le, vaut = dits.get(famille, (timezone.now() - RECENT, True))
        if lue := version_lue(versions, demande, le):
            lignes[lue.pk, not vaut].add(famille)
    for (pk, est_redemandee), familles in lignes.items():
        dire(
            demande,
            evenements.CORRIGEE,
            familles,
            partial(_corrigee, demande, par_pk[pk], est_redemandee),
            renouvelle=True,
        )


def _reponses(demande: DemandeConsentement) -> dict[tuple[int, int], tuple[dt.datetime, bool]]:
    """When each (adult, child) last answered, and whether it counts."""
    dits = demande.consentements.order_by("dit_le", "pk")
    return {(d.responsable_id, d.eleve_id): (d.dit_le, d.remplace_le is None) for d in dits}


def _corrigee(demande: DemandeConsentement, lue: VersionSortie, est_redemandee: bool, prenom: str) -> str:
    modele = (
        _("%(enfant)s · Répondez à nouveau, %(nom)s a changé : %(quoi)s")
        if est_redemandee
        else _("%(enfant)s · %(nom)s a changé : %(quoi)s")
    )
    quoi = ce_qui_change(lue, copie(demande))
    return tenir(lambda nom: modele % {"enfant": prenom, "nom": nom, "quoi": quoi}, demande.nom)


# --- Cancel -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def annuler_sortie(*, demande: DemandeConsentement, auteur: Personne, mot: str = "") -> None:
    """It stays where it was listed, crossed out; nobody is asked any more, nor on a roll of it. Said again, it changes nothing; with another word, that word is
    told in the place of the former.
    """
    demande = verrouiller(demande)
    if demande.est_annulee and mot in ("", demande.mot):
        return
    if not demande.est_sortie or not (demande.est_ouverte or demande.est_annulee):
        raise ValidationError(_("Cette sortie est déjà finie, ou fermée."))
    if demande.appels.faits().exists():
        raise ValidationError(_("L’appel de la sortie est fait : elle a eu lieu."))
    if not demande.est_annulee:
        demande.annulee_le = demande.fermee_le = timezone.now()
        _retirer_les_appels(demande, auteur)
    demande.mot = mot
    _avancer(demande)
    demande.save()
    for nature in (*evenements.DITES, evenements.CORRIGEE, evenements.RETABLIE):
        diffusion.denotifier(nature=nature, objet_id=demande.pk)
    _consigner("annuler_sortie", demande, auteur)
    if not demande.attend:
        _dire(demande, evenements.ANNULEE)
    _signaler(demande)


@transaction.atomic
def retablir_sortie(*, demande: DemandeConsentement, auteur: Personne) -> None:
    """Undo, for an hour: answers count again. Who had been told reads that it takes place; what its families had not been told yet is told. Said again, it
    changes nothing.
    """
    demande = verrouiller(demande)
    if demande.annulee_le is None:
        return
    if not demande.se_retablit:
        raise ValidationError(_("C’était il y a plus d’une heure : faites une nouvelle demande."))
    annulee_le = demande.annulee_le
    demande.annulee_le = demande.fermee_le = None
    demande.mot = ""
    _avancer(demande)
    demande.save()
    diffusion.denotifier(nature=evenements.ANNULEE, objet_id=demande.pk)
    _consigner("retablir_sortie", demande, auteur)
    if not demande.attend:
        _dire_a_nouveau(demande, annulee_le)
    _signaler(demande)


def _dire_a_nouveau(demande: DemandeConsentement, annulee_le: dt.datetime) -> None:
    """What the cancellation took back, unread or held by quiet hours: the outing itself, or what was corrected of it."""
    a_temps = partial(calendrier.ouverture, demande.etablissement)
    if demande.visible_le <= annulee_le and a_temps(annulee_le) <= timezone.now():
        _dire(demande, evenements.RETABLIE)
    if a_temps(demande.visible_le) > annulee_le:
        annoncer_demande(demande=demande)
        return
    derniere = demande.versions.order_by("pk").last()
    if derniere and (a_temps(derniere.corrigee_le) > annulee_le or _attend_des_reponses(demande)):
        _dire_le_changement(demande)


def _attend_des_reponses(demande: DemandeConsentement) -> bool:
    """Somebody answered before it changed, and has not since."""
    return not all(vaut for _le, vaut in _reponses(demande).values())


def redites(nature: str, demandes: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again: whether it takes place."""
    dites = DemandeConsentement.objects.filter(pk__in=demandes)
    return {demande.pk: partial(_redire, nature, demande) for demande in dites}


def corrigees_redites(demandes: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told families that each of them changed, since any of what they had read of it, to who had answered and to others: each is known by
    its words. Corrected once more, it is told anew; withheld then, it stays as it was told.
    """
    dites: dict[int, list[Callable[[str], str]]] = defaultdict(list)
    for lue in VersionSortie.objects.filter(demande__in=demandes).select_related("demande").order_by("pk"):
        dites[lue.demande_id] += [partial(_corrigee, lue.demande, lue, redemande) for redemande in (True, False)]
    return dites


def _redire(nature: str, demande: DemandeConsentement, prenom: str) -> str:
    """The word of who cancels is read whole: the title gives way to it, then the days."""
    modele = _(_modele(nature, demande))

    def phrase(quand: str, nom: str) -> str:
        return modele % {"enfant": prenom, "nom": nom, "quand": quand, "mot": demande.mot}

    bref = date_format(demande.debut, "j F")
    return tenir(partial(phrase, jours(demande)), demande.nom, partial(phrase, bref))


def _modele(nature: str, demande: DemandeConsentement) -> str:
    if nature == evenements.RETABLIE:
        return gettext_noop("%(enfant)s · %(nom)s a bien lieu : %(quand)s")
    if demande.mot:
        return gettext_noop("%(enfant)s · Annulée : %(nom)s, %(quand)s. %(mot)s")
    return gettext_noop("%(enfant)s · Annulée : %(nom)s, %(quand)s")


# --- What they share ----------------------------------------------------------------------------------------------------
def _avancer(demande: DemandeConsentement) -> None:
    demande.sequence += 1
    demande.modifiee_le = timezone.now()


def _retirer_les_appels(demande: DemandeConsentement, auteur: Personne) -> None:
    """Rolls that were opened and not made: their pupils are on that of their class again."""
    for appel in demande.appels.filter(fait_le=None).select_related("etablissement", "de_la_classe"):
        reprendre_des_eleves(appel=appel, auteur=auteur)


def _eleves(demande: DemandeConsentement) -> set[int]:
    return set(evenements.inscriptions_de(demande).order_by().values_list("eleve_id", flat=True))


def _dire(demande: DemandeConsentement, nature: str) -> None:
    """That it does not take place, or does: one line by child, in the place of the former."""
    familles = evenements.familles_de(demande, _eleves(demande))
    dire(demande, nature, familles, partial(_redire, nature, demande), renouvelle=True)


def _signaler(demande: DemandeConsentement) -> None:
    """Homes and pages read it again."""
    familles = set() if demande.attend else evenements.familles_de(demande, _eleves(demande))
    signaler(evenements.CHANGE, demande, {adulte for adulte, _enfant in familles} | evenements.equipe_de(demande))


def _consigner(verbe: str, demande: DemandeConsentement, auteur: Personne, **details: Any) -> None:
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=auteur,
        etablissement=demande.etablissement,
        objet=f"demande {demande.pk}",
        **details,
    )
