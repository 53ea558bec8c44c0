"""Rows read into instances by the short way (`ent.socle.lecture`): what they are is what Django would have read."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_init, pre_init

from cahier_de_textes.actions.seances import ecrire_seance
from cahier_de_textes.models import Seance
from ent.annuaire.models import Classe, Inscription, Personne
from ent.socle.lecture import LuVite

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # whose rows hold blocks

LUS_VITE = [modele for modele in apps.get_models() if issubclass(modele, LuVite)]


def par_django(modele: type[Model], ligne: Model) -> Model:
    """The same row by Django's own `from_db`."""
    champs = [champ.attname for champ in modele._meta.concrete_fields]
    valeurs = modele.objects.filter(pk=ligne.pk).values_list(*champs)[0]
    return Model.from_db.__func__(modele, "default", champs, valeurs)


def test_some_are():
    assert {Personne, Classe, Seance} <= set(LUS_VITE)


@pytest.mark.parametrize("modele", LUS_VITE, ids=lambda modele: modele.__name__)
def test_they_need_no_initialisation(modele):
    """Nobody listens to their initialisation, and they have none of their own."""
    assert not pre_init.has_listeners(modele) and not post_init.has_listeners(modele)
    assert modele.__init__ is Model.__init__


@pytest.mark.parametrize("modele", [Personne, Classe, Inscription])
def test_what_is_read_is_what_django_reads(d, modele):
    for lue in modele.objects.order_by("pk")[:5]:
        attendue = par_django(modele, lue)
        vraies = {nom: valeur for nom, valeur in vars(lue).items() if nom != "_state"}
        assert vraies == {nom: valeur for nom, valeur in vars(attendue).items() if nom != "_state"}
        assert vars(lue._state)["db"] == "default" and not lue._state.adding
        assert lue == attendue and hash(lue) == hash(attendue)


def test_it_is_saved_as_a_row_that_exists(d):
    classe = Classe.objects.get(pk=d.cp_ce1.pk)
    classe.nom = "CP des Tilleuls"
    classe.save()
    assert Classe.objects.get(pk=d.cp_ce1.pk).nom == "CP des Tilleuls"


def test_a_field_left_out_is_read_when_asked(d, django_assert_num_queries):
    classe = Classe.objects.only("pk").get(pk=d.cp_ce1.pk)
    assert classe.get_deferred_fields() >= {"nom"}
    with django_assert_num_queries(1):
        assert classe.nom == d.cp_ce1.nom


def test_a_related_row_is_read_with_it(d, django_assert_num_queries):
    inscription = Inscription.objects.select_related("classe__etablissement").first()
    with django_assert_num_queries(0):
        assert inscription.classe.etablissement.nom


def test_blocks_are_blocks(d, mardi):
    """A StreamField turns the words of the database into blocks when it is set."""
    mot = [{"type": "texte", "value": "<p>Nous avons lu.</p>"}]
    seance = ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=mardi.date(), titre="Le loup", moment="matin", contenu=mot
    )
    assert [bloc.block_type for bloc in Seance.objects.get(pk=seance.pk).contenu] == ["texte"]
    assert "contenu" in Seance.objects.defer("contenu").get(pk=seance.pk).get_deferred_fields()
