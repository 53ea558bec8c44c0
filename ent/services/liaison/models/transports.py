"""What leaves and what comes: keys, schools that exchange, sendings, what was received."""

import uuid
from collections.abc import Collection

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne
from ent.fichiers.models import Fichier

from .. import droits
from ..parties import Partie
from .dossiers import Dossier
from .familles import Version


class CleQuerySet(models.QuerySet["Cle"]):
    def publiees_de(self, ecole):
        """Those that nobody revoked, the one that signs first."""
        return self.filter(etablissement=ecole, revoquee_le=None).order_by("-pk")


class Cle(models.Model):
    """A pair of a school (Ed25519): the half that signs is sealed, the other is published. Revoked, nothing that it signed is taken any more."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="cles_de_liaison")
    kid = models.CharField(max_length=64, unique=True)
    publique = models.JSONField()  # a JWK
    privee_scellee = models.TextField()
    creee_le = models.DateTimeField(default=timezone.now)
    revoquee_le = models.DateTimeField(null=True, blank=True)

    objects = CleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.kid


class CorrespondantQuerySet(models.QuerySet["Correspondant"]):
    def tenus_par(self, personne):
        return self.filter(droits.correspondants_tenus_par(personne))


class Correspondant(models.Model):
    """A school with which dossiers are exchanged: where it receives, the keys that the operator pinned. Territory-wide."""

    etablissement = models.OneToOneField(Etablissement, on_delete=models.CASCADE, related_name="correspondant")
    adresse = models.URLField(max_length=500)  # https://…, of its instance
    cles = models.JSONField(default=list)  # JWK (Ed25519), pinned: somebody compared their prints
    cles_lues = models.JSONField(default=list)  # those that it published when they were last read
    cles_lues_le = models.DateTimeField(null=True, blank=True)
    ouvert_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouvert_le = models.DateTimeField(default=timezone.now)
    ferme_le = models.DateTimeField(null=True, blank=True)

    objects = CorrespondantQuerySet.as_manager()

    class Meta:
        ordering = ["etablissement__nom", "pk"]

    def __str__(self) -> str:
        return f"correspondant {self.pk}"


class EnvoiQuerySet(models.QuerySet["Envoi"]):
    def tenus_par(self, personne):
        return self.filter(droits.envois_tenus_par(personne))


class Envoi(models.Model):
    """One version on its way, under a number that the other side knows it by: sent again, it is the same one."""

    class Etat(models.TextChoices):
        A_ENVOYER = "a_envoyer", _("à envoyer")
        EN_COURS = "en_cours", _("part")
        RECU = "recu", _("reçu")
        CONFIRME = "confirme", _("confirmé")
        REFUSE = "refuse", _("refusé")
        REMIS = "remis", _("remis en main propre")  # as a file

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="envois")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="envois")
    destination = models.ForeignKey(Etablissement, on_delete=models.SET_NULL, null=True, related_name="+")
    cle = models.ForeignKey(
        Cle, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # that sealed it, and calls for it
    etat = models.CharField(max_length=9, choices=Etat, default=Etat.A_ENVOYER)
    cle_objet = models.CharField(max_length=120, blank=True)  # the archive, in the storage; random, never shown
    octets = models.BigIntegerField(default=0)
    empreinte = models.CharField(max_length=64, blank=True)  # SHA-256 of the archive
    scelle = models.CharField(max_length=64, blank=True)  # digest of what it says (`Composition.empreinte`)
    scelle_le = models.DateTimeField(
        null=True, blank=True
    )  # as the archive says it: later than all those before it, whatever the clock does
    envoyes = models.BigIntegerField(default=0)  # how many bytes the other side holds
    # When its first byte may have left: said before it does. Since then it may be whole over there, whatever we were answered; taken back if they refuse it.
    parti_le = models.DateTimeField(null=True, blank=True)
    essais = models.PositiveIntegerField(default=0)
    prochain_le = models.DateTimeField(default=timezone.now, db_index=True)
    motif = models.CharField(max_length=40, blank=True)  # why it is refused, or late: a code of `motifs`
    precision = models.CharField(max_length=300, blank=True)  # what who refused it said, in their words
    parties = models.JSONField(default=list)  # the parts that were sealed
    omis = models.PositiveIntegerField(default=0)  # files that could go no more when it was sealed
    demande_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    demande_le = models.DateTimeField(default=timezone.now)
    fini_le = models.DateTimeField(null=True, blank=True)

    objects = EnvoiQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"envoi {self.pk}"

    @property
    def est_un_pai(self) -> bool:
        """A PAI handed over alone leaves all the rest here."""
        return self.parties == [Partie.SANTE]

    def dit_deja(self, parties: Collection[str]) -> bool:
        """Whether nothing is to be sent besides: what waits to leave is judged again at each try, what left says no more than it did. What is on its
        way is left to arrive: given up here, it may be whole over there, while its family would be let change an answer.
        """
        return self.etat in (self.Etat.A_ENVOYER, self.Etat.EN_COURS) or {*parties} <= {*self.parties}


class ReceptionQuerySet(models.QuerySet["Reception"]):
    def tenues_par(self, personne):
        return self.filter(droits.receptions_tenues_par(personne))

    def lues_par(self, personne):
        """What was confirmed, of the pupils that one teaches or directs today."""
        return self.filter(droits.receptions_lues_par(personne), etat=self.model.Etat.CONFIRMEE)


class Reception(models.Model):
    """What another school sent: checked, then read by nobody until somebody of here says who it is about; erased on its date."""

    class Etat(models.TextChoices):
        EN_COURS = "en_cours", _("arrive")
        A_VERIFIER = "a_verifier", _("contrôlé en ce moment")
        A_CONFIRMER = "a_confirmer", _("à confirmer")
        CONFIRMEE = "confirmee", _("confirmée")
        REFUSEE = "refusee", _("refusée")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="receptions_de_liaison")
    de = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")  # who sent it
    identifiant = models.UUIDField()  # the sender's own
    dossier = models.UUIDField(null=True, blank=True)  # the same for each version of one dossier
    octets = models.BigIntegerField()  # that it said
    empreinte = models.CharField(max_length=64)  # that it said: SHA-256
    recus = models.BigIntegerField(default=0)
    etat = models.CharField(max_length=11, choices=Etat, default=Etat.EN_COURS)
    motif = models.CharField(max_length=40, blank=True)
    precision = models.CharField(max_length=300, blank=True)
    contenu = models.JSONField(default=dict)  # as its schema says, once checked
    eleve = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    recue_le = models.DateTimeField(default=timezone.now)
    avance_le = models.DateTimeField(default=timezone.now)  # its last piece
    traitee_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    traitee_le = models.DateTimeField(null=True, blank=True)
    efface_le = models.DateField(null=True, blank=True)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["de", "identifiant"], name="reception_une_fois"),
        ]

    def __str__(self) -> str:
        return f"reception {self.pk}"


class Morceau(models.Model):
    """Bytes of an archive that is arriving, as one object; gone once it is checked."""

    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="morceaux")
    debut = models.BigIntegerField()
    octets = models.BigIntegerField()
    cle = models.CharField(max_length=120)

    class Meta:
        ordering = ["debut"]
        constraints = [models.UniqueConstraint(fields=["reception", "debut"], name="morceau_a_sa_place")]

    def __str__(self) -> str:
        return f"morceau {self.pk}"


class FichierRecu(models.Model):
    """A file of it, judged and written again as any that is deposited here."""

    reception = models.ForeignKey(Reception, on_delete=models.CASCADE, related_name="fichiers")
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="+")
    chemin = models.CharField(max_length=200)  # in the archive

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reception", "chemin"], name="fichier_recu_une_fois")]

    def __str__(self) -> str:
        return f"fichier recu {self.pk}"
