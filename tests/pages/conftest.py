"""Who may be shown, in the tests of the journal."""

import pytest

from ent.annuaire.models import Personne
from ent.fichiers import registres


@pytest.fixture
def montrables(monkeypatch):
    """The pupils who may be shown, by medium: ``montrables["journal"].add(d.eleve_cp)``. At first nobody may.

    It stands where the consents of the school stand: the same registry, asked at each reading.
    """
    permis: dict[str, set[Personne]] = {"journal": set(), "site": set()}

    def droit(support):
        return Personne.objects.filter(pk__in=[p.pk for p in permis[support]]).order_by().values("pk")

    def refus(support, eleves):
        connus = {p.pk for p in permis[support]}
        noms = dict(Personne.objects.filter(pk__in=eleves).values_list("pk", "prenom"))
        return {pk: f"{noms[pk]} : réponse attendue." for pk in eleves if pk not in connus}

    monkeypatch.setattr(registres, "_droit", droit)
    monkeypatch.setattr(registres, "_refus", refus)
    return permis
