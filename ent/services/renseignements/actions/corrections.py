"""A correction is asked by a family, accepted or refused by the direction: it never writes by itself."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import actions as annuaire
from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..champs_corriges import Champ, empreinte, lue, valeurs_de
from ..models import Correction


@transaction.atomic
def demander_correction(
    *, etablissement: Etablissement, eleve: Personne, champ: Champ, apres: Mapping[str, str], par: Personne
) -> Correction:
    """Kept with what the school holds at that moment. One of each field waits at a time."""
    sujet = eleve if champ.est_de_l_enfant else par
    avant = valeurs_de(Personne.objects.get(pk=sujet.pk), champ)
    if avant == dict(apres):
        raise ValidationError(_("C’est déjà ce que l’école tient : rien à corriger."))
    Etablissement.objects.select_for_update(of=("self",), no_key=True).get(pk=etablissement.pk)
    siennes = Correction.objects.en_attente().filter(etablissement=etablissement, eleve=eleve, champ=champ, par=par)
    if siennes.exists():
        raise ValidationError(
            _("Une correction de cela attend déjà l’école : retirez-la d’abord pour en demander une autre.")
        )
    correction = Correction.objects.create(
        etablissement=etablissement, eleve=eleve, champ=champ, avant=avant, apres=dict(apres), par=par
    )
    _consigner("demander_correction", correction, par)
    _signaler(correction)
    return correction


@transaction.atomic
def retirer_correction(*, correction: Correction, par: Personne) -> bool:
    """While it waits; afterwards nothing changes. Whether it is taken back."""
    tenue = _tenir(correction)
    if tenue.attend:
        _conclure(tenue, Correction.Etat.RETIREE, par)
        _consigner("retirer_correction", tenue, par)
    return tenue.etat == Correction.Etat.RETIREE


@transaction.atomic
def accepter_correction(*, correction: Correction, vu: str, auteur: Personne) -> None:
    """Write it, if the school still holds what the direction read (`vu`: its print). The asker is told."""
    tenue = _tenir(correction)
    champ = Champ(tenue.champ)
    if not tenue.attend:
        raise ValidationError(_("Cette correction n’attend plus : elle a été traitée ou retirée."), code="passee")
    actuelles = valeurs_de(Personne.objects.select_for_update(of=("self",)).get(pk=tenue.sujet.pk), champ)
    if empreinte(actuelles) != vu:
        raise ValidationError(
            _(
                "Cela a changé entre-temps. Rien n’a été remplacé : relisez ce que l’école tient, puis acceptez ou refusez."
            ),
            code="entretemps",
        )
    annuaire.corriger_une_personne(
        personne=tenue.sujet,
        etablissement=tenue.etablissement,
        avant={colonne: lue(colonne, valeur) for colonne, valeur in actuelles.items()},
        apres={colonne: lue(colonne, valeur) for colonne, valeur in tenue.apres.items()},
        auteur=auteur,
    )
    tenue.remplace = actuelles
    _conclure(tenue, Correction.Etat.ACCEPTEE, auteur)
    _consigner("accepter_correction", tenue, auteur)
    _annoncer(tenue)


@transaction.atomic
def reprendre_correction(*, correction: Correction, auteur: Personne) -> None:
    """Accepted by mistake: for an hour, what it replaced is put back if nobody changed it since, and it waits again. Said again, it changes nothing."""
    Etablissement.objects.select_for_update(of=("self",), no_key=True).get(pk=correction.etablissement_id)
    tenue = _tenir(correction)
    if tenue.attend:
        return
    if tenue.se_reprend_jusqu_a is None or tenue.remplace is None or tenue.traitee_le is None:
        raise ValidationError(_("C’est trop tard pour annuler : corrigez-le à la main."), code="tard")
    _exiger_la_derniere(tenue, tenue.traitee_le)
    try:
        annuaire.corriger_une_personne(
            personne=tenue.sujet,
            etablissement=tenue.etablissement,
            avant={colonne: lue(colonne, valeur) for colonne, valeur in tenue.apres.items()},
            apres={colonne: lue(colonne, valeur) for colonne, valeur in tenue.remplace.items()},
            auteur=auteur,
        )
    except ValidationError as change:
        phrase = _("Quelqu’un l’a changé depuis : rien n’a été remis. Corrigez-le à la main.")
        raise ValidationError(phrase, code="entretemps") from change
    _remettre_en_attente(tenue, tenue.traitee_le)
    _consigner("reprendre_correction", tenue, auteur)


def _exiger_la_derniere(tenue: Correction, traitee_le: dt.datetime) -> None:
    """None of the same family waits since, and none of the same person and field, whoever asked for it, was accepted since: undone, it would
    undo that one too, of who was told that the school took it.
    """
    siennes = Correction.objects.en_attente().filter(
        etablissement=tenue.etablissement, eleve=tenue.eleve, champ=tenue.champ, par=tenue.par
    )
    if siennes.exists():
        raise ValidationError(
            _("La famille a demandé une autre correction de cela depuis : répondez à celle-là."), code="autre"
        )
    Personne.objects.select_for_update(of=("self",)).get(pk=tenue.sujet.pk)  # which who accepts another one holds too
    sujet = {"eleve": tenue.eleve} if Champ(tenue.champ).est_de_l_enfant else {"par": tenue.par}
    depuis = Correction.objects.filter(
        champ=tenue.champ, etat=Correction.Etat.ACCEPTEE, traitee_le__gte=traitee_le, **sujet
    )
    if depuis.exclude(pk=tenue.pk).exists():
        raise ValidationError(
            _("Une autre correction de cela a été acceptée depuis : rien n’a été remis. Corrigez-le à la main."),
            code="autre",
        )


def _remettre_en_attente(tenue: Correction, traitee_le: dt.datetime) -> None:
    """Whom nothing was told yet, in quiet hours, is told nothing; who read that it was taken reads that it waits again."""
    tue = calendrier.ouverture(tenue.etablissement, traitee_le) > timezone.now()
    tenue.etat, tenue.traitee_par, tenue.traitee_le, tenue.remplace = Correction.Etat.ATTENTE, None, None, None
    tenue.save(update_fields=["etat", "traitee_par", "traitee_le", "remplace"])
    _signaler(tenue)
    if tue:
        diffusion.denotifier(nature=evenements.TRAITEE, objet_id=tenue.pk)
    else:
        _annoncer(tenue)


@transaction.atomic
def refuser_correction(*, correction: Correction, mot: str, auteur: Personne) -> None:
    """With a word, that the asker reads."""
    tenue = _tenir(correction)
    if not tenue.attend:
        raise ValidationError(_("Cette correction n’attend plus : elle a été traitée ou retirée."), code="passee")
    tenue.mot = mot
    _conclure(tenue, Correction.Etat.REFUSEE, auteur)
    _consigner("refuser_correction", tenue, auteur)
    _annoncer(tenue)


def _tenir(correction: Correction) -> Correction:
    tenues = Correction.objects.select_for_update(of=("self",)).select_related("etablissement", "eleve", "par")
    return tenues.get(pk=correction.pk)


def _conclure(correction: Correction, etat: str, auteur: Personne) -> None:
    correction.etat, correction.traitee_par, correction.traitee_le = etat, auteur, timezone.now()
    correction.save(update_fields=["etat", "mot", "traitee_par", "traitee_le", "remplace"])
    _signaler(correction)


def _annoncer(correction: Correction) -> None:
    """To the asker alone: neither what was asked nor the school's word leaves the page."""
    diffusion.notifier(
        nature=evenements.TRAITEE,
        objet_id=correction.pk,
        etablissement=correction.etablissement,
        textes={(correction.par_id, correction.eleve_id): partial(_phrase, correction, correction.eleve.prenom)},
        adresse=reverse("renseignements_enfant", args=[correction.etablissement_id, correction.eleve.uuid]),
        visible_le=calendrier.ouverture(correction.etablissement, timezone.now()),
        renouvelle=True,
    )


