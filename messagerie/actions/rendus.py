"""What was given back to its author: they send it after all, or discard it, and may change their mind."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.actions import detacher
from ent.fichiers.visages import ce_qui_bloque

from ..droits.regles import A_UN_FOYER
from ..evenements import fils as evenements
from ..lectures.fils import est_gele, moment_du_depart, place
from ..lectures.rendus import pourquoi_pas
from ..models import Message
from .changements import verrouiller
from .messages import citer, suivre_l_ecrit

TACHE_EFFACER = "messagerie.taches.fils.effacer_le_jete"
# How long what was discarded may be put back.
REGRET = dt.timedelta(hours=1)


@transaction.atomic
def renvoyer(*, message: Message, auteur: Personne) -> Message:
    """It leaves as if it were written now: judged anew, after all that left meanwhile, when quiet hours end if they last.
    What its author was writing in the thread stays. Asked twice, it leaves once.
    """
    message = _le_sien(message, auteur)
    if message.rendu_le is None:
        return message
    fil = message.fil
    exiger(message.rappele_le is None, _("Ce message est jeté."))
    ici = place(auteur, fil)
    exiger(ici.peut_ecrire, pourquoi_pas(ici))
    # Asked again now: who might be shown when it was written may be so no more.
    if fil.nature not in A_UN_FOYER and (refus := ce_qui_bloque(auteur, message.pieces.all())):
        raise ValidationError(list(refus.values()))
    message.rendu_le, message.ecrit_le, message.part_le = None, timezone.now(), moment_du_depart(fil)
    if message.en_reponse_a_id:
        message.en_reponse_a = citer(fil, auteur, message.en_reponse_a_id)
    message.save(update_fields=["rendu_le", "ecrit_le", "part_le", "en_reponse_a"])
    diffusion.denotifier(nature=evenements.NON_PARTI, objet_id=message.pk)
    suivre_l_ecrit(message, fil, ici.qualites)
    return message


@transaction.atomic
def jeter(*, message: Message, auteur: Personne) -> None:
    """Nobody finds it again; for an hour its author may change their mind, then words and files go.

    Never during an incident, which freezes what was written.
    """
    message = _le_sien(message, auteur)
    exiger(message.rendu_le is not None, _("Ce message est déjà parti."))
    exiger(
        not est_gele(message.fil),
        _("L’école a gelé les messages : celui-ci se jettera quand ce sera rétabli."),
    )
    if message.rappele_le is not None:
        return
    message.rappele_le = timezone.now()
    message.save(update_fields=["rappele_le"])
    diffusion.denotifier(nature=evenements.NON_PARTI, objet_id=message.pk)
    diffusion.differer(TACHE_EFFACER, a=message.rappele_le + REGRET, message_id=message.pk)
    consigner("messagerie.jeter", auteur=auteur, etablissement=message.fil.etablissement, objet=f"message {message.pk}")


@transaction.atomic
def remettre(*, message: Message, auteur: Personne) -> None:
    """Put a discarded message back where it was, while its words are there."""
    message = _le_sien(message, auteur)
    if message.rappele_le is None:
        return
    exiger(bool(message.texte) or message.pieces.exists(), _("Ce message est effacé : on ne le retrouve plus."))
    message.rappele_le = None
    message.save(update_fields=["rappele_le"])
    consigner(
        "messagerie.remettre", auteur=auteur, etablissement=message.fil.etablissement, objet=f"message {message.pk}"
    )


@transaction.atomic
def effacer_le_jete(*, message: Message) -> None:
    """The words and the files of what was discarded an hour ago go; put back meanwhile, it stays. The row stays: a browser that
    sends it again does not make another.
    """
    verrouiller(message.fil)
    jete = Message.objects.filter(
        pk=message.pk, rendu_le__isnull=False, rappele_le__lte=timezone.now() - REGRET
    ).first()
    if jete is None:
        return
    pieces = list(jete.pieces.all())
    jete.texte = jete.recherche = ""
    jete.save(update_fields=["texte", "recherche"])
    jete.pieces.clear()
    detacher(fichiers=pieces)


def _le_sien(message: Message, auteur: Personne) -> Message:
    """As it is under its thread's lock."""
    fil = verrouiller(message.fil)
    trouve = Message.objects.select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil").get(
        pk=message.pk, auteur=auteur
    )
    trouve.fil = fil
    return trouve
