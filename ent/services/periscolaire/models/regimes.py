"""What a child eats, without why."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from .. import allergenes as les_quatorze
from .. import droits
from ..allergenes import Allergene


class RegimeQuerySet(models.QuerySet["Regime"]):
    def en_vigueur(self):
        return self.filter(remplace_le=None)

    def des_enfants_de(self, personne):
        return self.en_vigueur().filter(droits.dits_des_siens_de(personne))


class Regime(models.Model):
    """Everything, no meat, or a basket that the family brings; and what to avoid. No reason is kept, of health or of faith."""

    class Repas(models.TextChoices):
        TOUT = "tout", _("de tout")
        SANS_VIANDE = "sans-viande", _("sans viande")
        PANIER = "panier", _("panier de la famille")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="regimes")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="regimes")
    repas = models.CharField(max_length=11, choices=Repas, default=Repas.TOUT)
    a_eviter_brut = models.CharField(max_length=160, blank=True)
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    dit_le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = RegimeQuerySet.as_manager()

    class Meta:
        ordering = ["dit_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["eleve", "etablissement"], condition=models.Q(remplace_le=None), name="regime_un_en_vigueur"
            )
        ]

    def __str__(self) -> str:
        return f"{self.eleve_id} : {self.repas}"

    @property
    def a_eviter(self) -> list[Allergene]:
        return les_quatorze.lire(self.a_eviter_brut)

    @property
    def a_eviter_en_mots(self) -> str:
        return les_quatorze.en_mots(self.a_eviter)
