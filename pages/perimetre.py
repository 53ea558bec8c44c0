"""What the person of this request may touch in Wagtail's administration, known to the managers that Wagtail reads by.

Wagtail fetches images, documents and pages by number in many places (forms, choosers, previews) before it asks whether one
may. During a request of `/cms/`, what belongs to another school is not found at all.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Perimetre:
    """Schools that the person writes, and the paths of the homes of their sites in the tree."""

    ecoles: frozenset[int]
    chemins: tuple[str, ...]
    accueils: tuple[int, ...]

    @property
    def pages(self) -> Q:
        dedans = Q(pk__in=[])
        for chemin in self.chemins:
            dedans |= Q(path__startswith=chemin)
        return dedans

    def contient(self, objet) -> bool:
        """A page in hand; what is no page of a site is outside."""
        return getattr(objet, "path", "").startswith(self.chemins)


_en_cours: ContextVar[Perimetre | None] = ContextVar("perimetre", default=None)


@contextmanager
def borner(perimetre: Perimetre):
    jeton = _en_cours.set(perimetre)
    try:
        yield
    finally:
        _en_cours.reset(jeton)


def en_cours() -> Perimetre | None:
    return _en_cours.get()


def borne(queryset):
    """Of these objects of schools, those in the perimeter of the request; all of them outside the administration."""
    perimetre = en_cours()
    return queryset if perimetre is None else queryset.filter(etablissement__in=perimetre.ecoles)
