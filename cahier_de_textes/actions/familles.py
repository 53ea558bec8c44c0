"""What families do without a gesture, and how a teacher reminds them."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.suivi import rappele_aujourd_hui, suivi_du_travail
from ..models import Travail, TravailVu
from . import annonces


@transaction.atomic
def voir(*, par: Personne, vus: Collection[tuple[Travail, Personne]]) -> None:
    """This person had these children's travaux on their screen. Seen again, nothing changes and nobody is told."""
    par_enfant: dict[int, list[int]] = defaultdict(list)
    for vu, eleve in vus:
        par_enfant[eleve.pk].append(vu.pk)
    for enfant, travaux in par_enfant.items():
        dits = dict.fromkeys(evenements.DITS_AVEC_LE_TEXTE, travaux)
        diffusion.lire_ce_qui_dit(personne=par, dits=dits, eleve=enfant)
    deja = set(
        TravailVu.objects.filter(par=par, travail__in={travail.pk for travail, _eleve in vus}).values_list(
            "travail_id", "eleve_id"
        )
    )
    neufs = [(travail, eleve) for travail, eleve in vus if (travail.pk, eleve.pk) not in deja]
    if not neufs:
        return
    TravailVu.objects.bulk_create(
        [TravailVu(travail=travail, eleve=eleve, par=par) for travail, eleve in neufs], ignore_conflicts=True
    )
    for travail, destinataires in evenements.enseignants_de({travail for travail, _eleve in neufs}).items():
        diffusion.signaler(nature=evenements.TRAVAIL_VU, objet_id=travail.pk, destinataires=destinataires)


@transaction.atomic
def relancer(*, travail: Travail, auteur: Personne, motif: str) -> int:
    """Remind the families who have not seen it (`VU`), or whose child has not done it (`FAIT`); how many they are.

    Once a day at most, whoever asks. In quiet hours the reminder waits. A former reminder of the same travail gives way
    to this one.
    """
    travail = Travail.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=travail.pk)
    if travail.retire_le or travail.est_brouillon or travail.attend:
        raise ValidationError(_("Les familles ne le voient pas encore : il n’y a rien à rappeler."))
    if travail.date_pour < timezone.localdate():
        raise ValidationError(_("Ce jour est passé : il n’y a plus rien à rappeler."))
    if rappele_aujourd_hui(travail):
        raise ValidationError(_("Un rappel est déjà parti aujourd’hui. Le prochain pourra partir demain."))
    suivi = suivi_du_travail(travail)
    prenoms = {ligne.eleve.pk: ligne.eleve.prenom for ligne in suivi.lignes}
    diffusion.denotifier(nature=evenements.TRAVAIL_RAPPELE, objet_id=travail.pk)
    diffusion.notifier(
        nature=evenements.TRAVAIL_RAPPELE,
        objet_id=travail.pk,
        etablissement=travail.etablissement,
        textes={
            (adulte, enfant): partial(annonces.dire, evenements.TRAVAIL_RAPPELE, travail, prenoms[enfant])
            for adulte, enfant in suivi.a_rappeler(motif)
        },
        adresse=annonces.adresse(travail),
        visible_le=calendrier.ouverture(travail.etablissement, timezone.now()),
    )
    nombre = suivi.familles_a_rappeler(motif)
    if nombre:
        travail.relance_le = timezone.now()
        travail.save(update_fields=["relance_le"])
        consigner(
            "cahier_de_textes.relancer",
            auteur=auteur,
            etablissement=travail.etablissement,
            objet=f"travail {travail.pk}",
            motif=motif,
            familles=nombre,
        )
    return nombre
