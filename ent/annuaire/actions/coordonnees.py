"""What the school holds of somebody, corrected by hand: names, birth, how to reach them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..journal import consigner
from ..models import Etablissement, Personne

CORRIGIBLES = frozenset(
    [
        "prenom",
        "nom",
        "nom_usage",
        "date_naissance",
        "adresse",
        "code_postal",
        "ville",
        "telephone",
        "telephone_portable",
        "telephone_travail",
        "courriel_contact",
    ]
)


@transaction.atomic
def corriger_une_personne(
    *,
    personne: Personne,
    etablissement: Etablissement,
    avant: Mapping[str, Any],
    apres: Mapping[str, Any],
    auteur: Personne,
) -> None:
    """Write these columns, if they still hold `avant`: what changed meanwhile is never replaced unseen (`entretemps`). The journal names the columns, never
    what they hold.
    """
    if not apres.keys() <= CORRIGIBLES or apres.keys() != avant.keys():
        raise ValueError(f"Not to be corrected by hand: {sorted(apres)}.")
    lue = Personne.objects.select_for_update(of=("self",)).get(pk=personne.pk)
    if any((getattr(lue, colonne) or None) != (valeur or None) for colonne, valeur in avant.items()):
        raise ValidationError(_("Cela a changé entre-temps : relisez avant d’accepter."), code="entretemps")
    for colonne, valeur in apres.items():
        setattr(lue, colonne, valeur)
    lue.save(update_fields=[*apres])
    consigner(
        "annuaire.corriger_une_personne",
        auteur=auteur,
        etablissement=etablissement,
        objet=f"personne {lue.pk}",
        champs=sorted(apres),
    )
