"""A space, the schools that are of it, and whom each brings: adults by name, classes whole."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Personne, Role
from ent.socle.dates import aujourd_hui

from .. import droits

DU_TRAVAIL = (Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL)


class EspaceQuerySet(models.QuerySet["Espace"]):
    def visibles_par(self, personne):
        """By one's work, for a child, or of oneself."""
        return self.filter(
            Q(pk__in=self._du_travail(personne)) | Q(pk__in=self._pour(droits.portee_de(personne).suivis))
        )

    def du_travail_de(self, personne):
        """Those where one is of the adults."""
        return self.filter(pk__in=self._du_travail(personne))

    def des_familles_de(self, personne):
        return self.filter(pk__in=self._pour(droits.enfants_de(personne)))

    def de_l_eleve(self, personne):
        return self.filter(pk__in=self._pour(droits.sois_meme(personne)))

    def pour_ceux(self, suivis):
        """Of these children."""
        return self.filter(pk__in=self._pour(suivis))

    def ouverts(self):
        """One may write there still."""
        return self.filter(droits.espace_ouvert())

    def lisibles(self):
        """One may read there still."""
        return self.filter(droits.espace_lisible())

    @staticmethod
    def _du_travail(personne):
        return EcoleDeLEspace.objects.du_travail_de(personne).order_by().values("espace")

    @staticmethod
    def _pour(suivis):
        return ClasseDeLEspace.objects.pour(suivis).order_by().values("ecole__espace")


class Espace(models.Model):
    """What several schools do together until a day: a CM2–6e project, a visit, a chorus. One school carries it."""

    titre = models.CharField(_("nom"), max_length=80)
    propos = models.CharField(_("de quoi il s’agit"), max_length=600)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="espaces_portes")
    debut = models.DateField(_("premier jour"))
    fin = models.DateField(_("dernier jour"), db_index=True)
    cree_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    # Closed before its day, which it keeps so that closing may be undone.
    clos_le = models.DateTimeField(null=True, blank=True)
    fin_prevue = models.DateField(null=True, blank=True)
    # What the clock did of it: told that its last week has come, made its archives.
    rappele_le = models.DateTimeField(null=True, blank=True)
    archive_le = models.DateTimeField(null=True, blank=True)

    objects = EspaceQuerySet.as_manager()

    class Meta:
        ordering = ["fin", "pk"]
        constraints = [models.CheckConstraint(condition=Q(fin__gte=models.F("debut")), name="espace_dans_l_ordre")]

    def __str__(self) -> str:
        return f"espace {self.pk}"

    @property
    def cle(self) -> str:
        """How the ground and other rooms name it."""
        return f"espaces-{self.pk}"

    @property
    def est_ouvert(self) -> bool:
        return self.clos_le is None and self.fin >= aujourd_hui()

    @property
    def est_fini(self) -> bool:
        """Its day is past: what a closing would undo is over too."""
        return self.fin < aujourd_hui()

    @property
    def se_rouvre(self) -> bool:
        """Closed today, of a day to come: the next, its archives are made."""
        if self.clos_le is None or self.fin_prevue is None or self.archive_le is not None:
            return False
        return timezone.localdate(self.clos_le) == aujourd_hui() <= self.fin_prevue

    @property
    def lisible_jusqu_au(self):
        return self.fin + droits.RELECTURE


