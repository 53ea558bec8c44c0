"""Who is signed in, read at every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q

from ent.annuaire.droits import tient_un_compte_ouvert
from ent.annuaire.models import Personne
from ent.socle.preparees import Preparee

PERSONNES = Preparee(lambda: Personne.objects.all())


class Entree(AuthenticationBackend):
    """django-allauth's own, whose person of the session is read by a prepared query."""

    def get_user(self, user_id: int) -> Personne | None:
        personne = next(iter(PERSONNES.lire(Q(pk=user_id))), None)
        return personne if personne and self.user_can_authenticate(personne) else None

    def user_can_authenticate(self, user: Personne) -> bool:
        """A pupil who left has no class to come to: the session that a tablet kept is nobody's any more."""
        return tient_un_compte_ouvert(user)
