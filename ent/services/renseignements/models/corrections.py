"""What a family asks the school to correct, and what became of it."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Etablissement, Personne

from .. import droits
from ..champs_corriges import Champ, dire_valeurs
from .proches import en_vigueur
from .vues import Ouverture


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def demandees_par(self, personne):
        """One's own, of the children one follows: the other holder's are never there."""
        return self.filter(droits.donnes_par(personne))

    def dirigees_par(self, personne):
        return self.filter(droits.corrections_dirigees_par(personne))

    def a_traiter_par(self, personne):
        """What they say: of one's own child, what one asked oneself, and what an act of its own opened."""
        ici = {"eleve": models.OuterRef("eleve"), "etablissement": models.OuterRef("etablissement")}
        ouvertes = Ouverture.objects.qui_durent(personne).filter(partie=droits.AUTRE, **ici)
        lues = droits.lus_a_l_ecole_par(personne) | models.Q(models.Exists(ouvertes))
        return self.dirigees_par(personne).filter(lues)

    def vivantes(self):
        """Asked by who still answers for the child there."""
        liens = en_vigueur(models.OuterRef("par"), models.OuterRef("eleve"), models.OuterRef("etablissement"))
        return self.filter(models.Exists(liens))

    def en_attente(self):
        return self.filter(etat=Correction.Etat.ATTENTE)

    def publics(self, ids) -> dict[int, list[Audience]]:
        lues = self.filter(pk__in=ids).values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lues}


class Correction(models.Model):
    """A field of the child or of the asker themself: what the school held when it was read, what it should hold.

    `avant` and `apres` map columns of a person to what they hold (a day as ISO): one column, three for an address.
    """

    REPRISE = dt.timedelta(hours=1)  # accepted by mistake, it is taken back

    class Etat(models.TextChoices):
        ATTENTE = "attente", _("attend l’école")
        ACCEPTEE = "acceptee", _("acceptée")
        REFUSEE = "refusee", _("refusée")
        RETIREE = "retiree", _("retirée")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="corrections_demandees_ici")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="corrections_de_sa_fiche")
    champ = models.CharField(max_length=20, choices=Champ)
    avant = models.JSONField()
    apres = models.JSONField()
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="corrections_demandees")
    demandee_le = models.DateTimeField(default=timezone.now)
    etat = models.CharField(max_length=8, choices=Etat, default=Etat.ATTENTE)
    mot = models.CharField(max_length=200, blank=True)
    traitee_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    traitee_le = models.DateTimeField(null=True, blank=True)
    # What accepting it replaced, as `avant`: put back by who accepts by mistake.
    remplace = models.JSONField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["demandee_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "eleve", "champ", "par"],
                condition=models.Q(etat="attente"),
                name="correction_une_en_attente",
            )
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"

    @property
    def sujet(self) -> Personne:
        """Whose column it is."""
        return self.eleve if Champ(self.champ).est_de_l_enfant else self.par

    @property
    def avant_dit(self) -> str:
        return dire_valeurs(self.avant)

    @property
    def apres_dit(self) -> str:
        return dire_valeurs(self.apres)

    @property
    def attend(self) -> bool:
        return self.etat == self.Etat.ATTENTE

    @property
    def se_reprend_jusqu_a(self) -> dt.datetime | None:
        """Once accepted, while it may be taken back."""
        if self.etat != self.Etat.ACCEPTEE or self.remplace is None or self.traitee_le is None:
            return None
        fin = self.traitee_le + self.REPRISE
        return fin if fin > timezone.now() else None
