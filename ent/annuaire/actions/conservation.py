"""Erase what may be kept no more, as rooms declare it (`traitement`). Small transactions: whatever kills the work loses nothing, and the next round goes on."""

import datetime as dt
import logging
import uuid
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from .. import sceaux
from ..droits import PREAVIS
from ..journal import consigner
from ..lectures.conservation import FinDeDroit, est_tenue, fins_de_droit, gardes_de_lignes, perimees
from ..models import Effacement, Personne
from ..traitement import Garde, Tenue, dire_les_effacements, taire_les_effacements, traitements

journal = logging.getLogger(__name__)
LOT = 200
# Who is nobody any more, by what they were. Nothing of how they were called is kept, not even whether it was a Mme or a M.
ANCIENS = {
    Effacement.Genre.ELEVE: ("Ancien", "élève"),
    Effacement.Genre.RESPONSABLE: ("Ancien", "responsable"),
    Effacement.Genre.EQUIPE: ("Ancien membre", "de l’équipe"),
    Effacement.Genre.AUTRE: ("Ancien", "compte"),
}
RETIRE = "Retiré à la demande de qui l’a écrit"


# --- Objecting --------------------------------------------------------------------------------------------------------
@transaction.atomic
def s_opposer(*, personne: Personne, oppose: bool) -> None:
    """What they wrote for others goes with their account, or stays without their name. Said again, it changes nothing."""
    personne = Personne.objects.select_for_update().get(pk=personne.pk)
    if (personne.opposition_le is not None) == oppose:
        return
    personne.opposition_le = timezone.now() if oppose else None
    personne.save(update_fields=["opposition_le"])
    if oppose:
        consigner("annuaire.s_opposer", auteur=personne, objet=f"personne {personne.pk}")
    else:
        consigner("annuaire.ne_plus_s_opposer", auteur=personne, objet=f"personne {personne.pk}")


# --- People -----------------------------------------------------------------------------------------------------------
def prevoir_les_effacements() -> int:
    """Those whose day comes within the notice, each told once. One whose right came back is let alone. How many were told."""
    jour = timezone.localdate()
    for prevu in Effacement.objects.a_venir().order_by("pk"):
        if est_tenue(prevu.personne_id, jour):
            _renoncer(prevu)
    dits = set(Effacement.objects.order_by().values_list("personne", flat=True))
    a_dire = [(pk, fin) for pk, fin in fins_de_droit(jour) if pk not in dits and fin.efface_le - PREAVIS <= jour]
    return sum(prevoir_un_effacement(personne=pk, fin=fin) for pk, fin in a_dire)


@transaction.atomic
def prevoir_un_effacement(*, personne: int, fin: FinDeDroit) -> bool:
    """Never less than the notice, whatever is late. False when another worker did it."""
    jour = timezone.localdate()
    prevu, nouveau = Effacement.objects.get_or_create(
        personne_id=personne,
        defaults={
            "etablissement_id": fin.ecole,
            "genre": fin.genre,
            "date_fin": fin.fin,
            "annonce_le": timezone.now(),
            "date_prevue": max(fin.efface_le, jour + PREAVIS),
        },
    )
    if nouveau:
        consigner("annuaire.prevoir_un_effacement", etablissement=prevu.etablissement, objet=f"personne {personne}")
        dire_les_effacements(prevu)
    return nouveau


@transaction.atomic
def _renoncer(prevu: Effacement) -> None:
    consigner(
        "annuaire.renoncer_a_un_effacement", etablissement=prevu.etablissement, objet=f"personne {prevu.personne_id}"
    )
    taire_les_effacements(prevu)
    prevu.delete()


def effacer_les_dus() -> int:
    """Each in its own transaction. How many."""
    dus = Effacement.objects.a_venir().filter(date_prevue__lte=timezone.localdate()).order_by("date_prevue", "pk")
    return sum(effacer_une_personne(personne=pk) for pk in list(dus.values_list("personne", flat=True)))


