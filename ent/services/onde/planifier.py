"""Turn lines that were read into a plan for one school. Reads the directory, writes nothing."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Affectation, AnneeScolaire, Classe, Etablissement

from . import annees
from .lignes import Illisible, Lecture, NatureFichier
from .models import FicheOnde
from .plan import Plan
from .planifier_eleves import PlanificateurEleves
from .planifier_groupes import planifier_groupes
from .planifier_personnels import planifier_personnels
from .planifier_responsables import PlanificateurResponsables

DEPARTS_INQUIETANTS = 0.3


def planifier(
    etablissement: Etablissement,
    lectures: Iterable[Lecture],
    reponses: dict[str, list[str]] | None = None,
    *,
    annee: AnneeScolaire | None = None,
) -> Plan:
    """The plan of these files in this school, for that year (the one in progress if none is said), saved or not yet.

    `reponses`: fingerprint of a question → references of pupils. Raises `Illisible` when a file is another school's:
    applied, it would close every pupil of this one; or of a year that pupils have left; or when the school joined another.
    """
    lectures = list(lectures)
    plan = _lus(etablissement, annee or annees.du_jour(), lectures)
    eleves = [lecture for lecture in lectures if lecture.nature is NatureFichier.ELEVES]
    responsables = [lecture for lecture in lectures if lecture.nature is NatureFichier.RESPONSABLES]
    personnels = [lecture for lecture in lectures if lecture.nature is NatureFichier.PERSONNELS]

    planificateur = PlanificateurEleves(plan, plan.annee)
    avant = planificateur.nombre_de_presents
    if eleves:
        planificateur.planifier(eleves)
        _avertir(plan, planificateur, avant)
    else:
        planificateur.garder_l_effectif()
    if responsables:
        if not plan.eleves:
            plan.avertissements.append(
                _(
                    "L’école n’a encore aucun élève : déposez aussi l’export des élèves pour rattacher leurs responsables."
                )
            )
        PlanificateurResponsables(plan, reponses or {}).planifier(responsables)
    if personnels:
        planifier_personnels(plan, planificateur.classes, personnels, reponses or {})
    if plan.est_aaf:
        planifier_groupes(plan, eleves)
    else:
        _avertir_des_classes_sans_enseignant(plan)
    return plan


def ecole_fermee(etablissement: Etablissement) -> str:
    """Why no file of a school that joined another is read, and where to drop it."""
    return _("%(fin)s Ses élèves sont dans le fichier de cette école-là.") % {"fin": etablissement.fin_dite}


def _lus(etablissement: Etablissement, annee: AnneeScolaire, lectures: list[Lecture]) -> Plan:
    """The plan before it decides anything: what reading the files said, and the names by which this school's ONDE knows people."""
    if etablissement.fermee_le:
        raise Illisible(lectures[0].fichier if lectures else "", 1, ecole_fermee(etablissement))
    plan = Plan(etablissement, annee, lectures)
    for lecture in lectures:
        plan.fichiers.append({"nom": lecture.fichier, "nature": str(lecture.nature), "lignes": lecture.total})
        plan.rejets += lecture.rejets
        plan.ignores += lecture.ignores
        plan.avertissements += lecture.avertissements
        plan.colonnes_ignorees += [c for c in lecture.colonnes_ignorees if c not in plan.colonnes_ignorees]
    plan.fiches = list(
        FicheOnde.objects.filter(etablissement=etablissement).select_related("personne__fusionnee_dans").order_by("pk")
    )
    return plan


def _avertir(plan: Plan, planificateur: PlanificateurEleves, avant: int) -> None:
    _avertir_des_oublis(plan, planificateur.classes.oubliees())
    _avertir_de_l_annee(plan)
    _avertir_des_departs(plan, avant)


def _avertir_de_l_annee(plan: Plan) -> None:
    """What the classes tell against the year that was said, and what it does to classes that are not over."""
    if not annees.est_a_dire():
        return
    supposition = annees.supposer(plan.etablissement, plan.lectures)
    if supposition.est_un_signe and supposition.annee.nom != plan.annee.nom:
        phrase = _("Ce fichier semble être pour %(annee)s : %(raison)s. Vérifiez l’année avant d’appliquer.")
        plan.avertissements.insert(0, phrase % {"annee": supposition.annee, "raison": supposition.raison})
    if plan.annee.debut > timezone.localdate() and any(e.change_de_classe for e in plan.eleves):
        plan.avertissements.append(
            _(
                "L’année %(annee)s n’a pas commencé. Dès l’application, les élèves et leurs familles sont dans leurs"
                " nouvelles classes, et celles de cette année sont fermées."
            )
            % {"annee": plan.annee}
        )


def _avertir_des_oublis(plan: Plan, oubliees: list[tuple[Classe, int]]) -> None:
    if oubliees:
        noms = ", ".join(
            ngettext("%(classe)s (%(n)s élève)", "%(classe)s (%(n)s élèves)", n) % {"classe": classe, "n": n}
            for classe, n in oubliees
        )
        phrase = _("Aucun élève de ces classes n’est dans le fichier : %(noms)s. Vérifiez que l’export les contient.")
        plan.avertissements.append(phrase % {"noms": noms})


def _avertir_des_classes_sans_enseignant(plan: Plan) -> None:
    """Whoever made the classes of a year thinks of their pupils; without a teacher, nobody publishes nor answers there."""
    if not plan.classes:
        return
    promises = {id(tenue.classe) for p in plan.personnels for tenue in p.affectations}
    affectations = Affectation.objects.filter(Q(fin=None) | Q(fin__gte=timezone.localdate()))
    connues = [c.classe.pk for c in plan.classes if c.classe]
    tenues = set(affectations.filter(classe__in=connues).order_by().values_list("classe", flat=True))
    seules = [c.nom for c in plan.classes if id(c) not in promises and not (c.classe and c.classe.pk in tenues)]
    if seules:
        phrase = _("Sans enseignant : %(classes)s. Le fichier de l’équipe dit qui les tient.")
        plan.avertissements.append(phrase % {"classes": ", ".join(seules)})


def _avertir_des_departs(plan: Plan, avant: int) -> None:
    partis = len(plan.eleves_partis)
    if avant and partis / avant > DEPARTS_INQUIETANTS:
        plan.avertissements.insert(
            0,
            ngettext(
                "%(n)s élève sur %(total)s quitterait l’école. Vérifiez que l’export contient bien toutes les classes.",
                "%(n)s élèves sur %(total)s quitteraient l’école. Vérifiez que l’export contient bien toutes les classes.",
                partis,
            )
            % {"n": partis, "total": avant},
        )
