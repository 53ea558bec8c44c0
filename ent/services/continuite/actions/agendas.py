"""A holder adds the calendar that a collège's product gives, keeps it once it was read, renames it, takes it away."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lectures import agendas as lectures
from ..lectures import sceaux
from ..models import AgendaExterne, Element

TACHE_LIRE = "ent.services.continuite.taches.lire_un_agenda"
MAX = 4  # of one child, for one holder
ESSAI = dt.timedelta(days=1)  # how long one that was not kept waits


def _consigner(verbe: str, agenda: AgendaExterne, auteur: Personne | None) -> None:
    """Of no school, and without a word of its own: it is the holder's."""
    consigner(f"continuite.{verbe}", auteur=auteur, objet=f"agenda_relie {agenda.pk}")


def _signaler(agenda: AgendaExterne) -> None:
    diffusion.signaler(nature=evenements.CHANGE, objet_id=agenda.pk, destinataires={agenda.titulaire_id})


@transaction.atomic
def ajouter(
    *, titulaire: Personne, suivi: Suivi, nom: str, adresse: str, remplace: AgendaExterne | None = None
) -> AgendaExterne:
    """Tried by a worker at once; nothing of it is shown elsewhere before it is kept."""
    Personne.objects.select_for_update().get(pk=titulaire.pk)  # two taps at once are counted one after the other
    siens = AgendaExterne.objects.filter(titulaire=titulaire, eleve=suivi.eleve)
    if remplace is None and siens.filter(garde=True).count() >= MAX:
        raise ValidationError(_("Vous avez déjà %(n)d agendas pour cet enfant. Retirez-en un.") % {"n": MAX})
    siens.filter(garde=False).delete()  # one try at a time
    agenda = AgendaExterne.objects.create(
        titulaire=titulaire,
        eleve=suivi.eleve,
        etablissement_id=suivi.etablissement_id,
        nom=nom,
        adresse_scellee=sceaux.sceller(adresse),
        remplace=remplace,
    )
    _consigner("ajouter_agenda", agenda, titulaire)
    diffusion.differer(TACHE_LIRE, agenda=agenda.pk)
    return agenda


@transaction.atomic
def relire(*, agenda: AgendaExterne) -> None:
    """Of one that was not kept: tried again, as if it had not been."""
    AgendaExterne.objects.filter(pk=agenda.pk, garde=False).update(
        panne="", pannes=0, lu_le=None, prochain_le=timezone.now()
    )
    diffusion.differer(TACHE_LIRE, agenda=agenda.pk)


@transaction.atomic
def garder(*, agenda: AgendaExterne) -> bool:
    """Its lines are shown; those of the one that it replaces go. False when nothing was read of it, which shows nothing."""
    agenda = AgendaExterne.objects.select_for_update(of=("self",), no_key=True).get(pk=agenda.pk)
    if agenda.garde or agenda.lu_le is None:
        return agenda.garde
    if agenda.remplace_id:
        _effacer(list(AgendaExterne.objects.filter(pk=agenda.remplace_id, titulaire=agenda.titulaire_id)))
    agenda.garde, agenda.remplace_id = True, None
    agenda.save(update_fields=["garde", "remplace"])
    _consigner("garder_agenda", agenda, agenda.titulaire)
    _signaler(agenda)
    return True


@transaction.atomic
def renommer(*, agenda: AgendaExterne, nom: str) -> None:
    agenda = AgendaExterne.objects.select_for_update(of=("self",), no_key=True).get(pk=agenda.pk)
    agenda.nom = nom
    agenda.save(update_fields=["nom"])
    lignes = list(agenda.elements.all())
    for ligne in lignes:
        ligne.quand = quand(ligne.jour, ligne.heure, nom)
    Element.objects.bulk_update(lignes, ["quand"], batch_size=500)
    _consigner("renommer_agenda", agenda, agenda.titulaire)
    _signaler(agenda)


@transaction.atomic
def retirer(*, agenda: AgendaExterne) -> None:
    """Its address and its lines are nowhere any more."""
    _consigner("retirer_agenda", agenda, agenda.titulaire)
    _effacer([agenda])


def _effacer(agendas: Collection[AgendaExterne]) -> None:
    if not agendas:
        return
    diffusion.denotifier_tout(nature=evenements.PERDU, objets=[agenda.pk for agenda in agendas])
    for agenda in agendas:
        _signaler(agenda)
    AgendaExterne.objects.filter(pk__in=[agenda.pk for agenda in agendas]).delete()


@transaction.atomic
def fermer_ce_qui_ne_tient_plus(enfants: Collection[int]) -> None:
    """Ties of these children changed: the calendar of who answers for them no more goes, and does not come back with the tie."""
    fermer(AgendaExterne.objects.filter(eleve__in=enfants))


@transaction.atomic
def fermer(agendas: Collection[AgendaExterne]) -> dict[int, int | None]:
    """Of these, those that are held no more go; where the others hold (`lectures.agendas.ou_ils_tiennent`)."""
    agendas = list(agendas)
    tenus = lectures.ou_ils_tiennent(agendas) if agendas else {}
    perdus = [agenda for agenda in agendas if agenda.pk not in tenus]
    for agenda in perdus:
        _consigner("fermer_agenda", agenda, None)
    _effacer(perdus)
    return tenus


@transaction.atomic
def oublier_les_essais(maintenant: dt.datetime | None = None) -> None:
    """What was tried and not kept."""
    avant = (maintenant or timezone.now()) - ESSAI
    AgendaExterne.objects.filter(garde=False, ajoute_le__lt=avant).delete()


def quand(jour: dt.date, heure: dt.time | None, nom: str) -> str:
    """Of a line of a calendar, as `Element.quand` holds it."""
    return f"{jour.isoformat()} {f'{heure:%H:%M}' if heure else ''} {nom}"
