"""A plan told in French, for the terminal: the same piles as on the page, ambiguous lines first."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .plan import COMPTES, SANS_EFFET, Plan, libelle_de_nature

A_MONTRER = 20

# One, several. The first nine are always shown; the others, when there are some.
MOTS = {
    "classes_creees": ("classe créée", "classes créées"),
    "eleves_crees": ("élève créé", "élèves créés"),
    "eleves_modifies": ("élève modifié", "élèves modifiés"),
    "eleves_partis": ("élève parti", "élèves partis"),
    "responsables_crees": ("responsable créé", "responsables créés"),
    "liens_crees": ("lien créé", "liens créés"),
    "a_resoudre": ("question à résoudre", "questions à résoudre"),
    "rejets": ("ligne rejetée", "lignes rejetées"),
    "ignores": ("ligne ignorée", "lignes ignorées"),
    "classes_modifiees": ("classe renommée", "classes renommées"),
    "responsables_modifies": ("responsable modifié", "responsables modifiés"),
    "liens_repris": ("lien repris", "liens repris"),
    "personnels_crees": ("personnel créé", "personnels créés"),
    "personnels_modifies": ("personnel modifié", "personnels modifiés"),
    "roles_donnes": ("rôle donné", "rôles donnés"),
    "affectations_creees": ("affectation créée", "affectations créées"),
    "affectations_changees": ("affectation changée", "affectations changées"),
    "affectations_finies": ("affectation finie", "affectations finies"),
    "niveaux_a_preciser": ("niveau à préciser", "niveaux à préciser"),
    "autorites": ("autorité parentale dite", "autorités parentales dites"),
    "groupes": ("groupe mis à jour", "groupes mis à jour"),
    "deja_en_attente": ("ligne déjà en attente", "lignes déjà en attente"),
}


def _mot(nom: str, nombre: int) -> str:
    return MOTS[nom][nombre > 1]


def ligne_de_comptes(comptes: dict[str, int]) -> str:
    dits = [f"{n} {_mot(nom, n)}" for nom in MOTS if (n := comptes.get(nom, 0))]
    return ", ".join(dits) or _("rien à changer")


def recit(plan: Plan, *, applique: bool) -> str:
    comptes = plan.applique or plan.comptes()
    lignes = [f"{plan.etablissement.nom} ({plan.etablissement.uai}), {plan.annee}", ""]
    lignes += [
        ngettext("%(nom)s : %(nature)s, %(n)s ligne", "%(nom)s : %(nature)s, %(n)s lignes", f["lignes"])
        % {"nom": f["nom"], "nature": libelle_de_nature(f["nature"]), "n": f["lignes"]}
        for f in plan.fichiers
    ]
    if plan.colonnes_ignorees:
        lignes.append(_("Colonnes inconnues, laissées de côté : %(c)s") % {"c": ", ".join(plan.colonnes_ignorees)})
    lignes += [f"⚠ {phrase}" for phrase in plan.avertissements] + [""]
    lignes += [f"{comptes[nom]:>6}  {_mot(nom, comptes[nom])}" for nom in MOTS if nom in COMPTES or comptes.get(nom, 0)]
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
        [
            " · ".join(filter(None, (f"{r.fichier}, ligne {r.ligne}", r.qui, r.ecrit, f"{r.raison} {r.que_faire}.")))
            for r in plan.rejets
        ],
    )
    lignes += _pile(
        _("Prénoms à une lettre près : répondez sur la page de l’école"),
        [f"ligne {d.ligne} · {d.responsable} → {d.connu} ({d.enfant})" for d in plan.doutes],
    )
    lignes += _pile(_("Niveaux à préciser"), [f"{e} · {e.niveau_lu}" for e in plan.niveaux_a_preciser])
    return "\n".join([*lignes, "", _fin(comptes, applique)])


def _fin(comptes: dict[str, int], applique: bool) -> str:
    if not any(nombre for nom, nombre in comptes.items() if nom not in SANS_EFFET):
        return _("Rien à changer : l’annuaire dit déjà ce que disent ces fichiers.")
    return _("Tout est écrit.") if applique else _("Rien n’est écrit. Ajoutez --appliquer pour écrire ce plan.")


def _pile(titre: str, phrases: Iterable[str]) -> list[str]:
    phrases = list(phrases)
    if not phrases:
        return []
    reste = len(phrases) - A_MONTRER
    suite = [_("  … et %(n)s autres (--json les donne toutes)") % {"n": reste}] if reste > 0 else []
    return ["", f"{titre} ({len(phrases)})", *(f"  {p}" for p in phrases[:A_MONTRER]), *suite]
