"""What the shell keeps of a person: how they like to read, and long forms as they type them."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

EPOQUE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class ConfortQuerySet(models.QuerySet["Confort"]):
    def choisi_par(self, personne):
        return self.filter(personne=personne)


class Confort(models.Model):
    """Larger type, a reading font: the choice follows the pupil from tablet to tablet, and the tablet forgets it.

    It belongs to the shell, as the language does, since it dresses the pages of every service. A cookie would have been
    the next child's, a session ends with the half-day.
    """

    personne = models.OneToOneField(Personne, on_delete=models.CASCADE, primary_key=True, related_name="+")
    est_grand = models.BooleanField(_("plus grand"), default=False)
    est_lisible = models.BooleanField(_("autre écriture"), default=False)

    objects = ConfortQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"confort de {self.personne_id}"

    @property
    def classes(self) -> str:
        """Class names of the page's body."""
        return (" confort--grand" if self.est_grand else "") + (" confort--lisible" if self.est_lisible else "")


class PlusTardQuerySet(models.QuerySet["PlusTard"]):
    def remis_par(self, personne):
        return self.filter(personne=personne)

    def en_cours(self):
        return self.filter(jusqu_a__gt=timezone.localdate())


class PlusTard(models.Model):
    """Something to do that a person put off: out of their sight until that day, never past its own last day. Their own alone."""

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    cle = models.CharField(max_length=80)  # `registres.Chose.cle`
    jusqu_a = models.DateField()

    objects = PlusTardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["personne", "cle"], name="plus_tard_une_fois")]

    def __str__(self) -> str:
        return f"{self.cle} de {self.personne_id}"


class BrouillonQuerySet(models.QuerySet["Brouillon"]):
    def ecrits_par(self, personne):
        return self.filter(auteur=personne)

    def du_formulaire(self, cle: str):
        """Of each page in which this form was written: two tabs of it have each their own."""
        return self.filter(models.Q(cle=cle) | models.Q(cle__startswith=f"{cle}~"))


class Brouillon(models.Model):
    """A long form as it stood, kept while its author types: raw fields, not yet checked by anyone; its author's alone.

    `cle` names the form (« travail:classe:7 », « mot:12 »): its kind, which one room only has, then what it is about, then the page
    that writes it (« ~k3x9q2ab »). The draft disappears once that page is sent.
    """

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    auteur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    cle = models.CharField(max_length=80)
    champs = models.JSONField(default=list)  # (name, values) in the order of the form
    modifie_le = models.DateTimeField(default=timezone.now)

    objects = BrouillonQuerySet.as_manager()

    class Meta:
        ordering = ["-modifie_le"]
        constraints = [models.UniqueConstraint(fields=["auteur", "cle"], name="brouillon_par_auteur_et_cle")]

    def __str__(self) -> str:
        return f"brouillon {self.cle}"

    @property
    def a(self) -> int:
        """When it was kept, in milliseconds, as browsers count."""
        return (self.modifie_le - EPOQUE) // dt.timedelta(milliseconds=1)
