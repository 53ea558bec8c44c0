"""A plan told in French, for the terminal: the same piles as on the page, ambiguous lines first."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .plan import Plan, libelle_de_nature

A_MONTRER = 20

MOTS = {
    "classes_creees": "classes créées", "eleves_crees": "élèves créés", "eleves_modifies": "élèves modifiés",
    "eleves_partis": "élèves partis", "responsables_crees": "responsables créés", "liens_crees": "liens créés",
    "a_resoudre": "questions à résoudre", "rejets": "lignes rejetées", "ignores": "lignes ignorées",
    "deja_en_attente": "lignes déjà en attente",
}  # fmt: skip


def ligne_de_comptes(comptes: dict[str, int]) -> str:
    dits = [f"{comptes[nom]} {mot}" for nom, mot in MOTS.items() if comptes.get(nom)]
    return ", ".join(dits) or _("rien à changer")


def recit(plan: Plan, *, applique: bool) -> str:
    comptes = plan.applique or plan.comptes()
    lignes = [f"{plan.etablissement.nom} ({plan.etablissement.uai})", ""]
    lignes += [
        _("%(nom)s : %(nature)s, %(n)s lignes")
        % {"nom": f["nom"], "nature": libelle_de_nature(f["nature"]), "n": f["lignes"]}
        for f in plan.fichiers
    ]
    if plan.colonnes_ignorees:
        lignes.append(_("Colonnes inconnues, laissées de côté : %(c)s") % {"c": ", ".join(plan.colonnes_ignorees)})
    lignes += [f"⚠ {phrase}" for phrase in plan.avertissements] + [""]
    lignes += [f"{comptes[nom]:>6}  {mot}" for nom, mot in MOTS.items()]
    lignes += _pile(
        _("Questions"),
        [f"ligne {q.ligne} · {q.responsable} → « {q.enfant} ». {q.raison}" for q in plan.questions],
    )
    lignes += _pile(_("Classes"), [c.nom for c in plan.classes if c.est_modifiee])
    lignes += _pile(
        _("Changements"),
        [
            f"{e} · "
            + ", ".join(f"{c.libelle} : {c.avant or _('vide')} → {c.apres or _('vide')}" for c in e.changements)
            for e in plan.eleves
            if e.changements
        ],
    )
    lignes += _pile(_("Départs"), [f"{e}, {e.classe_nom}" for e in plan.eleves_partis])
    lignes += _pile(
        _("Rejets"),
        [f"{r.fichier}, ligne {r.ligne} · {r.ecrit} · {r.raison} {r.que_faire}." for r in plan.rejets],
    )
    fin = _("Tout est écrit.") if applique else _("Rien n’est écrit. Ajoutez --appliquer pour écrire ce plan.")
    return "\n".join([*lignes, "", fin])


def _pile(titre: str, phrases: Iterable[str]) -> list[str]:
    phrases = list(phrases)
    if not phrases:
        return []
    reste = len(phrases) - A_MONTRER
    suite = [_("  … et %(n)s autres (--json les donne toutes)") % {"n": reste}] if reste > 0 else []
    return ["", f"{titre} ({len(phrases)})", *(f"  {p}" for p in phrases[:A_MONTRER]), *suite]
