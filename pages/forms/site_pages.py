"""Before a page is published: every picture on it may be shown to everybody, and nothing of it belongs to another school."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, ReferenceIndex

from ent.fichiers.registres import refus_d_image
from ent.fichiers.supports import Support


class FormulairePageDEcole(WagtailAdminPageForm):
    def clean(self) -> dict:
        donnees = super().clean()
        if self.errors:
            return donnees
        from ..lectures.site_public import pieces_de

        self._poser(donnees)
        images, documents = pieces_de(self.instance)
        self._refuser_ailleurs(images, documents)
        if self.data.get("action-publish") or self.data.get("action-submit"):
            self._refuser_les_images(images)
        return donnees

    def _poser(self, donnees: dict) -> None:
        """What was written, on the page in hand: its references are read from there. Nothing is saved."""
        for nom, valeur in donnees.items():
            if nom in {champ.name for champ in self.instance._meta.concrete_fields}:
                setattr(self.instance, nom, valeur)

    def _refuser_ailleurs(self, images: set[int], documents: set[int]) -> None:
        from ..models import DocumentDEcole, ImageDEcole

        ecole = (
            self.parent_page.specific.etablissement_id if self.instance.pk is None else self.instance.etablissement_id
        )
        for modele, numeros in ((ImageDEcole, images), (DocumentDEcole, documents)):
            if modele._base_manager.filter(pk__in=numeros, etablissement=ecole).count() != len(numeros):
                raise ValidationError(
                    _("Une image ou un document de cette page n’est plus là. Choisissez-en un autre.")
                )
        des_pages = ContentType.objects.get_for_model(Page).pk
        references = ReferenceIndex._extract_references_from_object(self.instance)
        liees = Page.objects.filter(pk__in=[pk for genre, pk, _modele, _chemin in references if genre == des_pages])
        for page in liees.specific():
            if getattr(page, "etablissement_id", None) != ecole:
                raise ValidationError(_("Un lien mène à une page qui n’est pas de ce site. Donnez plutôt son adresse."))

    def _refuser_les_images(self, images: set[int]) -> None:
        """Who, and why: read by those who write the site alone."""
        from ..models import ImageDEcole

        phrases = []
        montrables = set(ImageDEcole.objects.filter(pk__in=images).montrables().values_list("pk", flat=True))
        for image in ImageDEcole.objects.filter(pk__in=images - montrables).order_by("pk"):
            raisons = refus_d_image(Support.SITE, list(image.eleves.values_list("pk", flat=True)))
            if raisons:
                phrases.append(_("Image « %(titre)s » : %(raisons)s") % {"titre": image.title, "raisons": " ".join(raisons.values())})  # fmt: skip
            else:
                phrases.append(_("Image « %(titre)s » : dites d’abord qui l’on y reconnaît (dans « Images »).") % {"titre": image.title})  # fmt: skip
        if phrases:
            raise ValidationError(phrases)
