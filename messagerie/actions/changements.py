"""Say again, to who reads a thread, a message whose words, signs or images changed, and those that quote it."""

from django.db import transaction

from ent.diffusion import actions as diffusion
from ent.fichiers.models import Fichier

from ..droits.regles import A_UN_FOYER
from ..evenements import fils as evenements
from ..models import Fil, Message
from ..trames import trame


def verrouiller(fil: Fil) -> Fil:
    """One writer at a time in a thread: numbers follow one another without a hole."""
    fils = Fil.objects.select_related("etablissement", "classe", "groupe", "eleve")
    return fils.select_for_update(of=("self",)).get(pk=fil.pk)


def dire_le_changement(message: Message) -> None:
    """Give the message a new revision of its thread, and tell it to those who read it.

    What waits is its author's alone, on all their screens: the thread, which others follow, gets no revision of it.
    """
    fil = message.fil
    if message.attend:
        diffusion.signaler(
            nature=evenements.MESSAGE_CHANGE,
            objet_id=fil.pk,
            destinataires=evenements.participants(fil) & {message.auteur_id},
            message=trame(message),
        )
        return
    fil.revision += 1
    fil.save(update_fields=["revision"])
    message.revision = fil.revision
    message.save(update_fields=["revision"])
    diffusion.signaler(
        nature=evenements.MESSAGE_CHANGE,
        objet_id=fil.pk,
        destinataires=evenements.participants(fil),
        message=trame(message),
    )


def redire_ce_qui_cite(message: Message) -> None:
    """Under the lock of its thread, its words corrected or taken back: what quotes it shows them, on pages that are open too; of an announcement, in
    the threads of households, locked after its own and one after the other.
    """
    citent = Message.objects.filter(en_reponse_a=message, rappele_le=None, rendu_le=None)
    tenus = {message.fil_id: message.fil}
    for pk in citent.order_by("fil", "pk").values_list("pk", flat=True):
        _redire(pk, tenus)


@transaction.atomic
def redire_les_images(fichiers: frozenset[int]) -> None:
    """Who is on these images was said, or may be shown or not: the threads that several households read draw their messages again."""
    tenus = Message.objects.partis().filter(pieces__in=fichiers, rappele_le=None).exclude(fil__nature__in=A_UN_FOYER)
    fils: dict[int, Fil] = {}
    for pk in tenus.order_by("fil", "pk").values_list("pk", flat=True).distinct():
        _redire(pk, fils)
        diffusion.denotifier(nature=evenements.IMAGE_CACHEE, objet_id=pk)


def redire_les_images_de(eleves: frozenset[int]) -> None:
    """What may be shown of these pupils changed."""
    redire_les_images(frozenset(Fichier.objects.filter(visages__eleve__in=eleves).values_list("pk", flat=True)))


def _redire(pk: int, fils: dict[int, Fil]) -> None:
    """`fils`: by their number, threads that are locked already; its own joins them."""
    message = Message.objects.select_related("auteur", "en_reponse_a__auteur", "en_reponse_a__fil").get(pk=pk)
    if message.fil_id not in fils:
        fils[message.fil_id] = verrouiller(message.fil)
    message.fil = fils[message.fil_id]
    dire_le_changement(message)
