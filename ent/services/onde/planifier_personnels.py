"""Staff of a plan: ONDE has no export of them, so a template of ours (formats.md §1).

Roles are given, never withdrawn by the file: who is no longer in it is proposed, and leaves when a person says so. Classes that a line names
are asked of `PlanificateurTenues`.
"""

from collections import defaultdict

from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours, pas_fini
from ent.annuaire.matieres import ranger
from ent.annuaire.models import Personne, Role
from ent.socle.dates import aujourd_hui
from ent.socle.textes import norme
from ent.socle.tri import cle as cle_de_tri

from .identites import cle_adulte, differences, par_jointures, survivante
from .lignes import Lecture, LignePersonnel, Rejet
from .models import FicheOnde
from .plan import PART, ClasseVisee, DepartPropose, PersonnelVise, Plan
from .planifier_classes import PlanificateurClasses
from .planifier_tenues import Demande, PlanificateurTenues


def planifier_personnels(
    plan: Plan, classes: PlanificateurClasses, lectures: list[Lecture], reponses: dict[str, list[str]]
) -> None:
    """Create or complete staff, and propose the departure of who is in no line."""
    planificateur = PlanificateurPersonnels(plan, classes.connues(), classes.par_numero())
    jointures = (ligne.jointure for lecture in lectures for ligne in lecture.lignes)
    planificateur.par_jointure = par_jointures(FicheOnde.Nature.PERSONNEL, jointures)
    for lecture in lectures:
        for ligne in lecture.lignes:
            planificateur.planifier(ligne)
    if plan.est_aaf:  # the State says who left by itself
        planificateur.tenues.finir(any(lecture.rejets for lecture in lectures))
    else:
        planificateur.proposer_les_departs(reponses)


