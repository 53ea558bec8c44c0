"""The kinds of pages of a school's site, and where each may stand."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from .. import blocs_site
from .site_base import PageDEcole
from .site_images import ImageDEcole


class PageACorps(PageDEcole):
    """A page whose body is made of the common blocks."""

    corps = StreamField(blocs_site.COMMUNS, blank=True, verbose_name=_("contenu"))

    content_panels = [*PageDEcole.content_panels, FieldPanel("corps")]
    search_fields = [*PageDEcole.search_fields, index.SearchField("corps")]

    class Meta:
        abstract = True


class AccueilDEcole(PageACorps):
    """The home of a site: the words of the school, then its last news."""

    accroche = models.CharField(_("phrase d’accueil"), max_length=240, blank=True)

    tenue = _(
        "L’accueil du site de l’école ne se retire pas : tout le site disparaîtrait avec lui. Retirez ses pages une par une."
    )
    content_panels = [*PageDEcole.content_panels, FieldPanel("accroche"), FieldPanel("corps")]
    settings_panels: list = []  # no date at which it would withdraw itself
    search_fields = [*PageACorps.search_fields, index.SearchField("accroche")]
    template = "pages/site/accueil.html"
    parent_page_types: list[str] = []  # laid with the school, never by hand
    is_creatable = False

    class Meta:
        verbose_name = _("accueil du site")


class PageEquipe(PageDEcole):
    """The team, written by hand."""

    corps = StreamField(blocs_site.EQUIPE, blank=True, verbose_name=_("équipe"))

    content_panels = [*PageDEcole.content_panels, FieldPanel("corps")]
    search_fields = [*PageDEcole.search_fields, index.SearchField("corps")]
    template = "pages/site/page.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("équipe")


class RubriqueProjets(PageACorps):
    template = "pages/site/liste.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = ["pages.Projet"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("projets")


class Projet(PageACorps):
    resume = models.CharField(_("en une phrase"), max_length=240, blank=True)
    illustration = models.ForeignKey(
        ImageDEcole, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("illustration")
    )

    content_panels = [
        *PageDEcole.content_panels, FieldPanel("resume"), FieldPanel("illustration"), FieldPanel("corps"),
    ]  # fmt: skip
    search_fields = [*PageACorps.search_fields, index.SearchField("resume")]
    template = "pages/site/article.html"
    parent_page_types = ["pages.RubriqueProjets"]
    subpage_types = []

    class Meta:
        verbose_name = _("projet")


class RubriqueActualites(PageACorps):
    template = "pages/site/liste.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = ["pages.Actualite"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("actualités")


class Actualite(PageACorps):
    date = models.DateField(_("date"), default=timezone.localdate)
    resume = models.CharField(_("en une phrase"), max_length=240, blank=True)
    illustration = models.ForeignKey(
        ImageDEcole, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("illustration")
    )

    content_panels = [
        *PageDEcole.content_panels, FieldPanel("date"), FieldPanel("resume"), FieldPanel("illustration"),
        FieldPanel("corps"),
    ]  # fmt: skip
    search_fields = [*PageACorps.search_fields, index.SearchField("resume"), index.FilterField("date")]
    template = "pages/site/article.html"
    parent_page_types = ["pages.RubriqueActualites"]
    subpage_types = []

    class Meta:
        verbose_name = _("actualité")


class PagePratique(PageDEcole):
    """Practical information: menus that the school publishes, or else written here, supplies, hours and calendar computed by the directory."""

    corps = StreamField(blocs_site.PRATIQUE, blank=True, verbose_name=_("contenu"))
    montre_calendrier = models.BooleanField(_("montrer les horaires et le calendrier de la zone C"), default=True)

    content_panels = [*PageDEcole.content_panels, FieldPanel("montre_calendrier"), FieldPanel("corps")]
    search_fields = [*PageDEcole.search_fields, index.SearchField("corps")]
    template = "pages/site/pratique.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = []

    class Meta:
        verbose_name = _("informations pratiques")


class PageContact(PageACorps):
    rue = models.CharField(_("adresse"), max_length=160, blank=True)
    code_postal = models.CharField(_("code postal"), max_length=5, blank=True)
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True)
    courriel = models.EmailField(_("courriel de l’école"), blank=True)
    trajet = models.TextField(_("comment venir"), blank=True)

    content_panels = [
        *PageDEcole.content_panels, FieldPanel("rue"), FieldPanel("code_postal"), FieldPanel("telephone"),
        FieldPanel("courriel"), FieldPanel("trajet"), FieldPanel("corps"),
    ]  # fmt: skip
    template = "pages/site/contact.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact")


class PageSimple(PageACorps):
    """A page of its own, in the menu after the others."""

    template = "pages/site/page.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = ["pages.PageSimple"]

    class Meta:
        verbose_name = _("page")


LEGALE = _("Cette page est demandée par la loi : elle reste sur le site. Vous pouvez en changer le texte.")


class MentionsLegales(PageACorps):
    tenue = LEGALE
    settings_panels: list = []
    template = "pages/site/page.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("mentions légales")


class DeclarationAccessibilite(PageACorps):
    """The accessibility statement; the home says its mention (RGAA)."""

    class Conformite(models.TextChoices):
        NON = "non", _("non conforme")
        PARTIELLE = "partielle", _("partiellement conforme")
        TOTALE = "totale", _("totalement conforme")

    conformite = models.CharField(_("conformité au RGAA"), max_length=9, choices=Conformite, default=Conformite.NON)

    tenue = LEGALE
    content_panels = [*PageDEcole.content_panels, FieldPanel("conformite"), FieldPanel("corps")]
    settings_panels: list = []
    template = "pages/site/accessibilite.html"
    parent_page_types = ["pages.AccueilDEcole"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("déclaration d’accessibilité")
