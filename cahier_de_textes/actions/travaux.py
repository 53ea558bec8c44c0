"""Give, correct, withdraw, tick a travail."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire import calendrier
from ent.annuaire.actions import oublier_groupe_ponctuel
from ent.annuaire.calendrier import moment_visible
from ent.annuaire.droits import exiger
from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Groupe, Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..models import Travail, TravailFait, TravailVu
from . import annonces
from .commun import Public, adresser, nommer, noter_qui_corrige, tenir_les_fichiers

RETIRE = gettext_lazy("Ce travail vient d’être retiré. Remettez-le, puis corrigez-le.")
CORRIGES = (
    "nature",
    "matiere",
    "texte",
    "date_pour",
    "minutes",
    "est_a_rendre",
    "contenu",
    "classe",
    "groupe",
    "niveau",
)
TACHE_ANNONCER = "cahier_de_textes.taches.annoncer"


@transaction.atomic
def publier_travail(
    *,
    auteur: Personne,
    nature: str,
    texte: str,
    date_pour: dt.date,
    classe: Classe | None = None,
    groupe: Groupe | None = None,
    niveau: str = "",
    eleves: Collection[Personne] = (),
    matiere: str = "",
    minutes: int | None = None,
    est_a_rendre: bool = False,
    contenu: list | None = None,
    a: dt.datetime | None = None,
    est_brouillon: bool = False,
    origine: Travail | None = None,
    serie: UUID | None = None,
) -> Travail:
    """Give work to a class, one of its levels or named pupils of it, or to a group: read at once, or from `a`, never in quiet
    hours. A draft is kept for its teachers alone until `publier_brouillon`. `contenu` was checked by the form.
    """
    etablissement, groupe = adresser(classe, groupe, eleves)
    public = {"etablissement": etablissement, "classe": classe, "groupe": groupe, "niveau": "" if groupe else niveau}
    travail = Travail.objects.create(
        **public,
        auteur=auteur,
        nature=nature,
        matiere=matiere,
        texte=texte,
        date_pour=date_pour,
        minutes=Travail.MINUTES[nature] if minutes is None else minutes,
        est_a_rendre=est_a_rendre,
        contenu=contenu or [],
        origine=origine,
        serie=serie,
    )
    tenir_les_fichiers(travail, auteur)
    _faire_connaitre(travail, auteur, a, est_brouillon=est_brouillon)
    return travail


@transaction.atomic
def publier_brouillon(*, travail: Travail, auteur: Personne, a: dt.datetime | None = None) -> None:
    """Give a draft as it stands, for a day that is not past. Given already, nothing changes."""
    travail = Travail.objects.select_for_update().get(pk=travail.pk)
    if not travail.est_brouillon:
        return
    if travail.date_pour < timezone.localdate():
        raise ValidationError(_("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
    _faire_connaitre(travail, auteur, a)


def _faire_connaitre(travail: Travail, auteur: Personne, a: dt.datetime | None, *, est_brouillon: bool = False) -> None:
    """To families, unless it is a draft; to its teachers, always."""
    _consigner("garder_brouillon" if est_brouillon else "publier_travail", travail, auteur)
    if not est_brouillon:
        _rendre_visible(travail, a)
    _prevenir_les_enseignants(travail)


def _consigner(verbe: str, travail: Travail, auteur: Personne) -> None:
    consigner(
        f"cahier_de_textes.{verbe}", auteur=auteur, etablissement=travail.etablissement, objet=f"travail {travail.pk}"
    )


def _rendre_visible(travail: Travail, a: dt.datetime | None) -> None:
    """Set when families may read it, and have them told then."""
    travail.publie_le = timezone.now()
    travail.visible_le = moment_visible(travail.etablissement, a)
    travail.save(update_fields=["publie_le", "visible_le"])
    if travail.attend:
        diffusion.differer(TACHE_ANNONCER, a=travail.visible_le, travail_id=travail.pk)
    else:
        annoncer_travail(travail=travail)


def _prevenir_les_enseignants(travail: Travail) -> None:
    diffusion.signaler(
        nature=evenements.TRAVAIL_CHANGE, objet_id=travail.pk, destinataires=evenements.enseignants(travail)
    )


@transaction.atomic
def annoncer_travail(*, travail: Travail) -> None:
    """Tell families and pupils of a travail that has become visible. Told again, it changes nothing."""
    if travail.retire_le or travail.est_brouillon or travail.attend:
        return
    eleves = evenements.eleves_concernes(travail)
    familles = evenements.responsables(travail, eleves.keys())
    diffusion.notifier(
        nature=evenements.TRAVAIL_PUBLIE,
        objet_id=travail.pk,
        etablissement=travail.etablissement,
        textes={
            (adulte, enfant): partial(annonces.dire, evenements.TRAVAIL_PUBLIE, travail, eleves[enfant])
            for adulte, enfant in familles
        },
        adresse=annonces.adresse(travail),
        visible_le=calendrier.ouverture(travail.etablissement, timezone.now()),
    )
    diffusion.signaler(
        nature=evenements.TRAVAIL_PUBLIE,
        objet_id=travail.pk,
        destinataires=eleves.keys() | {adulte for adulte, _enfant in familles},
    )


@transaction.atomic
def corriger_travail(
    *,
    travail: Travail,
    auteur: Personne,
    nature: str,
    texte: str,
    date_pour: dt.date,
    matiere: str | None = None,
    minutes: int | None = None,
    est_a_rendre: bool | None = None,
    contenu: list | None = None,
    public: Public | None = None,
    a: dt.datetime | None = None,
) -> None:
    """Correct a travail, whom it is for included; what is not said stays. Ticks are kept.

    Those who could read it, before or after, see the correction at once, in what they were told too; only those who are newly
    concerned are told. `a` holds back what families do not read yet until another hour.
    """
    _exiger_present(travail)
    avant, ancien = evenements.eleves_concernes(travail), travail.groupe
    familles_avant = {adulte for adulte, _e in evenements.responsables(travail, avant.keys())}
    travail.nature, travail.texte, travail.date_pour = nature, texte, date_pour
    travail.matiere = travail.matiere if matiere is None else matiere
    travail.minutes = travail.minutes if minutes is None else minutes
    travail.est_a_rendre = travail.est_a_rendre if est_a_rendre is None else est_a_rendre
    if public is not None:
        _adresser(travail, public)
    if contenu is not None:
        travail.contenu = contenu
    noter_qui_corrige(travail, auteur)
    travail.save(update_fields=[*CORRIGES, "corrige_par_autrui"])
    if ancien is not None and ancien != travail.groupe:
        oublier_groupe_ponctuel(groupe=ancien)
    if contenu is not None:
        tenir_les_fichiers(travail, auteur)
    _consigner("corriger_travail", travail, auteur)
    if a is not None and travail.attend:
        _rendre_visible(travail, a)
    _redire(travail, avant, familles_avant)


def _exiger_present(travail: Travail) -> None:
    """Under lock. Withdrawn meanwhile by a colleague, it would be told to families who no longer read it."""
    verrou = Travail.objects.select_for_update(of=("self",)).order_by()
    exiger(verrou.values_list("retire_le", flat=True).get(pk=travail.pk) is None, str(RETIRE))


def _redire(travail: Travail, avant: dict[int, str], familles_avant: set[int]) -> None:
    """Say the correction to those who were concerned, and to those who now are."""
    apres = evenements.eleves_concernes(travail)
    annonces.redire([travail])
    if perdus := avant.keys() - apres.keys():
        for dit in evenements.DITS_AVEC_LE_TEXTE:
            diffusion.denotifier(nature=dit, objet_id=travail.pk, eleves=perdus)
    if apres.keys() - avant.keys():
        annoncer_travail(travail=travail)  # told again, it changes nothing for the others
    aussi = set() if travail.est_brouillon or travail.attend else avant.keys() | familles_avant
    _signaler_changement(travail, aussi)


def _adresser(travail: Travail, public: Public) -> None:
    """Give it to others. Named pupils who stay the same keep their group."""
    groupe = public.groupe if public.classe is None else nommer(travail, public.classe, public.eleves)
    travail.classe, travail.groupe = public.classe, groupe
    travail.niveau = "" if groupe else public.niveau


@transaction.atomic
def retirer_travail(*, travail: Travail, auteur: Personne) -> None:
    """Withdraw a travail: it leaves every page, and what was told of it is taken back. Can be undone."""
    travail.retire_le = timezone.now()
    travail.save(update_fields=["retire_le"])
    diffusion.mettre_de_cote(natures=evenements.DITS_AVEC_LE_TEXTE, objets=[travail.pk])
    _consigner("retirer_travail", travail, auteur)
    _signaler_changement(travail)


@transaction.atomic
def remettre_travail(*, travail: Travail, auteur: Personne) -> None:
    """Undo a withdrawal."""
    depuis, travail.retire_le = travail.retire_le, None
    travail.save(update_fields=["retire_le"])
    if depuis:
        rendre_ce_qui_fut_dit(remis={travail: depuis})
    _consigner("remettre_travail", travail, auteur)
    _signaler_changement(travail)


def rendre_ce_qui_fut_dit(*, remis: Mapping[Travail, dt.datetime]) -> None:
    """Of travaux that are put back, each with when it was withdrawn: who had been told is told nothing anew, and who had not read finds it again.
    Nobody had been told of one whose hour came meanwhile: they are now; of a series, of its first one, as when it was given.
    """
    diffusion.rendre(natures=evenements.DITS_AVEC_LE_TEXTE, objets=[travail.pk for travail in remis])
    premiers: dict[UUID | int, Travail] = {}
    for travail in sorted(remis, key=lambda t: (t.date_pour, t.pk)):
        premiers.setdefault(travail.serie or travail.pk, travail)
    for travail in premiers.values():
        if travail.visible_le and remis[travail] < travail.visible_le:
            annoncer_travail(travail=travail)  # still waiting, it tells nobody: its hour will


def _signaler_changement(travail: Travail, aussi: Collection[int] = ()) -> None:
    destinataires = evenements.enseignants(travail) | set(aussi)
    if not travail.est_brouillon and not travail.attend:
        eleves = evenements.eleves_concernes(travail)
        destinataires |= eleves.keys() | {adulte for adulte, _e in evenements.responsables(travail, eleves.keys())}
    diffusion.signaler(nature=evenements.TRAVAIL_CHANGE, objet_id=travail.pk, destinataires=destinataires)


@transaction.atomic
def cocher(*, travail: Travail, eleve: Personne, par: Personne, fait: bool) -> None:
    """Tick or untick a travail for one child; sent twice, it counts once. The child's adults and teachers see it live."""
    if fait:
        TravailFait.objects.get_or_create(travail=travail, eleve=eleve, defaults={"par": par})
        if par.pk != eleve.pk:  # an adult who says it is done has seen it; the signal below tells both
            TravailVu.objects.get_or_create(travail=travail, eleve=eleve, par=par)
            dits = {nature: [travail.pk] for nature in evenements.DITS_AVEC_LE_TEXTE}
            diffusion.lire_ce_qui_dit(personne=par, dits=dits, eleve=eleve.pk)
    else:
        TravailFait.objects.filter(travail=travail, eleve=eleve).delete()
    famille = {eleve.pk} | {adulte for adulte, _e in evenements.responsables(travail, [eleve.pk])}
    diffusion.signaler(
        nature=evenements.TRAVAIL_FAIT,
        objet_id=travail.pk,
        destinataires=evenements.enseignants(travail) | famille,
    )
