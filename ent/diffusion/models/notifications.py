"""Notifications: what a person is told later, once, wherever they are."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from ent.annuaire.models import Etablissement, Personne

from .. import droits


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visibles_par(self, personne):
        return self.filter(droits.notifications_visibles_par(personne))

    def non_lues(self):
        return self.filter(lue_le=None)


class Notification(models.Model):
    """One thing told to one person, of one child where it concerns one. The same thing is never told twice.

    The child is kept so that a tie that ends, or is found « sans autorité », silences at once what was told of them.
    """

    # Written by thousands at once: no index that another one holds already, nor one by school, which nobody asks.
    destinataire = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+", db_index=False)
    nature = models.CharField(max_length=60)  # « cahier_de_textes.travail_publie »
    objet_id = models.BigIntegerField()
    texte = models.CharField(max_length=200)
    adresse = models.CharField(max_length=200)  # path of the page that shows it
    # Quiet hours hold it until then.
    visible_le = models.DateTimeField(default=timezone.now)
    lue_le = models.DateTimeField(null=True, blank=True)
    # The day when the child came to another class and it was still theirs: it is read there, though told before.
    gardee_le = models.DateField(null=True, blank=True)
    # When a push is due; empty when none is, or none is any more.
    pousser_le = models.DateTimeField(null=True, blank=True)
    # The batches that told it, on the person's devices and in the day's e-mail (`Envoi.lot`); empty while none has.
    lot_pousse = models.CharField(max_length=32, blank=True)
    lot_resume = models.CharField(max_length=32, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-visible_le", "-pk"]
        indexes = [
            models.Index(fields=["destinataire", "-visible_le"]),
            # Read every minute: what is due, and nothing else, is in these two.
            models.Index(fields=["pousser_le"], condition=~models.Q(pousser_le=None), name="notification_a_pousser"),
            models.Index(
                fields=["visible_le"], condition=models.Q(lot_resume="", lue_le=None), name="notification_a_resumer"
            ),
        ]
        # What it is about comes first: a thing that is corrected or taken back is found among millions, whoever was told of it.
        constraints = [
            models.UniqueConstraint(
                fields=["objet_id", "nature", "destinataire", "eleve"], name="notification_une_fois_par_enfant"
            ),
            models.UniqueConstraint(
                fields=["objet_id", "nature", "destinataire"],
                condition=models.Q(eleve=None),
                name="notification_une_seule_fois",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} {self.objet_id} → {self.destinataire_id}"


class MiseDeCote(models.Model):
    """What a geste took away from those who had been told, or what was told of a thing that is withdrawn: kept while it may be undone, or put back.
    Never shown, erased by the day's purge.
    """

    geste = models.BigIntegerField(null=True, blank=True, db_index=True)  # the line of the journal that says it
    # Of what is withdrawn, otherwise.
    nature = models.CharField(max_length=60, blank=True)
    objet_id = models.BigIntegerField(null=True, blank=True)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    rangees = models.JSONField(encoder=DjangoJSONEncoder)  # the notifications, column by column
    faite_le = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["objet_id", "nature"], name="mise_de_cote_de_quoi")]

    def __str__(self) -> str:
        return f"geste {self.geste}" if self.geste else f"{self.nature} {self.objet_id}"
