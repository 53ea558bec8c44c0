"""What every giving shares: whom it is for, and the files it holds."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.actions import groupe_ponctuel
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.fichiers.actions import attacher, detacher
from ent.fichiers.models import Fichier

from ..contenus import fichiers_de
from ..models import Seance, Travail

# What is not to be handed in any more shows no try.
DEJA_RENDU = gettext_lazy(
    "Des élèves ont déjà rendu quelque chose : laissez « à rendre », ou plus personne ne le lirait."
)


@dataclass(frozen=True)
class Public:
    """Whom a travail is for: a class, a level or named pupils of it, or a group."""

    classe: Classe | None = None
    groupe: Groupe | None = None
    niveau: str = ""
    eleves: tuple[Personne, ...] = ()


def exiger_une_cible(classe: Classe | None, groupe: Groupe | None) -> Etablissement:
    """The school of the class or group; a giving has exactly one of them."""
    cible = classe or groupe
    if cible is None or (classe and groupe):
        raise ValidationError(_("Cela se donne à une classe ou à un groupe."))
    return cible.etablissement


def adresser(
    classe: Classe | None, groupe: Groupe | None, eleves: Collection[Personne]
) -> tuple[Etablissement, Groupe | None]:
    """The school, and the group that is given to; named pupils of a class are one."""
    etablissement = exiger_une_cible(classe, groupe)
    return etablissement, groupe if classe is None else groupe_ponctuel(classe, eleves)


def nommer(ecrit: Travail | Seance, classe: Classe, eleves: Collection[Personne]) -> Groupe | None:
    """The group of these named pupils: the one that the item has while they are the same. None when nobody is named.

    Once the item is saved with another, `oublier_groupe_ponctuel` lets the former go.
    """
    ancien = ecrit.groupe if ecrit.est_nominatif and ecrit.classe_id == classe.pk else None
    if ancien is not None and set(ancien.eleves.values_list("pk", flat=True)) == {eleve.pk for eleve in eleves}:
        return ancien
    return groupe_ponctuel(classe, eleves)


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
