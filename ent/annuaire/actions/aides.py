"""Temporary help: opened by a direction, ended by any of it or by who helps; each page that is opened is written."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..droits import en_cours, exiger
from ..journal import consigner
from ..models import Aide, Etablissement, PageAidee, Personne, Role
from ..models.aides import ECRIT
from ..registres import dire_une_aide, taire_une_aide


def _consigner(verbe: str, aide: Aide, auteur: Personne, **details: object) -> None:
    consigner(verbe, auteur=auteur, etablissement=aide.etablissement, objet=f"aide {aide.pk}", **details)


@transaction.atomic
def ouvrir_une_aide(*, etablissement: Etablissement, a_qui: Personne, auteur: Personne, ecrit: bool) -> Aide:
    """To one person of the operator, one at a time, for two hours."""
    exiger(etablissement.pk in auteur.portee.etablissements_diriges, _("Seule la direction ouvre son école."))
    Etablissement.objects.select_for_update(of=("self",)).get(pk=etablissement.pk)
    if Aide.objects.en_cours().filter(etablissement=etablissement).exists():
        raise ValidationError(_("Une aide est déjà en cours : terminez-la d’abord."))
    if not Role.objects.filter(en_cours(), personne=a_qui, nature=Role.Nature.OPERATEUR).exists():
        raise ValidationError(_("Cette personne n’est plus de l’opérateur du territoire."))
    aide = Aide.objects.create(
        etablissement=etablissement, ouverte_par=auteur, a_qui=a_qui, pages=ECRIT if ecrit else ""
    )
    _consigner("annuaire.ouvrir_une_aide", aide, auteur, ecrit=ecrit)
    dire_une_aide(aide)
    return aide


@transaction.atomic
def finir_une_aide(*, aide: Aide, auteur: Personne) -> None:
    """At once. Ended twice is ended."""
    aide = Aide.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=aide.pk)
    if not aide.est_en_cours:
        return
    aide.finie_le, aide.finie_par = timezone.now(), auteur
    aide.save(update_fields=["finie_le", "finie_par"])
    _consigner("annuaire.finir_une_aide", aide, auteur)
    taire_une_aide(aide)


@transaction.atomic
def ouvrir_une_page_aidee(*, aide: Aide, page: str, auteur: Personne) -> None:
    """The act that the direction reads. Opened again, it is written again."""
    aide = Aide.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=aide.pk)
    exiger(Aide.objects.en_cours().filter(pk=aide.pk, a_qui=auteur).exists(), _("Cette aide est finie."))
    PageAidee.objects.create(aide=aide, page=page)
    aide.pages = " ".join(sorted({*aide.pages.split(), page}))
    aide.save(update_fields=["pages"])
    _consigner("annuaire.ouvrir_une_page_aidee", aide, auteur, page=page)
