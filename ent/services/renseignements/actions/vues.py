"""Opening a child's record is an act: it is kept, and its family reads it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Inscription, Personne

from ..models import Ouverture


@transaction.atomic
def ouvrir(
    *,
    places: Collection[Inscription],
    partie: str,
    role: str,
    personne: Personne,
    le: dt.datetime | None = None,
    est_dite: bool = True,
) -> None:
    """One line per child, part and day: again, it moves its last hour. `places` come with their class. The journal is told of the first, not
    of those of an act that is told as a whole (`est_dite`).
    """
    maintenant = le or timezone.now()
    for place in places:
        ouverture, neuve = Ouverture.objects.get_or_create(
            etablissement_id=place.classe.etablissement_id,
            eleve_id=place.eleve_id,
            personne=personne,
            partie=partie,
            jour=timezone.localdate(maintenant),
            defaults={"role": role, "premiere": maintenant, "derniere": maintenant},
        )
        if not neuve:
            ouverture.derniere = maintenant
            ouverture.save(update_fields=["derniere"])
        elif est_dite:
            consigner(
                "renseignements.ouvrir",
                auteur=personne,
                etablissement=place.classe.etablissement,
                objet=f"personne {place.eleve_id}",
            )


@transaction.atomic
def imprimer(*, classe: Classe, places: Collection[Inscription], role: str, auteur: Personne) -> None:
    """Papers of a class leave: the coordinates and contacts of each child were read."""
    for partie in (Ouverture.Partie.COORDONNEES, Ouverture.Partie.URGENCE):
        ouvrir(places=places, partie=partie, role=role, personne=auteur, est_dite=False)
    consigner(
        "renseignements.imprimer",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"classe {classe.pk}",
        n=len(places),
    )
