"""A school that was opened by mistake: corrected, or taken away, while nobody and nothing is in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ManyToManyRel
from django.utils.translation import gettext_lazy as _

from .. import naissances
from ..journal import consigner
from ..models import EntreeJournal, Etablissement, Personne
from .ecole import commune_du_territoire

PLUS_VIERGE = _(
    "Quelqu’un ou quelque chose est déjà dans cet établissement : il ne se corrige ni ne se retire plus ici."
)


@transaction.atomic
def corriger_une_ouverture(
    *, etablissement: Etablissement, auteur: Personne, nom: str, nature: str, code_insee: str, circonscription: str = ""
) -> Etablissement:
    """What was said of it; what was made with it is made again from that."""
    ecole = _videe(etablissement, auteur)
    ecole.nom, ecole.nature, ecole.circonscription = nom, nature, circonscription
    ecole.commune = commune_du_territoire(code_insee)
    ecole.full_clean()
    ecole.save()
    consigner("annuaire.corriger_etablissement", auteur=auteur, etablissement=ecole, objet=f"ecole {ecole.pk}")
    naissances.accompagner([ecole])
    return ecole


@transaction.atomic
def retirer_une_ouverture(*, etablissement: Etablissement, auteur: Personne) -> None:
    """As if it had never been opened, but for the journal: the territory's line says which number it was."""
    ecole = _videe(etablissement, auteur)
    consigner("annuaire.retirer_etablissement", auteur=auteur, objet=f"ecole {ecole.pk}", uai=ecole.uai)
    ecole.delete()


def _videe(etablissement: Etablissement, auteur: Personne) -> Etablissement:
    """Held, without what was made with it. Refused, and nothing is undone, if anything names it still."""
    ecole = Etablissement.objects.select_for_update(of=("self",)).get(pk=etablissement.pk)
    naissances.defaire(ecole, auteur)
    if _est_nommee(ecole):
        raise ValidationError(PLUS_VIERGE)
    return ecole


def _est_nommee(ecole: Etablissement) -> bool:
    """By any row of any room; the journal is no one's content."""
    liens: list[Any] = list(Etablissement._meta.get_fields(include_hidden=True))
    for lien in liens:
        if not lien.auto_created or lien.concrete or lien.related_model is EntreeJournal:
            continue
        if isinstance(lien, ManyToManyRel):  # its rows are named by the table between, which is another of these
            continue
        if lien.related_model._base_manager.filter(**{lien.field.name: ecole}).exists():
            return True
    return False
