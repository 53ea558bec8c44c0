"""What a space leaves to each of its schools."""

from django.db import models
from django.utils import timezone

from ent.annuaire.models import Etablissement

from .. import droits
from .espaces import EcoleDeLEspace


class ArchiveDEspaceQuerySet(models.QuerySet["ArchiveDEspace"]):
    def visibles_par(self, personne):
        """A school's own, by who commits it."""
        return self.filter(ecole__in=EcoleDeLEspace.objects.a_archives_de(personne).order_by().values("pk"))


class ArchiveDEspace(models.Model):
    """A ZIP that opens in any browser, made once at the end: one school's pupils, and nobody else's."""

    ecole = models.OneToOneField(EcoleDeLEspace, on_delete=models.CASCADE, related_name="archive")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="archives_d_espaces")
    cle = models.CharField(max_length=120, unique=True)  # in the storage; random, never shown
    octets = models.BigIntegerField()
    faite_le = models.DateTimeField(default=timezone.now)

    objects = ArchiveDEspaceQuerySet.as_manager()

    class Meta:
        ordering = ["-faite_le", "-pk"]

    def __str__(self) -> str:
        return f"archive de l’école {self.ecole_id}"

    @property
    def gardee_jusqu_au(self):
        return timezone.localdate(self.faite_le) + droits.GARDE_DES_ARCHIVES
