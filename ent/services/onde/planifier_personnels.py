"""Staff of a plan: ONDE has no export of them, so a template of ours (formats.md §1)."""

from collections import defaultdict

from django.utils.translation import gettext as _

from ent.annuaire.models import Affectation, Personne, Role
from ent.socle.textes import norme

from .lignes import Lecture, LignePersonnel, Rejet
from .models import FicheOnde
from .plan import ClasseVisee, PersonnelVise, Plan
from .planifier_eleves import differences, survivante
from .planifier_responsables import cle_responsable


def planifier_personnels(plan: Plan, classes: list[ClasseVisee], lectures: list[Lecture]) -> None:
    """Create or complete staff: roles are given, never withdrawn, for a file says who is there, not who must go."""
    roles = list(
        Role.objects.filter(etablissement=plan.etablissement, fin=None).select_related("personne__fusionnee_dans")
    )
    roles_de: dict[int, set[str]] = defaultdict(set)
    connus: dict[str, list[Personne]] = defaultdict(list)
    for fiche in plan.fiches:
        if fiche.nature == FicheOnde.Nature.PERSONNEL:
            _ajouter(connus, fiche.cle, survivante(fiche.personne))
    for role in roles:
        personne = survivante(role.personne)
        roles_de[personne.pk].add(role.nature)
        for nom in {personne.nom, personne.nom_usage} - {""}:
            _ajouter(connus, cle_responsable(nom, personne.prenom), personne)
    tenues: dict[int, list[int]] = defaultdict(list)
    for enseignant, tenue in (
        Affectation.objects.filter(classe__etablissement=plan.etablissement, fin=None)
        .order_by()
        .values_list("enseignant", "classe")
    ):
        tenues[tenue].append(enseignant)
    par_nom: dict[str, list[ClasseVisee]] = defaultdict(list)
    for classe in classes:
        par_nom[norme(classe.nom)].append(classe)

    vus: dict[str, PersonnelVise] = {}
    for lecture in lectures:
        for ligne in lecture.lignes:
            cle = cle_responsable(ligne.nom, ligne.prenom)
            homonymes = connus.get(cle, [])
            if len(homonymes) > 1:
                _refuser(plan, ligne, str(homonymes[0]), _("Deux personnes de l’école portent ce nom."))
                continue
            connue = homonymes[0] if homonymes else None
            vise = vus.get(cle) or _viser(ligne, cle, connue)
            if cle not in vus:
                vus[cle] = vise
                plan.personnels.append(vise)
            _donner_roles(vise, ligne, roles_de[connue.pk] if connue else set())
            for nom in ligne.classes:
                _affecter(plan, vise, ligne, nom, par_nom.get(norme(nom), []), tenues)


def _ajouter(connus: dict[str, list[Personne]], cle: str, personne: Personne) -> None:
    if personne.pk not in {p.pk for p in connus[cle]}:
        connus[cle].append(personne)


def _viser(ligne: LignePersonnel, cle: str, personne: Personne | None) -> PersonnelVise:
    vise = PersonnelVise(
        ligne.nom, ligne.prenom, ligne.civilite, ligne.fichier, ligne.ligne, dict(ligne.champs), cle, personne
    )
    if personne:
        ecrits = ligne.champs | ({"civilite": ligne.civilite} if ligne.civilite else {})
        vise.champs, vise.changements = differences(personne, ecrits)
    return vise


def _donner_roles(vise: PersonnelVise, ligne: LignePersonnel, tenus: set[str]) -> None:
    voulus = [Role.Nature.DIRECTEUR] if ligne.est_directeur else []
    if ligne.classes or not ligne.est_directeur:
        voulus.append(Role.Nature.ENSEIGNANT)
    # A member of staff without a class keeps the role that the direction gave.
    if tenus and not ligne.classes and Role.Nature.ENSEIGNANT in voulus:
        voulus.remove(Role.Nature.ENSEIGNANT)
    vise.roles += [str(role) for role in voulus if role not in tenus and str(role) not in vise.roles]


def _affecter(plan: Plan, vise, ligne: LignePersonnel, nom: str, trouvees: list[ClasseVisee], tenues) -> None:
    if len(trouvees) != 1:
        raison = _("Deux classes portent ce nom.") if trouvees else _("Aucune classe de l’école ne porte ce nom.")
        _refuser(plan, ligne, nom, raison)
        return
    classe = trouvees[0]
    deja = tenues.get(classe.classe.pk, []) if classe.classe else []
    if vise.personne and vise.personne.pk in deja:
        return
    if any(c is classe for c, _nature in vise.affectations):
        return
    # ClasseVisee objects are few: whoever comes second in a class shares it.
    partagee = deja or any(c is classe for p in plan.personnels if p is not vise for c, _n in p.affectations)
    nature = Affectation.Nature.CO_ENSEIGNANT if partagee else Affectation.Nature.TITULAIRE
    vise.affectations.append((classe, str(nature)))


def _refuser(plan: Plan, ligne: LignePersonnel, ecrit: str, raison: str) -> None:
    plan.rejets.append(
        Rejet(ligne.fichier, ligne.ligne, ecrit, raison, _("Corriger le fichier, ou affecter la personne à la main"))
    )
