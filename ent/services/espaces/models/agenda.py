"""Dates of a space, and who signs up for a visit."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription, Personne

from .. import droits
from .espaces import ClasseDeLEspace, Espace


class DateDeLEspaceQuerySet(models.QuerySet["DateDeLEspace"]):
    def visibles_par(self, personne):
        return self.filter(espace__in=Espace.objects.visibles_par(personne).order_by().values("pk"))

    def du_travail_de(self, personne):
        return self.filter(espace__in=Espace.objects.du_travail_de(personne).order_by().values("pk"))

    def pour_ceux(self, suivis):
        return self.filter(espace__in=Espace.objects.pour_ceux(suivis).order_by().values("pk"))

    def lues_en_equipe_ou_pour(self, personne, suivis):
        travail = Espace.objects.du_travail_de(personne).order_by().values("pk")
        return self.filter(
            Q(espace__in=travail) | Q(espace__in=Espace.objects.pour_ceux(suivis).order_by().values("pk"))
        )

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom the news of each is for: every class of its space, school by school."""
        espaces = dict(self.filter(pk__in=ids).order_by().values_list("pk", "espace"))
        lignes = ClasseDeLEspace.objects.dedans().filter(ecole__espace__in=set(espaces.values())).order_by()
        par_espace: dict[int, list[Audience]] = {}
        for espace, ecole, classe in lignes.values_list("ecole__espace", "ecole__etablissement", "classe"):
            par_espace.setdefault(espace, []).append(Audience(ecole, classe))
        return {pk: par_espace.get(espace, []) for pk, espace in espaces.items()}

    def entre(self, premier: dt.date, dernier: dt.date):
        return self.encore_la().filter(jour__gte=premier, jour__lte=dernier)

    def encore_la(self):
        """What a space that was closed had ahead is in no agenda any more; its own page says it still."""
        return self.filter(Q(espace__clos_le=None) | Q(jour__lte=models.F("espace__fin")))


class DateDeLEspace(models.Model):
    """A day, its hours, its place; and, of a visit, who may sign up, in how many places, until when."""

    class Inscrit(models.TextChoices):
        PERSONNE = "", _("Non : tout le monde vient")
        ENFANT = "enfant", _("Oui : chaque famille dit si son enfant vient")
        CLASSE = "classe", _("Oui : chaque classe dit si elle vient")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    espace = models.ForeignKey(Espace, on_delete=models.CASCADE, related_name="dates")
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    titre = models.CharField(_("quoi"), max_length=120)
    texte = models.CharField(_("à savoir"), max_length=600, blank=True)
    lieu = models.CharField(_("où"), max_length=120, blank=True)
    jour = models.DateField(_("jour"))
    de = models.TimeField(_("de"), null=True, blank=True)
    a = models.TimeField(_("à"), null=True, blank=True)
    inscrit = models.CharField(_("inscription"), max_length=8, choices=Inscrit, blank=True, default=Inscrit.PERSONNE)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)  # of pupils, or of classes
    jusqu_a = models.DateTimeField(_("inscription jusqu’au"), null=True, blank=True)
    ecrite_le = models.DateTimeField(default=timezone.now)
    modifie_le = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField(default=0)
    annulee_le = models.DateTimeField(null=True, blank=True)
    mot = models.CharField(max_length=200, blank=True)  # why it is cancelled

    objects = DateDeLEspaceQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "de", "pk"]
        indexes = [models.Index(fields=["espace", "jour"])]

    def __str__(self) -> str:
        return f"date d’espace {self.pk}"

    @property
    def est_annulee(self) -> bool:
        return self.annulee_le is not None

    @property
    def est_passee(self) -> bool:
        return self.jour < timezone.localdate()

    @property
    def a_commence(self) -> bool:
        """A place that is free then is nobody's."""
        if self.de is None:
            return self.est_passee
        return timezone.make_aware(dt.datetime.combine(self.jour, self.de)) <= timezone.now()

    @property
    def par_enfant(self) -> bool:
        return self.inscrit == self.Inscrit.ENFANT

    @property
    def par_classe(self) -> bool:
        return self.inscrit == self.Inscrit.CLASSE

    def vue(self, dite: "InscriptionVisite | None") -> str:
        """What a page shows of this date and of one answer (None while nobody answered): it comes back with what is said there."""
        reponse = f"{dite.etat}.{dite.classe_id}.{dite.dite_le.astimezone(dt.UTC).isoformat()}" if dite else ""
        return f"{self.sequence}.{reponse}"

    @property
    def inscription_ouverte(self) -> bool:
        """While one may say, and change what one said."""
        return bool(
            self.inscrit
            and not self.est_annulee
            and self.jusqu_a
            and self.jusqu_a > timezone.now()
            and self.espace.est_ouvert
        )


class InscriptionVisiteQuerySet(models.QuerySet["InscriptionVisite"]):
    def tenues(self, *, archive_de: int | None = None):
        """Those whose class is of the space today, by a school that is in, and whose pupil is of that class: who left counts for nothing."""
        de_la_classe = Inscription.objects.filter(
            en_cours(), eleve=models.OuterRef("eleve"), classe=models.OuterRef("classe__classe")
        )
        la = droits.ecole_dedans("classe__ecole__", archive_de=archive_de)
        la &= Q(classe__retiree_le=None, classe__classe__fermee_le=None)
        return self.filter(la, Q(eleve=None) | Exists(de_la_classe))

    def qui_viennent(self):
        return self.filter(etat=InscriptionVisite.Etat.VIENT)

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom the news of each is for: the child's family."""
        lignes = self.filter(pk__in=ids).exclude(eleve=None).order_by()
        trios = lignes.values_list("pk", "classe__ecole__etablissement", "eleve")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in trios}

    def qui_attendent(self):
        """In the order in which they asked."""
        return self.filter(etat=InscriptionVisite.Etat.ATTEND).order_by("demandee_le", "pk")


class InscriptionVisite(models.Model):
    """What was said of one child, or of one class: comes, waits for a place, does not come. Said again, it takes the place of the former."""

    class Etat(models.TextChoices):
        VIENT = "vient", _("vient")
        ATTEND = "attend", _("sur la liste d’attente")
        NON = "non", _("ne vient pas")

    date = models.ForeignKey(DateDeLEspace, on_delete=models.CASCADE, related_name="inscriptions")
    classe = models.ForeignKey(ClasseDeLEspace, on_delete=models.CASCADE, related_name="inscriptions")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, blank=True, related_name="visites")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    etat = models.CharField(max_length=8, choices=Etat)
    demandee_le = models.DateTimeField(default=timezone.now)  # its turn on the waiting list
    dite_le = models.DateTimeField(default=timezone.now)

    objects = InscriptionVisiteQuerySet.as_manager()

    class Meta:
        ordering = ["dite_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "eleve"], condition=Q(eleve__isnull=False), name="inscription_visite_un_enfant"
            ),
            models.UniqueConstraint(
                fields=["date", "classe"], condition=Q(eleve__isnull=True), name="inscription_visite_une_classe"
            ),
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk} à la date {self.date_id}"
