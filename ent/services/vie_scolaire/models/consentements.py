"""A question of the school on images, and the answers: by child, holder of authority and medium, never overwritten."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.fichiers.supports import Support

from ..droits import consentements as droits


class DemandeConsentementQuerySet(models.QuerySet["DemandeConsentement"]):
    def des_enfants_de(self, personne):
        """What this person is asked today for their children."""
        return self.filter(droits.demandes_des_enfants_de(personne)).distinct()

    def suivies_par(self, personne):
        """What concerns the school that one directs, or the classes one teaches."""
        return self.filter(droits.demandes_suivies_par(personne)).distinct()

    def dirigees_par(self, personne):
        return self.filter(droits.demandes_dirigees_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom each of these asks: its classes, or the whole school."""
        return {
            demande.pk: [Audience(demande.etablissement_id)]
            if demande.toute_l_ecole
            else [Audience(demande.etablissement_id, classe.pk) for classe in demande.classes.all()]
            for demande in self.filter(pk__in=ids).prefetch_related("classes")
        }

    def en_vigueur(self):
        """Whose answers count today."""
        return self.filter(droits.demande_en_vigueur())


class DemandeConsentement(models.Model):
    """What the school asks: for what purpose, on which media, from a day to a day, in plain words. Nothing is preselected."""

    class Finalite(models.TextChoices):
        VIE_DE_CLASSE = "vie_de_classe", _("Faire vivre la classe auprès de ses familles")
        FAIRE_CONNAITRE = "faire_connaitre", _("Faire connaître l’école")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="demandes_de_consentement")
    # Stated, not deduced from an empty list: a class that is erased never turns a question into one to the whole school.
    toute_l_ecole = models.BooleanField(default=True)
    classes = models.ManyToManyField(Classe, related_name="demandes_de_consentement", blank=True)
    finalite = models.CharField(max_length=15, choices=Finalite)
    # One word, « journal,site »: a home reads it with what every page reads (`lectures.familles`).
    supports_bruts = models.CharField(max_length=80)
    texte = models.TextField(_("texte"), max_length=2000)
    debut = models.DateField(_("du"))
    fin = models.DateField(_("au"))
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    creee_le = models.DateTimeField(default=timezone.now)
    # When families may read it: never in quiet hours.
    visible_le = models.DateTimeField(default=timezone.now)
    # The school asks no more: the answers count no more.
    fermee_le = models.DateTimeField(null=True, blank=True)

    objects = DemandeConsentementQuerySet.as_manager()

    class Meta:
        ordering = ["-creee_le", "-pk"]
        indexes = [models.Index(fields=["etablissement", "fin"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(fin__gte=models.F("debut")), name="demande_consentement_dates")
        ]

    def __str__(self) -> str:
        return f"demande de consentement {self.pk}"

    @property
    def supports(self) -> list[Support]:
        return [Support(brut) for brut in self.supports_bruts.split(",")]

    @property
    def est_ouverte(self) -> bool:
        """Families may still answer, and change their mind."""
        return self.fermee_le is None and self.fin >= timezone.localdate()

    @property
    def attend(self) -> bool:
        return self.visible_le > timezone.now()


class ConsentementQuerySet(models.QuerySet["Consentement"]):
    def en_vigueur(self):
        return self.filter(remplace_le=None)

    def dits_par(self, personne):
        """One's own answers. Nobody who answers for a child ever reads another's."""
        return self.filter(responsable=personne)


class Consentement(models.Model):
    """What one holder of authority answered for one child and one medium. A change of mind is another row."""

    class Origine(models.TextChoices):
        ECRAN = "ecran", _("à l’écran")
        PAPIER = "papier", _("sur papier")

    demande = models.ForeignKey(DemandeConsentement, on_delete=models.CASCADE, related_name="consentements")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="consentements")
    responsable = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="consentements_dits")
    support = models.CharField(max_length=12, choices=Support)
    accorde = models.BooleanField()
    origine = models.CharField(max_length=6, choices=Origine, default=Origine.ECRAN)
    saisi_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    dit_le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = ConsentementQuerySet.as_manager()

    class Meta:
        ordering = ["dit_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["responsable", "eleve", "demande", "support"],
                condition=models.Q(remplace_le=None),
                name="consentement_un_en_vigueur",
            )
        ]

    def __str__(self) -> str:
        return f"{self.demande_id} pour {self.eleve_id} par {self.responsable_id}"


class AccordEleveQuerySet(models.QuerySet["AccordEleve"]):
    def en_vigueur(self):
        return self.filter(remplace_le=None)


class AccordEleve(models.Model):
    """What the child said, as an adult of the school heard it. A « non » is enough; silence is not one."""

    demande = models.ForeignKey(DemandeConsentement, on_delete=models.CASCADE, related_name="accords")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="accords_a_l_image")
    support = models.CharField(max_length=12, choices=Support)
    accorde = models.BooleanField()
    recueilli_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    dit_le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = AccordEleveQuerySet.as_manager()

    class Meta:
        ordering = ["dit_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["eleve", "demande", "support"],
                condition=models.Q(remplace_le=None),
                name="accord_eleve_un_en_vigueur",
            )
        ]

    def __str__(self) -> str:
        return f"{self.demande_id} dit par {self.eleve_id}"
