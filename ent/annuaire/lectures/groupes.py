"""Groups, by what is given to them: no room is named, each has a tie to them or none."""

from functools import reduce
from operator import or_

from django.db.models import Exists, ManyToOneRel, OuterRef, Q

from ..models import Groupe


def sert() -> Q:
    """Of a group: something of any room is given to it, withdrawn or not; who is in it is the group itself."""
    liens = (
        lien
        for lien in Groupe._meta.get_fields(include_hidden=True)
        if isinstance(lien, ManyToOneRel) and not lien.related_model._meta.auto_created
    )
    donnes = (lien.related_model._base_manager.filter(**{lien.field.name: OuterRef("pk")}) for lien in liens)
    return reduce(or_, (Q(Exists(donne)) for donne in donnes), Q(pk__in=[]))