class PlanificateurPersonnels:
    def __init__(self, plan: Plan, classes: list[ClasseVisee], numeros: dict[str, ClasseVisee]) -> None:
        self.plan, self.numeros = plan, numeros
        self.par_jointure: dict[str, Personne] = {}
        self.vus: dict[str, PersonnelVise] = {}
        self.pris: dict[int, str] = {}  # by account, the number of the State that led there
        self.nommes: set[int] = set()  # whom a line means, or may mean
        self._charger_les_personnes()
        self.tenues = PlanificateurTenues(plan)
        self.par_nom: dict[str, list[ClasseVisee]] = defaultdict(list)
        for classe in classes:
            self.par_nom[norme(classe.nom)].append(classe)

    def _charger_les_personnes(self) -> None:
        """Known to this school's ONDE by that name, or with a role here under it, were it until a day to come: a remplaçant is no new person."""
        self.connus: dict[str, list[Personne]] = defaultdict(list)
        self.roles_de: dict[int, set[str]] = defaultdict(set)
        ici = Role.objects.filter(etablissement=self.plan.etablissement)
        roles = ici.filter(pas_fini())
        partis = ici.filter(fin__gte=self.plan.annee.debut, fin__lt=aujourd_hui()).exclude(
            personne__in=roles.order_by().values("personne")
        )
        self.partis = set(partis.order_by().values_list("personne", flat=True))
        for fiche in self.plan.fiches:
            if fiche.nature == FicheOnde.Nature.PERSONNEL:
                self._connaitre(fiche.cle, survivante(fiche.personne))
        self.en_poste: dict[int, Personne] = {}
        for role in roles.select_related("personne__fusionnee_dans"):
            personne = survivante(role.personne)
            if role.fin is None:
                self.en_poste[personne.pk] = personne
            self.roles_de[personne.pk].add(role.nature)
            for nom in {personne.nom, personne.nom_usage} - {""}:
                self._connaitre(cle_adulte(nom, personne.prenom), personne)

    def _connaitre(self, cle: str, personne: Personne) -> None:
        if personne.pk not in {p.pk for p in self.connus[cle]}:
            self.connus[cle].append(personne)

    def planifier(self, ligne: LignePersonnel) -> None:
        cle = cle_adulte(ligne.nom, ligne.prenom)
        connu = self.par_jointure.get(ligne.jointure)
        homonymes = [connu] if connu else self.connus.get(cle, [])
        self.nommes |= {personne.pk for personne in homonymes}
        if len(homonymes) > 1:
            self._refuser(ligne, str(homonymes[0]), _("Deux personnes de l’école portent ce nom."))
            return
        connue = homonymes[0] if homonymes else None
        if ligne.jointure and connue and self._laisser(ligne, connue):
            return
        qui = ligne.jointure or cle  # two people of one name have two numbers
        if qui not in self.vus:
            self.vus[qui] = _viser(ligne, cle, connue)
            self.plan.personnels.append(self.vus[qui])
        vise = self.vus[qui]
        _donner_roles(vise, ligne, self.roles_de[connue.pk] if connue else set())
        for rang in range(len(ligne.classes)):
            self._affecter(vise, ligne, rang)

    def proposer_les_departs(self, reponses: dict[str, list[str]]) -> None:
        """Who works here without an end, and whom no line names. Not the direction, which the operator names."""
        directions = Role.objects.filter(
            en_cours(), etablissement=self.plan.etablissement, nature=Role.Nature.DIRECTEUR
        )
        dirigent = set(directions.order_by().values_list("personne", flat=True))
        for pk, personne in sorted(self.en_poste.items(), key=lambda poste: cle_de_tri(str(poste[1]))):
            natures = self.roles_de[pk]
            if pk in self.nommes or pk in dirigent:
                continue
            libelles = ", ".join(str(Role.Nature(nature).label) for nature in sorted(natures))
            propose = DepartPropose(personne, libelles)
            propose.est_dit = reponses.get(propose.empreinte) == [PART]
            self.plan.departs_proposes.append(propose)

    def _laisser(self, ligne: LignePersonnel, connue: Personne) -> bool:
        """Of the State's directory: a second number for one account is another person; who left here this year comes back by a person's word."""
        if self.pris.setdefault(connue.pk, ligne.jointure) != ligne.jointure:
            self._refuser(ligne, str(connue), _("Deux personnes de l’AAF portent ce nom."))
            return True
        if connue.pk in self.partis:
            self._refuser(ligne, str(connue), _("La direction a noté son départ cette année."))
            return True
        return False

    def _affecter(self, vise: PersonnelVise, ligne: LignePersonnel, rang: int) -> None:
        nom, numero = ligne.classes[rang], ligne.numeros[rang] if ligne.numeros else ""
        visee = self.numeros.get(numero)
        trouvees = [visee] if visee else self.par_nom.get(norme(nom), [])
        matieres = ranger(ligne.matieres.get(numero, ()))
        refus = self.tenues.demander(Demande(vise, trouvees, matieres, numero in ligne.principal_de))
        if refus:
            self._refuser(ligne, nom, refus.raison)

    def _refuser(self, ligne: LignePersonnel, ecrit: str, raison: str) -> None:
        que_faire = _("Corriger le fichier, ou régler ses classes depuis « Équipe »")
        qui = f"{ligne.prenom} {ligne.nom}"
        self.plan.rejets.append(Rejet(ligne.fichier, ligne.ligne, ecrit, raison, que_faire, qui=qui))


def _viser(ligne: LignePersonnel, cle: str, personne: Personne | None) -> PersonnelVise:
    vise = PersonnelVise(
        ligne.nom, ligne.prenom, ligne.civilite, ligne.fichier, ligne.ligne, dict(ligne.champs), cle, personne
    )
    vise.jointure = ligne.jointure
    if personne:
        ecrits = ligne.champs | ({"civilite": ligne.civilite} if ligne.civilite else {})
        vise.champs, vise.changements = differences(personne, ecrits)
    return vise


def _donner_roles(vise: PersonnelVise, ligne: LignePersonnel, tenus: set[str]) -> None:
    voulus = [Role.Nature.DIRECTEUR] if ligne.est_directeur else []
    if ligne.enseigne is False and not ligne.classes:
        voulus += [] if ligne.est_directeur else [Role.Nature.PERSONNEL]
    elif ligne.classes or not ligne.est_directeur:
        voulus.append(Role.Nature.ENSEIGNANT)
    # A member of staff without a class keeps the role that the direction gave.
    if tenus and not ligne.classes:
        voulus = [role for role in voulus if role == Role.Nature.DIRECTEUR]
    vise.roles += [str(role) for role in voulus if role not in tenus and str(role) not in vise.roles]
