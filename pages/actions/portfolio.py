"""Choose a work for the portfolio of a pupil; take it out."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, recueillir
from ent.fichiers.stockage import tout_ou_rien

from ..evenements import portfolio as evenements
from ..models.billets import Billet
from ..models.portfolio import EntreePortfolio


@tout_ou_rien()
def garder(
    *,
    eleve: Personne,
    auteur: Personne,
    etablissement: Etablissement,
    titre: str,
    texte: str = "",
    billet: Billet | None = None,
    envoi: Envoi | None = None,
) -> EntreePortfolio:
    """Keep a billet of the journal, files, or words. The same billet twice is one entry, by two hands at once too."""
    Personne.objects.select_for_update(of=("self",), no_key=True).get(pk=eleve.pk)
    if billet is not None and (
        deja := EntreePortfolio.objects.filter(eleve=eleve, billet=billet, retiree_le=None).first()
    ):
        return deja
    if not (billet or envoi or texte):
        raise ValidationError(_("Choisissez un travail à garder : un fichier, ou quelques mots."))
    entree = EntreePortfolio.objects.create(
        eleve=eleve, auteur=auteur, etablissement=etablissement, titre=titre, texte=texte, billet=billet
    )
    if envoi:
        entree.fichiers.set(recueillir(envoi=envoi, deposant=auteur))
    consigner("pages.garder", auteur=auteur, etablissement=etablissement, objet=f"portfolio {entree.pk}")
    _signaler(entree)
    return entree


@transaction.atomic
def retirer(*, entree: EntreePortfolio, auteur: Personne) -> None:
    """Take a work out. Its files stay until the entry is erased, so that it may be put back."""
    EntreePortfolio.objects.filter(pk=entree.pk).update(retiree_le=timezone.now())
    consigner(
        "pages.sortir_du_portfolio", auteur=auteur, etablissement=entree.etablissement, objet=f"portfolio {entree.pk}"
    )
    _signaler(entree)


def _signaler(entree: EntreePortfolio) -> None:
    diffusion.signaler(
        nature=evenements.PORTFOLIO_CHANGE, objet_id=entree.pk, destinataires=evenements.lecteurs(entree)
    )
