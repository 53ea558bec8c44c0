"""Write the timetable of a class, and give back the one before."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..emploi import Creneau
from ..models import EmploiDuTemps


@transaction.atomic
def ecrire_emploi(*, classe: Classe, auteur: Personne, creneaux: Collection[Creneau]) -> EmploiDuTemps:
    """It takes the place of the former one. No séance is touched: slots are shown where none is written."""
    Classe.objects.select_for_update().get(pk=classe.pk)
    maintenant = timezone.now()
    EmploiDuTemps.objects.filter(classe=classe).en_vigueur().update(remplace_le=maintenant)
    emploi = EmploiDuTemps.objects.create(
        classe=classe, auteur=auteur, creneaux=[c.en_json() for c in creneaux], ecrit_le=maintenant
    )
    _consigner("ecrire_emploi", emploi, auteur)
    return emploi


@transaction.atomic
def annuler_emploi(*, emploi: EmploiDuTemps, auteur: Personne) -> None:
    """Give back the one before, unless somebody wrote another since."""
    emploi = EmploiDuTemps.objects.select_for_update().select_related("classe__etablissement").get(pk=emploi.pk)
    if emploi.remplace_le is not None:
        raise ValidationError(_("L’emploi du temps a été changé depuis : rien n’est annulé."))
    ancien = EmploiDuTemps.objects.filter(classe=emploi.classe, pk__lt=emploi.pk).first()
    _consigner("annuler_emploi", emploi, auteur)
    emploi.delete()
    if ancien is not None:
        ancien.remplace_le = None
        ancien.save(update_fields=["remplace_le"])


def _consigner(verbe: str, emploi: EmploiDuTemps, auteur: Personne) -> None:
    classe = emploi.classe
    consigner(
        f"cahier_de_textes.{verbe}", auteur=auteur, etablissement=classe.etablissement, objet=f"emploi {classe.pk}"
    )
    diffusion.signaler(
        nature=evenements.EMPLOI_CHANGE, objet_id=classe.pk, destinataires=evenements.enseignants_de_la_classe(classe)
    )
