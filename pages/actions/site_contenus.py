"""The first pages of a new site: useful as they are, and never pretending what the school did not say."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement

from .. import models


@dataclass
class Plan:
    """A page to make: its kind, title, slug, first values, and whether visitors see it at once."""

    genre: type
    titre: str
    slug: str
    valeurs: dict = field(default_factory=dict)
    en_ligne: bool = True
    au_menu: bool = True


def texte(*paragraphes: str) -> list[dict]:
    """A body of one text block."""
    html = "".join(f"<p>{p}</p>" for p in paragraphes)
    return [{"type": "texte", "value": html, "id": str(uuid.uuid4())}]


def accueil(ecole: Etablissement, slug: str) -> Plan:
    phrase = _("Bienvenue sur le site de notre école, à %(commune)s.") % {"commune": ecole.commune.nom}
    return Plan(models.AccueilDEcole, ecole.nom, slug, {"accroche": phrase}, au_menu=False)


def premieres_pages(ecole: Etablissement) -> list[Plan]:
    """In the order of the menu. The team waits for its names: it is a draft."""
    return [
        Plan(models.PageEquipe, _("L’équipe"), "equipe", en_ligne=False),
        Plan(models.RubriqueActualites, _("Actualités"), "actualites"),
        Plan(models.RubriqueProjets, _("Projets"), "projets"),
        Plan(models.PagePratique, _("Infos pratiques"), "pratique"),
        Plan(models.PageContact, _("Contact"), "contact"),
        Plan(models.MentionsLegales, _("Mentions légales"), "mentions-legales", {"corps": mentions(ecole)}, au_menu=False),
        Plan(
            models.DeclarationAccessibilite, _("Accessibilité"), "accessibilite", {"corps": accessibilite(ecole)},
            au_menu=False,
        ),
    ]  # fmt: skip


def mentions(ecole: Etablissement) -> list[dict]:
    return texte(
        _("Ce site est publié par %(ecole)s, à %(commune)s (UAI %(uai)s). La direction de l’école en est responsable.")
        % {"ecole": ecole.nom, "commune": ecole.commune.nom, "uai": ecole.uai},
        _("Il est hébergé avec le service « %(service)s » de %(territoire)s.")
        % {"service": settings.ENT_NOM, "territoire": settings.ENT_TERRITOIRE},
        _(
            "Il ne dépose aucun traceur et ne demande rien à ceux qui le lisent. Une photo sur laquelle un enfant est "
            "reconnaissable n’y paraît qu’avec l’accord de ses responsables, qui peuvent le retirer à tout moment."
        ),
    )


def accessibilite(ecole: Etablissement) -> list[dict]:
    return texte(
        _(
            "Ce site n’a pas encore été vérifié d’après le référentiel général d’amélioration de l’accessibilité (RGAA)."
        ),
        _(
            "Si une page vous résiste, dites-le à l’école : vous trouverez comment la joindre à la page « Contact ». "
            "Sans réponse, vous pouvez saisir le Défenseur des droits."
        ),
    )


def poser_en_ligne(page, maintenant: dt.datetime, *, en_ligne: bool) -> None:
    page.live = en_ligne
    page.has_unpublished_changes = not en_ligne
    if en_ligne:
        page.first_published_at = page.last_published_at = maintenant
