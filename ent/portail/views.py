"""Homes and error pages."""

from django.http import HttpRequest, HttpResponse


def accueil(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accueil")


def trop_gros(request: HttpRequest) -> HttpResponse:
    return HttpResponse("trop gros", status=413)


def csrf_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("csrf", status=403)
