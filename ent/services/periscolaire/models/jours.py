"""Who eats or stays, day by day: what was declared, by a day or by a rhythm, and what was seen."""

from collections.abc import Collection

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Etablissement, Inscription, Personne, Responsabilite

from .. import droits
from ..delais import jours_en_mots
from .services import ServicePeriscolaire

LE_SIEN = models.OuterRef("jour")


class RythmeQuerySet(models.QuerySet["Rythme"]):
    def des_enfants_de(self, personne):
        return self.filter(droits.dits_des_siens_de(personne, "service__"), arrete_le=None)


class Rythme(models.Model):
    """« Each Monday and Thursday, until a day »: it declares those days, and takes back what it declared when it stops."""

    service = models.ForeignKey(ServicePeriscolaire, on_delete=models.CASCADE, related_name="rythmes")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="rythmes")
    jours = models.CharField(_("jours"), max_length=5)
    debut = models.DateField(_("à partir du"))
    fin = models.DateField(_("jusqu’au"))
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    dit_le = models.DateTimeField(default=timezone.now)
    arrete_le = models.DateTimeField(null=True, blank=True)

    objects = RythmeQuerySet.as_manager()

    class Meta:
        ordering = ["-dit_le", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(fin__gte=models.F("debut")), name="rythme_dates")]

    def __str__(self) -> str:
        return f"rythme de {self.eleve_id}"

    @property
    def jours_en_mots(self) -> str:
        return jours_en_mots(self.jours)

    def dit(self, jour) -> bool:
        return self.debut <= jour <= self.fin and str(jour.weekday()) in self.jours


class JourDeclareQuerySet(models.QuerySet["JourDeclare"]):
    def des_enfants_de(self, personne):
        return self.en_vigueur().filter(droits.dits_des_enfants_de(personne, "service__"))

    def a_rendre_a(self, personne):
        return self.en_vigueur().filter(droits.dits_a_rendre_a(personne, "service__"))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """A day is of its child, in whatever class of the school."""
        dits = self.filter(pk__in=ids).values_list("pk", "service__etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in dits}

    def en_vigueur(self):
        """The last word: what was said before is kept, and counts no more."""
        return self.filter(remplace_le=None)

    def presents(self, jour, ecoles=None):
        """Of children who are of the school that day: who left takes no place. `ecoles`: as `est_present` wants them."""
        return self.filter(self.model.est_present(jour, ecoles), jour=jour)


class JourDeclare(models.Model):
    """A child, a service, a day: yes, no, or waiting for a place. Another word is another row."""

    class Etat(models.TextChoices):
        OUI = "oui", _("oui")
        NON = "non", _("non")
        ATTENTE = "attente", _("en attente d’une place")

    class Origine(models.TextChoices):
        FAMILLE = "famille", _("par la famille")
        RYTHME = "rythme", _("par un rythme")
        ABSENCE = "absence", _("avec une absence")
        ECOLE = "ecole", _("par l’école")
        FERME = "ferme", _("jour fermé")  # the school opens not that day: what was said is given back if it does

    service = models.ForeignKey(ServicePeriscolaire, on_delete=models.CASCADE, related_name="jours_declares")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="jours_declares")
    jour = models.DateField()
    etat = models.CharField(max_length=7, choices=Etat)
    origine = models.CharField(max_length=7, choices=Origine, default=Origine.FAMILLE)
    rythme = models.ForeignKey(Rythme, on_delete=models.SET_NULL, null=True, blank=True, related_name="jours_dits")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    dit_le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = JourDeclareQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "dit_le", "pk"]
        indexes = [models.Index(fields=["service", "jour", "etat"])]
        constraints = [
            models.UniqueConstraint(
                fields=["eleve", "service", "jour"],
                condition=models.Q(remplace_le=None),
                name="jour_declare_un_en_vigueur",
            )
        ]

    def __str__(self) -> str:
        return f"{self.eleve_id} le {self.jour} : {self.etat}"

    @staticmethod
    def est_present(jour=LE_SIEN, ecoles: Collection[int] | None = None) -> models.Exists:
        """Whether its child is of the school that day: a given one, or its own. `ecoles`: those (ids) whose days are asked, where they are known; PostgreSQL
        reads the enrolments of all schools to judge those of one, otherwise.
        """
        ici = Inscription.objects.filter(
            en_cours(jour=jour),
            eleve=models.OuterRef("eleve"),
            classe__fermee_le=None,
            classe__etablissement=models.OuterRef("service__etablissement"),
        )
        return models.Exists(ici if ecoles is None else ici.filter(classe__etablissement__in=ecoles))


class Pointage(models.Model):
    """Who was seen that day, declared or not; of a garderie, when they left and with whom."""

    service = models.ForeignKey(ServicePeriscolaire, on_delete=models.CASCADE, related_name="pointages")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="pointages_periscolaires")
    jour = models.DateField()
    present = models.BooleanField()
    parti_a = models.TimeField(null=True, blank=True)
    parti_avec = models.CharField(max_length=60, blank=True)
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["jour", "pk"]
        constraints = [models.UniqueConstraint(fields=["eleve", "service", "jour"], name="pointage_un_par_jour")]

    def __str__(self) -> str:
        return f"{self.eleve_id} vu le {self.jour}"


class DeclarantQuerySet(models.QuerySet["Declarant"]):
    def en_vigueur(self):
        """Of who still answers for the child there, with authority: otherwise nobody could declare, and each holder does again."""
        liens = Responsabilite.objects.filter(
            en_cours(),
            adulte=models.OuterRef("responsable"),
            enfant=models.OuterRef("eleve"),
            etablissement=models.OuterRef("etablissement"),
        )
        return self.filter(models.Exists(liens.exclude(autorite=Responsabilite.Autorite.SANS)))

    def decident(self, eleves) -> dict[tuple[int, int], int]:
        """By school and child (ids), who alone declares: what one school decided binds no other."""
        siens = self.en_vigueur().filter(eleve__in=eleves).order_by()
        lignes = siens.values_list("etablissement_id", "eleve_id", "responsable_id")
        return {(ecole, eleve): responsable for ecole, eleve, responsable in lignes}


class Declarant(models.Model):
    """The school decided that one holder of authority alone declares for this child."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="declarants")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="declarants")
    responsable = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    decide_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = DeclarantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["eleve", "etablissement"], name="declarant_un_par_enfant")]

    def __str__(self) -> str:
        return f"{self.responsable_id} pour {self.eleve_id}"
