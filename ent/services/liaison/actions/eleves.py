"""A pupil makes their page: their words, works of theirs; they say that they have finished, and go on if they like."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures.eleves import AU_PLUS, est_parti, travaux_de
from ..models import Dossier
from .travaux import oter, prendre


@transaction.atomic
def ecrire_sa_page(*, dossier: Dossier, par: Personne, texte: str) -> None:
    """By the pupil, or by who teaches, of a child who dictates."""
    dossier = _ouvert(dossier)
    if dossier.texte_eleve != texte:
        dossier.texte_eleve = texte
        _garder(dossier, par, "texte_eleve")


@transaction.atomic
def choisir_un_travail(*, dossier: Dossier, par: Personne, cle: str, voulu: bool) -> None:
    """One of the pupil's own works, in their page or out of it. Said again, it changes nothing."""
    dossier = _ouvert(dossier)
    choix = next((c for c in travaux_de(dossier, par) if c.souvenir.cle == cle), None)
    if choix is None or choix.est_choisi == voulu:
        return
    siennes = dossier.pieces.filter(de_l_eleve=True)
    if not voulu:
        oter(list(siennes.filter(cle=cle)))
    elif siennes.count() >= AU_PLUS:
        raise ValidationError(_("Tu as déjà choisi trois travaux. Enlèves-en un d’abord."))
    else:
        prendre(dossier, choix, de_l_eleve=True)
    _garder(dossier, par)


@transaction.atomic
def finir_sa_page(*, dossier: Dossier, par: Personne, fini: bool) -> None:
    """« J’ai fini », or « je continue ». Said again, it changes nothing."""
    dossier = _ouvert(dossier, fini=None)
    if (dossier.eleve_fini_le is not None) != fini:
        dossier.eleve_fini_le = timezone.now() if fini else None
        _garder(dossier, par, "eleve_fini_le")


def _ouvert(dossier: Dossier, *, fini: bool | None = False) -> Dossier:
    """In one's turn. Refused once it left, or while the pupil says that they have finished."""
    lu = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("etablissement", "campagne")
    dossier = lu.get(pk=dossier.pk)
    if est_parti(dossier):
        raise ValidationError(_("Ton dossier est parti. On ne peut plus changer ta page."))
    if fini is False and dossier.eleve_fini_le:
        raise ValidationError(_("Tu as dit que tu as fini. Touche « Je continue » pour changer ta page."))
    return dossier


def _garder(dossier: Dossier, par: Personne, *champs: Any) -> None:
    dossier.save(update_fields=[*champs, "modifie_le"])
    consigner("liaison.page_de_l_eleve", auteur=par, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}")
    equipe = evenements.equipe_de(dossier)
    diffusion.signaler(nature=evenements.CHANGE, objet_id=dossier.pk, destinataires=equipe | {dossier.eleve_id})
