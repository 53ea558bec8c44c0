"""Who of the school opened the record of a child."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from .. import droits


class OuvertureQuerySet(models.QuerySet["Ouverture"]):
    def des_enfants_de(self, personne):
        return self.filter(droits.des_enfants_de(personne))


class Ouverture(models.Model):
    """One person, one part, one day: at what hours first and last. Families read the role as it was then, never the name."""

    class Partie(models.TextChoices):
        COORDONNEES = droits.COORDONNEES, _("les coordonnées")
        URGENCE = droits.URGENCE, _("les contacts d’urgence")
        SANTE = droits.SANTE, _("la fiche de santé")

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
