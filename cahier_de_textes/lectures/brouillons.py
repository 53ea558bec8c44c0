"""Which drafts of a travail or of a séance a person may keep: those of the forms that they may send."""

from functools import partial

from ent.annuaire.models import Classe, Etablissement, Groupe

from ..models import Seance, Travail


def _ecole_de(modele: type[Travail | Seance], personne, cible: str, numero: int) -> Etablissement | None:
    if cible == "classe":
        objets = Classe.objects.tenues_par(personne)
    elif cible == "groupe":
        objets = Groupe.objects.tenus_par(personne)
    elif not cible:
        objets = modele.objects.modifiables_par(personne)
    else:
        return None
    objet = objets.select_related("etablissement").filter(pk=numero).first()
    return objet and objet.etablissement


ecole_du_travail = partial(_ecole_de, Travail)
ecole_de_la_seance = partial(_ecole_de, Seance)
