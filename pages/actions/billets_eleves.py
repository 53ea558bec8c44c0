"""What a pupil proposes for the journal, what the teacher returns."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import Envoi, recueillir
from ent.fichiers.stockage import tout_ou_rien
from ent.socle.textes import numero_de_l_envoi

from ..evenements import billets as evenements
from ..models.billets import Billet, PieceBillet
from ..models.billets_relecture import atelier
from .billets import verrouiller_ses_fichiers

EN_COURS_MAX = 10  # of one pupil, not published yet


@tout_ou_rien()
def proposer_billet(
    *, eleve: Personne, classe: Classe, uuid: UUID, texte: str = "", envoi: Envoi | None = None
) -> Billet:
    """A pupil sends a billet to be read over. `uuid` was drawn by the device: sent again after a cut, it is kept once; with other words or files, from
    a page gone back to, it is another.
    """
    billet, cree = Billet.objects.get_or_create(
        uuid=numero_de_l_envoi(uuid, texte, envoi.empreintes if envoi else ()),
        defaults={
            "etablissement": classe.etablissement, "classe": classe, "auteur": eleve, "d_un_eleve": True, "texte": texte,
            "live": False, "has_unpublished_changes": True,
        },
    )  # fmt: skip
    if (billet.auteur_id, billet.classe_id) != (eleve.pk, classe.pk):
        raise PermissionDenied
    if not cree:
        return billet
    siens = Billet.objects.filter(auteur=eleve, d_un_eleve=True, retire_le=None).exclude(etat=Billet.Etat.PUBLIE)
    if siens.count() > EN_COURS_MAX:
        raise ValidationError(
            _("Tu as déjà envoyé beaucoup de billets. Attends que ta maîtresse ou ton maître les lise.")
        )
    _ajouter(billet, texte, envoi, eleve)
    _soumettre(billet, eleve)
    return billet


@tout_ou_rien()
def reprendre_et_envoyer(*, billet: Billet, eleve: Personne, texte: str = "", envoi: Envoi | None = None) -> Billet:
    """A pupil sends again what was returned, or taken back: the words are replaced, the files added."""
    if envoi:
        verrouiller_ses_fichiers(billet, envoi)
    billet = Billet.objects.select_for_update(of=("self",)).select_related("etablissement", "classe").get(pk=billet.pk)
    if billet.etat not in (Billet.Etat.BROUILLON, Billet.Etat.RENDU):
        raise ValidationError(_("Ton billet est déjà chez ta maîtresse ou ton maître."))
    billet.texte = texte
    billet.save(update_fields=["texte"])
    _ajouter(billet, texte, envoi, eleve)
    _soumettre(billet, eleve)
    return billet


def _ajouter(billet: Billet, texte: str, envoi: Envoi | None, eleve: Personne) -> None:
    rang = billet.pieces.count()
    for n, fichier in enumerate(recueillir(envoi=envoi, deposant=eleve) if envoi else []):
        PieceBillet.objects.create(billet=billet, fichier=fichier, rang=rang + n)
    if not texte and not billet.pieces.exists():
        raise ValidationError(_("Il n’y a rien à envoyer. Prends une photo, parle, dessine ou écris."))


def _soumettre(billet: Billet, eleve: Personne) -> None:
    """Enter the workflow, or go on where it was returned."""
    billet.save_revision(user=eleve, clean=False)
    etat = billet.current_workflow_state
    if etat and etat.status == WorkflowState.STATUS_NEEDS_CHANGES:
        etat.resume(user=eleve)
    else:
        atelier().start(billet, eleve)
    _passer(billet, Billet.Etat.A_RELIRE)
    consigner("pages.proposer_billet", auteur=eleve, etablissement=billet.etablissement, objet=f"billet {billet.pk}")
    diffusion.signaler(
        nature=evenements.BILLET_A_RELIRE, objet_id=billet.pk, destinataires=evenements.enseignants(billet)
    )


@transaction.atomic
def reprendre_billet(*, billet: Billet, eleve: Personne) -> None:
    """Take back what was sent, while nobody has answered."""
    billet = Billet.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=billet.pk)
    if billet.etat != Billet.Etat.A_RELIRE:
        raise ValidationError(_("On t’a déjà répondu."))
    billet.current_workflow_state.cancel(user=eleve)
    _passer(billet, Billet.Etat.BROUILLON)
    consigner("pages.reprendre_billet", auteur=eleve, etablissement=billet.etablissement, objet=f"billet {billet.pk}")


@transaction.atomic
def rendre_billet(*, billet: Billet, auteur: Personne, mot: str) -> None:
    """Return it to its pupil with a word; only the pupil reads it, and their teachers."""
    billet = Billet.objects.select_for_update(of=("self",)).select_related("etablissement").get(pk=billet.pk)
    tache = billet.current_workflow_task_state
    if billet.etat != Billet.Etat.A_RELIRE or tache is None:
        raise ValidationError(_("Ce billet n’est plus à relire : il a été repris, rendu ou publié entre-temps."))
    tache.reject(user=auteur, comment=mot)
    _passer(billet, Billet.Etat.RENDU)
    consigner("pages.rendre_billet", auteur=auteur, etablissement=billet.etablissement, objet=f"billet {billet.pk}")


def _passer(billet: Billet, etat: str) -> None:
    billet.etat = etat
    Billet.objects.filter(pk=billet.pk).update(etat=etat)
    diffusion.signaler(nature=evenements.BILLET_CHANGE, objet_id=billet.pk, destinataires=evenements.lecteurs(billet))
