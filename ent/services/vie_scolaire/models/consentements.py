"""What the school asks of families (images, an outing, going home alone…), and the answers: by child and holder of authority, never overwritten."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.fichiers.supports import Support

from ..droits import consentements as droits
from . import textes


class DemandeConsentementQuerySet(models.QuerySet["DemandeConsentement"]):
    def des_enfants_de(self, personne):
        """What this person is asked today for their children."""
        return self.filter(droits.demandes_des_enfants_de(personne)).distinct()

    def suivies_par(self, personne):
        """What concerns the school that one directs, or the classes one teaches."""
        return self.filter(droits.demandes_suivies_par(personne)).distinct()

    def dirigees_par(self, personne):
        return self.filter(droits.demandes_dirigees_par(personne))

    def images(self):
        """Questions on images: by medium, with a rule of their own (`lectures.images`)."""
        return self.filter(genre=DemandeConsentement.Genre.IMAGE)

    def actes_usuels(self):
        """All the others: one yes or no for each child (`lectures.autorisations`)."""
        return self.exclude(genre=DemandeConsentement.Genre.IMAGE)

    def lisibles_par_l_equipe(self, personne, ids) -> set[int]:
        """Of these, what somebody of the school may still read: who directs it, who teaches one of its classes."""
        return set(self.suivies_par(personne).filter(pk__in=ids).order_by().values_list("pk", flat=True))

    def sorties_lues_par(self, personne, enfants):
        """Outings as dates, past ones too: of these children as one follows them, and of those whom one teaches or directs."""
        return self.filter(droits.sorties_lues_par(personne, enfants)).distinct()

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom each of these asks: its classes, or the whole school."""
        return {demande.pk: demande.audiences for demande in self.filter(pk__in=ids).prefetch_related("classes")}

    def en_vigueur(self):
        """Whose answers count today."""
        return self.filter(droits.demande_en_vigueur())


