"""Images and documents sent to a site: checked and written again as everywhere in the product (`ent.fichiers.controles`)."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ent.annuaire.models import Inscription, Personne
from ent.fichiers.sas import juger_sur_place

from .. import perimetre
from ..actions.site_images import decliner
from ..models import ImageDEcole


class ChampImage(WagtailImageField):
    """Recognised by its content; bounded; turned; nothing kept but pixels, in WebP."""

    def to_python(self, data):
        if data is None or not hasattr(data, "read"):
            return super().to_python(data)
        prepare = juger_sur_place(data, data.name)
        if prepare.nature != "image":
            raise ValidationError(_("« %(nom)s » n’est pas une image.") % {"nom": prepare.nom})
        grande = prepare.sorties[-1]
        grande.contenu.seek(0)
        nom = prepare.nom.rpartition(".")[0] or prepare.nom
        return super().to_python(SimpleUploadedFile(f"{nom}.webp", grande.contenu.read(), grande.type_mime))


class FormulaireImage(BaseImageForm):
    def __init__(self, *arguments, **options) -> None:
        self.personne = options.get("user")
        super().__init__(*arguments, **options)
        if "file" in self.fields:
            ancien = self.fields["file"]
            self.fields["file"] = ChampImage(label=ancien.label, required=ancien.required, widget=ancien.widget)
        if "description" in self.fields:
            self.fields["description"].help_text = _("Lue à la place de l’image par ceux qui ne la voient pas.")
        if "eleves" in self.fields:
            self._eleves_connus()

    def _eleves_connus(self) -> None:
        """Pupils whom this person knows, in the schools they write for. One who knows fewer changes nothing of the names."""
        champ, siennes = self.fields["eleves"], perimetre.en_cours()
        connus = Personne.objects.none()
        if self.personne is not None and siennes is not None:
            inscrits = Inscription.objects.filter(classe__etablissement__in=siennes.ecoles, classe__fermee_le=None)
            connus = Personne.objects.eleves_visibles_par(self.personne).filter(pk__in=inscrits.values("eleve"))
        deja = set(self.instance.eleves.values_list("pk", flat=True)) if self.instance.pk else set()
        inconnus = deja - set(connus.values_list("pk", flat=True))
        champ.queryset = connus
        champ.widget = forms.SelectMultiple(attrs={"size": 8})
        champ.widget.choices = champ.choices
        champ.help_text = _(
            "Chaque élève que l’on reconnaît. L’image ne paraît qu’avec l’accord de leurs responsables."
        )
        if inconnus or not connus.exists():
            del self.fields["eleves"]
            self.fields["personnes"].help_text = _(
                "Si l’on y reconnaît des élèves, dites-le : un enseignant ou la direction les nommera, et l’image ne paraîtra "
                "qu’alors."
            )

    def clean(self) -> dict:
        donnees = super().clean()
        if (
            donnees.get("personnes") == ImageDEcole.Personnes.ELEVES
            and "eleves" in self.fields
            and not donnees.get("eleves")
        ):
            self.add_error("eleves", _("Nommez les élèves que l’on reconnaît."))
        return donnees

    def save(self, commit: bool = True):
        if self.instance.pk and "file" in self.changed_data and not {"personnes", "eleves"} & set(self.changed_data):
            self.instance.personnes = (
                ImageDEcole.Personnes.A_DIRE
            )  # what was said of the former picture says nothing of this one
        image = super().save(commit=commit)
        if commit:
            decliner(image)
        return image


class FormulaireDocument(BaseDocumentForm):
    def clean_file(self):
        """What runs, lies about itself or hides something is refused with a sentence."""
        fichier = self.cleaned_data["file"]
        if fichier and "file" in self.changed_data:
            if juger_sur_place(fichier, fichier.name).nature != "document":
                raise ValidationError(_("Choisissez un document. Les images se rangent avec les images."))
            fichier.seek(0)
        return fichier
