"""Ways in: activation codes of adults, secrets of pupils."""

from django.db import models
from django.utils import timezone

from ent.annuaire.models import Etablissement, Personne

from . import droits


class CleDeDerivation(models.Model):
    """The key that codes and secrets are derived from, sealed under `ENT_CLE_CODES`: that one changes, and no paper does. One row."""

    scellee = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"clé {self.pk}"


class CodeActivation(models.Model):
    """The code of a paper slip: it opens one adult's account, declared by one school, once.

    The code itself is derived from a key (`ent.connexion.derivation`), so that a lost slip can be printed again; the
    table keeps only a keyed digest to find it by.
    """

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="codes")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="codes")
    generation = models.PositiveIntegerField(default=0)
    empreinte = models.CharField(max_length=64, unique=True)
    cree_le = models.DateTimeField(auto_now_add=True)
    expire_le = models.DateTimeField()
    utilise_le = models.DateTimeField(null=True, blank=True)
    invite_le = models.DateTimeField(null=True, blank=True)  # sent by e-mail to who works in the school
    # Wrong birth dates given with this code. A slip found in the street must not be tried for months.
    echecs = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["personne", "etablissement"], name="code_unique_par_ecole"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SessionOuverteQuerySet(models.QuerySet["SessionOuverte"]):
    def tenues_par(self, personne):
        return self.filter(droits.sessions_tenues_par(personne))


class SessionOuverte(models.Model):
    """Whose a session is: Django keeps sessions by their keys alone. One row from the moment an adult comes in.

    It says no address and nothing of what was done: a browser and a system in words, and days.
    """

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    cle = models.CharField(max_length=40, unique=True)
    nom = models.CharField(max_length=60)  # « Chrome, Android »
    ouverte_le = models.DateTimeField(default=timezone.now)
    vue_le = models.DateField(default=timezone.localdate)

    objects = SessionOuverteQuerySet.as_manager()

    class Meta:
        ordering = ["-vue_le", "-ouverte_le", "-pk"]

    def __str__(self) -> str:
        return f"session {self.pk}"


class SecretEleve(models.Model):
    """A pupil's secret: three pictures, or a short password for those who read. Derived from a key and `generation`.

    Wrong tries are counted here, in the database, so that no restart nor second server forgets them.
    """

    eleve = models.OneToOneField(Personne, on_delete=models.CASCADE, related_name="secret")
    generation = models.PositiveIntegerField(default=0)
    echecs = models.PositiveIntegerField(default=0)
    attendre_jusqu_a = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"secret {self.eleve_id}"
