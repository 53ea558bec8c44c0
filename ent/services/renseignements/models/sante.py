"""The health of a child, and who else the direction names to read it."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Inscription, Personne
from ent.fichiers.models import Fichier
from ent.socle.dates import aujourd_hui

from .. import droits
from .vues import Ouverture


class FicheSanteQuerySet(models.QuerySet["FicheSante"]):
    def des_enfants_de(self, personne):
        """The child's: each holder of authority reads it."""
        return self.filter(droits.des_enfants_de(personne))

    def de_la_place(self, place: Inscription):
        return self.filter(eleve=place.eleve_id, etablissement=place.classe.etablissement_id)

    def documents_lus_par(self, personne, nommees):
        """Whose document this person may open: holders; of the school, who may read the sheet and opened it today."""
        ici = {"eleve": OuterRef("eleve"), "classe__etablissement": OuterRef("etablissement")}
        places = Inscription.objects.filter(droits.places_de_sante_par(personne, nommees), **ici)
        vues = Ouverture.objects.filter(
            personne=personne.pk,
            eleve=OuterRef("eleve"),
            etablissement=OuterRef("etablissement"),
            partie=droits.SANTE,
            jour=aujourd_hui(),
        )
        de_l_ecole = models.Q(Exists(places.order_by())) & models.Q(Exists(vues.order_by()))
        return self.filter(droits.des_enfants_de(personne) | de_l_ecole)


class FicheSante(models.Model):
    """One of a child in a school. Never in a notification, an export, a search or the journal."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="fiches_sante")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="fiches_sante")
    allergies = models.CharField(_("Allergies"), max_length=300, blank=True)
    conduite = models.TextField(_("Que faire"), blank=True)
    pai = models.BooleanField(_("Il y a un PAI (projet d’accueil individualisé)"), default=False)
    protocole = models.TextField(_("Ce que dit le PAI"), blank=True)
    emplacement = models.CharField(_("Où est le médicament"), max_length=120, blank=True)
    medecin = models.CharField(_("Médecin"), max_length=80, blank=True)
    medecin_telephone = models.CharField(_("Téléphone du médecin"), max_length=30, blank=True)
    document = models.ForeignKey(Fichier, on_delete=models.SET_NULL, null=True, blank=True, related_name="fiches_sante")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    modifiee_le = models.DateTimeField(default=timezone.now)

    objects = FicheSanteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["eleve", "etablissement"], name="fiche_sante_une_par_ecole")]

    def __str__(self) -> str:
        return f"fiche de santé {self.pk}"

    @property
    def dit_quelque_chose(self) -> bool:
        ecrits = (self.allergies, self.conduite, self.protocole, self.emplacement, self.medecin, self.medecin_telephone)
        return self.pai or self.document_id is not None or any(ecrits)


class LecteurSanteQuerySet(models.QuerySet["LecteurSante"]):
    def de(self, personne):
        return self.filter(droits.lectures_de_sante_de(personne))

    def diriges_par(self, personne):
        return self.filter(droits.corrections_dirigees_par(personne))


class LecteurSante(models.Model):
    """The direction names one of its staff to read the health of the pupils, from a day to a day (included; open while `fin` is empty)."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="lecteurs_sante")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="lectures_sante")
    debut = models.DateField(_("à partir du"))
    fin = models.DateField(_("jusqu’au"), null=True, blank=True)
    nomme_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = LecteurSanteQuerySet.as_manager()

    class Meta:
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "personne"], condition=models.Q(fin=None), name="lecteur_sante_ouvert_unique"
            )
        ]

    def __str__(self) -> str:
        return f"lecteur {self.pk}"
