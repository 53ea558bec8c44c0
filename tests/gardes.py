"""Guards put around the product while it is tested."""

import re
import sys

from django.db import connection
from django.http import HttpRequest, HttpResponse

ECRITURE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What the machinery may write while one reads: the session itself; Wagtail's editor keeps who has a page open (two editors
# are told of one another) and who follows its comments, and drops previews that nobody looked at for a day.
EDITEUR = {"wagtailadmin_editingsession", "wagtailcore_pagesubscription", "wagtailadmin_formstate"}
PERMIS = {"django_session"} | EDITEUR
# A protocol that says by GET, under a signature, that a session is over (SAML 2, HTTP-Redirect): `ent.services.identites`.
SORTIE_SIGNEE = re.compile(r"^/identites/[0-9a-f-]{36}/sortie/$")


class LectureSeule:
    """A GET that writes is a defect: it fails the test that made it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or SORTIE_SIGNEE.match(request.path):
            return self.get_response(request)
        with connection.execute_wrapper(_refuser_ecriture):
            return self.get_response(request)


def _refuser_ecriture(execute, sql, params, many, context):
    ecriture = ECRITURE.match(sql)
    if ecriture and ecriture[2] not in PERMIS:
        raise AssertionError(f"A GET wrote: {sql[:200]}")
    return execute(sql, params, many, context)


class VariableAbsente(str):
    """`string_if_invalid` that fails: a template of ours that names an absent variable is a defect.

    Wagtail's own templates name many that its views do not always give: read from there, it is Django's empty string.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return not _dans_un_gabarit_de_wagtail(sys._getframe(1))

    def __contains__(self, element) -> bool:
        return element == "%s"

    def __mod__(self, variable) -> str:
        raise AssertionError(f"Absent template variable: {variable}")


def _dans_un_gabarit_de_wagtail(cadre) -> bool:
    contexte = cadre.f_locals.get("context")
    gabarit = getattr(getattr(contexte, "render_context", None), "template", None)
    return gabarit is not None and "/site-packages/wagtail/" in str(gabarit.origin.name)
