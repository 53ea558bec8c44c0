"""Before a page is published: every picture on it may be shown to everybody, and nothing of it belongs to another school."""

from copy import copy
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.base import BlockField
from wagtail.models import Page

from ent.fichiers.registres import refus_d_image
from ent.fichiers.supports import Support
from ent.socle.dates import date_format
from ent.socle.francais import cite
from ent.socle.rustines.wagtail_references import references_de

from ..lectures.site_public import pieces_de


def noter_la_version_lue(page: Page, envoi: QueryDict) -> None:
    """Whether somebody saved this page since it was opened here: its form refuses, once, and then writes knowingly.

    As `EditView.is_out_of_date`; a page that had no version yet when it was opened is out of date as soon as it has one.
    """
    derniere = page.get_latest_revision()
    if derniere is None:
        return
    if remplacee := envoi.get("overwrite_revision_id"):  # what this editor's browser saved by itself
        depassee = remplacee != str(derniere.pk)
    else:
        lue = (envoi.get("loaded_revision_id"), envoi.get("loaded_revision_created_at"))
        depassee = lue != (str(derniere.pk), derniere.created_at.isoformat())
    if depassee:
        page.enregistree_entre_temps = derniere


# A page that was not whole when it was sent (a script that did not load, a network that cut) says nothing of the comments either.
SANS_COMMENTAIRES = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


class FormulairePageDEcole(WagtailAdminPageForm):
    def __init__(self, data: QueryDict | None = None, *arguments, **options) -> None:
        if data is not None and "comments-TOTAL_FORMS" not in data:
            data = data.copy()
            data.update(SANS_COMMENTAIRES)
        super().__init__(data, *arguments, **options)
        self._garder_ce_qui_manque()
        for champ in self.fields.values():
            if isinstance(champ, DateField):
                champ.error_messages["invalid"] = _(
                    "Ce n’est pas une date. Écrivez le jour, le mois et l’année : 27/11/2026."
                )
        if "slug" in self.fields:
            # Written from the title by a script that may not have had its time: Wagtail makes it of the title where it is empty.
            self.fields["slug"].required = False

    def _garder_ce_qui_manque(self) -> None:
        """Blocks are written by Wagtail's script, which reads them back without asking whether they came: those that did not, or came in
        pieces, stay as they were, and the form says so.
        """
        self.incomplets: list[str] = []
        blocs = [nom for nom, champ in self.fields.items() if isinstance(champ, BlockField)] if self.is_bound else []
        for nom in blocs:
            champ = self.fields[nom]
            try:
                champ.widget.value_from_datadict(self.data, self.files, self.add_prefix(nom))
            except (LookupError, ValueError, TypeError, AttributeError):
                self.incomplets.append(nom)
                champ.widget = copy(champ.widget)
                champ.widget.value_from_datadict = partial(self._comme_avant, champ, nom)

    def _comme_avant(self, champ: BlockField, nom: str, *_envoi):
        return champ.clean(self.get_initial_for_field(champ, nom))

    def _refuser_l_incomplet(self) -> None:
        if self.incomplets:
            phrase = _(
                "La page n’était pas entière quand elle est partie : ce qui est sous le titre n’est pas arrivé. Rien n’est enregistré. "
                "Rechargez la page, attendez qu’elle s’affiche en entier, puis recommencez."
            )
            self.add_error(None, phrase)

    def clean(self) -> dict:
        donnees = super().clean()
        self._refuser_l_incomplet()
        # Said beside any other error: the page shown again bears the newer version, and would no longer refuse.
        self._refuser_l_ecrasement()
        if self.errors:
            return donnees
        self._poser(donnees)
        images, documents = pieces_de(self.instance)
        self._refuser_ailleurs(images, documents)
        if self.data.get("action-publish") or self.data.get("action-submit"):
            self._refuser_les_images(images)
        return donnees

    def _refuser_l_ecrasement(self) -> None:
        version = getattr(self.instance, "enregistree_entre_temps", None)
        if version is None:
            return
        dits = {
            "qui": version.user.nom_affiche if version.user else _("Quelqu’un"),
            "heure": date_format(timezone.localtime(version.created_at), "H:i"),
            "jour": date_format(timezone.localtime(version.created_at), "j F"),
        }
        phrase = _(
            "%(qui)s a enregistré cette page le %(jour)s à %(heure)s, pendant que vous l’écriviez. Rien n’est enregistré, et "
            "votre texte est toujours là : copiez-le et rouvrez la page, ou enregistrez de nouveau pour remplacer l’autre "
            "version, qui reste dans l’historique."
        )
        self.add_error(None, phrase % dits)

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
        liees = Page.objects.filter(pk__in=[pk for genre, pk in references_de(self.instance) if genre == des_pages])
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
                phrases.append(
                    _("Image « %(titre)s » : %(raisons)s")
                    % {"titre": cite(image.title), "raisons": " ; ".join(raisons.values())}
                )
            else:
                phrases.append(
                    _("Image « %(titre)s » : dites d’abord qui l’on y reconnaît (dans « Images »).")
                    % {"titre": cite(image.title)}
                )
        if phrases:
            raise ValidationError(phrases)
