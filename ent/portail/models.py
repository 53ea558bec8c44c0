"""What the shell keeps of a person: how they like to read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne


class ConfortQuerySet(models.QuerySet["Confort"]):
    def choisi_par(self, personne):
        return self.filter(personne=personne)


class Confort(models.Model):
    """Larger type, a reading font: the choice follows the pupil from tablet to tablet, and the tablet forgets it.

    It belongs to the shell, as the language does, since it dresses the pages of every service. A cookie would have been
    the next child's, a session ends with the half-day.
    """

    personne = models.OneToOneField(Personne, on_delete=models.CASCADE, primary_key=True, related_name="+")
    est_grand = models.BooleanField(_("plus grand"), default=False)
    est_lisible = models.BooleanField(_("autre écriture"), default=False)

    objects = ConfortQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"confort de {self.personne_id}"

    @property
    def classes(self) -> str:
        """Class names of the page's body."""
        return (" confort--grand" if self.est_grand else "") + (" confort--lisible" if self.est_lisible else "")