class DemandeConsentement(models.Model):
    """What the school asks, from a day to a day, in plain words: on images, for what purpose and on which media; of anything else, one yes or no.

    An outing counts on its own days and is answered until the eve; the others count until their last day, that of the school year at most.
    """

    class Genre(models.TextChoices):
        IMAGE = "image", _("Droit à l’image")
        SORTIE = "sortie", _("Sortie")
        SEUL = "seul", _("Rentrer sans adulte")
        TIERS = "tiers", _("Partir avec une personne désignée")
        CHARTE = "charte", _("Charte d’internet")
        LIBRE = "libre", _("Autre autorisation")

    class Finalite(models.TextChoices):
        VIE_DE_CLASSE = "vie_de_classe", _("Faire vivre la classe auprès de ses familles")
        FAIRE_CONNAITRE = "faire_connaitre", _("Faire connaître l’école")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="demandes_de_consentement")
    # Stated, not deduced from an empty list: a class that is erased never turns a question into one to the whole school.
    toute_l_ecole = models.BooleanField(default=True)
    classes = models.ManyToManyField(Classe, related_name="demandes_de_consentement", blank=True)
    genre = models.CharField(max_length=7, choices=Genre, default=Genre.IMAGE)
    # Of images alone. One word, « journal,site »: a home reads it with what every page reads (`lectures.familles`).
    finalite = models.CharField(max_length=15, choices=Finalite, blank=True)
    supports_bruts = models.CharField(max_length=80, blank=True)
    # Of an outing, or of what a school asks in its own words; the other kinds bear their own name.
    titre = models.CharField(_("titre"), max_length=80, blank=True)
    lieu = models.CharField(_("lieu"), max_length=120, blank=True)
    depart_a = models.TimeField(_("départ"), null=True, blank=True)
    retour_a = models.TimeField(_("retour"), null=True, blank=True)
    # Until when families are asked; they may answer, and change their mind, until it locks.
    repondre_avant = models.DateField(_("à répondre avant le"), null=True, blank=True)
    texte = models.TextField(_("texte"), max_length=2000, blank=True)
    debut = models.DateField(_("du"))
    fin = models.DateField(_("au"))
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    creee_le = models.DateTimeField(default=timezone.now)
    # When families may read it: never in quiet hours.
    visible_le = models.DateTimeField(default=timezone.now)
    # The school asks no more: the answers count no more.
    fermee_le = models.DateTimeField(null=True, blank=True)
    relancee_le = models.DateTimeField(null=True, blank=True)
    # Of an outing. What was corrected, for calendars; how many times families were asked again because of it (`VersionSortie`).
    modifiee_le = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    tour = models.PositiveSmallIntegerField(default=0)
    # It does not take place: closed by the same gesture, it stays where it was listed, crossed out, with why.
    annulee_le = models.DateTimeField(null=True, blank=True)
    mot = models.CharField(max_length=200, blank=True)
    # Of which question of a former year it is the same, asked again.
    suite_de = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suites")

    REGRET = dt.timedelta(hours=1)
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
    def texte_lu(self) -> str:
        """What is asked, in the language of who reads where it is the product's own proposal."""
        return textes.a_lire(self.texte)

    @property
    def est_propose(self) -> bool:
        return textes.est_propose(self.texte)

    @property
    def audiences(self) -> list[Audience]:
        if self.toute_l_ecole:
            return [Audience(self.etablissement_id)]
        return [Audience(self.etablissement_id, classe.pk) for classe in self.classes.all()]

    @property
    def supports(self) -> list[Support]:
        return [Support(brut) for brut in self.supports_bruts.split(",") if brut]

    @property
    def questions(self) -> list[str]:
        """What is answered by yes or no, one by one: the media of an image; otherwise one thing, without a name."""
        return list(self.supports) or [""]

    @property
    def nom(self) -> str:
        """« Sortie à la ferme », « Rentrer sans adulte »."""
        return self.titre or str(self.Genre(self.genre).label)

    @property
    def est_image(self) -> bool:
        return self.genre == self.Genre.IMAGE

    @property
    def est_sortie(self) -> bool:
        return self.genre == self.Genre.SORTIE

    @property
    def est_annulee(self) -> bool:
        return self.annulee_le is not None

    @property
    def se_retablit(self) -> bool:
        """Cancelled by mistake: for an hour, and while its day has not gone by, it takes place again."""
        if self.annulee_le is None or self.fin < timezone.localdate():
            return False
        return timezone.now() <= self.annulee_le + self.REGRET

    @property
    def est_ouverte(self) -> bool:
        """Answers may still be written: by families until it locks, by the school until its last day."""
        return self.fermee_le is None and self.fin >= timezone.localdate()

    @property
    def est_verrouillee(self) -> bool:
        """The day of an outing has come: the list is made, and a family that changes its mind calls the school."""
        return self.est_sortie and self.debut <= timezone.localdate()

    @property
    def dernier_jour(self) -> dt.date | None:
        """The last day on which families are expected to answer."""
        if self.repondre_avant is not None:
            return self.repondre_avant
        return self.debut - dt.timedelta(days=1) if self.est_sortie else None

    @property
    def attend(self) -> bool:
        return self.visible_le > timezone.now()


class ConsentementQuerySet(models.QuerySet["Consentement"]):
    def en_vigueur(self):
        return self.filter(remplace_le=None)

    def dits_par(self, personne):
        return self.filter(droits.reponses_de(personne))


class Consentement(models.Model):
    """What one holder of authority answered for one child (and one medium, of images). A change of mind is another row."""

    class Origine(models.TextChoices):
        ECRAN = "ecran", _("à l’écran")
        PAPIER = "papier", _("sur papier")
        SUR_PLACE = "place", _("en personne")

    demande = models.ForeignKey(DemandeConsentement, on_delete=models.CASCADE, related_name="consentements")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="consentements")
    responsable = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="consentements_dits")
    support = models.CharField(max_length=12, choices=Support, blank=True)
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
    support = models.CharField(max_length=12, choices=Support, blank=True)
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
