"""Paper for those whom no account reaches: printed, and what its coupon says typed by who teaches."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..droits import lit_la_sante
from ..lectures.coupons import Notee, notee_de
from ..lectures.familles import Lu, lire, parties_parties
from ..lectures.preparation import Suivi
from ..models import Avis, Dossier, Retour
from ..parties import Partie
from . import seaux


class DejaNotee(ValidationError):
    """Another answer of theirs is kept, to this paper or to a later one: somebody says whether this coupon takes its place."""

    def __init__(self, notee: Notee, numero: int) -> None:
        super().__init__(notee.phrase(numero), code="deja")
        self.notee = notee


@transaction.atomic
def imprimer(*, suivi: Suivi, auteur: Personne) -> list[tuple[Lu, Personne]]:
    """A paper for each holder without an account, of families that no account reaches and that did not answer. A PAI is on the head's alone."""
    avec = lit_la_sante(auteur, suivi.campagne.etablissement_id)
    papiers = []
    for ligne in suivi.sur_papier:
        for adulte in ligne.manquent:
            if lu := lire(adulte, ligne.dossier):
                lu.feuillets = [f for f in lu.feuillets if avec or f.partie != Partie.SANTE]
                papiers.append((lu, adulte))
    if not papiers:
        raise ValidationError(_("Il n’y a aucun papier à imprimer : chaque famille a un compte, ou a répondu."))
    ids = {lu.dossier.pk for lu, _adulte in papiers}
    suivi.campagne.dossiers.filter(pk__in=ids).update(papier_remis_le=timezone.now())
    consigner(
        "liaison.imprimer",
        auteur=auteur,
        etablissement=suivi.campagne.etablissement,
        objet=f"campagne {suivi.campagne.pk}",
        dossiers=len(ids),
    )
    return papiers


@transaction.atomic
def saisir(
    *,
    dossier: Dossier,
    auteur: Personne,
    adulte: Personne,
    numero: int,
    dits: Mapping[str, bool],
    parler: bool = False,
    precision: str = "",
    remplace: str = "",
) -> frozenset[str]:
    """What this holder ticked on the paper of that version (its number), part by part. What they answered by their own account since stands. The parts
    that left already, whose answer it changes no more.

    An answer of theirs to this paper or to a later one is not replaced but by who read it and says so (`remplace`: its `marque`). Else `DejaNotee`.
    """
    dossier = (
        Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("etablissement").get(pk=dossier.pk)
    )
    parties = parties_parties(dossier.pk) & dits.keys()
    restent = {partie: dit for partie, dit in dits.items() if partie not in parties}
    if not restent:
        raise ValidationError(
            _("Ce dossier est déjà parti : cette réponse ne change plus rien. Parlez-en à la direction.")
        )
    version = dossier.versions.filter(numero=numero).first()
    if version is None:
        raise ValidationError(_("Ce numéro n’est celui d’aucun papier : il est écrit en haut de la page."))
    _exiger_que_rien_ne_s_efface(dossier, adulte, numero, remplace)
    retour = Retour.objects.get_or_create(dossier=dossier, personne=adulte)[0]
    _ecrire(dossier, version.contenu, adulte, auteur, restent, parler)
    retour.choix = _choix_de(set(dits.values()), parler)
    retour.precision, retour.version_lue, retour.repondu_le = precision, numero, timezone.now()
    retour.lu_le = retour.lu_le or retour.repondu_le
    retour.save()
    seaux.desceller(dossier)
    consigner("liaison.saisir", auteur=auteur, etablissement=dossier.etablissement, objet=f"dossier {dossier.pk}")
    diffusion.signaler(nature=evenements.CHANGE, objet_id=dossier.pk, destinataires=evenements.equipe_de(dossier))
    return parties


def _exiger_que_rien_ne_s_efface(dossier: Dossier, adulte: Personne, numero: int, remplace: str) -> None:
    if notee := notee_de(dossier, adulte):
        if notee.par_compte:
            raise ValidationError(_("Cette personne a répondu avec son compte : sa réponse reste la sienne."))
        if notee.phrase(numero) and remplace != notee.marque:
            raise DejaNotee(notee, numero)


def _choix_de(a_dit: Collection[bool], parler: bool) -> str:
    choix = Retour.Choix
    if parler:
        return choix.PARLER
    return choix.SAUF if len(a_dit) > 1 else choix.OUI if True in a_dit else choix.NON


def _ecrire(
    dossier: Dossier,
    contenu: Collection[Mapping],
    adulte: Personne,
    auteur: Personne,
    dits: Mapping[str, bool],
    parler: bool,
) -> None:
    """Who asks to talk first holds everything back meanwhile."""
    for ligne in contenu:
        if ligne["partie"] in dits:
            valeurs = {
                "empreinte": ligne["empreinte"],
                "accorde": dits[ligne["partie"]] and not parler,
                "sur_papier": True,
                "saisi_par": auteur,
                "dit_le": timezone.now(),
            }
            Avis.objects.update_or_create(dossier=dossier, personne=adulte, partie=ligne["partie"], defaults=valeurs)
