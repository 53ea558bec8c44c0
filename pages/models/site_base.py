"""The site of a school, and what every page of it shares."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, Site, Workflow

from ent.annuaire.models import Etablissement

from ..droits import site as droits
from ..themes import Embleme, Palette
from .site_images import ImageDEcole


class SiteDEcoleQuerySet(models.QuerySet["SiteDEcole"]):
    def visibles_par(self, personne):
        """Anybody reads the public site of any school."""
        return self.filter(droits.sites_visibles_par(personne))

    def regles_par(self, personne):
        """Sites whose look this person chooses, and whose pages they publish."""
        return self.filter(droits.sites_regles_par(personne))

    def ecrits_par(self, personne):
        """Sites that this person writes, if only drafts."""
        return self.filter(droits.sites_ecrits_par(personne))

    def heberges_par(self, personne):
        """Sites whose hostname this person gives: the operator, for all."""
        return self.filter(droits.sites_heberges_par(personne))


class SiteDEcole(models.Model):
    """The public site of a school: its Wagtail `Site`, its address, its look, and who writes it."""

    etablissement = models.OneToOneField(Etablissement, on_delete=models.CASCADE, related_name="site")
    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="ecole")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    editeurs = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    redacteurs = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    relecture = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(unique=True)
    # Empty: the site is at /ecoles/<slug>/ of the shared host.
    hote = models.CharField(_("nom d’hôte"), max_length=253, blank=True)
    palette = models.CharField(_("couleurs"), max_length=8, choices=Palette, default=Palette.TABLEAU)
    embleme = models.CharField(_("emblème"), max_length=12, choices=Embleme, default=Embleme.SOLEIL)
    bandeau = models.ForeignKey(
        ImageDEcole, verbose_name=_("image d’en-tête"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="bandeaux",
    )  # fmt: skip

    objects = SiteDEcoleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["hote"], condition=~models.Q(hote=""), name="hote_d_un_seul_site")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def origine(self) -> str:
        """Scheme and host where the site is: its own, or the one of the product."""
        commune = urlsplit(settings.ENT_ADRESSE)
        if not self.hote:
            return f"{commune.scheme}://{commune.netloc}"
        return f"{commune.scheme}://{self.hote}" + (f":{commune.port}" if commune.port else "")

    @property
    def prefixe(self) -> str:
        """The path of its home on that host."""
        return "/" if self.hote else f"/ecoles/{self.slug}/"

    @property
    def adresse(self) -> str:
        return self.origine + self.prefixe


class PageDEcole(Page):
    """A page of a school's site. It bears its school, taken from the page above it."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
