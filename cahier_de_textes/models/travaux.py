"""What is to be done: a travail, who ticked it, who saw it."""

from functools import cache

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX
from ent.annuaire.matieres import LONGUEUR, nom_de
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne

from .. import droits
from .commun import Ecrit, EcritQuerySet

NIVEAUX = dict(CHOIX_NIVEAUX)


class TravailQuerySet(EcritQuerySet):
    def visibles_par(self, personne):
        return self.filter(droits.travaux_visibles_par(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.modifiables_par(personne))

    def suivis_par(self, personne):
        return self.filter(droits.suivis_par(personne))

    def des_enfants_de(self, personne):
        """What this person's children (or the pupil themself) have to do, as families read it."""
        return self.filter(droits.travaux_des_enfants_de(personne))

    def repris_de(self, personne):
        """What this person's children had to do, and that was withdrawn."""
        return self.filter(droits.travaux_repris_de(personne))

    def reserve_de(self, personne):
        """The reserve: one's own past work, and what the teachers of one's schools share."""
        return self.filter(droits.reserve_de(personne))


class Travail(Ecrit):
    """Something to do for a day, given by a teacher to a class, to one level of it, to a group or to named pupils.

    Written work at home is forbidden in primary school (circulaire of 29/12/1956): one learns, reads, brings, prepares.
    `ECRIRE` exists for work finished at school or agreed with families; the form says the rule, the teacher decides.
    """

    class Nature(models.TextChoices):
        APPRENDRE = "apprendre", _("À apprendre")
        LIRE = "lire", _("À lire")
        APPORTER = "apporter", _("À apporter")
        PREPARER = "preparer", _("À préparer")
        PROJET = "projet", _("Projet")
        ECRIRE = "ecrire", _("Travail écrit")

    # Minutes at home, as proposed when the kind is chosen; the teacher corrects them.
    MINUTES = {"apprendre": 10, "lire": 10, "apporter": 0, "preparer": 5, "projet": 15, "ecrire": 15}

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="travaux")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="travaux")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="travaux")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="travaux_donnes")
    nature = models.CharField(max_length=9, choices=Nature, default=Nature.APPRENDRE)
    # In a collège, what its author teaches there (`ent.annuaire.matieres`); nothing in an école.
    matiere = models.CharField(_("matière"), max_length=LONGUEUR, blank=True)
    texte = models.CharField(_("ce qu’il y a à faire"), max_length=500)
    date_pour = models.DateField(_("pour le"))
    minutes = models.PositiveSmallIntegerField(_("minutes à la maison"), default=0)
    # The pupil hands something in: a photo, a sound, a drawing, words.
    est_a_rendre = models.BooleanField(_("à rendre"), default=False)

    # When its teachers last reminded families of it: once a day at most.
    relance_le = models.DateTimeField(null=True, blank=True)

    COLONNES = droits.TRAVAUX
    objects = TravailQuerySet.as_manager()

    class Meta(Ecrit.Meta):
        ordering = ["date_pour", "pk"]
        indexes = [models.Index(fields=["classe", "date_pour"]), models.Index(fields=["groupe", "date_pour"])]

    def __str__(self) -> str:
        return f"travail {self.pk}"

    def get_matiere_display(self) -> str:
        """In the language in force."""
        return nom_de(self.matiere)

    def en_une_ligne(self, texte: str = "") -> str:
        """« Anglais · À lire : page 52 », where nothing beside it says the subject: on paper, in an agenda. `texte`: its words, held otherwise."""
        quoi = f"{self.get_nature_display()}{_(' : ')}{texte or self.texte}"
        return f"{self.get_matiere_display()} · {quoi}" if self.matiere else quoi

    # As Django's own, which goes through all the choices at each call, and translates each.
    def get_niveau_display(self) -> str:
        return NIVEAUX.get(self.niveau, self.niveau)

    def get_nature_display(self) -> str:
        return _nature_dite(self.nature, get_language())


@cache
def _nature_dite(nature: str, _langue: str | None) -> str:
    return str(dict(Travail.Nature.choices).get(nature, nature))


class TravailFait(models.Model):
    """A child ticked a travail as done; unticking removes the row. It is not a judgement."""

    travail = models.ForeignKey(Travail, on_delete=models.CASCADE, related_name="faits")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="travaux_faits")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    fait_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["travail", "eleve"], name="travail_fait_une_fois")]

    def __str__(self) -> str:
        return f"{self.travail_id} fait par {self.eleve_id}"


class TravailVu(models.Model):
    """A person had a child's travail on their screen: the pupil, or one of the adults who follow them."""

    travail = models.ForeignKey(Travail, on_delete=models.CASCADE, related_name="vus")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="travaux_vus")
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    vu_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["travail", "eleve", "par"], name="travail_vu_une_fois")]

    def __str__(self) -> str:
        return f"{self.travail_id} de {self.eleve_id} vu par {self.par_id}"
