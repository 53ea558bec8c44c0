"""What every giving shares: whom it is for, and when families may read it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Groupe, Inscription, Personne
from ent.fichiers.actions import attacher, detacher
from ent.fichiers.models import Fichier

from ..contenus import fichiers_de
from ..models import Seance, Travail


@dataclass(frozen=True)
class Public:
    """Whom a travail is for: a class, a level or named pupils of it, or a group."""

    classe: Classe | None = None
    groupe: Groupe | None = None
    niveau: str = ""
    eleves: tuple[Personne, ...] = ()


def moment_visible(etablissement: Etablissement, a: dt.datetime | None = None) -> dt.datetime:
    """When families may read what is given now, or scheduled for `a`: then, or when the school's quiet hours end."""
    instant = max(a or timezone.now(), timezone.now())
    retient_la_page = etablissement.calme_retient == etablissement.CalmeRetient.TOUT
    return calendrier.ouverture(etablissement, instant) if retient_la_page else instant


def exiger_une_cible(classe: Classe | None, groupe: Groupe | None) -> Etablissement:
    """The school of the class or group; a giving has exactly one of them."""
    cible = classe or groupe
    if cible is None or (classe and groupe):
        raise ValidationError(_("Cela se donne à une classe ou à un groupe."))
    return cible.etablissement


def groupe_ponctuel(classe: Classe, eleves: Collection[Personne]) -> Groupe | None:
    """The group of these named pupils, all of the class today; None when nobody is named."""
    ids = {eleve.pk for eleve in eleves}
    if not ids:
        return None
    presents = Inscription.objects.filter(en_cours(), classe=classe, eleve__in=ids).values_list("eleve_id", flat=True)
    if set(presents) != ids:
        raise ValidationError(_("Un des élèves choisis n’est pas dans cette classe. Choisissez-les à nouveau."))
    groupe = Groupe.objects.create(etablissement=classe.etablissement, annee=classe.annee, nom="", ponctuel_de=classe)
    groupe.eleves.set(ids)
    return groupe


def noter_qui_corrige(ecrit: Travail | Seance, auteur: Personne) -> None:
    """Not saved yet."""
    ecrit.corrige_par_autrui = ecrit.corrige_par_autrui or auteur.pk != ecrit.auteur_id


def tenir_les_fichiers(ecrit: Travail | Seance, auteur: Personne) -> None:
    """Hold the files that the content names, and let go those that it names no more.

    It may name what its author deposited, and what it (or what it was copied from) already held: whoever writes another file's
    UUID in a form gains nothing.
    """
    nommes = fichiers_de(ecrit.contenu)
    avant = list(ecrit.fichiers.all())
    if not nommes and not avant:
        return
    permis = Q(deposant=auteur) | Q(pk__in=[f.pk for f in avant])
    if ecrit.origine is not None:
        permis |= Q(pk__in=ecrit.origine.fichiers.values("pk"))
    voulus = list(Fichier.objects.filter(permis, uuid__in=nommes))
    ecrit.fichiers.set(voulus)
    attacher(fichiers=voulus)
    detacher(fichiers=[fichier for fichier in avant if fichier not in voulus])
