"""To whom one may write: the picker, the directory and the check at sending say the same, since they ask the same predicate."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.droits import en_cours, est_le_sien
from ent.annuaire.equipes import professeurs_de
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Classe, Etablissement, Groupe, Inscription, Personne, Role
from ent.annuaire.models.portee import Suivi
from ent.diffusion.droits import joignable
from ent.socle.lu import PartLue
from ent.socle.nombres import entier, entiers

from ..droits import regles
from ..droits.fils import qualites_dans_l_ecole
from ..droits.regles import REFERENT, Nature, Qualite, Situation
from ..models import Fil
from ..recherche import simple
from .regles import situation
from .sans_responsable import SansResponsable

SEPARATEUR = "."


@dataclass
class Destinataire:
    """Someone, or some people, one may write to; `cle` opens the thread."""

    cle: str
    nom: str
    precision: str = ""
    eleve: Personne | None = None
    pas_atteints: str = ""  # of whom it names, those who have no account, or how many


@dataclass
class Rayon:
    """Recipients of one school or class, under one title."""

    titre: str
    destinataires: list[Destinataire] = field(default_factory=list)


class Annuaire:
    """Everyone a person may write to today, by school and class; or, of some children alone, whom their families write to."""

    def __init__(self, personne: Personne, *, au_sujet_de: Collection[Suivi] | None = None) -> None:
        self.personne = personne
        self.rayons: list[Rayon] = []
        self._situations: dict[int, Situation] = {}
        if au_sujet_de is None:
            self._travail()
            self._communes()
        self._famille(personne.portee.suivis if au_sujet_de is None else au_sujet_de)

    def situation(self, ecole: int) -> Situation:
        if ecole not in self._situations:
            self._situations[ecole] = situation(self.personne, ecole)
        return self._situations[ecole]

    def _permet(self, fil: Fil, qualites: set[str]) -> bool:
        """The predicate of sending, on a thread that may not exist yet."""
        return regles.peut_ecrire(
            self.situation(fil.etablissement_id),
            qualites,
            nature=fil.nature,
            a_une_classe=fil.classe_id is not None,
            est_ouvert=True,
            ont_ecrit=(),
        )

    def _ajouter(self, rayon: Rayon) -> None:
        if rayon.destinataires:
            self.rayons.append(rayon)

    # --- A commune and its schools ------------------------------------------------------------------------------------
    def _communes(self) -> None:
        """Who follows schools writes to their directions, each in a thread of their own."""
        portee = self.personne.portee
        if not portee.communes:
            return
        ecoles = Etablissement.objects.filter(commune__in=portee.communes, fermee_le=None).order_by("nom", "pk")
        rayon = Rayon(_("Les directions de vos écoles"))
        noms = directions_des_ecoles(ecoles)
        for ecole in ecoles:
            fil = Fil(nature=Nature.COMMUNE, etablissement=ecole)
            if ecole.pk in noms and self._permet(fil, {REFERENT}):
                rayon.destinataires.append(Destinataire(f"commune.{ecole.pk}", ecole.nom, ", ".join(noms[ecole.pk])))
        self._ajouter(rayon)

    # --- The school writes --------------------------------------------------------------------------------------------
    def _travail(self) -> None:
        portee = self.personne.portee
        if not portee.etablissements_de_travail:
            return
        ecoles = Etablissement.objects.filter(pk__in=portee.etablissements_de_travail)
        for ecole in ecoles:
            self._ecole(ecole)
        classes = list(
            Classe.objects.filter(fermee_le=None, etablissement__in=portee.etablissements_diriges)
            | Classe.objects.filter(pk__in=portee.classes_tenues)
        )
        inscriptions = defaultdict(list)
        for i in Inscription.objects.filter(en_cours(), classe__in=classes).select_related("eleve"):
            inscriptions[i.classe_id].append(i.eleve)
        par_ecole: dict[int, list[int]] = defaultdict(list)
        for classe in classes:
            par_ecole[classe.etablissement_id] += [e.pk for e in inscriptions[classe.pk]]
        for ecole in ecoles:
            foyers = foyers_de(par_ecole[ecole.pk], ecole) if par_ecole[ecole.pk] else {}
            adultes = _lus({pk for siens in foyers.values() for foyer in siens for pk in foyer})
            for classe in classes:
                if classe.etablissement_id == ecole.pk:
                    self._classe(classe, ecole, inscriptions[classe.pk], foyers, adultes)
        for groupe in Groupe.objects.filter(pk__in=portee.groupes_tenus, ponctuel_de=None).select_related(
            "etablissement"
        ):
            fil = Fil(nature=Nature.ANNONCE, etablissement=groupe.etablissement, groupe=groupe)
            if self._permet(fil, {Qualite.ENSEIGNANT}):
                familles = Destinataire(f"annonce.groupe.{groupe.pk}", _("Toutes les familles du groupe"))
                self._ajouter(Rayon(groupe.nom, [familles]))

    def _ecole(self, ecole: Etablissement) -> None:
        rayon = Rayon(ecole.nom)
        qualites = qualites_dans_l_ecole(self.personne, ecole.pk)
        if self._permet(Fil(nature=Nature.EQUIPE, etablissement=ecole), qualites):
            rayon.destinataires += [
                Destinataire(f"equipe.{ecole.pk}", _("Toute l’équipe"), _("directions, enseignants, personnel")),
                Destinataire(f"projet.{ecole.pk}", _("Quelques collègues"), _("vous choisissez lesquels")),
            ]
        if self._permet(Fil(nature=Nature.ECOLE, etablissement=ecole), qualites):
            rayon.destinataires.append(
                Destinataire(
                    f"ecole.{ecole.pk}", _("Toutes les familles de l’école"), _("elles répondent à la direction seule")
                )
            )
        referents = referents_de(ecole) if Qualite.DIRECTION in qualites else []
        if referents and self._permet(Fil(nature=Nature.COMMUNE, etablissement=ecole), {Qualite.DIRECTION}):
            rayon.destinataires.append(Destinataire(f"commune.{ecole.pk}", _("La commune"), ", ".join(referents)))
        self._ajouter(rayon)

    def _classe(
        self,
        classe: Classe,
        ecole: Etablissement,
        eleves: list[Personne],
        foyers: dict[int, list[frozenset[int]]],
        adultes: dict[int, Personne],
    ) -> None:
        enseigne = classe.pk in self.personne.portee.classes_tenues
        dirige = ecole.pk in self.personne.portee.etablissements_diriges
        qualites = ({Qualite.ENSEIGNANT} if enseigne else set()) | ({Qualite.DIRECTION} if dirige else set())
        rayon = Rayon(classe.nom)
        manquent = _familles_pas_atteintes((f for e in eleves for f in foyers.get(e.pk, [])), adultes)
        if self._permet(Fil(nature=Nature.ANNONCE, etablissement=ecole, classe=classe), qualites):
            annonce = Destinataire(
                f"annonce.classe.{classe.pk}", _("Toutes les familles"), _("chacune vous répond à part")
            )
            sans = SansResponsable(sum(e.pk not in foyers for e in eleves), len(eleves))
            annonce.pas_atteints = " · ".join(filter(None, [manquent, str(sans) if sans else ""]))
            rayon.destinataires.append(annonce)
        if enseigne and self._permet(Fil(nature=Nature.ELEVES, etablissement=ecole, classe=classe), qualites):
            rayon.destinataires.append(
                Destinataire(
                    f"eleves.{classe.pk}", _("Les élèves de la classe"), _("lu par leurs familles et la direction")
                )
            )
        if enseigne and self._permet(Fil(nature=Nature.PARENTS, etablissement=ecole, classe=classe), qualites):
            rayon.destinataires.append(Destinataire(f"parents.{classe.pk}", _("Les parents, entre eux et avec vous")))
        # The teacher of the class writes with it; the direction, in its own thread with the household.
        ou = f"classe.{classe.pk}" if enseigne else f"ecole.{ecole.pk}"
        fil = Fil(nature=Nature.FOYER, etablissement=ecole, classe=classe if enseigne else None)
        if self._permet(fil, {Qualite.ENSEIGNANT} if enseigne else {Qualite.DIRECTION}):
            for eleve in eleves:
                for foyer in self._a_ecrire(eleve, foyers.get(eleve.pk, [])):
                    siens = [adultes[pk] for pk in sorted(foyer)]
                    noms = ", ".join(adulte.nom_affiche for adulte in siens)
                    rayon.destinataires.append(
                        Destinataire(_cle_de_foyer(ou, eleve, foyer), str(eleve), noms, eleve, _pas_atteints(siens))
                    )
        self._ajouter(rayon)

    def _a_ecrire(self, eleve: Personne, foyers: list[frozenset[int]]) -> list[frozenset[int]]:
        """But the other household of one's own child, of which who works there reads no answer; nor oneself alone."""
        if not est_le_sien(self.personne, eleve.pk):
            return foyers
        return [foyer for foyer in foyers if self.personne.pk in foyer and len(foyer) > 1]

    # --- A family writes ----------------------------------------------------------------------------------------------
    def _famille(self, suivis: Collection[Suivi]) -> None:
        for suivi in suivis:
            if suivi.eleve.pk == self.personne.pk:
                continue
            classe, ecole = suivi.inscription.classe, suivi.inscription.classe.etablissement
            foyers = foyers_de([suivi.eleve.pk], ecole).get(suivi.eleve.pk, [])
            mien = next((f for f in foyers if self.personne.pk in f), None)
            if mien is None:
                continue
            # Who teaches or directs, and answers for the child in another household, reads nothing of this one. Nobody writes to themself.
            autres = frozenset().union(*foyers) - mien | {self.personne.pk}
            rayon = Rayon(str(suivi.eleve))
            if self._permet(Fil(nature=Nature.FOYER, etablissement=ecole, classe=classe), {Qualite.RESPONSABLE}):
                self._a_la_classe(rayon, suivi, mien, autres)
            if self._permet(Fil(nature=Nature.FOYER, etablissement=ecole), {Qualite.RESPONSABLE}):
                self._a_la_direction(rayon, suivi, mien, autres)
            if self._permet(Fil(nature=Nature.PARENTS, etablissement=ecole, classe=classe), {Qualite.RESPONSABLE}):
                rayon.destinataires.append(
                    Destinataire(f"parents.{classe.pk}", _("Les parents de la classe"), classe.nom)
                )
            self._ajouter(rayon)

    @staticmethod
    def _a_la_classe(rayon: Rayon, suivi: Suivi, mien: frozenset[int], autres: frozenset[int]) -> None:
        classe = suivi.inscription.classe
        toutes = professeurs_de([classe.pk])
        tenues = [tenue for tenue in toutes if tenue.enseignant_id not in autres]
        if toutes and not tenues:
            return
        enseignants = ", ".join(tenue.enseignant.nom_affiche for tenue in tenues)
        nom, precision = enseignants or str(classe), classe.nom
        if (
            classe.etablissement.est_college and tenues
        ):  # ten people, whom a line would not hold: each with what they teach
            nom = _("Les professeurs de la %(classe)s") % {"classe": classe.nom}
            precision = " · ".join(tenue.en_bref for tenue in tenues)
        cle = _cle_de_foyer(f"classe.{classe.pk}", suivi.eleve, mien)
        rayon.destinataires.append(Destinataire(cle, nom, precision, suivi.eleve))

    @staticmethod
    def _a_la_direction(rayon: Rayon, suivi: Suivi, mien: frozenset[int], autres: frozenset[int]) -> None:
        ecole = suivi.inscription.classe.etablissement
        roles = Role.objects.filter(en_cours(), etablissement=ecole, nature=Role.Nature.DIRECTEUR)
        toutes = list(roles.select_related("personne"))
        lisent = [role for role in toutes if role.personne_id not in autres]
        if toutes and not lisent:
            return
        noms = ", ".join(role.personne.nom_affiche for role in lisent)
        cle = _cle_de_foyer(f"ecole.{ecole.pk}", suivi.eleve, mien)
        rayon.destinataires.append(Destinataire(cle, _("La direction"), noms, suivi.eleve))

    # --- Reading it ---------------------------------------------------------------------------------------------------
    def filtrer(self, mots: str) -> list[Rayon]:
        """Recipients whose name, or whose class, holds all these words."""
        voulus = simple(mots).split()
        gardes = []
        for rayon in self.rayons:
            d = [
                d
                for d in rayon.destinataires
                if all(mot in simple(f"{rayon.titre} {d.nom} {d.precision}") for mot in voulus)
            ]
            if d:
                gardes.append(Rayon(rayon.titre, d))
        return gardes

    def contient(self, cle: str) -> bool:
        return any(d.cle == cle for rayon in self.rayons for d in rayon.destinataires)


