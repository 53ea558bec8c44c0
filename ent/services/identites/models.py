"""Providers of public identities that the territory trusts, whom each of their identities is here, and which sessions they opened."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.connexion.models import SessionOuverte

from . import droits


class FournisseurIdentiteQuerySet(models.QuerySet["FournisseurIdentite"]):
    def tenus_par(self, personne):
        return self.filter(droits.fournisseurs_tenus_par(personne))

    def ouverts(self):
        """Those whose button stands at the door."""
        return self.filter(retire_le=None)


class FournisseurIdentite(models.Model):
    """Somebody whose word opens an account: what it is for, how it speaks, what it last said of itself. Territory-wide."""

    class Public(models.TextChoices):
        EDUCONNECT = "educonnect", _("ÉduConnect : familles, et élèves de collège")
        AGENTS = "agents", _("Agents de l’académie")

    class Protocole(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2"

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(max_length=60)  # what the button says
    public = models.CharField(max_length=10, choices=Public)
    protocole = models.CharField(max_length=4, choices=Protocole)
    adresse = models.URLField(
        max_length=500, blank=True
    )  # of its metadata, or of its discovery; empty: they were given as a file
    client_id = models.CharField(max_length=255, blank=True)  # OIDC
    secret_scelle = models.TextField(blank=True)  # OIDC
    portees = models.CharField(max_length=200, default="openid profile email")  # OIDC
    entite = models.CharField(max_length=500, blank=True)  # SAML: which one, where the file says several
    chiffrees = models.BooleanField(default=False)  # SAML: an assertion that is not encrypted is refused
    academie = models.PositiveSmallIntegerField(default=25)  # whose AAF numbers it says
    hotes_retour = models.TextField(blank=True)  # hosts that FrEduUrlRetour may name, one a line

    # What it said of itself, and when; kept whatever happens since.
    metadonnees = models.TextField(blank=True)
    cles = models.TextField(blank=True)  # OIDC: its keys (JWKS)
    lues_le = models.DateTimeField(null=True, blank=True)
    essayees_le = models.DateTimeField(null=True, blank=True)
    panne = models.CharField(max_length=200, blank=True)  # why the last reading failed
    # Why it last was not believed, in words of the protocol, and never of whom.
    refus = models.CharField(max_length=200, blank=True)
    refus_le = models.DateTimeField(null=True, blank=True)

    # SAML: what we sign and open with.
    cle_scellee = models.TextField(blank=True)
    certificat = models.TextField(blank=True)

    cree_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = FournisseurIdentiteQuerySet.as_manager()

    class Meta:
        ordering = ["public", "nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    @property
    def est_educonnect(self) -> bool:
        return self.public == self.Public.EDUCONNECT

    @property
    def est_saml(self) -> bool:
        return self.protocole == self.Protocole.SAML

    @property
    def hotes(self) -> list[str]:
        return self.hotes_retour.split("\n") if self.hotes_retour else []

    def mene_a(self, adresse: str) -> bool:
        """Whether somebody may be led there afterwards: https, a host that the operator wrote, letter for letter."""
        try:
            parties = urlsplit(adresse)
        except ValueError:
            return False
        # The whole authority is compared: neither an account, nor a port, nor a backslash slips in.
        return parties.scheme == "https" and parties.netloc in self.hotes and "\\" not in adresse


class RattachementQuerySet(models.QuerySet["Rattachement"]):
    def tenus_par(self, personne):
        return self.filter(droits.rattachements_de(personne)).select_related("fournisseur")


class Rattachement(models.Model):
    """An identity of a provider is that person here. `empreinte` is a keyed digest of its number: nobody reads it back."""

    class Comment(models.TextChoices):
        AAF = "aaf", _("reconnu par l’annuaire de l’État")
        VECTEUR = "vecteur", _("reconnu par ses enfants")
        ADRESSE = "adresse", _("reconnu par son adresse vérifiée")
        CODE = "code", _("par le code du papier")
        DEUX_NOMS = "deuxnoms", _("par le code du papier, sous un autre nom")
        COMPTE = "compte", _("depuis son compte")

    fournisseur = models.ForeignKey(FournisseurIdentite, on_delete=models.CASCADE, related_name="rattachements")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="rattachements")
    empreinte = models.CharField(max_length=64)
    comment = models.CharField(max_length=8, choices=Comment)
    lie_le = models.DateTimeField(default=timezone.now)
    vu_le = models.DateField(default=timezone.localdate)

    objects = RattachementQuerySet.as_manager()

    class Meta:
        ordering = ["fournisseur__nom", "lie_le", "pk"]
        constraints = [models.UniqueConstraint(fields=["fournisseur", "empreinte"], name="identite_d_une_personne")]

    def __str__(self) -> str:
        return f"rattachement {self.pk}"


class SessionParIdentite(models.Model):
    """A session that an identity opened, so that its provider may end it: prints of the number and of the session over there."""

    ouverte = models.OneToOneField(SessionOuverte, on_delete=models.CASCADE, related_name="+")
    fournisseur = models.ForeignKey(FournisseurIdentite, on_delete=models.CASCADE, related_name="+")
    empreinte = models.CharField(max_length=64)
    indice = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"session {self.ouverte_id}"
