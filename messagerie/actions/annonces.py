"""Tell who reads a thread that something was written there, and tell it no more once it is taken back."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Set
from functools import partial

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from ..evenements import fils as evenements
from ..evenements.gens import Gens
from ..lectures.fils import annonce, heure_de_dire, par_ecole
from ..models import Fil, Message, Participation


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
    dire = partial(_dire, fil, dernier.auteur)  # one for all: it is said once in each language
    for ecole, gens_d_ici in par_ecole(fil, gens, {qui for qui, _enfant in a_prevenir}):
        diffusion.notifier(
            nature=evenements.MESSAGE,
            objet_id=fil.pk,
            etablissement=ecole,
            textes={(qui, enfant): dire for qui, enfant in a_prevenir if qui in gens_d_ici},
            adresse=reverse("messagerie_fil", args=[fil.pk]),
            renouvelle=True,
            visible_le=quand,
        )


def _dire(fil: Fil, auteur: Personne, _prenom: str = "") -> str:
    return annonce(fil, auteur)


def redites(fils: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each of these threads: that one or another of those who left a message there wrote. Who was told which is known by its words."""
    liens = ("auteur", "fil__etablissement", "fil__classe", "fil__groupe")
    un_par_auteur = (
        Message.objects.partis().filter(fil__in=fils).order_by().values("fil", "auteur").annotate(n=Max("pk"))
    )
    dites: dict[int, list[Callable[[str], str]]] = defaultdict(list)
    for message in Message.objects.filter(pk__in=un_par_auteur.values("n")).select_related(*liens):
        dites[message.fil_id].append(partial(_dire, message.fil, message.auteur))
    return dites


def taire(retire: Message, participants: Set[int]) -> None:
    """Of a message that had left and is taken back. Whoever has something else to read in the thread is still told of it: of the last one that stands
    and that another wrote. What an absence answered by itself was told to nobody else.
    """
    fil = retire.fil
    debout = Message.objects.partis().filter(fil=fil, rappele_le=None, est_automatique=False)
    debout = debout.select_related("auteur").order_by("-numero")
    lus = dict(Participation.objects.filter(fil=fil).order_by().values_list("personne_id", "lu_jusqu_a"))
    gens = (participants | lus.keys()) - {retire.auteur_id}
    reste = debout.first()
    if reste is not None and reste.auteur_id in gens:
        siens = {reste.auteur_id}
        _redire_ou_taire(retire, debout.exclude(auteur=reste.auteur_id).first(), siens, lus)
        gens -= siens
    _redire_ou_taire(retire, reste, gens, lus)


def _redire_ou_taire(retire: Message, reste: Message | None, gens: Set[int], lus: Mapping[int, int]) -> None:
    """`reste`: the last that another wrote to these people and that stands; what came after it, they are told of already."""
    fil = retire.fil
    if reste is None:
        diffusion.denotifier(nature=evenements.MESSAGE, objet_id=fil.pk, destinataires=gens)
    elif (debout := reste.numero or 0) < (retire.numero or 0):
        ont_lu = {qui for qui in gens if lus.get(qui, 0) >= debout}
        diffusion.denotifier(nature=evenements.MESSAGE, objet_id=fil.pk, destinataires=ont_lu)
        if reste.auteur_id != retire.auteur_id:
            dit = (partial(_dire, fil, reste.auteur), reverse("messagerie_fil", args=[fil.pk]))
            diffusion.redire({(evenements.MESSAGE, fil.pk): dit}, destinataires=gens - ont_lu)
