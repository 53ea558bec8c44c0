"""What was done, or is planned: a séance of a half-day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.matieres import LONGUEUR
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne

from .. import domaines, droits
from .commun import Ecrit, EcritQuerySet


class SeanceQuerySet(EcritQuerySet):
    def visibles_par(self, personne):
        return self.filter(droits.seances_visibles_par(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.modifiables_par(personne))

    def suivis_par(self, personne):
        return self.filter(droits.suivis_par(personne))

    def des_enfants_de(self, personne):
        """What this person's children (or the pupil themself) did, as families read it: never a day to come."""
        return self.filter(droits.seances_des_enfants_de(personne))

    def reserve_de(self, personne):
        return self.filter(droits.reserve_de(personne))


class Seance(Ecrit):
    """A moment of a class day: a domain of the programme, one or several levels, a content.

    `niveaux` is « ,CP,CE1, » between commas, or empty for the whole class: it is searched by SQL on both databases.
    """

    class Moment(models.TextChoices):
        MATIN = "matin", _("Matin")
        APRES_MIDI = "apres_midi", _("Après-midi")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="seances")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="seances")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="seances")
    niveaux = models.CharField(max_length=60, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="seances_ecrites")
    date = models.DateField(_("jour"))
    moment = models.CharField(max_length=10, choices=Moment, default=Moment.MATIN)
    heure = models.TimeField(_("heure"), null=True, blank=True)
    # Of the programme; of a collège, a subject (`ent.annuaire.matieres`).
    domaine = models.CharField(_("domaine"), max_length=LONGUEUR, blank=True)
    titre = models.CharField(_("ce qui a été fait"), max_length=200)

    COLONNES = droits.SEANCES
    objects = SeanceQuerySet.as_manager()

    class Meta(Ecrit.Meta):
        # « matin » after « apres_midi » in the alphabet.
        ordering = ["date", "-moment", models.F("heure").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["classe", "date"]), models.Index(fields=["groupe", "date"])]

    def __str__(self) -> str:
        return f"séance {self.pk}"

    def get_domaine_display(self) -> str:
        """In the language in force."""
        return domaines.nom_de(self.domaine)

    @property
    def liste_niveaux(self) -> list[str]:
        return [n for n in self.niveaux.split(",") if n]

    @staticmethod
    def joindre_niveaux(niveaux: list[str]) -> str:
        """The stored form of these levels."""
        return f",{','.join(niveaux)}," if niveaux else ""
