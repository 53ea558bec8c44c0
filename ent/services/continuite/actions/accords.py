"""A parent lets the ENT of a collège show what the écoles of their children say; it takes its key, reads, and is shut out by them."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..lectures.acces import CODE_DURE, empreinte
from ..models import Accord, Emetteur, EnfantDUnAccord

ACCORDS_MAX = 8  # of one person
PAR_HEURE = dt.timedelta(hours=1)


def _consigner(verbe: str, accord: Accord, auteur: Personne | None) -> None:
    """Of no school: what a parent lets show is read by none, the collège's direction neither."""
    consigner(
        f"continuite.{verbe}",
        auteur=auteur,
        objet=f"accord {accord.pk}",
        nom=accord.emetteur.nom,
    )


@transaction.atomic
def autoriser(
    *,
    emetteur: Emetteur,
    personne: Personne,
    enfants: Collection[Personne],
    defi: str,
    retour: str,
    derriere_la_cle: bool = False,
) -> tuple[Accord, str]:
    """The accord and its code, which that ENT takes within a minute. One that was given to it before goes on until then; past the last of the
    person's, the oldest ends: of those that were taken, and of codes that nobody took, apart. `derriere_la_cle`: the session of this person gave the second key.
    """
    Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)  # two pages at once take their turn
    code = secrets.token_urlsafe(32)
    accord = Accord.objects.create(
        emetteur=emetteur,
        personne=personne,
        derriere_la_cle=derriere_la_cle,
        code=empreinte(code),
        defi=defi,
        retour=retour,
    )
    EnfantDUnAccord.objects.bulk_create(EnfantDUnAccord(accord=accord, eleve=enfant) for enfant in enfants)
    siens = Accord.objects.donnes_par(personne)
    for ancien in [*siens.exclude(cle="")[ACCORDS_MAX:], *siens.filter(cle="")[ACCORDS_MAX:]]:
        ancien.delete()
    _consigner("autoriser", accord, personne)
    return accord, code


@transaction.atomic
def prendre_la_cle(*, accord: Accord) -> str | None:
    """Against its code, once. A code that comes twice was read by somebody else: what it had opened is shut (RFC 6749, 4.1.2). What the same ENT held
    of this person before ends with the new key.
    """
    tenu = Accord.objects.select_for_update(of=("self",)).select_related("emetteur").filter(pk=accord.pk).first()
    if tenu is None:
        return None  # ended meanwhile by who gave it
    if tenu.cle:
        _consigner("couper", tenu, None)
        tenu.delete()
        return None
    cle = secrets.token_urlsafe(32)
    Accord.objects.filter(pk=tenu.pk).update(cle=empreinte(cle))
    Accord.objects.filter(emetteur=tenu.emetteur_id, personne=tenu.personne_id, pk__lt=tenu.pk).delete()
    return cle


@transaction.atomic
def ne_plus_autoriser(*, accord: Accord) -> None:
    """At once: the token that it holds opens nothing any more."""
    _consigner("ne_plus_autoriser", accord, accord.personne)
    accord.delete()


@transaction.atomic
def finir_ceux_de(personne: int) -> None:
    """Of an account (id) that a paper of the school gives back: whoever had held it reads on by none of them."""
    for accord in Accord.objects.filter(personne=personne).select_related("emetteur", "personne"):
        ne_plus_autoriser(accord=accord)


def noter_la_lecture(*, accord: Accord) -> None:
    """What its author sees: that it is used, and when; by the hour, as its key is used. Reading writes nothing."""
    maintenant = timezone.now()
    if accord.lu_le is None or maintenant - accord.lu_le > PAR_HEURE:
        Accord.objects.filter(pk=accord.pk).update(lu_le=maintenant)


def oublier_les_codes(maintenant: dt.datetime | None = None) -> None:
    """Accords of which the code was taken by nobody."""
    perimes = (maintenant or timezone.now()) - CODE_DURE
    Accord.objects.filter(cle="", donne_le__lt=perimes).delete()
