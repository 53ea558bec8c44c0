"""Who of the school opened the record of a child."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from .. import droits


class OuvertureQuerySet(models.QuerySet["Ouverture"]):
    def des_enfants_de(self, personne):
        return self.filter(droits.des_enfants_de(personne))

    def qui_durent(self, personne):
        """What this person opened less than a quarter of an hour ago."""
        return self.filter(personne=personne.pk, derniere__gte=timezone.now() - Ouverture.DUREE).order_by()


class Ouverture(models.Model):
    """One person, one part, one day: at what hours first and last. Families read the role as it was then, never the name."""

    DUREE = dt.timedelta(
        minutes=15
    )  # what an act opened stays on its page: one turns back to it, nobody finds it later

    class Partie(models.TextChoices):
        COORDONNEES = droits.COORDONNEES, _("les coordonnées")
        URGENCE = droits.URGENCE, _("les contacts d’urgence")
        SANTE = droits.SANTE, _("la fiche de santé")
        AUTRE = (
            droits.AUTRE,
            _("ce qu’a donné un autre responsable"),
        )  # by who answers for the child too, alone at school

    class Role(models.TextChoices):
        DIRECTION = "direction", _("la direction")
        CLASSE = "classe", _("l’équipe de sa classe")
        NOMME = "nomme", _("une personne nommée par la direction pour la santé")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="dossiers_ouverts_ici")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="dossiers_ouverts")
    personne = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=9, choices=Role)
    partie = models.CharField(max_length=11, choices=Partie)
    jour = models.DateField()
    premiere = models.DateTimeField()
    derniere = models.DateTimeField()

    objects = OuvertureQuerySet.as_manager()

    class Meta:
        ordering = ["-derniere", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "eleve", "etablissement", "partie", "jour"], name="ouverture_une_par_jour"
            )
        ]

    def __str__(self) -> str:
        return f"ouverture {self.pk}"
