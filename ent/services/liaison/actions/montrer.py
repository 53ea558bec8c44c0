"""Show families what is written of their child; remind those who did not answer."""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion
from ent.fichiers.models import Fichier
from ent.socle.dates import date_format

from .. import evenements
from ..lectures.contenu import derniere, est_a_remontrer, parties_de
from ..lectures.preparation import lignes_de, suivi_de
from ..models import Campagne, Dossier, FichierDeVersion, Piece, Version
from . import seaux

A_LIRE = gettext_noop("%(enfant)s · Son dossier pour l’an prochain est à lire. Répondez avant le %(jour)s.")
SANS_REPONSE = gettext_noop("%(enfant)s · Son dossier pour l’an prochain attend votre réponse, avant le %(jour)s.")


def montrer(*, dossier: Dossier, auteur: Personne) -> Version | None:
    """Freeze it as it is, and tell its family. Shown again as it was, it makes nothing: None."""
    return next(iter(montrer_les(campagne=dossier.campagne, auteur=auteur, dossiers=[dossier.pk])), None)


@transaction.atomic
def montrer_les(*, campagne: Campagne, auteur: Personne, dossiers: Collection[int]) -> list[Version]:
    """The same of several (ids) of a campaign. One that says nothing yet is refused."""
    if Campagne.objects.select_for_update(of=("self",), no_key=True).get(pk=campagne.pk).fermee_le:
        raise ValidationError(_("Ces dossiers viennent d’être fermés : rouvrez-les d’abord."))
    lus = _lire(campagne, dossiers)
    vides = [d.eleve.prenom for d in lus if not parties_de(d)]
    if vides:
        phrase = _("Ce dossier ne dit encore rien : %(prenoms)s. Écrivez au moins une phrase, puis montrez-le.")
        raise ValidationError(phrase % {"prenoms": ", ".join(vides)})
    versions = [_figer(d, auteur) for d in lus if est_a_remontrer(d, derniere(d))]
    if versions:
        _consigner("montrer", campagne, auteur, dossiers=len(versions))
    return versions


@transaction.atomic
def redemander(*, dossier: Dossier, auteur: Personne) -> int:
    """Ask its holders of today again: who said « non » is one no more, and the « oui » of the others was said while they were. How many are told."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campagne", "etablissement", "eleve")
        .get(pk=dossier.pk)
    )
    # As its author reads it: of their own child, nothing tells them what was answered.
    [ligne] = lignes_de(Dossier.objects.filter(pk=dossier.pk), auteur)
    if not ligne.a_redemander:
        raise ValidationError(_("Il n’y a rien à demander de nouveau : relisez ce que la famille a répondu."))
    dossier.redemande_le = timezone.now()
    dossier.save(update_fields=["redemande_le"])
    seaux.desceller(dossier)
    couples = evenements.familles_de(dossier)
    _dire(evenements.RELANCE, [dossier], couples, SANS_REPONSE)
    _consigner("redemander", dossier.campagne, auteur, dossiers=1)
    return len(couples)


@transaction.atomic
def ne_plus_montrer_les(*, campagne: Campagne, auteur: Personne) -> int:
    """All those that quiet hours hold, and that nobody read. How many."""
    retenus = Version.objects.filter(dossier__campagne=campagne, montree_le__gt=timezone.now())
    repris = 0
    for dossier in Dossier.objects.prepares_par(auteur).filter(pk__in=retenus.values("dossier")).order_by("pk"):
        try:
            ne_plus_montrer(dossier=dossier, auteur=auteur)
        except ValidationError:  # its hour came meanwhile
            continue
        repris += 1
    return repris


@transaction.atomic
def ne_plus_montrer(*, dossier: Dossier, auteur: Personne) -> None:
    """Take back what quiet hours still hold, with its news: the family goes on reading what it read before. Refused once it may be read."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campagne", "etablissement")
        .get(pk=dossier.pk)
    )
    retenues = dossier.versions.filter(montree_le__gt=timezone.now())
    numero = min(retenues.values_list("numero", flat=True), default=None)
    if numero is None or dossier.retours.filter(version_lue__gte=numero).exists():
        raise ValidationError(
            _("C’est trop tard : la famille peut déjà le lire. Corrigez, puis montrez-le de nouveau.")
        )
    retenues.delete()
    diffusion.denotifier(nature=evenements.MONTRE, objet_id=dossier.pk)
    if dossier.montre_le and dossier.montre_le > timezone.now():
        dossier.montre_le = None
        dossier.save(update_fields=["montre_le"])
    _consigner("ne_plus_montrer", dossier.campagne, auteur, dossiers=1)


