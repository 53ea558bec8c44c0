"""The site of a request, told to Wagtail: it would look for it by the host, and a school's site may be under a path of ours."""

from django.http import HttpRequest
from wagtail.models import Site

ESSAYEE = {"wagtail": "8.0.1"}


def retenir(request: HttpRequest, site: Site) -> None:
    """`Site.find_for_request` finds this one, without a query."""
    request._wagtail_site = site
