"""The template of a staff file, since ONDE has no export of them: its columns, a line that explains them, a line of example.

It is read back as it is saved (`colonnes.est_du_modele` tells those two lines from a person's): nothing is to be deleted first.
"""

from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement
from ent.socle.tableurs import en_csv

from .colonnes import EXEMPLE, EXPLICATION

MODELE = "modele-equipe.csv"


def modele_du_personnel(etablissement: Etablissement) -> bytes:
    """For a French spreadsheet: semicolons, and the mark by which Excel knows UTF-8. Its example names classes of the school."""
    classes = etablissement.classes.filter(fermee_le=None).order_by("nom", "pk").values_list("nom", flat=True)
    une, autre = [*classes[:2], "CE1", "CE2"][:2]
    # What to write, an example.
    colonnes = [
        ("Civilité", f"{EXPLICATION} : {_('Mme ou M.')}", f"{EXEMPLE} : Mme"),
        ("Nom usage", _("s’il y en a un"), "Martin"),
        ("Nom", _("obligatoire : nom de famille"), "Durand"),
        ("Prénom", _("obligatoire"), "Jeanne"),
        ("Adresse", _("facultatif"), "3 rue des Écoles"),
        ("CP", _("facultatif"), "78190"),
        ("Commune", _("facultatif"), etablissement.commune.nom),
        ("Pays", _("facultatif"), "France"),
        ("Courriel", _("on le demande, avec le papier, pour ouvrir le compte"), "jeanne.martin@exemple.fr"),
        ("Téléphone domicile", _("facultatif, avec des espaces"), "01 23 45 67 89"),
        ("Téléphone portable", _("facultatif, avec des espaces"), "06 12 34 56 78"),
        ("Directeur", _("oui pour la direction, sinon rien"), "non"),
        ("Classe", _("le nom de la classe, comme dans ONDE"), une),
        ("Classe", _("une autre classe, s’il y en a une"), autre),
    ]
    return en_csv(zip(*colonnes, strict=True))
