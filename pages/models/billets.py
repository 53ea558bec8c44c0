"""The journal of a class: its billets, and the files that each holds."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, WorkflowMixin

from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.adressables import Adressable
from ent.fichiers.models import Fichier

from ..droits import billets as droits


class BilletQuerySet(models.QuerySet["Billet"]):
    def visibles_par(self, personne):
        return self.filter(droits.billets_visibles_par(personne))

    def des_enfants_de(self, personne):
        """What this person's children (or the pupil themself) are shown, as families read it."""
        return self.filter(droits.billets_des_enfants_de(personne))

    def suivis_par(self, personne):
        return self.filter(droits.suivis_par(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.modifiables_par(personne))

    def a_relire_par(self, personne):
        return self.filter(droits.a_relire_par(personne))

    def ecrits_par(self, personne):
        """A pupil's own, whatever their state."""
        return self.filter(droits.ecrits_par(personne))

    def publics(self):
        """What a class shows to everybody."""
        return self.filter(droits.billets_publics())


class Billet(Adressable, WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Something a class tells. Never a page of Wagtail: what is not in the tree cannot be in its API, feeds or sitemap.

    A revision holds the words; `etat` says where it is in the workflow (the actions keep them in step); files are rows, so that a
    draft's photos are held too. Named pupils are a group made for the occasion, as for a travail.
    """

    class Etat(models.TextChoices):
        BROUILLON = droits.BROUILLON, _("brouillon")
        A_RELIRE = droits.A_RELIRE, _("à relire")
        RENDU = droits.RENDU, _("à reprendre")
        PUBLIE = droits.PUBLIE, _("publié")

    # What belongs to the billet, whatever the revision that is published.
    HORS_REVISION = (
        "uuid", "etablissement_id", "classe_id", "groupe_id", "auteur_id", "d_un_eleve", "etat", "equipe", "sur_le_site",
        "commentable", "publie_le", "visible_le", "retire_le", "cree_le",
    )  # fmt: skip
    wagtail_reference_index_ignore = True

    # Drawn by the device: sent again after a cut, it is found and not made twice.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="billets")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="billets")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="billets")
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="billets_ecrits")
    d_un_eleve = models.BooleanField(default=False)
    titre = models.CharField(_("titre"), max_length=120, blank=True)
    texte = models.TextField(_("deux mots"), max_length=5000, blank=True)
    etat = models.CharField(max_length=9, choices=Etat, default=Etat.BROUILLON)
    # Read by the team of the class alone.
    equipe = models.BooleanField(default=False)
    sur_le_site = models.BooleanField(default=False)
    # Families may answer under it: opened billet by billet, by those who teach.
    commentable = models.BooleanField(default=False)
    cree_le = models.DateTimeField(default=timezone.now, editable=False)
    publie_le = models.DateTimeField(null=True, blank=True, editable=False)
    # When families may read it: at once, at the hour chosen, or when quiet hours end.
    visible_le = models.DateTimeField(null=True, blank=True, editable=False)
    retire_le = models.DateTimeField(null=True, blank=True, editable=False)

    fichiers = models.ManyToManyField(Fichier, through="PieceBillet", related_name="billets")

    COLONNES = droits.BILLETS
    objects = BilletQuerySet.as_manager()

    class Meta:
        ordering = ["-visible_le", "-pk"]
        indexes = [
            models.Index(fields=["classe", "-visible_le"], name="billet_de_la_classe"),
            models.Index(fields=["groupe", "-visible_le"], name="billet_du_groupe"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(classe__isnull=False) | models.Q(groupe__isnull=False),
                name="billet_classe_ou_groupe",
            ),
            models.CheckConstraint(
                condition=~models.Q(etat="publie") | models.Q(visible_le__isnull=False),
                name="billet_publie_a_une_heure",
            ),
        ]

    def __str__(self) -> str:
        return f"billet {self.pk}"

    def serializable_data(self) -> dict:
        """A revision holds the words, and nothing of who may read them."""
        return {"pk": self.pk, "titre": self.titre, "texte": self.texte}

    def with_content_json(self, content):
        billet = super().with_content_json(content)
        for champ in self.HORS_REVISION:
            setattr(billet, champ, getattr(self, champ))
        billet.last_published_at = self.last_published_at
        billet.live_revision_id = self.live_revision_id
        return billet

    @property
    def attend(self) -> bool:
        """Published, and still held from families by its hour or by quiet hours."""
        return self.visible_le is not None and self.visible_le > timezone.now()

    @property
    def n_est_pas_parti(self) -> bool:
        """Withdrawn while it was held: nobody of the families had seen it."""
        return self.retire_le is not None and self.visible_le is not None and self.retire_le < self.visible_le

    @property
    def est_publie(self) -> bool:
        return self.etat == self.Etat.PUBLIE


class PieceBillet(models.Model):
    """A file of a billet, at its place. Of an image, `Fichier.visages` says who is on it."""

    wagtail_reference_index_ignore = True
    billet = models.ForeignKey(Billet, on_delete=models.CASCADE, related_name="pieces")
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="pieces_de_billets")
    rang = models.PositiveSmallIntegerField(default=0)
    legende = models.CharField(_("ce que l’on voit"), max_length=200, blank=True)

    class Meta:
        ordering = ["rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["billet", "fichier"], name="piece_billet_unique")]

    def __str__(self) -> str:
        return f"pièce {self.pk} du billet {self.billet_id}"
