"""Open a billet to comments, comment it, show a family's comment to all, withdraw one."""

from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.portail.registres import coupure
from ent.socle.francais import de_qui
from ent.socle.textes import numero_de_l_envoi

from ..droits import commentaires as droits
from ..evenements import billets as evenements_des_billets
from ..evenements import commentaires as evenements
from ..models.billets import Billet
from ..models.commentaires import Commentaire

PAR_PERSONNE = 10  # comments of one family under one billet


@transaction.atomic
def ouvrir_aux_commentaires(*, billet: Billet, auteur: Personne, est_ouvert: bool) -> None:
    """Closed again, a billet keeps what was said under it; nobody adds to it."""
    if est_ouvert and billet.equipe:
        raise ValidationError(_("Ce billet est pour l’équipe seulement : les familles ne le lisent pas."))
    if est_ouvert and not billet.etablissement.reglage("pages.commentaires"):
        raise ValidationError(_("Les réglages de l’école ferment les commentaires du journal."))
    if not Billet.objects.filter(pk=billet.pk, commentable=not est_ouvert).update(commentable=est_ouvert):
        return
    consigner(
        "pages.ouvrir_aux_commentaires",
        auteur=auteur,
        etablissement=billet.etablissement,
        objet=f"billet {billet.pk}",
        ouvert=est_ouvert,
    )
    diffusion.signaler(
        nature=evenements_des_billets.BILLET_CHANGE,
        objet_id=billet.pk,
        destinataires=evenements_des_billets.lecteurs(billet),
    )


@transaction.atomic
def commenter(*, billet: Billet, auteur: Personne, uuid: UUID, texte: str) -> Commentaire:
    """Write under a billet. The team is read by all, after quiet hours; a family by the team, until it is shown.

    The right is judged on the billet as it is under lock; what cuts messages (an incident, a suspension) cuts comments. Sent again
    with the same `uuid`, it is the same comment; with other words, from a page gone back to, another.
    """
    billet = _verrouiller(billet)
    if not droits.peut_commenter(auteur, billet):
        raise ValidationError(_("Les commentaires de ce billet viennent d’être fermés. Votre texte n’est pas envoyé."))
    if phrase := coupure(auteur, billet.etablissement):
        raise ValidationError(phrase)
    siens, autrement = billet.commentaires.filter(auteur=auteur), numero_de_l_envoi(uuid, texte)
    if deja := siens.filter(Q(uuid=uuid, texte=texte) | Q(uuid=autrement)).first():
        if deja.retire_le:
            raise ValidationError(_("Ce commentaire a été retiré. Rouvrez la page pour en écrire un autre."))
        return deja
    eleve = None if droits.peut_modifier(auteur, billet) else droits.enfant_de(auteur, billet)
    if eleve is not None and siens.count() >= PAR_PERSONNE:
        raise ValidationError(
            _("Vous avez déjà écrit %(n)s commentaires ici. Pour échanger, écrivez un message.") % {"n": PAR_PERSONNE}
        )
    if eleve is not None:
        _exiger_un_lecteur(billet, eleve, auteur)
    visible_le = calendrier.moment_visible(billet.etablissement) if eleve is None else None
    numero = autrement if siens.filter(uuid=uuid).exists() else uuid
    commentaire = Commentaire.objects.create(
        uuid=numero, billet=billet, auteur=auteur, eleve=eleve, texte=texte, visible_le=visible_le
    )
    _consigner("pages.commenter", commentaire, auteur)
    _prevenir(commentaire)
    _signaler(commentaire)
    return commentaire


@transaction.atomic
def montrer_commentaire(*, commentaire: Commentaire, auteur: Personne, est_montre: bool) -> None:
    """Let all the readers of the billet read a comment, or a family's no more; never in quiet hours. Its family is told.

    What cuts messages cuts this too, which brings words to a class; taking back is never cut.
    """
    if commentaire.eleve_id is None and not est_montre:
        raise ValidationError(_("Ce que l’équipe écrit est lu de tous. Retirez-le si besoin."))
    etablissement = commentaire.billet.etablissement
    if est_montre and (phrase := coupure(auteur, etablissement)):
        raise ValidationError(phrase)
    avant = evenements.destinataires(commentaire)
    commentaire.visible_le = calendrier.moment_visible(etablissement) if est_montre else None
    commentaire.save(update_fields=["visible_le"])
    _consigner("pages.montrer_commentaire", commentaire, auteur, montre=est_montre)
    if est_montre:
        _dire_a_son_auteur(commentaire)
    else:
        diffusion.denotifier(
            nature=evenements.COMMENTAIRE, objet_id=commentaire.pk, destinataires={commentaire.auteur_id}
        )
    _signaler(commentaire, avant)


