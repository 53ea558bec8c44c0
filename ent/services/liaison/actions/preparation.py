"""Open the dossiers of a class, write them, take back the last thing written."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne

from ..lectures.concernes import a_concerner
from ..models import GARDEES, Campagne, Dossier, Piece, Version
from . import travaux

AU_PLUS_TARD = dt.timedelta(
    days=730
)  # what a campaign holds goes a year after its day: a year typed wrong would keep it for centuries
# What who teaches writes. `sante` is apart (`ecrire_la_sante`): nothing of it is kept to be brought back.
ECRITS = frozenset(
    {"sait", "aide", "mot", "positions", "amenagements", "est_pret", "destination_id", "destination_dite"}
)


# --- The campaign -------------------------------------------------------------------------------------------------------
@transaction.atomic
def ouvrir_campagne(
    *,
    classe: Classe,
    auteur: Personne,
    vers: str,
    date_reponse: dt.date,
    date_envoi: dt.date,
    eleves: Collection[int] | None = None,
) -> Campagne:
    """A dossier for each pupil of the level (CM2 for the 6e, GS for the CP), or for these pupils (ids) of the class. Nobody is told anything."""
    _exiger_des_dates(date_reponse, date_envoi)
    Classe.objects.select_for_update(no_key=True).get(pk=classe.pk)
    if Campagne.objects.filter(classe=classe, vers=vers, fermee_le=None).exists():
        raise ValidationError(_("Les dossiers de cette classe sont déjà ouverts : retrouvez-les dans la liste."))
    campagne = Campagne.objects.create(
        etablissement=classe.etablissement,
        classe=classe,
        vers=vers,
        date_reponse=date_reponse,
        date_envoi=date_envoi,
        ouverte_par=auteur,
    )
    if not _completer(campagne, eleves):
        raise ValidationError(_("Aucun élève de cette classe n’est concerné : choisissez un autre passage."))
    _consigner("ouvrir", campagne, auteur, dossiers=campagne.dossiers.count())
    return campagne


@transaction.atomic
def completer_campagne(*, campagne: Campagne, auteur: Personne, eleves: Collection[int] | None = None) -> int:
    """Dossiers for those of the level who came since, or for these pupils (ids). How many."""
    Classe.objects.select_for_update(no_key=True).get(pk=campagne.classe_id)
    nombre = _completer(campagne, eleves)
    if nombre:
        _consigner("completer", campagne, auteur, dossiers=nombre)
    return nombre


@transaction.atomic
def dater_campagne(*, campagne: Campagne, auteur: Personne, date_reponse: dt.date, date_envoi: dt.date) -> None:
    """Until when families answer, by when dossiers leave."""
    _exiger_des_dates(date_reponse, date_envoi)
    campagne.date_reponse, campagne.date_envoi = date_reponse, date_envoi
    campagne.save(update_fields=["date_reponse", "date_envoi"])
    _consigner("dater", campagne, auteur)


@transaction.atomic
def fermer_campagne(*, campagne: Campagne, auteur: Personne) -> int | None:
    """Of dossiers that were opened by mistake: nobody reads them any more, until they are opened again or go by themselves (`GARDEES`). Refused once
    a family was shown one. The line of the journal; None: it was closed already.
    """
    campagne = Campagne.objects.select_for_update(of=("self",), no_key=True).get(pk=campagne.pk)
    if Version.objects.filter(dossier__campagne=campagne).exists():
        raise ValidationError(_("Un dossier a déjà été montré à sa famille : ces dossiers restent ouverts."))
    if campagne.fermee_le is not None:
        return None
    campagne.fermee_le = timezone.now()
    campagne.save(update_fields=["fermee_le"])
    return _consigner("fermer", campagne, auteur)


@transaction.atomic
def rouvrir_campagne(*, campagne: Campagne, auteur: Personne) -> None:
    """As it was closed, with all that was written. Refused when others were opened meanwhile. Said again, it changes nothing."""
    Classe.objects.select_for_update(no_key=True).get(pk=campagne.classe_id)
    campagne = Campagne.objects.select_for_update(of=("self",), no_key=True).get(pk=campagne.pk)
    if campagne.fermee_le is None:
        return
    if Campagne.objects.filter(classe=campagne.classe_id, vers=campagne.vers, fermee_le=None).exists():
        raise ValidationError(_("D’autres dossiers ont été ouverts depuis pour cette classe : ceux-là restent fermés."))
    campagne.fermee_le = None
    campagne.save(update_fields=["fermee_le"])
    _consigner("rouvrir", campagne, auteur)


def oublier_les_fermees() -> None:
    """Those that nobody opened again, with all that they held."""
    dues = Campagne.objects.filter(fermee_le__lt=timezone.now() - GARDEES)
    for pk in list(dues.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            campagne = dues.select_for_update(of=("self",)).filter(pk=pk).first()
            if campagne is None:  # opened again meanwhile
                continue
            travaux.oter(list(Piece.objects.filter(dossier__campagne=campagne)))
            campagne.delete()


def _exiger_des_dates(date_reponse: dt.date, date_envoi: dt.date) -> None:
    if date_reponse < timezone.localdate():
        raise ValidationError({"date_reponse": _("Ce jour est passé. Choisissez un jour à venir.")})
    if date_envoi < date_reponse:
        raise ValidationError(
            {"date_envoi": _("Les dossiers partent après les réponses : choisissez un jour plus loin.")}
        )
    if date_envoi > timezone.localdate() + AU_PLUS_TARD:
        raise ValidationError({"date_envoi": _("Écrivez un jour de cette année scolaire, ou de la suivante.")})


def qui_manque(campagne: Campagne) -> list[Personne]:
    """Of the class, those who have no dossier in it."""
    deja = set(campagne.dossiers.values_list("eleve_id", flat=True))
    return [i.eleve for i in a_concerner(campagne.classe, campagne.vers) if i.eleve_id not in deja]


def _completer(campagne: Campagne, eleves: Collection[int] | None) -> int:
    deja = set(campagne.dossiers.values_list("eleve_id", flat=True))
    ceux = {i.eleve_id for i in a_concerner(campagne.classe, campagne.vers)} - deja
    ceux = ceux if eleves is None else ceux & set(eleves)
    vers_le_college = campagne.vers == Campagne.Vers.SIXIEME
    college = campagne.etablissement.college_de_secteur_id if vers_le_college else None
    Dossier.objects.bulk_create(
        Dossier(etablissement=campagne.etablissement, campagne=campagne, eleve_id=eleve, destination_id=college)
        for eleve in sorted(ceux)
    )
    return len(ceux)


# --- What is written ------------------------------------------------------------------------------------------------------
def corriger_dossier(*, dossier: Dossier, auteur: Personne, **champs: Any) -> int | None:
    """These fields of `ECRITS`. The line of the journal that brings back what they said; None: nothing changed."""
    return corriger_dossiers(campagne=dossier.campagne, auteur=auteur, dits={dossier.pk: champs})


@transaction.atomic
def corriger_dossiers(*, campagne: Campagne, auteur: Personne, dits: Mapping[int, Mapping[str, Any]]) -> int | None:
    """The same of several dossiers (by id) of one campaign, in one gesture."""
    lus = {d.pk: d for d in campagne.dossiers.select_for_update(of=("self",), no_key=True).filter(pk__in=dits)}
    changes = {
        pk: {nom: dit for nom, dit in dits[pk].items() if nom in ECRITS and getattr(dossier, nom) != dit}
        for pk, dossier in lus.items()
    }
    changes = {pk: change for pk, change in changes.items() if change}
    if not changes:
        return None
    seul = next(iter(changes)) if len(changes) == 1 else None
    geste = _consigner("corriger", campagne, auteur, seul, dossiers=len(changes))
    for pk, change in changes.items():
        _ecrire(lus[pk], change, {"geste": geste, "dits": {nom: getattr(lus[pk], nom) for nom in change}})
    return geste


@transaction.atomic
def annuler(*, campagne: Campagne, auteur: Personne, geste: int) -> int:
    """What was written before that gesture, where nobody wrote since. How many dossiers."""
    touches = campagne.dossiers.prepares_par(auteur).filter(avant__geste=geste)
    siens = list(touches.select_for_update(of=("self",), no_key=True).select_related("eleve"))
    for dossier in siens:
        travaux.remettre(dossier, auteur, dossier.avant.get("travaux", {}))
        dits = dossier.avant["dits"]
        if (pk := dits.get("destination_id")) and not Etablissement.objects.filter(pk=pk).exists():
            dits["destination_id"] = None
        _ecrire(dossier, dits, {})
    if siens:
        _consigner("annuler", campagne, auteur, dossiers=len(siens))
    return len(siens)


def _ecrire(dossier: Dossier, dits: Mapping[str, Any], avant: dict[str, Any]) -> None:
    for nom, dit in dits.items():
        setattr(dossier, nom, dit)
    dossier.avant = avant
    dossier.save(update_fields=[*dits, "avant", "modifie_le"])


@transaction.atomic
def ecrire_la_sante(*, dossier: Dossier, auteur: Personne, texte: str) -> None:
    """What the head says of a PAI. What it said before is not kept."""
    if dossier.sante == texte:
        return
    dossier.sante = texte
    dossier.save(update_fields=["sante", "modifie_le"])
    consigner(
        "liaison.ecrire_la_sante",
        auteur=auteur,
        etablissement=dossier.etablissement,
        objet=f"dossier {dossier.pk}",
    )


def _consigner(verbe: str, campagne: Campagne, auteur: Personne, dossier: int | None = None, **comptes: int) -> int:
    """The line names the campaign, or the one dossier; never a pupil."""
    ligne = consigner(
        f"liaison.{verbe}",
        auteur=auteur,
        etablissement=campagne.etablissement,
        objet=f"dossier {dossier}" if dossier else f"campagne {campagne.pk}",
        **comptes,
    )
    return ligne.pk
