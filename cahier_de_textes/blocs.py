"""What a content is made of. Wagtail keeps and checks it; our own light editor writes it (`contenus.py`)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FICHIERS = ("image", "son", "video", "document")  # blocks that hold the uuid of a `fichiers.Fichier`


def est_du_web(adresse: str) -> bool:
    return adresse.lower().startswith(("http://", "https://"))


def _fichier() -> blocks.CharBlock:
    return blocks.CharBlock(max_length=36)


class BlocImage(blocks.StructBlock):
    fichier = _fichier()
    legende = blocks.CharBlock(label=_("Ce qu’on voit"), max_length=200, required=False)


class BlocSon(blocks.StructBlock):
    fichier = _fichier()
    titre = blocks.CharBlock(label=_("Titre"), max_length=120, required=False)


class BlocLien(blocks.StructBlock):
    adresse = blocks.URLBlock(label=_("Adresse"), max_length=500)
    titre = blocks.CharBlock(label=_("Titre"), max_length=120, required=False)

    def clean(self, value):
        """A page of the web: an address that opens another program is no use to a family."""
        propre = super().clean(value)
        if not est_du_web(propre["adresse"]):
            raise blocks.StructBlockValidationError({"adresse": ValidationError("", code="invalid")})
        return propre


class BlocOperation(blocks.StructBlock):
    """An operation to lay out in columns: 348 + 27, left to the pupil to solve."""

    nombres = blocks.ListBlock(
        blocks.DecimalBlock(max_digits=9, decimal_places=3, min_value=0), label=_("Nombres"), min_num=2, max_num=4
    )
    signe = blocks.ChoiceBlock(choices=[("+", "+"), ("-", "−"), ("x", "×"), (":", "÷")], label=_("Signe"))

    def clean(self, value):
        """Only an addition has more than two numbers; a pupil of primary school subtracts the smaller one."""
        propre = super().clean(value)
        nombres, signe = list(propre["nombres"]), propre["signe"]
        phrase = ""
        if signe != "+" and len(nombres) > 2:
            phrase = _("Seule une addition a plus de deux nombres : effacez les autres, ou choisissez +.")
        elif signe == "-" and nombres[0] < nombres[1]:
            phrase = _("Écrivez le plus grand nombre en premier.")
        elif signe == ":" and nombres[1] == 0:
            phrase = _("On ne divise pas par 0 : changez le second nombre.")
        if phrase:
            raise blocks.StructBlockValidationError({"signe": ValidationError(phrase, code="phrase")})
        return propre


class BlocsDuCahier(blocks.StreamBlock):
    # HTML of a few tags, cleaned by `texte_riche.nettoyer` when it is stored and again when it is shown.
    texte = blocks.CharBlock(label=_("Texte"), max_length=10_000)
    image = BlocImage(label=_("Image"))
    son = BlocSon(label=_("Son"))
    video = BlocSon(label=_("Vidéo"))
    document = BlocSon(label=_("Document"))
    lien = BlocLien(label=_("Lien"))
    etapes = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Étapes"), max_num=20)
    mots = blocks.ListBlock(blocks.CharBlock(max_length=60), label=_("Mots à apprendre"), max_num=40)
    operation = BlocOperation(label=_("Opération à poser"))

    class Meta:
        required = False
        max_num = 40
