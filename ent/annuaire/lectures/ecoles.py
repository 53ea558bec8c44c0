"""The schools that somebody follows, in figures: searched, filtered, sorted; and one of them. Never a name of a family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ent.socle.nombres import entier
from ent.socle.textes import norme
from ent.socle.tri import cle

from ..droits import d_un_eleve_present, en_cours
from ..models import Classe, Commune, Etablissement, Personne, Responsabilite, Role
from ..registres import colonnes_d_ecole, etats_d_ecole
from .effectifs import Effectifs, compter, effectifs_de, ensemble

COMPTE_OUVERT = Q(personne__courriel__isnull=False) | Q(personne__identifiant__isnull=False)
DE_L_ECOLE = (Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL)
MOTS_MAX = 8


@dataclass
class Ligne:
    """One school of the list."""

    ecole: Etablissement
    effectifs: Effectifs
    etats: list[Any]
    colonnes: list[Any]  # in the order of `colonnes_d_ecole`

    @property
    def nommees(self) -> list[tuple[Any, Any]]:
        return [(colonne.libelle, dit) for colonne, dit in zip(colonnes_d_ecole(), self.colonnes, strict=True)]


# By name of the choice: its words, what sorts a line, and whether the greatest comes first.
TRIS = {
    "commune": (_("par commune, puis par nom"), lambda ligne: (cle(ligne.ecole.commune.nom), cle(ligne.ecole.nom))),
    "nom": (_("par nom"), lambda ligne: (cle(ligne.ecole.nom), cle(ligne.ecole.commune.nom))),
    "eleves": (_("par nombre d’élèves"), lambda ligne: (-ligne.effectifs.eleves, cle(ligne.ecole.nom))),
    "comptes": (
        _("par comptes ouverts, les moins d’abord"),
        lambda ligne: (ligne.effectifs.part_entree or 0, cle(ligne.ecole.nom)),
    ),
}


@dataclass
class Recherche:
    """What is asked of the list, from an address: what means nothing there asks nothing."""

    mots: str = ""
    commune: int | None = None
    nature: str = ""
    etat: str = ""
    tri: str = "commune"

    @classmethod
    def de(cls, demande: Mapping[str, str]) -> "Recherche":
        nature, etat, tri = (demande.get(nom, "") for nom in ("nature", "etat", "tri"))
        return cls(
            mots=demande.get("q", "").strip()[:100],
            commune=entier(demande.get("commune", "")),
            nature=nature if nature in Etablissement.Nature.values else "",
            etat=etat if etat in {e.nom for e in etats_d_ecole()} else "",
            tri=tri if tri in TRIS else "commune",
        )

    @property
    def est_vide(self) -> bool:
        return not (self.mots or self.commune or self.nature or self.etat)

    def retient(self, ecole: Etablissement) -> bool:
        """Whatever its state: its commune, its kind, and every word, whatever its accents and its case, in the name, the commune or the UAI."""
        if self.commune not in (None, ecole.commune_id) or self.nature not in ("", ecole.nature):
            return False
        lu = " ".join(norme(mot) for mot in (ecole.nom, ecole.commune.nom, ecole.uai))
        return all(norme(mot) in lu for mot in self.mots.split()[:MOTS_MAX])


@dataclass
class Liste:
    """Schools found, all those that one follows, and their sum: what a figure of the home leads to."""

    recherche: Recherche
    lignes: list[Ligne]
    total: Effectifs
    communes: list[Commune]
    etats: list[tuple[Any, int]]  # each state, and how many of the schools that the rest of the search keeps are in it
    nombre: int  # of schools that one follows
    colonnes: list[Any] = field(default_factory=colonnes_d_ecole)

    @cached_property
    def natures(self) -> list[tuple[str, Any]]:
        return Etablissement.Nature.choices

    @cached_property
    def tris(self) -> list[tuple[str, Any]]:
        return [(nom, libelle) for nom, (libelle, _par) in TRIS.items()]


def lister(personne: Personne, recherche: Recherche) -> Liste:
    """Ten queries, and one by state and by column that rooms give, whatever the number of schools."""
    suivies = list(Etablissement.objects.suivis_par(personne).select_related("commune", "rejoint"))
    par_etat = {etat.nom: _dans_cet_etat(etat, personne) for etat in etats_d_ecole()}
    retenues = [ecole for ecole in suivies if recherche.retient(ecole)]
    parmi = {ecole.pk for ecole in retenues}
    trouvees = [ecole for ecole in retenues if not recherche.etat or ecole.pk in par_etat[recherche.etat]]
    ids = [ecole.pk for ecole in trouvees]
    choisies = Etablissement.objects.filter(pk__in=ids)
    comptes = compter(choisies, "pk")
    lues = [colonne.lire(ids) for colonne in colonnes_d_ecole()]
    lignes = [
        Ligne(
            ecole,
            comptes[ecole.pk],
            [etat for etat in etats_d_ecole() if ecole.pk in par_etat[etat.nom]],
            [par_ecole.get(ecole.pk) for par_ecole in lues],
        )
        for ecole in trouvees
    ]
    communes = {ecole.commune_id: ecole.commune for ecole in suivies}
    return Liste(
        recherche,
        sorted(lignes, key=TRIS[recherche.tri][1]),
        ensemble(choisies, comptes.values()),
        sorted(communes.values(), key=lambda commune: cle(commune.nom)),
        [(etat, len(par_etat[etat.nom] & parmi)) for etat in etats_d_ecole()],
        len(suivies),
    )


def a_voir(personne: Personne) -> list[tuple[Any, int]]:
    """States in which some of the schools that one follows are, and how many. One query by state."""
    comptes = [(etat, len(_dans_cet_etat(etat, personne))) for etat in etats_d_ecole()]
    return [(etat, n) for etat, n in comptes if n]


def _dans_cet_etat(etat: Any, personne: Personne) -> set[int]:
    """Nothing is missing any more in a school that joined another."""
    ecoles = Etablissement.objects.suivis_par(personne).filter(pk__in=etat.ou(), fermee_le=None)
    return set(ecoles.order_by().values_list("pk", flat=True))


# --- States that the directory knows ------------------------------------------------------------------------------------
def sans_compte() -> QuerySet:
    """Nobody who works there, nobody of a child's, has opened an account."""
    equipe = Role.objects.filter(COMPTE_OUVERT, en_cours(), etablissement=OuterRef("pk"))
    ouverts = Q(adulte__courriel__isnull=False) | Q(adulte__identifiant__isnull=False)
    familles = Responsabilite.objects.filter(ouverts, d_un_eleve_present(), etablissement=OuterRef("pk"))
    return Etablissement.objects.exclude(Exists(equipe)).exclude(Exists(familles)).order_by().values("pk")


