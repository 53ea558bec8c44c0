"""Places of the ground where files may be deposited: a class, a group, a school."""

from ent.annuaire.models import Classe, Etablissement, Groupe
from ent.socle.nombres import entier

from . import droits
from .registres import Destination


def _numero(cle: str) -> int:
    return entier(cle) or 0


def classe(personne, cle: str) -> Destination | None:
    """Its teachers and its pupils."""
    ouvertes = Classe.objects.filter(droits.classes_ou_deposer(personne)).select_related("etablissement")
    trouvee = ouvertes.filter(pk=_numero(cle)).first()
    return trouvee and Destination(trouvee.etablissement, trouvee)


def groupe(personne, cle: str) -> Destination | None:
    """Its teachers, on the school's quota since a group has none; its pupils, on their own class's: a child never fills
    the room of the other classes.
    """
    ouverts = Groupe.objects.filter(droits.groupes_ou_deposer(personne)).select_related("etablissement")
    trouve = ouverts.filter(pk=_numero(cle)).first()
    if trouve is None or trouve.pk in personne.portee.groupes_tenus:
        return trouve and Destination(trouve.etablissement)
    return Destination(trouve.etablissement, droits.classe_dans(personne, trouve))


def ecole(personne, cle: str) -> Destination | None:
    """Those who work there."""
    ouvertes = Etablissement.objects.filter(droits.ecoles_ou_deposer(personne))
    trouvee = ouvertes.filter(pk=_numero(cle)).first()
    return trouvee and Destination(trouvee)
