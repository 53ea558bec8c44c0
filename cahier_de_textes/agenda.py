"""A household's calendar as iCalendar: its private address, and what it holds."""

import datetime as dt
import hmac
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from ent.annuaire.models import Personne
from ent.connexion.derivation import signature

from .lectures.familles import enfants_suivis, travaux_entre
from .lectures.lignes import Ligne
from .models import AbonnementAgenda

AVANT, APRES = dt.timedelta(days=14), dt.timedelta(days=366)
RAFRAICHIR = dt.timedelta(hours=4)


def signer(cle: UUID) -> str:
    """What proves that an address was made here: no row is looked for before it is right."""
    return signature("agenda", cle)[:32]


def abonnement_ouvert(cle: UUID, signee: str) -> AbonnementAgenda | None:
    """The address, if it is ours, not revoked, and of someone whose account is open."""
    if not hmac.compare_digest(signer(cle).encode(), signee.encode()):
        return None
    ouverts = AbonnementAgenda.objects.filter(
        revoque_le=None, personne__is_active=True, personne__fermee_le=None, personne__fusionnee_dans=None
    )
    return ouverts.select_related("personne").filter(uuid=cle).first()


def calendrier_de(personne: Personne, adresse_de: Callable[[Ligne], str]) -> bytes:
    """What this person's children have to do, by the rights of this moment: one all-day event per child and travail.

    First names only. Nothing in it changes while nothing changes, so that a phone that asks again is told so.
    """
    suivis = enfants_suivis(personne)
    aujourd_hui = timezone.localdate()
    lignes = travaux_entre(personne, suivis, aujourd_hui - AVANT, aujourd_hui + APRES) if suivis else []
    calendrier = Calendar()
    calendrier.add("prodid", "-//ENT//Cahier de textes//FR")
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    calendrier.add("x-wr-calname", _("Cahier de textes"))
    calendrier.add("x-wr-timezone", "Europe/Paris")
    calendrier.add("refresh-interval", RAFRAICHIR)
    calendrier.add("x-published-ttl", "PT4H")
    for ligne in lignes:
        calendrier.add_component(_evenement(ligne, adresse_de(ligne)))
    return calendrier.to_ical()


def _evenement(ligne: Ligne, adresse: str) -> Event:
    travail, eleve = ligne.travail, ligne.suivi.eleve
    evenement = Event()
    evenement.add("uid", f"travail-{travail.pk}-{eleve.uuid}")
    evenement.add("summary", f"{eleve.prenom} · {travail.get_nature_display()} : {travail.texte}")
    evenement.add("dtstart", travail.date_pour)
    evenement.add("dtend", travail.date_pour + dt.timedelta(days=1))
    evenement.add("dtstamp", travail.modifie_le)
    evenement.add("last-modified", travail.modifie_le)
    # It only has to grow: the seconds since it was given do, without a counter to keep.
    evenement.add("sequence", max(0, int((travail.modifie_le - travail.publie_le).total_seconds())))
    evenement.add("url", adresse)
    evenement.add("transp", "TRANSPARENT")
    evenement.add("class", "PRIVATE")
    return evenement