def sans_classe() -> QuerySet:
    ouvertes = Classe.objects.filter(etablissement=OuterRef("pk"), fermee_le=None)
    return Etablissement.objects.exclude(Exists(ouvertes)).order_by().values("pk")


def sans_direction() -> QuerySet:
    roles = Role.objects.filter(en_cours(), etablissement=OuterRef("pk"), nature=Role.Nature.DIRECTEUR)
    return Etablissement.objects.exclude(Exists(roles)).order_by().values("pk")


# --- One school ---------------------------------------------------------------------------------------------------------
@dataclass
class Fiche:
    """What who follows a school reads of it: figures, and the names of those whom one calls."""

    ecole: Etablissement
    effectifs: Effectifs
    classes: list[tuple[str, int]]
    directions: list[Role]
    suiveurs: list[Role]  # of its commune, then of the territory
    equipe: int
    equipe_entree: int
    etats: list[Any]


def directions_de(ecole: Etablissement) -> QuerySet[Personne]:
    """Those who direct it today."""
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
    return Personne.objects.filter(pk__in=roles.order_by().values("personne"))


def directions_jamais_entrees(ecole: Etablissement) -> QuerySet[Role]:
    """Of those who direct it, who never opened their account, and are nothing anywhere else: the opening made them."""
    ailleurs = Role.objects.filter(personne=OuterRef("personne")).exclude(etablissement=OuterRef("etablissement"))
    return Role.objects.filter(
        ~COMPTE_OUVERT,
        ~Exists(ailleurs.order_by()),
        ~Exists(Responsabilite.objects.filter(adulte=OuterRef("personne")).order_by()),
        en_cours(),
        etablissement=ecole,
        nature=Role.Nature.DIRECTEUR,
        personne__last_login=None,
        personne__is_superuser=False,
        personne__fusionnee_dans=None,
    )


def est_vierge(ecole: Etablissement) -> bool:
    """Nobody ever came in there, and there is no class nor child: opened by mistake, it may be corrected. Who was named with it, and never came in, is
    there by that opening alone. One query.
    """
    elle = OuterRef("pk")
    gens = Role.objects.filter(etablissement=elle).exclude(
        pk__in=directions_jamais_entrees(ecole).order_by().values("pk")
    )
    memes = [gens, *(modele.objects.filter(etablissement=elle) for modele in (Classe, Responsabilite))]
    vierges = Etablissement.objects.filter(*(~Exists(lignes) for lignes in memes), pk=ecole.pk, fermee_le=None)
    return vierges.exists()


def fiche_de(personne: Personne, ecole: Etablissement) -> Fiche:
    """Eight queries, and one by state."""
    gens = (
        Role.objects.filter(en_cours()).select_related("personne").order_by("personne__nom", "personne__prenom", "pk")
    )
    equipe = Role.objects.filter(en_cours(), etablissement=ecole, nature__in=DE_L_ECOLE).order_by()
    comptes = equipe.aggregate(
        tous=Count("personne", distinct=True), entres=Count("personne", distinct=True, filter=COMPTE_OUVERT)
    )
    presents = en_cours("inscriptions__")
    classes = ecole.classes.filter(fermee_le=None).annotate(n=Count("inscriptions", filter=presents, distinct=True))
    return Fiche(
        ecole,
        effectifs_de(ecole),
        sorted(classes.order_by().values_list("nom", "n"), key=lambda classe: cle(classe[0])),
        list(gens.filter(etablissement=ecole, nature=Role.Nature.DIRECTEUR)),
        sorted(
            gens.filter(
                Q(commune=ecole.commune, nature=Role.Nature.REFERENT_COMMUNE) | Q(nature=Role.Nature.OPERATEUR)
            ),
            key=lambda role: role.nature == Role.Nature.OPERATEUR,
        ),
        comptes["tous"],
        comptes["entres"],
        [etat for etat in etats_d_ecole() if ecole.pk in _dans_cet_etat(etat, personne)],
    )
