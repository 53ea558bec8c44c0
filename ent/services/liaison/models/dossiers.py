"""What a school prepares: the dossiers of a class, and one pupil's, still a draft."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Etablissement, Personne
from ent.fichiers.models import Fichier

from .. import droits

GARDEES = dt.timedelta(days=7)  # what was closed, before it goes


class CampagneQuerySet(models.QuerySet["Campagne"]):
    def preparees_par(self, personne):
        return self.filter(droits.de_ces_classes(personne, "classe"), fermee_le=None)

    def fermees_par(self, personne):
        """Opened by mistake, then closed: what may still be opened again."""
        return self.filter(droits.de_ces_classes(personne, "classe"), fermee_le__isnull=False)

    def a_rouvrir(self):
        """Of what was closed: what is not about to go, and whose place no other took."""
        prises = Campagne.objects.filter(classe=models.OuterRef("classe"), vers=models.OuterRef("vers"), fermee_le=None)
        return self.filter(~models.Exists(prises), fermee_le__gt=timezone.now() - GARDEES)


class Campagne(models.Model):
    """The dossiers of one class, for one passage: until when families answer, by when they leave."""

    class Vers(models.TextChoices):
        SIXIEME = "6e", _("vers la 6e")
        CP = "cp", _("de la GS au CP")
        ECOLE = "ecole", _("vers une autre école")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="campagnes_de_liaison")
    vers = models.CharField(max_length=5, choices=Vers)
    date_reponse = models.DateField(_("les familles répondent avant le"))
    date_envoi = models.DateField(_("les dossiers partent avant le"))
    ouverte_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouverte_le = models.DateTimeField(default=timezone.now)
    relancee_le = models.DateTimeField(null=True, blank=True)
    fermee_le = models.DateTimeField(null=True, blank=True)  # opened by mistake: nobody reads it, and it goes by itself

    objects = CampagneQuerySet.as_manager()

    class Meta:
        ordering = ["date_envoi", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["classe", "vers"], condition=models.Q(fermee_le=None), name="campagne_une_par_passage"
            )
        ]

    def __str__(self) -> str:
        return f"campagne {self.pk}"

    @property
    def s_efface_le(self) -> dt.datetime | None:
        """Once closed, until when it may be opened again."""
        return self.fermee_le and self.fermee_le + GARDEES

    @property
    def est_de_maternelle(self) -> bool:
        return self.vers == self.Vers.CP


class DossierQuerySet(models.QuerySet["Dossier"]):
    def prepares_par(self, personne):
        """By who teaches the class, and the direction."""
        return self.filter(droits.dossiers_prepares_par(personne))

    def lus_par(self, personne):
        """By who answers for the child: what was shown."""
        return self.filter(droits.dossiers_lus_par(personne))

    def de_l_eleve(self, personne):
        return self.filter(droits.dossier_de_l_eleve(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """The family of each."""
        lignes = self.filter(pk__in=ids).values_list("pk", "etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lignes}


class Dossier(models.Model):
    """One pupil's: the draft of who teaches. What the family reads, and what goes, is `Version`."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="dossiers")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="dossiers_de_liaison")
    # Where it goes: a school of the directory, else one that is written by hand (private, out of the territory): then it is handed as a file.
    destination = models.ForeignKey(Etablissement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    destination_dite = models.CharField(max_length=120, blank=True)
    # --- The page of who teaches ------------------------------------------------------------------------------------------
    sait = models.TextField(blank=True)
    aide = models.TextField(blank=True)
    mot = models.TextField(blank=True)
    positions = models.JSONField(default=dict, blank=True)  # by code of `parties`, a degree
    amenagements = models.JSONField(default=list, blank=True)  # [{"sorte": "pap", "texte": "…"}]
    sante = models.TextField(blank=True)  # of a PAI: see `droits.lit_la_sante`
    est_pret = models.BooleanField(default=False)  # its teacher says that their page is done
    # --- The pupil's page -------------------------------------------------------------------------------------------------
    texte_eleve = models.TextField(blank=True)
    eleve_fini_le = models.DateTimeField(null=True, blank=True)
    # --- Where it stands --------------------------------------------------------------------------------------------------
    montre_le = models.DateTimeField(
        null=True, blank=True
    )  # since when its family reads it; in quiet hours, when they end
    redemande_le = models.DateTimeField(
        null=True, blank=True
    )  # when its family was asked anew, a « oui » of before counts no more (`lectures.accords`)
    papier_remis_le = models.DateTimeField(null=True, blank=True)  # printed, with a coupon to give back
    avant = models.JSONField(
        default=dict, blank=True
    )  # what its last correction replaced: {"geste": line of the journal, "dits": {field: value}}
    modifie_le = models.DateTimeField(auto_now=True)
    efface_le = models.DateField(null=True, blank=True)  # when it goes by itself

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["eleve__nom", "eleve__prenom", "pk"]
        constraints = [models.UniqueConstraint(fields=["campagne", "eleve"], name="dossier_un_par_eleve")]

    def __str__(self) -> str:
        return f"dossier {self.pk}"

    @property
    def vers(self) -> str:
        """Where it goes, as a family agrees to it: « 12: » of the directory, « :Le Lac » by hand."""
        return f"{self.destination_id or ''}:{self.destination_dite}"

    @property
    def nom_de_destination(self) -> str:
        return self.destination.nom if self.destination else self.destination_dite


class Piece(models.Model):
    """A work, a photo, a billet that was chosen for it: its words as they were then, its files held by `FichierDePiece`."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="pieces")
    cle = models.CharField(max_length=60)  # of what it is (`Souvenir.cle`): « billet-12 »
    jour = models.DateField()
    titre = models.CharField(max_length=200)
    texte = models.TextField(blank=True)
    de_l_eleve = models.BooleanField(default=False)  # chosen by the pupil, for their page
    choisie_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["jour", "pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "cle"], name="piece_une_fois")]

    def __str__(self) -> str:
        return f"piece {self.pk}"


class FichierDePiece(models.Model):
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="fichiers")
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="+")
    legende = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["piece", "fichier"], name="fichier_une_fois_par_piece")]

    def __str__(self) -> str:
        return f"fichier de la piece {self.piece_id}"
