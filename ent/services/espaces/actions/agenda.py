"""Write a date of a space, correct it, cancel it with a word, put it back; tell each school of it."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.moments import quand
from ..models import DateDeLEspace, Espace, InscriptionVisite
from . import commun, visites
from .commun import consigner

AUX_FAMILLES = {
    evenements.DATE: gettext_noop("%(enfant)s · Avec une autre école : %(titre)s, %(quand)s"),
    evenements.DATE_CHANGE: gettext_noop("%(enfant)s · Changement : %(titre)s, %(quand)s"),
    evenements.DATE_ANNULEE: gettext_noop("%(enfant)s · Annulé : %(titre)s, %(quand)s · %(mot)s"),
    evenements.DATE_RETABLIE: gettext_noop("%(enfant)s · %(nom)s a bien lieu : %(quand)s"),
}
AUX_ADULTES = {
    evenements.DATE: gettext_noop("%(espace)s : %(titre)s, %(quand)s"),
    evenements.DATE_CHANGE: gettext_noop("%(espace)s, changement : %(titre)s, %(quand)s"),
    evenements.DATE_ANNULEE: gettext_noop("%(espace)s, annulé : %(titre)s, %(quand)s · %(mot)s"),
    evenements.DATE_RETABLIE: gettext_noop("%(espace)s : %(titre)s a bien lieu, %(quand)s"),
}
# What a family would miss: told when it changes.
QUI_COMPTE = ("jour", "de", "a", "lieu", "inscrit", "jusqu_a")


@transaction.atomic
def ajouter(*, espace: Espace, par: Personne, prevenir: bool = True, **champs: Any) -> DateDeLEspace:
    espace = commun.verrouiller(espace)
    commun.exiger_ouvert(espace)
    _exiger_dans_l_espace(espace, champs)
    date = DateDeLEspace.objects.create(espace=espace, auteur=par, **champs)
    consigner("espaces.ajouter_date", espace, par)
    _dire(date, evenements.DATE, par, aux_familles=prevenir)
    commun.relire(espace)
    return date


@transaction.atomic
def corriger(*, date: DateDeLEspace, par: Personne, prevenir: bool = True, **champs: Any) -> DateDeLEspace:
    date = visites.verrouiller(date)
    commun.exiger_ouvert(date.espace)
    _exiger_dans_l_espace(date.espace, champs)
    _exiger_les_places(date, champs)
    avant = [getattr(date, nom) for nom in QUI_COMPTE]
    for nom, valeur in champs.items():
        setattr(date, nom, valeur)
    _avancer(date)
    date.save()
    consigner("espaces.corriger_date", date.espace, par)
    visites.remplir(date)
    if avant != [getattr(date, nom) for nom in QUI_COMPTE] and not date.est_annulee:
        if prevenir:  # what the first news said is not so any more: the change says it whole
            diffusion.denotifier(nature=evenements.DATE, objet_id=date.pk)
        _dire(date, evenements.DATE_CHANGE, par, aux_familles=prevenir)
    commun.relire(date.espace)
    return date


def _exiger_dans_l_espace(espace: Espace, champs: dict[str, Any]) -> None:
    jour = champs["jour"]
    if not espace.debut <= jour <= espace.fin:
        raise ValidationError(
            _("L’espace va du %(debut)s au %(fin)s : choisissez un de ces jours, ou prolongez-le.")
            % {"debut": f"{espace.debut:%d/%m/%Y}", "fin": f"{espace.fin:%d/%m/%Y}"},
            code="jour",
        )


def _exiger_les_places(date: DateDeLEspace, champs: dict[str, Any]) -> None:
    """Nobody who has a place loses it by a correction."""
    viennent = InscriptionVisite.objects.tenues().filter(date=date).qui_viennent().count()
    if viennent and champs["inscrit"] != date.inscrit:
        raise ValidationError(
            _("Des inscrits sont déjà notés : annulez cette date et ajoutez-en une autre."), code="inscrit"
        )
    if champs["places"] is not None and champs["places"] < viennent:
        raise ValidationError(
            _("%(n)s ont déjà une place : mettez au moins ce nombre.") % {"n": viennent}, code="places"
        )


@transaction.atomic
def annuler(*, date: DateDeLEspace, par: Personne, mot: str) -> None:
    """It stays, crossed out, with why. Said again, it changes nothing."""
    date = visites.verrouiller(date)
    commun.exiger_ouvert(date.espace)
    if date.est_annulee:
        return
    date.mot = mot
    _avancer(date)
    date.annulee_le = date.modifie_le  # the same moment, as long as nothing of it is corrected
    date.save()
    consigner("espaces.annuler_date", date.espace, par)
    diffusion.denotifier(nature=evenements.DATE_RETABLIE, objet_id=date.pk)
    _dire(date, evenements.DATE_ANNULEE, par)
    commun.relire(date.espace)


@transaction.atomic
def retablir(*, date: DateDeLEspace, par: Personne) -> None:
    """Undo: it takes place, with who had signed up, and what was told of its end is taken back: who could read it reads that it takes place. Where
    nobody could, a correction made meanwhile is told as any other. Said again, it changes nothing.
    """
    date = visites.verrouiller(date)
    commun.exiger_ouvert(date.espace)
    annulee_le = date.annulee_le
    if annulee_le is None:
        return
    est_corrigee = date.modifie_le > annulee_le
    date.annulee_le, date.mot = None, ""
    _avancer(date)
    date.save()
    perimees = (evenements.DATE, evenements.DATE_CHANGE) if est_corrigee else ()
    for nature in (evenements.DATE_ANNULEE, evenements.DATE_EQUIPE, *perimees):
        diffusion.denotifier(nature=nature, objet_id=date.pk)
    consigner("espaces.retablir_date", date.espace, par)
    _dire(date, evenements.DATE_RETABLIE, par, annulee_le=annulee_le, est_corrigee=est_corrigee)
    visites.remplir(date)
    commun.relire(date.espace)


def _avancer(date: DateDeLEspace) -> None:
    date.sequence += 1
    date.modifie_le = timezone.now()


# --- Told -------------------------------------------------------------------------------------------------------------
def _dire(
    date: DateDeLEspace,
    nature: str,
    par: Personne,
    *,
    aux_familles: bool = True,
    annulee_le: dt.datetime | None = None,
    est_corrigee: bool = False,
) -> None:
    """School by school, when its quiet hours allow. What is over is told to nobody. `annulee_le`: only to families who could read what was told then; to
    the others, what changed since (`est_corrigee`).
    """
    if date.est_passee:
        return
    adultes, classes = evenements.adultes_de(date.espace), evenements.classes_de(date.espace)
    adresse = reverse("espaces_date", args=[date.pk])
    for ecole in evenements.ecoles_de(date.espace):
        ici = ecole.etablissement
        gens = adultes.get(ici.pk, set()) - {par.pk}
        commun.dire(
            evenements.DATE_EQUIPE, date.pk, ici, gens, partial(_phrase, date, AUX_ADULTES[nature], ""), adresse
        )
        a_ete_lu = annulee_le is None or calendrier.ouverture(ici, annulee_le) <= timezone.now()
        if aux_familles and (a_ete_lu or est_corrigee) and commun.se_lit(date.espace):
            dite = nature if a_ete_lu else evenements.DATE_CHANGE
            _dire_aux_familles(date, dite, ici, classes.get(ici.pk, set()), adresse)


def _dire_aux_familles(
    date: DateDeLEspace, nature: str, ecole: Etablissement, classes: Collection[int], adresse: str
) -> None:
    prenoms = evenements.prenoms_de(classes)
    phrases: dict[int, Callable[[], str]] = {
        eleve: partial(_phrase, date, AUX_FAMILLES[nature], prenom) for eleve, prenom in prenoms.items()
    }
    diffusion.notifier(
        nature=nature,
        objet_id=date.pk,
        etablissement=ecole,
        textes={(adulte, eleve): phrases[eleve] for adulte, eleve in evenements.familles_de(ecole.pk, list(prenoms))},
        adresse=adresse,
        visible_le=calendrier.ouverture(ecole, timezone.now()),
        renouvelle=nature != evenements.DATE,
    )


def redites(nature: str, dates: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    lues = DateDeLEspace.objects.filter(pk__in=dates).select_related("espace")
    return {lue.pk: partial(_phrase, lue, AUX_FAMILLES[nature]) for lue in lues}


def _phrase(date: DateDeLEspace, modele: str, prenom: str) -> str:
    dit = {"enfant": prenom, "quand": quand(date), "mot": date.mot, "espace": date.espace.titre}
    return _(modele) % (dit | {"titre": date.titre, "nom": date.titre})
