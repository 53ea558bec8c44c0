"""Tell who reads a thread that something was written there."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone

from ent.diffusion import actions as diffusion

from ..evenements import fils as evenements
from ..evenements.gens import Gens
from ..lectures.fils import annonce, heure_de_dire, par_ecole
from ..models import Fil, Message


def prevenir(fil: Fil, dernier: Message, gens: Gens, lecteurs: Collection[int]) -> None:
    """One notification per person and thread, renewed by each message: it never piles up.

    At night it waits, even between colleagues: nothing buzzes a teacher at 22:00. An urgent one does not. In a thread of several schools, it
    waits for the night of each, and a direction that nobody named reads without being told of each message.
    """
    familles = gens.responsables
    a_prevenir: set[tuple[int, int | None]] = {(adulte, enfant) for adulte, enfant in familles}
    a_prevenir |= {(adulte, None) for adulte in gens.a_prevenir - {adulte for adulte, _e in familles}}
    a_prevenir = {(qui, enfant) for qui, enfant in a_prevenir if qui != dernier.auteur_id and qui in lecteurs}
    quand = timezone.now() if dernier.urgence else heure_de_dire(fil)
    for ecole, gens_d_ici in par_ecole(fil, gens, {qui for qui, _enfant in a_prevenir}):
        diffusion.notifier(
            nature=evenements.MESSAGE,
            objet_id=fil.pk,
            etablissement=ecole,
            textes={
                (qui, enfant): lambda: annonce(fil, dernier.auteur) for qui, enfant in a_prevenir if qui in gens_d_ici
            },
            adresse=reverse("messagerie_fil", args=[fil.pk]),
            renouvelle=True,
            visible_le=quand,
        )