@transaction.atomic
def effacer_une_personne(*, personne: int) -> bool:
    """Judged again under its lock: somebody who is tied again, or whose day has not come, stays whole."""
    elle = Personne.objects.select_for_update().get(pk=personne)
    jour = timezone.localdate()
    prevu = Effacement.objects.a_venir().filter(personne=elle, date_prevue__lte=jour).first()
    if prevu is None or est_tenue(elle.pk, jour):
        return False
    for traitement in traitements():
        for tenue in traitement.tenues:
            if elle.opposition_le:
                _retirer_les_oeuvres(tenue, elle)
            for chemin in tenue.effaces_par:
                _effacer_par(tenue, chemin, elle)
    _ne_plus_nommer(elle, prevu.genre)
    prevu.fait_le = timezone.now()
    prevu.save(update_fields=["fait_le"])
    consigner(
        "annuaire.effacer_un_compte", etablissement=prevu.etablissement, objet=f"personne {elle.pk}", genre=prevu.genre
    )
    return True


def _effacer_par(tenue: Tenue, chemin: str, personne: Personne) -> None:
    """Rows that this field makes theirs; a tie of several lets them go."""
    champ = _champ(tenue.classe, chemin)
    if champ is not None and champ.many_to_many:
        table = champ.remote_field.through
        cible = next(f.name for f in table._meta.fields if f.related_model is Personne)
        table._base_manager.filter(**{cible: personne.pk}).delete()
    else:
        tenue.classe._base_manager.filter(**{chemin: personne.pk}).delete()


def _champ(modele: type[models.Model], nom: str) -> Any:
    try:
        return modele._meta.get_field(nom)
    except FieldDoesNotExist:
        return None  # a path through another row


def _retirer_les_oeuvres(tenue: Tenue, auteur: Personne) -> None:
    """The words and the files go; the frame stays for what others laid there (works that were handed in, answers)."""
    for chemin, champs in tenue.oeuvres.items():
        for oeuvre in tenue.classe._base_manager.filter(**{chemin: auteur.pk}).order_by("pk"):
            simples = [nom for nom in champs if not _champ(tenue.classe, nom).many_to_many]
            for rang, nom in enumerate(simples):
                mots = isinstance(_champ(tenue.classe, nom), models.CharField | models.TextField)
                setattr(oeuvre, nom, (RETIRE if rang == 0 else "") if mots else [])
            oeuvre.save(update_fields=simples)
            for nom in set(champs) - set(simples):
                getattr(oeuvre, nom).clear()
            if hasattr(oeuvre, "revisions"):
                oeuvre.revisions.all().delete()


def _ne_plus_nommer(personne: Personne, genre: str) -> None:
    """The row stays, for what names it; it says nothing of anybody, and opens nothing."""
    prenom, nom = ANCIENS[Effacement.Genre(genre)]
    for champ in Personne._meta.concrete_fields:
        if champ.primary_key or champ.name in ("cree_le", "fermee_le", "fusionnee_dans", "fermetures", "langue"):
            continue
        if champ.null:
            setattr(personne, champ.attname, None)
        elif isinstance(champ, models.CharField | models.TextField):
            setattr(personne, champ.attname, "")
    personne.prenom, personne.nom, personne.uuid = prenom, nom, uuid.uuid4()
    personne.is_active = personne.is_superuser = False
    personne.fermee_le = personne.fermee_le or timezone.now()
    personne.password = make_password(None)
    personne.save()
    personne.groups.clear()
    personne.user_permissions.clear()


# --- Rows that have had their time -------------------------------------------------------------------------------------
def effacer_les_perimees() -> dict[str, int]:
    """By model, batch by batch, each in its transaction. What something else still holds waits for it to go, and stops nothing."""
    jour, faites = timezone.localdate(), {}
    for _traitement, garde, modele, chemin in gardes_de_lignes():
        try:
            if n := _effacer_par_lots(garde, modele, chemin, jour):
                faites[modele] = n
        except ProtectedError:
            journal.exception("Des lignes de %s sont tenues par d’autres.", modele)
    sceaux.purger(avant=timezone.now() - sceaux.GARDE)
    return faites


def _effacer_par_lots(garde: Garde, modele: str, chemin: str, jour: dt.date) -> int:
    total = 0
    while True:
        with transaction.atomic():
            lot = list(perimees(garde, modele, chemin, jour).order_by("pk").values_list("pk", flat=True)[:LOT])
            if lot:
                Tenue(modele).classe._base_manager.filter(pk__in=lot).delete()
                consigner("annuaire.effacer_des_lignes", modele=modele, n=len(lot))
        total += len(lot)
        if len(lot) < LOT:
            return total
