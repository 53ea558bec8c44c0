"""Write, correct, withdraw a séance. Families are told nothing of it by notification: they read what was done."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ent.annuaire.actions import oublier_groupe_ponctuel
from ent.annuaire.calendrier import moment_visible
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Groupe, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..models import Seance
from .commun import adresser, nommer, noter_qui_corrige, tenir_les_fichiers

CORRIGES = (
    "date", "titre", "moment", "heure", "domaine", "niveaux", "groupe", "contenu", "corrige_par_autrui",
)  # fmt: skip
TACHE_ANNONCER = "cahier_de_textes.taches.annoncer_seance"


@transaction.atomic
def ecrire_seance(
    *,
    auteur: Personne,
    date: dt.date,
    titre: str,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    eleves: Collection[Personne] = (),
    niveaux: Collection[str] = (),
    moment: str = Seance.Moment.MATIN,
    heure: dt.time | None = None,
    domaine: str = "",
    contenu: list | None = None,
    a: dt.datetime | None = None,
    est_brouillon: bool = False,
    origine: Seance | None = None,
    serie: UUID | None = None,
) -> Seance:
    """Write what a class (some of its levels, or named pupils of it) or a group did, or will do that day."""
    etablissement, groupe = adresser(classe, groupe, eleves)
    seance = Seance.objects.create(
        etablissement=etablissement,
        classe=classe,
        groupe=groupe,
        niveaux="" if groupe else Seance.joindre_niveaux(list(niveaux)),
        auteur=auteur,
        date=date,
        moment=moment,
        heure=heure,
        domaine=domaine,
        titre=titre,
        contenu=contenu or [],
        **({} if est_brouillon else {"publie_le": timezone.now(), "visible_le": moment_visible(etablissement, a)}),
        origine=origine,
        serie=serie,
    )
    tenir_les_fichiers(seance, auteur)
    _consigner("garder_brouillon" if est_brouillon else "ecrire_seance", seance, auteur)
    _signaler(seance)
    return seance


@transaction.atomic
def corriger_seance(
    *,
    seance: Seance,
    auteur: Personne,
    date: dt.date,
    titre: str,
    niveaux: Collection[str],
    moment: str,
    heure: dt.time | None,
    domaine: str,
    eleves: Collection[Personne] | None = None,
    contenu: list | None = None,
    a: dt.datetime | None = None,
) -> None:
    """Correct a séance; those who could read it, before or after, see it change at once. What is not said stays.

    `eleves` names pupils of its class, or nobody any more. `a` holds back what families do not read yet until another hour.
    """
    destinataires, ancien = evenements.concernes_par_la_seance(seance), seance.groupe
    seance.date, seance.titre, seance.moment, seance.heure, seance.domaine = date, titre, moment, heure, domaine
    if eleves is not None and seance.classe is not None:
        seance.groupe = nommer(seance, seance.classe, eleves)
    seance.niveaux = "" if seance.groupe else Seance.joindre_niveaux(list(niveaux))
    champs = list(CORRIGES)  # what another gives or withdraws meanwhile stays given, or withdrawn
    if a is not None and seance.attend:
        seance.visible_le = moment_visible(seance.etablissement, a)
        champs.append("visible_le")
    if contenu is not None:
        seance.contenu = contenu
    noter_qui_corrige(seance, auteur)
    seance.save(update_fields=champs)
    if ancien is not None and ancien != seance.groupe:
        oublier_groupe_ponctuel(groupe=ancien)
    tenir_les_fichiers(seance, auteur)
    _consigner("corriger_seance", seance, auteur)
    _signaler(seance, destinataires)


@transaction.atomic
def publier_brouillon_seance(*, seance: Seance, auteur: Personne, a: dt.datetime | None = None) -> None:
    """Give a draft as it stands. Given already, nothing changes."""
    seance = Seance.objects.select_for_update().get(pk=seance.pk)
    if not seance.est_brouillon:
        return
    seance.publie_le, seance.visible_le = timezone.now(), moment_visible(seance.etablissement, a)
    seance.save(update_fields=["publie_le", "visible_le"])
    _consigner("ecrire_seance", seance, auteur)
    _signaler(seance)


@transaction.atomic
def retirer_seance(*, seance: Seance, auteur: Personne) -> None:
    """Withdraw a séance: it leaves every page. Can be undone."""
    seance.retire_le = timezone.now()
    seance.save(update_fields=["retire_le"])
    _consigner("retirer_seance", seance, auteur)
    _signaler(seance)


@transaction.atomic
def remettre_seance(*, seance: Seance, auteur: Personne) -> None:
    """Undo a withdrawal."""
    seance.retire_le = None
    seance.save(update_fields=["retire_le"])
    _consigner("remettre_seance", seance, auteur)
    _signaler(seance)


def _consigner(verbe: str, seance: Seance, auteur: Personne) -> None:
    consigner(
        f"cahier_de_textes.{verbe}", auteur=auteur, etablissement=seance.etablissement, objet=f"seance {seance.pk}"
    )


def annoncer_seance(*, seance: Seance) -> None:
    """Let the pages that show it ask again, once its hour has come. Told again, it changes nothing."""
    if not (seance.retire_le or seance.est_brouillon or seance.attend):
        _signaler(seance)


def _signaler(seance: Seance, aussi: Collection[int] = ()) -> None:
    if seance.attend:
        diffusion.differer(TACHE_ANNONCER, a=seance.visible_le, seance_id=seance.pk)
    diffusion.signaler(
        nature=evenements.SEANCE_CHANGEE,
        objet_id=seance.pk,
        destinataires=evenements.concernes_par_la_seance(seance) | set(aussi),
    )
