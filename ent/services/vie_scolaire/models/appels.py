"""The roll of a half-day: by exception. A pupil of whom it says nothing was there."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne

from ..demi_journees import Moment
from ..droits import appels as droits
from .absences import DeclarationAbsence


class AppelQuerySet(models.QuerySet["Appel"]):
    def lus_par(self, personne):
        return self.filter(droits.appels_lus_par(personne))

    def diriges_par(self, personne):
        return self.filter(droits.appels_diriges_par(personne))

    def faits(self):
        return self.exclude(fait_le=None)

    def gardes(self):
        """What classes said of pupils who left them that day (`actions.appels_gardes`): nobody has these rolls to take."""
        return self.filter(droits.garde())


class Appel(models.Model):
    """One per class and half-day; or an ad hoc one (`classe` empty), of pupils given to somebody for a while: a class that is split.

    An ad hoc roll holds a line for each of its pupils, and theirs is not taken with their class meanwhile.
    """

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="appels")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="appels")
    de_la_classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # An outing that leaves the school: those who may go are on it, the others stay on the roll of their class.
    sortie = models.ForeignKey(
        "vie_scolaire.DemandeConsentement", on_delete=models.SET_NULL, null=True, blank=True, related_name="appels"
    )
    confie_a = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    jour = models.DateField()
    moment = models.CharField(max_length=10, choices=Moment)
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    cree_le = models.DateTimeField(default=timezone.now)
    # When it was first made, as the phone that made it says; empty while an ad hoc one waits to be, or one that holds what was said of pupils
    # who are with their class again.
    fait_le = models.DateTimeField(null=True, blank=True)

    objects = AppelQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "moment", "pk"]
        indexes = [models.Index(fields=["etablissement", "jour"], name="appel_par_jour")]
        constraints = [
            models.UniqueConstraint(
                fields=["classe", "jour", "moment"], condition=~Q(classe=None), name="appel_unique_par_demi_journee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.classe_id} {self.jour} {self.moment}"

    @property
    def est_garde(self) -> bool:
        return self.classe_id is None and self.sortie_id is None and self.confie_a_id is None


def _est_de_la_classe() -> Exists:
    siennes = Inscription.objects.filter(eleve=OuterRef("eleve"), classe=OuterRef("appel__classe"))
    return Exists(siennes.filter(en_cours(jour=OuterRef("appel__jour"))))


class LigneAppelQuerySet(models.QuerySet["LigneAppel"]):
    def des_enfants_de(self, personne):
        return self.filter(droits.manques_des_enfants_de(personne))

    def diriges_par(self, personne):
        return self.filter(droits.appels_diriges_par(personne, "appel__"))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom what is told of these is for: the household of the child, in whatever class of the school."""
        lues = self.filter(pk__in=ids).values_list("pk", "appel__etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lues}

    def qui_disent(self):
        """As `dit_quelque_chose`."""
        return self.exclude(absent=False, arrive_a=None, parti_a=None)

    def qui_comptent(self):
        """On the roll of a class that its pupil was in that day. Who changed class is on that of the new one: the former says nothing of them."""
        return self.filter(Q(appel__classe=None) | _est_de_la_classe())

    def d_une_ancienne_classe(self):
        """The others, that nobody reads: theirs again if the change is undone."""
        return self.exclude(appel__classe=None).filter(~_est_de_la_classe())

    def absents(self):
        """As the last roll that was made of them says: an ad hoc one that waits to be took over what it said."""
        return self.qui_comptent().filter(absent=True)

    def demi_journees_manquees(self):
        """Of `absents`, one for each half-day of a pupil: who is of two classes of a school is on the rolls of both, and missed it once."""
        meme = LigneAppel.objects.absents().filter(
            eleve=OuterRef("eleve"),
            appel__jour=OuterRef("appel__jour"),
            appel__moment=OuterRef("appel__moment"),
            appel__etablissement=OuterRef("appel__etablissement"),
            collective=OuterRef("collective"),
            pk__lt=OuterRef("pk"),
        )
        return self.absents().filter(~Exists(meme))


class LigneAppel(models.Model):
    """What differs, for one pupil: absent the whole half-day, come late, gone early, come back. Its number does not change when corrected."""

    appel = models.ForeignKey(Appel, on_delete=models.CASCADE, related_name="lignes")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="lignes_d_appel")
    absent = models.BooleanField(default=False)
    arrive_a = models.TimeField(_("arrivé à"), null=True, blank=True)
    parti_a = models.TimeField(_("parti à"), null=True, blank=True)
    revenu_a = models.TimeField(_("revenu à"), null=True, blank=True)
    # Who told why, if anybody did: `actions.absences` keeps it true.
    declaration = models.ForeignKey(
        DeclarationAbsence, on_delete=models.SET_NULL, null=True, blank=True, related_name="lignes"
    )
    # Of a strike or a closure that covers it: no fault of the family, and nobody is asked.
    collective = models.BooleanField(default=False)
    # From when the household is told that they are not there: to come, while quiet hours hold it; empty where nobody is to be.
    prevenue_le = models.DateTimeField(null=True, blank=True)

    objects = LigneAppelQuerySet.as_manager()

    class Meta:
        ordering = ["eleve__prenom", "eleve__nom", "pk"]
        indexes = [models.Index(fields=["eleve"], condition=Q(absent=True), name="absence_par_eleve")]
        constraints = [
            models.UniqueConstraint(fields=["appel", "eleve"], name="ligne_appel_unique"),
            models.CheckConstraint(
                condition=Q(absent=False) | Q(arrive_a=None, parti_a=None, revenu_a=None), name="absent_sans_heure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appel_id} – {self.eleve_id}"

    @property
    def dit_quelque_chose(self) -> bool:
        return self.absent or self.arrive_a is not None or self.parti_a is not None

    @property
    def dit(self) -> tuple[bool, dt.time | None, dt.time | None, dt.time | None]:
        return self.absent, self.arrive_a, self.parti_a, self.revenu_a
