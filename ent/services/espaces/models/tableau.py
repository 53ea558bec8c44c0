"""The board of works of a space: what a class hangs there, and its files."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier, montrables_sur
from ent.fichiers.registres import tenus_par
from ent.fichiers.supports import Support

from .. import droits
from .espaces import ClasseDeLEspace, Espace


class OeuvreQuerySet(models.QuerySet["Oeuvre"]):
    def accrochees(self, *, archive_de: int | None = None):
        """Those that hang, of a class that is of the space by a school that is in."""
        return self.filter(droits.oeuvre_accrochee(archive_de=archive_de))

    def visibles_par(self, personne):
        return self.accrochees().filter(espace__in=Espace.objects.visibles_par(personne).order_by().values("pk"))

    def ecrites_par(self, personne):
        """Those that this person hangs, corrects and takes down, hanging or taken down."""
        la = Espace.objects.du_travail_de(personne).order_by().values("pk")
        return self.filter(droits.oeuvres_ecrites_par(personne), espace__in=la)

    def reprises_par(self, personne):
        """Those that this person takes down, were their class taken away."""
        la = Espace.objects.du_travail_de(personne).order_by().values("pk")
        return self.filter(droits.oeuvres_reprises_par(personne), espace__in=la)


class Oeuvre(models.Model):
    """A work of a class, or of named pupils of it, hung by who teaches them. It hangs while its class is of the space."""

    REGRET = dt.timedelta(hours=1)

    espace = models.ForeignKey(Espace, on_delete=models.CASCADE, related_name="oeuvres")
    classe = models.ForeignKey(ClasseDeLEspace, on_delete=models.CASCADE, related_name="oeuvres")
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    titre = models.CharField(_("titre"), max_length=80)
    texte = models.CharField(_("quelques mots"), max_length=400, blank=True)
    # Of whom in the class; of nobody: of all.
    eleves = models.ManyToManyField(Personne, related_name="oeuvres_accrochees", blank=True)
    # Their first names are read by people of the other schools. Their names never are.
    avec_prenoms = models.BooleanField(_("montrer les prénoms"), default=False)
    # The higher, the nearer to the top.
    rang = models.PositiveIntegerField(default=0)
    accrochee_le = models.DateTimeField(default=timezone.now)
    retiree_le = models.DateTimeField(null=True, blank=True)

    objects = OeuvreQuerySet.as_manager()

    class Meta:
        ordering = ["-rang", "-pk"]
        indexes = [models.Index(fields=["espace", "rang"])]

    def __str__(self) -> str:
        return f"œuvre {self.pk}"

    @property
    def est_retiree(self) -> bool:
        return self.retiree_le is not None

    @property
    def se_remet(self) -> bool:
        """Taken down by mistake: for an hour it is hung again as it was."""
        return self.retiree_le is not None and timezone.now() <= self.retiree_le + self.REGRET


class FichierDOeuvre(models.Model):
    """A file of a work: brought with it, or already held by what it was taken from."""

    oeuvre = models.ForeignKey(Oeuvre, on_delete=models.CASCADE, related_name="fichiers")
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="+")
    rang = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["oeuvre", "fichier"], name="fichier_d_oeuvre_une_fois")]

    def __str__(self) -> str:
        return f"fichier {self.fichier_id} de l’œuvre {self.oeuvre_id}"


def montrable() -> Q:
    """Over files: what may be shown in a project with another school, judged when the database is asked."""
    return montrables_sur(Support.PROJET)


def lisibles_par(personne) -> Q:
    """Over files: those of the works that this person reads, once they may be shown there; who hangs them sees them before, to say who is there."""
    lus = tenus_par(FichierDOeuvre, oeuvre=Oeuvre.objects.visibles_par(personne).order_by().values("pk"))
    ecrits = tenus_par(FichierDOeuvre, oeuvre=Oeuvre.objects.ecrites_par(personne).order_by().values("pk"))
    return lus & montrable() | ecrits
