"""Groups that the AAF names: their pupils are those that it says, all of them. A group made by hand is nobody else's to change."""

from collections import defaultdict

from django.utils.translation import gettext as _

from ent.annuaire.models import Groupe

from .lignes import Lecture
from .models import GroupeAaf
from .plan import EleveVise, GroupeVise, Plan

NOM_MAX = 80


def planifier_groupes(plan: Plan, lectures: list[Lecture]) -> None:
    """Those that come or change, and those that are emptied because it names them no more. Two queries."""
    membres: dict[str, list[EleveVise]] = defaultdict(list)
    noms: dict[str, str] = {}
    par_ligne = {(e.fichier, e.ligne): e for e in plan.eleves if e.ligne}
    for ligne in (ligne for lecture in lectures for ligne in lecture.lignes):
        if eleve := par_ligne.get((ligne.fichier, ligne.ligne)):
            for numero, nom in ligne.groupes:
                membres[numero].append(eleve)
                noms.setdefault(numero, nom[:NOM_MAX])
    marques = {m.numero: m for m in _connus(plan)} if plan.annee.pk else {}
    pris = _noms_pris(plan, {m.groupe_id for m in marques.values()})
    for numero, eleves in sorted(membres.items()):
        marque, nom = marques.get(numero), noms[numero]
        if nom in pris:
            phrase = _("Un autre groupe s’appelle déjà « %(nom)s » : celui de l’AAF n’est pas repris.")
            plan.avertissements.append(phrase % {"nom": nom})
            continue
        pris.add(nom)
        if (
            marque is None
            or marque.groupe.nom != nom
            or _presents(marque) != {e.personne and e.personne.pk for e in eleves}
        ):
            plan.groupes.append(GroupeVise(numero, nom, eleves, marque))
    for numero, marque in marques.items():
        if numero not in membres and _presents(marque):
            plan.groupes.append(GroupeVise(numero, marque.groupe.nom, [], marque))


def _connus(plan: Plan) -> list[GroupeAaf]:
    siens = GroupeAaf.objects.filter(groupe__etablissement=plan.etablissement, groupe__annee=plan.annee.pk)
    return list(siens.select_related("groupe").prefetch_related("groupe__eleves").order_by("pk"))


def _presents(marque: GroupeAaf) -> set[int]:
    return {eleve.pk for eleve in marque.groupe.eleves.all()}


def _noms_pris(plan: Plan, de_l_etat: set[int]) -> set[str]:
    autres = Groupe.objects.filter(etablissement=plan.etablissement, annee=plan.annee.pk, ponctuel_de=None)
    return set(autres.exclude(pk__in=de_l_etat).order_by().values_list("nom", flat=True)) if plan.annee.pk else set()
