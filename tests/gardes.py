"""Guards put around the product while it is tested."""

import re

from django.db import connection
from django.http import HttpRequest, HttpResponse

ECRITURE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What the machinery may write while one reads: the session itself, tasks when they are looked at.
PERMIS = {"django_session"}


class LectureSeule:
    """A GET that writes is a defect: it fails the test that made it."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(_refuser_ecriture):
            return self.get_response(request)


def _refuser_ecriture(execute, sql, params, many, context):
    ecriture = ECRITURE.match(sql)
    if ecriture and ecriture[2] not in PERMIS:
        raise AssertionError(f"A GET wrote: {sql[:200]}")
    return execute(sql, params, many, context)


class VariableAbsente(str):
    """`string_if_invalid` that fails: a template that names an absent variable is a defect."""

    __slots__ = ()

    def __contains__(self, element) -> bool:
        return element == "%s"

    def __mod__(self, variable) -> str:
        raise AssertionError(f"Absent template variable: {variable}")