def redites(corrections: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each of these, while it is answered as it was."""
    return {c.pk: [partial(_phrase, c)] for c in Correction.objects.filter(pk__in=corrections)}


def _phrase(correction: Correction, prenom: str) -> str:
    dits = {"prenom": prenom, "champ": Champ(correction.champ).label}
    if correction.etat == Correction.Etat.ACCEPTEE:
        return _("%(prenom)s · %(champ)s : l’école a pris votre correction.") % dits
    if correction.attend:
        return _("%(prenom)s · %(champ)s : l’école relit votre correction, rien n’est encore changé.") % dits
    return _("%(prenom)s · %(champ)s : l’école n’a pas pris votre correction, et dit pourquoi.") % dits


def _signaler(correction: Correction) -> None:
    destinataires = evenements.direction_de(correction.etablissement_id) | {correction.par_id}
    diffusion.signaler(nature=evenements.DEMANDEE, objet_id=correction.pk, destinataires=destinataires)


def _consigner(verbe: str, correction: Correction, auteur: Personne) -> None:
    """What field it is, never what it holds."""
    consigner(
        f"renseignements.{verbe}",
        auteur=auteur,
        etablissement=correction.etablissement,
        objet=f"personne {correction.eleve_id}",
        champ=correction.champ,
    )
