"""Turn lines that were read into a plan for one school. Reads the directory, writes nothing."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import AnneeScolaire, Etablissement

from .lignes import Lecture, NatureFichier
from .models import FicheOnde
from .plan import Plan
from .planifier_eleves import PlanificateurEleves
from .planifier_personnels import planifier_personnels
from .planifier_responsables import PlanificateurResponsables

DEPARTS_INQUIETANTS = 0.3


def annee_en_cours() -> AnneeScolaire | None:
    """This school year if it exists already: planning creates nothing."""
    aujourd_hui = timezone.localdate()
    return AnneeScolaire.objects.filter(debut__lte=aujourd_hui, fin__gte=aujourd_hui).first()


def planifier(
    etablissement: Etablissement, lectures: Iterable[Lecture], reponses: dict[str, list[str]] | None = None
) -> Plan:
    """The plan of these files in this school. `reponses`: fingerprint of a question → references of pupils.

    Raises `Illisible` when a file is another school's: applied, it would close every pupil of this one.
    """
    lectures = list(lectures)
    plan = Plan(etablissement, lectures)
    for lecture in lectures:
        plan.fichiers.append({"nom": lecture.fichier, "nature": str(lecture.nature), "lignes": lecture.total})
        plan.rejets += lecture.rejets
        plan.ignores += lecture.ignores
        plan.avertissements += lecture.avertissements
        plan.colonnes_ignorees += [c for c in lecture.colonnes_ignorees if c not in plan.colonnes_ignorees]
    plan.fiches = list(
        FicheOnde.objects.filter(etablissement=etablissement).select_related("personne__fusionnee_dans").order_by("pk")
    )
    eleves = [lecture for lecture in lectures if lecture.nature is NatureFichier.ELEVES]
    responsables = [lecture for lecture in lectures if lecture.nature is NatureFichier.RESPONSABLES]
    personnels = [lecture for lecture in lectures if lecture.nature is NatureFichier.PERSONNELS]

    planificateur = PlanificateurEleves(plan, annee_en_cours())
    avant = planificateur.nombre_de_presents
    if eleves:
        planificateur.planifier(eleves)
        _avertir_des_departs(plan, avant)
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
        planifier_personnels(plan, planificateur.classes.connues(), personnels)
    return plan


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
