"""Set who may write to whom: a school over its territory, the territory over the defaults."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne

from ..droits.regles import ADMIS
from ..models import Regle


@transaction.atomic
def regler(*, etablissement: Etablissement | None, auteur: Personne, cellules: Mapping[tuple[str, str], str]) -> int:
    """Keep these cells of a school's table, or of the territory's (None); how many changed.

    An empty cell follows the level above: nothing is kept for it, so that it moves with the territory. A cell that is not a
    choice is refused, whoever asks.
    """
    deja = {
        (regle.auteur, regle.cible): regle
        for regle in Regle.objects.select_for_update().filter(etablissement=etablissement)
    }
    changees: list[str] = []
    for (de, a), droit in cellules.items():
        if droit and (len(ADMIS.get((de, a), ())) < 2 or droit not in ADMIS[de, a]):
            raise ValidationError(_("Cette règle n’est pas un choix : elle protège les élèves et les familles."))
        avant = deja.get((de, a))
        if (avant.droit if avant else "") == droit:
            continue
        if droit:
            Regle.objects.update_or_create(etablissement=etablissement, auteur=de, cible=a, defaults={"droit": droit})
        elif avant:
            avant.delete()
        changees.append(f"{de} → {a} : {droit or 'territoire'}")
    if changees:
        consigner("messagerie.regler", auteur=auteur, etablissement=etablissement, regles=changees)
    return len(changees)


@transaction.atomic
def revenir_au_territoire(*, etablissement: Etablissement | None, auteur: Personne) -> int:
    """Forget all that the school says of its own (of the territory: back to the defaults)."""
    return regler(etablissement=etablissement, auteur=auteur, cellules=dict.fromkeys(ADMIS, ""))
