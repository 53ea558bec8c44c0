"""Which drafts of a mot a person may keep: those of the forms that they may send."""

from ent.annuaire.models import Classe, Etablissement

from ..droits import mots as droits
from ..models import Mot
from .mots_listes import groupes_ou_ecrire


def ecole_du_mot(personne, cible: str, numero: int) -> Etablissement | None:
    if cible == "ecole":
        return Etablissement.objects.tenus_par(personne, "carnet").filter(pk=numero).first()
    if cible == "classe":
        classe = (
            Classe.objects.gardees_par(personne, "carnet").select_related("etablissement").filter(pk=numero).first()
        )
        return classe.etablissement if classe and droits.peut_ecrire_un_mot(personne, classe=classe) else None
    if cible == "groupe":
        groupe = groupes_ou_ecrire(personne).filter(pk=numero).first()
        return groupe.etablissement if groupe and droits.peut_ecrire_un_mot(personne, groupe=groupe) else None
    if cible:
        return None
    mot = Mot.objects.modifiables_par(personne).select_related("etablissement").filter(pk=numero).first()
    return mot.etablissement if mot else None
