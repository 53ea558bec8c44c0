"""A plan arranged in piles for the page: the ambiguous first, then what is ready, then what cannot be read."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plan import Plan, libelle_de_nature

LARGEUR = 638  # of the bar, in its own units
A_MONTRER = 10  # changes shown at once; the others in one tap
CREATIONS = ("classes_creees", "eleves_crees", "responsables_crees", "personnels_crees", "liens_crees")


def presenter(plan: Plan) -> dict:
    """Everything the plan page shows."""
    comptes = plan.comptes()
    creations = sum(comptes[n] for n in CREATIONS)
    # Changes of class first: they are what the direction wants to check.
    changements = sorted(plan.eleves_modifies, key=lambda e: (not e.change_de_classe, not e.arrive))
    adultes = plan.responsables_modifies + plan.personnels_modifies
    inchanges = plan.eleves_inchanges + plan.responsables_inchanges
    legende = _legende(plan, inchanges, creations)
    return {
        "plan": plan,
        "comptes": comptes,
        "empreinte": plan.empreinte(),
        "total": plan.nombre_de_changements(),
        "resume_fichiers": _resume_des_fichiers(plan),
        "barre": _barre(legende),
        "legende": [part for part in legende if part[1]],
        "barre_dite": ", ".join(phrase for _c, n, phrase in legende if n) or _("rien"),
        "creations": creations,
        "resume_creations": _resume_des_creations(comptes),
        "changements": changements,
        "premiers": changements[:A_MONTRER],
        "suivants": changements[A_MONTRER:],
        "nombre_suivants": len(changements[A_MONTRER:]) + len(adultes),
        "nombre_modifies": len(changements) + len(adultes) + len(plan.classes_modifiees),
        "vide_liste": [],
        "adultes_modifies": adultes,
        "changements_de_classe": sum(e.change_de_classe for e in changements),
    }


def _legende(plan: Plan, inchanges: int, creations: int) -> list[tuple[str, int, str]]:
    """Changes are all that neither creates nor leaves: it adds up to what the button applies."""
    partis, a_voir = len(plan.eleves_partis), len(plan.questions) + len(plan.doutes) + len(plan.rejets)
    changes = plan.nombre_de_changements() - creations - partis
    parts = [
        ("reglure", inchanges, ngettext("%(n)s inchangé", "%(n)s inchangés", inchanges)),
        ("fait", creations, ngettext("%(n)s création", "%(n)s créations", creations)),
        ("encre-vive", changes, ngettext("%(n)s changement", "%(n)s changements", changes)),
        ("encre-douce", partis, ngettext("%(n)s départ", "%(n)s départs", partis)),
        ("urgent", a_voir, _("%(n)s à voir")),
    ]
    return [(couleur, n, phrase % {"n": n}) for couleur, n, phrase in parts]


def _resume_des_fichiers(plan: Plan) -> str:
    return ", ".join(
        ngettext("%(nature)s (%(n)s ligne)", "%(nature)s (%(n)s lignes)", f["lignes"])
        % {"nature": libelle_de_nature(f["nature"]), "n": f["lignes"]}
        for f in plan.fichiers
    )


def _resume_des_creations(comptes: dict[str, int]) -> str:
    phrases = [
        (comptes["classes_creees"], lambda n: ngettext("%(n)s classe", "%(n)s classes", n)),
        (comptes["eleves_crees"], lambda n: ngettext("%(n)s élève", "%(n)s élèves", n)),
        (comptes["responsables_crees"], lambda n: ngettext("%(n)s responsable", "%(n)s responsables", n)),
        (comptes["personnels_crees"], lambda n: ngettext("%(n)s personnel", "%(n)s personnels", n)),
        (comptes["liens_crees"], lambda n: ngettext("%(n)s lien de parenté", "%(n)s liens de parenté", n)),
    ]
    return ", ".join(phrase(n) % {"n": n} for n, phrase in phrases if n)


def _barre(legende: list[tuple[str, int, str]]) -> list[dict]:
    """Rectangles, each as wide as its share and never too thin to be seen."""
    total = sum(n for _c, n, _p in legende)
    if not total:
        return []
    x, rectangles = 0.0, []
    for couleur, n, _phrase in legende:
        if n:
            large = max(4.0, LARGEUR * n / total)
            rectangles.append({"x": f"{x:.1f}", "largeur": f"{large - 1:.1f}", "couleur": couleur})
            x += large
    return [r | {"echelle": f"{x:.1f}"} for r in rectangles]
