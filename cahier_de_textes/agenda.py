"""A household's calendar as iCalendar: its private address, and what it holds."""

import datetime as dt
import hmac
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from icalendar import Event

from ent.annuaire.droits import compte_ouvert
from ent.annuaire.models import Personne
from ent.connexion.derivation import signature
from ent.connexion.lectures import ce_qui_ferme
from ent.diffusion.agenda import calendrier, composant, ecrire
from ent.diffusion.registres import evenements_de

from .lectures.familles import enfants_suivis, travaux_entre
from .lectures.lignes import Ligne
from .models import AbonnementAgenda

AVANT, APRES = dt.timedelta(days=14), dt.timedelta(days=366)


def signer(cle: UUID) -> str:
    """What proves that an address was made here: no row is looked for before it is right."""
    return signature("agenda", cle)[:32]


def abonnement_tenu(cle: UUID, signee: str) -> AbonnementAgenda | None:
    """The address, if it is ours, not revoked, and of someone whose account is open."""
    if not hmac.compare_digest(signer(cle).encode(), signee.encode()):
        return None
    tenus = AbonnementAgenda.objects.filter(compte_ouvert("personne__"), revoque_le=None)
    return tenus.select_related("personne").filter(uuid=cle).first()


def est_fermee(abonnement: AbonnementAgenda) -> bool:
    """It gives nothing until its owner holds the second key that is asked of them; nor afterwards, if a password alone made it."""
    return ce_qui_ferme(abonnement.personne, derriere_la_cle=abonnement.derriere_la_cle) is not None


def calendrier_de(personne: Personne, adresse_de: Callable[[Ligne], str], absolue: Callable[[str], str]) -> bytes:
    """What this person's children have to do, by the rights of this moment: one all-day event per child and travail; and what the
    other rooms say of their days (`enregistrer_calendrier`).

    First names only. Nothing in it changes while nothing changes, so that a phone that asks again is told so.
    """
    suivis = enfants_suivis(personne)
    debut, fin = timezone.localdate() - AVANT, timezone.localdate() + APRES
    complet = calendrier(settings.ENT_NOM)
    for ligne in travaux_entre(personne, suivis, debut, fin) if suivis else []:
        complet.add_component(_evenement(ligne, adresse_de(ligne)))
    for evenement in evenements_de(personne, debut, fin):
        complet.add_component(composant(evenement, absolue))
    return ecrire(complet)


def _evenement(ligne: Ligne, adresse: str) -> Event:
    travail, eleve = ligne.travail, ligne.suivi.eleve
    evenement = Event()
    evenement.add("uid", f"travail-{travail.pk}-{eleve.uuid}")
    evenement.add("summary", f"{eleve.prenom} · {travail.en_une_ligne()}")
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
