"""Who may be shown, and a billet to comment, in the tests of the journal."""

import uuid

import pytest

from ent.annuaire.models import Personne
from ent.fichiers import registres
from pages.actions import commentaires
from pages.models import Billet, Commentaire
from tests.pages.journal import publie, relu


class Permis:
    """Pupils who may be shown on a medium, written in the database (in a field that nothing else reads)."""

    def __init__(self, support: str) -> None:
        self.support = support

    def eleves(self):
        return Personne.objects.filter(telephone_travail__contains=f",{self.support},").order_by()

    def _noter(self, eleves, est_permis: bool) -> "Permis":
        for eleve in eleves:
            relu = Personne.objects.get(pk=eleve.pk)
            autres = relu.telephone_travail.replace(f",{self.support},", "")
            relu.telephone_travail = autres + (f",{self.support}," if est_permis else "")
            relu.save(update_fields=["telephone_travail"])
        return self

    def __ior__(self, eleves):
        return self._noter(eleves, True)

    def __isub__(self, eleves):
        return self._noter(eleves, False)


@pytest.fixture
def montrables(d, monkeypatch) -> dict[str, Permis]:
    """The pupils who may be shown, by medium: ``montrables["journal"] |= {d.eleve_cp}``. At first nobody may.

    It stands where the consents of the school stand: the same registry, asked at each reading.
    """
    permis = {support: Permis(support) for support in ("journal", "site")}

    def refus(support, eleves):
        connus = set(permis[support].eleves().values_list("pk", flat=True))
        noms = dict(Personne.objects.filter(pk__in=eleves).values_list("pk", "prenom"))
        return {pk: f"{noms[pk]} : réponse attendue" for pk in eleves if pk not in connus}

    droit = registres.DroitALImage(lambda support: permis[support].eleves().values("pk"))
    monkeypatch.setattr(registres, "_droit", droit)
    monkeypatch.setattr(registres, "_refus", refus)
    return permis


@pytest.fixture
def billet(d, mardi) -> Billet:
    """Published to the class, closed to comments as any billet is."""
    return publie(d)


@pytest.fixture
def ouvert(d, billet) -> Billet:
    commentaires.ouvrir_aux_commentaires(billet=billet, auteur=d.enseignante, est_ouvert=True)
    billet.refresh_from_db()
    return billet


@pytest.fixture
def ecrire(ouvert):
    def ecrit(auteur, mots="Quelle belle sortie !") -> Commentaire:
        return commentaires.commenter(billet=ouvert, auteur=relu(auteur), uuid=uuid.uuid4(), texte=mots)

    return ecrit
