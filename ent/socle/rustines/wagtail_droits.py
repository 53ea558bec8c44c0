"""Rights given to Wagtail for one request, whatever rows are stored: it reads them in what it and Django keep on the person."""

from collections.abc import Collection
from typing import Any

from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

ESSAYEE = {"wagtail": "8.0.1", "Django": "6.1.3"}


def donner(personne: Any, *, de_page: list, de_collection: list, codes: Collection[str]) -> None:
    """These rows of groups' permissions, on pages and collections; none on sites; and these codes (`app.code`)."""
    setattr(personne, PagePermissionPolicy.permission_cache_name, de_page)
    setattr(personne, CollectionPermissionPolicy.permission_cache_name, de_collection)
    setattr(personne, SitePermissionPolicy.permission_cache_name, [])
    personne._perm_cache = set(codes)
    personne._group_perm_cache, personne._user_perm_cache = set(codes), set()
