"""A school that was opened by mistake: corrected, or taken away, while nobody came in and nothing is in it. Who was named to direct it and never opened
their account directs it still once it is corrected, and nothing once it is taken away.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ManyToManyRel
from django.utils.translation import gettext_lazy as _

from .. import naissances
from ..journal import consigner
from ..lectures.ecoles import directions_jamais_entrees
from ..models import EntreeJournal, Etablissement, Personne, Role
from ..registres import dire_l_equipe_changee
from ..registres.ecole import dire_une_nomination
from .ecole import commune_du_territoire

PLUS_VIERGE = _(
    "Quelqu’un ou quelque chose est déjà dans cet établissement : il ne se corrige ni ne se retire plus ici."
)


@transaction.atomic
def corriger_une_ouverture(
    *, etablissement: Etablissement, auteur: Personne, nom: str, nature: str, code_insee: str, circonscription: str = ""
) -> Etablissement:
    """What was said of it; what was made with it is made again from that."""
    ecole, nommees = _videe(etablissement, auteur)
    ecole.nom, ecole.nature, ecole.circonscription = nom, nature, circonscription
    ecole.commune = commune_du_territoire(code_insee)
    ecole.full_clean()
    ecole.save()
    consigner("annuaire.corriger_etablissement", auteur=auteur, etablissement=ecole, objet=f"ecole {ecole.pk}")
    naissances.accompagner([ecole])
    for nommee in nommees:  # its commune may be another, whose people have not read it
        dire_une_nomination(etablissement=ecole, nommee=nommee, auteur=auteur)
    return ecole


@transaction.atomic
def retirer_une_ouverture(*, etablissement: Etablissement, auteur: Personne) -> None:
    """As if it had never been opened, but for the journal: the territory's line says which number it was."""
    ecole, nommees = _videe(etablissement, auteur)
    # What was given with it goes with it, the paper, the invitation and the address too: it may be given again with the right school. What else is
    # held on them goes as of anybody who is tied to nothing.
    Personne.objects.filter(pk__in=[nommee.pk for nommee in nommees]).update(courriel_contact="")
    Role.objects.filter(etablissement=ecole, personne__in=nommees).delete()
    dire_l_equipe_changee(ecole.pk, [nommee.pk for nommee in nommees])
    for nommee in nommees:
        consigner("annuaire.noter_un_depart", auteur=auteur, objet=f"personne {nommee.pk}")
    consigner("annuaire.retirer_etablissement", auteur=auteur, objet=f"ecole {ecole.pk}", uai=ecole.uai)
    ecole.delete()


def _videe(etablissement: Etablissement, auteur: Personne) -> tuple[Etablissement, list[Personne]]:
    """Held, without what was made with it; and who directs it, held too: nobody opens their account meanwhile. Refused, and nothing is undone, if anything
    names it still.
    """
    ecole = Etablissement.objects.select_for_update(of=("self",)).get(pk=etablissement.pk)
    directions = Personne.objects.filter(roles__etablissement=ecole).order_by().values("pk")
    list(Personne.objects.filter(pk__in=directions).order_by("pk").select_for_update(of=("self",)))
    nommees = [role.personne for role in directions_jamais_entrees(ecole).select_related("personne")]
    naissances.defaire(ecole, auteur)
    if _est_nommee(ecole, nommees):
        raise ValidationError(PLUS_VIERGE)
    return ecole, nommees


def _est_nommee(ecole: Etablissement, nommees: list[Personne]) -> bool:
    """By any row of any room; the journal is no one's content. What is of who never came in (their role, their paper) is of the opening."""
    liens: list[Any] = list(Etablissement._meta.get_fields(include_hidden=True))
    for lien in liens:
        if not lien.auto_created or lien.concrete or lien.related_model is EntreeJournal:
            continue
        if isinstance(lien, ManyToManyRel):  # its rows are named by the table between, which is another of these
            continue
        lignes = lien.related_model._base_manager.filter(**{lien.field.name: ecole})
        if any(champ.name == "personne" for champ in lien.related_model._meta.concrete_fields):
            lignes = lignes.exclude(personne__in=nommees)
        if lignes.exists():
            return True
    return False