@dataclass
class AnnuaireLu(PartLue):
    """Read once for all the people of a page, with what each key of a household says."""

    annuaire: Annuaire | None = None
    foyers: list[tuple[Destinataire, dict[str, Any]]] = field(default_factory=list)


def _lu(personne: Personne) -> AnnuaireLu:
    lu = personne.lu.part(AnnuaireLu)
    if lu.annuaire is None:
        lu.annuaire = Annuaire(personne)
        tous = [(d, lire_cle(d.cle) or {}) for rayon in lu.annuaire.rayons for d in rayon.destinataires]
        lu.foyers = [(d, cle) for d, cle in tous if cle.get("nature") == Nature.FOYER]
    return lu


def est_a_qui_ecrire(personne: Personne, cle: str) -> bool:
    """`Annuaire.contient`, read once."""
    annuaire = _lu(personne).annuaire
    return annuaire is not None and annuaire.contient(cle)


def foyers_a_qui_ecrire(
    personne: Personne,
    ecole: int,
    classes: Collection[int],
    *,
    eleve: Personne | None = None,
    adulte: int | None = None,
) -> list[Destinataire]:
    """Of one's own directory, the households of this pupil, or those of this adult (id), in this school and these classes."""
    return [
        destinataire
        for destinataire, cle in _lu(personne).foyers
        if (cle.get("etablissement") == ecole or cle.get("classe") in classes)
        and (eleve is None or cle["eleve"] == str(eleve.uuid))
        and (adulte is None or adulte in cle["adultes"])
    ]


