"""Silence pupils, or all but the direction, in one act; end it; take the evidence away."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.connexion.actions import renouveler_les_secrets
from ent.diffusion import actions as diffusion
from ent.socle.differer import differer

from ..evenements import incidents as evenements
from ..models import Incident


@transaction.atomic
def declarer_incident(*, etablissement: Etablissement | None, portee: str, motif: str, auteur: Personne) -> Incident:
    """In a school, or in the whole territory (None): writing stops, pupils' secrets change and their sessions end.

    From the commit on, whatever is being written is refused, and nothing may be corrected nor taken back.
    """
    if portee not in Incident.Portee.values:
        raise ValidationError(_("Choisissez ce qui est coupé."))
    if not motif.strip():
        raise ValidationError(_("Dites ce qui se passe : tout le monde lira cette phrase."))
    try:
        with transaction.atomic():
            incident = Incident.objects.create(etablissement=etablissement, portee=portee, motif=motif, par=auteur)
    except IntegrityError as refus:
        raise ValidationError(_("Les messages sont déjà coupés. Rétablissez-les avant de recommencer.")) from refus
    eleves = renouveler_les_secrets(etablissement=etablissement, auteur=auteur)
    consigner(
        "messagerie.declarer_incident",
        auteur=auteur,
        etablissement=etablissement,
        objet=f"incident {incident.pk}",
        portee=portee,
        eleves=eleves,
    )
    _dire_partout(incident)
    differer("messagerie.taches.incidents.dire_les_secrets", incident_id=incident.pk)
    return incident


@transaction.atomic
def corriger_incident(*, incident: Incident, motif: str, auteur: Personne) -> None:
    """Say otherwise what happens, while it lasts: nothing is cut anew, no secret changes. The journal keeps what was said."""
    if not motif.strip():
        raise ValidationError(_("Dites ce qui se passe : tout le monde lira cette phrase."))
    tenu = Incident.objects.select_for_update().get(pk=incident.pk)
    if tenu.fini_le:
        raise ValidationError(_("Les messages sont rétablis : cette phrase n’est plus lue."))
    if tenu.motif == motif:
        return
    avant, tenu.motif = tenu.motif, motif
    tenu.save(update_fields=["motif"])
    consigner(
        "messagerie.corriger_incident",
        auteur=auteur,
        etablissement=tenu.etablissement,
        objet=f"incident {tenu.pk}",
        avant=avant,
    )
    _dire_partout(tenu)


@transaction.atomic
def finir_incident(*, incident: Incident, auteur: Personne) -> None:
    """Everyone writes again as the rules say; pupils keep their new secrets. Done twice, it changes nothing."""
    finis = Incident.objects.filter(pk=incident.pk, fini_le=None).update(fini_le=timezone.now(), fini_par=auteur)
    if not finis:
        return
    consigner(
        "messagerie.finir_incident",
        auteur=auteur,
        etablissement=incident.etablissement,
        objet=f"incident {incident.pk}",
    )
    _dire_partout(incident)


def _dire_partout(incident: Incident) -> None:
    """Pages to come read it with their news; those that are open are told, and ask for their banners."""
    if incident.etablissement is None:
        diffusion.signaler_a_tous(nature=evenements.BANNIERES, objet_id=incident.pk)
    else:
        gens = evenements.gens_de(incident.etablissement)
        diffusion.signaler(nature=evenements.BANNIERES, objet_id=incident.pk, destinataires=gens)


@transaction.atomic
def exporter_preuves(
    *, incident: Incident, auteur: Personne, debut: dt.date, fin: dt.date, ecoles: Collection[Etablissement]
) -> None:
    """Say that the evidence leaves, before its first byte does: to the journal, and to who directs these schools."""
    consigner(
        "messagerie.exporter_preuves",
        auteur=auteur,
        etablissement=incident.etablissement,
        objet=f"incident {incident.pk}",
        debut=debut.isoformat(),
        fin=fin.isoformat(),
        ecoles=len(ecoles),
    )
    differer(
        "messagerie.taches.incidents.dire_les_preuves",
        incident_id=incident.pk,
        auteur_id=auteur.pk,
        ecoles=[ecole.pk for ecole in ecoles],
        debut=debut.isoformat(),
        fin=fin.isoformat(),
    )


@transaction.atomic
def sceller_preuves(*, incident: Incident, auteur: Personne, empreinte: str, messages: int, fichiers: int) -> None:
    """Keep the digest of the manifest that left: the journal, which nobody changes, says later whether an archive is whole."""
    consigner(
        "messagerie.sceller_preuves",
        auteur=auteur,
        etablissement=incident.etablissement,
        objet=f"incident {incident.pk}",
        manifeste_sha256=empreinte,
        messages=messages,
        fichiers=fichiers,
    )
