"""What is written in a thread: messages, their former versions, reactions."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.socle.preparees import Lignes

from ..droits import fils as droits
from .fils import Fil, fils_lus_par


def messages_lus_par(personne: Personne) -> models.Q:
    """What has left in the threads that this person reads, and what they wrote that waits."""
    return droits.messages_visibles_par(personne, Lignes(Fil, fils_lus_par(personne)))


class MessageQuerySet(models.QuerySet["Message"]):
    def visibles_par(self, personne):
        return self.filter(messages_lus_par(personne))

    def partis(self):
        return self.filter(numero__isnull=False)

    def en_attente(self):
        return self.filter(numero=None, rappele_le=None, rendu_le=None)

    def rendus_de(self, personne):
        """What this person wrote and was given back, discarded a moment ago or not. Whether they still read the thread or not."""
        return self.filter(droits.messages_rendus_a(personne))

    def a_reprendre_par(self, personne):
        return self.filter(droits.messages_a_reprendre(personne))


class Message(models.Model):
    """One message. It gets its number when it leaves: what waits for the morning has none, and leaves in order.

    `uuid` is drawn by the browser that wrote it; `envoi` is drawn from it and from all that was sent, words and files: sent again, it is the
    same message, though it was corrected, taken back or discarded since.
    One whose author could write there no more when its hour came is given back (`rendu_le`): it stays whole, its author's alone,
    and never leaves by itself. Discarded, it also has a `rappele_le`.
    """

    LONGUEUR = 5000

    fil = models.ForeignKey(Fil, on_delete=models.CASCADE, related_name="messages")
    numero = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    uuid = models.UUIDField()
    envoi = models.UUIDField(null=True, blank=True, editable=False)
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="messages_ecrits")
    texte = models.TextField(_("message"), max_length=LONGUEUR, blank=True)
    # Without case nor accents: what a search looks in.
    recherche = models.TextField(blank=True, editable=False)
    pieces = models.ManyToManyField("fichiers.Fichier", related_name="messages", blank=True)
    en_reponse_a = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ecrit_le = models.DateTimeField(default=timezone.now)
    # When it may leave: at once, or when quiet hours end.
    part_le = models.DateTimeField(default=timezone.now)
    parti_le = models.DateTimeField(null=True, blank=True)
    modifie_le = models.DateTimeField(null=True, blank=True)
    rappele_le = models.DateTimeField(null=True, blank=True)
    rendu_le = models.DateTimeField(null=True, blank=True)
    # Why it did not wait for the morning; the direction's alone.
    urgence = models.CharField(_("raison"), max_length=200, blank=True)
    est_automatique = models.BooleanField(default=False)  # an absence answer
    # The same words to several threads at once (two households of a child).
    lot = models.UUIDField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["numero", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fil", "numero"], name="message_numero_unique"),
            models.UniqueConstraint(fields=["auteur", "uuid", "fil"], name="message_une_fois"),
            models.CheckConstraint(
                condition=models.Q(numero=None, parti_le=None) | models.Q(numero__isnull=False, parti_le__isnull=False),
                name="message_parti_a_un_numero",
            ),
            models.CheckConstraint(
                condition=models.Q(rendu_le=None) | models.Q(numero=None), name="message_rendu_n_est_pas_parti"
            ),
        ]
        indexes = [
            models.Index(fields=["fil", "revision"]),
            models.Index(fields=["part_le"], condition=models.Q(numero=None), name="message_en_attente"),
            models.Index(fields=["auteur"], condition=models.Q(rendu_le__isnull=False), name="message_rendu"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def attend(self) -> bool:
        return self.numero is None


class VersionMessage(models.Model):
    """What a message said before it was corrected or taken back: the trace stays, for the direction."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    texte = models.TextField(blank=True)
    remplacee_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"version de {self.message_id}"


class Reaction(models.Model):
    """One small sign under a message, from a short set: nothing that could hurt."""

    class Signe(models.TextChoices):
        MERCI = "merci", _("Merci")
        OUI = "oui", _("D’accord")
        BRAVO = "bravo", _("Bravo")
        COEUR = "coeur", _("J’aime")
        QUESTION = "question", _("J’ai une question")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    signe = models.CharField(max_length=8, choices=Signe)
    posee_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "personne"], name="reaction_une_par_personne")]

    def __str__(self) -> str:
        return f"{self.signe} sur {self.message_id}"
