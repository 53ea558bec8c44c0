"""Keep what a person is typing. Not journalled: it is kept every two seconds, and told to nobody."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from ent.annuaire.models import Etablissement, Personne

from ..models import Brouillon

GARDE = dt.timedelta(days=60)


@transaction.atomic
def garder_brouillon(
    *, auteur: Personne, etablissement: Etablissement, cle: str, champs: list[tuple[str, list[str]]]
) -> Brouillon:
    """Keep a form as it stands: (name, values) in order, as it will be sent. What was forgotten for two months goes."""
    maintenant = timezone.now()
    # PostgreSQL keeps no NUL character, and nobody types one.
    champs = [(nom.replace("\0", ""), [valeur.replace("\0", "") for valeur in valeurs]) for nom, valeurs in champs]
    Brouillon.objects.filter(auteur=auteur, modifie_le__lt=maintenant - GARDE).delete()
    brouillon, _cree = Brouillon.objects.update_or_create(
        auteur=auteur,
        cle=cle,
        defaults={"etablissement": etablissement, "champs": champs, "modifie_le": maintenant},
    )
    return brouillon


@transaction.atomic
def oublier_brouillon(*, auteur: Personne, cle: str) -> None:
    """The form was sent, or its author started over."""
    Brouillon.objects.filter(auteur=auteur, cle=cle).delete()