@transaction.atomic
def retirer_commentaire(*, commentaire: Commentaire, auteur: Personne) -> None:
    """It leaves every page, and what was told of it is taken back. Whoever withdrew it may put it back: the first to do it,
    so that an author never puts back what the team took out at the same moment.
    """
    avant = evenements.destinataires(commentaire)
    restes = Commentaire.objects.filter(pk=commentaire.pk, retire_le=None)
    if not restes.update(retire_le=timezone.now(), retire_par=auteur):
        return
    diffusion.denotifier(nature=evenements.COMMENTAIRE, objet_id=commentaire.pk)
    _consigner("pages.retirer_commentaire", commentaire, auteur)
    _signaler(commentaire, avant)


@transaction.atomic
def remettre_commentaire(*, commentaire: Commentaire, auteur: Personne) -> None:
    """Undo a withdrawal, never in quiet hours. Put back by its author, it is as if it were written: where one may comment
    now, and whoever had been told of it is told again.
    """
    billet = _verrouiller(commentaire.billet)
    commentaire.billet = billet
    if commentaire.auteur_id == auteur.pk:
        if not droits.peut_commenter(auteur, billet):
            raise ValidationError(_("Les commentaires de ce billet sont fermés : le vôtre reste retiré."))
        if phrase := coupure(auteur, billet.etablissement):
            raise ValidationError(phrase)
        if commentaire.eleve is not None:
            _exiger_un_lecteur(billet, commentaire.eleve, auteur)
    if commentaire.visible_le is not None:
        commentaire.visible_le = max(commentaire.visible_le, calendrier.moment_visible(billet.etablissement))
    commentaire.retire_le = commentaire.retire_par = None
    commentaire.save(update_fields=["retire_le", "retire_par", "visible_le"])
    _consigner("pages.remettre_commentaire", commentaire, auteur)
    if commentaire.auteur_id == auteur.pk:
        _prevenir(commentaire)
    _signaler(commentaire)


def _exiger_un_lecteur(billet: Billet, eleve: Personne, auteur: Personne) -> None:
    """Where another adult of the child alone teaches, nobody reads what their family writes (decision 0188)."""
    if evenements_des_billets.enseignants(billet) and not evenements.lecteurs_d_une_famille(
        billet, eleve.pk, auteur.pk
    ):
        raise ValidationError(
            _("À l’école, seul un autre responsable %(de_prenom)s lirait ici : écrivez à une autre personne.")
            % {"de_prenom": de_qui(eleve.prenom)}
        )


def _verrouiller(billet: Billet) -> Billet:
    relu = Billet.objects.select_for_update(of=("self",)).select_related("etablissement", "classe", "groupe")
    try:
        return relu.get(pk=billet.pk)
    except Billet.DoesNotExist:
        raise PermissionDenied from None


def _dire_a_son_auteur(commentaire: Commentaire) -> None:
    enfant = commentaire.eleve
    if enfant is None or commentaire.auteur_id not in evenements_des_billets.lecteurs(commentaire.billet):
        return

    _notifier(commentaire, {(commentaire.auteur_id, enfant.pk): partial(_montre, commentaire, enfant.prenom)})


def _prevenir(commentaire: Commentaire) -> None:
    """No child is named to the team: what one was told stays with who has left it."""
    _notifier(commentaire, {cle: partial(_commente, commentaire) for cle in evenements.a_prevenir(commentaire)})


def _montre(commentaire: Commentaire, prenom: str) -> str:
    precisions = {"enfant": prenom, "titre": commentaire.billet.titre}
    return _("%(enfant)s · Votre commentaire est montré à tous : %(titre)s") % precisions


def _commente(commentaire: Commentaire, _prenom: str = "") -> str:
    titre = commentaire.billet.titre
    if commentaire.eleve_id is not None:
        return _("Une famille a commenté : %(titre)s") % {"titre": titre}
    return _("%(qui)s a commenté : %(titre)s") % {"qui": commentaire.auteur.nom_affiche, "titre": titre}


def redites(commentaires: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each: to its author, that all read it; to others, that it is there, without its author when a family wrote it."""
    lus = Commentaire.objects.filter(pk__in=commentaires).select_related("billet", "auteur")
    return {lu.pk: [partial(_montre, lu), partial(_commente, lu)] for lu in lus}


def _notifier(commentaire: Commentaire, textes: dict) -> None:
    billet = commentaire.billet
    diffusion.notifier(
        nature=evenements.COMMENTAIRE,
        objet_id=commentaire.pk,
        etablissement=billet.etablissement,
        textes=textes,
        adresse=reverse("journal_billet", args=[billet.pk]) + "#commentaires",
        visible_le=calendrier.ouverture(billet.etablissement, timezone.now()),
    )


def _consigner(verbe: str, commentaire: Commentaire, auteur: Personne, **precisions) -> None:
    consigner(
        verbe,
        auteur=auteur,
        etablissement=commentaire.billet.etablissement,
        objet=f"commentaire {commentaire.pk}",
        **precisions,
    )


def _signaler(commentaire: Commentaire, avant: set[int] | None = None) -> None:
    diffusion.signaler(
        nature=evenements.COMMENTAIRE,
        objet_id=commentaire.billet_id,
        destinataires=evenements.destinataires(commentaire) | (avant or set()),
    )
