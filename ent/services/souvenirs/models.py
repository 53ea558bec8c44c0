"""A keepsake and the parts that it is made of."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Etablissement, Personne, Responsabilite
from ent.fichiers.limites import lisible

from . import droits

GARDE = dt.timedelta(days=7)


def enfants_de(personne: Personne) -> models.QuerySet[Personne]:
    """Whose keepsake this person may ask for."""
    droit = droits.enfants_gardes_par(personne, Responsabilite.Autorite.SANS)
    return Personne.objects.filter(droit).order_by("prenom", "pk").distinct()


class AlbumSouvenirQuerySet(models.QuerySet["AlbumSouvenir"]):
    def demandes_par(self, personne):
        return self.filter(droits.albums_de(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom the news of each is for: the child's family, of which its own reader alone is told."""
        lignes = self.filter(pk__in=ids).order_by().values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lignes}


class AlbumSouvenir(models.Model):
    """What one reader may keep of one child, in a ZIP made part by part. Asked again, it takes the place of the former one."""

    class Etat(models.TextChoices):
        EN_COURS = "en_cours", _("en cours")
        PRET = "pret", _("prêt")
        ECHOUE = "echoue", _("pas fait")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="albums_souvenirs")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="albums_souvenirs")
    demandeur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    langue = models.CharField(max_length=5, default="fr")  # of its reader, when they asked
    etat = models.CharField(max_length=8, choices=Etat, default=Etat.EN_COURS)
    # Grows when it is begun again: what still works for the former one is thrown away.
    tour = models.PositiveSmallIntegerField(default=1)
    reprises = models.PositiveSmallIntegerField(default=0)  # times that it was found stopped
    faits = models.PositiveIntegerField(default=0)  # files
    total = models.PositiveIntegerField(default=0)
    octets = models.BigIntegerField(default=0)
    octets_prevus = models.BigIntegerField(default=0)
    textes = models.JSONField(default=dict)  # by what it tells (`Souvenir.cle`), a digest of its words
    comptes = models.JSONField(default=dict)  # how many photos, works, words, sounds
    demande_le = models.DateTimeField(default=timezone.now)
    avance_le = models.DateTimeField(default=timezone.now)
    pret_le = models.DateTimeField(null=True, blank=True)
    refait_le = models.DateTimeField(null=True, blank=True)  # by itself, since what may be shown had changed

    objects = AlbumSouvenirQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["demandeur", "eleve"], name="album_souvenir_un_par_enfant")]

    def __str__(self) -> str:
        return f"album souvenir {self.pk}"

    @property
    def est_pret(self) -> bool:
        return self.etat == self.Etat.PRET

    @property
    def est_en_cours(self) -> bool:
        return self.etat == self.Etat.EN_COURS

    @property
    def taille(self) -> str:
        return lisible(self.octets)

    @property
    def expire_le(self) -> dt.datetime | None:
        return self.pret_le and self.pret_le + GARDE

    @property
    def est_perime(self) -> bool:
        return self.pret_le is not None and self.pret_le + GARDE <= timezone.now()


class PartAlbum(models.Model):
    """Bytes of the ZIP, from `debut`, as one object of the storage; and what they hold, so that who comes after goes on from there."""

    album = models.ForeignKey(AlbumSouvenir, on_delete=models.CASCADE, related_name="parts")
    rang = models.PositiveSmallIntegerField()
    cle = models.CharField(max_length=120, unique=True)  # in the storage; random, never shown
    debut = models.BigIntegerField()
    octets = models.BigIntegerField()
    entrees = models.JSONField(default=list)

    class Meta:
        ordering = ["rang"]
        constraints = [models.UniqueConstraint(fields=["album", "rang"], name="part_album_une_fois")]

    def __str__(self) -> str:
        return f"part {self.rang} de l’album {self.album_id}"
