"""Confided accesses: accepted by who received the code, marked as used when their account is opened."""

from django.db import transaction
from django.utils import timezone

from ent.socle.dates import aujourd_hui

from ..journal import consigner
from ..models import Delegation, Personne


def reprendre_les_acces(*, depuis: Personne, vers: Personne) -> None:
    """What a code still opens follows who came in by it with an account of theirs. What is over was never theirs: it stays behind."""
    Delegation.objects.filter(delegue=depuis, finie_le=None, fin__gte=aujourd_hui()).update(delegue=vers)


@transaction.atomic
def accepter_les_acces(*, personne: Personne) -> None:
    """What was confided to this person begins: they have just come in by their code, which is the opening of it too."""
    recues = Delegation.objects.filter(delegue=personne, acceptee_le=None, finie_le=None, fin__gte=aujourd_hui())
    for recue in recues.select_related("etablissement"):
        recue.acceptee_le = recue.utilisee_le = timezone.now()
        recue.save(update_fields=["acceptee_le", "utilisee_le"])
        consigner(
            "annuaire.accepter_un_acces",
            auteur=personne,
            etablissement=recue.etablissement,
            objet=f"personne {recue.enfant_id}",
        )


@transaction.atomic
def noter_l_usage(*, personne: Personne) -> None:
    """The account is opened, the first time this day on this device. Not journalled: the row says it, to who confided."""
    recues = Delegation.objects.filter(delegue=personne).order_by()
    if recues.exists():  # most people are confided nothing, and what follows is long to ask
        recues.en_vigueur().update(utilisee_le=timezone.now())