def joignables(personne: Personne) -> list[int]:
    """Schools (ids) to whose direction this person may write today for a commune: those of their own directory."""
    cles = [d.cle for rayon in Annuaire(personne).rayons for d in rayon.destinataires]
    return [int(cle.partition(".")[2]) for cle in cles if cle.startswith("commune.")]


def directions_des_ecoles(ecoles) -> dict[int, list[str]]:
    """By school (id), who directs it today. One query."""
    roles = Role.objects.filter(en_cours(), etablissement__in=ecoles, nature=Role.Nature.DIRECTEUR)
    noms: dict[int, list[str]] = defaultdict(list)
    for role in roles.select_related("personne").order_by("personne__nom", "pk"):
        noms[role.etablissement_id].append(role.personne.nom_affiche)
    return noms


def directions_sans_compte(ecoles) -> set[int]:
    """Schools (ids) whose direction is named, and has opened no account. One query."""
    roles = Role.objects.filter(en_cours(), etablissement__in=ecoles, nature=Role.Nature.DIRECTEUR).order_by()
    ouvert = Count("pk", filter=joignable("personne__"))
    return set(
        roles.values("etablissement").annotate(ouvert=ouvert).filter(ouvert=0).values_list("etablissement", flat=True)
    )


def referents_de(ecole: Etablissement) -> list[str]:
    """Who follows the schools of its commune today. One query."""
    roles = Role.objects.filter(en_cours(), commune=ecole.commune_id, nature=Role.Nature.REFERENT_COMMUNE)
    return [role.personne.nom_affiche for role in roles.select_related("personne").order_by("personne__nom", "pk")]


