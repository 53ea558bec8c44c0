"""Writes of the cahier de textes: give, correct, withdraw, tick."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Groupe, Personne
from ent.diffusion import actions as diffusion

from . import evenements
from .models import Travail, TravailFait

TACHE_ANNONCER = "cahier_de_textes.taches.annoncer"


@transaction.atomic
def publier_travail(
    *,
    auteur: Personne,
    nature: str,
    texte: str,
    date_pour: dt.date,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    niveau: str = "",
) -> Travail:
    """Give work to a class (or one of its levels) or to a group. Families read it when quiet hours allow."""
    cible = classe or groupe
    if cible is None or (classe and groupe):
        raise ValidationError(_("Un travail se donne à une classe ou à un groupe."))
    etablissement = cible.etablissement
    maintenant = timezone.now()
    retient_la_page = etablissement.calme_retient == etablissement.CalmeRetient.TOUT
    travail = Travail.objects.create(
        etablissement=etablissement,
        classe=classe,
        groupe=groupe,
        niveau=niveau,
        auteur=auteur,
        nature=nature,
        texte=texte,
        date_pour=date_pour,
        publie_le=maintenant,
        visible_le=calendrier.ouverture(etablissement, maintenant) if retient_la_page else maintenant,
    )
    consigner(
        "cahier_de_textes.publier_travail", auteur=auteur, etablissement=etablissement, objet=f"travail {travail.pk}"
    )
    diffusion.signaler(
        nature=evenements.TRAVAIL_CHANGE, objet_id=travail.pk, destinataires=evenements.enseignants(travail)
    )
    if travail.visible_le > maintenant:
        diffusion.differer(TACHE_ANNONCER, a=travail.visible_le, travail_id=travail.pk)
    else:
        annoncer_travail(travail=travail)
    return travail


@transaction.atomic
def annoncer_travail(*, travail: Travail) -> None:
    """Tell families and pupils of a travail that has become visible. Told again, it changes nothing."""
    maintenant = timezone.now()
    if travail.retire_le or travail.visible_le > maintenant:
        return
    eleves = evenements.eleves_concernes(travail)
    familles = evenements.responsables(travail, eleves.keys())
    quand = date_format(travail.date_pour, "l j F")
    nature = travail.get_nature_display()
    diffusion.notifier(
        nature=evenements.TRAVAIL_PUBLIE,
        objet_id=travail.pk,
        etablissement=travail.etablissement,
        textes={
            (adulte, enfant): _("%(enfant)s · %(nature)s pour %(quand)s : %(texte)s")
            % {"enfant": eleves[enfant], "nature": nature, "quand": quand, "texte": travail.texte}
            for adulte, enfant in familles
        },
        adresse=reverse("accueil"),
        visible_le=calendrier.ouverture(travail.etablissement, maintenant),
    )
    diffusion.signaler(
        nature=evenements.TRAVAIL_PUBLIE,
        objet_id=travail.pk,
        destinataires=eleves.keys() | {adulte for adulte, _enfant in familles},
    )


@transaction.atomic
def corriger_travail(*, travail: Travail, auteur: Personne, nature: str, texte: str, date_pour: dt.date) -> None:
    """Correct a travail; those who could read it see the correction at once, ticks are kept."""
    travail.nature, travail.texte, travail.date_pour = nature, texte, date_pour
    travail.save(update_fields=["nature", "texte", "date_pour"])
    consigner(
        "cahier_de_textes.corriger_travail",
        auteur=auteur,
        etablissement=travail.etablissement,
        objet=f"travail {travail.pk}",
    )
    _signaler_changement(travail)


@transaction.atomic
def retirer_travail(*, travail: Travail, auteur: Personne) -> None:
    """Withdraw a travail: it leaves every page, and what was told of it is taken back. Can be undone."""
    travail.retire_le = timezone.now()
    travail.save(update_fields=["retire_le"])
    diffusion.denotifier(nature=evenements.TRAVAIL_PUBLIE, objet_id=travail.pk)
    consigner(
        "cahier_de_textes.retirer_travail",
        auteur=auteur,
        etablissement=travail.etablissement,
        objet=f"travail {travail.pk}",
    )
    _signaler_changement(travail)


@transaction.atomic
def remettre_travail(*, travail: Travail, auteur: Personne) -> None:
    """Undo a withdrawal."""
    travail.retire_le = None
    travail.save(update_fields=["retire_le"])
    consigner(
        "cahier_de_textes.remettre_travail",
        auteur=auteur,
        etablissement=travail.etablissement,
        objet=f"travail {travail.pk}",
    )
    _signaler_changement(travail)


def _signaler_changement(travail: Travail) -> None:
    destinataires = evenements.enseignants(travail)
    if travail.visible_le <= timezone.now():
        eleves = evenements.eleves_concernes(travail)
        destinataires |= eleves.keys() | {adulte for adulte, _e in evenements.responsables(travail, eleves.keys())}
    diffusion.signaler(nature=evenements.TRAVAIL_CHANGE, objet_id=travail.pk, destinataires=destinataires)


@transaction.atomic
def cocher(*, travail: Travail, eleve: Personne, par: Personne, fait: bool) -> None:
    """Tick or untick a travail for one child; sent twice, it counts once. The child's adults and teachers see it live."""
    if fait:
        TravailFait.objects.get_or_create(travail=travail, eleve=eleve, defaults={"par": par})
    else:
        TravailFait.objects.filter(travail=travail, eleve=eleve).delete()
    famille = {eleve.pk} | {adulte for adulte, _e in evenements.responsables(travail, [eleve.pk])}
    diffusion.signaler(
        nature=evenements.TRAVAIL_FAIT,
        objet_id=travail.pk,
        destinataires=evenements.enseignants(travail) | famille,
    )
