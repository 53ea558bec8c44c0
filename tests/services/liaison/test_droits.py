"""With which schools dossiers are exchanged is said by the operator alone."""

from ent.annuaire.models import Personne
from ent.services.liaison.models import Correspondant


def test_correspondents_are_held_by_the_operator_alone(d):
    pose = Correspondant.objects.create(etablissement=d.college, adresse="https://college.exemple.fr")
    for personne in d.gens.values():
        tenus = list(Correspondant.objects.tenus_par(Personne.objects.get(pk=personne.pk)))
        assert tenus == ([pose] if personne == d.operateur else [])
