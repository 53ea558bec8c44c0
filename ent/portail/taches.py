"""What workers are asked."""

from django.tasks import task

from ent.annuaire.models import Aide, EntreeJournal

from . import actions


@task
def taire_une_aide_finie(aide: int) -> None:
    """Its time is over: nothing says any more that a school is open."""
    finie = Aide.objects.filter(pk=aide).first()
    if finie is None or not finie.est_en_cours:
        actions.taire_une_aide_de(aide)


@task
def dire_des_modules(lignes: list[int]) -> None:
    """School by school, each in its own transaction: begun again, what was told stays told once."""
    for ligne in EntreeJournal.objects.filter(pk__in=lignes).select_related("etablissement").order_by("pk"):
        actions.dire_un_module(ligne=ligne)
