"""What a séance and a travail have in common: their audience, their content, and when families may read them."""

from django.db import models
from django.utils import timezone
from wagtail.fields import StreamField

from ent.annuaire.models.adressables import Adressable

from ..blocs import BlocsDuCahier


class EcritQuerySet(models.QuerySet):
    def presents(self):
        """Not withdrawn."""
        return self.filter(retire_le=None)

    def update(self, **champs):
        """A correction of many at once is a correction too (`bulk_update` comes here)."""
        return super().update(**{"modifie_le": timezone.now()} | champs)


class Ecrit(Adressable, models.Model):
    """Given to a class, to a group, or to named pupils of a class.

    Named pupils are a group made for the occasion (`Groupe.ponctuel_de`): both `classe` and `groupe` are then set, the
    class says who teaches them, the group who they are. A draft has no `visible_le`; only those who teach read it.
    """

    contenu = StreamField(BlocsDuCahier(), blank=True)
    # Those that the content names: who reads the item reads them.
    fichiers = models.ManyToManyField("fichiers.Fichier", related_name="%(class)ss", blank=True)
    # When its author gave it; empty for a draft.
    publie_le = models.DateTimeField(null=True, blank=True)
    # When families may read it: at once, at the hour its author chose, or when quiet hours end. Empty for a draft.
    visible_le = models.DateTimeField(null=True, blank=True)
    retire_le = models.DateTimeField(null=True, blank=True)
    # Its author lets the teachers of the school take it up.
    partage_le = models.DateTimeField(null=True, blank=True)
    # Another than its author wrote in it since: having begun it is no reason to read it after leaving the class.
    corrige_par_autrui = models.BooleanField(default=False)
    # What it was copied from, and the recurrence it belongs to.
    origine = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    serie = models.UUIDField(null=True, blank=True, db_index=True)

    # When it was last changed, whatever changed: phones that follow it are told so.
    modifie_le = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(classe__isnull=False) | models.Q(groupe__isnull=False),
                name="%(class)s_classe_ou_groupe",
            ),
            models.CheckConstraint(
                condition=models.Q(publie_le=None, visible_le=None)
                | models.Q(publie_le__isnull=False, visible_le__isnull=False),
                name="%(class)s_brouillon_ou_publie",
            ),
        ]

    def save(self, *args, update_fields=None, **options) -> None:
        self.modifie_le = timezone.now()
        champs = update_fields if update_fields is None else {*update_fields, "modifie_le"}
        super().save(*args, update_fields=champs, **options)

    @property
    def est_brouillon(self) -> bool:
        return self.visible_le is None

    @property
    def attend(self) -> bool:
        """Published, and still held from families by its hour or by quiet hours."""
        return self.visible_le is not None and self.visible_le > timezone.now()


AUTEUR = {"on_delete": models.PROTECT, "related_name": "+"}