def collegues_de(personne: Personne, ecole: Etablissement):
    """Those who work in this school, oneself excepted."""
    natures = [Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL]
    du_travail = Personne.objects.filter(en_cours("roles__"), roles__etablissement=ecole, roles__nature__in=natures)
    return du_travail.exclude(pk=personne.pk).distinct()


def _cle_de_foyer(ou: str, eleve: Personne, foyer: frozenset[int]) -> str:
    return f"foyer.{ou}.{eleve.uuid}.{'-'.join(str(pk) for pk in sorted(foyer))}"


def _lus(ids: set[int]) -> dict[int, Personne]:
    """Each with whether their account is open (`ouvert`): whoever has none is told by paper. One query."""
    ouvert = ExpressionWrapper(joignable(), BooleanField())
    return {p.pk: p for p in Personne.objects.filter(pk__in=ids).annotate(ouvert=ouvert)}


def _pas_atteints(adultes: Collection[Personne]) -> str:
    """Of one household."""
    noms = [adulte.nom_affiche for adulte in adultes if not adulte.ouvert]
    if not noms:
        return ""
    if len(noms) == len(adultes):
        return _("pas atteint · aucun compte activé")
    return _("pas atteint · aucun compte activé pour %(noms)s") % {"noms": ", ".join(noms)}


def _familles_pas_atteintes(foyers: Iterable[frozenset[int]], adultes: dict[int, Personne]) -> str:
    """Of a class: the households in which nobody has an account."""
    n = sum(not any(adultes[pk].ouvert for pk in foyer) for foyer in foyers)
    if not n:
        return ""
    phrase = ngettext(
        "%(n)s famille pas atteinte · aucun compte activé", "%(n)s familles pas atteintes · aucun compte activé", n
    )
    return phrase % {"n": n}


def lire_cle(cle: str) -> dict[str, Any] | None:
    """The parts of a key that the directory gave; None for anything else."""
    morceaux = [n if (n := entier(m)) is not None else m for m in cle.split(SEPARATEUR)]
    match morceaux:
        case ["equipe" | "projet" | "ecole" | "commune" as nature, int(pk)]:
            return {"nature": nature, "etablissement": pk}
        case ["annonce", "classe" | "groupe" as ou, int(pk)]:
            return {"nature": Nature.ANNONCE, ou: pk}
        case ["eleves" | "parents" as nature, int(pk)]:
            return {"nature": nature, "classe": pk}
        case ["foyer", "classe" | "ecole" as ou, int(pk), str(eleve), adultes]:
            return {
                "nature": Nature.FOYER,
                "classe" if ou == "classe" else "etablissement": pk,
                "eleve": eleve,
                "adultes": frozenset(entiers(str(adultes).split("-"))),
            }
    return None
