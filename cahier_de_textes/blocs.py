"""What a content is made of. Wagtail keeps and checks it; our own light editor writes it (`contenus.py`)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FICHIERS = ("image", "son", "video", "document")  # blocks that hold the uuid of a `fichiers.Fichier`


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


class BlocOperation(blocks.StructBlock):
    """An operation to lay out in columns: 348 + 27, left to the pupil to solve."""

    nombres = blocks.ListBlock(
        blocks.DecimalBlock(max_digits=9, decimal_places=3), label=_("Nombres"), min_num=2, max_num=4
    )
    signe = blocks.ChoiceBlock(choices=[("+", "+"), ("-", "−"), ("x", "×"), (":", "÷")], label=_("Signe"))


class BlocsDuCahier(blocks.StreamBlock):
    texte = blocks.RichTextBlock(features=["bold", "italic", "ul", "ol", "link"], label=_("Texte"))
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