def _lire(campagne: Campagne, dossiers: Collection[int]) -> list[Dossier]:
    pieces = Piece.objects.prefetch_related("fichiers__fichier")
    siens = campagne.dossiers.select_for_update(of=("self",), no_key=True).filter(pk__in=dossiers)
    return list(siens.select_related("eleve", "etablissement").prefetch_related(Prefetch("pieces", pieces), "versions"))


def _figer(dossier: Dossier, auteur: Personne) -> Version:
    avant = derniere(dossier)
    le = calendrier.moment_visible(dossier.etablissement)
    version = Version.objects.create(
        dossier=dossier,
        numero=avant.numero + 1 if avant else 1,
        contenu=parties_de(dossier),
        montree_par=auteur,
        montree_le=le,
    )
    _tenir_les_fichiers(version)
    seaux.desceller(dossier)
    if dossier.montre_le is None:
        dossier.montre_le = le
        dossier.save(update_fields=["montre_le"])
    _dire(evenements.MONTRE, [dossier], evenements.familles_de(dossier), A_LIRE)
    return version


def _tenir_les_fichiers(version: Version) -> None:
    """The files that each part says, held by the version: what is taken out of the draft is still read where it was shown."""
    dits = {
        (fichier["uuid"], ligne["partie"])
        for ligne in version.contenu
        for piece in ligne["contenu"].get("pieces", ())
        for fichier in piece["fichiers"]
    }
    par_uuid = {str(f.uuid): f for f in Fichier.objects.filter(uuid__in={uuid for uuid, _partie in dits})}
    FichierDeVersion.objects.bulk_create(
        FichierDeVersion(version=version, fichier=lu, partie=partie, empreinte=lu.empreinte)
        for uuid, partie in sorted(dits)
        if (lu := par_uuid[uuid])
    )


# --- Told, and reminded -----------------------------------------------------------------------------------------------
def est_relancee(campagne: Campagne) -> bool:
    """Today already."""
    le = campagne.relancee_le
    return le is not None and timezone.localdate(le) == timezone.localdate()


@transaction.atomic
def relancer(*, campagne: Campagne, auteur: Personne) -> int:
    """Remind those whose word is waited for, and them alone; once a day, whoever asks. How many families."""
    campagne = Campagne.objects.select_for_update(of=("self",), no_key=True).get(pk=campagne.pk)
    if est_relancee(campagne):
        raise ValidationError(_("Un rappel est déjà parti aujourd’hui. Le prochain pourra partir demain."))
    suivi = suivi_de(campagne, auteur)
    manquent = [ligne.dossier for ligne in suivi.a_relancer]
    if manquent:
        _dire(evenements.RELANCE, manquent, suivi.couples_a_relancer, SANS_REPONSE)
        campagne.relancee_le = timezone.now()
        campagne.save(update_fields=["relancee_le"])
        _consigner("relancer", campagne, auteur, dossiers=len(manquent))
    return len(manquent)


def _dire(nature: str, dossiers: Collection[Dossier], couples: Collection[tuple[int, int]], phrase: str) -> None:
    """Each family, of its child, in its language; it takes the place of what was told before."""
    for dossier in dossiers:
        sien = [(adulte, enfant) for adulte, enfant in couples if enfant == dossier.eleve_id]
        texte = partial(_en_mots, phrase, dossier.campagne.date_reponse, dossier.eleve.prenom)
        diffusion.notifier(
            nature=nature,
            objet_id=dossier.pk,
            etablissement=dossier.etablissement,
            textes=dict.fromkeys(sien, texte),
            adresse=evenements.adresse_de_la_famille(dossier),
            visible_le=calendrier.ouverture(dossier.etablissement, timezone.now()),
            renouvelle=True,
        )
        adultes = {adulte for adulte, _enfant in sien}
        diffusion.signaler(nature=evenements.CHANGE, objet_id=dossier.pk, destinataires=adultes)


def _en_mots(modele: str, jour: dt.date, enfant: str) -> str:
    return _(modele) % {"enfant": enfant, "jour": date_format(jour, "j F")}


def redites(nature: str, dossiers: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told of each of them, while its day to answer is the one that was said."""
    modele = A_LIRE if nature == evenements.MONTRE else SANS_REPONSE
    jours = Dossier.objects.filter(pk__in=dossiers).order_by().values_list("pk", "campagne__date_reponse")
    return {pk: [partial(_en_mots, modele, jour)] for pk, jour in jours}


def _consigner(verbe: str, campagne: Campagne, auteur: Personne, **comptes: int) -> None:
    consigner(
        f"liaison.{verbe}",
        auteur=auteur,
        etablissement=campagne.etablissement,
        objet=f"campagne {campagne.pk}",
        **comptes,
    )
