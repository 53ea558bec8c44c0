"""What Wagtail tells by signals, since its own views write: each calls one action."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .actions import site_images, site_suivi
from .forms.site_pages import FormulairePageDEcole
from .lectures.site_public import contexte
from .models import DocumentDEcole, ImageDEcole, PageDEcole


def publiee(sender, instance, **reste) -> None:
    if isinstance(instance, PageDEcole):
        site_suivi.poser_les_pieces(instance)
        site_suivi.consigner_la_publication(instance)


def retiree(sender, instance, **reste) -> None:
    if isinstance(instance, PageDEcole):
        site_suivi.consigner_le_retrait(instance)


def effacee(sender, instance, **reste) -> None:
    if issubclass(sender, PageDEcole):  # each of its parts is told of too
        site_suivi.consigner_l_effacement(instance)


def changee(sender, instance, **reste) -> None:
    if isinstance(instance, PageDEcole):
        site_suivi.renouveler([instance.etablissement_id])


def deplacee(sender, instance, **reste) -> None:
    if issubclass(sender, PageDEcole):  # its instance is a bare `Page`
        site_suivi.rattacher(instance)


def image_ecrite(sender, instance, raw=False, **reste) -> None:
    if not raw:
        site_images.decliner(instance)
        site_suivi.renouveler([instance.etablissement_id])


def piece_changee(sender, instance, **reste) -> None:
    site_suivi.renouveler([instance.etablissement_id])


def eleves_changes(sender, instance, action, **reste) -> None:
    if action.startswith("post_"):
        site_suivi.renouveler([instance.etablissement_id])


def ecouter() -> None:
    """Once, when the product starts."""
    page_published.connect(publiee)
    page_unpublished.connect(retiree)
    post_delete.connect(effacee)
    for signal in (page_unpublished, page_slug_changed, post_delete):
        signal.connect(changee)
    post_page_move.connect(deplacee)
    post_save.connect(image_ecrite, sender=ImageDEcole)
    post_delete.connect(piece_changee, sender=ImageDEcole)
    post_save.connect(piece_changee, sender=DocumentDEcole)
    post_delete.connect(piece_changee, sender=DocumentDEcole)
    m2m_changed.connect(eleves_changes, sender=ImageDEcole.eleves.through)
    # The form and the frame of every page of a site: stated here, since models stand below forms and readings.
    PageDEcole.base_form_class = FormulairePageDEcole
    PageDEcole.cadre = staticmethod(contexte)
