"""The journal: who did what, when, in which school. Lines are added, never changed."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from .. import droits
from .lieux import Etablissement


class EntreeJournalQuerySet(models.QuerySet["EntreeJournal"]):
    def visibles_par(self, personne):
        """A direction reads the journal of its school; the operator, the lines of the territory itself."""
        return self.filter(droits.journal_visible_par(personne))

    def update(self, **champs):
        raise PermissionDenied("A journal line is never changed.")

    def delete(self):
        raise PermissionDenied("A journal line is never deleted before its legal purge.")

    # bulk_update() goes through update().


class EntreeJournal(models.Model):
    """One act. No content, only what was done and on what (formats.md §8: no content in logs).

    The author is kept by UUID so that the line outlives the account.
    """

    fait_le = models.DateTimeField(default=timezone.now)
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="journal"
    )
    auteur_uuid = models.UUIDField(null=True)
    verbe = models.CharField(max_length=60)  # « annuaire.importer_onde »
    objet = models.CharField(max_length=80, blank=True)  # « travail 42 »: a kind and an id, never a name
    details = models.JSONField(default=dict, blank=True)  # counts and reasons, never contents

    objects = EntreeJournalQuerySet.as_manager()

    class Meta:
        ordering = ["-fait_le", "-pk"]
        indexes = [models.Index(fields=["etablissement", "-fait_le"])]

    def __str__(self) -> str:
        return f"{self.fait_le:%Y-%m-%d %H:%M} {self.verbe} {self.objet}"

    def save(self, **options) -> None:
        if self.pk:
            raise PermissionDenied("A journal line is never changed.")
        super().save(**options)

    def delete(self, **options):
        raise PermissionDenied("A journal line is never deleted before its legal purge.")


class SceauJournal(models.Model):
    """A digest of lines of the journal and of the seal before: none of them can be changed, taken away or slipped in unseen.

    Lines are sealed each minute and not one by one: chained where it is written, each act of anybody would wait for the commit of another.
    """

    fait_le = models.DateTimeField(default=timezone.now)
    lignes = models.JSONField()  # ids, as ranges: [[1, 40], [42, 57]]
    nombre = models.PositiveIntegerField()
    jusqu_a = models.BigIntegerField()  # the highest id that a seal holds so far
    empreinte = models.CharField(max_length=64, unique=True)
    precedent = models.CharField(
        max_length=64, unique=True
    )  # one seal follows another; of the first, what a purge took away, or nothing

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"sceau {self.pk} ({self.nombre})"
