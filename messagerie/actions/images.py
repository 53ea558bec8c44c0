"""What was allowed when a message was written, and is no more when it leaves: its author is told."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.diffusion import actions as diffusion
from ent.fichiers.visages import cachees

from ..droits.regles import A_UN_FOYER
from ..evenements import fils as evenements
from ..models import Message


def dire_ce_qui_est_cache(message: Message) -> None:
    """Words do not wait for a photo: the message leaves, its images are hidden from families, and the school settles them. Of a family
    or a pupil, nothing is told: they do not say who is on an image.
    """
    fil, auteur = message.fil, message.auteur
    if fil.nature in A_UN_FOYER or fil.etablissement_id not in auteur.portee.etablissements_de_travail:
        return
    if not cachees(message.pieces.all()):
        return
    diffusion.notifier(
        nature=evenements.IMAGE_CACHEE,
        objet_id=message.pk,
        etablissement=fil.etablissement,
        textes={(auteur.pk, None): lambda: _("Votre message est parti. Une photo y est cachée : dites qui y est.")},
        adresse=f"{reverse('messagerie_fil', args=[fil.pk])}?message={message.numero}#m{message.numero}",
        visible_le=calendrier.ouverture(fil.etablissement, timezone.now()),
    )
