"""The site of a school, and what every page of it shares."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Collection, Page, PagePermissionTester, Site, Workflow

from ent.annuaire.models import Etablissement

from ..droits import site as droits
from ..themes import Embleme
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
    embleme = models.CharField(_("emblème"), max_length=12, choices=Embleme, default=Embleme.SOLEIL)
    bandeau = models.ForeignKey(
        ImageDEcole,
        verbose_name=_("image d’en-tête"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bandeaux",
    )

    # Grows with everything that a visitor may see: kept pages bear it, so none outlives a change (`pages.lectures.site_public`).
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = SiteDEcoleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["hote"], condition=~models.Q(hote=""), name="hote_d_un_seul_site")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def palette(self) -> str:
        return self.etablissement.reglage("pages.palette")

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

    @property
    def lien(self) -> str:
        """The way there from a page of the product: on the shared host, under whatever name it was reached."""
        return self.adresse if self.hote else self.prefixe


RESERVES = frozenset({"recherche", "api", "flux"})  # addresses of a site that are not pages


class DroitsDePage(PagePermissionTester):
    """What Wagtail lets one do with a page, and offers: those without which there is no site are neither withdrawn, moved nor deleted."""

    def can_unpublish(self) -> bool:
        return not self.page.tenue and super().can_unpublish()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.page.tenue and super().can_delete(ignore_bulk)


class PageDEcole(Page):
    """A page of a school's site. It bears its school, taken from the page above it."""

    # Why it is neither withdrawn, moved nor deleted; nothing where it may be.
    tenue: str | Promise = ""

    # What its frame reads: stated where the room is plugged, since models stand below what reads them.
    cadre: Callable[[Page, HttpRequest], dict[str, Any]]

    etablissement = models.ForeignKey(Etablissement, on_delete=models.PROTECT, related_name="+", editable=False)

    settings_panels = [PublishingPanel()]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug", heading=_("Adresse de la page")), "seo_title", "search_description", "show_in_menus"],
            _("Adresse et menu"),
        )
    ]

    class Meta:
        abstract = True

    def permissions_for_user(self, user) -> PagePermissionTester:
        return DroitsDePage(user, self)

    def save(self, *arguments, **options) -> None:
        """Whatever view wrote it, its school is that of the page above; a home is laid by our own actions alone."""
        self.se_rattacher(self.get_parent())
        if self.tenue:
            self.expire_at = None  # a date would withdraw it
        super().save(*arguments, **options)

    def se_rattacher(self, parent: Page | None) -> None:
        if parent is not None and parent.depth > 1:
            self.etablissement_id = parent.specific.etablissement_id

    def clean(self) -> None:
        super().clean()
        if self.depth == 3 and self.slug in RESERVES:
            raise ValidationError({"slug": _("Cette adresse est prise par le site lui-même. Choisissez-en une autre.")})

    @cached_property
    def ecole(self) -> SiteDEcole:
        if self.etablissement_id is None:  # the preview of a page that is not written yet
            self.se_rattacher(Page.objects.filter(path=self.path[: -self.steplen]).first())
        return SiteDEcole.objects.select_related("etablissement__commune", "bandeau").get(
            etablissement=self.etablissement_id
        )

    def get_url_parts(self, request=None):
        """Its own host, or a path of the shared one; Wagtail alone would ask every site for its host."""
        en_cours = getattr(request, "site_ecole", None)
        ecole = en_cours if en_cours and en_cours.etablissement_id == self.etablissement_id else self.ecole
        # « /slug-of-home/equipe/ » without its first part.
        sous = self.url_path.split("/", 2)[2]
        return ecole.site_id, ecole.origine, ecole.prefixe + sous

    def get_context(self, request, *arguments, **options):
        return super().get_context(request, *arguments, **options) | self.cadre(self, request)

    def get_preview_template(self, request, mode_name):
        return self.get_template(request)
