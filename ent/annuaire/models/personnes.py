"""A person: one account, whatever the number of schools and roles."""

import uuid
from copy import copy
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.socle.francais import initiale
from ent.socle.lu import LuParLaRequete
from ent.socle.tri import COLLATION

from .. import droits
from ..gommettes import Couleur, Forme, Image
from .passe import PorteePassee
from .portee import Portee

# What stands for a password where a public identity alone opened the account: no password equals it.
PAR_IDENTITE = "identite$"


class PersonneQuerySet(models.QuerySet["Personne"]):
    def eleves_visibles_par(self, personne):
        """Pupils whose name and class this person may read."""
        return self.filter(droits.eleves_visibles_par(personne))

    def visibles_par(self, personne):
        """People whom this person may find in the directory: a direction, the people of its school."""
        return self.filter(droits.personnes_visibles_par(personne)).distinct()

    def connues_de(self, personne):
        """Those, and who worked in its school before: named beside what they did."""
        return self.filter(droits.personnes_connues_de(personne)).distinct()


class PersonneManager(BaseUserManager.from_queryset(PersonneQuerySet)):
    def create_user(self, password: str | None = None, **champs) -> "Personne":
        personne = self.model(**champs)
        personne.set_password(password)
        personne.save(using=self._db)
        return personne


