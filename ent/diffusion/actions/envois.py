"""The life of one sending: taken by one worker, transmitted once, tried again later and later, given up and shown."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..models import AdresseRefusee, Appareil, Envoi, MiseDeCote
from ..models.reglages import Canal
from .lots import rendre_au_prochain_resume
from .retraits import RETIREES

ATTENTES = {
    Canal.COURRIEL: [dt.timedelta(minutes=m) for m in (5, 15, 60, 180, 360)],  # ten hours in all
    Canal.POUSSE: [dt.timedelta(minutes=m) for m in (1, 5, 15, 60)],
}
# Longer than one transmission may last (each has its timeout): past it, the worker that took a row is taken for dead.
ABANDON = dt.timedelta(minutes=10)
CONSERVATION = dt.timedelta(days=60)
MISE_DE_COTE = dt.timedelta(hours=2)  # a geste is undone within one


@transaction.atomic
def prendre(*, canal: Canal, maintenant: dt.datetime, limite: int) -> list[Envoi]:
    """Take rows that are due, for oneself alone."""
    dus = Envoi.objects.filter(canal=canal, etat=Envoi.Etat.A_ENVOYER, essayer_le__lte=maintenant)
    choisis = list(dus.order_by("essayer_le", "pk").values_list("pk", flat=True)[:limite])
    moi = uuid.uuid4().hex
    # The update judges each row again: of two workers, one changes it and the other does not.
    dus.filter(pk__in=choisis).update(etat=Envoi.Etat.EN_COURS, pris_par=moi, pris_le=maintenant, transmis_le=None)
    return list(Envoi.objects.filter(pris_par=moi, etat=Envoi.Etat.EN_COURS).select_related("destinataire"))


@transaction.atomic
def commencer(*, envoi: Envoi, adresse: str = "") -> bool:
    """Say that the transmission begins, before a byte of it leaves. False: the row is another worker's by now."""
    a_moi = Envoi.objects.filter(pk=envoi.pk, etat=Envoi.Etat.EN_COURS, pris_par=envoi.pris_par, transmis_le=None)
    return bool(a_moi.update(transmis_le=timezone.now(), adresse=adresse))


@transaction.atomic
def finir(*, envoi: Envoi, etat: str, motif: str = "") -> None:
    """What came of it, for good. News of an e-mail that did not arrive are left to a later one."""
    Envoi.objects.filter(pk=envoi.pk, pris_par=envoi.pris_par).update(
        etat=etat, motif=motif[:200], fini_le=timezone.now()
    )
    if etat in (Envoi.Etat.REFUSE, Envoi.Etat.ABANDONNE):
        rendre_au_prochain_resume([envoi])
        consigner("diffusion.abandonner_envoi", objet=f"envoi {envoi.pk}", etat=str(etat), essais=envoi.essais + 1)


@transaction.atomic
def remettre(*, envois: Collection[Envoi], a: dt.datetime) -> None:
    """Give rows back untried, for a better moment."""
    Envoi.objects.filter(pk__in=[e.pk for e in envois], etat=Envoi.Etat.EN_COURS).update(
        etat=Envoi.Etat.A_ENVOYER, essayer_le=a, pris_par="", transmis_le=None
    )


@transaction.atomic
def reporter(*, envoi: Envoi, motif: str, apres: dt.timedelta | None = None) -> None:
    """A try failed for a reason that may pass: the next comes later, and after the last the row is given up."""
    attentes = ATTENTES[Canal(envoi.canal)]
    if envoi.essais >= len(attentes):
        finir(envoi=envoi, etat=Envoi.Etat.ABANDONNE, motif=motif)
        return
    a = timezone.now() + max(attentes[envoi.essais], apres or dt.timedelta(0))
    Envoi.objects.filter(pk=envoi.pk, pris_par=envoi.pris_par).update(
        etat=Envoi.Etat.A_ENVOYER,
        essayer_le=a,
        essais=envoi.essais + 1,
        motif=motif[:200],
        pris_par="",
        transmis_le=None,
    )


@transaction.atomic
def reprendre(*, maintenant: dt.datetime) -> int:
    """What dead workers left. Never transmitted: sent by another. Perhaps transmitted: not sent again. Gives how many."""
    laisses = Envoi.objects.filter(etat=Envoi.Etat.EN_COURS, pris_le__lt=maintenant - ABANDON)
    incertains = laisses.exclude(transmis_le=None).update(
        etat=Envoi.Etat.INCERTAIN, motif="interrompu pendant l’envoi", fini_le=maintenant
    )
    repris = laisses.filter(transmis_le=None).update(etat=Envoi.Etat.A_ENVOYER, pris_par="")
    if incertains or repris:
        consigner("diffusion.reprendre_envois", repris=repris, incertains=incertains)
    return incertains + repris


@transaction.atomic
def refuser_adresse(*, personne: Personne, adresse: str, motif: str) -> None:
    """Mail does not arrive at this address: nothing is sent there any more, and the school sees it."""
    AdresseRefusee.objects.update_or_create(
        personne=personne, defaults={"adresse": adresse, "refusee_le": timezone.now(), "motif": motif[:200]}
    )
    consigner("diffusion.refuser_adresse", objet=f"personne {personne.pk}")


@transaction.atomic
def noter_rebond(*, envoi: Envoi, motif: str) -> bool:
    """A mail that had left came back. An address that was changed since is not blamed. False: already known."""
    change = Envoi.objects.filter(pk=envoi.pk, etat__in=[Envoi.Etat.ENVOYE, Envoi.Etat.INCERTAIN]).update(
        etat=Envoi.Etat.REFUSE, motif=motif[:200], fini_le=timezone.now()
    )
    if not change:
        return False
    rendre_au_prochain_resume([envoi])
    refuser_adresse(personne=envoi.destinataire, adresse=envoi.adresse, motif=motif)
    return True


@transaction.atomic
def laisser_appareil(*, envoi: Envoi, motif: str) -> None:
    """The push service says that this device does not listen any more: it is forgotten."""
    Appareil.objects.filter(pk=envoi.appareil, personne=envoi.destinataire_id).delete()
    finir(envoi=envoi, etat=Envoi.Etat.REFUSE, motif=motif)


@transaction.atomic
def purger(*, maintenant: dt.datetime) -> int:
    """Forget old sendings: who was written to, and when, is not kept for ever; and what was set aside while a geste could be undone, or a thing put back."""
    vieilles = Q(faite_le__lt=maintenant - RETIREES) | ~Q(geste=None) & Q(faite_le__lt=maintenant - MISE_DE_COTE)
    MiseDeCote.objects.filter(vieilles).delete()
    return Envoi.objects.filter(cree_le__lt=maintenant - CONSERVATION).delete()[0]
