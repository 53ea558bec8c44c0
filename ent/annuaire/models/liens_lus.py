"""What a reach (`Portee`) asks of the database: the ties of a person, read together, and the children whom they follow."""

from django.db.models import Value
from django.db.models.functions import Concat

from ent.socle.preparees import Preparee

from .aides import Aide
from .delegations import Delegation
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import Etablissement, Groupe
from .mandats import Mandat

# The ties of a person: three ids and a word each, so that one query reads them all.
ROLES = Preparee(lambda: Role.objects.order_by().values_list("etablissement_id", "commune_id", "pk", "nature"))
LIENS = Preparee(
    lambda: Responsabilite.objects.order_by().values_list("enfant_id", "etablissement_id", "pk", "autorite")
)
SES_CLASSES = Preparee(
    lambda: (
        Inscription.objects.filter(classe__fermee_le=None)
        .order_by()
        .values_list("classe_id", "classe__etablissement_id", "pk", "niveau")
    )
)
AFFECTATIONS = Preparee(
    lambda: (
        Affectation.objects.filter(classe__fermee_le=None)
        .order_by()
        .values_list("classe_id", "classe__etablissement_id", "pk", "nature")
    )
)
GROUPES_TENUS = Preparee(lambda: Groupe.objects.order_by().values_list("pk", "etablissement_id", "annee_id", "nom"))
GROUPES_D_ELEVES = Preparee(
    lambda: Groupe.eleves.through.objects.order_by().values_list(
        "groupe_id", "groupe__etablissement_id", "personne_id", "groupe__nom"
    )
)
DELEGATIONS = Preparee(
    lambda: Delegation.objects.qui_tiennent().order_by().values_list("enfant_id", "etablissement_id", "pk", "salles")
)
MANDATS = Preparee(
    lambda: Mandat.objects.qui_tiennent().order_by().values_list("etablissement_id", "confie_par_id", "pk", "pouvoirs")
)
AIDES = Preparee(
    lambda: Aide.objects.qui_tiennent().order_by().values_list("etablissement_id", "ouverte_par_id", "pk", "pages")
)
# Few rows or none: of schools that closed a module (`Etablissement.modules_fermes`), their UAI before what they say.
MODULES_FERMES = Preparee(
    lambda: (
        Etablissement.objects.exclude(modules_fermes="")
        .order_by()
        .values_list("pk", "commune_id", Concat("uai", Value(" "), "modules_fermes"))
    )
)
# Where each of the ties read together says its school (`Portee._liens`).
ECOLE_DU_LIEN = (0, 1, 1, 1, 1, 1, 1, 1, 0, 0)
INSCRIPTIONS = Preparee(
    lambda: Inscription.objects.filter(classe__fermee_le=None).select_related("eleve", "classe__etablissement")
)