class Personne(AbstractBaseUser, PermissionsMixin):
    """A pupil, a responsable, a teacher… and often several of these at once.

    What a person may see follows from their ties (`portee`), never from a « current school » kept in the session. A
    person who leaves is closed (`fermee_le`), and erased later; a person known twice is merged (`fusionnee_dans`).

    Groups and permissions serve Wagtail's administration alone, and follow the roles (`pages`); no right of ours reads them.
    """

    class Civilite(models.TextChoices):
        MADAME = "Mme", "Mme"
        MONSIEUR = "M.", "M."

    # The only name of a person outside the database: opaque, stable for life (GAR, CAS and URLs use it).
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    civilite = models.CharField(max_length=3, choices=Civilite, blank=True)
    nom = models.CharField(_("nom de famille"), max_length=100, db_collation=COLLATION)
    nom_usage = models.CharField(_("nom d’usage"), max_length=100, blank=True)
    prenom = models.CharField(_("prénom"), max_length=100, db_collation=COLLATION)
    sexe = models.CharField(max_length=1, blank=True)
    date_naissance = models.DateField(null=True, blank=True)
    # National pupil number. Shown on the direction's screens only, never in a URL. Rows without one hold NULL.
    ine = models.CharField(max_length=11, unique=True, null=True, blank=True)

    # How one signs in: chosen at activation. NULL until then, and for pupils, who enter by their class.
    identifiant = models.CharField(max_length=60, unique=True, null=True, blank=True)
    courriel = models.EmailField(unique=True, null=True, blank=True)
    # How the school reaches the person, as ONDE says; a couple may share an address, so it opens nothing.
    courriel_contact = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    telephone_travail = models.CharField(max_length=30, blank=True)
    telephone_portable = models.CharField(max_length=30, blank=True)
    adresse = models.CharField(max_length=200, blank=True)
    code_postal = models.CharField(max_length=10, blank=True)
    ville = models.CharField(max_length=80, blank=True)

    langue = models.CharField(_("langue"), max_length=5, default="fr")
    # A pupil's sticker: three codes that say the same thing, so that any one may be lost.
    gommette_couleur = models.CharField(max_length=10, choices=Couleur, blank=True)
    gommette_forme = models.CharField(max_length=10, choices=Forme, blank=True)
    gommette_image = models.CharField(max_length=12, choices=Image, blank=True)

    is_active = models.BooleanField(default=True)
    # How many times this person closed all their sessions at once: those begun before it end, the known and the unknown.
    fermetures = models.PositiveIntegerField(default=0)
    cree_le = models.DateTimeField(auto_now_add=True)
    fermee_le = models.DateTimeField(null=True, blank=True)
    # When they objected to the keeping of what they wrote, once their account closes (arrêté of 30 November 2006).
    opposition_le = models.DateTimeField(null=True, blank=True)
    fusionnee_dans = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="fusionnees"
    )

    objects = PersonneManager()
    USERNAME_FIELD = "identifiant"
    EMAIL_FIELD = "courriel"

    class Meta:
        ordering = ["nom", "prenom", "pk"]
        indexes = [models.Index(fields=["nom", "prenom"])]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom_usage or self.nom}"

    @property
    def nom_affiche(self) -> str:
        """How others read this adult: « Mme Lefort »; without a civilité, first name and name."""
        return nom_dit(self.civilite, self.nom, self.nom_usage, self.prenom)

    @property
    def prenom_et_initiale(self) -> str:
        """How a pupil is told from another of their first name, in a list of chips: « Inès B. »."""
        return f"{self.prenom} {initiale(self.nom)}."

    def get_full_name(self) -> str:
        """How Wagtail's administration writes a colleague: never by what they sign in with."""
        return self.nom_affiche

    def has_usable_password(self) -> bool:
        """Whether they have a password of their own. An account that a public identity opened is open without one."""
        return super().has_usable_password() and not self.password.startswith(PAR_IDENTITE)

    def get_session_auth_hash(self) -> str:
        """What a session holds to, and ends with: the password, and « Tout fermer »."""
        return self._de_ce_tour(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        yield from map(self._de_ce_tour, super().get_session_auth_fallback_hash())

    def _de_ce_tour(self, sceau: str) -> str:
        return f"{sceau}-{self.fermetures}" if self.fermetures else sceau

    @cached_property
    def lu(self) -> LuParLaRequete:
        """What was read of this person since they were fetched: in a request, `request.lu`."""
        return LuParLaRequete()

    @property
    def est_collegien(self) -> bool:
        """A pupil of a collège, who has teachers and no « maîtresse »."""
        siens = (suivi.inscription for suivi in self.portee.suivis if suivi.eleve.pk == self.pk)
        return any(inscription.classe.etablissement.est_college for inscription in siens)

    @property
    def est_sans_ecole(self) -> bool:
        """Runs the territory, and has no tie with a school: « écrivez à l’école » would send them nowhere."""
        return self.portee.est_operateur and self.portee.ecoles <= {None}

    @cached_property
    def portee(self) -> Portee:
        """What this person reaches today; computed once per request, see `Portee`."""
        return Portee(self)

    @cached_property
    def autrefois(self) -> "Personne":
        """The same person with the reach that they had at the end of the years that are over, to be given to rights of reading alone: what
        writes judges who asks, who holds nothing there any more.
        """
        return self._qui_a(PorteePassee(self.portee))

    def pour(self, module: str) -> "Personne":
        """The same person with the reach that they have in a module (`Portee.pour`), for rights of the ground that a room asks. Itself while
        no school closed it.
        """
        portee = self.portee.pour(module)
        if portee is self.portee:
            return self
        elle = self._qui_a(portee)
        elle.autrefois = elle._qui_a(PorteePassee(portee))
        return elle

    def si_ouvert(self, module: str, ecoles: frozenset[int]) -> "Personne":
        """The same person, had these schools not closed it (`Portee.si_ouvert`)."""
        elle = self._qui_a(self.portee.si_ouvert(module, ecoles))
        elle.portee.personne = elle
        elle.autrefois = elle._qui_a(PorteePassee(elle.portee))
        return elle

    def _qui_a(self, portee: Portee) -> "Personne":
        elle = copy(self)
        elle.lu, elle.portee = LuParLaRequete(), portee
        return elle


def nom_dit(civilite: str, nom: str, nom_usage: str, prenom: str) -> str:
    """`Personne.nom_affiche` of these columns."""
    return f"{civilite or prenom} {nom_usage or nom}"


def nom_affiche(personne: Personne) -> str:
    return personne.nom_affiche
