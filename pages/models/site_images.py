"""Images and documents of a school's site: kept in the private storage, served by a view that judges each request."""

import logging
import secrets

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, get_upload_to
from wagtail.models import Page
from wagtail.search import index

from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.socle.rustines.django_champs_fichiers import est_depose

from ..droits import site as droits
from ..perimetre import borne

journal = logging.getLogger(__name__)

# The sizes that public pages show.
PUBLIQUES = ("width-480", "width-960", "original")
LEGERES = tuple(f"{taille}|format-avif" for taille in PUBLIQUES)  # the same, a fifth lighter, for browsers that read it


def stockage_du_site() -> Storage:
    return storages["site"]


def _cle(dossier: str, nom: str) -> str:
    """A key that nobody guesses; the name of the sender's file is not kept."""
    return f"{dossier}/{secrets.token_urlsafe(24)}{'.' + nom.rpartition('.')[2][:8] if '.' in nom else ''}"


def effacer(objet: FieldFile) -> None:
    """Take away an object whose row was not written. A storage that no longer answers keeps it, under a key nobody knows."""
    try:
        objet.storage.delete(objet.name)
    except Exception:
        journal.warning("Objet %s non effacé.", objet.name, exc_info=True)


def _ecole_de(collection: int) -> int:
    """The school that a collection belongs to. Outside the collections of schools nothing is kept."""
    ecole = apps.get_model("pages", "SiteDEcole").objects.filter(collection=collection).values_list("etablissement_id")
    if not (trouvee := ecole.first()):
        raise PermissionDenied(_("Un fichier du site se range dans la collection d’une école."))
    return trouvee[0]


class DuPerimetre(models.Manager):
    """In Wagtail's administration, what belongs to a school that the person does not write is not found."""

    def get_queryset(self):
        return borne(super().get_queryset())


class ImageDEcoleQuerySet(Image.objects.none().__class__):
    def lisibles_par(self, personne):
        """Images that this person (or anybody, when nobody is signed in) may be sent."""
        sites = ImageDEcole._meta.get_field("bandeaux").related_model._base_manager.all()
        return self.filter(
            droits.images_lisibles_par(personne, en_ligne=_en_ligne(), sites=sites, montrables=_montrables())
        )

    def montrables(self):
        """Images on which nobody may not be shown on a public page today."""
        return self.filter(_montrables())


class ImageDEcole(AbstractImage):
    """A picture of a school's site. It says who is on it before it may be published."""

    class Personnes(models.TextChoices):
        A_DIRE = "", _("À dire avant de publier")
        PERSONNE = "personne", _("Personne de reconnaissable")
        ADULTES = "adultes", _("Des adultes, qui sont d’accord")
        ELEVES = "eleves", _("Des élèves, nommés ci-dessous")

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, related_name="images_du_site", editable=False
    )
    file = WagtailImageField(
        verbose_name=_("fichier"),
        upload_to=get_upload_to,
        storage=stockage_du_site,
        width_field="width",
        height_field="height",
    )
    personnes = models.CharField(_("Qui reconnaît-on ?"), max_length=8, choices=Personnes, blank=True, default="")
    eleves = models.ManyToManyField(Personne, verbose_name=_("Élèves sur l’image"), blank=True, related_name="+")

    objects = DuPerimetre.from_queryset(ImageDEcoleQuerySet)()

    search_fields = [*AbstractImage.search_fields, index.FilterField("etablissement")]
    admin_form_fields = ("title", "file", "description", "personnes", "eleves", "collection")

    class Meta(Image.Meta):
        abstract = False
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """What a page is filled with as one chooses it: never its title, which is the name of its file until somebody changes it."""
        return self.description

    def get_upload_to(self, filename: str) -> str:
        return _cle("originaux", filename)

    def generate_rendition_file(self, filter, *, source=None) -> File:
        """Wagtail's, from memory: it would leave its temporary file open."""
        with super().generate_rendition_file(filter, source=source) as fait:
            fait.seek(0)
            return ContentFile(fait.read(), fait.name)

    def save(self, *arguments, **options) -> None:
        """Its school is that of its collection, whatever form wrote it. With its sizes, or not at all: a row without them
        would be chosen in a page and show nothing.
        """
        self.etablissement_id = _ecole_de(self.collection_id)
        arrive = bool(self.file) and not est_depose(self.file)
        try:
            with transaction.atomic():
                super().save(*arguments, **options)
        except BaseException:
            if arrive and est_depose(self.file):
                effacer(self.file)
            raise


class DeclinaisonDEcole(AbstractRendition):
    """A rendition of an image, at an address that the same right judges."""

    image = models.ForeignKey(ImageDEcole, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="declinaison_du_site_unique"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return _cle("declinaisons", filename)

    @property
    def url(self) -> str:
        return reverse("site_image", args=[self.image_id, self.pk])


class DocumentDEcoleQuerySet(Document.objects.none().__class__):
    def lisibles_par(self, personne):
        """Documents that this person (or anybody) may be sent."""
        return self.filter(droits.documents_lisibles_par(personne, en_ligne=_en_ligne()))


class DocumentDEcole(AbstractDocument):
    """A document of a school's site: public as long as a live page shows it."""

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, related_name="documents_du_site", editable=False
    )
    file = models.FileField(verbose_name=_("fichier"), upload_to=get_upload_to, storage=stockage_du_site)

    objects = DuPerimetre.from_queryset(DocumentDEcoleQuerySet)()

    search_fields = [*AbstractDocument.search_fields, index.FilterField("etablissement")]
    admin_form_fields = ("title", "file", "collection")

    class Meta(Document.Meta):
        abstract = False
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def get_upload_to(self, filename: str) -> str:
        return _cle("documents", filename)

    @property
    def url(self) -> str:
        return reverse("site_document", args=[self.pk, self.filename])

    def save(self, *arguments, **options) -> None:
        """Its school is that of its collection, whatever form wrote it."""
        self.etablissement_id = _ecole_de(self.collection_id)
        super().save(*arguments, **options)


class PieceDePage(models.Model):
    """An image or a document that the published state of a page holds. Written when the page is published."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="pieces")
    image = models.ForeignKey(ImageDEcole, on_delete=models.CASCADE, null=True, related_name="poses")
    document = models.ForeignKey(DocumentDEcole, on_delete=models.CASCADE, null=True, related_name="poses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "image"], name="image_posee_une_fois"),
            models.UniqueConstraint(fields=["page", "document"], name="document_pose_une_fois"),
            models.CheckConstraint(
                name="piece_d_une_sorte",
                condition=models.Q(image=None, document__isnull=False) | models.Q(image__isnull=False, document=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} : {self.image_id or self.document_id}"


def _montrables() -> models.Q:
    return droits.images_montrables(ImageDEcole.eleves.through._base_manager.all(), Inscription._base_manager.all())


def _en_ligne() -> models.QuerySet[PieceDePage]:
    """What a visitor may find on a page."""
    return PieceDePage._base_manager.filter(droits.pieces_en_ligne(Page._base_manager.all()))
