"""What leaves the directory for a spreadsheet: schools in figures, without anybody's name but the direction's."""

from django.utils.translation import gettext as _

from ent.socle.tableurs import Cellule

from .lectures.ecoles import Liste
from .registres import LienDEcole


def ecoles(liste: Liste) -> list[list[Cellule]]:
    """A header, then a line by school, in the order of the page."""
    entete: list[Cellule] = [
        _("UAI"), _("École"), _("Commune"), _("Nature"), _("Circonscription"), _("Classes"), _("Élèves"), _("Responsables"),
        _("Comptes ouverts"), *(str(colonne.libelle) for colonne in liste.colonnes), _("À voir"),
    ]  # fmt: skip
    lignes: list[list[Cellule]] = [entete]
    for ligne in liste.lignes:
        ecole, compte = ligne.ecole, ligne.effectifs
        lignes.append(
            [
                ecole.uai,
                ecole.nom,
                ecole.commune.nom,
                str(ecole.get_nature_display()),
                ecole.circonscription,
                compte.classes,
                compte.eleves,
                compte.responsables,
                compte.responsables_entres,
                *(str(dit) if isinstance(dit, LienDEcole) else dit for dit in ligne.colonnes),
                ", ".join(str(etat.libelle) for etat in ligne.etats),
            ]
        )
    return lignes
