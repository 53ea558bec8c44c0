"""Open and revoke a private calendar address."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..models import AbonnementAgenda

MAX = 8  # devices of one person


@transaction.atomic
def ouvrir_agenda(*, personne: Personne, nom: str, derriere_la_cle: bool = False) -> AbonnementAgenda:
    """A new address for one device. Each device has its own, so that losing one closes one. `derriere_la_cle`: this session gave the second key."""
    Personne.objects.select_for_update().get(pk=personne.pk)  # two taps at once are counted one after the other
    if AbonnementAgenda.objects.pris_par(personne).count() >= MAX:
        raise ValidationError(_("Vous avez déjà %(n)d adresses. Supprimez-en une qui ne sert plus.") % {"n": MAX})
    agenda = AbonnementAgenda.objects.create(personne=personne, nom=nom, derriere_la_cle=derriere_la_cle)
    consigner("cahier_de_textes.ouvrir_agenda", auteur=personne, objet=f"agenda {agenda.pk}")
    return agenda


@transaction.atomic
def revoquer_agenda(*, agenda: AbonnementAgenda, auteur: Personne) -> None:
    """The address dies at once. A new one is another address."""
    agenda.revoque_le = timezone.now()
    agenda.save(update_fields=["revoque_le"])
    consigner("cahier_de_textes.revoquer_agenda", auteur=auteur, objet=f"agenda {agenda.pk}")


@transaction.atomic
def revoquer_les_agendas(*, personne: Personne) -> int:
    """All of a person's addresses, at once."""
    ouverts = list(AbonnementAgenda.objects.pris_par(personne).select_for_update())
    for agenda in ouverts:
        revoquer_agenda(agenda=agenda, auteur=personne)
    return len(ouverts)


def fermer_les_agendas(personne: int) -> None:
    """Their account (id) is given back by a paper of the school: what whoever had it reads by goes too. In that transaction."""
    revoquer_les_agendas(personne=Personne.objects.get(pk=personne))
