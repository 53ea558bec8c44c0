"""What this room's acts say in the journal, without who."""

from django.apps import apps
from django.utils.translation import gettext as maintenant
from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase, selon


def _page(phrase):
    """With what kind of page it is, as Wagtail's administration names it; a kind that is no more says « page »."""

    def dire(details: dict) -> str:
        try:
            genre = apps.get_model("pages", details.get("sorte", ""))._meta.verbose_name
        except (LookupError, ValueError):
            genre = maintenant("page")
        return str(phrase) % {"genre": genre}

    return dire


VERBES: dict[str, Phrase] = {
    "publier_page": _page(_("a publié sur le site de l’école (%(genre)s)")),
    "retirer_page": _page(_("a retiré du site de l’école (%(genre)s)")),
    "effacer_page": _page(_("a supprimé du site de l’école (%(genre)s)")),
    "aligner_equipes": _("a mis à jour qui écrit sur le site de l’école"),
    "creer_site": _("a créé le site de l’école"),
    "heberger_site": _("a changé l’adresse du site de l’école"),
    "regler_site": _("a changé les réglages du site de l’école"),
    "supprimer_site": _("a supprimé le site de l’école"),
    "ecrire_billet": _("a commencé un billet du journal"),
    "corriger_billet": _("a corrigé un billet du journal"),
    "publier_billet": _("a publié un billet du journal"),
    "retirer_billet": _("a retiré un billet du journal"),
    "remettre_billet": _("a remis un billet du journal"),
    "effacer_billet": _("a effacé le brouillon d’un billet"),
    "proposer_billet": _("a proposé un billet à la classe"),
    "reprendre_billet": _("a repris un billet proposé"),
    "rendre_billet": _("a rendu un billet à un élève"),
    "decrire_une_piece": _("a décrit une photo du journal"),
    "sortir_une_piece": _("a retiré une photo du journal"),
    "montrer_sur_le_site": selon(
        "montre",
        {
            True: _("a montré un billet sur le site de l’école"),
            False: _("a retiré un billet du site de l’école"),
        },
        _("a changé si un billet est montré sur le site de l’école"),
    ),
    "ouvrir_aux_commentaires": selon(
        "ouvert",
        {
            True: _("a ouvert les commentaires d’un billet"),
            False: _("a fermé les commentaires d’un billet"),
        },
        _("a ouvert ou fermé les commentaires d’un billet"),
    ),
    "commenter": _("a commenté un billet"),
    "montrer_commentaire": selon(
        "montre",
        {True: _("a montré un commentaire"), False: _("a masqué un commentaire")},
        _("a changé si un commentaire est montré"),
    ),
    "retirer_commentaire": _("a retiré un commentaire"),
    "remettre_commentaire": _("a remis un commentaire"),
    "garder": _("a gardé une page dans un portfolio"),
    "sortir_du_portfolio": _("a retiré une page d’un portfolio"),
    "demander_archive": _("a demandé l’archive d’un journal"),
    "offrir_archive": _("a proposé aux familles l’archive d’un journal"),
    "purger_journal": _("a effacé un journal d’une année passée"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "ecrire_billet": ("retirer_billet", "remettre_billet"),
    "garder": ("sortir_du_portfolio", ""),
}
