"""Whose sessions are: noted when somebody comes in, ended one by one or all at once."""

from collections.abc import Collection, Iterator, Sequence
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ent.annuaire import actions as annuaire
from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement, Personne
from ent.diffusion import actions as diffusion

from ..lectures import equipes_et_dessus
from ..models import SessionOuverte
from ..registres import Voie, dire_la_fin

TEMOIN, VUE = "session_ouverte", "vue_le"  # what a session keeps of its row


@transaction.atomic
def noter_session(*, session: SessionBase, personne: Personne, nom: str) -> None:
    """The session that begins, or whose key has just changed: one row, the same one. To be called where the session is saved.

    Not journalled: the row itself says it, to its person.
    """
    if not session.session_key:
        session.save()
    jour = timezone.localdate()
    connue = SessionOuverte.objects.tenues_par(personne).filter(pk=session.get(TEMOIN))
    if not connue.update(cle=session.session_key, nom=nom, vue_le=jour):
        ligne, _creee = SessionOuverte.objects.get_or_create(
            cle=session.session_key, defaults={"personne": personne, "nom": nom}
        )
        session[TEMOIN] = ligne.pk
    annuaire.noter_l_usage(personne=personne)
    session[VUE] = jour.isoformat()


@transaction.atomic
def revoir_session(*, session: SessionBase, personne: Personne, nom: str) -> None:
    """A session that is seen again another day, or that began before rows were kept. The session itself is left alone: saved, it
    would last ninety days more. Not journalled, as above.
    """
    defauts = {"personne": personne, "nom": nom}
    SessionOuverte.objects.get_or_create(cle=session.session_key, defaults=defauts)
    jour = timezone.localdate()
    SessionOuverte.objects.filter(cle=session.session_key, vue_le__lt=jour).update(nom=nom, vue_le=jour)
    annuaire.noter_l_usage(personne=personne)


@transaction.atomic
def oublier_session(*, cle: str) -> None:
    """Whoever goes out takes their line away. Not journalled, as above."""
    SessionOuverte.objects.filter(cle=cle).delete()


def _tenues(cles: Any) -> Iterator[dict[str, Any]]:
    """What these sessions hold, of those that last: the table says it, whatever stands before it."""
    vives = Session.objects.filter(session_key__in=cles, expire_date__gt=timezone.now())
    return (seance.get_decoded() for seance in vives.iterator())


@transaction.atomic
def finir_de_loin(*, personnes: Collection[int], sauf: str = "") -> None:
    """Something that the sessions of these people (ids) hold to changes: what they opened elsewhere is told, and their lines go. `sauf`: the key of the
    one in hand, that is signed again. Pupils of an école have no line: of theirs, only what is kept by person is known. Not journalled: what
    ends them is.
    """
    lignes = SessionOuverte.objects.filter(personne__in=personnes).exclude(cle=sauf)
    dire_la_fin(personnes, _tenues(lignes.values("cle")))
    lignes.delete()


@transaction.atomic
def fermer_session(*, ouverte: SessionOuverte, auteur: Personne) -> None:
    """The browser that holds it is out at once, of what it opened elsewhere too, and its socket hears nothing more."""
    dire_la_fin([ouverte.personne_id], _tenues([ouverte.cle]))
    depot = import_module(settings.SESSION_ENGINE).SessionStore
    depot().delete(ouverte.cle)
    # Once more when nobody reads the row any longer: a page asked for meanwhile had put it back in the shared cache.
    transaction.on_commit(lambda: depot().delete(ouverte.cle))
    diffusion.congedier_les_sessions(personnes=[auteur.pk])
    consigner("connexion.fermer_session", auteur=auteur, objet=f"session {ouverte.pk}")
    ouverte.delete()


@transaction.atomic
def tout_fermer(*, personne: Personne, ouvertes: Sequence[tuple[Voie, str]], ici: str) -> int:
    """Close these, and every session that is not even listed: they hold to a number that changes here. Gives how many lines.

    The session of the device in hand (`ici`, its key) is to be signed again by whoever calls (`update_session_auth_hash`).
    """
    fermees = sum(voie.fermer(personne=personne, cle=cle) for voie, cle in ouvertes)
    _fermer(personne, ici)
    consigner("connexion.tout_fermer", auteur=personne, objet=f"personne {personne.pk}", fermees=fermees)
    return fermees


@transaction.atomic
def poser_la_premiere_cle(*, personne: Personne, ici: str) -> None:
    """Every session but the one in hand began without the second key that is now set: whoever knew the password may hold one of them.

    The session in hand is to be signed again by whoever calls, as above.
    """
    _fermer(personne, ici)
    consigner("connexion.poser_la_premiere_cle", auteur=personne, objet=f"personne {personne.pk}")


def _fermer(personne: Personne, ici: str) -> None:
    finir_de_loin(personnes=[personne.pk], sauf=ici)
    Personne.objects.filter(pk=personne.pk).update(fermetures=F("fermetures") + 1)
    personne.refresh_from_db(fields=["fermetures"])
    diffusion.congedier_les_sessions(personnes=[personne.pk])


@transaction.atomic
def fermer_les_sessions(*, personnes: QuerySet[Personne], etablissement: Etablissement | None = None) -> int:
    """Everything that these people's accounts are open through, at once; they come in again with their password. For an incident."""
    touchees = list(personnes.order_by().values_list("pk", flat=True).distinct())
    finir_de_loin(personnes=touchees)
    Personne.objects.filter(pk__in=touchees).update(fermetures=F("fermetures") + 1)
    diffusion.congedier_les_sessions(personnes=touchees)
    consigner("connexion.fermer_les_sessions", etablissement=etablissement, personnes=len(touchees))
    return len(touchees)


@transaction.atomic
def relire_qui_ecoute(*, ecoles: Collection[int]) -> None:
    """What these schools (ids) ask of a second factor changed: sockets judged before close, and each browser asks again whether its own opens.
    Not journalled: what changed is.
    """
    diffusion.congedier_les_sessions(personnes=equipes_et_dessus(ecoles))


@transaction.atomic
def oublier_les_sessions_finies() -> None:
    """Sessions that are over, which Django leaves in their table for ever, and our rows about them. Every day, so not journalled."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    vivantes = Session.objects.filter(expire_date__gt=timezone.now())
    SessionOuverte.objects.exclude(cle__in=vivantes.values("session_key")).delete()
