"""What is eaten, day by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from .. import allergenes as les_quatorze
from .. import droits
from ..allergenes import Allergene


class MenuQuerySet(models.QuerySet["Menu"]):
    def lus_par(self, personne):
        return self.filter(droits.menus_lus_par(personne))

    def ecrits_par(self, personne):
        return self.filter(droits.menus_ecrits_par(personne))

    def publies(self):
        return self.exclude(publie_le=None)


class Menu(models.Model):
    """A meal of a school. Families read it once it is published."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="menus")
    jour = models.DateField()
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    publie_le = models.DateTimeField(null=True, blank=True)

    objects = MenuQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "pk"]
        constraints = [models.UniqueConstraint(fields=["etablissement", "jour"], name="menu_un_par_jour")]

    def __str__(self) -> str:
        return f"menu du {self.jour}"


class Plat(models.Model):
    """A dish, with its allergens once somebody said them: until then nobody may read that there is none."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="plats")
    rang = models.PositiveSmallIntegerField()
    nom = models.CharField(_("plat"), max_length=120)
    # Served instead of the one above to who eats no meat.
    sans_viande = models.BooleanField(default=False)
    allergenes_bruts = models.CharField(max_length=160, blank=True)
    dits = models.BooleanField(default=False)

    class Meta:
        ordering = ["menu", "rang"]

    def __str__(self) -> str:
        return self.nom

    @property
    def allergenes(self) -> list[Allergene]:
        return les_quatorze.lire(self.allergenes_bruts)

    @property
    def allergenes_en_mots(self) -> str:
        return les_quatorze.en_mots(self.allergenes)
