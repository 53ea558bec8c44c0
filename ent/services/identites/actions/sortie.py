"""Sessions that an identity opened: noted, and ended when their provider says so."""

from collections.abc import Collection

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import transaction

from ent.annuaire.models import Personne
from ent.connexion import actions as connexion
from ent.connexion.actions.sessions import TEMOIN
from ent.connexion.models import SessionOuverte

from ..lectures import sceaux
from ..models import FournisseurIdentite, SessionParIdentite

MOTS = 24 * 3600  # seconds that a word of log-out is remembered, so that it is said once


@transaction.atomic
def noter(*, session: SessionBase, personne: Personne, nom: str, fournisseur: int, sujet: str, indice: str) -> None:
    """Which identity opened this session. Not journalled: the link and the sign-in are."""
    connexion.noter_session(session=session, personne=personne, nom=nom)
    ouverte = SessionOuverte.objects.filter(pk=session.get(TEMOIN) or 0).first()
    if ouverte is not None and FournisseurIdentite.objects.filter(pk=fournisseur).exists():
        dit = {"fournisseur_id": fournisseur, "empreinte": sujet, "indice": indice}
        SessionParIdentite.objects.update_or_create(ouverte=ouverte, defaults=dit)


@transaction.atomic
def fermer(*, fournisseur: FournisseurIdentite, sujet: str = "", indices: Collection[str] = ()) -> int:
    """The provider says that somebody went out there: their sessions that it opened end here, whichever browser holds them. How many."""
    siennes = SessionParIdentite.objects.filter(fournisseur=fournisseur).select_related("ouverte__personne")
    if sujet:
        siennes = siennes.filter(empreinte=sceaux.empreinte(fournisseur.pk, sujet, "sortie"))
    prints = [sceaux.empreinte(fournisseur.pk, indice, "indice") for indice in indices if indice]
    if prints:
        siennes = siennes.filter(indice__in=prints)
    if not sujet and not prints:
        return 0
    fermees = list(siennes)
    for ligne in fermees:
        connexion.fermer_session(ouverte=ligne.ouverte, auteur=ligne.ouverte.personne)
    return len(fermees)


def est_neuf(fournisseur: FournisseurIdentite, mot: str, secondes: float = MOTS) -> bool:
    """Whether this number (of an assertion, of a word of log-out) was never said. Kept by the shared cache, as a digest."""
    return cache.add(f"identites-dit:{sceaux.empreinte(fournisseur.pk, mot, 'dit')}", True, max(1, int(secondes)))
