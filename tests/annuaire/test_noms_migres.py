"""Names that files had brought in capitals before they were set right on reading."""

from importlib import import_module

from django.apps import apps

from ent.annuaire.models import Personne

MIGRATION = import_module("ent.annuaire.migrations.0014_noms_lisibles")


def test_names_in_capitals_are_set_right_and_the_others_kept(db):
    avant = [
        ("DE KERSAINT", "", "Anne"), ("MARTIN-DUPONT", "D'ANGELO", "Bruno"), ("Legoff", "EL HADDAD", "Chloé"),
        ("McDonald", "LE GOFF-Martin", "Dan"),
    ]  # fmt: skip
    siens = [Personne.objects.create(nom=n, nom_usage=u, prenom=p, password="!").pk for n, u, p in avant]
    MIGRATION.redire(apps, None)
    assert list(Personne.objects.filter(pk__in=siens).order_by("prenom").values_list("nom", "nom_usage")) == [
        ("de Kersaint", ""),
        ("Martin-Dupont", "d’Angelo"),
        ("Legoff", "El Haddad"),
        ("McDonald", "LE GOFF-Martin"),
    ]
