"""Note a strike or a closure, or take it back: nobody is asked why, but of children whom a roll had found missing, unless one says that it is why."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.diffusion import actions as diffusion

from ..evenements import appels as evenements
from ..lectures.collectives import collectives, lignes_de, sans_classe, sans_nouvelle
from ..models import AbsenceCollective, Appel, LigneAppel

TAIRAIT = "appels"  # the code of a refusal: absences that nobody explained would be asked of nobody


@transaction.atomic
def noter_collective(
    *,
    etablissement: Etablissement,
    auteur: Personne,
    raison: str,
    debut: dt.date,
    fin: dt.date,
    moment: str = "",
    classes: Collection[Classe] = (),
    dues: Collection[int] = (),
) -> AbsenceCollective:
    """A strike, a closure: nobody is asked why, and what was asked already is taken back. A class whose roll was made was held: children whom
    it says missing, and of whom nobody told, stay looked for, unless whoever notes it read their lines (`dues`, ids) and says that it is why.
    """
    if fin < debut:
        raise ValidationError(_("Le dernier jour vient avant le premier."), code="fin")
    if any(c.etablissement_id != etablissement.pk for c in classes):
        raise ValidationError(_("Une de ces classes n’est pas de l’école."), code="classes")
    portee = (etablissement.pk, debut, fin, moment, classes)
    if any(ligne.pk not in dues for ligne in sans_nouvelle(*portee)):
        raise ValidationError(_("Des appels déjà faits disent des enfants absents, sans nouvelle."), code=TAIRAIT)
    notee = AbsenceCollective.objects.create(
        etablissement=etablissement,
        toute_l_ecole=not classes,
        raison=raison,
        debut=debut,
        fin=fin,
        moment=moment,
        auteur=auteur,
    )
    notee.classes.set(classes)
    touchees = list(lignes_de(*portee).filter(absent=True))
    for ligne in touchees:
        diffusion.denotifier(nature=evenements.ABSENCE, objet_id=ligne.pk)
    LigneAppel.objects.filter(pk__in=[ligne.pk for ligne in touchees]).update(collective=True)
    _consigner("noter_collective", notee, auteur)
    return notee


@transaction.atomic
def retirer_collective(*, collective: AbsenceCollective, auteur: Personne) -> None:
    """Noted by mistake: these half-days count again, but those that another takes. Families who had been asked are not told twice: their home
    asks.
    """
    if collective.retiree_le:
        return
    collective.retiree_le = timezone.now()
    collective.save(update_fields=["retiree_le"])
    restent = collectives(collective.etablissement_id, collective.debut, collective.fin)
    classes = [] if collective.toute_l_ecole else list(collective.classes.all())
    lignes = lignes_de(collective.etablissement_id, collective.debut, collective.fin, collective.moment, classes)
    rendus = [
        appel.pk
        for appel in Appel.objects.filter(lignes__in=lignes).distinct()
        if not sans_classe(restent, appel.classe_id or appel.de_la_classe_id, appel.jour, appel.moment)
    ]
    LigneAppel.objects.filter(appel__in=rendus).update(collective=False)
    _consigner("retirer_collective", collective, auteur)


def _consigner(verbe: str, collective: AbsenceCollective, auteur: Personne) -> None:
    consigner(
        f"vie_scolaire.{verbe}",
        auteur=auteur,
        etablissement=collective.etablissement,
        objet=f"collective {collective.pk}",
    )
