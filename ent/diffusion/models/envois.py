"""What became of each sending, and what every worker shares."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne

from .reglages import Canal


class Envoi(models.Model):
    """One batch of news, to one person, on one channel (for a push, on one device): one row, so one sending.

    `lot` names the batch: the day of an e-mail, the minute of a push. A worker takes a row (`EN_COURS`), then says that it
    begins to transmit (`transmis_le`), then what came of it. If it dies before transmitting, another sends; if it dies
    while transmitting, nobody knows whether the mail left, and it is not sent again (`INCERTAIN`).
    """

    class Etat(models.TextChoices):
        A_ENVOYER = "a_envoyer", _("à envoyer")
        EN_COURS = "en_cours", _("en cours")
        ENVOYE = "envoye", _("envoyé")
        SANS_OBJET = "sans_objet", _("plus rien à dire")
        REFUSE = "refuse", _("refusé")
        ABANDONNE = "abandonne", _("abandonné")
        INCERTAIN = "incertain", _("peut-être envoyé")

    destinataire = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    canal = models.CharField(max_length=8, choices=Canal)
    lot = models.CharField(max_length=32)
    appareil = models.BigIntegerField(default=0)  # id of the device, which may be gone; 0 for an e-mail
    etat = models.CharField(max_length=10, choices=Etat, default=Etat.A_ENVOYER)
    essayer_le = models.DateTimeField()
    essais = models.PositiveSmallIntegerField(default=0)
    pris_par = models.CharField(max_length=32, blank=True)
    pris_le = models.DateTimeField(null=True, blank=True)
    transmis_le = models.DateTimeField(null=True, blank=True)
    adresse = models.EmailField(blank=True)  # the one it was sent to: a bounce that comes late blames no newer one
    motif = models.CharField(max_length=200, blank=True)  # what the server answered
    cree_le = models.DateTimeField(auto_now_add=True)
    fini_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["destinataire", "canal", "lot", "appareil"], name="envoi_une_seule_fois")
        ]
        indexes = [
            models.Index(fields=["canal", "essayer_le"], condition=models.Q(etat="a_envoyer"), name="envoi_a_essayer"),
            models.Index(fields=["pris_le"], condition=models.Q(etat="en_cours"), name="envoi_en_cours"),
            models.Index(fields=["destinataire", "canal", "-id"], name="envoi_dernier"),
            models.Index(fields=["cree_le"], name="envoi_ancien"),
        ]

    def __str__(self) -> str:
        return f"envoi {self.pk}"


class AdresseRefusee(models.Model):
    """A person's address to which mail does not arrive. It counts while the address is still theirs."""

    personne = models.OneToOneField(
        Personne, on_delete=models.CASCADE, primary_key=True, related_name="adresse_refusee"
    )
    adresse = models.EmailField()
    refusee_le = models.DateTimeField()
    motif = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"adresse refusée de {self.personne_id}"


class Tournee(models.Model):
    """When a periodic action last began: several workers share one clock. Territory-wide."""

    nom = models.CharField(max_length=60, primary_key=True)
    faite_le = models.DateTimeField(default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))

    class Meta:
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom
