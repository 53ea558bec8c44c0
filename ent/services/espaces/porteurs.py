"""Who reads the files of works, and where one deposits them."""

from django.db.models import Q

from ent.fichiers.registres import Destination
from ent.socle.nombres import entier

from . import droits
from .models import ClasseDeLEspace, Espace, tableau


def des_oeuvres(personne) -> Q:
    return tableau.lisibles_par(personne)


def oeuvre(personne, cle: str) -> Destination | None:
    """A class whose works this person hangs: on its quota, in its school."""
    numero = entier(cle)
    if numero is None:
        return None
    la = Espace.objects.du_travail_de(personne).ouverts().order_by().values("pk")
    trouvee = ClasseDeLEspace.objects.dedans().filter(pk=numero, ecole__espace__in=la)
    une = trouvee.select_related("classe__etablissement", "ecole").first()
    if une is None:
        return None
    tient = une.classe_id in droits.portee_de(personne).classes_tenues
    engage = une.ecole.etablissement_id in droits.ecoles_engagees_par(personne)
    return Destination(une.classe.etablissement, une.classe) if tient or engage else None
