"""How a person chooses to be told, on which devices, and when not."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from .. import vapid
from ..calme import creneaux_de, sortir
from ..lectures import moment_de_pousser
from ..models import AdresseRefusee, Appareil, CreneauCalme, Notification, Prevenance, Refus
from ..models.reglages import Canal

CRENEAUX_MAX = 10
APPAREILS_MAX = 10


def _consigner(verbe: str, personne: Personne, **details) -> None:
    consigner(f"diffusion.{verbe}", auteur=personne, objet=f"personne {personne.pk}", **details)


@transaction.atomic
def regler_prevenance(*, personne: Personne, heure_resume: dt.time, refus: Collection[tuple[str, str]]) -> None:
    """The hour of the e-mail, and the (kind, channel) that the person does not want."""
    Prevenance.objects.update_or_create(personne=personne, defaults={"heure_resume": heure_resume})
    Refus.objects.filter(personne=personne).delete()
    Refus.objects.bulk_create([Refus(personne=personne, sorte=s, canal=c) for s, c in sorted(set(refus))])
    _consigner("regler_prevenance", personne, refus=len(set(refus)))


@transaction.atomic
def refuser_les_courriels(*, personne: Personne, sortes: Collection[str]) -> None:
    """No e-mail of news any more; pushes stay as they were."""
    Refus.objects.bulk_create(
        [Refus(personne=personne, sorte=s, canal=Canal.COURRIEL) for s in sortes], ignore_conflicts=True
    )
    _consigner("refuser_les_courriels", personne)


@transaction.atomic
def ajouter_creneau(*, personne: Personne, jours: Collection[int], debut: dt.time, fin: dt.time) -> CreneauCalme:
    """Refused when the slots together leave no moment at all: pushes are then to be cut, not postponed for ever."""
    if debut == fin or not jours:
        raise ValidationError(_("Choisissez au moins un jour, et deux heures différentes."))
    Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)
    siens = creneaux_de([personne.pk]).get(personne.pk, [])
    if len(siens) >= CRENEAUX_MAX:
        raise ValidationError(_("Dix moments au plus : retirez-en un d’abord."))
    creneau = CreneauCalme(personne=personne, jours="".join(map(str, sorted(set(jours)))), debut=debut, fin=fin)
    if sortir([*siens, creneau], timezone.now()) is None:
        raise ValidationError(
            _("Il ne resterait aucun moment pour vous prévenir. Pour ne plus rien recevoir, retirez plutôt l’appareil.")
        )
    creneau.save()
    _replanifier(personne)
    _consigner("ajouter_creneau", personne)
    return creneau


@transaction.atomic
def retirer_creneau(*, creneau: CreneauCalme, personne: Personne) -> None:
    creneau.delete()
    _replanifier(personne)
    _consigner("retirer_creneau", personne)


def _replanifier(personne: Personne) -> None:
    """Pushes that wait follow the new slots."""
    creneaux = creneaux_de([personne.pk]).get(personne.pk, [])
    maintenant = timezone.now()
    en_attente = list(
        Notification.objects.filter(destinataire=personne).exclude(pousser_le=None).select_related("etablissement")
    )
    for n in en_attente:
        n.pousser_le = moment_de_pousser(creneaux, n.etablissement, n.visible_le, maintenant)
    Notification.objects.bulk_update(en_attente, ["pousser_le"])


@transaction.atomic
def abonner_appareil(*, personne: Personne, jeton: str, nom: str, adresse: str, cle: str, secret: str) -> Appareil:
    """This device agrees to be told, for this person alone: whoever it told before is told there no more.

    `jeton` is what the device's cookie says, or empty; the row says what it must say from now on.
    """
    if not vapid.est_un_service(adresse):
        raise ValidationError(_("Ce navigateur ne peut pas recevoir de notifications ici."))
    Appareil.objects.filter(adresse=adresse).delete()
    if jeton:
        Appareil.objects.filter(jeton=jeton).delete()
    anciens = Appareil.objects.filter(personne=personne).order_by("-pk").values_list("pk", flat=True)
    Appareil.objects.filter(pk__in=list(anciens[APPAREILS_MAX - 1 :])).delete()
    appareil = Appareil.objects.create(
        personne=personne, jeton=secrets.token_hex(16), nom=nom[:60], adresse=adresse, cle=cle, secret=secret
    )
    _consigner("abonner_appareil", personne, appareil=appareil.pk)
    return appareil


@transaction.atomic
def retirer_appareil(*, appareil: Appareil, personne: Personne) -> None:
    _consigner("retirer_appareil", personne, appareil=appareil.pk)
    appareil.delete()


@transaction.atomic
def retirer_les_appareils(*, personne: Personne) -> None:
    """Their account is given back by a paper of the school: whoever had it hears nothing more of it on theirs. In that transaction."""
    for appareil in Appareil.objects.choisis_par(personne):
        retirer_appareil(appareil=appareil, personne=personne)


@transaction.atomic
def quitter_appareil(*, jeton: str, personne: Personne, entre: bool) -> None:
    """Someone comes in on a device (`entre`) or leaves it: it tells nothing more to whoever had it before, or to them."""
    tenus = Appareil.objects.filter(jeton=jeton)
    for appareil in tenus.exclude(personne=personne) if entre else tenus.filter(personne=personne):
        retirer_appareil(appareil=appareil, personne=personne)


@transaction.atomic
def reessayer_adresse(*, personne: Personne) -> None:
    """The person says that their address works again: the next e-mail is tried."""
    if AdresseRefusee.objects.filter(personne=personne).delete()[0]:
        _consigner("reessayer_adresse", personne)
