"""What a secretary lays on a page of the site: a few blocks, each with its own template under `pages/site/blocs/`."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TRAITS = ["bold", "italic", "ul", "ol", "link", "document-link"]


def _gabarit(nom: str) -> str:
    return f"pages/site/blocs/{nom}.html"


class BlocTitre(blocks.CharBlock):
    class Meta:
        label = _("Titre")
        icon = "title"
        template = _gabarit("titre")


class BlocTexte(blocks.RichTextBlock):
    class Meta:
        label = _("Texte")
        icon = "pilcrow"
        template = _gabarit("texte")


class BlocImage(blocks.StructBlock):
    """A picture. `ImageBlock` asks for its alternative text unless it is said to be a decoration."""

    image = ImageBlock(label=_("Image"))
    legende = blocks.CharBlock(label=_("Légende"), required=False, max_length=200)

    class Meta:
        label = _("Image")
        icon = "image"
        template = _gabarit("image")


class BlocDate(blocks.StructBlock):
    date = blocks.DateBlock(label=_("Date"))
    libelle = blocks.CharBlock(label=_("Ce jour-là"), max_length=160)

    class Meta:
        icon = "date"


class BlocCitation(blocks.StructBlock):
    texte = blocks.TextBlock(label=_("Paroles"))
    auteur = blocks.CharBlock(label=_("De"), required=False, max_length=120)

    class Meta:
        label = _("Citation")
        icon = "openquote"
        template = _gabarit("citation")


class ValeurDeLien(blocks.StructValue):
    @cached_property
    def page_visible(self):
        """The page that is linked to, as long as visitors may open it."""
        page = self.get("page")
        return page if page and page.live else None


class BlocBouton(blocks.StructBlock):
    """A link to a page of the site or to an address of the web: one of the two."""

    libelle = blocks.CharBlock(label=_("Ce qui est écrit dessus"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page du site"), required=False)
    adresse = blocks.URLBlock(label=_("ou adresse sur le web"), required=False)

    class Meta:
        label = _("Bouton")
        icon = "link"
        template = _gabarit("bouton")
        value_class = ValeurDeLien

    def clean(self, value):
        propre = super().clean(value)
        if bool(propre.get("page")) == bool(propre.get("adresse")):
            phrase = _("Choisissez une page du site, ou écrivez une adresse : l’une des deux.")
            raise blocks.StructBlockValidationError(block_errors={"adresse": ValidationError(phrase)})
        return propre


class BlocJourDeMenu(blocks.StructBlock):
    jour = blocks.DateBlock(label=_("Jour"))
    entree = blocks.CharBlock(label=_("Entrée"), required=False, max_length=120)
    plat = blocks.CharBlock(label=_("Plat"), max_length=160)
    laitage = blocks.CharBlock(label=_("Laitage"), required=False, max_length=120)
    dessert = blocks.CharBlock(label=_("Dessert"), required=False, max_length=120)


class BlocMenu(blocks.StructBlock):
    """A week of canteen menus, read as a table."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120, default=_("Menus de la semaine"))
    jours = blocks.ListBlock(BlocJourDeMenu(), label=_("Jours"), min_num=1, max_num=10)

    class Meta:
        label = _("Menus de la cantine")
        help_text = _("Quand l’école publie ses menus, la page montre ceux-là, et ce tableau ne paraît pas.")
        icon = "table"
        template = _gabarit("menu")


class BlocFournitures(blocks.StructBlock):
    classe = blocks.CharBlock(label=_("Classe ou niveau"), max_length=80)
    liste = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("Fournitures"), min_num=1)

    class Meta:
        label = _("Fournitures")
        icon = "list-ul"
        template = _gabarit("fournitures")


class BlocMembre(blocks.StructBlock):
    """Someone of the team, as the school wrote it here: nothing is taken from the directory."""

    nom = blocks.CharBlock(label=_("Nom"), max_length=120)
    fonction = blocks.CharBlock(label=_("Fonction"), max_length=160)
    image = ImageBlock(label=_("Photo"), required=False)

    class Meta:
        label = _("Membre de l’équipe")
        icon = "user"
        template = _gabarit("membre")


COMMUNS = [
    ("titre", BlocTitre(max_length=120)),
    ("texte", BlocTexte(features=TRAITS)),
    ("image", BlocImage()),
    (
        "galerie",
        blocks.ListBlock(
            BlocImage(), min_num=2, max_num=24, label=_("Galerie"), icon="image", template=_gabarit("galerie")
        ),
    ),
    (
        "document",
        blocks.StructBlock(
            [("document", DocumentChooserBlock(label=_("Document")))],
            label=_("Document"),
            icon="doc-full",
            template=_gabarit("document"),
        ),
    ),
    (
        "dates",
        blocks.ListBlock(BlocDate(), label=_("Dates à retenir"), icon="date", template=_gabarit("dates")),
    ),
    ("citation", BlocCitation()),
    ("bouton", BlocBouton()),
]
EQUIPE = [("membre", BlocMembre()), *COMMUNS]
PRATIQUE = [("menu", BlocMenu()), ("fournitures", BlocFournitures()), *COMMUNS]
