"""What leaves the directory: schools in figures, without anybody's name but the direction's; the register of processing; all that is held on one adult."""

import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ent.socle.tableurs import Cellule

from .lectures.ecoles import Liste
from .lectures.tenu import tenu_sur
from .models import Personne
from .registres import LienDEcole
from .traitement import traitements


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


def registre() -> list[list[Cellule]]:
    """A header, then a line by treatment: what RGPD art. 30 asks for, without any name."""
    entete: list[Cellule] = [
        _("Traitement"), _("Pour quoi"), _("De qui"), _("Quoi"), _("Qui le lit"), _("Combien de temps"), _("S’efface tout seul"),
        _("Base légale"), _("Donnée de santé"),
    ]  # fmt: skip
    oui_non = {True: _("oui"), False: _("non")}
    return [
        entete,
        *(
            [
                str(t.intitule),
                str(t.finalite),
                str(t.personnes),
                str(t.donnees),
                str(t.destinataires),
                str(t.duree),
                oui_non[t.automatique],
                str(t.base.value),
                oui_non[t.sensible],
            ]
            for t in traitements()
        ),
    ]


def tout_sur(personne: Personne) -> bytes:
    """A ZIP that opens without the site: a page to read, and the same as data. Files stay where they are shown; they are named here. In
    French, as the page that gives it says: the names of most columns have no other."""
    with override("fr"):
        return _tout_sur(personne)


def _tout_sur(personne: Personne) -> bytes:
    chapitres = tenu_sur(personne)
    donnees = {
        "personne": str(personne.uuid),
        "fait_le": timezone.now(),
        "traitements": [
            {
                "nom": c.traitement.nom,
                "intitule": str(c.traitement.intitule),
                "finalite": str(c.traitement.finalite),
                "duree": str(c.traitement.duree),
                "tables": [{"modele": t.modele, "lignes": t.lignes} for t in c.tables],
            }
            for c in chapitres
        ],
    }
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        page = render_to_string(
            "annuaire/tenu.html", {"personne": personne, "chapitres": chapitres, "fait_le": timezone.now()}
        )
        archive.writestr("a-lire.html", page)
        archive.writestr("a-lire.css", render_to_string("annuaire/tenu.css"))
        archive.writestr("donnees.json", json.dumps(donnees, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    return sortie.getvalue()
