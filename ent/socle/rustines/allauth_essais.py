"""Wrong passwords are counted by account and by where they come from.

django-allauth counts them by account alone: five, from anywhere, and its owner waits five minutes at home. What it counts by has no name
that may be overridden; the same name serves to forget, once a password was made again.
"""

from django.http import HttpRequest

ESSAYEE = {"django-allauth": "65.21.1"}


class EssaisParOrigine:
    """Before allauth's adapter. `origine(request, login)` is « where from », in one word."""

    def origine(self, request: HttpRequest, login: str) -> str:
        raise NotImplementedError

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        login = credentials.get("email", credentials.get("username", "")).lower()
        du_compte = super()._get_login_attempts_cache_key(request, **credentials)  # type: ignore[misc]
        return f"{du_compte}:{self.origine(request, login)}"