class EcoleDeLEspaceQuerySet(models.QuerySet["EcoleDeLEspace"]):
    def dedans(self, *, archive_de: int | None = None):
        return self.filter(droits.ecole_dedans(archive_de=archive_de))

    def engagees(self):
        return self.filter(droits.ecole_engagee())

    def du_travail_de(self, personne):
        """By which this person is of the adults of a space."""
        return self.filter(droits.ecoles_du_travail_de(personne)).distinct()

    def invitees_de(self, personne):
        return self.filter(droits.ecoles_invitees_de(personne))

    def repondables_par(self, personne):
        return self.filter(droits.ecoles_repondables_par(personne))

    def connues_de(self, personne):
        """Of the spaces where this person is of the adults: their own school and the others."""
        return self.filter(espace__in=Espace.objects.du_travail_de(personne).order_by().values("pk"))

    def a_repondre(self, personne, ids) -> set[int]:
        """Of these, those of which this person may say yes or no."""
        return set(self.repondables_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def suivies_par(self, personne):
        return self.filter(droits.ecoles_suivies_par(personne))

    def quittees_de(self, personne):
        return self.filter(droits.ecoles_quittees_de(personne))

    def a_archives_de(self, personne):
        return self.filter(droits.ecoles_a_archives_de(personne))


class EcoleDeLEspace(models.Model):
    """A school that was invited. It is in from its direction's word until it leaves; who carries the space is in from the first."""

    espace = models.ForeignKey(Espace, on_delete=models.CASCADE, related_name="ecoles")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="espaces")
    invitee_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    invitee_le = models.DateTimeField(default=timezone.now)
    accord_le = models.DateTimeField(null=True, blank=True)
    accord_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    refus_le = models.DateTimeField(null=True, blank=True)
    quittee_le = models.DateTimeField(null=True, blank=True)

    objects = EcoleDeLEspaceQuerySet.as_manager()

    class Meta:
        ordering = ["invitee_le", "pk"]
        constraints = [models.UniqueConstraint(fields=["espace", "etablissement"], name="ecole_de_l_espace_une_fois")]

    def __str__(self) -> str:
        return f"école {self.etablissement_id} de l’espace {self.espace_id}"

    @property
    def porte(self) -> bool:
        return self.etablissement_id == self.espace.etablissement_id

    @property
    def est_dedans(self) -> bool:
        """`droits.ecole_dedans`, of a row in hand; whether its room is open is asked of the database."""
        return self.accord_le is not None and self.quittee_le is None

    @property
    def attend(self) -> bool:
        return self.accord_le is None and self.refus_le is None and self.quittee_le is None


class AdulteDeLEspaceQuerySet(models.QuerySet["AdulteDeLEspace"]):
    def presents(self, *, archive_de: int | None = None):
        """Those who work today in their school, which is in."""
        y_travaille = Role.objects.filter(
            en_cours(),
            personne=OuterRef("personne"),
            etablissement=OuterRef("ecole__etablissement"),
            nature__in=DU_TRAVAIL,
        )
        return self.filter(droits.ecole_dedans("ecole__", archive_de=archive_de), Exists(y_travaille), retire_le=None)


class AdulteDeLEspace(models.Model):
    """Somebody whom a school named. They are of the space while they work there."""

    ecole = models.ForeignKey(EcoleDeLEspace, on_delete=models.CASCADE, related_name="adultes")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="espaces_d_adulte")
    nomme_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    nomme_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = AdulteDeLEspaceQuerySet.as_manager()

    class Meta:
        ordering = ["personne__nom", "personne__prenom", "pk"]
        constraints = [models.UniqueConstraint(fields=["ecole", "personne"], name="adulte_de_l_espace_une_fois")]

    def __str__(self) -> str:
        return f"adulte {self.personne_id} de l’école {self.ecole_id}"


class ClasseDeLEspaceQuerySet(models.QuerySet["ClasseDeLEspace"]):
    def pour(self, suivis):
        return self.filter(droits.classes_lues_par(suivis))

    def dedans(self, *, archive_de: int | None = None):
        la = droits.ecole_dedans("ecole__", archive_de=archive_de)
        return self.filter(la, retiree_le=None, classe__fermee_le=None)

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom the news of each is for."""
        lignes = self.filter(pk__in=ids).order_by().values_list("pk", "ecole__etablissement_id", "classe_id")
        return {pk: [Audience(ecole, classe)] for pk, ecole, classe in lignes}


class ClasseDeLEspace(models.Model):
    """A class that a school brings: its pupils and their families, by the ties of the moment."""

    ecole = models.ForeignKey(EcoleDeLEspace, on_delete=models.CASCADE, related_name="classes")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="espaces")
    mise_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    mise_le = models.DateTimeField(default=timezone.now)
    retiree_le = models.DateTimeField(null=True, blank=True)
    dite_le = models.DateTimeField(null=True, blank=True)  # its families were told that the space begins

    objects = ClasseDeLEspaceQuerySet.as_manager()

    class Meta:
        ordering = ["classe__nom", "pk"]
        constraints = [models.UniqueConstraint(fields=["ecole", "classe"], name="classe_de_l_espace_une_fois")]

    def __str__(self) -> str:
        return f"classe {self.classe_id} de l’école {self.ecole_id}"
