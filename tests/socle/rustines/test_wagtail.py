"""What Wagtail, treebeard and django-storages are still made of, as the patches lean on it."""

import inspect
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.utils.functional import cached_property
from storages.backends.s3 import S3Storage
from wagtail.admin.views.bulk_action.registry import BulkActionRegistry, bulk_action_registry
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.blocks.field_block import ChooserBlock, PageChooserBlock
from wagtail.models import Collection, Page, Site
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

from ent.socle.rustines import (
    storages_objets,
    treebeard_chemins,
    wagtail_administration,
    wagtail_droits,
    wagtail_references,
    wagtail_sites,
)

pytestmark = pytest.mark.besoin_de("pages")  # which installs Wagtail whole: its models are not to be loaded without it


# --- wagtail_administration -----------------------------------------------------------------------------------------
def test_no_mail_of_wagtail_leaves_and_a_name_that_it_would_change_is_a_fault_at_the_start():
    for signal, _emetteur, cle in wagtail_administration.MAILS:
        assert [ligne[0][0] for ligne in signal.receivers if ligne[0][0] == cle] == []
    with pytest.raises(RuntimeError, match="no longer sends"):  # since it was disconnected when the product started
        wagtail_administration.taire_les_mails(apps)


def test_filters_have_the_two_lists_that_names_are_taken_out_of():
    for jeu in (PageFilterSet, GenericPageFilterSet):
        assert {"owner", "edited_by", "site"} & (set(jeu.base_filters) | set(jeu.declared_filters)) == set()
        assert {"owner"} <= set(jeu.__mro__[1].base_filters) or jeu.base_filters


def test_what_is_offered_at_once_is_read_from_one_register():
    offertes = {a.action_type for a in bulk_action_registry.get_bulk_actions_for_model("pages", "imagedecole")}
    assert offertes == {"delete"}
    # What Wagtail has: a method, that its pages call by this name.
    assert "add_tags" in {
        a.action_type
        for a in BulkActionRegistry.get_bulk_actions_for_model(bulk_action_registry, "pages", "imagedecole")
    }


def test_what_a_block_offers_is_asked_again_at_each_request(db):
    ChooserBlock_field = ChooserBlock.__dict__["field"]
    assert isinstance(ChooserBlock_field, property)
    bloc = PageChooserBlock()
    assert bloc.field is not bloc.field
    # What Wagtail has, unpatched: a property that keeps its answer, made by this function.
    assert ChooserBlock_field.fget.__name__ == "field"
    assert isinstance(ChooserBlock.__dict__["model_class"], cached_property)


@pytest.mark.parametrize("saisie", [AdminDateInput, AdminDateTimeInput, AdminTimeInput])
def test_a_typed_date_is_not_replaced_by_the_calendar_which_still_would(saisie):
    assert saisie().get_config()["validateOnBlur"] is False
    calendrier = Path(finders.find("wagtailadmin/js/vendor/jquery.datetimepicker.js")).read_text()
    assert "validateOnBlur: true" in calendrier or "validateOnBlur:!0" in calendrier


def test_a_chooser_shows_nobody_for_what_is_no_id_and_wagtail_would_fail(db):
    from wagtail.admin.widgets.chooser import AdminPageChooser, BaseChooser

    assert [AdminPageChooser().get_instance(envoye) for envoye in ("abc", "9" * 25, "9999-12-31", "0")] == [None] * 4
    with pytest.raises(ValueError):  # noqa: PT011 (by Django, whose words are its own)
        inspect.getclosurevars(BaseChooser.get_instance).nonlocals["demander"](AdminPageChooser(), "abc")


# --- wagtail_droits -------------------------------------------------------------------------------------------------
def test_wagtail_and_django_judge_by_what_is_kept_on_the_person(db, django_user_model, django_assert_num_queries):
    personne = django_user_model(is_active=True)
    wagtail_droits.donner(
        personne, de_page=["pages"], de_collection=["collections"], codes={"wagtailadmin.access_admin"}
    )
    with django_assert_num_queries(0):
        assert personne.has_perm("wagtailadmin.access_admin") and not personne.has_perm("wagtailadmin.autre")
        assert personne.get_group_permissions() == {"wagtailadmin.access_admin"}
        lus = [
            PagePermissionPolicy().get_cached_permissions_for_user(personne),
            CollectionPermissionPolicy(Page).get_cached_permissions_for_user(personne),
            SitePermissionPolicy.__new__(SitePermissionPolicy).get_cached_permissions_for_user(personne),
        ]
    assert lus == [["pages"], ["collections"], []]
    assert AnonymousUser().get_all_permissions() == set()


# --- wagtail_sites --------------------------------------------------------------------------------------------------
def test_wagtail_looks_for_no_other_site_than_the_one_it_was_told(db, rf, django_assert_num_queries):
    requete, site = rf.get("/"), Site(hostname="ecole.example")
    wagtail_sites.retenir(requete, site)
    with django_assert_num_queries(0):
        assert Site.find_for_request(requete) is site


# --- wagtail_references, treebeard_chemins --------------------------------------------------------------------------
def test_an_object_says_what_it_refers_to_before_it_is_saved(db):
    from django.contrib.contenttypes.models import ContentType

    dites = list(wagtail_references.references_de(Site(root_page_id=7)))
    assert dites == [(ContentType.objects.get_for_model(Page).pk, "7")]


def test_a_path_is_the_one_that_the_tree_would_give(db):
    mere = Collection.add_root(instance=Collection(name="mère"))
    nes = [mere.add_child(instance=Collection(name=nom)) for nom in ("un", "zwei")]
    rangs = [int(n.path[-Collection.steplen :], 36) for n in nes]
    assert [treebeard_chemins.chemin(Collection, mere.path, 3, r) for r in rangs] == [n.path for n in nes]
    assert rangs[1] == rangs[0] + 1


# --- storages_objets ------------------------------------------------------------------------------------------------
def test_the_object_of_a_key_is_under_the_folder_of_the_storage():
    depot = S3Storage(bucket_name="ecoles", location="fichiers")
    demandes = []
    faux = SimpleNamespace(_normalize_name=depot._normalize_name, bucket=SimpleNamespace(Object=demandes.append))
    storages_objets.objet(faux, "2026/cle")
    assert demandes == ["fichiers/2026/cle"]
    assert "self._normalize_name(clean_name(name))" in inspect.getsource(S3Storage.exists)
